"""Reports of one event are one piece of evidence: repeats count once, other voices corroborate."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from standoff.case.values import Event, Source

SAME_STORY_DAYS = 7


@dataclass(frozen=True, slots=True)
class Evidence:
    """One event as reported: its first row, every distinct source that told it, and the rows that only repeated it."""

    event: Event
    sources: tuple[Source, ...]
    echoes: tuple[str, ...] = ()

    @property
    def known_on(self) -> date:
        """The day the first of its reports was public."""
        return self.event.known_on


def gather(events: Iterable[Event], as_of: date) -> tuple[Evidence, ...]:
    """Accepted rows public by `as_of`, reports of the same event merged, in order of becoming known.

    A row of a voice already heard on that event is an echo and changes nothing; a new voice is added to the event's
    sources. A voice is an agency, or an outlet that reprints none. Drafts, retracted and hypothetical rows are no evidence, nor
    are rows merged into another, which carries their sources from the day they became public.
    """
    told: list[Evidence] = []
    for event in sorted(evidence_by(events, as_of), key=lambda event: event.known_on):
        same = next((index for index, known in enumerate(told) if _same_event(known.event, event)), None)
        if same is None:
            told.append(Evidence(event, _distinct(event.sources)))
        else:
            told[same] = _joined(told[same], event)
    return tuple(told)


def is_evidence(event: Event) -> bool:
    """Whether a row counts: accepted, not merely hypothetical, and not merged into another that carries its sources."""
    return event.status == "accepted" and event.modality != "hypothetical" and event.merged_into is None


def evidence_by(events: Iterable[Event], as_of: date) -> Iterator[Event]:
    """The rows that count and were public by `as_of`, without sources from merged rows that came later or were retracted."""
    rows = tuple(events)
    merged = {event.id: event for event in rows if event.merged_into is not None}
    silent = {name for name, event in merged.items() if event.known_on > as_of or event.status == "retracted"}
    for event in rows:
        if is_evidence(event) and event.known_on <= as_of:
            yield _without(event, silent) if silent else event


def _without(event: Event, silent: Collection[str]) -> Event:
    heard = tuple(source for source in event.sources if source.merged_from not in silent)
    return event if len(heard) == len(event.sources) else replace(event, sources=heard)


def _same_event(first: Event, other: Event) -> bool:
    """Same thing done by the same people on the same day, or the same words within a week."""
    if _key(first) != _key(other):
        return False
    if first.date == other.date:
        return first.size == other.size or _words(first) == _words(other)
    return _words(first) == _words(other) and abs((other.date - first.date).days) <= SAME_STORY_DAYS


def _key(event: Event) -> tuple[str, ...]:
    return (event.code, event.force, event.tier, event.scope, event.modality, *map(_plain, (event.actor, event.target)))


def _words(event: Event) -> str:
    return _plain(event.text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _joined(known: Evidence, event: Event) -> Evidence:
    heard = {source.voice for source in known.sources}
    new = tuple(source for source in _distinct(event.sources) if source.voice not in heard)
    return Evidence(known.event, known.sources + new, (*known.echoes, event.id))


def _distinct(sources: Iterable[Source]) -> tuple[Source, ...]:
    by_voice: dict[str, Source] = {}
    for source in sources:
        by_voice.setdefault(source.voice, source)
    return tuple(by_voice.values())
