"""Drafts as rows of the case format: what a file or a document holds of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from standoff.case.values import Drafted as Origin
from standoff.case.values import Event, Source
from standoff.case.writer import event_row
from standoff.errors import StandoffError
from standoff.intake.values import Draft

_MODALITIES = ("done", "denied", "planned", "hypothetical")


def can_be_row(draft: Draft) -> str:
    """Why a draft cannot enter a case file, "" where it can."""
    if draft.date is None:
        return "no date is told, and the page has none; give --published"
    if draft.modality not in _MODALITIES:
        return "a precedent of another time; it stays out of the trail"
    return ""


def draft_row(draft: Draft, forces: frozenset[str] | None = None) -> Event:
    """The row of a draft, always `status: draft`.

    Args:
        draft: one that `can_be_row`.
        forces: names of the case's forces; a force that is none of them is left out of the row. None keeps what the draft says.

    Raises:
        StandoffError: the draft cannot be a row; why is said.
    """
    if draft.date is None or draft.modality == "precedent":
        raise StandoffError(f"{draft.page}: the draft of {draft.quote[:60]!r} cannot be a row: {can_be_row(draft)}")
    known = forces is None or draft.force in forces
    sources = tuple(_quoting(source, draft) for source in draft.sources or (Source(draft.page),))
    return Event(
        id="",
        date=draft.date,
        code=draft.code,
        force=draft.force if known else "",
        tier=draft.tier,
        scope=draft.scope,
        actor=draft.actor or "not named",
        target=draft.target,
        text=draft.text,
        source="; ".join(dict.fromkeys(source.outlet for source in sources)),
        sided=draft.sided,
        confidence=draft.confidence,
        size=draft.size,
        unit=draft.unit if draft.size is not None else None,
        public=draft.public if draft.public is not None and draft.public > draft.date else draft.date,
        asserted_by=draft.asserted_by,
        modality=draft.modality,
        sources=sources,
        status="draft",
        note=_note(draft),
        bound=draft.bound if draft.size is not None else "exact",
        drafted=Origin(draft.page, draft.rule, draft.span.start, draft.span.end),
    )


def _quoting(source: Source, draft: Draft) -> Source:
    """A source with the words quoted; ";" parts sources in a row's text, so that no name of one may hold it."""
    return replace(source, outlet=source.outlet.replace(";", ","), quote=source.quote or draft.quote)


def _note(draft: Draft) -> str | None:
    """What the analyst should know: whose word it is, how uncertain the day is, why this side, what else was seen."""
    parts = []
    if len(draft.via) > 1:
        parts.append(f"told by {' quoting '.join(draft.via)}")
    if draft.date_last is not None and draft.date_last != draft.date:
        parts.append(f"some day from {draft.date} to {draft.date_last}")
    parts.append(f"side: {draft.sided_why}" if draft.sided_why else "")
    parts.append(draft.why.rstrip("."))
    parts += draft.notes
    return "; ".join(part for part in parts if part) or None


def document_row(draft: Draft, number: int | None = None) -> dict[str, Any]:
    """A draft for a JSON document, of a page or of a feed: the keys a case file would hold, and what only the page knows.

    Args:
        draft: any draft; one that cannot be a row lacks the keys that only a row has.
        number: its place in the document, from 1, by which it is named ("d1"); None for one that cannot be a row.
    """
    row: dict[str, Any] = {} if number is None else {"id": f"d{number}"}
    if not can_be_row(draft):
        row |= {key: _plain(value) for key, value in event_row(draft_row(draft)).items() if key != "source"}
    row |= {
        "date": _plain(draft.date),
        "public": _plain(draft.public),
        "code": draft.code,
        "actor": draft.actor,
        "target": draft.target,
    }
    row |= {"modality": draft.modality, "status": "draft", "asserted_by": draft.asserted_by, "via": list(draft.via)}
    row |= {"force": draft.force, "tier": draft.tier, "size": draft.size, "unit": draft.unit, "bound": draft.bound}
    row |= {"date_last": _plain(draft.date_last), "sided": draft.sided, "sided_why": draft.sided_why}
    row |= {"quote": draft.quote, "start": draft.span.start, "end": draft.span.end, "page": draft.page}
    row |= {"rule": draft.rule, "why": draft.why, "cameo": draft.cameo, "plover": draft.plover, "notes": list(draft.notes)}
    return row


def _plain(value: object) -> Any:
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else value
