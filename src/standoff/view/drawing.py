"""What figures share: colours that the colour-blind tell apart on paper and in the dark, and the skeleton of a specification.

Faces set fonts, sizes and the colours of axes; a specification says only what is drawn.
"""

from __future__ import annotations

from typing import Any

REFUSE, OBEY, QUIET = "#c8741a", "#3a7fc2", "#80868f"
"""Orange for refusal and a fall, blue for obedience and survival, grey for neither; at least 3:1 on white and on #16181d."""
KINDS_RANGE = (OBEY, "#8a6fc0", REFUSE, "#a3402e", "#c9a227", "#4f9d8b", "#5b5f66", "#b9bec6")
"""Colours of the kinds of outcome, in the order of `outcomes.KINDS` with undecided last."""

DAYS: dict[str, Any] = {
    "field": "day",
    "type": "temporal",
    "scale": {"type": "utc"},  # else the day would hang on the reader's time zone
    "title": None,
    "axis": {"format": "%-d %b", "labelOverlap": True, "grid": False},
}
"""A horizontal axis of ISO dates in the field "day"."""
ABOVE: dict[str, Any] = {"orient": "top", "columns": 2, "labelLimit": 260, "symbolOpacity": 1}
"""A legend that takes no width from the picture."""


def brief(value: float, digits: int = 4) -> float:
    """A number as a picture needs it, so that a page of many points stays small; no eye sees the difference.

    >>> brief(0.1234567), brief(-0.00002)
    (0.1235, -0.0)
    """
    return round(value, digits)


def spec(**parts: Any) -> dict[str, Any]:
    """A specification over the set "rows", as wide as its container, with the given parts."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "data": {"name": "rows"},
        **parts,
    }
