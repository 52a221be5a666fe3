"""Quotation marks paired: where each quotation begins and ends, whatever marks it is written with.

Straight, curly, low and angled marks, double and single, and the doubled grave accents of typesetting. A mark that is never
closed ends with its paragraph; single marks that are never closed are apostrophes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from standoff.intake.language.lines import trimmed
from standoff.intake.language.sentences import paragraphs
from standoff.intake.values import Span


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch between quotation marks.

    Attributes:
        span: with its marks; `inner` without them.
        closed: whether the closing mark stands there.
        mark: the opening mark.
        depth: 0 for a quotation that stands in no other.
    """

    span: Span
    inner: Span
    closed: bool
    mark: str
    depth: int


_MARK = re.compile(r"``|''|[\"“”„‟«»‘’‚‹›']")
_CLOSES = {
    '"': ('"', "”"),
    "“": ("”", '"'),
    "”": ("”",),
    "„": ("“", "”", '"'),
    "‟": ("”",),
    "«": ("»",),
    "»": ("«",),
    "‘": ("’", "'"),
    "‚": ("‘", "’"),
    "'": ("'", "’"),
    "‹": ("›",),
    "›": ("‹",),
    "``": ("''", '"'),
    "''": ("''",),
}
"""What may close each opening mark; "”...”" and "»...«" open with what closes elsewhere."""
_SINGLE = frozenset("‘‚'‹›")
_ELISIONS = re.compile(r"(?:\d0s|em|tis|twas|n|til|cause|bout)\b", re.IGNORECASE)
_BEFORE_OPENING = frozenset(" \t\n\r\xa0([{—–-/\u2028\u2029¿¡")
_MAX_DEPTH = 4  # quotations within quotations; news has two


@dataclass(slots=True)
class _Open:
    """A mark that stands open while a paragraph is read."""

    mark: str
    start: int
    end: int


@dataclass(slots=True)
class _Paragraph:
    """The work on one paragraph: its text, the marks open, the quotations found."""

    text: str
    span: Span
    last_closing: int = -1  # the last mark that can only close a single quotation
    open: list[_Open] = field(default_factory=list)
    found: list[Marked] = field(default_factory=list)

    def before(self, at: int) -> str:
        return self.text[at - 1] if at > self.span.start else " "

    def after(self, at: int) -> str:
        return self.text[at] if at < self.span.end else " "


def marked(text: str) -> tuple[Marked, ...]:
    """Every stretch between quotation marks, in the order of the text; one within another follows it.

    Args:
        text: any text.

    Returns:
        Stretches that never cross; those without a letter or digit are left out.
    """
    found = [one for span in paragraphs(text) for one in _in_paragraph(text, span)]
    told = [one for one in found if any(letter.isalnum() for letter in one.inner.of(text)[:200])]
    return tuple(sorted(told, key=lambda one: (one.span.start, -one.span.end)))


def _in_paragraph(text: str, span: Span) -> list[Marked]:
    """The quotations of one paragraph."""
    work = _Paragraph(text, span)
    marks = list(_MARK.finditer(text, span.start, span.end))
    closing = [
        mark.start() for mark in marks if mark.group() in "'’" and _may_close_single(work, mark) and not _possessive(work, mark)
    ]
    work.last_closing = closing[-1] if closing else -1
    for mark in marks:
        _take(work, mark)
    end = trimmed(text, span).end
    for one in work.open:  # never closed: to the end of the paragraph
        if one.mark not in _SINGLE and one.mark != "''":
            depth = sum(other.start < one.start for other in work.open if other.mark not in _SINGLE)
            work.found.append(
                Marked(Span(one.start, max(end, one.end)), Span(one.end, max(end, one.end)), False, one.mark, depth)
            )
    return work.found


def _take(work: _Paragraph, mark: re.Match[str]) -> None:
    """Open, close or pass over one mark."""
    kind = mark.group()
    levels = range(len(work.open) - 1, -1, -1)
    level = next((at for at in levels if kind in _CLOSES[work.open[at].mark]), None)
    if level is not None and _closes(work, mark, work.open[level]):
        one = work.open[level]
        del work.open[level:]
        work.found.append(Marked(Span(one.start, mark.end()), Span(one.end, mark.start()), True, one.mark, level))
    elif _opens(work, mark):
        _open(work, mark)


def _open(work: _Paragraph, mark: re.Match[str]) -> None:
    """Open a quotation; the same straight mark still open before it was never closed and ends here."""
    kind = mark.group()
    if kind == '"' and work.open and work.open[-1].mark == '"':
        one = work.open.pop()
        end = trimmed(work.text, Span(one.end, mark.start())).end
        work.found.append(
            Marked(Span(one.start, max(end, one.end)), Span(one.end, max(end, one.end)), False, '"', len(work.open))
        )
    if len(work.open) < _MAX_DEPTH:
        work.open.append(_Open(kind, mark.start(), mark.end()))


def _looks_opening(work: _Paragraph, mark: re.Match[str]) -> bool:
    """Whether a mark has a blank or a bracket before it and none after it."""
    before, after = work.before(mark.start()), work.after(mark.end())
    return (before in _BEFORE_OPENING or before in "\"“‘«'`") and not after.isspace() and after not in ",.;:!?)]"


def _opens(work: _Paragraph, mark: re.Match[str]) -> bool:
    """Whether a mark may open a quotation where it stands."""
    kind = mark.group()
    if kind in {"“", "„", "‟", "«", "``", "‚", "‹"}:
        return True
    if kind == '"':
        return True
    if kind in {"'", "’"}:
        return kind == "'" and _looks_opening(work, mark) and not _ELISIONS.match(work.text, mark.end(), work.span.end)
    return _looks_opening(work, mark)


def _closes(work: _Paragraph, mark: re.Match[str], one: _Open) -> bool:
    """Whether a mark closes the open one it fits: not an apostrophe, nor clearly the opening of another."""
    kind = mark.group()
    if kind in "'’" and len(kind) == 1:
        return _may_close_single(work, mark) and (not _possessive(work, mark) or mark.start() >= work.last_closing)
    if kind == '"' and one.mark == '"':
        return not (_looks_opening(work, mark) and work.before(mark.start()).isspace() and mark.start() > one.end)
    return not (kind == "“" and one.mark == "„" and _looks_opening(work, mark) and work.before(mark.start()).isspace())


def _may_close_single(work: _Paragraph, mark: re.Match[str]) -> bool:
    """Whether a single mark may close: something before it and no letter after it."""
    return not work.before(mark.start()).isspace() and not work.after(mark.end()).isalnum()


def _possessive(work: _Paragraph, mark: re.Match[str]) -> bool:
    """Whether a single mark reads as the apostrophe of "the soldiers' families": after s, before a small letter."""
    after = work.text[mark.end() : min(mark.end() + 2, work.span.end)]
    return work.before(mark.start()) in "sS" and len(after) == 2 and after[0] == " " and after[1].islower()
