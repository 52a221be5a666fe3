"""The pictures of docs/benchmarks.md, drawn from the numbers that were measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt

from benchmarks.harness import ROOT
from benchmarks.sections import Bar, Section

FIGURES = ROOT / "docs" / "benchmarks"
VERDICTS, COLOURS, SHAPES = ("met", "missed"), ("#0072b2", "#d55e00"), ("circle", "triangle-up")
LINES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9")
INK, FAINT, GRID = "#222222", "#888888", "#eeeeee"
TENFOLD, TIMES = [10.0**power for power in range(-3, 7)], "measured, in times of what was asked (right of 1: met)"
Row = dict[str, Any]


def bars_figure(bars: Sequence[Bar]) -> Any:
    """How far every bar was passed or missed, in times of what was asked; right of 1 it is met."""
    rows = [{"what": bar.what, "times": _times(bar), "verdict": VERDICTS[not bar.met]} for bar in bars]
    base = alt.Chart(alt.Data(values=rows))
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=alt.X("times:Q", scale=alt.Scale(type="log"), axis=alt.Axis(values=TENFOLD), title=TIMES),
        y=alt.Y("what:N", sort=[row["what"] for row in rows], title=None),
        color=alt.Color("verdict:N", scale=alt.Scale(domain=VERDICTS, range=COLOURS), title=None),
        shape=alt.Shape("verdict:N", scale=alt.Scale(domain=VERDICTS, range=SHAPES), title=None),
    )
    asked = alt.Chart(alt.Data(values=[{"asked": 1.0}])).mark_rule(color=INK).encode(x="asked:Q")
    return _plain(alt.layer(asked, points).properties(width=360, height=alt.Step(22)))


def _times(bar: Bar) -> float:
    """Above 1 where the bar is met, whichever way it asks."""
    return bar.got / bar.asked if bar.least else bar.asked / bar.got


def curves_figure(section: Section) -> Any:
    """Cost against size, both in times of the smallest of each curve; the dashed line is where both grow alike."""
    rows = [row for curve in (section.numbers or {})["curves"] for row in _points(curve)]
    most, names = max(row["size"] for row in rows), list(dict.fromkeys(row["what"] for row in rows))
    x = alt.X("size:Q", scale=alt.Scale(type="log", base=2), title="size, in times of the smallest")
    y = alt.Y("cost:Q", scale=alt.Scale(type="log", base=2), title="cost, in times of the smallest")
    alike = alt.Chart(alt.Data(values=[{"size": each, "cost": each} for each in (1.0, most)]))
    measured = alt.Chart(alt.Data(values=rows)).mark_line(point=True)
    colour = alt.Color("what:N", scale=alt.Scale(domain=names, range=LINES), title=None)
    dashed = alike.mark_line(color=FAINT, strokeDash=[5, 4]).encode(x=x, y=y)
    return _plain(alt.layer(dashed, measured.encode(x=x, y=y, color=colour)).properties(width=440, height=320))


def _points(curve: Mapping[str, Any]) -> list[Row]:
    sizes, seconds = curve["sizes"], curve["seconds"]
    name, pairs = curve["what"], zip(sizes, seconds, strict=True)
    return [{"what": name, "size": size / sizes[0], "cost": taken / seconds[0]} for size, taken in pairs]


def _plain(chart: Any) -> Any:
    """On white, without a frame, names of bars in full."""
    whole = chart.properties(padding=12, background="white").configure(font="DejaVu Sans")
    return whole.configure_view(stroke=None).configure_axis(labelLimit=460, gridColor=GRID)


OF_SECTIONS: dict[str, tuple[str, Callable[[Section], Any]]] = {
    "curves": ("What more work costs, by size; the dashed line is where twice as much costs twice as much", curves_figure)
}
"""Sections that have a picture: what it shows in words, and how it is made."""


def draw(sections: Mapping[str, Section], folder: Path = FIGURES) -> None:
    """Write the pictures of what was measured."""
    folder.mkdir(exist_ok=True)
    there = {name: section for name, section in sections.items() if section.numbers}
    charts = {name: make(there[name]) for name, (_, make) in OF_SECTIONS.items() if name in there}
    charts["bars"] = bars_figure([bar for section in sections.values() for bar in section.bars])
    for name, chart in charts.items():
        chart.save(folder / f"{name}.svg")
