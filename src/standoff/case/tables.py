"""Cases as tidy tables: one row a case, a force, an event, a source, an outcome; keys join them.

For readers of other programs. Outcomes stand in a table of their own, so that whoever learns from the others cannot read them
by mistake. `docs/datasheet.md` says what each column means.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from standoff.case.atomic import create_file
from standoff.case.values import Background, Case, Event, Force, Outcome, Source
from standoff.errors import CaseError

Row = Mapping[str, Any]

OF_CASE = ("id", "title", "country", "iso3", "start", "end", "order_giver", "challenger")
OF_BACKGROUND = tuple(one.name for one in fields(Background))
OF_FORCE = tuple(one.name for one in fields(Force))
OF_EVENT = tuple(one.name for one in fields(Event) if one.name not in ("sources", "line", "drafted"))
OF_SOURCE = tuple(one.name for one in fields(Source))
OF_OUTCOME = tuple(one.name for one in fields(Outcome))

COLUMNS: dict[str, tuple[str, ...]] = {
    "cases": (*OF_CASE, *OF_BACKGROUND),
    "forces": ("case", *OF_FORCE),
    "events": ("case", *OF_EVENT),
    "sources": ("case", "event", *OF_SOURCE),
    "outcomes": ("case", *OF_OUTCOME),
}


def tables_of(cases: Sequence[Case]) -> dict[str, list[Row]]:
    """Rows of every table, cases in the order given, events and forces in that of their file."""
    return {
        "cases": [_picked(case, OF_CASE) | _picked(case.background, OF_BACKGROUND) for case in cases],
        "forces": [{"case": case.id, **_picked(force, OF_FORCE)} for case in cases for force in case.forces],
        "events": [{"case": case.id, **_event(event)} for case in cases for event in case.events],
        "sources": [
            {"case": case.id, "event": event.id, **_picked(source, OF_SOURCE)}
            for case in cases
            for event in case.events
            for source in event.sources
        ],
        "outcomes": [{"case": case.id, **_picked(case.outcome, OF_OUTCOME)} for case in cases if case.outcome is not None],
    }


def _picked(value: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _event(event: Event) -> dict[str, Any]:
    """The row's own columns; the day it was public is spelt out, and so is who says so."""
    return _picked(event, OF_EVENT) | {"public": event.known_on}


def csv_text(table: str, rows: Sequence[Row]) -> str:
    """A table as CSV (RFC 4180, UTF-8, a header line); true and false in lower case, nothing where nothing is known."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS[table], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def write_tables(cases: Sequence[Case], folder: Path) -> tuple[Path, ...]:
    """Write every table as `<table>.csv` into a folder, which is made if need be; no file is overwritten.

    Raises:
        CaseError: a file of that name exists, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CaseError(f"{folder}: cannot be made: {(error.strerror or 'unknown reason').lower()}") from error
    taken = [f"{name}.csv" for name in COLUMNS if (folder / f"{name}.csv").exists()]
    if taken:
        raise CaseError(f"{folder}: {', '.join(taken)} already there; choose another folder or remove them first")
    written = []
    for name, rows in tables_of(cases).items():
        path = folder / f"{name}.csv"
        create_file(path, csv_text(name, rows).encode("utf-8"))
        written.append(path)
    return tuple(written)
