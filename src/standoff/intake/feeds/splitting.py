"""From lines to rows: fields parted by tabs, fields in quotes as RFC 4180 has them, JSON objects one after another.

A quote that is never closed costs one row, not the rest of the file: what followed is read again from the next line.
"""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Iterable, Iterator

from standoff.intake.feeds.reading import Line
from standoff.intake.feeds.values import Row

MOST_LINES_OF_A_ROW = 2_000
"""How many lines one quoted row, or one JSON object, may go over."""
MOST_OF_A_ROW = 1 << 20
"""How many characters it may have."""
RAW = 2_000
"""How much of a bad row is kept to be shown."""

_OPEN = "opens a quote that is not closed"


def tab_rows(lines: Iterable[Line]) -> Iterator[Row]:
    """Rows of fields parted by tabs, no quoting; lines without a letter are passed over."""
    for line in lines:
        if line.fault:
            yield Row(line.number, line.text[:RAW], fault=line.fault)
        elif line.text.strip():
            yield Row(line.number, line.text[:RAW], tuple(line.text.split("\t")))


def quoted_rows(lines: Iterable[Line], delimiter: str = ",") -> Iterator[Row]:
    """Rows of fields that may stand in quotes and then hold the delimiter and line ends.

    The first row sets how many fields a whole row has. A row with an odd number of quotes goes on over the next lines until it
    is whole; where it does not become so, its first line alone counts as the bad one and the others are read again.
    """
    waiting: deque[Line] = deque()
    coming = iter(lines)
    width = 0
    while line := waiting.popleft() if waiting else next(coming, None):
        if line.fault:
            yield Row(line.number, line.text[:RAW], fault=line.fault)
            continue
        if not line.text.strip():
            continue
        row, unused = _gathered(line, waiting, coming, delimiter, width)
        waiting.extendleft(reversed(unused))
        width = width or len(row.fields)
        yield row


def _gathered(first: Line, waiting: deque[Line], coming: Iterator[Line], delimiter: str, width: int) -> tuple[Row, list[Line]]:
    """One row from its first line on, and the lines that were looked at but are not of it."""
    if _even(first.text):
        return _parsed(first.number, first.text, delimiter), []
    text, more = first.text, list[Line]()
    while len(more) < MOST_LINES_OF_A_ROW and len(text) < MOST_OF_A_ROW:
        line = waiting.popleft() if waiting else next(coming, None)
        if line is None:
            break
        more.append(line)
        if line.fault:
            break
        text = f"{text}\n{line.text}"
        if not _even(line.text):
            row = _parsed(first.number, text, delimiter)
            if not width or len(row.fields) == width:
                return row, []
    alone = _parsed(first.number, first.text, delimiter, strict=False)
    if width and len(alone.fields) == width and not _last_is_open(first.text, delimiter):
        return alone, more
    return Row(first.number, first.text[:RAW], fault=_OPEN), more


def _even(text: str) -> bool:
    return text.count('"') % 2 == 0


def _last_is_open(text: str, delimiter: str) -> bool:
    return text.rpartition(delimiter)[2].lstrip().startswith('"')


def _parsed(number: int, text: str, delimiter: str, strict: bool = True) -> Row:
    try:
        found = next(csv.reader([text] if not strict else text.splitlines(keepends=True), delimiter=delimiter), [])
    except csv.Error as error:
        return Row(number, text[:RAW], fault=f"cannot be taken apart: {error}")
    return Row(number, text[:RAW], tuple(found))


def json_rows(lines: Iterable[Line]) -> Iterator[Row]:
    """JSON objects one after another, one a line or spread over many, or in one array; `raw` holds the whole object."""
    held: list[str] = []
    start = 0
    for line in lines:
        text = line.text.strip() if held else line.text.strip().lstrip("[,")
        if line.fault:
            yield from _broken(held, start)
            held = []
            yield Row(line.number, line.text[:RAW], fault=line.fault)
            continue
        if held and line.text.startswith("{"):  # a fresh object at the margin while one is open: the open one is broken
            yield from _broken(held, start)
            held = []
        if not held:
            if text in ("", "]"):
                continue
            start = line.number
        held.append(line.text if held else text)
        if text.endswith(("}", "},", "}]")):
            whole = "\n".join(held).rstrip().rstrip(",]")
            if _is_object(whole):
                yield Row(start, whole)
                held = []
        if len(held) > MOST_LINES_OF_A_ROW:
            yield from _broken(held, start)
            held = []
    yield from _broken(held, start)


def _broken(held: list[str], start: int) -> Iterator[Row]:
    if held:
        yield Row(start, "\n".join(held)[:RAW], fault="is no whole JSON object")


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
