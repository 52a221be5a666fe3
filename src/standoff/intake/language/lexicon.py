"""Everything the tables know, found in a sentence in one pass: verbs and nouns of events, agents, countries, names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from standoff.errors import StandoffError
from standoff.intake.language.inflection import noun_forms, verb_phrases
from standoff.intake.language.particles import PARTICLES, particle_of
from standoff.intake.language.words import Word, words
from standoff.intake.tables.countries import countries
from standoff.intake.tables.tables import rows, several

Sort = Literal["verb", "noun", "agent", "country", "organisation", "person"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one phrase of the tables means.

    Attributes:
        sort: which table it is from.
        key: the word in the table (a verb's base form), a country's ISO code, an organisation's code, a person's name.
        kind: act of a verb, kind of an event noun, sector of an agent or organisation.
        code: CAMEO code of a verb, "" where it has none of its own.
    """

    sort: Sort
    key: str
    kind: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found: words `first` up to, not including, `last` of the sequence searched."""

    entry: Entry
    first: int
    last: int


class Lexicon:
    """Phrases to entries; a phrase is a run of words in small letters parted by blanks."""

    def __init__(self, phrases: Iterable[tuple[str, Entry]]) -> None:
        automaton = _automaton()
        table: dict[str, list[Entry]] = {}
        self._parted: dict[str, dict[str, Entry]] = {}
        for phrase, entry in phrases:
            head, _, rest = phrase.partition(" ")
            if entry.sort == "verb" and rest in PARTICLES:
                self._parted.setdefault(head, {})[rest] = entry
            known = table.setdefault(f" {phrase} ", [])
            if entry not in known:
                known.append(entry)
        for phrase, entries in table.items():
            automaton.add_word(phrase, (phrase.count(" ") - 1, tuple(entries)))
        automaton.make_automaton()
        self._automaton = automaton

    def find(self, spoken: Sequence[Word]) -> tuple[Hit, ...]:
        """Every entry in a run of words, by place, the longest phrase of each sort only."""
        joined = " " + " ".join(word.low for word in spoken) + " "
        starts = {0: 0}
        at = 0
        for place, word in enumerate(spoken):
            starts[at] = place
            at += len(word.low) + 1
        starts[at] = len(spoken)
        found: list[Hit] = []
        for end, (length, entries) in self._automaton.iter(joined):
            last = starts[end]
            found.extend(Hit(entry, last - length, last) for entry in entries)
        return self._with_parted(spoken, _longest(found))

    def _with_parted(self, spoken: Sequence[Word], found: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """The hits, with a verb whose particle stands apart in place of the same verb without it."""
        parted: dict[int, Hit] = {}
        for place, word in enumerate(spoken):
            known = self._parted.get(word.low, {})
            particle = particle_of(spoken, place, frozenset(known)) if known else ""
            longer = any(hit.entry.sort == "verb" and hit.first == place and _size(hit) > 1 for hit in found)
            if particle and not longer:
                parted[place] = Hit(known[particle], place, place + 1)
        kept = [hit for hit in found if not (hit.entry.sort == "verb" and hit.first in parted)]
        return tuple(sorted([*kept, *parted.values()], key=lambda hit: (hit.first, hit.last)))


def _longest(found: list[Hit]) -> tuple[Hit, ...]:
    """Hits not inside a longer one of the same sort, nor inside a longer name ("states" in "United States")."""
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.first - hit.last, hit.first)):
        if not any(_hides(known, hit) for known in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda hit: (hit.first, hit.last)))


def _hides(known: Hit, hit: Hit) -> bool:
    alike = known.entry.sort == hit.entry.sort or known.entry.sort in ("country", "organisation")
    return alike and _overlap(known, hit) and _size(known) > _size(hit)


def _overlap(one: Hit, other: Hit) -> bool:
    return one.first < other.last and other.first < one.last


def _size(hit: Hit) -> int:
    return hit.last - hit.first


def _automaton() -> Any:
    try:
        import ahocorasick
    except ImportError as error:
        raise StandoffError('drafting needs pyahocorasick; install it with: pip install "standoff[intake]"') from error
    return ahocorasick.Automaton()


@cache
def general() -> Lexicon:
    """The lexicon of all tables, made once."""
    return Lexicon(general_phrases())


@cache
def general_phrases() -> tuple[tuple[str, Entry], ...]:
    """Every phrase of the tables with what it means."""
    return tuple(_phrases())


def _phrases() -> Iterable[tuple[str, Entry]]:
    for row in rows("verbs"):
        entry = Entry("verb", row["verb"], row["act"], row["cameo"])
        yield from ((form, entry) for form in verb_phrases(row["verb"]))
    for row in rows("nouns"):
        entry = Entry("noun", row["noun"], row["kind"])
        yield from ((form, entry) for form in noun_forms(row["noun"]))
    for row in rows("agents"):
        entry = Entry("agent", row["word"], row["sector"] or "")
        yield from ((form, entry) for form in noun_forms(row["word"]))
    for row in rows("organisations"):
        entry = Entry("organisation", row["code"], row["sector"])
        yield from ((_lowered(name), entry) for name in several(row["name"]))
    for country in countries():
        yield from (
            (_lowered(name), Entry("country", country.iso3, "")) for name in (country.name, *country.aliases, *country.demonyms)
        )
        yield from ((_lowered(name), Entry("country", country.iso3, "GOV")) for name in (*country.capital, *country.governs_as))


def _lowered(name: str) -> str:
    return " ".join(word.low for word in words(name)).removeprefix("the ")
