"""Who does an act and to whom: the phrases about a verb that are its subject, its object and its agent."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from standoff.intake.coding.actors import Actor
from standoff.intake.coding.clauses import Clause
from standoff.intake.coding.predicates import Predicate
from standoff.intake.tables.tables import listed

_GOVERNING = listed("in at on from under with of to for by against near outside inside between among like off through across")
_PLACES = listed("in at on near off outside inside through across from under")
_TOWARDS = listed("to against with on from for in into toward towards between over")
_PEOPLE = frozenset(
    (
        "prisoners",
        "refugee",
        "suspects",
        "diplomats",
        "party",
        "press",
        "territory",
        "building",
        "troops",
        "peacekeepers",
        "inspectors",
    )
)
_GIVEN = frozenset(
    (
        "troops",
        "peacekeepers",
        "inspectors",
        "aid",
        "arms",
        "relief",
        "money",
        "withdrawal",
        "intelligence",
        "property",
        "fleet",
    )
)
_SENDING = listed("give do deploy withdraw handover return end try receive fly drop handin release")
_WEAPONS = listed(
    "jets jet planes plane missiles missile tanks tank helicopters helicopter aircraft warships warship gunboats warplanes"
    " warplane rockets weapons force"
)
_PARTING = listed(", and that ; during after before amid despite following")
_HARM = ("18", "19", "20")


def sides_of(clause: Clause, actors: Sequence[Actor], predicate: Predicate) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The doers of an act and its other side, either of which may be empty.

    Args:
        clause: where it is told.
        actors: the phrases of the clause that name somebody, in order.
        predicate: the act.
    """
    begins = predicate.at if "disclaim" in predicate.frames else predicate.first
    before = [actor for actor in actors if actor.last <= begins]
    after = [actor for actor in actors if actor.first >= begins and not _is_the_deed(actor, predicate)]
    if predicate.passive:
        agents = [actor for actor in after if _is_agent(clause, actor, predicate)]
        return _joined(clause, agents), _suffering(clause, before, after, predicate)
    sources = _subject(clause, before, predicate)
    targets = _object(clause, after, predicate, len(sources) > 1)
    if "must" in predicate.frames and predicate.said:
        inner = [actor for actor in before if actor.first > sources[0].last] if sources else []
        targets = _joined(clause, inner) or targets
    if predicate.act_kind == "guilt":
        speaking = [actor for actor in before if _is_free(clause, actor)][:1] if predicate.said else []
        return tuple(speaking), sources
    return sources, targets


def _is_the_deed(actor: Actor, predicate: Predicate) -> bool:
    """Whether a phrase only names the deed itself ("a general strike", "military aid"), not somebody."""
    if not actor.event or actor.countries or actor.names or "'s " in actor.text or "’s " in actor.text:
        return False
    return actor.event not in _PEOPLE or (actor.event == predicate.kind and _is_sending(predicate))


def _is_sending(predicate: Predicate) -> bool:
    """Whether what the verb takes is given or sent to somebody ("sent troops to"), not harmed ("wounded troops in")."""
    return predicate.kind in _GIVEN and predicate.act_kind in _SENDING


def _suffering(clause: Clause, before: Sequence[Actor], after: Sequence[Actor], predicate: Predicate) -> tuple[Actor, ...]:
    """The other side of a passive: its subject; of what is given or imposed, those it goes to, else where it is."""
    if (predicate.kind in _GIVEN and predicate.code[:2] in ("06", "07")) or not before:
        led = [actor for actor in after if lead_of(clause, actor) in ("to", "on", "against")]
        return _joined(clause, led) or _subject(clause, before, predicate, bare=True) or _placed(clause, after, predicate)
    return _subject(clause, before, predicate, bare=True)


def _placed(clause: Clause, after: Sequence[Actor], predicate: Predicate) -> tuple[Actor, ...]:
    """The country a measure is taken in ("a curfew was imposed in Assam")."""
    measure = predicate.code[:3] in ("163", "172", "175", "191", "081", "087", "143")
    return tuple(actor for actor in after if measure and lead_of(clause, actor) == "in")[:1]


def _subject(clause: Clause, before: Sequence[Actor], predicate: Predicate, bare: bool = False) -> tuple[Actor, ...]:
    """Who the verb is about: the first phrase before it that no preposition governs, and those joined to it."""
    colon = max((place for place in range(predicate.first) if clause.spoken[place].low == ":"), default=-1)
    inside = [actor for actor in before if actor.first > colon]
    able = [actor for actor in inside if bare or not actor.bare]
    free = [actor for actor in able if _is_free(clause, actor)] or [
        actor for actor in inside[-1:] if _is_free(clause, actor) and predicate.first - actor.last <= 1
    ]
    if predicate.said and "must" not in predicate.frames and len(free) > 1:
        free = free[1:]
    if free:
        return _joined(clause, free, predicate.first)
    harmed = predicate.code[:2] in _HARM and not bare
    return tuple(actor for actor in able[-1:] if not (harmed and lead_of(clause, actor) in _PLACES))


def _is_free(clause: Clause, actor: Actor) -> bool:
    return actor.first == 0 or lead_of(clause, actor) not in _GOVERNING


def _object(clause: Clause, after: Sequence[Actor], predicate: Predicate, joint: bool) -> tuple[Actor, ...]:
    """Whom it is done to: the first phrase after the verb; of what is given or sent, the first it goes to."""
    if _is_sending(predicate):
        led = [actor for actor in after if lead_of(clause, actor) in _TOWARDS]
        direct = [actor for actor in after if actor.first <= predicate.last + 1 and not actor.event]
        after = direct or led or list(after)
    armed = [actor for actor in after if actor.head not in _WEAPONS]
    if predicate.code in ("040", "045", "046"):
        met = [actor for actor in armed if lead_of(clause, actor) in ("with", "between")]
        open_to = [actor for actor in armed if lead_of(clause, actor) not in _PLACES - {"from"}]
        return _joined(clause, open_to if open_to and lead_of(clause, open_to[0]) not in _GOVERNING else met or open_to)
    if joint and predicate.code[:2] in ("05", "06"):
        return _joined(clause, [actor for actor in armed if lead_of(clause, actor) not in ("in", "at")])
    return _joined(clause, armed or after)


def lead_of(clause: Clause, actor: Actor) -> str:
    """The word before a phrase, its articles left out."""
    place = actor.first - 1
    while place > 0 and clause.spoken[place].low in ("the", "a", "an", "its", "their", "his", "her", "all", "some", "both"):
        place -= 1
    return clause.spoken[place].low if place >= 0 else ""


def _is_agent(clause: Clause, actor: Actor, predicate: Predicate) -> bool:
    """Whether "by" leads from a passive verb to this phrase, with at most a place or a time between."""
    between = [word.low for word in clause.spoken[predicate.last : actor.first]]
    if "by" not in between:
        return False
    by = len(between) - 1 - between[::-1].index("by")
    return by <= 8 and len(between) - by <= 3 and not set(between[:by]) & _PARTING


def _joined(clause: Clause, actors: Sequence[Actor], verb: int = -1) -> tuple[Actor, ...]:
    """The first actor and those joined to it by "and" or commas; before a headline's verb a comma alone joins two."""
    kept = list(actors[:1])
    for left, right in pairwise(actors):
        between = [word.low for word in clause.spoken[left.last : right.first]]
        headline = between == [","] and right.last == verb and left.first == 0
        if not headline and (len(between) > 3 or not (set(between) & {"and", "or"} or _listed(clause, right))):
            break
        kept.append(right)
    return tuple(kept)


def _listed(clause: Clause, actor: Actor) -> bool:
    """Whether a phrase stands in a list that ends with "and" soon after it."""
    return clause.spoken[actor.first - 1].low == "," and any(w.low == "and" for w in clause.spoken[actor.last : actor.last + 2])
