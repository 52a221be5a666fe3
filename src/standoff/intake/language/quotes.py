"""Who said what: quotations and reported speech with their speakers, hearers and nesting.

Direct speech stands between marks, after a dialogue dash or over a signature; indirect speech is the clause that a verb of
saying or "according to" gives to somebody. One may stand within another: both speakers are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from standoff.intake.language.lines import trimmed
from standoff.intake.language.marks import Marked, marked
from standoff.intake.language.sentences import paragraphs
from standoff.intake.language.signatures import Signature, signatures
from standoff.intake.language.speaking import Speech, speech_in
from standoff.intake.values import Span

Kind = Literal["direct", "indirect", "scare"]
_TOLD = re.compile(r"[^\W_]")
_WORTH_READING = 20  # characters a quotation needs to report what a third one said


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch that is somebody's words.

    Attributes:
        span: the whole stretch with its marks; `inner` without them.
        speaker: a name ("General Vega") or a description ("a police spokesman"); None where nobody is told.
        speaker_span: where the speaker is told, a pronoun too.
        verb: "said", "told", "according to", ...; "" where no verb gives the speaker.
        to: the hearer, or the outlet or place it was said in.
        kind: "direct", "indirect", or "scare" for a few words in marks that nobody is said to have spoken.
        closed: whether the closing mark stands there; True without marks.
        within: index of the innermost quotation around this one, None where there is none.
        when_span: the date of a signed tweet.
        note: how the speaker was found where that was not from the words beside it.
    """

    span: Span
    inner: Span
    speaker: str | None
    speaker_span: Span | None
    verb: str
    to: str | None
    kind: Kind
    closed: bool = True
    within: int | None = None
    when_span: Span | None = None
    note: str = ""


def quotations(text: str) -> tuple[Quotation, ...]:
    """Every quotation and reported clause of a text, in its order, the outer before the inner.

    Args:
        text: a page or a sentence.

    Returns:
        Stretches that lie apart or one within another; `within` is an index into this tuple.
    """
    if not _TOLD.search(text):
        return ()
    parts = paragraphs(text)
    found = [_tweet(one) for one in signatures(text, parts)]
    found += [_of(one) for one in _levels(text)]
    return _nested(found)


def _of(speech: Speech) -> Quotation:
    return Quotation(
        span=speech.span,
        inner=speech.inner,
        speaker=speech.speaker,
        speaker_span=speech.speaker_span,
        verb=speech.verb,
        to=speech.to,
        kind=speech.kind,
        closed=speech.closed,
        note=speech.note,
    )


def _tweet(one: Signature) -> Quotation:
    """A signed tweet or quotation, attributed to who signs."""
    return Quotation(
        span=one.signed,
        inner=one.signed if one.handle else Span(one.signed.start + 1, one.signed.end - 1),
        speaker=one.name,
        speaker_span=one.name_span,
        verb="tweeted" if one.handle else "",
        to="Twitter" if one.handle else None,
        kind="direct",
        when_span=one.when_span,
        note=f"signed {one.handle}".strip(),
    )


def _levels(text: str) -> list[Speech]:
    """The speech of a text, and within each quotation the speech told there."""
    marks = marked(text)
    found: list[Speech] = []
    waiting: list[tuple[Span, list[Marked], str | None]] = [(Span(0, len(text)), list(marks), None)]
    while waiting:
        region, inside, outer = waiting.pop()
        top, children = _top(inside)
        speeches = speech_in(text, region, top, outer)
        found += speeches
        speakers = {speech.span: speech.speaker for speech in speeches if speech.kind == "direct"}
        waiting += [
            (one.inner, below, speakers[one.span])
            for one, below in zip(top, children, strict=True)
            if one.span in speakers and below
        ]
        waiting += [
            (one.inner, [], speakers[one.span])
            for one, below in zip(top, children, strict=True)
            if one.span in speakers and not below and len(one.inner) > 20
        ]
    return found


def _top(inside: list[Marked]) -> tuple[list[Marked], list[list[Marked]]]:
    """The outermost of some stretches, and for each of them those within it."""
    top: list[Marked] = []
    children: list[list[Marked]] = []
    for one in inside:
        if top and one.span.end <= top[-1].span.end:
            children[-1].append(one)
        elif not top or one.span.start >= top[-1].span.end:
            top.append(one)
            children.append([])
    return top, children


def _nested(found: list[Quotation]) -> tuple[Quotation, ...]:
    """Quotations in order with `within` filled in; what crosses one that began before, or repeats one, is left out."""
    order = {"direct": 0, "scare": 1, "indirect": 2}
    kept: list[Quotation] = []
    around: list[int] = []
    for one in sorted(found, key=lambda one: (one.span.start, -one.span.end, order[one.kind], one.inner.start)):
        while around and kept[around[-1]].span.end <= one.span.start:
            around.pop()
        if around and not kept[around[-1]].span.holds(one.span):
            continue
        if around and kept[around[-1]].span == one.span and one.speaker in {None, kept[around[-1]].speaker}:
            continue
        kept.append(replace(one, within=around[-1] if around else None))
        around.append(len(kept) - 1)
    return tuple(kept)


def _around(text: str, span: Span, found: tuple[Quotation, ...] | None) -> list[Quotation]:
    """The quotations a stretch lies within, the outermost first; its blanks and marks at the ends do not count."""
    told = quotations(text) if found is None else found
    core = _core(text, span)
    return [one for one in told if one.kind != "scare" and one.span.holds(core)]


def _core(text: str, span: Span) -> Span:
    """A span without blanks and punctuation at its ends."""
    start, end = trimmed(text, span).start, trimmed(text, span).end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end) if start < end else span


def attribution(text: str, span: Span, found: tuple[Quotation, ...] | None = None) -> tuple[str, ...]:
    """The speakers in whose words a stretch lies, the outermost first; the same speaker twice running counts once.

    Args:
        text: the text.
        span: the stretch.
        found: what `quotations(text)` gave, so that it need not be done again.
    """
    chain: list[str] = []
    for one in _around(text, span, found):
        if one.speaker and (not chain or chain[-1] != one.speaker):
            chain.append(one.speaker)
    return tuple(chain)


def hearer(text: str, span: Span, found: tuple[Quotation, ...] | None = None) -> str | None:
    """Who was told what stands in a stretch, or the outlet it was said in: the outermost that is told; None where none is."""
    return next((one.to for one in _around(text, span, found) if one.to), None)
