"""Who is named in a clause: noun phrases that hold a country, an organisation, an agent or a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.intake.language.lexicon import Hit
from standoff.intake.language.words import Word
from standoff.intake.tables.tables import listed

_BREAKS = listed(
    "and or but nor , ; : . ? ! – — - in on at by to from with against for over into through between among about under after"
    " before during"
    " than that which who whom whose where when while as if because since until unless although though despite amid per via"
    " toward"
    " towards within without near outside inside around behind beyond across along upon off out up down not no it they he she"
    " we i"
    " his her its their them him us there here this these those such so then yet both either neither is are was were be been"
    " being"
    " has have had do does did will would shall should may might can could must"
)
_SINGLE_PEOPLE = listed("activist protester man woman person journalist demonstrator lawmaker candidate")
_ARTICLES = listed("the a an some any all each every several many most other another")
_TITLES = listed(
    "president mr mr. mrs. ms. dr. gen. general lt. col. colonel maj. major capt. captain sen. senator rep. admiral minister"
    " premier"
    " chancellor king queen prince sheikh emir sultan ayatollah judge archbishop bishop pope secretary ambassador envoy"
    " governor"
    " commander chairman spokesman spokeswoman leader chief deputy interim"
)
_FOLLOW_NAMES = listed("'s has had have is was will would said says and")
_NATURE = listed("snow rain rains fog ice wind winds storms floods flooding lightning malaria cholera ebola heat drought fire")
_AFTER_HEADS = listed("of 's loyal each alike dead alive close opposed hostile responsible present abroad alone")
_DEEDS_TO_COME = listed("attempt attempts bid plan plans effort efforts move decision vow threat refusal promise pledge")
_SORTS = ("agent", "country", "organisation", "person")


@dataclass(frozen=True, slots=True)
class Actor:
    """One noun phrase that names somebody.

    Attributes:
        first, last: its words in the clause, the last not included; `start`, `end` its characters in the text.
        text: as written.
        countries: ISO codes named in it; `sectors` what its agents are (GOV, MIL, COP, OPP, ...), in order.
        names: keys of organisations and people in it; `head` the last word, in small letters.
        bare: whether its head names nobody ("Serbia's suppression"); `event` kind of an event noun in it, "" where none.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    names: tuple[str, ...]
    head: str
    bare: bool
    event: str

    @property
    def sector(self) -> str:
        """What it is in the main: the last of its agents, "" for a bare country."""
        return self.sectors[-1] if self.sectors else ""


def actors_in(text: str, spoken: Sequence[Word], hits: Sequence[Hit], verbal: frozenset[int]) -> tuple[Actor, ...]:
    """The actors of a clause in order.

    Args:
        text: the text the words' offsets count in.
        spoken: words of the clause.
        hits: what the lexicon found in them.
        verbal: places of words that are verbs here, which end a noun phrase.
    """
    hits = [hit for hit in hits if hit.entry.sort not in ("country", "organisation") or spoken[hit.first].capital]
    named = {place for hit in hits if hit.entry.sort in _SORTS for place in range(hit.first, hit.last)}
    inner = {place for hit in hits if hit.entry.sort in _SORTS for place in range(hit.first, hit.last - 1)}
    found = []
    for first, last in _phrases(spoken, verbal, inner):
        if any(place in named or _is_name(spoken, place, verbal) for place in range(first, last)):
            found.append(_actor(text, spoken, hits, *_trimmed(spoken, first, last)))
    return tuple(found)


def _phrases(spoken: Sequence[Word], verbal: frozenset[int], inner: set[int]) -> list[tuple[int, int]]:
    """Runs of words between the words that end a noun phrase; "of" and a possessive hold one together."""
    runs: list[tuple[int, int]] = []
    first = 0
    for place in range(len(spoken) + 1):
        ends = place == len(spoken) or ((spoken[place].low in _BREAKS or place in verbal) and place - 1 not in inner)
        opens = not ends and place > first and (_opens(spoken, place) or spoken[place - 1].low in _SINGLE_PEOPLE)
        if ends or opens:
            if first < place:
                runs.append((first, place))
            first = place + ends
    return runs


def _opens(spoken: Sequence[Word], place: int) -> bool:
    """Whether an article begins a new phrase here."""
    return spoken[place].low in ("the", "a", "an") and spoken[place - 1].low != "of"


def _trimmed(spoken: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    while first < last - 1 and (spoken[first].low in _ARTICLES or spoken[first].low in ("of", "'s")):
        first += 1
    while first < last - 1 and (spoken[last - 1].low in _AFTER_HEADS or _is_participle(spoken[last - 1])):
        last -= 1
    to = last < len(spoken) and spoken[last].low == "to"
    while to and first < last - 1 and (spoken[last - 1].low in _DEEDS_TO_COME or spoken[last - 1].low == "'s"):
        last -= 1
    return first, last


def _is_participle(word: Word) -> bool:
    return word.low.endswith("ed") and len(word.low) > 4 and not word.capital


def _is_name(spoken: Sequence[Word], place: int, verbal: frozenset[int]) -> bool:
    """A capitalised word that does not merely begin the sentence: the first of two, or one that a verb follows at once."""
    word = spoken[place]
    if not word.capital or len(word.text) < 2 or word.low in _NATURE:
        return False
    if place > 0 or len(spoken) < 2:
        return place > 0
    return spoken[1].capital or spoken[1].low in _FOLLOW_NAMES or (1 in verbal and len(word.text) > 2)


def _actor(text: str, spoken: Sequence[Word], hits: Sequence[Hit], first: int, last: int) -> Actor:
    inside = [hit for hit in hits if first <= hit.first and hit.last <= last and hit.entry.sort in _SORTS]
    sectors = [hit.entry.kind for hit in inside if hit.entry.kind]
    if any(spoken[place].low in _TITLES for place in range(first, last)) and not sectors:
        sectors.append("GOV")
    start, end = spoken[first].start, spoken[last - 1].end
    told = [hit for hit in hits if hit.entry.sort == "noun" and first <= hit.first and hit.last <= last]
    people = any(hit.last == last and hit.entry.sort == "agent" for hit in inside)
    event = next((hit.entry.kind for hit in told if not _in_longer(hit, inside) and (hit.last == last or not people)), "")
    return Actor(
        first,
        last,
        start,
        end,
        text[start:end],
        tuple(dict.fromkeys(hit.entry.key for hit in inside if hit.entry.sort == "country")),
        tuple(sectors),
        tuple(hit.entry.key for hit in inside if hit.entry.sort in ("organisation", "person")),
        spoken[last - 1].low,
        not (
            any(hit.last == last for hit in inside) or spoken[last - 1].capital or (not event and _of_a_country(spoken, inside))
        ),
        event,
    )


def _in_longer(noun: Hit, inside: Sequence[Hit]) -> bool:
    """Whether a noun of events is only part of a name of people ("aid" in "aid workers")."""
    return any(
        hit.first <= noun.first and noun.last <= hit.last and hit.last - hit.first > noun.last - noun.first for hit in inside
    )


def _of_a_country(spoken: Sequence[Word], inside: Sequence[Hit]) -> bool:
    """Whether a phrase names people by their country ("Turkish fishermen"), not a thing of a country ("China's mines")."""
    return any(
        hit.entry.sort == "country" and hit.last < len(spoken) and spoken[hit.last].low not in ("'s", "of") for hit in inside
    )
