"""What the figures share: rows with their words above the mark, so that long names fit on a telephone.

An axis would give names a fixed part of the width. Here a row is a band; its name stands at the left of the upper half, its
number at the right, and the mark lies below both. Heights are told in full: Vega-Lite warns of a `step` beside a width that
follows the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.view.phrases import visible

ROW, NAME_UP, MARK_DOWN = 36, -9, 8
"""Height of a row, and how far its words and its mark lie from its middle, in pixels."""
_MOST = 90


def label(text: str, most: int = _MOST) -> str:
    """Text of a case as a figure shows it: signs that steer hidden ones made visible, and cut where it is endless.

    Example:
        >>> label("x" * 12, 10)
        'xxxxxxxxx…'
    """
    shown = visible(text)
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def in_rows(field: str = "row") -> dict[str, Any]:
    """The vertical channel: one band a row, in the order of the numbers in `field`, without an axis."""
    return {"field": field, "type": "ordinal", "axis": None, "scale": {"padding": 0}}


def banded(*layers: dict[str, Any]) -> list[dict[str, Any]]:
    """The layers, each with the vertical channel of rows; a line across all rows does without and is no part of this."""
    return [{**layer, "encoding": {"y": in_rows(), **layer["encoding"]}} for layer in layers]


def names(field: str = "label", room: int = 64) -> dict[str, Any]:
    """The layer of names, cut where the numbers at the right begin."""
    limit = {"expr": f"max(width - {room}, 60)"}
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 4, "dy": NAME_UP, "limit": limit}
    return {"mark": mark, "encoding": {"x": {"value": 0}, "text": {"field": field}}}


def numbers(field: str = "shown") -> dict[str, Any]:
    """The layer of numbers at the right."""
    mark = {"type": "text", "align": "right", "baseline": "middle", "dx": -6, "dy": NAME_UP, "fontWeight": 600}
    return {"mark": mark, "encoding": {"x": {"value": "width"}, "text": {"field": field}}}


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour (relative luminance and contrast as WCAG 2 defines them).

    Example:
        >>> ink_on("#c9a227"), ink_on("#5b5f66")
        ('#000000', '#ffffff')
    """
    light = luminance(colour)
    return "#000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "#ffffff"


def luminance(colour: str) -> float:
    """Relative luminance of a colour written #rrggbb, 0 for black to 1 for white (WCAG 2.2)."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def tooltip(heads: Mapping[str, str]) -> list[dict[str, str]]:
    """What hovering tells: the fields under their heads, as they stand."""
    return [{"field": field, "type": "nominal", "title": head} for field, head in heads.items()]
