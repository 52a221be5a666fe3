"""An event as a sentence tells it."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.intake.coding.actors import Actor
from standoff.intake.coding.clauses import Clause
from standoff.intake.coding.composition import composed, modality_of
from standoff.intake.coding.predicates import Predicate
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


def event_of(clause: Clause, predicate: Predicate, sources: tuple[Actor, ...], targets: tuple[Actor, ...]) -> CodedEvent:
    """The event of one predicate with its two sides, its code composed and its modality read off the frames."""
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
