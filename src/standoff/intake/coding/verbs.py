"""Which words of a clause are verbs where they stand: "troops attack" and "to attack", but not "the attack"."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.intake.language.lexicon import Hit
from standoff.intake.language.words import Word
from standoff.intake.tables.tables import listed

BE = listed("is are was were be been being am 're get got")
HAVE = listed("has have had having 've")
DO = listed("do does did")
FUTURE = listed("will would shall 'll 'd")
POSSIBLE = listed("may might could can")
MUST = listed("must should ought")
NEGATION = listed("not never no-one nobody")
AUXILIARIES = BE | HAVE | DO | FUTURE | POSSIBLE | MUST | NEGATION | {"to"}
DETERMINERS = listed(
    "the a an its his her their our my this these those some any no every each of in on for with by at from against under over"
    " into several many more most 's second first last new recent latest political mass proposed"
)
PRONOUNS = listed("it they he she we who i you which that")
OWN_PAST = listed("put cut set beat shut quit let overrun hit not unwilling reluctant")
_PREPOSITIONS = listed("of in for by at from with on under over into through between")
_OBJECT_OPENS = DETERMINERS | PRONOUNS | {"to"}
_PLURAL_PEOPLE = listed("people police men women troops taliban children we they i you youth hundreds thousands")
_LEAVE_OPEN = listed("and or but , ; : to that not")
_BEFORE_GERUND = listed(
    ", and without of by for began begun begin begins started start starts stopped stop stops continued continue continues"
    " resumed resume resumes considered considering avoided finished"
)
_SAYING = frozenset(("say", "try", "allow", "demand", "urge", "weak"))


def verbal_places(spoken: Sequence[Word], hits: Sequence[Hit], relative: bool = False) -> frozenset[int]:
    """First words of the verb phrases of the lexicon that are verbs where they stand, not nouns or adjectives.

    Args:
        spoken: words of a clause.
        hits: what the lexicon found in them.
        relative: whether the clause began with a relative, so that its first word may be its verb.
    """
    nouns = [hit for hit in hits if hit.entry.sort in ("noun", "agent")]
    found: list[Hit] = []
    for hit in hits:
        if hit.entry.sort != "verb" or _within_longer(hit, nouns):
            continue
        if (_is_verb(spoken, hit, nouns) or (relative and hit.first == 0)) and not _after_verb(spoken, hit, found):
            found.append(hit)
    if not any(hit.entry.kind not in ("weak",) for hit in found):
        found += _headline(spoken, hits, nouns)
    return frozenset(hit.first for hit in found)


def _within_longer(verb: Hit, nouns: Sequence[Hit]) -> bool:
    """Whether a verb's word is part of a longer noun ("roadside bombing")."""
    return any(noun.first <= verb.first < noun.last and noun.last - noun.first > verb.last - verb.first for noun in nouns)


def _after_verb(spoken: Sequence[Word], hit: Hit, found: Sequence[Hit]) -> bool:
    """Whether a verb before it leaves no room: "lifts ban", "freed reporters jailed in May" have one verb each."""
    if not found or found[-1].entry.kind in _SAYING or spoken[hit.first].low.endswith("ing"):
        return False
    between = [word.low for word in spoken[max(found[-1].last - 1, found[-1].first) : hit.first]]
    return not any(low in AUXILIARIES or low in _LEAVE_OPEN or low in PRONOUNS for low in between)


def _headline(spoken: Sequence[Word], hits: Sequence[Hit], nouns: Sequence[Hit]) -> list[Hit]:
    """The verb of a clause that has none so far: the first word in -s that follows a name or somebody and leads to more."""
    for hit in hits:
        low, base = spoken[hit.first].low, hit.entry.key.partition(" ")[0]
        if hit.entry.sort != "verb" or hit.first == 0 or hit.last >= len(spoken) or _within_longer(hit, nouns):
            continue
        before, after = spoken[hit.first - 1], spoken[hit.last].low
        named = before.capital or any(noun.entry.sort == "agent" and noun.last == hit.first for noun in nouns)
        one = low in OWN_PAST or (low in (base + "s", base + "es") and not _is_plural(before.low))
        if named and (one or (low == base and _is_plural(before.low))) and after not in ("of", "between", "by", "was", "were"):
            return [hit]
    return []


def _is_verb(spoken: Sequence[Word], hit: Hit, nouns: Sequence[Hit]) -> bool:
    """What its form and the word before say."""
    low, base = spoken[hit.first].low, hit.entry.key.partition(" ")[0]
    after = spoken[hit.last].low if hit.last < len(spoken) else ""
    if hit.first == 0:
        adjective = any(noun.entry.sort == "agent" and noun.first == hit.last for noun in nouns)
        return hit.last - hit.first > 1 or (low.endswith("ing") and not adjective)
    before = spoken[hit.first - 1]
    if low == "back" and after in _PREPOSITIONS | {"to"}:
        return False
    if before.low in BE and low == base and low not in OWN_PAST:
        return False
    if before.low in AUXILIARIES:
        return before.low != "to" or low == base
    if low.endswith("ing"):
        return _after_subject(before) or after in DETERMINERS or before.low in _BEFORE_GERUND
    if before.low in DETERMINERS or before.low.isdigit() or (low == base and after == "of"):
        return False
    if low == base and low not in OWN_PAST and not _may_be_plural(spoken, hit.first):
        return False
    return _no_noun(spoken, hit, nouns, before, after)


def _no_noun(spoken: Sequence[Word], hit: Hit, nouns: Sequence[Hit], before: Word, after: str) -> bool:
    """Whether a word that may be a noun of events or an agent as well is a verb here."""
    low, base = spoken[hit.first].low, hit.entry.key.partition(" ")[0]
    headline = sum(word.capital for word in spoken) > 0.6 * sum(word.low.isalpha() for word in spoken)
    agent = any(noun.entry.sort == "agent" and noun.first <= hit.first < noun.last for noun in nouns)
    particle = hit.last - hit.first > 1
    if (
        not particle
        and low in (base, base + "s", base + "es")
        and (agent or any(noun.first <= hit.first < noun.last for noun in nouns))
    ):
        if headline and any(other.entry.sort == "noun" and other.first == hit.first for other in nouns):
            return False
        return not agent and (
            before.low in PRONOUNS or (_after_subject(before, comma=after == "to") and after in _OBJECT_OPENS)
        )
    return before.low not in _PREPOSITIONS


def _may_be_plural(spoken: Sequence[Word], place: int) -> bool:
    """Whether a verb without an ending may follow: after "troops", "Russia and China", "demand that Iran", "helped"."""
    back = [word.low for word in spoken[max(place - 8, 0) : place]]
    if _is_plural(back[-1]) or set(back) & {"and", "or", "that", "help", "helped", "let", "make", "made", ","}:
        return True
    return back[-1] in ("not", "instead", "longer")


def _is_plural(low: str) -> bool:
    return low in _PLURAL_PEOPLE or (low.endswith("s") and not low.endswith(("ss", "'s", "us")))


def _after_subject(before: Word, comma: bool = False) -> bool:
    """Whether a verb may follow this word as its subject: a name, a plural, a comma that ends an aside."""
    return before.capital or _is_plural(before.low) or (comma and before.low == ",")
