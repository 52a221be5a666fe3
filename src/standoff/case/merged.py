"""What a case file may not say of where drafts came from and of rows merged into others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from standoff.case.parts import Finding, Parts, row_ids
from standoff.case.problems import nearest, quoted
from standoff.case.schema import EventModel

_Rows: TypeAlias = dict[str, EventModel]
_MOST_HINTS = 20  # looking for near names is slow where there are thousands


def drafts_problems(parts: Parts) -> Iterator[Finding]:
    """The characters a draft came from: both ends or neither, the end after the start."""
    for index, row in parts.rows():
        found = row.drafted
        if found is None or (found.start is None and found.end is None):
            continue
        path = ("events", index, "drafted")
        if found.start is None or found.end is None:
            yield Finding(path, "start and end go together; give both or neither")
        elif found.end <= found.start:
            yield Finding((*path, "end"), f"{found.end} is not after the start, {found.start}")


def merged_problems(parts: Parts) -> Iterator[Finding]:
    """Rows merged into no row, into themselves or into a merged one; sources from a row that is not merged into theirs.

    Looked for only where every row is valid and has a name of its own, which others can be held against.
    """
    named = zip(row_ids(parts.events), parts.events, strict=True)
    rows = {name: row for name, row in named if name is not None and row is not None}
    if len(rows) < len(parts.events):
        return
    told = (pair for place, name in enumerate(rows) for pair in (*_target(place, name, rows), *_origins(place, name, rows)))
    for count, (found, unknown) in enumerate(told):
        near = nearest(unknown, rows) if unknown is not None and count < _MOST_HINTS else None
        yield replace(found, nearest=near)


def _target(index: int, name: str, rows: _Rows) -> Iterator[tuple[Finding, str | None]]:
    """What is wrong with where a row is merged to, and the name that is not known."""
    path, into = ("events", index, "merged_into"), rows[name].merged_into
    if into is None:
        return
    if into == name:
        yield Finding(path, f"{quoted(into)} is this row itself; allowed: the id of another row"), None
    elif into not in rows:
        yield Finding(path, f"{quoted(into)} is not the id of a row"), into
    elif (further := rows[into].merged_into) is not None:
        what = f"{quoted(into)} is itself merged into {quoted(further)}; allowed: a row that is not merged"
        yield Finding(path, what), None


def _origins(index: int, name: str, rows: _Rows) -> Iterator[tuple[Finding, str | None]]:
    """Sources said to come from a row that is not there, or not merged into this one."""
    for place, source in enumerate(rows[name].sources or ()):
        origin, path = source.merged_from, ("events", index, "sources", place, "merged_from")
        if origin is not None and origin not in rows:
            yield Finding(path, f"{quoted(origin)} is not the id of a row"), origin
        elif origin is not None and rows[origin].merged_into != name:
            yield Finding(path, f"row {quoted(origin)} is not merged into this one; it needs merged_into: {name}"), None
