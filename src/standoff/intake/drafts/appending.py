"""Writing drafts into a case file: only rows that the case can hold, none twice, nothing else touched."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from standoff.case.values import Case, Event
from standoff.case.writer import append_events
from standoff.intake.drafts.rows import draft_row
from standoff.intake.values import Draft


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of drafts offered to a case.

    Attributes:
        rows: those written, or that would be.
        known: drafts that the case already holds, from the same words of the same page.
        outside: drafts the case cannot hold, each with the reason.
    """

    rows: tuple[Event, ...]
    known: tuple[Draft, ...]
    outside: tuple[tuple[Draft, str], ...]


def sorted_out(drafts: Sequence[Draft], case: Case) -> Appended:
    """Which drafts can be added to a case as rows.

    Args:
        drafts: those that can be rows (`can_be_row`).
        case: the case as it stands.
    """
    held = {key for row in case.events for key in _keys(row)}
    forces = frozenset(force.name for force in case.forces)
    rows, known, outside = [], [], []
    for draft in drafts:
        reason, key = _outside(draft, case), (draft.page, draft.code, draft.quote)
        if key in held:
            known.append(draft)
        elif reason:
            outside.append((draft, reason))
        else:
            held.add(key)
            rows.append(draft_row(draft, forces))
    return Appended(tuple(rows), tuple(known), tuple(outside))


def append(path: str | os.PathLike[str], drafts: Sequence[Draft], case: Case) -> Appended:
    """Add drafts to a case file as rows with `status: draft`; what the analyst wrote stays byte for byte.

    Args:
        path: the case file.
        drafts: those that can be rows.
        case: what the file holds now.

    Raises:
        CaseError: the file has problems or cannot be written; it then stays as it was.
    """
    found = sorted_out(drafts, case)
    if found.rows:
        append_events(path, found.rows)
    return found


def _keys(row: Event) -> Iterator[tuple[str, str, str]]:
    """What a row drafted before is known by: page, code and the words; one name, "<stdin>" say, stands for many pages."""
    if row.drafted is not None:
        yield from ((row.drafted.page, row.code, source.quote or "") for source in row.sources if source.merged_from is None)


def _outside(draft: Draft, case: Case) -> str:
    """Why a case cannot hold a draft: its days; "" where it can."""
    if draft.date is None:
        return "no date"
    if draft.date < case.start:
        return f"{draft.date} is before the start, {case.start}"
    return f"{draft.date} is after the end, {case.end}" if draft.date > case.end else ""
