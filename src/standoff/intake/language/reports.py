"""Verbs of saying in one sentence: who says it, to whom, and which words are what was said."""

from __future__ import annotations

from dataclasses import dataclass, replace

from standoff.intake.language.occasions import hearer, past_adverbials, published_by
from standoff.intake.language.speakers import Speaker, following, subject
from standoff.intake.language.speech_verbs import is_verb, takes_clause
from standoff.intake.language.speech_words import (
    AUXILIARIES,
    BE,
    CONNECTIVES,
    DAY_WORDS,
    DIRECT_ONLY,
    PARTICIPLES,
    PLAIN,
    PREPOSITIONS,
    ROLES,
    TELLING,
    WITH_THAT,
)
from standoff.intake.language.tokens import Token, words_of
from standoff.intake.tables.tables import listed

_TAIL_ON = listed("when after as during while before following amid adding citing referring without by speaking in on at")
_ASIDES = listed("gave declined offered provided refused stopped did")
_NO_CLAUSE = listed("when while as")


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
        inverted: whether the speaker stands behind the verb ("said Tarre").
    """

    verb: str
    at: int
    speaker: Speaker
    to: str | None
    start: int
    stop: int
    clause: tuple[int, int] | None
    tail: bool = False
    inverted: bool = False


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
        report = _one(text, found, at, said) if token.word else None
        if report:
            said.append(report)
    return _cut(found, said)


def _one(text: str, found: list[Token], at: int, earlier: list[Report]) -> Report | None:
    """The report whose verb stands at an index, in whatever form."""
    if found[at].low == "according":
        return _according(text, found, at)
    return _quoting(text, found, at) or _report(text, found, at, earlier)


def _quoting(text: str, found: list[Token], at: int) -> Report | None:
    """Read "Reuters quoted a general as saying": the general speaks, to Reuters."""
    if found[at].low not in {"quoted", "quotes", "cited", "cites"} or (at and found[at - 1].low in BE):
        return None
    outlet = subject(text, found, at)
    speaker, end = following(text, found, at + 1)
    if outlet is None or speaker is None or [token.low for token in found[end : end + 2]] != ["as", "saying"]:
        return None
    return _with_clause(found, Report("quoted as saying", at, speaker, outlet.name, outlet.start, end + 2, None))


def _report(text: str, found: list[Token], at: int, earlier: list[Report]) -> Report | None:
    """The report of the verb at an index, None where there is none or nobody says it."""
    if not is_verb(found, at):
        return None
    quoted = found[at].low in {"cited", "quoted"}
    verb_end = at + (3 if quoted else 1)
    verb = words_of(text, found, at, verb_end)
    speaker = subject(text, found, at - 1 if quoted else at)
    start, stop = speaker.start if speaker else at, verb_end
    to: str | None = None
    second = found[at].low in PARTICIPLES and found[at - 1].low in {",", "and", "while"}
    if speaker is None or second or _nothing_set_off(found, at):
        inverted = _inverted(text, found, at, verb_end)
        if inverted:
            speaker, stop, start = *inverted, at
        elif speaker is None or second:
            speaker, start = _carried(text, found, at, earlier), at
    if speaker is None:
        return None
    if found[at].low in TELLING:
        to, stop = hearer(text, found, stop)
    stop, place = past_adverbials(text, found, stop)
    if found[at].low == "called":  # "called on Israel to ..."
        place = None
    report = Report(verb, at, speaker, to or place or published_by(text, found, at), start, stop, None, inverted=start == at)
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
    if at == 0 and rest < end and found[rest].low in {"who", "which"}:  # "according to a source who asked not to be named, ..."
        rest = next((place for place in range(rest, end) if found[place].text == ","), rest)
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


def _with_clause(found: list[Token], report: Report) -> Report:
    """The report with the words it says indirectly: after the verb, else before the subject."""
    end, at = _end(found), report.stop
    if report.at > 1 and found[report.at - 1].low in {"who", "which"} and found[report.at - 2].text == ",":
        end = next((place for place in range(at, end) if found[place].text == ","), end)
    rest = at
    while rest < end and found[rest].text in {",", ":"}:
        rest += 1
    after = found[rest].low if rest < end else ""
    before = _clause_before(found, report)
    if before and at < rest < end and found[at].text == "," and _is_put_between(found, rest):
        return replace(report, clause=(before[0], end), tail=True)
    hangs_on = (after in _TAIL_ON or after.endswith("ing")) and not (
        rest + 1 < end and found[rest + 1].low in {"least", "most"}
    )
    if before and (rest >= end or (rest > at and found[at].text == ",") or hangs_on):
        return replace(report, clause=before, tail=True)
    if rest >= end or found[rest].quote or (hangs_on and rest > at) or (report.inverted and found[report.at - 1].quote):
        return report
    told = found[report.at].low
    that = next((place for place in range(rest, min(end, rest + 9)) if found[place].low == "that"), None)
    if that is not None and (that == rest or after in _TAIL_ON):
        return replace(report, clause=(that + 1, end)) if that + 1 < end else report
    if after in _NO_CLAUSE:
        return report
    if told in {"quoted", "quotes", "cited", "cites"}:
        told = "saying"
    return replace(report, clause=(rest, end)) if takes_clause(found, told, rest) else report


def _is_put_between(found: list[Token], rest: int) -> bool:
    """Whether the words said go on behind the attribution ("The plan, officials say, is to wait")."""
    low = found[rest].low
    return (
        low in {"is", "was", "are", "were", "has", "have", "had", "will", "would", "in", "on", "at"} and not found[rest].quote
    )


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
        if not report.tail:
            last = _without_aside(found, first, last)
        while last > first and found[last - 1].text in {",", ";", ":", "—", "–", "-"}:
            last -= 1
        kept.append(replace(report, clause=(first, last) if first < last else None))
    return kept


def _without_aside(found: list[Token], first: int, last: int) -> int:
    """Where words said end before what the writer adds about the speaker (", but gave no details")."""
    for at in range(first + 2, last - 1):
        if found[at].low == "but" and found[at - 1].text == "," and found[at + 1].low in _ASIDES:
            return at - 1
    return last
