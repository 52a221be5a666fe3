"""Text for a terminal: nothing in it is interpreted, every letter can be printed, no line is too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells

from standoff.view.phrases import visible

_PLAIN = str.maketrans({"–": "-", "—": "-", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " "})
_TOGETHER = re.compile(r"(?<=\d) (?=%)|(?<=<) (?=\d)")  # "68 %" and "< 1" stay on one line
_JOINED = "\ue000"


def printable(text: str, encoding: str) -> str:
    """Harmless text in the letters the encoding has; the nearest plain letter, or else a number, for the others.

    Example:
        >>> printable("Guaidó – “now”", "ascii")
        'Guaido - "now"'
    """
    shown = visible(text)
    return shown if _has(shown, encoding) else "".join(_nearest(sign, encoding) for sign in shown.translate(_PLAIN))


def can_print(text: str, encoding: str) -> bool:
    """Whether the encoding has all these letters."""
    return _has(text, encoding)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most so many cells, broken at spaces; a number stays with its per cent, a longer word is cut.

    Example:
        >>> wrapped("it is likely (68 %) that", 17)
        ['it is likely', '(68 %) that']
    """
    lines = [""]
    for word in _words(text, width):
        longer = f"{lines[-1]} {word}".strip()
        if cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line.replace(_JOINED, " ") for line in lines]


def _words(text: str, width: int) -> Iterator[str]:
    for word in _TOGETHER.sub(_JOINED, text).split():
        yield from [word] if cell_len(word) <= width else chop_cells(word, width)


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _nearest(sign: str, encoding: str) -> str:
    if _has(sign, encoding):
        return sign
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return bare if bare and _has(bare, encoding) else sign.encode("ascii", "backslashreplace").decode("ascii")
