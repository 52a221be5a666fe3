"""The clauses of a sentence in which something may be told, and which of their words are verbs there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from standoff.intake.language.lexicon import Hit, Lexicon
from standoff.intake.language.words import Word, telling, words
from standoff.intake.tables.tables import listed

BE = listed("is are was were be been being am 're get got")
HAVE = listed("has have had having 've")
DO = listed("do does did")
FUTURE = listed("will would shall 'll 'd")
POSSIBLE = listed("may might could can")
MUST = listed("must should ought")
NEGATION = listed("not never no-one nobody")
_AUXILIARIES = BE | HAVE | DO | FUTURE | POSSIBLE | MUST | NEGATION | {"to"}
_SUBORDINATORS = listed(
    "after before because while when whenever despite following amid since although though unless if until where whereas lest"
    " as"
    " given whether"
)
_RELATIVES = listed("who which whom whose where")
_DETERMINERS = listed(
    "the a an its his her their our my this these those some any no every each of in on for with by at from against under over"
    " into several many more most 's second first last new recent latest political mass proposed"
)
_OWN_PAST = listed("put cut set beat shut quit let overrun not unwilling reluctant")
_PREPOSITIONS = listed("of in for by at from with on under over into through")
_PRONOUNS = listed("it they he she we who i you which that")
_OBJECT_OPENS = _DETERMINERS | _PRONOUNS | {"to"}


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
    spoken = telling(words(text, start, end))
    pieces = _pieces(_without_attribution(spoken, lexicon), lexicon)
    made = [_clause(piece, lead, lexicon) for piece, lead in pieces if piece]
    return tuple(sorted(made, key=lambda clause: bool(clause.led_by)))


def _clause(spoken: tuple[Word, ...], lead: str, lexicon: Lexicon) -> Clause:
    hits = lexicon.find(spoken)
    return Clause(spoken, hits, verbal_places(spoken, hits), lead)


def _pieces(spoken: tuple[Word, ...], lexicon: Lexicon) -> list[tuple[tuple[Word, ...], str]]:
    """Main clause and dependent ones: cut at a subordinator or relative, back to the main one at the comma that ends it."""
    main: list[Word] = []
    others: list[tuple[tuple[Word, ...], str]] = []
    current: list[Word] = main
    lead = ""
    for place, word in enumerate(spoken):
        opener = _opener(spoken, place)
        if opener:
            if current is not main:
                others.append((tuple(current), lead))
            current, lead = ([word] if opener.endswith("ing") else []), opener
            continue
        if current is not main and word.low == "," and place + 1 < len(spoken):
            others.append((tuple(current), lead))
            current, lead = main, ""
            continue
        current.append(word)
    if current is not main:
        others.append((tuple(current), lead))
    return [(tuple(main), ""), *others]


def _opener(spoken: Sequence[Word], place: int) -> str:
    """The word that opens a dependent clause here, "" where none does."""
    low = spoken[place].low
    if low in _RELATIVES and place > 0:
        return low
    if low in _SUBORDINATORS and not (low == "as" and place > 0 and spoken[place - 1].low in ("such", "well", "far")):
        return low if low != "as" or _clause_follows(spoken, place) else ""
    after_comma = place > 0 and spoken[place - 1].low == ","
    if after_comma and low.endswith("ing") and len(low) > 4 and not spoken[place].capital:
        return low
    if after_comma and low in ("but", "and", "then") and _clause_follows(spoken, place):
        return low
    return low if low == ";" else ""


def _clause_follows(spoken: Sequence[Word], place: int) -> bool:
    """Whether a verb stands within the next words: an auxiliary, or a past form."""
    ahead = [word.low for word in spoken[place + 1 : place + 9]]
    return any(low in _AUXILIARIES - {"to", "not"} or (low.endswith("ed") and len(low) > 3) for low in ahead)


def _without_attribution(spoken: tuple[Word, ...], lexicon: Lexicon) -> tuple[Word, ...]:
    """The sentence without ", X said" at its end, "According to X," at its start, and ", X said," in its middle."""
    said = {place for hit in lexicon.find(spoken) if hit.entry.kind == "say" for place in (hit.first,)}
    parts = _comma_parts(spoken)
    kept = []
    for number, (first, last) in enumerate(parts):
        lows = [word.low for word in spoken[first:last]]
        aside = "according" in lows[:2] and "to" in lows[1:3]
        tail = number > 0 and bool(said & set(range(first, min(last, first + 14)))) and _only_says(spoken, first, last, said)
        if not (aside or tail):
            kept.append((first, last))
    cut = [place for first, last in kept for place in range(first, last)]
    return tuple(spoken[place] for place in cut) or spoken


def _comma_parts(spoken: Sequence[Word]) -> list[tuple[int, int]]:
    """Stretches that end with a comma, or with the sentence."""
    ends = [place + 1 for place, word in enumerate(spoken) if word.low == ","]
    bounds = [0, *ends, len(spoken)]
    return [(first, last) for first, last in pairwise(bounds) if first < last]


def _only_says(spoken: Sequence[Word], first: int, last: int, said: set[int]) -> bool:
    """Whether a stretch holds a verb of saying with nothing but a subject before it and no clause after it."""
    at = min(place for place in said if first <= place < last)
    before, after = spoken[first:at], [word.low for word in spoken[at + 1 : last]]
    if any(word.low in _PRONOUNS - {"it", "he", "she", "they"} or word.low in ("but", "and") for word in before[:1]):
        return False
    return not any(low in _AUXILIARIES - {"to"} or low == "that" for low in after[:8])


def verbal_places(spoken: Sequence[Word], hits: Sequence[Hit]) -> frozenset[int]:
    """First words of the verb phrases of the lexicon that are verbs where they stand, not nouns or adjectives."""
    nouns = [hit for hit in hits if hit.entry.sort in ("noun", "agent")]
    verbs = [hit for hit in hits if hit.entry.sort == "verb"]
    return frozenset(hit.first for hit in verbs if not _within_longer(hit, nouns) and _is_verb(spoken, hit, nouns))


def _within_longer(verb: Hit, nouns: Sequence[Hit]) -> bool:
    """Whether a verb's word is part of a longer noun ("roadside bombing")."""
    return any(noun.first <= verb.first < noun.last and noun.last - noun.first > verb.last - verb.first for noun in nouns)


def _is_verb(spoken: Sequence[Word], hit: Hit, nouns: Sequence[Hit]) -> bool:
    """What its form and the word before say: "to attack", "was attacked", "rebels attacked", but not "the attack"."""
    low, base = spoken[hit.first].low, hit.entry.key.partition(" ")[0]
    after = spoken[hit.last].low if hit.last < len(spoken) else ""
    if hit.first == 0:
        return hit.last - hit.first > 1 or low.endswith("ing")
    before = spoken[hit.first - 1]
    if before.low in BE and low == base and low not in _OWN_PAST:
        return False
    if before.low in _AUXILIARIES:
        return before.low != "to" or low == base
    if low.endswith("ing"):
        return _after_subject(before) or after in _DETERMINERS or spoken[hit.first - 1].low in (",", "and")
    if before.low in _DETERMINERS or before.low.isdigit():
        return False
    headline = sum(word.capital for word in spoken) > 0.6 * sum(word.low.isalpha() for word in spoken)
    agent = any(noun.entry.sort == "agent" and noun.first <= hit.first < noun.last for noun in nouns)
    if low in (base, base + "s", base + "es") and (agent or any(noun.first <= hit.first < noun.last for noun in nouns)):
        if headline and any(other.entry.sort == "noun" and other.first == hit.first for other in nouns):
            return False
        return not agent and (
            before.low in _PRONOUNS or (_after_subject(before, comma=after == "to") and after in _OBJECT_OPENS)
        )
    return before.low not in _PREPOSITIONS


def _after_subject(before: Word, comma: bool = False) -> bool:
    """Whether a verb may follow this word as its subject: a name, a plural, a comma that ends an aside."""
    plural = before.low.endswith("s") and not before.low.endswith(("ss", "'s"))
    return (
        before.capital
        or plural
        or before.low in ("people", "police", "men", "women", "troops")
        or (comma and before.low == ",")
    )
