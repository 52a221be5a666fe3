"""The timeline: what was believed day by day, with every piece of evidence under it on the day it became known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from standoff.analysis.answer import Answer, EvidenceAnswer
from standoff.analysis.timeline import DayPoint, Timeline
from standoff.analysis.words import decibans, factor_words, percent
from standoff.view.document import Figure
from standoff.view.drawing import OBEY, QUIET, REFUSE, spec
from standoff.view.figures.labels import label, tooltip
from standoff.view.phrases import ORDERS, day, event, span
from standoff.view.pieces import in_figure, rows_of

SIDES = {"order_giver": "the order-giver", "challenger": "the challenger", "neutral": "neither", "mixed": "both"}
_SIDE_COLOURS = (OBEY, REFUSE, QUIET, "#8a6fc0")
_TALL, _LIFT, _MOST_DEEP = 300, 0.06, 1.0
"""Pixels from 0 to 1; depth of a tick under the axis, in that unit, and of all ticks of the fullest day together."""
_MOST_DAYS = 31
"""In no more days than this every day has its own tick on the axis."""
_NOTHING = 0.05  # decibans that print as 0.0
_HEADS = {
    "date": "date",
    "what": "what",
    "obeyed": "P(obeyed)",
    "interval": "interval",
    "without": "without evidence",
    "serves": "source serves",
    "weight": "decibans for refusal",
}


def timeline_figure(answer: Answer, line: Timeline, sides: Mapping[str, str]) -> Figure:
    """P(obeyed) of the focal order at the end of every day, its interval, the same without evidence, and the evidence.

    Args:
        answer: whose evidence is drawn.
        line: the order's chance day by day.
        sides: whose side the source of a piece of evidence serves, by its id: a key of `SIDES`.
    """
    depths = _depths(answer.evidence)
    days = [_day_row(point, answer.worlds) for point in line.days]
    ticks = [_tick_row(row, sides.get(row.id, "neutral"), depths[row.id]) for row in answer.evidence]
    deepest = min((tick["y"] for tick in ticks), default=0.0)
    return Figure(
        id="timeline",
        title=f"Would an order to {ORDERS[line.order]} be obeyed? Day by day",
        alt=_alt(answer, line),
        spec=_spec(deepest - _LIFT if ticks else 0.0, len(line.days)),
        rows=tuple(sorted((*days, *ticks), key=lambda row: (row["date"], row["kind"] == "day"))),
        heads=_HEADS,
        how="Each point is what the model made of what was public by the end of that day; the band is "
        f"{line.days[-1].obeyed.interval}. The dashed line is the same worlds without any evidence. Under the axis: every "
        "piece of evidence on the day it became public, larger for more decibans, pointing up where it spoke for obedience and "
        "down where it spoke for refusal, coloured by whose side its source serves.",
    )


def _day_row(point: DayPoint, worlds: int) -> dict[str, Any]:
    return {
        "kind": "day",
        "evidence": "",
        "date": point.date.isoformat(),
        "on": day(point.date),
        "p": point.obeyed.p,
        "low": point.obeyed.low,
        "high": point.obeyed.high,
        "prior": point.prior,
        "obeyed": percent(point.obeyed.p, worlds),
        "interval": span(point.obeyed),
        "without": "" if point.prior is None else percent(point.prior, worlds),
        "what": "end of the day",
        "report": "",
        "serves": "",
        "side": "",
        "way": "",
        "decibans": None,
        "strength": None,
        "weight": "",
        "y": None,
    }


def _tick_row(row: EvidenceAnswer, side: str, depth: float) -> dict[str, Any]:
    who = ", ".join(filter(None, (row.force, "" if row.tier == "none" else row.tier)))
    return {
        **dict.fromkeys(("p", "low", "high", "prior")),
        **dict.fromkeys(("obeyed", "interval", "without"), ""),
        "kind": "evidence",
        "evidence": in_figure(rows_of(row)),
        "date": row.public.isoformat(),
        "on": day(row.public),
        "what": label(f"{event(row.code)} ({who})" if who else event(row.code)),
        "report": label(row.text, 240),
        "serves": SIDES.get(side, side),
        "side": side,
        "way": _way(row.decibans),
        "decibans": row.decibans,
        "strength": abs(row.decibans),
        "weight": f"{decibans(row.decibans)} ({factor_words(row.decibans)})",
        "y": depth,
    }


def _way(value: float) -> str:
    return "neither way" if abs(value) < _NOTHING else "for refusal" if value > 0.0 else "for obedience"


def _depths(evidence: Sequence[EvidenceAnswer]) -> dict[str, float]:
    """How far under the axis each piece hangs: those of a day one below the other, nearer where a day has many."""
    fullest = max(Counter(row.public for row in evidence).values(), default=1)
    lift = min(_LIFT, _MOST_DEEP / fullest)
    seen: Counter[object] = Counter()
    depths = {}
    for row in evidence:
        seen[row.public] += 1
        depths[row.id] = -0.02 - lift * seen[row.public]
    return depths


def _alt(answer: Answer, line: Timeline) -> str:
    first, last = line.days[0], line.days[-1]
    lowest = min(line.days, key=lambda point: point.obeyed.p)
    highest = max(line.days, key=lambda point: point.obeyed.p)
    return (
        f"A line from {percent(first.obeyed.p, answer.worlds)} on {day(first.date)}, before any evidence, to "
        f"{percent(last.obeyed.p, answer.worlds)} on {day(last.date)}; lowest {percent(lowest.obeyed.p, answer.worlds)} on "
        f"{day(lowest.date)}, highest {percent(highest.obeyed.p, answer.worlds)} on {day(highest.date)}. On the last day the "
        f"interval runs from {span(last.obeyed)}, and without evidence it would be {percent(last.prior or 0.0, answer.worlds)}."
    )


def _spec(floor: float, days: int) -> dict[str, Any]:
    scale = {"domain": [floor, 1.0], "nice": False, "zero": False}
    axis = {"values": [0.0, 0.25, 0.5, 0.75, 1.0], "format": "%", "grid": True, "title": "P(obeyed)", "titleAnchor": "end"}
    across = {"format": "%-d %b", "grid": False, "labelOverlap": True} | ({"tickCount": "day"} if days <= _MOST_DAYS else {})
    # A date is midnight in Greenwich to the browser: only a scale of that time shows the same day everywhere.
    x = {"field": "date", "type": "temporal", "scale": {"type": "utc"}, "title": None, "axis": across}
    layers = _along(
        x,
        _of_days({"type": "area", "opacity": 0.2, "color": OBEY}, y="low", y2="high"),
        _of_days({"type": "line", "color": QUIET, "strokeDash": [5, 4], "strokeWidth": 1.5}, y="prior"),
        _of_days({"type": "line", "color": OBEY, "strokeWidth": 2.5}, scale, axis, y="p"),
        _of_days({"type": "point", "color": OBEY, "filled": True, "size": 40, "opacity": 1}, y="p", told=True),
        _evidence(),
    )
    return spec(height=round(_TALL * (1.0 - floor)), layer=[_nought(), *layers])


def _along(x: dict[str, Any], *layers: dict[str, Any]) -> list[dict[str, Any]]:
    """The layers, each with the days across."""
    return [{**layer, "encoding": {"x": x, **layer["encoding"]}} for layer in layers]


def _of_days(
    mark: dict[str, Any],
    scale: dict[str, Any] | None = None,
    axis: dict[str, Any] | None = None,
    *,
    y: str,
    y2: str = "",
    told: bool = False,
) -> dict[str, Any]:
    """A layer over the rows that are days."""
    given: dict[str, Any] = {"scale": scale, "axis": axis} if scale else {}
    up: dict[str, Any] = {"field": y, "type": "quantitative", **given}
    heads = {"on": "end of", "obeyed": "P(obeyed)", "interval": "interval", "without": "without evidence"}
    encoding = {"y": up} | ({"y2": {"field": y2}} if y2 else {}) | ({"tooltip": tooltip(heads)} if told else {})
    return {"transform": [{"filter": f"datum.kind === 'day' && isValid(datum.{y})"}], "mark": mark, "encoding": encoding}


def _nought() -> dict[str, Any]:
    return {"mark": {"type": "rule", "color": QUIET}, "encoding": {"y": {"datum": 0.0, "type": "quantitative"}}}


def _evidence() -> dict[str, Any]:
    sides = list(SIDES)
    names = " : ".join(f"datum.value === '{side}' ? '{name}'" for side, name in SIDES.items()) + " : datum.value"
    legend = {"title": "evidence: its source serves", "labelExpr": names, "orient": "bottom", "direction": "horizontal"}
    heads = {"on": "public on", "what": "what", "report": "report", "weight": "decibans", "serves": "source serves"}
    colours, sizes = {"domain": sides, "range": list(_SIDE_COLOURS)}, {"domainMin": 0, "range": [22, 260]}
    shapes = {"domain": ["for obedience", "for refusal", "neither way"], "range": ["triangle-up", "triangle-down", "circle"]}
    return {
        "transform": [{"filter": "datum.kind === 'evidence'"}],
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {
            "y": {"field": "y", "type": "quantitative"},
            "color": {"field": "side", "type": "nominal", "scale": colours, "legend": legend},
            "shape": {"field": "way", "type": "nominal", "scale": shapes, "legend": {"title": "it speaks", "orient": "bottom"}},
            "size": {"field": "strength", "type": "quantitative", "scale": sizes, "legend": None},
            "tooltip": tooltip(heads),
        },
    }
