"""Cutting a long page into stretches that overlap, at ends of paragraphs, else of sentences, else of words."""

from __future__ import annotations

import re

from standoff.intake.values import Span

CHUNK = 12_000
"""Characters of one stretch, about 3,000 tokens of English."""

OVERLAP = 1_000
"""Characters that two neighbours share, so that a sentence at the border stands whole in one of them."""

_BORDERS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[.!?][\"'”’)]*\s"), re.compile(r"\s"))


def chunks(text: str, size: int = CHUNK, overlap: int = OVERLAP) -> tuple[Span, ...]:
    """Stretches of at most `size` characters that cover a text in order, neighbours sharing about `overlap`.

    Args:
        text: the text; none of it, no stretch.
        size: the most characters of a stretch.
        overlap: characters shared, less than half of `size`.
    """
    found: list[Span] = []
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= size else _border(text, start + size // 2, start + size)
        found.append(Span(start, end))
        if end == len(text):
            break
        start = _border(text, max(start + 1, end - overlap), max(start + 1, end - overlap // 2))
    return tuple(found)


def _border(text: str, low: int, high: int) -> int:
    """The end of the best border within a stretch of text, its far end where there is none."""
    part = text[low:high]
    for border in _BORDERS:
        ends = [found.end() for found in border.finditer(part)]
        if ends:
            return low + ends[-1]
    return high
