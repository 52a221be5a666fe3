"""From lines to rows: fields parted by tabs, fields in quotes as RFC 4180 has them, JSON objects one after another.

A quote that is never closed costs one row, not the rest of the file: what followed is read again from the next line.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator

from standoff.intake.feeds.reading import Line
from standoff.intake.feeds.values import Row

MOST_LINES_OF_A_ROW = 2_000
"""How many lines one quoted row, or one JSON object, may go over."""
MOST_OF_A_ROW = 1 << 20
"""How many characters it may have."""
MOST_ENDS = 8
"""At how many line ends it is tried to be whole: one is enough where quotes and brackets are well; trying costs its length."""
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
    more, held, ends = list[Line](), len(first.text), 0
    while len(more) < MOST_LINES_OF_A_ROW and held < MOST_OF_A_ROW and ends < MOST_ENDS:
        line = waiting.popleft() if waiting else next(coming, None)
        if line is None:
            break
        more.append(line)
        held += len(line.text)
        if line.fault:
            break
        if not _even(line.text):
            ends += 1
            row = _parsed(first.number, "\n".join((first.text, *(each.text for each in more))), delimiter)
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
        found = next(csv.reader(io.StringIO(text, newline="\n") if strict else [text], delimiter=delimiter), [])
    except csv.Error as error:
        return Row(number, text[:RAW], fault=f"cannot be taken apart: {error}")
    return Row(number, text[:RAW], tuple(found))


def json_rows(lines: Iterable[Line]) -> Iterator[Row]:
    """JSON objects one after another, one a line or spread over many, or in one array; `raw` holds the whole object."""
    held = _Held()
    for line in lines:
        if line.fault:
            yield from held.broken()
            yield Row(line.number, line.text[:RAW], fault=line.fault)
            continue
        if line.text.startswith("{"):  # a fresh object at the margin while one is open: the open one is broken
            yield from held.broken()
        held.take(line)
        if (row := held.whole()) is not None:
            yield row
        elif held.too_long():
            yield from held.broken()
    yield from held.broken()


class _Held:
    """The lines of a JSON object that is not whole yet; it is tried where it may be whole, for trying costs its length."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._lines: list[str] = []
        self._start = self._length = self._open = 0
        self._tried: Counter[tuple[bool, bool]] = Counter()

    def take(self, line: Line) -> None:
        """The next line; between objects, what parts them is passed over."""
        text = line.text if self._lines else line.text.strip().lstrip("[,")
        if not self._lines and text in ("", "]"):
            return
        self._start = self._start if self._lines else line.number
        self._lines.append(text)
        self._length += len(text)
        self._open += text.count("{") - text.count("}")

    def whole(self) -> Row | None:
        """The object, if it ends here: likely where braces are even, or one stands at the margin; but text may hold any."""
        last = self._lines[-1].rstrip() if self._lines else ""
        likely = self._open == 0, last.startswith("}")
        if not last.endswith(("}", "},", "}]")) or self._tried[likely] >= MOST_ENDS:
            return None
        self._tried[likely] += 1
        text = "\n".join(self._lines).rstrip().rstrip(",]")
        if not _is_object(text):
            return None
        row = Row(self._start, text)
        self._forget()
        return row

    def too_long(self) -> bool:
        """Whether no object of a feed is as long as this."""
        return len(self._lines) > MOST_LINES_OF_A_ROW or self._length > MOST_OF_A_ROW

    def broken(self) -> Iterator[Row]:
        """What is held given up, with its fault; nothing where nothing is held."""
        if self._lines:
            yield Row(self._start, "\n".join(self._lines)[:RAW], fault="is no whole JSON object")
        self._forget()


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
