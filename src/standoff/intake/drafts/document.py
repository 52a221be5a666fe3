"""What was drafted from pages, as one document: rows, precedents kept apart, what stayed uncoded, proposed merges, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from standoff._version import __version__
from standoff.case.values import Event
from standoff.intake.drafts.rows import can_be_row, document_row, draft_row
from standoff.intake.echoes.proposals import Merge, propose
from standoff.intake.values import Draft, Drafted, Page

SCHEMA = "standoff-drafts/1"
_ALL_READ: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reading:
    """One page, and what a coder made of it."""

    page: Page
    drafted: Drafted


def rows_of(readings: Sequence[Reading]) -> tuple[Draft, ...]:
    """Drafts that can enter a case file, of all pages in order."""
    return tuple(draft for reading in readings for draft in reading.drafted.drafts if not can_be_row(draft))


def kept_apart(readings: Sequence[Reading]) -> tuple[Draft, ...]:
    """Precedents and drafts without a date: shown, and no part of the trail."""
    return tuple(draft for reading in readings for draft in reading.drafted.drafts if can_be_row(draft))


def named_rows(drafts: Sequence[Draft]) -> tuple[Event, ...]:
    """The rows of drafts with names to speak of them by: d1, d2, ..."""
    return tuple(replace(draft_row(draft), id=f"d{number}") for number, draft in enumerate(drafts, start=1))


def document(readings: Sequence[Reading], drafter: str, unread: Mapping[str, str] = _ALL_READ) -> dict[str, Any]:
    """The JSON document `standoff-drafts/1`, which `standoff draft --json` prints.

    Its keys: `schema`, `version` and `drafter`; `pages`, each with name, title, outlet, address, day of publication and how it
    is known, language, characters and number of drafts; `unread`, pages that could not be read, each with the reason; `rows`,
    drafts that a case file can hold, as `document_row` gives them, named d1, d2, ...; `apart`, drafts that none can hold
    (precedents, drafts without a date), each with the reason and no name; `uncoded`, sentences that fit no code, each with its
    place and the reason; `merges`, rows proposed as one event; `notes`.

    Args:
        readings: pages and what was made of them.
        drafter: name of the coder.
        unread: reasons by name of pages that could not be read.
    """
    drafts = rows_of(readings)
    rows = [document_row(draft, number) for number, draft in enumerate(drafts, start=1)]
    return {
        "schema": SCHEMA,
        "version": __version__,
        "drafter": drafter,
        "pages": [_page(reading) for reading in readings],
        "unread": [{"page": name, "why": why} for name, why in unread.items()],
        "rows": rows,
        "apart": [document_row(draft) | {"reason": can_be_row(draft)} for draft in kept_apart(readings)],
        "uncoded": [
            {"quote": left.quote, "start": left.span.start, "end": left.span.end, "page": left.page, "why": left.why}
            for reading in readings
            for left in reading.drafted.uncoded
        ],
        "merges": [_merge(merge) for merge in propose(named_rows(drafts))],
        "notes": [note for reading in readings for note in (*reading.page.notes, *reading.drafted.notes)],
    }


def _page(reading: Reading) -> dict[str, Any]:
    page = reading.page
    return {
        "name": page.name,
        "title": page.title,
        "outlet": page.outlet,
        "url": page.url,
        "published": page.published.isoformat() if page.published else None,
        "published_by": page.published_by,
        "language": page.language,
        "characters": len(page.text),
        "drafts": len(reading.drafted.drafts),
    }


def _merge(merge: Merge) -> dict[str, Any]:
    return {"keep": merge.keep, "echoes": list(merge.echoes), "why": merge.why}
