"""What a section of the benchmarks is: plain data, written as JSON beside the page, so that any section can be measured alone.

A section is one module of `benchmarks/measures/` with a function `measure() -> Section`, named in `benchmarks/run.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as it will stand on the page; cells are text."""

    header: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Bar:
    """What was asked and what was measured; `least` says whether the figure must be at least or at most what was asked."""

    what: str
    asked: float
    got: float
    unit: str = "×"
    least: bool = True

    @property
    def met(self) -> bool:
        """A figure that is no number meets nothing."""
        return self.got >= self.asked if self.least else self.got <= self.asked


@dataclass(frozen=True)
class Section:
    """One question, what was measured for it, and what to know about the figures.

    `numbers` holds the raw figures, as JSON can hold them; `skipped` says why nothing was measured, and is empty where it was.
    """

    title: str
    asked: str
    tables: tuple[Table, ...] = ()
    bars: tuple[Bar, ...] = ()
    notes: tuple[str, ...] = ()
    numbers: dict[str, Any] | None = None
    skipped: str = ""


Measure = Callable[[], Section]


def plain(section: Section) -> dict[str, Any]:
    """A section as JSON holds it."""
    return asdict(section)


def section_from(held: dict[str, Any]) -> Section:
    """Back from `plain`."""
    tables = tuple(Table(tuple(each["header"]), _rows(each["rows"])) for each in held["tables"])
    bars = tuple(Bar(**each) for each in held["bars"])
    return Section(**{**held, "tables": tables, "bars": bars, "notes": tuple(held["notes"])})


def _rows(rows: Iterable[Iterable[str]]) -> tuple[Row, ...]:
    return tuple(tuple(row) for row in rows)


def many(figure: float) -> str:
    """A large or small number as a person says it.

    >>> many(3_140_000), many(812), many(0.4213), many(5.27e14)
    ('3.1 M', '812', '0.42', '5.3e+14')
    """
    if figure >= 1e13:
        return f"{figure:.1e}"
    size, word = next(((size, word) for size, word in ((1e9, " G"), (1e6, " M"), (1e4, " k")) if figure >= size), (1.0, ""))
    size = 1e3 if word == " k" else size
    return f"{figure / size:.0f}{word}" if figure / size >= 100 else f"{figure / size:.2g}{word}"


def milliseconds(seconds: float) -> str:
    """A duration in the unit that suits it."""
    if seconds >= 1.0:
        return f"{seconds:.2f} s"
    return f"{1e3 * seconds:.3g} ms" if seconds >= 1e-3 else f"{1e6 * seconds:.3g} µs"
