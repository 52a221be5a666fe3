"""From a draft to a row of a case file: always of status `draft`, with what the analyst needs to judge it in its note."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from standoff.case.values import Event, Modality, Source
from standoff.errors import StandoffError
from standoff.intake.values import Draft


def draft_row(draft: Draft) -> Event:
    """The row a case file would hold for a draft; its name is left to be made from date and code.

    Raises:
        StandoffError: the draft has no day, or tells of another time or country.
    """
    if draft.date is None:
        raise StandoffError(f"{draft.page}: the draft has no day; give it one before it becomes a row")
    modality = next((known for known in _MODALITIES if known == draft.modality), None)
    if modality is None:
        raise StandoffError(f"{draft.page}: a row told as {draft.modality!r} cannot enter a case file")
    sources = draft.sources or (Source(outlet=draft.page),)
    return Event(
        id="",
        date=draft.date,
        public=draft.public,
        code=draft.code,
        force=draft.force,
        tier=draft.tier,
        scope=draft.scope,
        actor=draft.actor,
        target=draft.target,
        text=draft.text,
        source="; ".join(dict.fromkeys(source.outlet.replace(";", ",") for source in sources)),
        sources=tuple(source if source.quote else replace(source, quote=draft.quote) for source in sources),
        sided=draft.sided,
        confidence=draft.confidence,
        size=draft.size,
        unit=draft.unit if draft.size is not None else None,
        asserted_by=draft.asserted_by,
        modality=modality,
        status="draft",
        note=note_of(draft),
    )


_MODALITIES: tuple[Modality, ...] = get_args(Modality)


def note_of(draft: Draft) -> str:
    """Where the draft comes from, by which rule and why, and what to look at, in one line."""
    until = f"last day {draft.date_last}" if draft.date_last is not None else ""
    bound = f"size is {draft.bound.replace('_', ' ')}" if draft.bound != "exact" else ""
    told = (draft.page, draft.rule, draft.why, until, bound, *draft.notes)
    return "; ".join(part.strip().rstrip(".") for part in told if part.strip())
