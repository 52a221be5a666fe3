"""Who is who in a page: the people and forces of a case, or the ruler and challenger a page itself names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from standoff.case.values import Case, Force
from standoff.intake.coding.forces import force_names
from standoff.intake.language.lexicon import Entry, Lexicon, general_phrases
from standoff.intake.language.words import folded
from standoff.intake.tables.countries import Country, countries, country_of
from standoff.intake.tables.tables import listed

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
_NAMING = re.compile(r"[A-ZÀ-Þ]|(?:al|el|as|ash|ad|ibn|ben|bin)-[A-ZÀ-Þ]")
_NAME = r"((?:[A-ZÀ-Þ][\w'’-]+ ){0,2}[A-ZÀ-Þ][\w'’-]+)"


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name a person or a side, in small letters: any of them in a phrase names it."""

    role: str
    spoken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
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

    @property
    def lexicon(self) -> Lexicon:
        """The general lexicon, and the names of this cast."""
        return _lexicon(self.names, self.forces)


@lru_cache(maxsize=8)
def _lexicon(names: tuple[Name, ...], forces: tuple[Force, ...]) -> Lexicon:
    named = [(word, Entry("person", name.role, "")) for name in names for word in name.spoken]
    armed = [(phrase, Entry("agent", force.name, _sector(force))) for force in forces for phrase in force_names(force)]
    return Lexicon((*general_phrases(), *named, *armed))


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
        named = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", part) if _NAMING.match(word) and folded(word) not in _PLAIN]
        if named and len(folded(named[-1])) > 2:
            bare = re.sub(r"^[a-z]{2,3}-", "", folded(named[-1]))
            found.extend({folded(named[-1]), folded(" ".join(named)), bare})
    return tuple(dict.fromkeys(found))


def _sector(force: Force) -> str:
    return {"police": "COP", "intelligence": "SPY", "paramilitary": "UAF"}.get(force.kind, "MIL")
