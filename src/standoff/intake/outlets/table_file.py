"""Reading a table of outlets: CSV of known columns, with every problem at its line and column."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import TypeAlias

from standoff.case.problems import CaseFileError, Problem, nearest, quoted, whole_file

Row: TypeAlias = Mapping[str, str]
COLUMNS = ("name", "aliases", "domains", "kind", "country", "speaks_for", "opposes", "grade", "note")
LONGEST_NAME, MOST_COLUMNS = 300, 50
_NEEDED = ("name", "kind")
_STATES = ("country", "speaks_for", "opposes")
_GRADE = re.compile(r"[A-G][1-6]?\Z")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?:/[\w-]+)?\Z")


def read_rows(path: Path, kinds: Sequence[str]) -> tuple[Row, ...]:
    """The rows of a file, every column there, "" where it gives none.

    Raises:
        CaseFileError: the file cannot be read or is no UTF-8, or rows have problems; all of them are told.
    """
    from standoff.case.reader import read_bytes

    name, data = os.fspath(path), read_bytes(path)
    try:
        return rows_of(data.decode("utf-8-sig"), name, kinds)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise whole_file(name, f"not UTF-8 text: line {line} holds byte 0x{data[error.start]:02x}") from error


def rows_of(text: str, name: str, kinds: Sequence[str]) -> tuple[Row, ...]:
    """The rows of a text; `name` stands for the file in messages.

    Raises:
        CaseFileError: as `read_rows`.
    """
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise whole_file(name, f"the file is empty; its first line names the columns: {','.join(COLUMNS)}")
    head = [cell.strip() for cell in _cells(lines[0], 1, name)]
    problems = list(_head_problems(head, lines[0], name))
    if problems:
        raise CaseFileError(problems)
    rows: list[Row] = []
    taken: set[str] = set()
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            row = dict(zip(head, (cell.strip() for cell in _cells(line, number, name)), strict=False))
            problems.extend(_row_problems(row, head, _Place(name, number, line), kinds, taken))
            rows.append({column: row.get(column, "") for column in COLUMNS})
            taken.add(rows[-1]["name"].casefold())
    if problems:
        raise CaseFileError(problems)
    return tuple(rows)


class _Place:
    """Where a row stands, to tell problems of its cells."""

    def __init__(self, name: str, number: int, line: str) -> None:
        self.name, self.number, self.line = name, number, line

    def problem(self, cell: int, where: str, what: str, allowed: Sequence[str] = (), near: str | None = None) -> Problem:
        """A problem of a cell, by its place in the row."""
        return Problem(self.name, self.number, _column(self.line, cell), where, what, tuple(allowed), near)


def _cells(line: str, number: int, name: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except (csv.Error, StopIteration) as error:
        raise CaseFileError([Problem(name, number, 1, "", f"not CSV on one line: {error}")]) from error


def _head_problems(head: Sequence[str], line: str, name: str) -> Iterator[Problem]:
    place = _Place(name, 1, line)
    if len(head) > MOST_COLUMNS:
        yield place.problem(MOST_COLUMNS, "", f"{len(head)} columns; allowed: {', '.join(COLUMNS)}, each once")
        return
    for at, column in enumerate(head):
        if column not in COLUMNS:
            yield place.problem(at, "", f"{quoted(column)} is not a column", COLUMNS, nearest(column, COLUMNS))
        elif column in head[:at]:
            yield place.problem(at, column, "stands here for the second time")
    for column in _NEEDED:
        if column not in head:
            yield place.problem(0, "", f"the column {quoted(column)} is missing from the first line")


def _row_problems(
    row: Row, head: Sequence[str], place: _Place, kinds: Sequence[str], taken: Set[str]
) -> Iterator[Problem]:
    count = len(_cells(place.line, place.number, place.name))
    if count != len(head):
        yield place.problem(min(count, len(head)), "", f"{count} cells; allowed: {len(head)}, as in the first line")
        return
    at = {column: index for index, column in enumerate(head)}
    if not row["name"]:
        yield place.problem(at["name"], "name", "is empty; a few words are needed")
    elif len(row["name"]) > LONGEST_NAME:
        yield place.problem(at["name"], "name", f"{quoted(row['name'])} is too long; allowed: at most {LONGEST_NAME} letters")
    elif row["name"].casefold() in taken:
        yield place.problem(at["name"], "name", f"{quoted(row['name'])} has a row above already")
    if row["kind"] not in kinds:
        yield place.problem(at["kind"], "kind", f"{quoted(row['kind'])} is not a kind", kinds, nearest(row["kind"], kinds))
    if row.get("grade") and not _GRADE.match(row["grade"]):
        what = f"{quoted(row['grade'])} will not do; allowed: a letter A to G, then a digit 1 to 6 or nothing, or an empty cell"
        yield place.problem(at["grade"], "grade", what)
    yield from _state_problems(row, at, place)
    for domain in row.get("domains", "").split(";"):
        if domain.strip() and not _DOMAIN.match(domain.strip()):
            what = (
                f"{quoted(domain.strip())} is not a host; allowed: as in example.org or example.org/part, several parted by ;"
            )
            yield place.problem(at["domains"], "domains", what)


def _state_problems(row: Row, at: Mapping[str, int], place: _Place) -> Iterator[Problem]:
    from standoff.intake.tables.countries import by_iso3, countries, country_of

    for column in _STATES:
        given = row.get(column, "")
        known = by_iso3(given) if given else None
        if given and (known is None or known.iso3 != given):
            meant = country_of(given)
            near = meant.iso3 if meant else nearest(given, [country.iso3 for country in countries()])
            what = f"{quoted(given)} is not an ISO 3166 code; allowed: three capital letters, such as VEN, or an empty cell"
            yield place.problem(at[column], column, what, (), near)


def _column(line: str, cell: int) -> int:
    """The column, from 1, where a cell begins."""
    inside, seen = False, 0
    for index, sign in enumerate(line):
        if seen == cell:
            return index + 1
        inside = inside != (sign == '"')
        seen += sign == "," and not inside
    return len(line) + 1
