"""The first part of the page: would they obey, each order, and who would not."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.analysis.answer import Answer, GroupAnswer, OrderAnswer
from standoff.analysis.words import band, judgement, one_in, percent
from standoff.view.document import Bar, Cell, Column, Section, Table
from standoff.view.phrases import ORDERS, command_to, day, kinds_of_interval, span, span_words

WOULD_THEY = "Would they obey?"
BY_FORCE = "Who would disobey, by force and tier"
DEFENDERS = "Who would defend the order-giver"
_SEEN = 0.005  # a share of worlds, or a difference between two probabilities, that would show in whole per cents


def headline(answer: Answer) -> str:
    """The answer in one sentence, and what the model would say without the evidence."""
    order = answer.order(answer.focus)
    return (
        f"As of {day(answer.as_of)} {judgement(order.obeyed.p, answer.worlds)} that the forces would obey an order from "
        f"{answer.order_giver} to {command_to(order.order, answer.challenger)}. "
        f"Without the evidence the model would say {percent(order.prior_p, answer.worlds)}."
    )


def interval_sentence(answer: Answer) -> str:
    """How wide the answer is, in its own sentence."""
    obeyed = answer.order(answer.focus).obeyed
    return f"The interval around the {percent(obeyed.p, answer.worlds)} runs {span_words(obeyed)}."


def orders_section(answer: Answer) -> Section:
    """Every order with its probability, interval, word and prior."""
    columns = (
        Column("order to"),
        Column("P(obeyed)", "number"),
        Column("", "bar"),
        Column("interval", "number"),
        Column("prior", "number"),
        Column("in words", optional=True),
    )
    rows = tuple(_order_row(order, answer.worlds, order.order == answer.focus) for order in answer.orders)
    intervals = kinds_of_interval(*(order.obeyed for order in answer.orders))
    notes = (intervals, *_expectations(answer.order(answer.focus), answer.worlds))
    return Section(WOULD_THEY, table=Table(columns, rows), notes=notes)


def _order_row(order: OrderAnswer, worlds: int, focal: bool) -> tuple[Cell, ...]:
    obeyed = order.obeyed
    return (
        Cell(ORDERS[order.order], strong=focal),
        Cell(percent(obeyed.p, worlds), strong=focal),
        Cell(bar=Bar(obeyed.p), strong=focal),
        Cell(span(obeyed)),
        Cell(percent(order.prior_p, worlds)),
        Cell(band(obeyed.p)),
    )


def _expectations(order: OrderAnswer, worlds: int) -> tuple[str, ...]:
    """Whether expectations alone may decide the focal order, and what it would be under each."""
    both = order.equilibria
    if both.share_of_worlds == 0:
        return (f"Worlds in which expectations alone would decide this: {one_in(worlds)}.",)
    sentence = f"In {percent(both.share_of_worlds)} of the worlds expectations alone would decide this."
    if max(both.share_of_worlds, abs(both.p_at_lowest - both.p_at_highest)) < _SEEN:
        return (sentence,)
    return (
        f"{sentence} P(obeyed) is {percent(both.p_at_lowest, worlds)} if everyone there expects obedience, "
        f"{percent(both.p_at_highest, worlds)} if everyone expects refusal.",
    )


def group_sections(answer: Answer) -> tuple[Section, ...]:
    """The shares that would disobey the focal order, and apart from them the shares that would defend."""
    groups = answer.order(answer.focus).groups
    ordinary = [group for group in groups if not group.defends]
    defending = [group for group in groups if group.defends]
    order = ORDERS[answer.focus]
    sections = (
        (BY_FORCE, f"Facing an order to {order}: the share of each group that would disobey.", "disobey", ordinary),
        (DEFENDERS, f"Facing a challenge: the share that would stand up for {answer.order_giver}.", "defend", defending),
    )
    return tuple(
        Section(title, (what,), *_groups_table(head, found, answer.worlds)) for title, what, head, found in sections if found
    )


def _groups_table(head: str, groups: Sequence[GroupAnswer], worlds: int) -> tuple[Table, tuple[str, ...]]:
    columns = (
        Column("force"),
        Column("tier"),
        Column("people", "number"),
        Column(head, "number"),
        Column("", "bar"),
        Column("interval", "number"),
        Column("prior", "number", optional=True),
    )
    names = ["", *(group.force for group in groups)]
    rows = tuple(_group_row(group, worlds, group.force == before) for before, group in zip(names, groups, strict=False))
    return Table(columns, rows), (kinds_of_interval(*(group.disobey for group in groups)),)


def _group_row(group: GroupAnswer, worlds: int, repeats: bool) -> tuple[Cell, ...]:
    return (
        Cell(group.force, repeats=repeats),
        Cell(group.tier),
        Cell(f"{group.headcount:,}"),
        Cell(percent(group.disobey.p, worlds)),
        Cell(bar=Bar(group.disobey.p)),
        Cell(span(group.disobey)),
        Cell(percent(group.prior_disobey, worlds)),
    )
