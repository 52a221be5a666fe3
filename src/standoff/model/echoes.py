"""Reports of one event are one piece of evidence: repeats count once, other voices corroborate."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
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
    places = _Places({}, {})
    for event in sorted(evidence_by(events, as_of), key=lambda event: event.known_on):
        same = places.of_same(event, told)
        if same is None:
            places.note(event, len(told))
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


@dataclass(frozen=True, slots=True)
class _Places:
    """Where pieces of evidence stand that may be the same event as another row: by day, and by words."""

    of_day: dict[tuple[Hashable, ...], list[int]]
    of_words: dict[tuple[Hashable, ...], list[int]]

    def of_same(self, event: Event, told: Sequence[Evidence]) -> int | None:
        """The first piece of the same thing by the same people: that day with that size, or in the same words within a week."""
        key = _key(event)
        that_day = (place for place in self.of_day.get((*key, event.date), ()) if told[place].event.size == event.size)
        same_words = (
            place
            for place in self.of_words.get((*key, _plain(event.text)), ())
            if abs((event.date - told[place].event.date).days) <= SAME_STORY_DAYS
        )
        found = [place for place in (next(that_day, None), next(same_words, None)) if place is not None]
        return min(found, default=None)

    def note(self, event: Event, place: int) -> None:
        """Note where a new piece stands."""
        key = _key(event)
        self.of_day.setdefault((*key, event.date), []).append(place)
        self.of_words.setdefault((*key, _plain(event.text)), []).append(place)


def _key(event: Event) -> tuple[str, ...]:
    return (event.code, event.force, event.tier, event.scope, event.modality, *map(_plain, (event.actor, event.target)))


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
