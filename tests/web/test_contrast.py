"""Contrast of the page's colours by WCAG 2, in the light and in the dark: 4.5 for text, 3 for bars, lines and borders."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

TEXT, SHAPE = 4.5, 3.0
GROUNDS = ("paper", "panel", "lit")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "faint", "bad", "accent") for ground in GROUNDS),
    *((ink, ground, TEXT) for ink in ("ink", "faint") for ground in ("plus", "minus")),
    ("on-accent", "accent", TEXT),
    ("paper", "ink", TEXT),  # a toast
    # Borders of controls, the ring of the focus, the track of the slider.
    *((edge, ground, SHAPE) for edge in ("mark", "accent", "bad") for ground in ("paper", "panel")),
    # Bars, lines and signs of the two sides, on all they stand on.
    *((bar, ground, SHAPE) for bar in ("obey", "refuse") for ground in (*GROUNDS, "track")),
    ("mark", "lit", SHAPE),
    ("ink", "obey", SHAPE),  # the point on its interval
]


def schemes() -> dict[str, dict[str, str]]:
    """The colours of tokens.css by name; the dark ones stand on the light ones."""
    text = files("standoff.web").joinpath("static/tokens.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in text.split("@media (prefers-color-scheme: dark)")
    )
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_definition() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_can_be_told_apart(scheme: str) -> None:
    colours = schemes()[scheme]
    found = {(one, other): (contrast(colours[one], colours[other]), least) for one, other, least in PAIRS}
    assert {pair: round(ratio, 2) for pair, (ratio, least) in found.items() if ratio < least} == {}
