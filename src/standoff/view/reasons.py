"""Why the order is not given: what holds it back, in units of what it would gain."""

from __future__ import annotations

from standoff.analysis.answer import Answer, Estimate, WhyNot
from standoff.analysis.words import percent
from standoff.view.document import Bar, Cell, Column, Section, Table
from standoff.view.phrases import ORDERS, REASONS, kinds_of_interval, listed, span_words

WHY_NOT = "Why not give the order?"


def reasons_section(answer: Answer) -> Section:
    """The four expected losses, and the order-giver's own chance of being obeyed."""
    why_not = answer.order(answer.focus).why_not
    reasons = _reasons(why_not)
    columns = (Column("reason"), Column("expected loss", "number"), Column("", "bar"), Column("interval", "number"))
    largest, *_ = _ranked(why_not)
    scale = max(estimate.p for estimate in reasons.values())
    rows = tuple(_row(REASONS[name], estimate, scale, name == largest) for name, estimate in reasons.items())
    sentences = (f"What an order to {ORDERS[answer.focus]} would cost {answer.order_giver}, where being obeyed is worth 1:",)
    notes = (_own_chance(answer), kinds_of_interval(*reasons.values()))
    return Section(WHY_NOT, sentences, Table(columns, rows), notes)


def largest_reason(answer: Answer) -> str:
    """The reason that weighs most, and those that cannot be told from it given the intervals."""
    why_not = answer.order(answer.focus).why_not
    reasons = _reasons(why_not)
    first, *others = _ranked(why_not)
    equal = tuple(name for name in others if _about_equal(reasons[first], reasons[name]))
    sentence = f"The reason that weighs most is that {_with_loss(first, reasons)}"
    if not equal:
        return f"{sentence}."
    return f"{sentence}; given the intervals, about as large: {listed(tuple(_with_loss(name, reasons) for name in equal))}."


def _reasons(why_not: WhyNot) -> dict[str, Estimate]:
    return {name: getattr(why_not, name) for name in REASONS}


def _ranked(why_not: WhyNot) -> list[str]:
    """Names of the reasons, the largest loss first; equal ones in the order of the table."""
    reasons = _reasons(why_not)
    return sorted(reasons, key=lambda name: -reasons[name].p)


def _about_equal(larger: Estimate, smaller: Estimate) -> bool:
    """Each of the two lies within the interval of the other."""
    return smaller.p >= larger.low and larger.p <= smaller.high


def _with_loss(name: str, reasons: dict[str, Estimate]) -> str:
    return f"{REASONS[name]} ({reasons[name].p:.2f})"


def _row(words: str, estimate: Estimate, scale: float, strong: bool) -> tuple[Cell, ...]:
    return (
        Cell(words, strong=strong),
        Cell(f"{estimate.p:.2f}", strong=strong),
        Cell(bar=Bar(estimate.p, high=scale), strong=strong),
        Cell(f"{estimate.low:.2f} to {estimate.high:.2f}"),
    )


def _own_chance(answer: Answer) -> str:
    own = answer.order(answer.focus).why_not.own_chance
    return (
        f"{answer.order_giver}'s own chance of being obeyed, as the model infers it, is "
        f"{percent(own.p)}; its interval runs {span_words(own)}."
    )
