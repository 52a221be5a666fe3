"""What a page quotes, found by place, and its speakers by their fullest name: looked up many times, worked out once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from standoff.intake.language.quotes import Quotation
from standoff.intake.values import Span


@dataclass(frozen=True, slots=True)
class Spoken:
    """The quotations of a page.

    Attributes:
        quotations: in the order in which they, or the words for their speakers, begin.
        starts: where that is, in characters of the page.
        reach: characters of the longest of them with its speaker.
        full: the fullest name of a speaker by its last word.
    """

    quotations: tuple[Quotation, ...]
    starts: tuple[int, ...]
    reach: int
    full: Mapping[str, str]

    def near(self, span: Span) -> tuple[Quotation, ...]:
        """Those that may touch a stretch, themselves or by the words for their speaker; in the order of the page."""
        first = bisect_left(self.starts, span.start - self.reach)
        last = bisect_right(self.starts, span.end)
        return self.quotations[first:last]

    def name_of(self, speaker: str) -> str:
        """The fullest way the page names a speaker it elsewhere calls by the last name only."""
        return self.full.get(speaker.split()[-1], speaker)


def spoken_of(quotations: Sequence[Quotation]) -> Spoken:
    """The quotations of a page, made ready to be found.

    Args:
        quotations: all of the page.
    """
    ordered = tuple(sorted(quotations, key=lambda quote: (_whole(quote).start, quote.span.start, -quote.span.end)))
    wholes = [_whole(quote) for quote in ordered]
    full: dict[str, str] = {}
    for quote in quotations:
        words = (quote.speaker or "").split()
        if words and words[-1][:1].isupper() and len(quote.speaker or "") > len(full.get(words[-1], "")):
            full[words[-1]] = quote.speaker or ""
    starts = tuple(whole.start for whole in wholes)
    return Spoken(ordered, starts, max(map(len, wholes), default=0), MappingProxyType(full))


def _whole(quote: Quotation) -> Span:
    """A quotation and the words for its speaker."""
    if quote.speaker_span is None:
        return quote.span
    return Span(min(quote.span.start, quote.speaker_span.start), max(quote.span.end, quote.speaker_span.end))
