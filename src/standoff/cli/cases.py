"""`standoff cases`: the built-in library as a table, or exported as tidy tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from standoff.case.index import Summary

_HEAD = ("id", "title", "start", "days", "rows", "forces")


def cases(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    export: Annotated[
        str | None, typer.Option("--export", metavar="FORMAT", help="Write the library as tidy tables; FORMAT is csv.")
    ] = None,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where to write them.")] = Path("standoff-cases"),
) -> None:
    """List the library of historical standoffs; how they ended is not told here.

    With --export the cases, forces, events, sources and outcomes are written as tables that other programs read; outcomes
    stand in a file of their own.

    \b
    Examples:
      standoff cases
      standoff cases --json
      standoff cases --export csv --to library/
    """  # noqa: D301 - the command line reads the control sign
    if export is not None:
        _export(export, to)
        return
    from standoff.case.index import read_index

    table = read_index()
    typer.echo(_as_json(table) if as_json else "\n".join(_lines(table)))


def _export(form: str, folder: Path) -> None:
    """Write the tables, and say on standard error where."""
    if form != "csv":
        raise UsageError(f"--export: {form!r} given; allowed: csv")
    from standoff.case.library import library_names, load_case
    from standoff.case.tables import write_tables

    for path in write_tables([load_case(name) for name in library_names()], folder):
        sys.stderr.write(f"written: {path}\n")


def _as_json(table: Sequence[Summary]) -> str:
    import json
    from dataclasses import asdict

    document = {"schema": "standoff-cases/1", "cases": [asdict(case) for case in table]}
    return json.dumps(document, default=str, ensure_ascii=False, indent=2)


def _lines(table: Iterable[Summary]) -> list[str]:
    cells = [_HEAD, *([str(getattr(case, key)) for key in _HEAD] for case in table)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEAD))]
    return ["  ".join(_aligned(row, widths)).rstrip() for row in cells]


def _aligned(row: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    for key, cell, width in zip(_HEAD, row, widths, strict=True):
        yield cell.rjust(width) if key in ("days", "rows", "forces") else cell.ljust(width)
