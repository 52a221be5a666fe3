"""The parts that a day is made of, each in a loop that does nothing else: what one more of it costs on this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.engine.compile import kernel
from standoff.engine.draws import Seed, checked_seed, fill_normal
from standoff.model.maths import exp, fma, log, sqrt

Floats = NDArray[np.float64]

SIMPLE, FUSED, OFTEN = "simple operation", "fused multiply-add", 16
UFUNCS = {"exp": "exponential", "log": "logarithm", "sqrt": "square root", "divide": "division"}
WORDS = {"fma": FUSED, "square_error": FUSED}  # of the model's vocabulary: one instruction of the kernels
FREE = {"copyto", "broadcast_arrays", "asarray", "concatenate"}


def part_of(name: str) -> str:
    """The part that a function of NumPy counts as."""
    return (UFUNCS | WORDS).get(name, "moved" if name in FREE else SIMPLE)


@kernel
def simple_operations(x: Floats, out: Floats, a: float, b: float, turns: int) -> None:
    """Sixteen multiplications and sixteen additions a number, in four chains, so that none waits for the last."""
    for _turn in range(turns):
        for i in range(x.size):
            p, q, r, s = x[i], x[i] - a, x[i] + b, x[i] * b
            for _ in range(OFTEN // 4):
                p, q, r, s = p * a + b, q * a + b, r * a + b, s * a + b
            out[i] = (p + q) + (r + s)


@kernel
def fused(x: Floats, out: Floats, a: float, b: float, turns: int) -> None:
    """Sixteen fused multiply-adds a number, in four chains."""
    for _turn in range(turns):
        for i in range(x.size):
            p, q, r, s = x[i], x[i] - a, x[i] + b, x[i] * b
            for _ in range(OFTEN // 4):
                p, q, r, s = fma(p, a, b), fma(q, a, b), fma(r, a, b), fma(s, a, b)
            out[i] = (p + q) + (r + s)


@kernel
def divisions(x: Floats, out: Floats, a: float, b: float, turns: int) -> None:
    """Sixteen divisions a number."""
    for _turn in range(turns):
        for i in range(x.size):
            y = x[i]
            for _ in range(OFTEN):
                y = a / y
            out[i] = y


@kernel
def square_roots(x: Floats, out: Floats, a: float, b: float, turns: int) -> None:
    """Sixteen square roots a number."""
    for _turn in range(turns):
        for i in range(x.size):
            y = x[i]
            for _ in range(OFTEN):
                y = sqrt(y)
            out[i] = y


@kernel
def exponentials(x: Floats, out: Floats, a: float, b: float, turns: int) -> None:
    """One exponential a number."""
    for _turn in range(turns):
        for i in range(x.size):
            out[i] = exp(x[i])


@kernel
def logarithms(x: Floats, out: Floats, a: float, b: float, turns: int) -> None:
    """One logarithm a number."""
    for _turn in range(turns):
        for i in range(x.size):
            out[i] = log(x[i])


@kernel
def again(cells: Floats, a: float) -> None:
    """Every cell read and written once, row by row."""
    for row in range(cells.shape[0]):
        for i in range(cells.shape[1]):
            cells[row, i] = cells[row, i] * a


LOOPS: dict[str, tuple[Callable[..., None], int]] = {
    SIMPLE: (simple_operations, 2 * OFTEN + 6),
    FUSED: (fused, OFTEN + 6),
    "division": (divisions, OFTEN),
    "square root": (square_roots, OFTEN),
    "exponential": (exponentials, 1),
    "logarithm": (logarithms, 1),
}
PARTS = (*LOOPS, "normal draw", "cell read and written")


def filler(part: str, worlds: int, cells: Floats, turns: int = 20) -> tuple[Callable[[], object], float]:
    """What does a part over and over, and how many of it that is."""
    if part == "normal draw":
        return _normals(worlds, turns, checked_seed(1))
    if part == "cell read and written":
        held = cells.copy()
        return lambda: again(held, 1.0), float(held.size)
    loop, each = LOOPS[part]
    x, out = np.linspace(0.5, 2.0, worlds), np.empty(worlds)

    def fill() -> None:
        loop(x, out, 0.999, 0.001, turns)

    return fill, float(turns * worlds * each)


def _normals(worlds: int, turns: int, seed: Seed) -> tuple[Callable[[], object], float]:
    numbers: Any = np.arange(turns * worlds, dtype=np.int64)
    out = np.empty(numbers.size)
    return lambda: fill_normal(out, seed, numbers, 1, 1), float(numbers.size)
