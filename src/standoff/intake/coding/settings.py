"""Sentences about games, whose victories, attacks and defeats are none: words of sport from the tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from standoff.intake.language.lexicon import Hit
from standoff.intake.language.words import Word
from standoff.intake.tables.tables import rows

_SCORE = re.compile(r"\d{1,3}[-–:]\d{1,3}\Z")


_POLITICAL = frozenset(("GOV", "MIL", "COP", "REB", "UAF", "JUD", "OPP", "LEG", "IGO"))
_OF_BOTH = frozenset(("captain", "leader", "king", "prince", "state", "national", "official", "forces", "president", "general"))


def is_played(spoken: Sequence[Word], hits: Sequence[Hit]) -> bool:
    """Whether a sentence tells of sport: two of its words, one that is used of nothing else, or a score beside one.

    Nobody of politics may stand in it: "police arrested fans before the match" is an event.
    """
    if any(hit.entry.kind in _POLITICAL and hit.entry.sort == "agent" and hit.entry.key not in _OF_BOTH for hit in hits):
        return False
    lows = [word.low for word in spoken]
    joined = f" {' '.join(lows)} "
    sure = any(f" {word} " in joined for word in _words("sure"))
    often = sum(f" {word} " in joined for word in _words("often"))
    return sure or often > 1 or (often > 0 and any(_SCORE.match(low) for low in lows))


@cache
def _words(strength: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows("sports") if row["strength"] == strength)
