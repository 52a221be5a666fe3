"""Taking out of a text what no reader can see, and cutting it to a length that every step can bear.

Bidirectional controls and zero-width characters let a page show one thing and hold another, so they go, and a note tells how
many there were.
"""

from __future__ import annotations

import re
import unicodedata

from standoff.intake.pages.raw import MAX_CHARACTERS

_BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028]")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_PARAGRAPH_BREAK = "\u2029"
_UNSEEN = (
    ("control character", re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")),
    ("unpaired surrogate", re.compile("[\ud800-\udfff]")),
    ("noncharacter", re.compile("[\ufffe\uffff]")),
    (
        "zero-width character",
        re.compile("[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"),
    ),
    ("text direction character", re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]")),
)
_MARKS_IN_A_ROW = re.compile(r"[^\w\s\x00-\x7f]{33,}")
_MOST_MARKS = 30  # of combining marks in a row, the limit of Unicode's stream-safe text (UAX 15)


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    r"""A text without invisible characters, lines parted by "\n" only, in normal form C; and notes on what went.

    Typographic blanks (no-break, thin, ideographic) become the plain blank they look like.

    Example:
        >>> clean("pay\u202e\x00load")
        ('payload', ('1 control character taken out', '1 text direction character taken out'))
    """
    seen, notes = without_unseen(text)
    unknown = seen.count("\ufffd")
    if unknown:
        notes += (f"{_counted(unknown, 'character')} could not be read and {'stand' if unknown > 1 else 'stands'} as \ufffd",)
    plain = _BLANKS.sub(" ", seen)
    fewer = _MARKS_IN_A_ROW.sub(_fewer_marks, plain)
    if len(fewer) < len(plain):
        notes += (f"{_counted(len(plain) - len(fewer), 'accent')} piled on one letter taken out",)
    return unicodedata.normalize("NFC", fewer), notes


def without_unseen(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without controls, surrogates, zero-width and direction characters, and notes on what went."""
    text = _BREAKS.sub("\n", text).replace(_PARAGRAPH_BREAK, "\n\n")
    notes: list[str] = []
    for kind, pattern in _UNSEEN:
        text, gone = pattern.subn("", text)
        if gone:
            notes.append(f"{_counted(gone, kind)} taken out")
    return text, tuple(notes)


def cut(text: str, longest: int = MAX_CHARACTERS) -> tuple[str, tuple[str, ...]]:
    """A text of at most `longest` characters, cut at the end of a line or a word, and a note if it was cut."""
    if len(text) <= longest:
        return text, ()
    end = next((at for sign in ("\n", " ") if (at := text.rfind(sign, longest // 2, longest)) > 0), longest)
    return text[:end], (f"cut short: the first {end:,} of {len(text):,} characters are read",)


def tidy(text: str) -> str:
    """A text without blanks at the ends of lines and without more than two blank lines in a row."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub("\n{4,}", "\n\n\n", lines).strip("\n").rstrip()


def _fewer_marks(found: re.Match[str]) -> str:
    """A run of signs with at most 30 combining marks in a row: ordering longer rows takes time that grows with the square."""
    kept: list[str] = []
    marks = 0
    for sign in found.group():
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' if number > 1 else ''}"
