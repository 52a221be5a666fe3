"""Who says so: the speakers a stretch of a page stands under, and the outlets behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeAlias

from standoff.case.values import Case, Side, Source
from standoff.intake.coding.cast import Cast
from standoff.intake.drafts.spoken import Spoken
from standoff.intake.language.dates import dates_in
from standoff.intake.language.quotes import Quotation
from standoff.intake.language.words import folded
from standoff.intake.outlets.credits import agency_of
from standoff.intake.outlets.sides import side_of
from standoff.intake.outlets.table import OutletTable, outlet_of
from standoff.intake.values import Page, Span

Asked: TypeAlias = Callable[[str, bool], tuple[Side, str]]
"""The side of a name and why; the second tells whether it is a speaker's."""

_PUBLISHED_BY = re.compile(
    r"\b(?:published|aired|broadcast|carried|quoted|printed)(?: \w+)? (?:by|in|on) (?:the )?((?:[A-Z][\w'’.&-]*\s?)+)"
)

_SERVES = (
    "representative|envoy|ambassador|spokesman|spokeswoman|spokesperson|adviser|advisor|aide|ally|deputy|lawyer|chief of staff"
    "|minister|secretary|wife|husband|son|daughter|brother|sister"
)
_OWNER = r"(?:opposition|government|army|police|presidency|[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)"
_LOOKED_AT = 50_000  # characters of a page in which its speakers are introduced
_CREDITED = 300  # characters at each end of a page that may credit an agency


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells a stretch of a page.

    Attributes:
        chain: the speakers, the outermost first; empty where the page itself tells it.
        outlets: whom they told it to, or who published it; the page's own outlet where the sentence names none.
        on: the day it was said, where the page tells another than its own.
        answer: what the speaker says to what he was asked ("no", "yes"), "" otherwise.
        named: where speakers are named.
    """

    chain: tuple[str, ...]
    outlets: tuple[str, ...]
    on: date | None = None
    answer: str = ""
    named: tuple[Span, ...] = ()

    def names(self, at: int) -> bool:
        """Whether the words at a place of the page are those that name a speaker."""
        return any(span.start <= at < span.end for span in self.named)

    @property
    def speaker(self) -> str | None:
        """The one whose claim it is: the innermost speaker."""
        return self.chain[-1] if self.chain else None


def teller_of(page: Page, span: Span, sentence: Span, spoken: Spoken, table: OutletTable | None = None) -> Teller:
    """Who tells a stretch.

    Args:
        page: the page.
        span: the stretch; `sentence` the sentence about it.
        sentence: where an outlet may be named.
        spoken: what the page quotes.
        table: where outlets are looked up; the built-in table by default.
    """
    quotations = spoken.near(Span(min(span.start, sentence.start), max(span.end, sentence.end)))
    answer = _answer(page, sentence, quotations)
    over = [quote for quote in quotations if quote.speaker and (_over(quote, span) or quote is answer)]
    over.sort(key=lambda quote: (quote.span.start - quote.span.end, quote.span.start))
    chain = tuple(dict.fromkeys(spoken.name_of(quote.speaker) for quote in over if quote.speaker))
    heard = [quote.to for quote in over if quote.to and outlet_of(quote.to, table) is not None]
    named = [hit.group(1).strip() for hit in _PUBLISHED_BY.finditer(sentence.of(page.text))]
    outlets = tuple(dict.fromkeys([*heard, *named])) or (page.outlet or page.name.rsplit("/", 1)[-1],)
    said = "" if answer is None else answer.inner.of(page.text).strip(" .,!").lower()
    return Teller(chain, outlets, _signed_on(page, over), said, tuple(_naming(sentence, quotations)))


def _naming(sentence: Span, quotations: Sequence[Quotation]) -> Iterator[Span]:
    """Where a sentence names its speakers; of ", his envoy, X, said" all that follows the clause."""
    for quote in quotations:
        named = quote.speaker_span
        if named is not None and sentence.holds(named):
            yield Span(
                quote.span.end if sentence.holds(quote.span) and named.start >= quote.span.end else named.start, named.end
            )


def _signed_on(page: Page, over: Sequence[Quotation]) -> date | None:
    """The date under which a speaker signed, as a tweet is signed."""
    for quote in over:
        if quote.when_span is not None:
            found = dates_in(quote.when_span.of(page.text), page.published)
            if found:
                return found[0].last
    return None


def _over(quote: Quotation, span: Span) -> bool:
    """Whether what is told lies within what is said; a few characters of a subject may stand before it."""
    return quote.span.start <= span.end and span.start < quote.span.end and quote.span.end - span.start > len(span) // 2


def _answer(page: Page, sentence: Span, quotations: Sequence[Quotation]) -> Quotation | None:
    """The "No" or "Yes" that a sentence quotes as somebody's whole answer."""
    inside = [quote for quote in quotations if sentence.holds(quote.span) and quote.kind == "direct"]
    return next((quote for quote in inside if quote.inner.of(page.text).strip(" .,!").lower() in ("no", "yes")), None)


def sources_of(page: Page, teller: Teller, quote: str, agency: str | None) -> tuple[Source, ...]:
    """The sources of a draft: each outlet with its words, the page itself with its address and the agency it reprints."""
    own = page.outlet or page.name.rsplit("/", 1)[-1]
    return tuple(
        Source(name, page.url if name == own else None, None, quote, agency=agency if name == own and agency != name else None)
        for name in teller.outlets
    )


def agency_behind(page: Page, table: OutletTable | None = None) -> str | None:
    """The agency that a page credits in its first or last lines, None where it credits none."""
    text = page.text
    return agency_of(text if len(text) <= 2 * _CREDITED else f"{text[:_CREDITED]}\n{text[-_CREDITED:]}", table)


def side_told(teller: Teller, cast: Cast, asked: Asked | None) -> tuple[Side, str]:
    """Whose interest the source serves, and what that was inferred from; the one who claims it comes before the outlet.

    Args:
        teller: who says so.
        cast: whom the page is about, where there is no case.
        asked: tells the side of a name in the case, None where there is no case.
    """
    if asked is None:
        return _side_of_speaker(teller.speaker or "", cast)
    told: tuple[Side, str] = ("neutral", "nobody is named as the source")
    for name in (*reversed(teller.chain), *teller.outlets):
        told = asked(name, name in teller.chain)
        if told[0] != "neutral":
            break
    return told


def sides_in(case: Case, page: Page, table: OutletTable | None = None) -> Asked:
    """What tells the side of an outlet or a speaker in a case; each name is looked up once a page.

    Of a speaker whose name tells nothing, the page's own words are asked: "Guaido's envoy, X", "X, a spokesman for the army".
    """
    introductions = page.text[:_LOOKED_AT]

    @cache
    def asked(name: str, speaks: bool) -> tuple[Side, str]:
        told = side_of(name, case, table)
        described = _described(name, introductions) if speaks and told[0] == "neutral" else None
        if described is None:
            return told
        side, why = side_of(described[0], case, table)
        return (side, f"{described[1]}, the page says; {why}") if side != "neutral" else told

    return asked


def _described(name: str, text: str) -> tuple[str, str] | None:
    """Whose man a speaker is, and the words of the page that say so; None where it does not."""
    last = re.escape(name)
    before = re.search(rf"({_OWNER})['’]s?\s+((?:[\w-]+\s){{0,3}}?(?:{_SERVES})\b)[^.;“”\"\n]{{0,60}}?,?\s{last}\b", text)
    after = re.search(
        rf"\b{last},\s(?:an?\s|the\s)?((?:[\w-]+\s){{0,3}}?(?:{_SERVES})\s(?:of|to|for))\s(?:the\s)?({_OWNER})", text
    )
    if before is not None:
        return before.group(1), f"{before.group(1)}'s {before.group(2)}"
    return None if after is None else (after.group(2), f"{after.group(1)} {after.group(2)}")


def _side_of_speaker(speaker: str, cast: Cast) -> tuple[Side, str]:
    """Without a case: the side of a speaker who bears the name of the page's ruler or challenger."""
    for name in cast.names:
        if any(re.search(rf"\b{re.escape(word)}\b", folded(speaker)) for word in name.spoken):
            return (
                "order_giver" if name.role == "ruler" else "challenger"
            ), f"said by {speaker}, the {name.role} the page names"
    return "neutral", "no case is given to take sides in"
