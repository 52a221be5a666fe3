"""Small bars of block letters, or of plain ASCII where the terminal has no blocks."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from standoff.view.document import Bar


@dataclass(frozen=True, slots=True)
class Letters:
    """What bars are drawn with: a full cell, ever fuller parts of one, an empty cell, halves to either side, the nought."""

    full: str
    parts: str
    empty: str
    left_half: str
    right_half: str
    nought: str

    def every(self) -> str:
        """All letters, to ask an encoding whether it has them."""
        return self.full + self.parts + self.empty + self.left_half + self.right_half + self.nought


BLOCKS = Letters("█", "▏▎▍▌▋▊▉", "░", "▐", "▌", "│")
ASCII = Letters("#", "", ".", "", "", "|")


def draw(bar: Bar, cells: int, letters: Letters) -> str:
    """The bar as text of exactly so many cells; blank where the number is not finite."""
    if not (isfinite(bar.value) and isfinite(bar.low) and isfinite(bar.high) and bar.low <= 0.0 < bar.high):
        return " " * cells
    return _both_ways(bar, cells, letters) if bar.low < 0 else _from_nought(bar, cells, letters)


def _from_nought(bar: Bar, cells: int, letters: Letters) -> str:
    filled = _steps(bar.value / bar.high, cells, len(letters.parts) + 1)
    whole, part = divmod(filled, len(letters.parts) + 1)
    text = letters.full * whole + (letters.parts[part - 1] if part else "")
    return text + letters.empty * (cells - len(text))


def _both_ways(bar: Bar, cells: int, letters: Letters) -> str:
    half = (cells - 1) // 2
    left = _arm(-bar.value / -bar.low, half, letters.full, letters.left_half)
    right = _arm(bar.value / bar.high, half, letters.full, letters.right_half)
    return (left[::-1].rjust(half) + letters.nought + right.ljust(half)).ljust(cells)


def _arm(share: float, cells: int, full: str, half: str) -> str:
    """One arm of a bar that may point both ways, from the nought outwards."""
    whole, part = divmod(_steps(share, cells, 2 if half else 1), 2 if half else 1)
    return full * whole + half * part


def _steps(share: float, cells: int, steps_a_cell: int) -> int:
    return round(min(max(share, 0.0), 1.0) * cells * steps_a_cell)
