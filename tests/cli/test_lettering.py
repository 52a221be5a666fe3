"""Bars and letters that any terminal can print."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from standoff.cli.bars import ASCII, BLOCKS, draw
from standoff.cli.lettering import printable, wrapped
from standoff.view.document import Bar


@pytest.mark.parametrize(
    ("bar", "blocks", "plain"),
    [
        (Bar(0.0), "░░░░░░░░░", "........."),
        (Bar(1.0), "█████████", "#########"),
        (Bar(0.5), "████▌░░░░", "####....."),
        (Bar(2.0, high=4.0), "████▌░░░░", "####....."),
        (Bar(1.0, -2.0, 2.0), "    │██  ", "    |##  "),
        (Bar(-0.6, -2.0, 2.0), "   █│    ", "   #|    "),
        (Bar(-0.8, -2.0, 2.0), "  ▐█│    ", "  ##|    "),
        (Bar(9.0, -2.0, 2.0), "    │████", "    |####"),
        (Bar(float("nan")), "         ", "         "),
        (Bar(0.0, high=0.0), "         ", "         "),
        (Bar(0.0, -1.0, 0.0), "         ", "         "),
        (Bar(0.0, float("-inf"), 1.0), "         ", "         "),
        (Bar(-1.0, -1e-320, 1.0), "████│    ", "####|    "),
    ],
)
def test_bars(bar: Bar, blocks: str, plain: str) -> None:
    assert (draw(bar, 9, BLOCKS), draw(bar, 9, ASCII)) == (blocks, plain)


@given(st.floats(), st.sampled_from([0.0, -3.0]), st.integers(3, 30), st.sampled_from([BLOCKS, ASCII]))
def test_bars_fill_their_cells(value: float, low: float, cells: int, letters: Any) -> None:
    assert cell_len(draw(Bar(value, low, 3.0), cells, letters)) == cells


@given(st.text(), st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    shown = printable(text, "utf-8")
    lines = wrapped(shown, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(shown.replace("\ue000", " ").split())


def test_a_number_stays_with_its_per_cent() -> None:
    assert wrapped("never below 20 % or so", 14) == ["never below", "20 % or so"]
    assert wrapped("civil war: < 1 in 200", 13) == ["civil war:", "< 1 in 200"]


def test_letters_a_terminal_lacks() -> None:
    assert printable("Guaidó – “sí” 東", "ascii") == 'Guaido - "si" \\u6771'
    assert printable("Guaidó", "latin-1") == "Guaidó"
