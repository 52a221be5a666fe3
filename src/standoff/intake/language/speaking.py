"""The speech of one level: the quotations of a stretch each given its speaker, and the clauses reported indirectly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from standoff.intake.language.antecedents import Antecedents
from standoff.intake.language.marks import Marked
from standoff.intake.language.reports import Report, reports
from standoff.intake.language.sentences import paragraphs, sentences
from standoff.intake.language.speakers import Speaker, following
from standoff.intake.language.speech_words import BE, BLUNT, DIRECT_ONLY
from standoff.intake.language.tokens import Token, masked, tokens
from standoff.intake.values import Span

_SCARE_WORDS = 3  # a quotation of more words is somebody's speech even where nobody is named
_LONGEST = 160  # tokens of a sentence
_DASHES = frozenset("—–―")


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of speech with its speaker; the fields are those of `quotes.Quotation`."""

    span: Span
    inner: Span
    speaker: str | None
    speaker_span: Span | None
    verb: str
    to: str | None
    kind: Literal["direct", "indirect", "scare"]
    closed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as read: its tokens, its reports, the number of its paragraph."""

    tokens: list[Token]
    reports: list[Report]
    paragraph: int
    alone: bool  # nothing but quotations


@dataclass(frozen=True, slots=True)
class _Given:
    """How a quotation got its speaker; `beside` where the words in its own sentence tell it."""

    speaker: str | None
    span: Span | None
    verb: str
    to: str | None
    note: str = ""
    beside: bool = False


_NOBODY = _Given(None, None, "", None)


def speech_in(text: str, region: Span, quotes: list[Marked], outer: str | None) -> list[Speech]:
    """Direct and indirect speech of a stretch, not looking inside its quotations.

    Args:
        text: the whole text.
        region: the stretch to read: the text, or the inside of a quotation.
        quotes: the quotations in it that stand in no other there.
        outer: who speaks the stretch itself, None outside any quotation: "I" within is that speaker.

    Returns:
        Speech in the order of the sentences.
    """
    shift = region.start
    spans = [Span(one.span.start - shift, one.span.end - shift) for one in quotes]
    page = masked(region.of(text), spans)
    names = Antecedents(outer)
    read = _Reading(text, page, shift, {span.start: one for span, one in zip(spans, quotes, strict=True)}, names)
    for number, paragraph in enumerate(paragraphs(page)):
        piece = paragraph.of(page)
        for span in sentences(piece):
            whole = Span(paragraph.start + span.start, paragraph.start + span.end)
            for found in _pieces(tokens(page, whole)):
                alone = all(token.quote or not token.word for token in found)
                read.take(_Sentence(found, reports(page, found), number, alone))
    return read.speeches


def _pieces(found: list[Token]) -> list[list[Token]]:
    """The tokens of a sentence; in pieces where it is longer than any sentence of news, so that the work stays linear."""
    return [found[at : at + _LONGEST] for at in range(0, len(found), _LONGEST)]


class _Reading:
    """The work on one level, sentence by sentence."""

    def __init__(self, text: str, page: str, shift: int, quotes: dict[int, Marked], names: Antecedents) -> None:
        self._text, self._page, self._shift, self._quotes, self._names = text, page, shift, quotes, names
        self.speeches: list[Speech] = []
        self._before: _Sentence | None = None
        self._last: tuple[_Given, _Sentence, Marked] | None = None  # the quotation before

    def take(self, sentence: _Sentence) -> None:
        """Read one more sentence."""
        for at, token in enumerate(sentence.tokens):
            if token.quote and token.start in self._quotes:
                self._quotation(sentence, at, self._quotes[token.start])
        for report in sentence.reports:
            self._indirect(sentence, report)
            self._names.spoke(report.speaker)
        self._names.began(self._page, sentence.tokens, bool(sentence.reports))
        if sentence.tokens:
            self._before = sentence

    def _quotation(self, sentence: _Sentence, at: int, one: Marked) -> None:
        """Give a quotation its speaker."""
        words = one.inner.of(self._text)
        long = len(words) >= 60 or len(words.split()) > _SCARE_WORDS
        given = self._beside(sentence, at, long)
        if given.speaker is None:
            given = self._after_its_fellow(sentence, at)
        if given.speaker is None and sentence.alone:
            given = self._from_before(sentence)
        scare = not sentence.alone and _is_scare(sentence, at, given, long)
        if scare:
            given = _NOBODY
        kind: Literal["direct", "scare"] = "scare" if scare else "direct"
        self.speeches.append(
            Speech(one.span, one.inner, given.speaker, given.span, given.verb, given.to, kind, one.closed, given.note)
        )
        if not scare:
            self._last = (given, sentence, one)

    def _indirect(self, sentence: _Sentence, report: Report) -> None:
        """Give a clause its speaker; after a dialogue dash it is direct speech."""
        if report.clause is None:
            return
        first, last = sentence.tokens[report.clause[0]], sentence.tokens[report.clause[1] - 1]
        span = self._out(Span(first.start, last.end))
        given = self._given(report.speaker, report.verb, report.to)
        dialogue = sentence.tokens[0].text in _DASHES and report.tail and report.clause[0] <= 3
        begin = self._out(Span(sentence.tokens[0].start, last.end)) if dialogue else span
        inner = Span(begin.start + 1 + _blanks(self._page, sentence.tokens[0].end), begin.end) if dialogue else span
        kind: Literal["direct", "indirect"] = "direct" if dialogue else "indirect"
        self.speeches.append(Speech(begin, inner, given.speaker, given.span, given.verb, given.to, kind, True, given.note))

    def _out(self, span: Span) -> Span:
        """A span of this level as one of the whole text."""
        return Span(span.start + self._shift, span.end + self._shift)

    def _given(self, speaker: Speaker, verb: str, to: str | None, note: str = "", beside: bool = True) -> _Given:
        """A speaker as told, a pronoun resolved."""
        name, why = self._names.resolved(speaker)
        return _Given(name, self._out(speaker.span), verb, to, why or note, beside)

    def _beside(self, sentence: _Sentence, at: int, long: bool) -> _Given:
        """The speaker that the words of a quotation's own sentence tell: after it, before it, or at the end of the sentence."""
        report = _after(sentence, at) or _ahead(sentence, at, long) or _at_end(sentence, at)
        if report:
            return self._given(report.speaker, report.verb, report.to)
        speaker = _by_mark(self._page, sentence.tokens, at)
        return self._given(speaker, "", None) if speaker else _NOBODY

    def _after_its_fellow(self, sentence: _Sentence, at: int) -> _Given:
        """The speaker of the quotation before, where this one goes on with it in the same or the next sentence."""
        if self._last is None:
            return _NOBODY
        given, earlier, _ = self._last
        follows = self._before is earlier and sentence.paragraph == earlier.paragraph and _first_said(sentence) == at
        if given.speaker is None or not (earlier is sentence or (follows and given.beside)):
            return _NOBODY
        return _Given(given.speaker, given.span, given.verb, given.to, given.note or "goes on", True)

    def _from_before(self, sentence: _Sentence) -> _Given:
        """The speaker that the sentence before announces, or that of the quotation in the paragraph before."""
        before = self._before
        if before is None:
            return _NOBODY
        colon = bool(before.tokens) and before.tokens[-1].text == ":"
        if sentence.paragraph == before.paragraph or colon:
            announced = self._announced(before, colon)
            if announced:
                return announced
        if self._last and self._last[1].paragraph in {sentence.paragraph, sentence.paragraph - 1} and self._last[0].speaker:
            given, _, one = self._last
            note = "goes on in the next paragraph" if not one.closed else "speaker of the quotation before"
            return _Given(given.speaker, given.span, given.verb, given.to, note)
        return _NOBODY

    def _announced(self, before: _Sentence, colon: bool) -> _Given | None:
        """The speaker of a sentence that leads to the quotation after it ("Rubio was blunt.")."""
        if before.reports:
            report = before.reports[-1] if before.reports[-1].tail else before.reports[0]
            return self._given(report.speaker, report.verb, report.to, "told in the sentence before", beside=False)
        speaker, end = following(self._page, before.tokens, 0)
        if speaker is None or not (speaker.named or speaker.pronoun):
            return None
        rest = before.tokens[end:]
        blunt = len(rest) > 1 and rest[0].low in BE and any(token.low in BLUNT for token in rest[1:6])
        return self._given(speaker, "", None, "told in the sentence before", beside=False) if colon or blunt else None


def _blanks(page: str, at: int) -> int:
    """How many blanks stand at a place."""
    return len(page[at : at + 8]) - len(page[at : at + 8].lstrip())


def _first_said(sentence: _Sentence) -> int:
    """Index of the first token that is a word or a quotation."""
    return next((at for at, token in enumerate(sentence.tokens) if token.word or token.quote), -1)


def _after(sentence: _Sentence, at: int) -> Report | None:
    """The report right after a quotation, with its subject or its verb first."""
    found, next_at = sentence.tokens, at + 1
    while next_at < min(len(found), at + 12) and _passes(found, next_at):
        next_at += 1
    return next((report for report in sentence.reports if next_at in {report.start, report.at} and report.at > at), None)


def _passes(found: list[Token], at: int) -> bool:
    """Whether a token may stand between a quotation and the words that give its speaker: marks, "as", and more quotations."""
    if found[at].low in {"and", "or"}:
        return at + 1 < len(found) and found[at + 1].quote
    return found[at].quote or found[at].text in {",", "-", "—", "–", "as"}


def _ahead(sentence: _Sentence, at: int, long: bool) -> Report | None:
    """The report before a quotation in its sentence whose words said hold it or end right before it."""
    for report in reversed(sentence.reports):
        if report.stop > at or report.tail:
            continue
        holds = report.clause is not None and report.clause[0] <= at < report.clause[1]
        between = sentence.tokens[report.stop : at]
        leads = all(not token.word or token.low in {"that", "as", "it", "him", "her", "them"} for token in between)
        loosely = report.clause is None and len(between) < 30 and (long or report.verb in DIRECT_ONLY)
        if holds or leads or loosely or sentence.tokens[at - 1].text == ":":
            return report
    return None


def _by_mark(page: str, found: list[Token], at: int) -> Speaker | None:
    """The speaker whom only a colon or a dash joins to a quotation (`Ivan Duque: "..."`, `"..." - Guaido`)."""
    if at > 1 and found[at - 1].text == ":":
        speaker, end = following(page, found, 0)
        return speaker if speaker and speaker.named and end == at - 1 else None
    if at + 2 < len(found) and found[at + 1].text in _DASHES | {"-"}:
        speaker, end = following(page, found, at + 2)
        return speaker if speaker and speaker.named and not any(token.word for token in found[end:]) else None
    return None


def _at_end(sentence: _Sentence, at: int) -> Report | None:
    """The report at the end of a sentence whose words said hold the quotation."""
    return next(
        (report for report in sentence.reports if report.tail and report.clause and report.clause[0] <= at < report.clause[1]),
        None,
    )


def _is_scare(sentence: _Sentence, at: int, given: _Given, long: bool) -> bool:
    """Whether a quotation in running text is only a few words held at a distance."""
    before = sentence.tokens[at - 1].low if at else ""
    return before in {"so-called", "self-styled"} or (not long and given.speaker is None)
