"""The rules that turn an event told in a sentence into one of the case format's codes (`tables/rules.csv`).

A rule looks at the act, at who does it and to whom, and at words about it. The first that fits wins, in the order of the table;
what none fits stays uncoded. Each has a name that the draft shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from standoff.intake.tables.tables import rows, several
from standoff.intake.values import Told


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: what the draft shows; `code` of the case format; `why` it is that code, in a sentence.
        acts: CAMEO codes or roots of the bare act; `verbs` base forms; `kinds` of event nouns, or acts of verbs: any of the
            three.
        by, to: parts the doer and the other side must play (`roles.py`), one of them each; empty asks nothing.
        about: words of which one must stand in the clause; `without` words of which none may.
        framed: frames of which one must stand around the act; `also` frames of which one must stand there besides.
        bare: whether refusal and negation must be absent; `either` whether doer and other side may change places.
        told: the modality where the rule knows better than the frames ("refused to fire" is done, not denied); "" otherwise.
        extra: "passive" or "said": the verb must stand in the passive, or in what the doer says.
    """

    name: str
    code: str
    why: str
    acts: tuple[str, ...]
    verbs: frozenset[str]
    kinds: frozenset[str]
    by: frozenset[str]
    to: frozenset[str]
    about: frozenset[str]
    without: frozenset[str]
    framed: frozenset[str]
    also: frozenset[str]
    extra: frozenset[str]
    bare: bool
    either: bool
    told: Told | None


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order they are tried."""
    return tuple(_rule(row) for row in rows("rules"))


def _rule(row: dict[str, str]) -> Rule:
    sets = {
        name: frozenset(several(row[name]))
        for name in ("verbs", "kinds", "by", "to", "about", "without", "framed", "also", "extra")
    }
    return Rule(
        name=row["name"],
        code=row["code"],
        why=row["why"],
        acts=several(row["acts"]),
        bare=row["bare"] == "yes",
        either=row["either"] == "yes",
        told=cast(Told, row["told"]) if row["told"] else None,
        **sets,
    )
