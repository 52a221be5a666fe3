"""Who did what to whom in a sentence: every event told in it, in CAMEO, with the words it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from standoff.intake.coding.actors import Actor, actors_in
from standoff.intake.coding.clauses import Clause, Sentence, sentence_of
from standoff.intake.coding.coded import CodedEvent, event_of
from standoff.intake.coding.nominals import nominal_events
from standoff.intake.coding.parties import lead_of, sides_of
from standoff.intake.coding.predicates import Predicate, predicates
from standoff.intake.coding.settings import is_played
from standoff.intake.language.lexicon import Lexicon, general
from standoff.intake.tables.tables import listed
from standoff.intake.values import Span

__all__ = ["CodedEvent", "events_in", "is_reported"]


def events_in(text: str, start: int = 0, end: int | None = None, lexicon: Lexicon | None = None) -> tuple[CodedEvent, ...]:
    """Every event told in one sentence, those of the main clause first.

    Args:
        text: the page; offsets count in it.
        start: first character of the sentence.
        end: the character after its last; the text's end when None.
        lexicon: the words known; those of the tables when None.
    """
    known = general() if lexicon is None else lexicon
    sentence = sentence_of(text, known, start, end)
    if is_played(sentence.spoken, known.find(sentence.spoken)):
        return ()
    found: list[CodedEvent] = []
    named: list[tuple[Clause, Actor]] = []
    for clause in sentence.clauses:
        actors = actors_in(text, clause.spoken, clause.hits, clause.verbal)
        coded = [_coded(clause, actors, predicate) for predicate in predicates(clause)]
        plain = [event for event in coded if event.act_kind != "guilt"]
        coded += nominal_events(clause, actors, frozenset(event.kind for event in plain) if plain else None)
        found.extend(_after_relative(event, named) for event in coded)
        found.extend(_undone(clause, found))
        named.extend((clause, actor) for actor in actors)
    spoken_by = _speakers(text, sentence)
    told = [_with_speaker(event, spoken_by, sentence) for event in found]
    return _with_subjects(tuple(event for event in told if not _only_wished(event, spoken_by)))


def _only_wished(event: CodedEvent, speakers: tuple[Actor, ...]) -> bool:
    """Whether it takes a speaker to be an event and has none: "the law must be obeyed", "she is guilty"."""
    if event.act_kind == "guilt":
        return not event.sources
    return event.frames == ("must",) and not (event.act or event.predicate.said or speakers)


def _speakers(text: str, sentence: Sentence) -> tuple[Actor, ...]:
    """Who is said to have said the sentence; empty where nobody is."""
    by = sentence.attribution
    return actors_in(text, by.spoken, by.hits, by.verbal)[:1] if by is not None else ()


def _with_speaker(event: CodedEvent, speakers: tuple[Actor, ...], sentence: Sentence) -> CodedEvent:
    """The speaker is who demands ("X must go, Y said") and who does what "we" and "I" do."""
    if not speakers or event.predicate.said:
        return event
    own = {word.low for word in event.clause.spoken[: event.predicate.at]} & {"we", "i"}
    if own and not event.sources:
        return replace(event, sources=speakers)
    if event.frames[:1] == ("must",) and event.sources:
        return replace(event, sources=speakers, targets=event.sources)
    reported = sentence.attribution is not None and any(word.low == "according" for word in sentence.attribution.spoken)
    if event.act_kind == "guilt" and not reported:
        return replace(event, sources=speakers)
    return event


_ALONE = listed("02 03 04 08 09 10 11 12 13 14 15 17")
_VIOLENT = listed("bombing airstrike shelling clash attack assassination massacre killing kidnap")
_HARMED = listed("kill injure die")


def is_reported(event: CodedEvent) -> bool:
    """Whether a sentence tells enough to be an event of the news: in its main clause, somebody and another side.

    One side is enough of those who meet or agree with each other, where the verb stands in the passive, and of acts that are
    often told without another side (`_ALONE`). Statements (root 01) are no events.
    """
    if not event.main or not event.cameo or event.cameo.startswith("01"):
        return False
    violent = event.act[:2] in ("18", "19", "20") and any(hit.entry.kind in _VIOLENT for hit in event.clause.hits)
    if event.verb in _HARMED and not event.sources and not violent:
        return any(sector not in ("", "CVL", "GOV") for actor in event.targets for sector in actor.sectors)
    if event.targets and (event.predicate.passive or violent):
        return True
    if len(event.sources) > 1:
        return True
    return bool(event.sources) and (bool(event.targets) or event.cameo[:2] in _ALONE or event.cameo == "196")


def _undone(clause: Clause, found: Sequence[CodedEvent]) -> list[CodedEvent]:
    """What somebody was ordered to do is not done by him: "..., but they did not"."""
    lows = [word.low for word in clause.spoken if word.low.isalpha()]
    if clause.led_by != "but" or not found or "order" not in found[-1].frames or lows[-2:] != ["did", "not"]:
        return []
    told = found[-1]
    ends = Span(told.span.start, clause.spoken[-1].end)
    return [replace(told, sources=told.ordered, targets=(), act_kind="undone", frames=(), modality="done", span=ends)]


def _after_relative(event: CodedEvent, named: Sequence[tuple[Clause, Actor]]) -> CodedEvent:
    """In "diplomats who no longer recognise him" the diplomats are the doers: the phrase before the relative."""
    if event.led_by not in ("who", "which", "that") or (event.predicate.passive and event.targets) or not event.clause.spoken:
        return event
    before = [(clause, actor) for clause, actor in named if actor.end <= event.clause.spoken[0].start]
    free = [actor for clause, actor in before if lead_of(clause, actor) not in ("in", "at", "from", "near")]
    nearest = tuple(sorted(free, key=lambda actor: actor.end)[-1:])
    if event.predicate.passive:
        return replace(event, targets=nearest)
    return event if event.sources else replace(event, sources=nearest)


def _coded(clause: Clause, actors: tuple[Actor, ...], predicate: Predicate) -> CodedEvent:
    sources, targets = sides_of(clause, actors, predicate)
    event = event_of(clause, predicate, sources, targets)
    given = [actor for actor in actors if predicate.first < actor.first < predicate.at] if "order" in predicate.frames else []
    return replace(event, ordered=tuple(given[:1]))


def _with_subjects(found: tuple[CodedEvent, ...]) -> tuple[CodedEvent, ...]:
    """An event that names no source takes that of the event before it ("... and arrested twelve")."""
    given: list[CodedEvent] = []
    for event in found:
        spoken, last = event.clause.spoken, event.predicate.last
        if given and last < len(spoken) and spoken[last].low == "them":
            event = replace(event, targets=given[-1].targets)
        if not event.sources and given and not event.predicate.passive and event.predicate.verb:
            event = replace(event, sources=given[0].sources)
        given.append(event)
    return tuple(given)
