"""The frozen values intake passes on: a page, a stretch of it, a date as told, a draft of a row.

Offsets count characters of `Page.text` (Python string indices), the end not included, so that
`page.text[span.start:span.end]` is what was read there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from standoff.case.values import Confidence, Scope, Side, Source, Tier

Day = date  # the name of the type where a field is called `date`
Told = Literal["done", "denied", "planned", "hypothetical", "precedent"]
"""How a thing is told: the modalities of a case file, and `precedent`: another time or country, kept out of the trail."""
Bound = Literal["exact", "at_least", "at_most", "about"]
"""What a number is: "more than 700" is `at_least` 700."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a page's text: characters `start` up to, not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that stand there."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether the other lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read.

    Attributes:
        name: path, address or "<stdin>": where it came from, for messages and rows.
        text: the readable text, never longer than the reader's limit; offsets count in it.
        title: its headline, None where none was found. The title may also stand in `text`.
        outlet: who published the page, None where that cannot be told; `url` likewise.
        published: the day it came out, None where unknown; `published_by` says how that is known: "option" (--published),
            "metadata", "header" (mail, RSS), "dateline" (in the text), or "" where unknown.
        language: "en", another ISO 639-1 code where it looks like another language, "" where there is too little to tell.
        notes: what a reader should know: bytes that could not be decoded, control characters taken out, a text cut short.
    """

    name: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    published_by: str = ""
    language: str = "en"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A date as the text tells it: some day from `first` to `last`, both included; equal for a certain day.

    `rule` names what resolved it ("weekday", "yesterday", "month and day", "year", ...), `span` is where it stands in the text
    it was found in (empty for the dateline itself).
    """

    first: date
    last: date
    span: Span
    rule: str

    @property
    def certain(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed row of evidence with the words it came from. It is never accepted by a machine.

    Attributes:
        date: the day it happened, None where neither the text nor the dateline tells; `date_last` is later where the text
            gives a span ("last week").
        dated: whether the words told the day; else it is that of saying or publishing.
        public: the day the page (or the source it quotes) made it known.
        code: a code of the case format; `cameo` and `plover` the same in those schemes, "" where not mapped.
        actor, target: in words; target may be "".
        force: a force of the case, or the words that name a force where no case is given, or "".
        modality: how it is told (`Told`). Only rows told as done, denied, planned or hypothetical can enter a case file.
        asserted_by: who claims it, where it is a claim; `via` the whole chain of speakers, the outermost first.
        sources: outlets behind it, at least one; each carries the quoted words.
        sided: whose interest the source serves; `sided_why` says what that was inferred from.
        span, page: where the quote stands; `quote` equals the page's text there, character for character.
        rule: name of the rule (or of the coder) that proposed it; `why` a sentence for the reader.
        size, unit, bound: the number told, None where none is.
    """

    code: str
    date: date | None
    public: Day | None
    actor: str
    text: str
    quote: str
    span: Span
    page: str
    rule: str
    date_last: Day | None = None
    dated: bool = True
    target: str = ""
    force: str = ""
    tier: Tier = "none"
    scope: Scope = "national"
    size: float | None = None
    unit: str | None = None
    bound: Bound = "exact"
    modality: Told = "done"
    asserted_by: str | None = None
    via: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    sided: Side = "neutral"
    sided_why: str = ""
    confidence: Confidence = "low"
    cameo: str = ""
    plover: str = ""
    why: str = ""
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Uncoded:
    """A sentence that tells of something no code fits: listed, never forced into one."""

    quote: str
    span: Span
    page: str
    why: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a coder makes of one page: drafts in the order of the page, and what it left uncoded."""

    drafts: tuple[Draft, ...]
    uncoded: tuple[Uncoded, ...] = ()
    notes: tuple[str, ...] = ()
