"""Words around an act that say it is willed, possible, asked for, refused or not so: "will", "plans to", "no", "without"."""

from __future__ import annotations

from types import MappingProxyType

from standoff.intake.coding.clauses import Clause
from standoff.intake.coding.verbs import AUXILIARIES, BE, FUTURE, HAVE, MUST, NEGATION, POSSIBLE
from standoff.intake.language.inflection import noun_forms
from standoff.intake.tables.tables import listed

FRAMES = frozenset(
    (
        "intend",
        "possible",
        "demand",
        "urge",
        "order",
        "refuse",
        "deny",
        "threaten",
        "prepare",
        "allow",
        "prevent",
        "accept",
        "fail",
    )
)
"""Frames that a verb may open; "must" and "not" come from bare words besides."""

_FRAME_NOUNS = MappingProxyType(
    {
        form: frame
        for frame, nouns in (
            ("intend", "plan readiness willingness offer pledge promise decision commitment intention intent consent"),
            ("intend", "agreement proposal vow undertaking deal accord"),
            ("threaten", "threat"),
            ("refuse", "refusal reluctance unwillingness"),
            ("urge", "appeal call request plea"),
            ("demand", "demand"),
            ("order", "order"),
            ("fail", "failure inability"),
        )
        for noun in nouns.split()
        for form in noun_forms(noun)
    }
)
_DENYING = listed("neither nor none hardly scarcely")
_READY = listed("ready willing prepared poised keen")
_UNSURE = listed("rumours rumors rumour rumor fears speculation suggestions")


def frame_of(clause: Clause, place: int) -> str:
    """The frame a bare word opens: will, must, may, not, a plan to; "" where it opens none.

    Args:
        clause: the clause.
        place: the word; it opens no frame where it is a verb of the lexicon.
    """
    spoken = clause.spoken
    low = spoken[place].low
    if low in FUTURE:
        return "intend"
    following = spoken[place + 1].low if place + 1 < len(spoken) else ""
    if low in MUST or (low in HAVE and following == "to"):
        return "must"
    if low in POSSIBLE:
        return "possible"
    if low in NEGATION or low in _DENYING or _is_no(clause, place):
        return "not"
    if low == "yet" and following == "to":
        return "not"
    if low in _UNSURE and following in ("that", "of"):
        return "possible"
    if low == "without" and place + 1 in clause.verbal:
        return "not"
    if low == "longer" and place and spoken[place - 1].low == "no":
        return "not"
    return _before_infinitive(clause, place)


def _before_infinitive(clause: Clause, place: int) -> str:
    """The frame of a "to" before an infinitive: "are to hold", "China to lend", "plans to pull out"."""
    spoken = clause.spoken
    if spoken[place].low != "to" or not place or place + 1 not in clause.verbal:
        return ""
    before = spoken[place - 1]
    if before.low in BE - {"got", "get"}:
        return "intend"
    if place - 1 in clause.verbal:
        return ""
    if before.low in _READY and place > 1 and place - 2 in clause.verbal and spoken[place - 2].low not in BE:
        return "intend"
    if before.low in _FRAME_NOUNS:
        return _FRAME_NOUNS[before.low]
    alone = not any(at <= place for at in clause.verbal)
    alone = alone and not any(word.low in AUXILIARIES or word.low.endswith("ed") for word in spoken[: place - 1])
    return "intend" if alone and before.capital else ""


def _is_no(clause: Clause, place: int) -> bool:
    """Whether "no" denies what follows: "no soldiers defected", "has no plans to", but not "no longer" or "no matter"."""
    if clause.spoken[place].low != "no" or place + 1 >= len(clause.spoken):
        return False
    following = clause.spoken[place + 1].low
    if following in ("longer", "matter", "doubt", "-", "one"):
        return following == "one"
    near = range(place + 1, min(place + 4, len(clause.spoken)))
    somebody = any(hit.entry.sort in ("agent", "noun", "country") and hit.first in near for hit in clause.hits)
    return somebody or any(clause.spoken[at].low in _FRAME_NOUNS for at in near)
