"""Verbs of saying in one sentence: who says it, to whom, and which words are what was said."""

from __future__ import annotations

from dataclasses import dataclass, replace

from standoff.intake.language.abbreviations import word_set
from standoff.intake.language.speakers import Speaker, following, hearer, subject
from standoff.intake.language.speech_words import (
    AUXILIARIES,
    BE,
    CONNECTIVES,
    DAY_WORDS,
    DENIED,
    DIRECT_ONLY,
    PARTICIPLES,
    PLAIN,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SPEECH,
    STATEMENTS,
    TELLING,
    WITH_THAT,
)
from standoff.intake.language.tokens import Token, words_of

_TAIL_ON = word_set("when after as during while before following amid adding citing referring without by speaking in on at")
_PUBLISHED = word_set("published printed carried aired broadcast")
_SPOKEN = frozenset({("interview", "with"), ("interview", "to"), ("speaking", "to"), ("spoke", "to")})
_SAYS = word_set("said says say saying")
_NO_CLAUSE = word_set("when while as")
_NOUN_BEFORE = word_set("the a an this that his her its their no any such to not will would could can of")


@dataclass(frozen=True, slots=True)
class Report:
    """One verb of saying with its speaker, as token indices of its sentence.

    Attributes:
        verb: the verb as told ("said", "according to", "quoted as saying").
        at: index of the verb.
        speaker: who says it.
        to: who was told, or the outlet or place it was said in, None where that is not told.
        start, stop: the whole attribution, from the subject (or the verb where that stands first) to the end of the
            hearer, the day and the place.
        clause: first and last (not included) index of the words said indirectly, None where there are none.
        tail: whether the words said stand before ("..., Tarre told Sputnik").
    """

    verb: str
    at: int
    speaker: Speaker
    to: str | None
    start: int
    stop: int
    clause: tuple[int, int] | None
    tail: bool = False


def reports(text: str, found: list[Token]) -> list[Report]:
    """Every verb of saying of a sentence that has a speaker, in order.

    Args:
        text: the masked text the tokens were made from.
        found: the sentence's tokens; a quotation is one token.

    Returns:
        Reports whose clauses nest or lie apart; a clause told to be said by two keeps both reports.
    """
    said: list[Report] = []
    for at, token in enumerate(found):
        report = _according(text, found, at) if token.low == "according" else _report(text, found, at, said)
        if report:
            said.append(report)
    return _cut(found, said)


def _is_verb(found: list[Token], at: int) -> bool:
    """Whether the token is a verb of saying in the active voice, not a noun or an infinitive."""
    token, before = found[at], found[at - 1].low if at else ""
    if token.low in {"cited", "quoted"}:
        return before in BE and [one.low for one in found[at + 1 : at + 3]] == ["as", "saying"]
    if token.low == "put":
        return at + 1 < len(found) and found[at + 1].low == "it"
    if token.low in PARTICIPLES:
        return before in {",", "and", "while"}
    if token.low not in SPEECH or before in BE or before in _NOUN_BEFORE:
        return False
    back = at - 1
    while back > 0 and found[back].low in AUXILIARIES:
        back -= 1
    return not (back < at - 1 and found[back].low in BE)


def _report(text: str, found: list[Token], at: int, earlier: list[Report]) -> Report | None:
    """The report of the verb at an index, None where there is none or nobody says it."""
    if not _is_verb(found, at):
        return None
    quoted = found[at].low in {"cited", "quoted"}
    verb_end = at + (3 if quoted else 1)
    verb = words_of(text, found, at, verb_end)
    speaker = subject(text, found, at - 1 if quoted else at)
    start, stop = speaker.start if speaker else at, verb_end
    to: str | None = None
    if speaker is None or found[at].low in PARTICIPLES or _nothing_set_off(found, at):
        inverted = _inverted(text, found, at, verb_end)
        if inverted:
            speaker, stop, start = *inverted, at
        elif speaker is None or found[at].low in PARTICIPLES:
            speaker, start = _carried(text, found, at, earlier), at
    if speaker is None:
        return None
    if found[at].low in TELLING:
        to, stop = hearer(text, found, stop)
    stop, place = _past_adverbials(text, found, stop)
    if found[at].low == "called":  # "called on Israel to ..."
        place = None
    report = Report(verb, at, speaker, to or place or _published_by(text, found, at), start, stop, None)
    return _with_clause(found, report)


def _nothing_set_off(found: list[Token], at: int) -> bool:
    """Whether the comma before a verb ends the words said, not a description of the speaker ("We stay, said the colonel")."""
    if at == 0 or found[at - 1].text != ",":
        return False
    back = at - 2
    while back >= 0 and found[back].text not in {",", ";", ":"} and not found[back].quote:
        if found[back].low in BE or found[back].low in {"will", "not", "would", "has", "have", "had", "must", "can"}:
            return True
        back -= 1
    return back < 0


def _inverted(text: str, found: list[Token], at: int, verb_end: int) -> tuple[Speaker, int] | None:
    """The speaker after the verb ("No", said General X), where the words said stand before it."""
    if at == 0 or found[at].low not in PLAIN | WITH_THAT | DIRECT_ONLY:
        return None
    before = found[at - 1]
    if not (before.quote or before.text in {",", "—", "–", "-", '"', "”", "?", "!"}):
        return None
    speaker, end = following(text, found, verb_end)
    if speaker and speaker.pronoun and end < _end(found):  # "said he would ..."
        return None
    return (speaker, end) if speaker else None


def _carried(text: str, found: list[Token], at: int, earlier: list[Report]) -> Speaker | None:
    """The speaker of a second verb: of the report before it in the sentence, else the subject the sentence begins with."""
    if found[at - 1].low not in {",", "and", "while"}:
        return None
    if earlier:
        return earlier[-1].speaker
    if found[at].low in PARTICIPLES:
        return None
    speaker, _ = following(text, found, 0)
    speaks = speaker and (speaker.named or speaker.pronoun or speaker.name.rsplit(maxsplit=1)[-1].lower() in ROLES)
    return speaker if speaks else None


def _according(text: str, found: list[Token], at: int) -> Report | None:
    """Read "according to X": at the beginning of its sentence, at the end, or in the middle."""
    if at + 1 >= len(found) or found[at + 1].low != "to":
        return None
    speaker, stop = following(text, found, at + 2)
    if speaker is None:
        return None
    end = _end(found)
    if stop + 2 < len(found) and found[stop].text == "(" and found[stop + 2].text == ")":
        stop += 3
    rest = stop
    while rest < end and found[rest].low in {",", ":"}:
        rest += 1
    before = 0 if at == 0 else _past_connectives(found, at)
    clause = (rest, end) if at == before else (before, end if stop < end and _is_comma(found, stop) else at)
    report = Report(words_of(text, found, at, at + 2), at, speaker, None, at, stop, clause, tail=at != before)
    return report if clause[0] < clause[1] else replace(report, clause=None)


def _is_comma(found: list[Token], at: int) -> bool:
    return at >= 0 and found[at].text == ","


def _end(found: list[Token]) -> int:
    """Index after the last token of the words of a sentence: its stop left out."""
    end = len(found)
    while end > 0 and not found[end - 1].word and not found[end - 1].quote and found[end - 1].text != ")":
        end -= 1
    return end


def _past_connectives(found: list[Token], limit: int) -> int:
    """Index after "However," and marks at the beginning of a sentence."""
    at = 0
    while at < limit and not found[at].quote and (not found[at].word or _leads(found, at)):
        at += 1
    return at


def _leads(found: list[Token], at: int) -> bool:
    return found[at].low in CONNECTIVES and at + 1 < len(found) and found[at + 1].text == ","


def _past_adverbials(text: str, found: list[Token], at: int) -> tuple[int, str | None]:
    """Index after the day, the place and the kind of statement that follow a verb of saying, and the place where it is one."""
    place: str | None = None
    while at < len(found):
        low = found[at].low
        day = low in DAY_WORDS and (low != "may" or found[at].capital)
        if day or low in {"here", "there", "again", "also"} or (found[at].text[0].isdigit() and found[at - 1].low in DAY_WORDS):
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


def _published_by(text: str, found: list[Token], verb: int) -> str | None:
    """The outlet told before a verb ("in an article published by The New York Times", "in an interview with CNN")."""
    for at in range(verb - 2):
        pair = (found[at].low, found[at + 1].low)
        if (pair[0] in _PUBLISHED and pair[1] in {"by", "in", "on"}) or pair in _SPOKEN:
            speaker, _ = following(text, found, at + 2)
            return speaker.name if speaker and speaker.named else None
    return None


def _with_clause(found: list[Token], report: Report) -> Report:
    """The report with the words it says indirectly: after the verb, else before the subject."""
    end, at = _end(found), report.stop
    rest = at
    while rest < end and found[rest].text in {",", ":"}:
        rest += 1
    after = found[rest].low if rest < end else ""
    before = _clause_before(found, report)
    hangs_on = (after in _TAIL_ON or after.endswith("ing")) and not (
        rest + 1 < end and found[rest + 1].low in {"least", "most"}
    )
    if before and (rest >= end or (rest > at and found[at].text == ",") or hangs_on):
        return replace(report, clause=before, tail=True)
    if rest >= end or found[rest].quote or (hangs_on and rest > at):
        return report
    told = found[report.at].low
    that = next((place for place in range(rest, min(end, rest + 9)) if found[place].low == "that"), None)
    if that is not None and (that == rest or after in _TAIL_ON):
        return replace(report, clause=(that + 1, end)) if that + 1 < end else report
    if after in _NO_CLAUSE:
        return report
    return replace(report, clause=(rest, end)) if _takes_clause(found, told, rest) else report


def _clause_before(found: list[Token], report: Report) -> tuple[int, int] | None:
    """The words before a subject that a comma or a dash parts from it."""
    last = report.start - 1
    if last < 1 or found[last].text not in {",", "—", "–", "-", "?", "!"}:
        return None
    first = _past_connectives(found, last)
    if first >= last or all(token.quote or not token.word or token.low in {"and", "or"} for token in found[first:last]):
        return None
    short = last - first < 4 and (found[first].low in PREPOSITIONS or found[first].low in DAY_WORDS | CONNECTIVES)
    sets_scene = found[first].low in PREPOSITIONS and not _has_verb(found, first, last)
    return None if short or sets_scene else (first, last)


def _has_verb(found: list[Token], first: int, last: int) -> bool:
    """Whether words tell something rather than only set the scene ("In Caracas on Monday")."""
    return any(token.low in BE | AUXILIARIES or token.low.endswith("ed") for token in found[first:last])


def _takes_clause(found: list[Token], verb: str, rest: int) -> bool:
    """Whether the words after a verb of saying without "that" are what was said."""
    after = found[rest].low
    if verb in DIRECT_ONLY:
        return False
    if verb in {"accused", "accuses", "accusing"}:
        return any(token.low == "of" for token in found[rest : rest + 15])
    if verb in {"denied", "denies", "denying"}:
        return (
            after in DENIED or after.endswith("ing") or any(token.low in DENIED - {"the"} for token in found[rest : rest + 4])
        )
    if verb in {"warned", "warns", "warning"}:
        return after in {"of", "against"} or after in PRONOUNS
    if verb in {"claimed", "claims", "claiming"}:
        return after in PRONOUNS | {"to", "the"} or found[rest].capital
    if verb in PLAIN or verb in {"saying", "adding", "insisting", "stating"}:
        return after not in {"goodbye", "nothing", "so", "yes", "no"} and (verb in _SAYS or after not in PREPOSITIONS)
    return after in PRONOUNS


def _cut(found: list[Token], said: list[Report]) -> list[Report]:
    """The reports with clauses that do not cross: words said end where another speaker's report begins or closes them."""
    kept: list[Report] = []
    for place, report in enumerate(said):
        if report.clause is None:
            kept.append(report)
            continue
        first, last = report.clause
        for other in said[place + 1 :]:
            joined = other.start > 0 and found[other.start - 1].low in {"and", "but", "while", ";"}
            if (other.tail or joined) and first < other.start < last and not report.tail:
                last = other.start - 1
                break
        while last > first and found[last - 1].text in {",", ";", ":", "—", "–", "-"}:
            last -= 1
        kept.append(replace(report, clause=(first, last) if first < last else None))
    return kept
