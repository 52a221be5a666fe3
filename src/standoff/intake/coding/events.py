"""Who did what to whom in a sentence: every event told in it, in CAMEO, with the words it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from standoff.intake.coding.actors import Actor, actors_in
from standoff.intake.coding.clauses import Clause, clauses
from standoff.intake.coding.composition import composed, modality_of
from standoff.intake.coding.predicates import Predicate, frame_of, kind_codes, predicates
from standoff.intake.language.lexicon import Lexicon, general
from standoff.intake.tables.tables import listed
from standoff.intake.values import Span, Told


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """One event as told.

    Attributes:
        sources, targets: who did it, to whom; several where the sentence joins them; empty where it names none.
        act: CAMEO of the bare act; `cameo` with refusal, will, demand and threat folded in, "" where CAMEO has no code.
        verb, kind, frames: what was read: verb, kind of event noun, frames around the act; `act_kind` the class of the verb.
        modality: how it is told; `main` whether in the main clause; `led_by` the word that made the clause dependent.
        ordered: those an order in the frames was given to.
        span: characters from the first actor to the last word read.
        clause, predicate: the evidence itself.
    """

    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    act: str
    cameo: str
    verb: str
    kind: str
    act_kind: str
    frames: tuple[str, ...]
    modality: Told
    main: bool
    led_by: str
    span: Span
    clause: Clause
    predicate: Predicate
    ordered: tuple[Actor, ...] = ()


def events_in(text: str, start: int = 0, end: int | None = None, lexicon: Lexicon | None = None) -> tuple[CodedEvent, ...]:
    """Every event told in one sentence, those of the main clause first.

    Args:
        text: the page; offsets count in it.
        start: first character of the sentence.
        end: the character after its last; the text's end when None.
        lexicon: the words known; those of the tables when None.
    """
    known = general() if lexicon is None else lexicon
    found: list[CodedEvent] = []
    named: list[tuple[Clause, Actor]] = []
    for clause in clauses(text, known, start, end):
        actors = actors_in(text, clause.spoken, clause.hits, clause.verbal)
        coded = [_coded(clause, actors, predicate) for predicate in predicates(clause)] or _nominal(clause, actors)
        found.extend(_after_relative(event, named) for event in coded)
        found.extend(_undone(clause, found))
        named.extend((clause, actor) for actor in actors)
    return _with_subjects(tuple(found))


_ALONE = listed("02 03 08 10 12 13 14 15 17")


def is_reported(event: CodedEvent) -> bool:
    """Whether a sentence tells enough to be an event of the news: in its main clause, somebody and another side.

    One side is enough of those who meet or agree with each other, where the verb stands in the passive, and of acts that are
    often told without another side (roots 02, 03, 08, 10, 12 to 15 and 17). Statements (root 01) are no events.
    """
    if not event.main or not event.cameo or event.cameo.startswith("01"):
        return False
    if (event.predicate.passive and event.targets) or len(event.sources) > 1:
        return True
    return bool(event.sources) and (bool(event.targets) or event.cameo[:2] in _ALONE)


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
    if event.led_by not in ("who", "which") or (event.predicate.passive and event.targets) or not event.clause.spoken:
        return event
    before = [(clause, actor) for clause, actor in named if actor.end <= event.clause.spoken[0].start]
    free = [actor for clause, actor in before if _lead(clause, actor) not in ("in", "at", "from", "near")]
    nearest = tuple(sorted(free, key=lambda actor: actor.end)[-1:])
    if event.predicate.passive:
        return replace(event, targets=nearest)
    return event if event.sources else replace(event, sources=nearest)


def _coded(clause: Clause, actors: tuple[Actor, ...], predicate: Predicate) -> CodedEvent:
    before = [actor for actor in actors if actor.last <= predicate.first]
    after = [actor for actor in actors if actor.first >= predicate.first and not _is_the_deed(actor, predicate)]
    sources, targets = _subject(clause, before, predicate), _object(clause, after, predicate)
    if "must" in predicate.frames and predicate.said:
        inner = [actor for actor in before if actor.first > sources[0].last] if sources else []
        targets = _joined(clause, inner) or targets
    if predicate.passive:
        agents = [actor for actor in after if _is_agent(clause, actor, predicate)]
        sources, targets = _joined(clause, agents), _subject(clause, before, predicate, bare=True)
    event = _event(clause, predicate, sources, targets)
    given = [actor for actor in actors if predicate.first < actor.first < predicate.at] if "order" in predicate.frames else []
    return replace(event, ordered=tuple(given[:1]))


_GOVERNING = listed("in at on from under with of to for by against near outside inside between among like")
_TOWARDS = listed("to against with on from for in into toward towards between over")
_PEOPLE = frozenset(
    ("prisoners", "refugee", "suspects", "diplomats", "party", "press", "territory", "building", "troops", "peacekeepers")
)
_GIVEN = frozenset(
    ("troops", "peacekeepers", "inspectors", "aid", "arms", "relief", "money", "withdrawal", "intelligence", "property")
)


def _is_the_deed(actor: Actor, predicate: Predicate) -> bool:
    """Whether a phrase only names the deed itself ("a general strike", "military aid"), not somebody."""
    deed = (actor.event == predicate.kind and bool(predicate.act_kind)) or actor.event not in _PEOPLE
    return bool(actor.event) and deed and not (actor.countries or actor.names)


def _subject(clause: Clause, before: Sequence[Actor], predicate: Predicate, bare: bool = False) -> tuple[Actor, ...]:
    """Who the verb is about: the first phrase before it that no preposition governs, and those joined to it."""
    colon = max((place for place in range(predicate.first) if clause.spoken[place].low == ":"), default=-1)
    able = [actor for actor in before if (bare or not actor.bare) and actor.first > colon]
    free = [actor for actor in able if actor.first == 0 or _lead(clause, actor) not in _GOVERNING]
    if predicate.said and "must" not in predicate.frames and len(free) > 1:
        free = free[1:]
    return _joined(clause, free) if free else tuple(able[-1:])


def _object(clause: Clause, after: Sequence[Actor], predicate: Predicate) -> tuple[Actor, ...]:
    """Whom it is done to: the first phrase after the verb; of what is given or sent, the first it goes to."""
    if predicate.kind in _GIVEN:
        led = [actor for actor in after if _lead(clause, actor) in _TOWARDS]
        direct = [actor for actor in after if actor.first <= predicate.last + 1 and not actor.event]
        after = direct or led or list(after)
    return _joined(clause, after)


def _lead(clause: Clause, actor: Actor) -> str:
    """The word before a phrase, its articles left out."""
    place = actor.first - 1
    while place > 0 and clause.spoken[place].low in ("the", "a", "an", "its", "their", "his", "her"):
        place -= 1
    return clause.spoken[place].low if place >= 0 else ""


def _is_agent(clause: Clause, actor: Actor, predicate: Predicate) -> bool:
    """Whether "by" leads from a passive verb to this phrase, with nothing named between."""
    between = [word.low for word in clause.spoken[predicate.last : actor.first]]
    return len(between) <= 4 and "by" in between and "the" not in between[: between.index("by")]


def _joined(clause: Clause, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The first actor and those joined to it by "and" or commas."""
    kept = list(actors[:1])
    for left, right in pairwise(actors):
        between = [word.low for word in clause.spoken[left.last : right.first]]
        if len(between) > 3 or not (set(between) & {"and", "or"} or _listed(clause, right)):
            break
        kept.append(right)
    return tuple(kept)


def _listed(clause: Clause, actor: Actor) -> bool:
    """Whether a phrase stands in a list that ends with "and" soon after it."""
    return clause.spoken[actor.first - 1].low == "," and any(w.low == "and" for w in clause.spoken[actor.last : actor.last + 2])


def _event(clause: Clause, predicate: Predicate, sources: tuple[Actor, ...], targets: tuple[Actor, ...]) -> CodedEvent:
    ends = [actor.end for actor in (*sources, *targets)] + [clause.spoken[predicate.last - 1].end]
    starts = [actor.start for actor in (*sources, *targets)] + [clause.spoken[predicate.first].start]
    return CodedEvent(
        sources,
        targets,
        predicate.code,
        composed(predicate.code, predicate.frames),
        predicate.verb,
        predicate.kind,
        predicate.act_kind,
        predicate.frames,
        modality_of(predicate.frames, clause.led_by),
        not clause.led_by,
        clause.led_by,
        Span(min(starts), max(ends)),
        clause,
        predicate,
    )


_TOLD_BY_NOUN = frozenset(("14", "17", "18", "19", "20"))


def _nominal(clause: Clause, actors: tuple[Actor, ...]) -> list[CodedEvent]:
    """Events told by a noun alone ("a suicide bombing near Samarra"), where no verb told one."""
    for hit in clause.hits:
        code = kind_codes().get(hit.entry.kind, {}).get("alone", "") if hit.entry.sort == "noun" else ""
        if code and code[:2] in _TOLD_BY_NOUN and not clause.led_by:
            frames = tuple(frame_of(clause, place) for place in range(hit.first) if frame_of(clause, place))
            predicate = Predicate(hit.first, hit.first, hit.last, frames, "", hit.entry.kind, code, False)
            before = tuple(actor for actor in actors if actor.first < hit.first and not actor.bare)[:1]
            after = tuple(actor for actor in actors if actor.first >= hit.first)[:1]
            return [_event(clause, predicate, before, after)]
    return []


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
