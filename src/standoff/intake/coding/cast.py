"""Who is who in a page: the people and forces of a case, or the ruler and challenger a page itself names."""

from __future__ import annotations

import re
import typing
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from standoff.case.values import Case, Force, Tier
from standoff.intake.coding.actors import Actor
from standoff.intake.language.lexicon import Entry, Lexicon, general_phrases
from standoff.intake.language.words import folded, words
from standoff.intake.tables.countries import Country, countries, country_of
from standoff.intake.tables.tables import listed, rows, several

_PLAIN = listed(
    "the of and or a an in for president general prime minister government national united party front assembly movement"
    " opposition army"
    " state states people committee council led leader leaders then his her later with by from democratic alliance coalition"
    " union"
)
_CHALLENGER_WORDS = (
    r"(?i:opposition leader|interim president|self-(?:proclaimed|declared)(?: interim)? president|rival president)"
)
_RULER_WORDS = r"(?i:President|Prime Minister|Emperor|King|Dictator|strongman)"
_NAME = r"((?:[A-ZÀ-Þ][\w'’-]+ ){0,2}[A-ZÀ-Þ][\w'’-]+)"
_KINDS = {
    "army": ("army", "armed forces", "military", "soldiers", "troops"),
    "navy": ("navy", "naval"),
    "air_force": ("air force",),
    "gendarmerie": ("national guard", "gendarmerie", "guardsmen", "guardsman", "gendarmes"),
    "police": ("police", "policemen", "riot police"),
    "guard": ("presidential guard", "republican guard", "palace guard", "royal guard"),
    "intelligence": ("intelligence", "secret police", "security service"),
    "paramilitary": ("paramilitary", "paramilitaries", "militia", "militias", "gangs"),
}


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name a person or a side, in small letters: any of them in a phrase names it."""

    role: str
    spoken: tuple[str, ...]


@dataclass(frozen=True)
class Cast:
    """Who plays which part.

    Attributes:
        iso3: the country the page is about, "" where unknown.
        ruler, challenger: as a row would write them, "" where unknown; `names` the words that name them.
        forces: those of the case; empty without one.
        patron: the case's foreign patrons in words.
        guessed: whether it was read off the page rather than off a case.
    """

    iso3: str
    ruler: str
    challenger: str
    names: tuple[Name, ...]
    forces: tuple[Force, ...] = ()
    patron: str = ""
    guessed: bool = False

    @cached_property
    def lexicon(self) -> Lexicon:
        """The general lexicon, and the names of this cast."""
        named = [(word, Entry("person", name.role, "")) for name in self.names for word in name.spoken]
        forces = [
            (phrase, Entry("agent", force.name, _sector(force))) for force in self.forces for phrase in _force_names(force)
        ]
        return Lexicon((*general_phrases(), *named, *forces))

    def force_of(self, actor: Actor, spoken: str) -> str:
        """The force of the case a phrase names, "" where it names none or more than one."""
        low = " " + " ".join(word.low for word in words(spoken)) + " "
        by_name = [force.name for force in self.forces if any(f" {phrase} " in low for phrase in _force_names(force))]
        if by_name:
            return by_name[0] if len(set(by_name)) == 1 else ""
        kinds = [kind for kind, phrases in _KINDS.items() if any(f" {phrase} " in low for phrase in phrases)]
        fitting = [force.name for force in self.forces if force.kind in kinds[:1]]
        general = kinds[:1] == ["army"] and re.search(r"armed forces|military|troops|soldiers", low)
        return fitting[0] if len(fitting) == 1 and not general else ""


def cast_of_case(case: Case) -> Cast:
    """The cast of a case: its country, people, forces and patron."""
    names = (Name("ruler", _name_words(case.order_giver)), Name("challenger", _name_words(case.challenger)))
    return Cast(case.iso3, case.order_giver, case.challenger, names, case.forces, case.background.foreign_patron)


def cast_of_page(text: str) -> Cast:
    """A cast read off a page: the country named most, "President X", "opposition leader Y"; empty where it names none."""
    challengers = Counter(re.findall(rf"{_CHALLENGER_WORDS},? {_NAME}", text))
    rivals = {folded(name).split()[-1] for name in challengers}
    rulers = Counter(name for name in re.findall(rf"{_RULER_WORDS} {_NAME}", text) if folded(name).split()[-1] not in rivals)
    ruler, challenger = _most(rulers), _most(challengers)
    names = tuple(
        Name(role, (folded(name).split()[-1],)) for role, name in (("ruler", ruler), ("challenger", challenger)) if name
    )
    country = _country_named_most(text)
    return Cast("" if country is None else country.iso3, ruler, challenger, names, guessed=True)


def _most(found: Counter[str]) -> str:
    return max(found, key=lambda name: (found[name], len(name)), default="")


def _country_named_most(text: str) -> Country | None:
    spoken = Counter(folded(word) for word in re.findall(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?", text))
    found: Counter[str] = Counter()
    for country in countries():
        found[country.iso3] = sum(spoken[folded(name)] for name in (country.name, *country.demonyms, *country.capital))
    best, count = found.most_common(1)[0]
    return country_of(best) if count else None


def _name_words(text: str) -> tuple[str, ...]:
    """The words of a name that name it alone: capitalised ones that are no title, abbreviations too."""
    found: list[str] = []
    for part in re.split(r"[,;()]| and | with ", text):
        capital = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", part) if word[:1].isupper() and folded(word) not in _PLAIN]
        if capital and len(folded(capital[-1])) > 2:
            found.extend({folded(capital[-1]), folded(" ".join(capital))})
    return tuple(dict.fromkeys(found))


def _force_names(force: Force) -> tuple[str, ...]:
    """Ways a page writes a force: its name, and each of the names it joins ("SEBIN and DGCIM")."""
    parts = [folded(part).strip() for part in re.split(r" and | with |[,;()/]", force.name)]
    whole = " ".join(word.low for word in words(force.name))
    return tuple(
        dict.fromkeys(name for name in (whole, *parts) if len(name) > 3 and name not in ("army", "police", "troops", "its"))
    )


def _sector(force: Force) -> str:
    return {"police": "COP", "intelligence": "SPY", "paramilitary": "UAF"}.get(force.kind, "MIL")


def tier_of(spoken: str) -> Tier:
    """Who acts within the forces, from the words of a phrase; "none" where it names no soldier.

    Example:
        >>> tier_of("27 guardsmen"), tier_of("the defence minister"), tier_of("an army battalion")
        ('troops', 'command', 'unit')
    """
    low = f" {folded(spoken)} "
    for row in rows("tiers"):
        if re.search(rf" (?:{'|'.join(several(row['words']))})s? ", low):
            return typing.cast(Tier, row["tier"])
    return "none"
