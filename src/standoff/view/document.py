"""The document every face draws: sentences, tables of typed cells, notes. It holds text and numbers to draw, no styles.

Text may quote a case file, which nobody vouches for: a face must show it as it stands and never interpret it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

SCHEMA = "standoff-view/1"
Kind = Literal["text", "number", "bar"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A number drawn as a bar from nought, on a scale from `low` to `high`; `low` is below 0 where it may point both ways."""

    value: float
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """Words that may lead somewhere: `href` is an address as a case gives it; a face follows it only to a web page."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Attributes:
        text: what it says; "" where the bar or the links say it all.
        bar: the bar, in a column of bars.
        strong: deserves the eye.
        repeats: the same as in the row above, so that a face may leave it blank.
        links: further lines, some of which lead to a page; a face that has no links shows their words or leaves them out.
    """

    text: str = ""
    bar: Bar | None = None
    strong: bool = False
    repeats: bool = False
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what its cells hold, and whether a narrow page may leave it out."""

    head: str
    kind: Kind = "text"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns; every row has one cell a column.

    Attributes:
        columns: the columns.
        rows: the cells.
        about: of the case, which rows each row of the table tells of, by their ids: one tuple a row, () for a row that tells of
            none. A piece of evidence stands with its own id first, then the ids of its echoes. () for a table that tells of
            no evidence.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.about and len(self.about) != len(self.rows):
            raise ValueError(f"a table of {len(self.rows)} rows that says of {len(self.about)} what they are about")
        ragged = [row for row in self.rows if len(row) != len(self.columns)]
        if ragged:
            raise ValueError(f"a row of {len(ragged[0])} cells under {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as a Vega-Lite specification and the rows it draws; a face that cannot draw tells `alt` instead.

    Attributes:
        id: lower-case words joined by hyphens, unique in a document.
        title: what it shows, in a few words.
        alt: the same for those who do not see it: one to three sentences, with the numbers that matter.
        spec: Vega-Lite, without a size of its own where it can take the page's; its data is the set named "rows".
        rows: the data, one mapping a row, the same keys in each: text, numbers, ISO dates, null. A figure that draws evidence
            has the key "evidence": ids of the rows of the case that a datum tells of, parted by blanks, the piece's own before
            its echoes'; "" where it tells of none.
        heads: what to call the keys in the table of the figure, in its order; keys it leaves out are not shown there.
        how: how the numbers came about and how to read them, in a sentence or two.
    """

    id: str
    title: str
    alt: str
    spec: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...]
    heads: Mapping[str, str] = field(default_factory=dict)
    how: str = ""

    def drawable(self) -> dict[str, Any]:
        """The specification with its data inside, as any Vega-Lite renderer takes it."""
        return {**self.spec, "datasets": {"rows": [dict(row) for row in self.rows]}}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, figures, at most one table, notes under it, and at most one command to type."""

    title: str
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlight:
    """A number to see first: what it is, the number, and words under it; `bar` where it is a share of something."""

    label: str
    value: str
    words: tuple[str, ...] = ()
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A page: title, the question, the one sentence that answers it, what else to know first, and sections.

    Attributes:
        highlights: the few numbers that a face with room shows beside the headline.
        confidence: how good the grounds of the headline are, apart from how likely it is.
        checks: how far the arithmetic is to be trusted; a face keeps it apart from the answer.
        command: the words to type that make the page again, each safe for a shell; () where there is no such command.
    """

    title: str
    question: str
    headline: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    schema: str = SCHEMA
    highlights: tuple[Highlight, ...] = ()
    confidence: Highlight | None = None
    checks: tuple[str, ...] = ()
    command: tuple[str, ...] = ()

    def figures(self) -> tuple[Figure, ...]:
        """Every figure, in the order of the page."""
        return tuple(figure for section in self.sections for figure in section.figures)

    def section(self, title: str) -> Section:
        """The section of that title."""
        return next(section for section in self.sections if section.title == title)
