"""An event feed read as a stream: rows to records, chosen by country and day, coded, each told once.

Memory does not grow with the file save for 8-byte keys of the rows that were chosen, kept to tell repeated ones: some 100
bytes of Python each, so about 100 MB for a million.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Iterator, MutableSet
from dataclasses import dataclass
from datetime import date

from standoff.case.problems import nearest
from standoff.case.values import Case
from standoff.errors import StandoffError, UsageError
from standoff.intake.feeds.drafting import drafts_of
from standoff.intake.feeds.fields import name_of
from standoff.intake.feeds.layouts import LOOKED_AT, Layout, layout_of, recognised, rows_of
from standoff.intake.feeds.reading import Feed, Line, lines_of, open_feed
from standoff.intake.feeds.splitting import RAW
from standoff.intake.feeds.values import Left, Noted, Recognition, Record, Rejected, Row, RowRead, UnreadableError
from standoff.intake.tables.countries import countries, country_of
from standoff.intake.values import Draft

Outcome = RowRead | Rejected | Noted | Recognition
EVERY_ROWS = 1_000
"""How often progress is told."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows are wanted.

    Attributes:
        country: ISO letters; "" for all. A row is of it by its place or by either of its parties.
        since, until: first and last day on which it became public (where a feed has that day, else happened).
        case: whose forces and challenger are meant; what happened before its start or after its end is out of dates.
    """

    country: str = ""
    since: date | None = None
    until: date | None = None
    case: Case | None = None

    @property
    def home(self) -> str:
        """The country the standoff is in, "" where none was named."""
        return self.case.iso3 if self.case is not None else self.country


def chosen(
    country: str | None = None, since: date | None = None, until: date | None = None, case: Case | None = None
) -> Choice:
    """The choice that the words of a caller make.

    Raises:
        UsageError: no such country, or days the wrong way round.
    """
    if since is not None and until is not None and until < since:
        raise UsageError(f"until: {until} given, which is before since, {since}; allowed: that day or later")
    found = country_of(country) if country else None
    if country and found is None:
        near = nearest(country, [one.name for one in countries()])
        hint = f"; did you mean {near!r}?" if near else ""
        raise UsageError(f"country: {country!r} given; allowed: an English name or letters of ISO 3166, such as VEN{hint}")
    return Choice(found.iso3 if found else "", since, until, case)


def read_feed(
    path: str | os.PathLike[str],
    layout: str = "auto",
    *,
    country: str | None = None,
    since: date | None = None,
    until: date | None = None,
    case: Case | None = None,
    report: Callable[[int, int, str], None] | None = None,
    rejected: Callable[[Rejected], None] | None = None,
) -> Iterator[Draft]:
    """The drafted rows of an event feed, one by one as the file is read.

    Args:
        path: the file, plain, .gz or .zip of one file.
        layout: one of `layouts.NAMES`, or "auto" to tell it by the file.
        country: name or ISO letters; only rows whose place or parties are of it.
        since: first day on which a row became public; where the feed has no such day, on which it happened.
        until: last such day.
        case: match forces and the challenger against it, and pass over what did not happen within its days.
        report: told how far the work is: kilobytes read, of how many, what.
        rejected: handed every row that cannot be read.

    Raises:
        UsageError: a layout, country or span of days that is not allowed.
        StandoffError: the file cannot be read or is not laid out so.
    """
    choice = chosen(country, since, until, case)
    if layout != "auto":
        layout_of(layout)
    return _drafts(outcomes(path, layout, choice, report=report), rejected)


def _drafts(stream: Iterator[Outcome], rejected: Callable[[Rejected], None] | None) -> Iterator[Draft]:
    for outcome in stream:
        if isinstance(outcome, RowRead):
            yield from outcome.drafts
        elif isinstance(outcome, Rejected) and rejected is not None:
            rejected(outcome)


def outcomes(
    path: str | os.PathLike[str],
    layout: str = "auto",
    choice: Choice | None = None,
    *,
    report: Callable[[int, int, str], None] | None = None,
    seen: MutableSet[bytes] | None = None,
) -> Iterator[Outcome]:
    """What becomes of every row of a feed: first the layout, then a row read or rejected each, notes in between.

    Args:
        path: the file, plain, .gz or .zip of one file.
        layout: one of `layouts.NAMES`, or "auto".
        choice: which rows are wanted; all when None.
        report: told how far the work is.
        seen: keys of rows already read, added to; give the same set for several files of one feed.

    Raises:
        StandoffError: the file cannot be read or is not laid out so.
    """
    wanted = Choice() if choice is None else choice
    known: MutableSet[bytes] = set() if seen is None else seen
    name = os.fspath(path)
    notes: list[str] = []
    with open_feed(path) as feed:
        lines = lines_of(feed, notes.append)
        head = list(itertools.islice(lines, LOOKED_AT))
        found = recognised(head, name) if layout == "auto" else Recognition(layout, "named by the caller")
        _text_only(head, name)
        yield found
        every = itertools.chain(head, lines)
        form = layout_of(found.layout)
        for count, row in enumerate(rows_of(_counted(every, feed, report), form, name)):
            while notes:
                yield Noted(f"{name}: {notes.pop(0)}")
            yield _outcome(row, form, wanted, known, name)
            if report is not None and count == 0:
                report(feed.position() // 1024, max(feed.size // 1024, 1), f"reading {os.path.basename(name)} (kB)")
        yield from (Noted(f"{name}: {note}") for note in notes)


def _text_only(head: list[Line], name: str) -> None:
    if not head:
        raise StandoffError(f"{name}: is empty; a feed has at least one row")
    if all(line.fault for line in head):
        raise StandoffError(f"{name}:1: {head[0].fault}: this is no feed of text")


def _counted(lines: Iterator[Line], feed: Feed, report: Callable[[int, int, str], None] | None) -> Iterator[Line]:
    for line in lines:
        if report is not None and line.number % EVERY_ROWS == 0:
            report(feed.position() // 1024, max(feed.size // 1024, 1), f"reading {os.path.basename(feed.name)} (kB)")
        yield line


def _outcome(row: Row, form: Layout, choice: Choice, seen: MutableSet[bytes], name: str) -> RowRead | Rejected:
    if row.fault:
        return Rejected(row.line, 0, row.fault, row.raw[:RAW])
    try:
        record = form.record(_cells(row), row.line)
    except UnreadableError as error:
        return Rejected(row.line, _place(row, error.column), error.reason, row.raw[:RAW])
    left = _left(record, choice, seen, form.name)
    if left:
        return RowRead(row.line, record.label, left=left)
    drafts = drafts_of(record, form.name, choice.home, choice.case, f"{name}:{row.line}")
    return RowRead(row.line, record.label, drafts, "" if drafts else "uncoded")


def _cells(row: Row) -> dict[str, str]:
    if row.names:
        return dict(zip(row.names, row.fields, strict=False))
    return _flat(json.loads(row.raw))


def _flat(found: dict[str, object]) -> dict[str, str]:
    """The values of an object as cells; those of an object within it, or of the first in a list, under both names."""
    cells: dict[str, str] = {}
    for key, value in found.items():
        within = value[0] if isinstance(value, list) and value else value
        if isinstance(within, dict):
            cells |= {name_of(f"{key} {inner}"): str(one) for inner, one in within.items() if one is not None}
        elif within is not None and not isinstance(within, list):
            cells[name_of(key)] = str(within)
    return cells


def _place(row: Row, column: str) -> int:
    return row.names.index(column) + 1 if column in row.names else 0


def _left(record: Record, choice: Choice, seen: MutableSet[bytes], layout: str) -> Left:
    """Why a record is passed over, "" where it is wanted; a wanted one is then known by its key."""
    if choice.country and choice.country not in (record.country, record.actor.country, record.target.country):
        return "elsewhere"
    if choice.case is not None and not choice.case.start <= record.first <= choice.case.end:
        return "out of dates"
    public = record.public or record.last
    if (choice.since is not None and public < choice.since) or (choice.until is not None and public > choice.until):
        return "out of dates"
    key = _key(layout, record.key)
    if key in seen:
        return "duplicate"
    seen.add(key)
    return ""


def _key(layout: str, key: str) -> bytes:
    from hashlib import blake2b

    return blake2b(f"{layout}\x1f{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
