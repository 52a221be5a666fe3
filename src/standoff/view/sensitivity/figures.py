"""Pictures of what drives the answer: a tornado, and shares of variance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from standoff.analysis.sensitivity.values import Index, Sensitivity, Swing
from standoff.analysis.words import percent
from standoff.view.document import Figure
from standoff.view.drawing import ABOVE, OBEY, QUIET, REFUSE, brief, spec
from standoff.view.figures.labels import MARK_DOWN, ROW, in_rows, label, names, numbers
from standoff.view.phrases import ORDERS
from standoff.view.sensitivity.names import KINDS, input_label, swing_label

KIND_COLOURS = {"coefficient": OBEY, "grade of a source": REFUSE, "assumption": "#8a6fc0", "hidden in each world": "#4f9d8b"}


def _by_kind(kinds: Sequence[str]) -> dict[str, Any]:
    """Colours of the kinds that occur."""
    shown = [kind for kind in KIND_COLOURS if kind in kinds]
    scale = {"domain": shown, "range": [KIND_COLOURS[kind] for kind in shown]}
    return {"field": "kind", "type": "nominal", "title": None, "scale": scale, "legend": ABOVE}


def tornado_figure(found: Sensitivity, swings: Sequence[Swing]) -> Figure:
    """P(obeyed) with each thing low and high, the widest first."""
    rows = tuple(
        {
            "row": place,
            "label": label(swing_label(swing), 70),
            "kind": KINDS[swing.kind],
            "low": brief(swing.p_low),
            "high": brief(swing.p_high),
            "now": brief(found.obeyed.p),
            "shown": f"{100 * swing.p_low:.0f} to {percent(swing.p_high)} ({_points(swing.error)})",
            "error": brief(swing.error),
        }
        for place, swing in enumerate(swings)
    )
    told = "; ".join(f"{row['label']} {row['shown']}" for row in rows[:4])
    heads = {"label": "what", "kind": "kind", "low": "obeyed, low", "high": "obeyed, high", "error": "standard error"}
    return Figure(
        id="tornado",
        title=f"P(an order to {ORDERS[found.order]} would be obeyed), one thing otherwise",
        alt=f"P(obeyed) is {percent(found.obeyed.p)}. Widest first, from low to high: {told}.",
        spec=_tornado_spec(rows),
        rows=rows,
        heads=heads,
        how="Hollow end: the thing low (a coefficient's lowest third, a source a letter worse, the package's prior); full "
        "end: high. "
        "± is the Monte Carlo standard error of the difference, in points. The dashed line is the answer.",
    )


def _points(error: float) -> str:
    """A standard error in points, no finer than it is known.

    >>> _points(0.162), _points(0.003)
    ('±16', '±0.3')
    """
    return f"±{100 * error:.{0 if error >= 0.0095 else 1}f}"


def _tornado_spec(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    share = {"type": "quantitative", "title": "P(obeyed)", "axis": {"format": ".0%", "tickCount": 5}, "scale": {"zero": False}}
    colour = _by_kind([str(row["kind"]) for row in rows])
    now = {
        "mark": {"type": "rule", "color": QUIET, "strokeDash": [4, 3]},
        "encoding": {"x": {"field": "now", "aggregate": "max", **share}},
    }
    line = {
        "mark": {"type": "rule", "strokeWidth": 3, "yOffset": MARK_DOWN},
        "encoding": {"y": in_rows(), "x": {"field": "low", **share}, "x2": {"field": "high"}, "color": colour},
    }
    ends = [
        {
            "mark": {"type": "point", "filled": filled, "size": 70, "opacity": 1, "yOffset": MARK_DOWN},
            "encoding": {"y": in_rows(), "x": {"field": field, **share}, "color": colour},
        }
        for field, filled in (("low", False), ("high", True))
    ]
    words = [_with_rows(names(room=150)), _with_rows(numbers())]
    return spec(height=len(rows) * ROW, layer=[now, line, *ends, *words])


def _with_rows(layer: dict[str, Any]) -> dict[str, Any]:
    return {**layer, "encoding": {"y": in_rows(), **layer["encoding"]}}


def indices_figure(indices: Sequence[Index]) -> Figure:
    """First-order indices with their errors and what chance makes of nothing."""
    rows = tuple(
        {
            "row": place,
            "label": label(input_label(index.name), 70),
            "kind": KINDS[index.kind],
            "share": brief(max(index.share, 0.0)),
            "low": brief(max(index.share - 1.645 * index.error, 0.0)),
            "high": brief(max(index.share + 1.645 * index.error, 0.0)),
            "floor": brief(index.floor),
            "shown": f"{100 * max(index.share, 0.0):.1f} %",
        }
        for place, index in enumerate(indices)
    )
    told = "; ".join(f"{row['label']} {row['shown']}" for row in rows[:4])
    return Figure(
        id="indices",
        title="Share of the spread that each input alone accounts for",
        alt=f"First-order Sobol indices, the largest first: {told}.",
        spec=_indices_spec(rows),
        rows=rows,
        heads={"label": "input", "kind": "kind", "share": "share", "low": "90 % low", "high": "90 % high", "floor": "chance"},
        how="Bars: shares of the variance of margins over worlds; lines: 90 % Monte Carlo intervals; ticks: what the "
        "largest of so many inputs stays under in 95 of 100 such ensembles, if none does anything.",
    )


def _indices_spec(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    share = {"type": "quantitative", "title": "share of variance", "axis": {"format": ".0%", "tickCount": 5}}
    colour = _by_kind([str(row["kind"]) for row in rows])
    bar = {
        "mark": {"type": "bar", "height": 12, "yOffset": MARK_DOWN, "opacity": 0.85},
        "encoding": {"x": {"field": "share", **share}, "color": colour},
    }
    line = {
        "mark": {"type": "rule", "strokeWidth": 2, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "low", **share}, "x2": {"field": "high"}},
    }
    tick = {
        "mark": {"type": "tick", "thickness": 2, "height": 14, "color": QUIET, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "floor", **share}},
    }
    return spec(height=len(rows) * ROW, encoding={"y": in_rows()}, layer=[bar, line, tick, names(), numbers()])
