"""Verbs whose particle stands apart from them: "pulled its soldiers out", "shot two men dead", "handed the suspects over"."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.intake.language.words import Word
from standoff.intake.tables.tables import listed

PARTICLES = listed("out off back up down away over aside free dead hostage prisoner ablaze alight in")
"""Words that belong to a verb before them although other words may stand between."""

_PREPOSITIONS_TOO = listed("in over up down off")
_OBJECT_ENDS = listed(
    "to that which who and or but for with at from by on into against if as , ; : . is are was were be been has have had will"
    " would not"
)
_REACH = 7


def particle_of(spoken: Sequence[Word], place: int, wanted: frozenset[str]) -> str:
    """The particle that stands apart after a verb, "" where none does.

    Args:
        spoken: the words.
        place: where the verb stands.
        wanted: particles the verb may have.
    """
    for at in range(place + 1, min(place + _REACH, len(spoken))):
        low = spoken[at].low
        if low in wanted and at > place + 1 and (low not in _PREPOSITIONS_TOO or _ends_object(spoken, at)):
            return low
        if low in _OBJECT_ENDS:
            return ""
    return ""


def _ends_object(spoken: Sequence[Word], at: int) -> bool:
    """Whether nothing follows that a preposition could govern: "sent troops in." but not "sent troops in June"."""
    return at + 1 == len(spoken) or spoken[at + 1].low in _OBJECT_ENDS
