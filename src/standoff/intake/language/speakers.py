"""Who speaks: the phrase before or after a verb of saying, and the name or description it gives."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.intake.language.speech_words import (
    AUXILIARIES,
    BE,
    BOUNDARIES,
    CONNECTIVES,
    DAY_WORDS,
    PARTICLES,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    STATEMENTS,
    STOPS_SUBJECT,
)
from standoff.intake.language.tokens import Token, words_of
from standoff.intake.tables.tables import listed
from standoff.intake.values import Span

_LONGEST = 28  # words a subject may be away from its verb
DETERMINERS = listed("the a an his her their its some several many one two three other another")
_CROWDS = listed("reports sources officials witnesses residents analysts observers diplomats media authorities")
"""Plurals that no name follows: "according to reports Vega fled"."""
_FULL_STOPS = frozenset(",;:()[]—–―!?….")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks.

    Attributes:
        name: a name with its titles ("General X"), or the whole description ("a police spokesman").
        span: where it stands.
        named: whether it is a name; `pronoun` whether it is "he", "she" or "they".
        start: index of the first token of the whole phrase, which may begin before the name.
    """

    name: str
    span: Span
    named: bool
    pronoun: bool
    start: int


def make(text: str, found: list[Token], first: int, last: int, named: bool, start: int) -> Speaker:
    """The speaker whose words are the tokens from `first` up to, not including, `last`."""
    name = words_of(text, found, first, last).rstrip(",")
    for ending in ("'s", "’s"):
        name = name.removesuffix(ending)
    pronoun = last - first == 1 and found[first].low in PRONOUNS
    return Speaker(name, Span(found[first].start, found[last - 1].end), named and not pronoun, pronoun, start)


def _name_start(found: list[Token], start: int, end: int) -> int:
    """Index of the first token of the name that ends at `end`; `end` where no name ends there."""
    at = end
    while at > start:
        token = found[at - 1]
        if token.possessive and at < end and not (token.capital and token.low.endswith(("s'", "s’"))):
            break  # but "Doctors' Committee" is one name
        links = at < end and _links(found, start, at - 1)
        if not links and (not token.capital or token.low in CONNECTIVES or token.low in DAY_WORDS):
            break
        at -= 1
    return at


def _links(found: list[Token], start: int, at: int) -> bool:
    """Whether a small word or mark joins the capital before it to what follows ("de la", "of the", "A & B")."""
    if found[at].text in {".", "&"}:
        return at > start and found[at - 1].capital and len(found[at - 1].text) < 3
    back = at
    while back > start and at - back < 3 and (found[back].low in PARTICLES or found[back].low == "the"):
        back -= 1
    joins = any(token.low in PARTICLES for token in found[back + 1 : at + 1])
    return joins and found[back].capital and not found[back].possessive


def _capital_after(found: list[Token], at: int, end: int) -> bool:
    """Whether a capital follows, small words of names passed over."""
    while at < end and at < len(found) and (found[at].low in PARTICLES or found[at].low == "the") and not found[at].capital:
        at += 1
    return at < min(end, len(found)) and found[at].capital


def _is_name(found: list[Token], start: int, end: int) -> bool:
    """Whether the tokens are a name: capitals, and not only an article."""
    return end > start and found[end - 1].capital and found[end - 1].low not in DETERMINERS | PRONOUNS


def subject(text: str, found: list[Token], verb: int) -> Speaker | None:
    """The speaker whose phrase stands before the verb of saying at index `verb`.

    Handles what may stand between (days, "in an article published by ..."), a description set off by commas ("X, the minister,
    said"; "the minister, X, said") and "who said". None where nothing before the verb can speak.
    """
    end = _before_verb(found, verb)
    if end <= 0:
        return None
    if found[end - 1].low == "who":
        end -= 2 if end > 1 and found[end - 2].text == "," else 1
        return _phrase(text, found, _chunk_start(found, end), end) if end > 0 else None
    if found[end - 1].text == ",":
        return _set_off(text, found, end - 1)
    return _phrase(text, found, _chunk_start(found, end), end)


def _before_verb(found: list[Token], verb: int) -> int:
    """Index after the last token of the subject: auxiliaries and days before the verb passed over."""
    at = verb
    while at > 0 and (found[at - 1].low in AUXILIARIES or is_day(found, at - 1)):
        at -= 1
    while at > 0 and at < verb and found[at - 1].low in {"on", "late", "early"}:
        at -= 1
    return at


def is_day(found: list[Token], at: int) -> bool:
    """Whether a token belongs to a day ("on Wednesday", "January 30")."""
    if found[at].low in DAY_WORDS:
        return found[at].low not in {"may", "last", "this", "march"} or found[at].capital
    near = found[at - 1].low if at else ""
    return found[at].text[0].isdigit() and (near in DAY_WORDS or near == ",")


def _chunk_start(found: list[Token], end: int) -> int:
    """Index of the first token of the stretch that ends at `end` and reaches back to a mark or a word that parts clauses."""
    at = end
    while at > max(0, end - _LONGEST):
        token = found[at - 1]
        if token.text == ")" and _opening(found, at - 1) < at - 1:
            at = _opening(found, at - 1)
            continue
        if token.quote or token.low in BOUNDARIES or (token.text in _FULL_STOPS and token.text != ".") or token.text == '"':
            break
        if token.low == "and" and not _joins_names(found, at - 1):
            break
        at -= 1
    return at


def _opening(found: list[Token], closing: int) -> int:
    """Index of the bracket that opens what the one at `closing` closes; the closing one where it is far."""
    return next((at for at in range(closing - 1, max(-1, closing - 8), -1) if found[at].text == "("), closing)


def _joins_names(found: list[Token], at: int) -> bool:
    """Whether "and" joins two short subjects ("Hungary and Romania said")."""
    start = at
    while start > 0 and found[start - 1].word and found[start - 1].low not in BOUNDARIES and at - start < 4:
        start -= 1
    beginning = start == 0 or not found[start - 1].word
    words = found[start:at]
    return beginning and 0 < len(words) < 4 and all(token.capital or token.low in DETERMINERS for token in words)


def _set_off(text: str, found: list[Token], comma: int) -> Speaker | None:
    """The speaker where a comma stands before the verb: the name of the two phrases it parts."""
    start = _chunk_start(found, comma)
    if start > 1 and found[start - 1].low in {"which", "who", "whose", "where"} and found[start - 2].text == ",":
        far_start = _chunk_start(found, start - 2)
        return _phrase(text, found, far_start, start - 2) if far_start < start - 2 else None
    near = _phrase(text, found, start, comma) if start < comma else None
    if start == 0 or found[start - 1].text != ",":
        return near
    far_start = _chunk_start(found, start - 1)
    far = _phrase(text, found, far_start, start - 1) if far_start < start - 1 else None
    if near and near.named and not found[start].low.isdigit():
        whole = (
            far.start
            if far and not far.named and far_start < start - 1 and _describes(found, far_start, start - 1)
            else near.start
        )
        return Speaker(near.name, near.span, True, False, whole)
    return far if far and (far.named or far_start == 0) else near


def _describes(found: list[Token], start: int, end: int) -> bool:
    """Whether a phrase describes a person rather than tells something: it begins as a description and is short."""
    if any(token.low in BE | AUXILIARIES for token in found[start:end]):
        return False
    if start == 0:
        return end - start <= 10 and found[0].low in DETERMINERS
    return found[start - 1].text == "," and end - start <= 20 and not _is_name(found, start, start + 1)


def _phrase(text: str, found: list[Token], start: int, end: int) -> Speaker | None:
    """The speaker a stretch of tokens before a verb gives: its subject stands first, what hangs on it follows."""
    start = _past_lead(found, start, end)
    if start >= end:
        return None
    if found[start].low in PRONOUNS and (end - start == 1 or found[start + 1].low in STOPS_SUBJECT):
        return make(text, found, start, start + 1, False, start)
    head = start
    while head < end and not _ends_head(found, head, start, end):
        head += 1
    if head == start:
        return None
    if _is_name(found, start, head):
        first = _name_start(found, start, head)
        if first < head and not (head < end and found[head - 1].possessive):
            return make(text, found, first, head, True, start)
    last = end if end - start <= 12 else head
    while last > head and (found[last - 1].low in PREPOSITIONS or is_day(found, last - 1)):
        last -= 1
    return make(text, found, start, last, False, start)


def _ends_head(found: list[Token], at: int, start: int, end: int) -> bool:
    """Whether the first noun of a subject ends before this token; "of" inside a name does not end it."""
    token = found[at]
    if not token.word:
        return token.text not in {".", "&", "'", "’", "-"}
    if token.low not in STOPS_SUBJECT:
        return False
    inside = token.low in PARTICLES and at > start and found[at - 1].capital and _capital_after(found, at + 1, end)
    return not inside


def _past_lead(found: list[Token], start: int, end: int) -> int:
    """Index after connectives and a day before the subject ("But on Monday Guaido said")."""
    at = start
    while at < end and (found[at].low in CONNECTIVES or not (found[at].word or found[at].text[0] == "@")):
        at += 1
    if at + 1 < end and found[at].low in {"on", "late", "early", "in"} and is_day(found, at + 1):
        at += 1
        while at < end and (is_day(found, at) or found[at].low == "on"):
            at += 1
    return at


def following(text: str, found: list[Token], at: int) -> tuple[Speaker | None, int]:
    """The speaker whose phrase begins at index `at` ("said General X", "according to the ministry").

    Returns:
        The speaker, None where no phrase begins there, and the index after it.
    """
    if at >= len(found) or not (found[at].word or found[at].text[0] == "@"):
        return None, at
    if found[at].low in PRONOUNS:
        return make(text, found, at, at + 1, False, at), at + 1
    end = at
    while end < len(found) and end - at < 12 and _goes_on(found, at, end):
        end += 1
    first = _name_start(found, at, end)
    described = any(token.low in PREPOSITIONS for token in found[at:first])
    if first < end and _is_name(found, at, end) and not described:
        return make(text, found, first, end, True, at), end
    return (make(text, found, at, end, False, at), end) if end > at else (None, at)


def _goes_on(found: list[Token], start: int, at: int) -> bool:
    """Whether the phrase that begins at `start` still holds the token at `at`."""
    token = found[at]
    if not token.word:
        return token.text in {"&"} or (token.text == "." and found[at - 1].capital and len(found[at - 1].text) < 3)
    if is_day(found, at) or token.low in BOUNDARIES or token.low in {"who", "which", "whose", "said", "told"}:
        return False
    if token.capital and at > start and found[at - 1].low in _CROWDS:
        return False
    named = any(before.capital and not before.possessive for before in found[start:at])
    ahead = found[at + 1] if at + 1 < len(found) else None
    if token.low in PARTICLES or token.low in PREPOSITIONS:
        if ahead is None or not ahead.word or is_day(found, at + 1) or ahead.low in STATEMENTS:
            return False
        if at > start and found[at - 1].capital:  # only inside a name
            return token.low in PARTICLES and _capital_after(found, at + 1, at + 4)
        return token.low in {"of", "for", "from", "at", "in", "to", "with", "and"} and found[at - 1].low not in PREPOSITIONS
    return token.capital or token.low in ROLES or not (named and (found[at - 1].capital or found[at - 1].low in ROLES))
