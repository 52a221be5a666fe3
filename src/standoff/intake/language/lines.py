"""Where a line break ends a thought and where it only wraps: the blocks a text falls into before its stops are read.

A blank line ends a block. So does a single line break before a list item or a tweet's signature, and one that no wrapping would
have made: the next line's first word would have fitted, and does not go on in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from standoff.intake.tables.tables import listed
from standoff.intake.values import Span

LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
LIST_ITEM = re.compile(r"[ \t\xa0]*(?:[•▪◦·‣●*+\-–—―]{1,2}[ \t\xa0]|\(?\d{1,2}[.)][ \t\xa0]|\(?[a-z]\)[ \t\xa0])")
"""How a list item, a dialogue dash or a signature begins."""
_GOES_ON = listed("a an and as at by for from her his in is its of on or our that the their to was were who with")
_WRAP_SLACK = 0.8  # people wrap by hand a little earlier than a machine would
_WRAPPED_WIDTH = 100  # longer lines are not wrapped text


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's stretch with its break, and the words on it without blanks at the ends."""

    span: Span
    words: str


def _lines(text: str) -> Iterator[_Line]:
    """Every line with the break that ends it."""
    start = 0
    for found in LINE_END.finditer(text):
        yield _Line(Span(start, found.end()), text[start : found.start()].strip())
        start = found.end()
    if start < len(text):
        yield _Line(Span(start, len(text)), text[start:].strip())


def _first_word(words: str) -> str:
    return words[:60].split(maxsplit=1)[0]


def _last_word(words: str) -> str:
    return words[-60:].split()[-1]


def _is_wrapped(line: _Line, following: _Line, width: int, text: str) -> bool:
    """Whether the break between two lines that are not blank only wraps a paragraph.

    Args:
        line: the line before the break.
        following: the line after it.
        width: the longest line of their stretch between blank lines, characters.
        text: the whole text.
    """
    if LIST_ITEM.match(text, following.span.start, following.span.end):
        return False
    first = _first_word(following.words)
    if first[0].islower() and "://" not in first:
        return True
    if line.words.endswith((",", ";")) or _last_word(line.words) in _GOES_ON:
        return True
    needed = len(line.words) + 1 + len(first)
    return needed > (width * _WRAP_SLACK if width <= _WRAPPED_WIDTH else width)


def _stretches(text: str) -> Iterator[list[_Line]]:
    """Runs of lines without a blank one among them; blank lines go with the run before."""
    run: list[_Line] = []
    for line in _lines(text):
        if line.words and run and not run[-1].words and any(one.words for one in run):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def blocks(text: str) -> tuple[Span, ...]:
    """The paragraphs, headlines, list items and signatures of a text.

    Args:
        text: any text.

    Returns:
        Spans that tile the text: blank lines go with the block before them; empty for an empty text.
    """
    found: list[Span] = []
    for run in _stretches(text):
        width = max(len(line.words) for line in run)
        start = run[0].span.start
        filled = [line for line in run if line.words]
        for line, following in pairwise(filled):
            if not _is_wrapped(line, following, width, text):
                found.append(Span(start, following.span.start))
                start = following.span.start
        found.append(Span(start, run[-1].span.end))
    return tuple(found)


def trimmed(text: str, span: Span) -> Span:
    """The span without the blanks at its two ends; empty at its start where it holds nothing else."""
    words = span.of(text)
    left = len(words) - len(words.lstrip())
    return (
        Span(span.start + left, span.start + max(left, len(words.rstrip()))) if words.strip() else Span(span.start, span.start)
    )
