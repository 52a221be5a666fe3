"""The sentences of a page with what they inherit: their date, and whether they tell of another time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from standoff.intake.coding.cast import Cast
from standoff.intake.language.dates import dates_in, happened, said_on
from standoff.intake.language.sentences import paragraphs, sentences
from standoff.intake.language.words import folded
from standoff.intake.pages.dateline import behind_agency
from standoff.intake.tables.countries import by_iso3
from standoff.intake.values import Page, Span, When

LONG_AGO = timedelta(days=365)
LONGEST_SENTENCE = 2_000
"""Characters of a sentence that are read as one: reading costs the square of its length."""
_WOULD = re.compile(r"\b(?:would|could|might|may)\b", re.IGNORECASE)
_ITEM = re.compile(r"(?:\(?\d{1,2}[.)]|[-•*])\s")


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence in its place.

    Attributes:
        span: the sentence without the blanks about it; `block` the paragraph it stands in.
        when: the day or days of what it tells, None where neither it nor the page tells any.
        said: the day it was said, where the sentence tells one.
        precedent: whether it tells of another time than the page's own.
        dated: whether the sentence itself tells the date.
        supposed: whether it only asks, or lists what would follow from something.
    """

    span: Span
    block: Span
    when: When | None
    said: date | None
    precedent: bool
    dated: bool
    supposed: bool = False


def passages(page: Page, cast: Cast) -> Iterator[Passage]:
    """Every sentence of a page in order, with its date and whether it recalls another time."""
    default = None if page.published is None else When(page.published, page.published, Span(0, 0), "dateline")
    supposing = False
    for block in paragraphs(page.text):
        recalled: When | None = None
        for piece in _pieces(block.of(page.text)):
            span = _trimmed(page.text, Span(block.start + piece.start, block.start + piece.end))
            if len(span) == 0:
                continue
            passage = _passage(page, cast, span, block, default, recalled)
            words = span.of(page.text)
            supposing = (bool(_WOULD.search(words)) and words.endswith(":")) or (supposing and bool(_ITEM.match(words)))
            recalled = passage.when if passage.precedent else None
            yield replace(passage, supposed=words.endswith("?") or (supposing and bool(_ITEM.match(words))))


def _pieces(text: str) -> Iterator[Span]:
    """The sentences of a paragraph; one longer than any sentence is read in pieces that end at a blank."""
    for sentence in sentences(text):
        start = sentence.start
        while sentence.end - start > LONGEST_SENTENCE:
            blank = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
            end = start + LONGEST_SENTENCE if blank < 0 else blank + 1
            yield Span(start, end)
            start = end
        yield Span(start, sentence.end)


def _passage(page: Page, cast: Cast, span: Span, block: Span, default: When | None, recalled: When | None) -> Passage:
    text = _behind_dateline(span.of(page.text))
    own = _own_date(text, page.published, default)
    said = said_on(text, page.published)
    when = own or default
    old = own is not None and page.published is not None and page.published - own.last > LONG_AGO
    goes_on = recalled is not None and own is None and not _names_the_case(text, cast)
    if goes_on:
        when = recalled
    told = None if when is None else _shifted(when, span.start)
    return Passage(span, block, told, None if said is None else said.last, old or goes_on, own is not None or goes_on)


def _behind_dateline(text: str) -> str:
    """A sentence with blanks in place of an agency's line before it, so that places in it stay."""
    until = behind_agency(text)
    return " " * until + text[until:]


def _own_date(text: str, published: date | None, default: When | None) -> When | None:
    """The date the sentence itself tells of what happened; a year alone only where it is told as one."""
    if default is None:
        found = dates_in(text, published)
        return found[0] if found else None
    when = happened(text, published, default)
    return None if when == default else when


def _names_the_case(text: str, cast: Cast) -> bool:
    """Whether a sentence names the country, the ruler or the challenger: then it is about the present again."""
    low = folded(text)
    country = by_iso3(cast.iso3) if cast.iso3 else None
    names = [word for name in cast.names for word in name.spoken]
    if country is not None:
        names += [folded(name) for name in (country.name, *country.demonyms, *country.capital)]
    return any(re.search(rf"\b{re.escape(name)}\b", low) for name in names)


def _shifted(when: When, by: int) -> When:
    """The same date, its place counted in the page."""
    return When(when.first, when.last, Span(when.span.start + by, when.span.end + by), when.rule)


def _trimmed(text: str, span: Span) -> Span:
    """A stretch without the blanks at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(min(start, span.end), max(span.start + len(words.rstrip()), min(start, span.end)))
