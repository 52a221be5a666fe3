"""Pictures of what drives an answer: the tornado, and the first-order indices."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from standoff.analysis.sensitivity.values import End, Index, Input, Sensitivity, TornadoBar
from standoff.analysis.words import UNKNOWN, percent
from standoff.view.document import Figure
from standoff.view.drawing import OBEY, QUIET, REFUSE, spec
from standoff.view.figures.labels import MARK_DOWN, ROW, banded, label, names, numbers, tooltip
from standoff.view.phrases import ORDERS
from standoff.view.sensitivity.names import bar_words, input_words

NINETY = 1.645
INDEX_HEADS = {"label": "input", "index": "index"}
TOWARDS = {
    "field": "towards",
    "type": "nominal",
    "title": "towards",
    "scale": {"domain": ["refusal", "obedience"], "range": [REFUSE, OBEY]},
    "legend": {"orient": "top"},
}


def tornado_figure(found: Sensitivity, bars: Sequence[TornadoBar]) -> Figure:
    """One band a bar: P(obeyed) from the answer as it stands to each end, with the error of each."""
    rows = tuple(_end(place, bar, end, found) for place, bar in enumerate(bars) for end in bar.ends)
    told = "; ".join(f"{bar_words(bar)} {span_of(bar, found)}" for bar in bars[:4])
    return Figure(
        id="tornado",
        title=f"How far each thing alone moves P(an order to {ORDERS[found.order]} is obeyed)",
        alt=f"Bars of P(obeyed) around {percent(found.obeyed.p)}, the longest first: {told}.",
        spec=_tornado_spec(len(bars)),
        rows=rows,
        heads={"label": "what", "end": "moved to", "obeyed": "obeyed", "low": "90 % low", "high": "90 % high", "how": "how"},
        how="Bars go from the answer as it stands (dashed) to the answer with one thing moved; lines are the 90 % Monte Carlo "
        "interval of the difference. Runs again share every draw; thirds of a coefficient rest on the draws there are.",
    )


def span_of(bar: TornadoBar, found: Sensitivity) -> str:
    """The lowest and the highest answer along a bar."""
    ends = [found.obeyed.p, *(end.p for end in bar.ends)]
    low, high = (percent(end) for end in (min(ends), max(ends)))
    return low if low == high else f"{low} to {high}"


def _end(place: int, bar: TornadoBar, end: End, found: Sensitivity) -> dict[str, Any]:
    margin = NINETY * end.error if end.error < 1.0 else 1.0
    return {
        "row": place,
        "label": label(bar_words(bar), 60),
        "end": end.what,
        "base": found.obeyed.p,
        "obeyed": end.p,
        "low": max(end.p - margin, 0.0),
        "high": min(end.p + margin, 1.0),
        "towards": "obedience" if end.difference > 0.0 else "refusal",
        "shown": span_of(bar, found),
        "how": "draws at hand" if bar.kind in ("coefficient", "signal") else "worlds lived again",
        "first": end is bar.ends[0],
    }


def _tornado_spec(rows: int) -> dict[str, Any]:
    share = {
        "type": "quantitative",
        "title": "P(obeyed)",
        "axis": {"format": ".0%", "tickCount": 5},
        "scale": {"zero": False},
    }
    now = {
        "mark": {"type": "rule", "color": QUIET, "strokeDash": [4, 3]},
        "encoding": {"x": {"field": "base", "aggregate": "max", **share}},
    }
    bar = {
        "mark": {"type": "bar", "height": 12, "yOffset": MARK_DOWN},
        "encoding": {
            "x": {"field": "base", **share},
            "x2": {"field": "obeyed"},
            "color": TOWARDS,
            "tooltip": tooltip({"label": "what", "end": "moved to", "shown": "P(obeyed)", "how": "how"}),
        },
    }
    line = {
        "mark": {"type": "rule", "strokeWidth": 1.5, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "low", **share}, "x2": {"field": "high"}},
    }
    once = [{"filter": "datum.first"}]
    words = ({**names(room=96), "transform": once}, {**numbers(), "transform": once})
    return spec(height=rows * ROW, layer=[now, *banded(bar, line, *words)])


def indices_figure(found: Sensitivity, inputs: Sequence[Input]) -> Figure:
    """First-order indices of the coefficients, with the evidence as bars and without it as hollow dots."""
    rows = tuple(_input(place, one) for place, one in enumerate(inputs))
    told = "; ".join(f"{row['label']} {row['shown']}" for row in rows[:4])
    return Figure(
        id="indices",
        title="How much of the spread over draws each coefficient explains alone",
        alt=f"Bars of first-order indices, the largest first: {told}. Inputs without effect would show up to "
        f"{share_words(inputs[0].posterior.noise)}.",
        spec=_indices_spec(len(rows)),
        rows=rows,
        heads={**INDEX_HEADS, "low": "90 % low", "high": "90 % high", "noise": "noise", "prior": "without evidence"},
        how="Bars: share of the variance of P(obeyed) over draws that goes if the input were known, given the evidence; lines "
        "are 90 % intervals by leaving out draws. Hollow dots: the same without the evidence. Left of the dashed line nothing "
        "is told apart from noise.",
    )


def share_words(value: float) -> str:
    """A share of variance in per cent; below nought it is none."""
    if not isfinite(value):
        return UNKNOWN
    return percent(max(value, 0.0)) if value >= 0.005 else "none"


def _input(place: int, one: Input) -> dict[str, Any]:
    index: Index = one.posterior
    error = index.error if isfinite(index.error) else 1.0
    return {
        "row": place,
        "label": label(input_words(one), 60),
        "index": _held(index.value),
        "low": _held(index.value - NINETY * error),
        "high": _held(index.value + NINETY * error),
        "noise": index.noise,
        "prior": _held(one.prior.value) if isfinite(one.prior.value) else None,
        "shown": share_words(index.value),
        "told": "told apart" if index.told_apart else "not told apart from noise",
    }


def _held(value: float) -> float:
    """An index as it is drawn: within [0, 1]."""
    return min(max(value, 0.0), 1.0)


def _indices_spec(rows: int) -> dict[str, Any]:
    share = {
        "type": "quantitative",
        "title": "share of the variance over draws",
        "axis": {"format": ".0%", "tickCount": 5},
        "scale": {"domainMin": 0},
    }
    told = {
        "field": "told",
        "type": "nominal",
        "title": None,
        "scale": {"domain": ["told apart", "not told apart from noise"], "range": [OBEY, "#b9bec6"]},
        "legend": {"orient": "top", "labelLimit": 220},
    }
    noise = {
        "mark": {"type": "rule", "color": QUIET, "strokeDash": [4, 3]},
        "encoding": {"x": {"field": "noise", "aggregate": "max", **share}},
    }
    bar = {
        "mark": {"type": "bar", "height": 12, "yOffset": MARK_DOWN},
        "encoding": {
            "x": {"field": "index", **share},
            "color": told,
            "tooltip": tooltip({"label": "input", "shown": "index", "told": "noise"}),
        },
    }
    line = {
        "mark": {"type": "rule", "strokeWidth": 1.5, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "low", **share}, "x2": {"field": "high"}},
    }
    dot = {
        "mark": {"type": "point", "fill": "#ffffff", "stroke": "#5b5f66", "size": 60, "opacity": 1, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "prior", **share}},
    }
    return spec(height=rows * ROW, layer=[noise, *banded(bar, line, dot, names(), numbers())])
