"""A document on a terminal or in a pipe: paragraphs, tables with small bars, no line wider than the page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from standoff.cli.bars import ASCII, BLOCKS, Letters, draw
from standoff.cli.lettering import can_print, printable, wrapped
from standoff.view.document import Cell, Column, Document, Section, Table

NARROWEST, WIDEST, UNKNOWN_WIDTH = 60, 120, 100
_ROOMY = 96  # from here optional columns are shown
_RULED = box.Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
_DASHED = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


@dataclass(frozen=True, slots=True)
class Page:
    """The paper: how wide it is, the letters it takes, and what bars are drawn with."""

    width: int
    encoding: str
    letters: Letters

    @property
    def bar_cells(self) -> int:
        """Width of a bar."""
        return 9 if self.width < _ROOMY else 13 if self.width < WIDEST else 21

    def text(self, text: str, style: str = "") -> Text:
        """Text as it stands, whatever signs it holds."""
        return Text(printable(text, self.encoding), style=style)


def page_for(stream: TextIO, width: int | None = None) -> Page:
    """The page of a stream: as wide as its terminal or COLUMNS says, within reason; 100 columns in a pipe."""
    wide = width if width is not None else shutil.get_terminal_size((UNKNOWN_WIDTH, 24)).columns
    encoding = getattr(stream, "encoding", None) or "utf-8"
    letters = BLOCKS if can_print(BLOCKS.every() + "─", encoding) else ASCII
    return Page(min(max(wide, NARROWEST), WIDEST), encoding, letters)


def print_document(document: Document, stream: TextIO, width: int | None = None) -> None:
    """Print the document; colours only on a terminal, and none where NO_COLOR is set."""
    page = page_for(stream, width)
    console = _console(stream, page)
    for line in _head(document, page):
        console.print(line, soft_wrap=True)
    for section in document.sections:
        _print_section(section, console, page)


def _console(stream: TextIO, page: Page) -> Console:
    return Console(
        file=stream,
        width=page.width,
        markup=False,
        emoji=False,
        highlight=False,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
    )


def _head(document: Document, page: Page) -> Iterator[Text]:
    yield from _paragraph(document.title, page, "bold")
    yield from _paragraph(document.question, page)
    yield Text()
    yield from _paragraph(document.headline, page, "bold")
    yield Text()
    if document.confidence is not None:
        one = document.confidence
        yield from _paragraph(f"{one.label}: {one.value}. {' '.join(one.words)}", page)
        yield Text()
    yield from _items(document.summary, page)


def _print_section(section: Section, console: Console, page: Page) -> None:
    console.print()
    for line in _titled(section.title, page):
        console.print(line, soft_wrap=True)
    for line in _items(section.sentences, page):
        console.print(line, soft_wrap=True)
    if section.table is not None:
        for line in _table_lines(section.table, console, page):
            console.print(line, soft_wrap=True)
    for note in section.notes:
        for line in _paragraph(note, page):
            console.print(line, soft_wrap=True)
    for line in _command(section.command, page):
        console.print(line, soft_wrap=True)


def _titled(title: str, page: Page) -> Iterator[Text]:
    for line in wrapped(printable(title, page.encoding), page.width):
        yield Text(line, "bold")
        yield Text(("=" if page.letters is ASCII else "═") * len(line), "dim")


def _paragraph(text: str, page: Page, style: str = "") -> list[Text]:
    return [Text(line, style) for line in wrapped(printable(text, page.encoding), page.width) if line]


def _items(sentences: tuple[str, ...], page: Page) -> Iterator[Text]:
    """One sentence as a paragraph, several as a list."""
    if len(sentences) == 1:
        yield from _paragraph(sentences[0], page)
        return
    for sentence in sentences:
        lines = wrapped(printable(sentence, page.encoding), page.width - 2)
        yield from (Text(f"{mark} {line}") for mark, line in zip(["-", *" " * len(lines)], lines, strict=False))


def _command(words: tuple[str, ...], page: Page) -> list[Text]:
    """A command to type, over several lines where one is too short; each goes on with a backslash."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}" if lines[-1] else f"  {word}"
        if len(longer) <= page.width - 2 or not lines[-1]:
            lines[-1] = longer
        else:
            lines[-1] += " \\"
            lines.append(f"    {word}")
    return [page.text(line.strip(), "bold") for line in lines if line]


def _table_lines(table: Table, console: Console, page: Page) -> Iterator[Text]:
    """The drawn table, line by line, without the blanks at the ends of lines that a memo would keep."""
    for line in console.render_lines(_drawn(table, page), pad=False):
        text = Text.assemble(*((segment.text, segment.style or "") for segment in line))
        text.rstrip()
        yield text


def _drawn(table: Table, page: Page) -> RichTable:
    shown = [index for index, column in enumerate(table.columns) if page.width >= _ROOMY or not column.optional]
    drawn = RichTable(box=_DASHED if page.letters is ASCII else _RULED, show_edge=False, pad_edge=False, header_style="dim")
    for index in shown:
        _add_column(drawn, table.columns[index], page)
    for row in table.rows:
        drawn.add_row(*(_cell(row[index], page) for index in shown))
    return drawn


def _add_column(drawn: RichTable, column: Column, page: Page) -> None:
    drawn.add_column(
        page.text(column.head),
        justify="right" if column.kind == "number" else "left",
        vertical="top",
        overflow="fold",
        no_wrap=column.kind == "bar",
        min_width=page.bar_cells if column.kind == "bar" else None,
    )


def _cell(cell: Cell, page: Page) -> Text:
    style = "bold" if cell.strong else ""
    if cell.bar is not None:
        return Text(draw(cell.bar, page.bar_cells, page.letters), style="cyan")
    return page.text("" if cell.repeats else cell.text, style)
