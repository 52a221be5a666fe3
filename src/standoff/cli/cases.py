"""`standoff cases`: the built-in library as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from standoff.case.index import Summary

_HEAD = ("id", "title", "start", "days", "rows", "forces")


def cases(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the library of historical standoffs; how they ended is not told.

    \b
    Examples:
      standoff cases
      standoff cases --json
    """  # noqa: D301 - the command line reads the control sign
    from standoff.case.index import read_index

    table = read_index()
    typer.echo(_as_json(table) if as_json else "\n".join(_lines(table)))


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
