"""Signatures under tweets and quotations: "— Marco Rubio (@marcorubio) January 29, 2019" names who wrote what is above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from standoff.intake.language.dates import dates_in
from standoff.intake.language.lines import trimmed
from standoff.intake.values import Span

_SIGNATURE = re.compile(
    r"\A[—–―-]{1,2}\s*(?P<name>[^\W\d_][^\n()@\"“”]{1,60}?)\s*(?:\((?P<handle>@\w{1,30})\)(?P<rest>[^\n]{0,60}))?\s*\Z"
)
_NAME = re.compile(r"(?:[^\W\d_][\w.’'&-]*\s?){1,7}\Z")
_TWEET = 320  # characters of a tweet with its address
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and what.

    Attributes:
        name, name_span: who signs, without the handle.
        handle: "@marcorubio", "" where none stands there.
        signed: the paragraphs above that it signs.
        when_span: the date behind the name, None where none stands there.
    """

    name: str
    name_span: Span
    handle: str
    signed: Span
    when_span: Span | None


def signatures(text: str, paragraphs: tuple[Span, ...]) -> list[Signature]:
    """Every signature that stands as a paragraph of its own under what it signs.

    With a handle it signs a tweet: the paragraphs above that no more than one blank line parts, as far as a tweet is long.
    Without one it signs the paragraph above where that ends as a quotation.

    Args:
        text: the page.
        paragraphs: its paragraphs in order.
    """
    found: list[Signature] = []
    taken = 0
    for place, paragraph in enumerate(paragraphs):
        if len(paragraph) > 200 or place == taken:
            continue
        match = _SIGNATURE.match(trimmed(text, paragraph).of(text))
        if match is None or not _NAME.match(match["name"]) or not match["name"][0].isupper():
            continue
        signed = _signed(text, paragraphs[taken:place], bool(match["handle"]))
        if signed:
            found.append(_signature(text, trimmed(text, paragraph).start, match, signed))
            taken = place + 1
    return found


def _signed(text: str, above: tuple[Span, ...], tweet: bool) -> Span | None:
    """What a signature signs of the paragraphs above it."""
    last = trimmed(text, above[-1])
    if not tweet:
        words = last.of(text)
        return last if words[:1] in "\"“«„'‘" and words[-1:] in "\"”»“'’." and len(words) > 2 else None
    if len(last) > _TWEET:
        return None
    start = last.start
    for paragraph in reversed(above[:-1]):
        if _BLANK_LINES.search(text, trimmed(text, paragraph).end, start) or last.end - paragraph.start > _TWEET:
            break
        start = trimmed(text, paragraph).start
    return Span(start, last.end)


def _signature(text: str, start: int, match: re.Match[str], signed: Span) -> Signature:
    """The signature at a match that begins at `start`."""
    name = Span(start + match.start("name"), start + match.end("name"))
    dates = dates_in(match["rest"], None) if match["handle"] else ()
    offset = start + match.start("rest")
    when = Span(offset + dates[0].span.start, offset + dates[0].span.end) if dates else None
    return Signature(name.of(text).strip(), name, match["handle"] or "", signed, when)
