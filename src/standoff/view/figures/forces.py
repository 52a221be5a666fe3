"""The board of forces: the share of every force and tier that would disobey, with its interval, beside the prior."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from standoff.analysis.answer import Answer, GroupAnswer
from standoff.analysis.words import percent
from standoff.view.document import Figure
from standoff.view.drawing import OBEY, QUIET, REFUSE, spec
from standoff.view.figures.labels import MARK_DOWN, ROW, banded, label, names, numbers, tooltip
from standoff.view.phrases import ORDERS, kinds_of_interval, span


def forces_figure(answer: Answer) -> Figure | None:
    """Who would disobey the focal order, by force and tier; None where no force would have to carry it out."""
    groups = [group for group in answer.order(answer.focus).groups if not group.defends]
    title = f"Share that would disobey an order to {ORDERS[answer.focus]}"
    return _board("forces", title, groups, "would disobey", REFUSE, answer.worlds) if groups else None


def defenders_figure(answer: Answer) -> Figure | None:
    """Who would stand up for the order-giver, by force and tier; None where no force is of that kind."""
    groups = [group for group in answer.order(answer.focus).groups if group.defends]
    title = f"Share that would stand up for {label(answer.order_giver)}"
    return _board("defenders", title, groups, "would defend", OBEY, answer.worlds) if groups else None


def _board(id: str, title: str, groups: Sequence[GroupAnswer], head: str, colour: str, worlds: int) -> Figure:
    heads = {
        "force": "force",
        "tier": "tier",
        "people": "people",
        "shown": head,
        "interval": "interval",
        "without": "without evidence",
    }
    return Figure(
        id=id,
        title=title,
        alt=_alt(groups, worlds),
        spec=_spec(heads, colour, len(groups)),
        rows=tuple(_row(place, group, worlds) for place, group in enumerate(groups)),
        heads=heads,
        how="Full dot: mean over worlds given the evidence, with its interval as a line. Hollow dot: the same worlds without "
        f"evidence. {kinds_of_interval(*(group.disobey for group in groups))} These shares are inferred; nobody counted them.",
    )


def _row(place: int, group: GroupAnswer, worlds: int) -> dict[str, Any]:
    return {
        "row": place,
        "label": f"{label(group.force, 60)}, {group.tier}",
        "force": label(group.force),
        "tier": group.tier,
        "people": f"{group.headcount:,}",
        "p": group.disobey.p,
        "low": group.disobey.low,
        "high": group.disobey.high,
        "prior": group.prior_disobey,
        "shown": percent(group.disobey.p, worlds),
        "interval": span(group.disobey),
        "without": percent(group.prior_disobey, worlds),
    }


def _alt(groups: Sequence[GroupAnswer], worlds: int) -> str:
    ranked = sorted(groups, key=lambda group: -group.disobey.p)
    most, *_, least = told = [
        f"{percent(group.disobey.p, worlds)} ({label(group.force, 60)}, {group.tier}; interval {span(group.disobey)})"
        for group in (*ranked[:1], *ranked)
    ]
    return f"One group: {most}." if len(told) == 2 else f"{len(ranked)} groups, from {most} down to {least}."


def _spec(heads: dict[str, str], colour: str, rows: int) -> dict[str, Any]:
    scale = {"domain": [0.0, 1.0]}
    axis = {"format": "%", "values": [0.0, 0.25, 0.5, 0.75, 1.0], "title": "share of the group"}
    along = {"type": "quantitative", "scale": scale}
    line = {
        "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.4, "color": colour, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "low", "axis": axis, **along}, "x2": {"field": "high"}},
    }
    round_mark = {"type": "point", "yOffset": MARK_DOWN, "opacity": 1}
    prior = {
        "mark": {**round_mark, "filled": False, "size": 60, "color": QUIET, "strokeWidth": 2},
        "encoding": {"x": {"field": "prior", **along}},
    }
    dot = {
        "mark": {**round_mark, "filled": True, "size": 90, "color": colour},
        "encoding": {"x": {"field": "p", **along}, "tooltip": tooltip(heads)},
    }
    return spec(height=rows * ROW, layer=banded(line, prior, dot, names(), numbers()))
