"""The outcome fan: how the standoff has ended after a week, a month, a quarter and at last, as stacked shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standoff.analysis.answer import Answer, Horizon
from standoff.analysis.words import percent
from standoff.view.document import Figure
from standoff.view.drawing import KINDS_RANGE, spec
from standoff.view.figures.labels import ink_on, label, tooltip
from standoff.view.phrases import OUTCOMES, count, listed

_HEADS = {"after": "after", "outcome": "outcome", "shown": "share of the worlds"}
_BAND = 48  # pixels, the gap included
_ROOM = 0.07  # a share that has room for its number


def outcomes_figure(answer: Answer) -> Figure:
    """Shares of the worlds by kind of outcome at each horizon; together they are all worlds."""
    return Figure(
        id="outcomes",
        title="How it has ended, by time from the as-of date",
        alt=_alt(answer),
        spec=_spec([_after(horizon) for horizon in answer.outcomes]),
        rows=tuple(row for horizon in answer.outcomes for row in _rows(horizon)),
        heads=_HEADS,
        how="Worlds drawn by their weight given the evidence are followed forward; each bar is all of them; the "
        f"numbers are per cent. Every kind but the first and the last means that {label(answer.order_giver)} is out. A kind "
        "that no world showed has no bar; the table says how rare it must be.",
    )


def _after(horizon: Horizon) -> str:
    return "at the end" if horizon.days is None else count(horizon.days, "day")


def _rows(horizon: Horizon) -> Iterator[dict[str, Any]]:
    start = 0.0
    for place, (kind, share) in enumerate(horizon.by_kind().items()):
        shown = percent(share, horizon.worlds)
        yield {
            "after": _after(horizon),
            "outcome": OUTCOMES[kind],
            "place": place,
            "share": share,
            "start": start,
            "end": start + share,
            "shown": shown,
            "ink": ink_on(KINDS_RANGE[place]),
            "inside": shown.removesuffix(" %") if share >= _ROOM else "",
        }
        start += share


def _alt(answer: Answer) -> str:
    parts = []
    for horizon in (answer.outcomes[0], answer.outcomes[-1]):
        ranked = sorted(horizon.by_kind().items(), key=lambda item: -item[1])[:3]
        told = tuple(f"{OUTCOMES[kind]} {percent(share, horizon.worlds)}" for kind, share in ranked if share > 0.0)
        parts.append(f"{'At the end' if horizon.days is None else 'After ' + _after(horizon)}: {listed(told)}.")
    return " ".join(parts)


def _spec(order: list[str]) -> dict[str, Any]:
    kinds = {"domain": list(OUTCOMES.values()), "range": list(KINDS_RANGE)}
    down = {"field": "after", "type": "ordinal", "sort": order, "title": None, "axis": {"ticks": False, "domain": False}}
    along = {"type": "quantitative", "scale": {"domain": [0.0, 1.0]}}
    axis = {"format": "%", "values": [0.0, 0.25, 0.5, 0.75, 1.0], "title": "share of the worlds"}
    bar = {
        "mark": {"type": "bar", "height": {"band": 0.8}},
        "encoding": {
            "x": {"field": "start", "axis": axis, **along},
            "x2": {"field": "end"},
            "color": {
                "field": "outcome",
                "type": "nominal",
                "scale": kinds,
                "sort": list(OUTCOMES.values()),
                "legend": {"title": None, "orient": "bottom"},
            },
            "tooltip": tooltip(_HEADS),
        },
    }
    inside = {
        "transform": [{"calculate": "(datum.start + datum.end) / 2", "as": "middle"}],
        "mark": {"type": "text", "fontWeight": 600},
        "encoding": {
            "x": {"field": "middle", **along},
            "text": {"field": "inside"},
            "color": {"field": "ink", "type": "nominal", "scale": None},
        },
    }
    return spec(height=len(order) * _BAND, encoding={"y": down}, layer=[bar, inside])
