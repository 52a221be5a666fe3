"""`make track-record`: forecast every case of the library from what was public by the day, and write the record to a page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from standoff.analysis.track_record import backtest
from standoff.case.library import library_names
from standoff.cli.progress import progress
from standoff.view.document import Cell, Document, Section
from standoff.view.track_record_page import track_record_page

PAGE = Path(__file__).resolve().parent / "track-record.md"
WORLDS, SEED = 960, 1
LIMITS = """## Limits

- The cases were coded by people who knew how they ended, from memory and public sources: rows that mattered later are likelier
  to be there. Baselines and model are flattered alike.
- They were chosen, they are few ({cases}), and they are not alike: a campaign of years and a coup of hours are one case each.
- Nothing is fitted to the cases, but those who wrote the priors had read them, and base rates of codes are counted from their
  rows. Only cases kept aside would show a record free of that.
- Forecasts at 1.0 know nothing of the last day itself, and are not told that it is the last.

`make track-record` writes this page; `standoff backtest` prints it.
"""


def markdown(document: Document) -> str:
    """A document as a page."""
    parts = [f"# {document.title}", document.question, f"**{document.headline}**", *document.summary]
    return "\n\n".join([*parts, *(_section(each) for each in document.sections)]) + "\n"


def _section(section: Section) -> str:
    parts: list[str] = [f"## {section.title}", *section.sentences]
    if section.table is not None:
        kept = [k for k, column in enumerate(section.table.columns) if column.kind != "bar"]
        heads = [section.table.columns[k].head for k in kept]
        marks = ["---:" if section.table.columns[k].kind == "number" else "---" for k in kept]
        rows = [_row(_text(row[k]) for k in kept) for row in section.table.rows]
        parts.append("\n".join([_row(heads), _row(marks), *rows]))
    return "\n\n".join([*parts, *section.notes])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _text(cell: Cell) -> str:
    return f"**{cell.text}**" if cell.strong and cell.text else cell.text


def main() -> None:
    """Run, write, print."""
    with progress() as report:
        record = backtest(worlds=WORLDS, seed=SEED, progress=report)
    page = markdown(track_record_page(record, WORLDS, SEED)) + "\n" + LIMITS.format(cases=len(library_names()))
    PAGE.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
