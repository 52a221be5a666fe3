"""From the codes of a feed to ours, by the rules of `feed_rules.csv`: the first that fits, and none where none does.

CAMEO and PLOVER know neither the ruler nor the leader of his challengers. A rule therefore asks who the parties are, in words
that all must hold: roles (`forces`, `government|forces`: either), `!forces` for not so, `home` for of the country or of none
known, `foreign` for an organisation of states and for known to be of another, `none` for nobody named; ` or ` parts
alternatives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from standoff.case.codes import EVENT_CODES
from standoff.case.values import Case, Confidence
from standoff.intake.feeds.values import Party, Record
from standoff.intake.language.words import folded
from standoff.intake.tables.tables import rows
from standoff.intake.values import Told

_DEATHS = re.compile(r"\b(?:kill(?:ed|s|ing)?|dead|died|dies|deaths?|massacre[ds]?|shot dead)\b", re.IGNORECASE)
_NO_DEATHS = re.compile(r"\b(?:no(?:body|ne)?|not|without)\b[^.;]{0,25}\b(?:killed|died|deaths?|dead|fatalit)", re.IGNORECASE)
_PEOPLE = "people|persons|protesters|demonstrators|activists|supporters|opponents|members|students|workers|civilians"
_MANY = re.compile(
    r"\b(?:dozens|scores|hundreds|thousands|mass arrests?|many|several dozen)\b"
    rf"|\b(?:[1-9][0-9]|[1-9][0-9,]{{2,}}) (?:\w+ ){{0,3}}(?:{_PEOPLE})\b"
    r"|\b(?:arrest(?:ed|s)?|detain(?:ed|s)?) (?:at least |about |around |over |more than )?[1-9][0-9]+\b",
    re.IGNORECASE,
)
LEAST_OF_MANY = 10
"""From how many people arrested on they are many."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: its conditions, what it proposes ("" for nothing, and no later rule is asked) and why.

    `swap`: the draft's actor is the target of the row, as where police break up the protest that the row is about.
    """

    scheme: str
    event: str
    code: str
    actor: str
    target: str
    needs: str
    modality: Told
    confidence: Confidence
    swap: bool
    goes_on: bool
    reads: str
    reason: str


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which they are asked."""
    return tuple(map(_rule, rows("feed_rules")))


def _rule(row: dict[str, str]) -> Rule:
    words = {key: row[key] for key in ("scheme", "event", "code", "actor", "target", "needs", "reads", "reason")}
    modality: Told = "planned" if row["modality"] == "planned" else "done"
    confidence: Confidence = "medium" if row["confidence"] == "medium" else "low"
    return Rule(**words, modality=modality, confidence=confidence, swap=row["swap"] == "yes", goes_on=row["goes_on"] == "yes")


def rules_for(record: Record, home: str, case: Case | None) -> tuple[Rule, ...]:
    """The rules that make something of a record; usually one, none where no code of ours fits.

    Args:
        record: the event.
        home: ISO letters of the country the standoff is in; "" where none was named: then the place of the event, or the
            country of its target, or of its actor where neither is known.
        case: for the name of the challenger, None where there is no case.
    """
    if record.scheme == "standoff":
        return (_own(record.event),)
    asked = _rules_of(record.scheme, record.event)
    places = (home,) if home else (record.country, record.target.country)
    for place in dict.fromkeys(filter(None, places)) or (record.actor.country,):
        found = _fitting(asked, record, place, case)
        if found:
            return found
    return ()


def _fitting(asked: tuple[Rule, ...], record: Record, home: str, case: Case | None) -> tuple[Rule, ...]:
    found: list[Rule] = []
    for rule in asked:
        if _fits(rule, record, home, case):
            found += [rule] if rule.code else []
            if not rule.goes_on:
                break
    return tuple(found)


@lru_cache(maxsize=1024)
def _rules_of(scheme: str, event: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if rule.scheme == scheme and event.startswith(rule.event))


def _own(code: str) -> Rule:
    words = EVENT_CODES[code].meaning
    return Rule("standoff", code, code, "any", "any", "", "done", "medium", False, False, code.replace("_", " "), words)


def _fits(rule: Rule, record: Record, home: str, case: Case | None) -> bool:
    parties = is_so(rule.actor, record.actor, home) and is_so(rule.target, record.target, home)
    return parties and _has(rule.needs, record, case)


def is_so(words: str, party: Party, home: str) -> bool:
    """Whether a party is what the words of a rule ask, seen from a country.

    Example:
        >>> is_so("government|forces foreign", Party("Russia", "RUS", frozenset({"government", "state"})), "GEO")
        True
    """
    return any(all(_holds(word, party, home) for word in part) for part in _alternatives(words))


@lru_cache(maxsize=512)
def _alternatives(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part.split()) for part in words.split(" or "))


def _holds(word: str, party: Party, home: str) -> bool:
    if word.startswith("!"):
        return not _holds(word[1:], party, home)
    if word in _RELATIONS:
        return _related(word, party, home)
    return any(role in party.roles for role in word.split("|"))


_RELATIONS = frozenset({"any", "none", "home", "foreign"})


def _related(word: str, party: Party, home: str) -> bool:
    if word == "any":
        return True
    if word == "none":
        return not party.name
    at_home = not home or party.country == home or (not party.country and "organisation" not in party.roles)
    return at_home if word == "home" else not at_home


def _has(needs: str, record: Record, case: Case | None) -> bool:
    if needs == "deaths":
        return tells_of_deaths(record)
    if needs == "no deaths":
        return not tells_of_deaths(record)
    if needs == "many":
        counted = record.size is not None and record.scheme != "acled"  # ACLED's size is that of a crowd
        return (counted and (record.size or 0) >= LEAST_OF_MANY) or bool(_MANY.search(record.text))
    if needs == "challenger":
        return case is not None and names_challenger(case.challenger, record)
    return True


def tells_of_deaths(record: Record) -> bool:
    """Whether the row counts deaths or, where it has no count, speaks of them."""
    if record.deaths is not None:
        return record.deaths > 0
    return bool(_DEATHS.search(record.text)) and not _NO_DEATHS.search(record.text)


def names_challenger(challenger: str, record: Record) -> bool:
    """Whether the target, or the sentence of the row, bears the surname of the person a case names first as its challenger."""
    name = surname(challenger)
    words = folded(f"{record.target.name} {record.text}")
    return bool(name) and re.search(rf"\b{re.escape(name)}\b", words) is not None


@lru_cache(maxsize=8)
def surname(challenger: str) -> str:
    """The last word of the first name in the words of a case, small letters without accents; "" where it names no person.

    Example:
        >>> surname("Juan Guaidó and the National Assembly"), surname("protesters of the Maidan")
        ('guaido', '')
    """
    first = re.split(r",|;|\(| and | with ", challenger)[0].split()
    person = 2 <= len(first) <= 4 and all(word[:1].isupper() for word in first)
    return folded(first[-1]) if person and len(first[-1]) > 3 else ""


def cameo_of_name(name: str) -> str:
    """The CAMEO code of an event's name as ICEWS writes it; "" where the table does not hold it.

    Example:
        >>> cameo_of_name("Demonstrate or rally")
        '141'
    """
    return _names().get(" ".join(name.casefold().split()), "")


@cache
def _names() -> MappingProxyType[str, str]:
    return MappingProxyType({row["name"].casefold(): row["code"] for row in rows("cameo_names")})
