"""CAMEO codes of acts: what a verb means together with the nouns about it ("launched" + "an offensive").

A verb of a common class (do, end, give, ...) has its code by the kind of noun with it (`tables/kinds.csv`); a verb whose sense
hangs on more ("fire": shells, or at somebody, or a minister) has its senses in `tables/senses.csv`, asked from the top.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from standoff.intake.language.lexicon import Entry
from standoff.intake.tables.tables import rows, several

if TYPE_CHECKING:
    from standoff.intake.coding.clauses import Clause

_COLUMNS = MappingProxyType(
    {
        "do": "do",
        "end": "end",
        "give": "give",
        "host": "do",
        "violate": "violate",
        "try": "do",
        "weak": "do",
        "take": "do",
        "launch": "do",
        "fly": "give",
        "drop": "end",
        "suspend": "end",
        "say": "do",
        "pay": "give",
        "join": "do",
    }
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One sense of a verb; every condition that is not empty must hold.

    Attributes:
        noun: kinds of which one must stand near the verb; `anywhere` in the clause.
        sector: sectors of agents and organisations of which one must stand in the clause; `without` of which none may.
        word: words of which one must stand in the clause; `verb` base forms of which it must be one.
        code: CAMEO, "" where the verb then tells nothing.
    """

    noun: tuple[str, ...]
    anywhere: frozenset[str]
    sector: frozenset[str]
    without: frozenset[str]
    word: frozenset[str]
    verb: frozenset[str]
    code: str


def act_code(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    """CAMEO code of an act and the kind of the noun that decided it; ("", "") where the verb tells nothing by itself.

    Args:
        verb: entry of the verb.
        nouns: kinds of the event nouns about it, nearest first.
        clause: the clause, for what its sense hangs on besides.
    """
    for sense, kind in _fitting(verb, nouns, clause):
        return (verb.code if sense.code == "=" else sense.code), kind
    column = _COLUMNS.get(verb.kind)
    if column is None:
        return ("", "") if verb.kind in senses() else (verb.code, nouns[0] if nouns else "")
    if column == "do" and "ending" in nouns:
        column, nouns = "end", nouns[nouns.index("ending") + 1 :]
    for kind in nouns:
        code = kind_codes().get(kind, {}).get(column, "")
        if code:
            return _joint(code, clause), kind
    named = next((kind for kind in nouns[:1] if not any(kind_codes()[kind][other] for other in _COLUMNS.values())), "")
    return ("" if verb.kind == "say" else verb.code), named


def _joint(code: str, clause: Clause) -> str:
    """Manoeuvres held together are cooperation, those held alone a show of force."""
    together = {word.low for word in clause.spoken} & {"joint", "jointly", "together", "with"}
    armies = [hit for hit in clause.hits if hit.entry.sort in ("country", "organisation")]
    joined = len({hit.entry.key for hit in armies[:2]}) == 2 and any(word.low == "and" for word in clause.spoken)
    drill = code == "150" and any(hit.entry.kind == "drill" for hit in clause.hits)
    return "062" if drill and (together or joined) else code


def _fitting(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> Iterator[tuple[Sense, str]]:
    """The senses that fit, the first being the one meant, each with the noun that decided it."""
    own = senses().get(verb.kind, ())
    if not own:
        return
    lows = {word.low for word in clause.spoken}
    kinds = {hit.entry.kind for hit in clause.hits if hit.entry.sort == "noun"}
    sectors = {hit.entry.kind for hit in clause.hits if hit.entry.sort in ("agent", "organisation")}
    for sense in own:
        near = next((kind for kind in nouns if kind in sense.noun), "")
        far = next(iter(sorted(kinds & sense.anywhere)), "")
        if sense.without & sectors or (sense.noun and not near) or (sense.anywhere and not far):
            continue
        asked = ((sense.sector, sectors), (sense.word, lows), (sense.verb, {verb.key}))
        if all(not wanted or wanted & there for wanted, there in asked):
            yield sense, near or far


@cache
def kind_codes() -> MappingProxyType[str, dict[str, str]]:
    """CAMEO codes by kind of event noun and class of verb (`kinds.csv`)."""
    return MappingProxyType({row["kind"]: row for row in rows("kinds")})


@cache
def senses() -> MappingProxyType[str, tuple[Sense, ...]]:
    """The senses of each class of verb that has some of its own (`senses.csv`), in the order they are asked."""
    found: dict[str, tuple[Sense, ...]] = {}
    for row in rows("senses"):
        found[row["act"]] = (*found.get(row["act"], ()), _sense(row))
    return MappingProxyType(found)


def _sense(row: dict[str, str]) -> Sense:
    sets = {name: frozenset(several(row[name])) for name in ("anywhere", "sector", "without", "word", "verb")}
    return Sense(noun=several(row["noun"]), code=row["code"], **sets)
