"""The clauses of a sentence in which something may be told, and which of their words are verbs there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from standoff.intake.coding.verbs import AUXILIARIES, PRONOUNS, verbal_places
from standoff.intake.language.lexicon import Hit, Lexicon
from standoff.intake.language.words import Word, telling, words
from standoff.intake.tables.tables import listed

_SUBORDINATORS = listed(
    "after before because while when whenever despite following amid since although though unless if until where whereas lest"
    " as"
    " given whether"
)
_RELATIVES = listed("who which whom whose where")
_SAID = listed("said says say saying told tell insists think thinks hope hopes believe believes warn warns fear fears")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence with its own predicate.

    Attributes:
        spoken: its words; `hits` what the lexicon found in them; `verbal` places of words that are verbs here.
        led_by: the word that made it depend on another ("if", "after", "who"), "" for a main clause.
    """

    spoken: tuple[Word, ...]
    hits: tuple[Hit, ...]
    verbal: frozenset[int]
    led_by: str = ""


def clauses(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> tuple[Clause, ...]:
    """The clauses of one sentence, the main one first; what is only attribution ("..., police said") is left out."""
    return sentence_of(text, lexicon, start, end).clauses


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in clauses.

    Attributes:
        clauses: the main one first.
        attribution: what only says who said it ("..., the minister told reporters"); None where nothing does.
        spoken: every word that may tell something.
    """

    clauses: tuple[Clause, ...]
    attribution: Clause | None
    spoken: tuple[Word, ...]


def sentence_of(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> Sentence:
    """One sentence in clauses.

    Args:
        text: the page; offsets count in it.
        lexicon: the words known.
        start: first character of the sentence.
        end: the character after its last; the text's end when None.
    """
    spoken = _without_dateline(telling(words(text, start, end)))
    while spoken and spoken[0].low == ",":
        spoken = spoken[1:]
    told, attributing = _parted_from_attribution(spoken, lexicon)
    made = [_clause(piece, lead, lexicon) for piece, lead in _pieces(told, lexicon) if piece]
    by = _clause(attributing, "", lexicon) if attributing else None
    return Sentence(tuple(sorted(made, key=lambda clause: bool(clause.led_by))), by, spoken)


def _without_dateline(spoken: tuple[Word, ...]) -> tuple[Word, ...]:
    """The sentence without the place and agency before its dash: "KABUL (AFP) - ", "NAIROBI, Kenya - "."""
    dash = next((place for place, word in enumerate(spoken[:7]) if word.low in ("-", "–", "—")), 0)
    names = all(word.capital or word.low == "," for word in spoken[:dash])
    return spoken[dash + 1 :] if dash and names and spoken[0].text.isupper() and len(spoken[0].text) > 2 else spoken


def _clause(spoken: tuple[Word, ...], lead: str, lexicon: Lexicon) -> Clause:
    hits = lexicon.find(spoken)
    return Clause(spoken, hits, verbal_places(spoken, hits, lead in _RELATIVES), lead)


_Piece = tuple[tuple[Word, ...], str]


def _pieces(spoken: tuple[Word, ...], lexicon: Lexicon) -> list[_Piece]:
    """Main clause and dependent ones: cut at a subordinator or relative, back to the main one where it ends."""
    past = _past_verbs(spoken, lexicon)
    front = _front(spoken, past)
    main: list[Word] = []
    others: list[_Piece] = [(spoken[:front], _LED)] if front else []
    current: list[Word] = main
    lead = ""
    for place in range(front, len(spoken)):
        word = spoken[place]
        opener = _opener(spoken, place) if place > front or not front else ""
        closed = (
            not opener
            and current is not main
            and (_at_comma(spoken, place) or _back_to_main(spoken, place, main, current, past))
        )
        if (opener or closed) and current is not main:
            others.append((tuple(current), lead))
        if opener:
            current, lead = ([word] if opener.endswith("ing") else []), opener
        elif closed:
            current, lead = main, ""
        if not opener and not (closed and word.low == ","):
            current.append(word)
    if current is not main:
        others.append((tuple(current), lead))
    return [(tuple(main), ""), *others]


_LED = "in"
_FRONTS = listed(
    "in after amid despite following during at on under with within without by besides upon since before for from bowing citing"
    " led backed prompted faced facing reacting responding speaking addressing ignoring defying angered fearing joining"
)


def _front(spoken: Sequence[Word], past: frozenset[int]) -> int:
    """How many words stand before the main clause as its setting: "In a move that surprised diplomats, ..."."""
    comma = next((place for place, word in enumerate(spoken) if word.low == ","), 0)
    led = spoken and (spoken[0].low in _FRONTS or (spoken[0].low.endswith("ing") and len(spoken[0].low) > 5))
    if not led or not comma or comma > 25 or comma + 2 >= len(spoken):
        return 0
    rest = range(comma + 1, len(spoken))
    subject = spoken[comma + 1].low not in PRONOUNS - {"it", "they", "he", "she", "we"} | {"and", "or", "but"}
    finite = any(spoken[place].low in AUXILIARIES - {"to"} or place in past for place in rest)
    return comma + 1 if subject and finite else 0


def _past_verbs(spoken: Sequence[Word], lexicon: Lexicon) -> frozenset[int]:
    """Places of past forms: words in -ed, and irregular ones that the lexicon knows."""
    known = {
        hit.first
        for hit in lexicon.find(spoken)
        if hit.entry.sort == "verb" and _is_past(spoken[hit.first].low, hit.entry.key.partition(" ")[0])
    }
    return frozenset(known | {place for place, word in enumerate(spoken) if word.low.endswith("ed") and len(word.low) > 4})


def _is_past(low: str, base: str) -> bool:
    return low not in (base, base + "s", base + "es") and not low.endswith(("ing", "ies"))


def _at_comma(spoken: Sequence[Word], place: int) -> bool:
    return spoken[place].low == "," and place + 1 < len(spoken)


def _back_to_main(
    spoken: Sequence[Word], place: int, main: Sequence[Word], current: Sequence[Word], past: frozenset[int]
) -> bool:
    """Whether a second finite verb can only be the main one: "soldiers who refused to fire | were arrested"."""
    finite = AUXILIARIES - {"to", "not", "been", "being", "be"}
    if spoken[place].low not in finite or len(current) < 3 or spoken[place - 1].low in PRONOUNS | {"and", "to"}:
        return False
    if any(word.low in finite for word in main):
        return False
    offset = place - len(current)
    verbs = [at for at in range(offset, place) if at in past or spoken[at].low in finite]
    before_relative = [at for at in range(offset) if at in past and spoken[at] in main]
    return bool(verbs) and place - 1 not in verbs and not before_relative


def _opener(spoken: Sequence[Word], place: int) -> str:
    """The word that opens a dependent clause here, "" where none does."""
    low = spoken[place].low
    if low in _RELATIVES and place > 0:
        return low
    if low in ("given", "following") and place and spoken[place - 1].low in AUXILIARIES:
        return ""
    if low in _SUBORDINATORS and not (low == "as" and place > 0 and spoken[place - 1].low in ("such", "well", "far")):
        return low if low != "as" or _clause_follows(spoken, place) else ""
    if low == "that" and _is_relative_that(spoken, place):
        return low
    after_comma = place > 0 and spoken[place - 1].low == ","
    if after_comma and low.endswith("ing") and len(low) > 4 and not spoken[place].capital:
        return low
    if after_comma and low in ("but", "and", "then") and _clause_follows(spoken, place):
        return low
    return low if low == ";" else ""


def _is_relative_that(spoken: Sequence[Word], place: int) -> bool:
    """Whether "that" takes up the noun before it and is itself the subject: "a truce that came into force"."""
    if not place or place + 1 >= len(spoken):
        return False
    before, after = spoken[place - 1].low, spoken[place + 1].low
    told = before.endswith("ed") or before in _SAID or before == ","
    return not told and (after in AUXILIARIES - {"to"} or (after.endswith("ed") and len(after) > 4))


def _clause_follows(spoken: Sequence[Word], place: int) -> bool:
    """Whether a verb stands within the next words: an auxiliary, or a past form."""
    ahead = [word.low for word in spoken[place + 1 : place + 9]]
    return any(low in AUXILIARIES - {"to", "not"} or (low.endswith("ed") and len(low) > 3) for low in ahead)


def _parted_from_attribution(spoken: tuple[Word, ...], lexicon: Lexicon) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The sentence without ", X said" at its end, "According to X," at its start, and ", X said," in its middle; and that."""
    said = {hit.first for hit in lexicon.find(spoken) if hit.entry.kind == "say"}
    kept: list[Word] = []
    attributing: list[Word] = []
    for number, (first, last) in enumerate(_comma_parts(spoken)):
        lows = [word.low for word in spoken[first:last]]
        aside = "according" in lows[:2] and "to" in lows[1:3]
        tail = number > 0 and bool(said & set(range(first, min(last, first + 14)))) and _only_says(spoken, first, last, said)
        (attributing if aside or tail else kept).extend(spoken[first:last])
    return (tuple(kept), tuple(attributing)) if kept else (spoken, ())


def _comma_parts(spoken: Sequence[Word]) -> list[tuple[int, int]]:
    """Stretches that end with a comma, or with the sentence."""
    ends = [place + 1 for place, word in enumerate(spoken) if word.low == ","]
    bounds = [0, *ends, len(spoken)]
    return [(first, last) for first, last in pairwise(bounds) if first < last]


def _only_says(spoken: Sequence[Word], first: int, last: int, said: set[int]) -> bool:
    """Whether a stretch holds a verb of saying with nothing but a subject before it and no clause after it."""
    at = min(place for place in said if first <= place < last)
    before, after = spoken[first:at], [word.low for word in spoken[at + 1 : last]]
    if any(word.low in PRONOUNS - {"it", "he", "she", "they"} or word.low in ("but", "and") for word in before[:1]):
        return False
    return not any(low in AUXILIARIES - {"to"} or low == "that" for low in after[:8])
