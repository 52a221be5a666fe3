"""Figures of ranks as SVG: histograms with the band of uniform counts, distribution functions with their simultaneous band.

Nothing but text is made here, so that a figure needs no library and its differences can be read. Colours are told apart by all
(Okabe & Ito 2008), and what lies outside is also marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.truth.uniformity import band, bins_for, count_limits, counts_below

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

INK, FAINT, BAND, LINE, OUTSIDE = "#222222", "#767676", "#dbe5ee", "#0072b2", "#d55e00"
FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif"
COUNT_MASS, ECDF_MASS = 0.99, 0.95
MOST_BANDS = 2.5  # what goes further is drawn at the edge, or the band could not be seen
ROUND_STEPS = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01)


class Panel(NamedTuple):
    """A rectangle to draw in, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def foot(self) -> float:
        """Its lower edge."""
        return self.y + self.height


def escaped(words: str) -> str:
    """Words as they may stand in XML."""
    return words.replace("&", "&amp;").replace("<", "&lt;")


def text(x: float, y: float, words: str, size: float = 12, anchor: str = "start", colour: str = INK, weight: int = 400) -> str:
    """A line of text whose baseline starts (or ends, or has its middle) at x, y."""
    style = f'font-size="{size:g}" text-anchor="{anchor}" fill="{colour}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escaped(words)}</text>'


def box(panel: Panel, colour: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{panel.x:.1f}" y="{panel.y:.1f}" width="{panel.width:.1f}" height="{panel.height:.1f}" fill="{colour}"/>'


def rule(x: float, y: float, to_x: float, to_y: float, colour: str = FAINT, width: float = 1) -> str:
    """A straight line."""
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"/>'


def path(x: Floats, y: Floats, fill: str = "none", stroke: str = "none") -> str:
    """A line through points, or the area it encloses."""
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    return f'<polyline points="{points}" fill="{fill}" stroke="{stroke}" stroke-width="1.6"/>'


def drawing(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    """A whole SVG file on white, with a title for those who do not see it."""
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONT}">'
    named = [f"<title>{escaped(title)}</title>", box(Panel(0, 0, width, height), "#ffffff")]
    return "\n".join([head, *named, text(16, 28, title, 16, weight=600), *parts, "</svg>", ""])


# --- Panels. -----------------------------------------------------------------------------------------------------------------


def histogram(panel: Panel, rank: Integers, draws: int) -> list[str]:
    """Counts of ranks in equal bins over the band in which each lies with probability COUNT_MASS."""
    bins = bins_for(rank.size, draws)
    counts = np.bincount(rank * bins // (draws + 1), minlength=bins)
    low, high = count_limits(rank.size, bins, COUNT_MASS)
    scale, wide = panel.height / (1.1 * max(high, counts.max())), panel.width / bins
    parts = [box(panel._replace(y=panel.foot - high * scale, height=(high - low) * scale), BAND)]
    for k, count in enumerate(counts):
        bar = Panel(panel.x + k * wide + 0.75, panel.foot - count * scale, wide - 1.5, count * scale)
        parts.append(box(bar, LINE if low <= count <= high else OUTSIDE))
    even = panel.foot - rank.size / bins * scale
    parts += [rule(panel.x, even, panel.right, even, INK, 0.8), rule(panel.x, panel.foot, panel.right, panel.foot)]
    parts.append(text(panel.x, panel.foot + 12, "0", 10, colour=FAINT))
    parts.append(text(panel.right, panel.foot + 12, f"rank {draws}", 10, "end", FAINT))
    return parts


def excess(rank: Integers, draws: int) -> Floats:
    """The ranks' distribution function less the uniform one at each step [draws]."""
    return counts_below(rank, draws) / rank.size - np.arange(1, draws + 1) / (draws + 1.0)


def reach(ranks: Sequence[Integers], draws: int) -> float:
    """The scale that all panels of a figure share: a little more than the widest band or excursion, up to MOST_BANDS bands."""
    widest, furthest = 0.0, 0.0
    for rank in ranks:
        steps, low, high = band(rank.size, draws, ECDF_MASS)
        widest = max(widest, *np.abs(low - steps), *np.abs(high - steps))
        furthest = max(furthest, *np.abs(excess(rank, draws)))
    return 1.15 * min(max(widest, furthest), MOST_BANDS * widest)


def ecdf(panel: Panel, rank: Integers, draws: int, scale: float) -> list[str]:
    """The distribution function of ranks less the uniform one, in its simultaneous band; `scale` is half the panel's height."""
    steps, low, high = band(rank.size, draws, ECDF_MASS)
    off, zero = excess(rank, draws), np.zeros(1)
    x = panel.x + panel.width * np.concatenate([zero, steps, zero + 1.0])

    def up(value: Floats) -> Floats:
        """Heights of values at the steps, tied to nothing at both ends."""
        held = np.clip(value, -scale, scale)
        return panel.y + 0.5 * panel.height * (1.0 - np.concatenate([zero, held, zero]) / scale)

    around = np.concatenate([up(high - steps), up(low - steps)[::-1]])
    middle = panel.y + 0.5 * panel.height
    parts = [path(np.concatenate([x, x[::-1]]), around, fill=BAND), rule(panel.x, middle, panel.right, middle)]
    parts.append(path(x, up(off), stroke=LINE))
    outside = np.flatnonzero((off < low - steps - 1e-12) | (off > high - steps + 1e-12)) + 1
    dots = zip(x[outside], up(off)[outside], strict=True)
    return parts + [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="2.8" fill="{OUTSIDE}"/>' for a, b in dots]


def scale_marks(panel: Panel, scale: float) -> list[str]:
    """Numbers beside a distribution panel: nothing, and a round share above and below."""
    step = next((s for s in ROUND_STEPS if s <= 0.9 * scale), ROUND_STEPS[-1])
    parts = []
    for value in (step, 0.0, -step):
        y = panel.y + 0.5 * panel.height * (1.0 - value / scale)
        number = f"{value:+g}" if value else "0"
        parts += [rule(panel.x - 3, y, panel.x, y), text(panel.x - 5, y + 3.5, number, 10, "end", FAINT)]
    return parts


# --- Figures. ----------------------------------------------------------------------------------------------------------------


def full_figure(title: str, names: Sequence[str], rank: Integers, draws: int) -> str:
    """Every quantity of one run: histogram and distribution function side by side, three quantities a row."""
    columns, wide, tall, top = 3, 350, 120, 72
    rows, scale = -(-len(names) // columns), reach(list(rank.T), draws)
    how = "Left: counts of the truth's ranks. Right: their distribution function less the uniform one. "
    how += f"Shaded: where uniform ranks are found, {COUNT_MASS:.0%} for a bar, {ECDF_MASS:.0%} for a whole line."
    parts = [text(16, 48, how, 11.5)]
    for k, name in enumerate(names):
        x, y = 16 + (k % columns) * wide, top + (k // columns) * tall
        right = Panel(x + 184, y + 22, 140, 72)
        parts += [text(x, y + 14, name, 12.5, weight=600), *histogram(Panel(x, y + 22, 130, 72), rank[:, k], draws)]
        parts += [*ecdf(right, rank[:, k], draws, scale), *scale_marks(right, scale)]
    return drawing(columns * wide + 8, top + rows * tall + 8, title, parts)


def grid_figure(title: str, rows: Sequence[tuple[str, Integers]], columns: Sequence[tuple[str, int]], draws: int) -> str:
    """Distribution functions in several runs (rows: label, ranks) of some quantities (columns: name, place in the ranks)."""
    left, wide, tall, top = 330, 140, 72, 88
    scale = reach([rank[:, k] for _, rank in rows for _, k in columns], draws)
    how = "Distribution function of the truth's ranks less the uniform one, held at the panel's edge. "
    parts = [text(16, 48, f"{how}Shaded: where uniform ranks stay, {ECDF_MASS:.0%} for a whole line.", 11.5)]
    parts += [text(left + (j + 0.5) * wide, 78, name, 12, "middle", weight=600) for j, (name, _) in enumerate(columns)]
    for i, (label, rank) in enumerate(rows):
        y = top + i * tall
        parts.append(text(16, y + tall / 2 + 4, label, 12))
        for j, (_, k) in enumerate(columns):
            panel = Panel(left + j * wide + 8, y + 6, wide - 16, tall - 12)
            parts += [*ecdf(panel, rank[:, k], draws, scale), *(scale_marks(panel, scale) if j == 0 else [])]
    return drawing(left + len(columns) * wide + 16, top + len(rows) * tall + 12, title, parts)
