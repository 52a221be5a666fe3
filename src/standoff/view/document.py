"""The document every face draws: sentences, tables of typed cells, notes. It holds text and numbers to draw, no styles.

Text may quote a case file, which nobody vouches for: a face must show it as it stands and never interpret it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SCHEMA = "standoff-view/1"
Kind = Literal["text", "number", "bar"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A number drawn as a bar from nought, on a scale from `low` to `high`; `low` is below 0 where it may point both ways."""

    value: float
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Attributes:
        text: what it says; "" where the bar says it all.
        bar: the bar, in a column of bars.
        strong: deserves the eye.
        repeats: the same as in the row above, so that a face may leave it blank.
    """

    text: str = ""
    bar: Bar | None = None
    strong: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what its cells hold, and whether a narrow page may leave it out."""

    head: str
    kind: Kind = "text"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns; every row has one cell a column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        ragged = [row for row in self.rows if len(row) != len(self.columns)]
        if ragged:
            raise ValueError(f"a row of {len(ragged[0])} cells under {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, at most one table, notes under it, and at most one command to type."""

    title: str
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()
    command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A page: title, the question, the one sentence that answers it, what else to know first, and sections."""

    title: str
    question: str
    headline: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    schema: str = SCHEMA

    def section(self, title: str) -> Section:
        """The section of that title."""
        return next(section for section in self.sections if section.title == title)
