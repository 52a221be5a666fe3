"""Events that a noun tells alone: "a suicide bombing near Samarra", "talks between the two sides resumed"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from standoff.intake.coding.actors import Actor
from standoff.intake.coding.acts import kind_codes
from standoff.intake.coding.clauses import Clause
from standoff.intake.coding.coded import CodedEvent, event_of
from standoff.intake.coding.frames import frame_of
from standoff.intake.coding.predicates import Predicate
from standoff.intake.language.lexicon import Hit
from standoff.intake.language.words import Word
from standoff.intake.tables.tables import listed

_TOLD_BY_NOUN = listed("14 17 18 19 20")
_BETWEEN_TWO = listed("talks agreement ceasefire ties tradenoun exercises cooperation mediation clash visit")
_ALWAYS_TOLD = listed("intervention coup")
_ENDING = listed("collapse collapsed fail failed ended end suspended cancelled canceled postponed stalled")


def nominal_events(clause: Clause, actors: tuple[Actor, ...], told: frozenset[str] | None) -> Iterator[CodedEvent]:
    """The event a noun tells where no verb of the clause told one; a few nouns tell one always.

    Args:
        clause: the clause.
        actors: phrases that name somebody in it.
        told: kinds of nouns that verbs of the clause have told of already; None where no verb told anything.
    """
    for hit in clause.hits:
        if hit.entry.sort != "noun" or hit.first in clause.verbal:
            continue
        sides = _two_sides(clause, hit, actors)
        code = _code(clause, hit, bool(sides))
        wanted = not told if told is None else hit.entry.kind in _ALWAYS_TOLD - told
        if not code or not wanted or (clause.led_by and told is None):
            continue
        near = [place for place in range(min(hit.last + 3, len(clause.spoken))) if not hit.first <= place < hit.last]
        frames = tuple(frame for frame in (frame_of(clause, place) for place in near) if frame)
        predicate = Predicate(hit.first, hit.first, hit.last, frames, "", hit.entry.kind, code, False)
        before = tuple(actor for actor in actors if actor.first < hit.first and not actor.bare)[:1]
        after = tuple(actor for actor in actors if actor.first >= hit.first)
        by = tuple(actor for actor in after if clause.spoken[actor.first - 1].low == "by")[:1]
        if len(sides) == 2:
            yield event_of(clause, predicate, sides[:1], sides[1:])
        else:
            yield event_of(clause, predicate, by or before, tuple(actor for actor in after if actor not in by)[:1])
        return


def _code(clause: Clause, hit: Hit, two: bool) -> str:
    """CAMEO of what a noun tells: of violence and protest always, of dealings only between two that are named."""
    codes = kind_codes().get(hit.entry.kind, {})
    alone = codes.get("alone", "") or codes.get("do", "")
    if two and hit.entry.kind in _BETWEEN_TWO:
        ends = _is_over(clause.spoken)
        return codes.get("end", "") if ends else alone
    over = _is_over(clause.spoken[hit.last : hit.last + 4])
    return alone if codes.get("alone", "")[:2] in _TOLD_BY_NOUN and not over else ""


def _is_over(spoken: Sequence[Word]) -> bool:
    """Whether words say that something ended: "collapsed", "broke down", but not "broke out"."""
    lows = [word.low for word in spoken]
    broken = any(low in ("broke", "break", "broken") and after in ("down", "off", "up") for low, after in pairwise(lows))
    return broken or bool(set(lows) & _ENDING)


def _two_sides(clause: Clause, hit: Hit, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The two of "between one and the other" soon after a noun; none where it does not say so."""
    between = next(
        (place for place in range(hit.last, min(hit.last + 5, len(clause.spoken))) if clause.spoken[place].low == "between"), -1
    )
    named = [actor for actor in actors if actor.first > between]
    if between < 0 or len(named) < 2 or named[0].first - between > 3:
        return ()
    joined = {word.low for word in clause.spoken[named[0].last : named[1].first]}
    return tuple(named[:2]) if "and" in joined else ()
