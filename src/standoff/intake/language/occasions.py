"""What stands around a verb of saying besides speaker and words: the day, the place, the kind of statement, the outlet."""

from __future__ import annotations

from standoff.intake.language.speakers import DETERMINERS, following, is_day
from standoff.intake.language.speech_words import (
    BOUNDARIES,
    DAY_WORDS,
    HEARERS,
    OUTLETS,
    PARTICLES,
    PREPOSITIONS,
    PRONOUNS,
    STATEMENTS,
)
from standoff.intake.language.tokens import Token, words_of
from standoff.intake.tables.tables import listed

_PUBLISHED = listed("published printed carried aired broadcast")
_SPOKEN = frozenset({("interview", "with"), ("interview", "to"), ("speaking", "to"), ("spoke", "to")})
_TO_PRONOUNS = listed("him her them us me it")


def hearer(text: str, found: list[Token], at: int) -> tuple[str | None, int]:
    """Who was told, from index `at` on: an outlet, a name, or a noun such as "reporters"; and the index after it."""
    start, end = at, at
    while end < len(found) and end - start < 7 and found[end].word and not is_day(found, end):
        token = found[end]
        if token.low in BOUNDARIES or (
            token.low in PREPOSITIONS and not (end > start and found[end - 1].capital and token.low == "of")
        ):
            break
        if token.low in PRONOUNS and token.low != "it":
            break
        end += 1
        if token.low in OUTLETS or token.low in HEARERS:
            return (words_of(text, found, start, end) if token.low not in _TO_PRONOUNS else None), end
    while end > start and not found[end - 1].capital:
        end -= 1
    capitals = start
    while capitals < end and (found[capitals].low in DETERMINERS or not found[capitals].capital):
        capitals += 1
    last = capitals
    while last < end and (found[last].capital or found[last].low in PARTICLES):
        last += 1
    return (words_of(text, found, start, last), last) if capitals < last else (None, at)


def past_adverbials(text: str, found: list[Token], at: int) -> tuple[int, str | None]:
    """Index after the day, the place and the kind of statement that follow a verb of saying, and the place where it is one."""
    place: str | None = None
    while at < len(found):
        low = found[at].low
        day = low in DAY_WORDS and (low != "may" or found[at].capital)
        if day or low in {"here", "again", "also"} or (found[at].text[0].isdigit() and found[at - 1].low in DAY_WORDS):
            at += 1
        elif low in PREPOSITIONS and at + 1 < len(found):
            end, where = _past_place(text, found, at)
            if end == at:
                return at, place
            at, place = end, place or where
        elif low == "," and at + 1 < len(found) and found[at + 1].text.isdigit() and found[at - 1].text[0].isdigit():
            at += 2
        else:
            return at, place
    return at, place


def _past_place(text: str, found: list[Token], at: int) -> tuple[int, str | None]:
    """Index after one prepositional phrase of saying ("on Twitter", "in a statement on Monday"); `at` where it is none."""
    end = at + 1
    while end < len(found) and end - at < 8 and found[end].word and found[end].low not in PREPOSITIONS | PRONOUNS:
        token = found[end]
        if token.low in DAY_WORDS:
            return (end, None) if end > at + 1 and found[at].low != "on" else (end + 1, None)
        end += 1
        if token.low in STATEMENTS:
            while end < len(found) and found[end].low in STATEMENTS | {"broadcast", "published", "issued", "posted", "aired"}:
                end += 1
            name = token.text if token.capital and found[at].low in {"on", "in", "via"} else None
            return end, name or _with_whom(text, found, end)
    last = at + 1
    while last < len(found) and last - at < 6 and (found[last].capital or found[last].low == "the"):
        last += 1
    if found[at].low not in {"in", "on", "at", "to"} or last == at + 1 or not found[last - 1].capital:
        return at, None
    whole = last >= len(found) or not found[last].word or found[last].low in DAY_WORDS | PREPOSITIONS | {"that"}
    return (last, words_of(text, found, at + 1, last)) if whole else (at, None)


def _with_whom(text: str, found: list[Token], at: int) -> str | None:
    """The name after "in an interview with"."""
    if at + 1 < len(found) and found[at].low in {"with", "to", "by"}:
        speaker, _ = following(text, found, at + 1)
        return speaker.name if speaker and speaker.named else None
    return None


def published_by(text: str, found: list[Token], verb: int) -> str | None:
    """The outlet told before a verb ("in an article published by The New York Times", "in an interview with CNN")."""
    for at in range(verb - 2):
        pair = (found[at].low, found[at + 1].low)
        if (pair[0] in _PUBLISHED and pair[1] in {"by", "in", "on"}) or pair in _SPOKEN:
            speaker, _ = following(text, found, at + 2)
            return speaker.name if speaker and speaker.named else None
    return None
