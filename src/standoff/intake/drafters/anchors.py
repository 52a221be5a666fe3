"""Finding the words a coder quotes in the page: exactly, or apart only by blanks, quotation marks and dashes."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from standoff.intake.values import Span

_SAME = MappingProxyType(
    {
        **dict.fromkeys("‘’‚‛ʼ`´′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")
_MOST_PLACES = 1_000


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with blanks run together and typographic signs made plain; `places` gives each sign's place in the text."""

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Searched:
    """A text that quotes are looked for in; it is folded once, and only when some quote needs that."""

    text: str

    @cached_property
    def folded(self) -> Folded:
        """The text as quotes are compared with it where they do not stand there exactly."""
        return fold(self.text)


def fold(text: str) -> Folded:
    """A text with blanks run together and typographic quotes and dashes made plain.

    Example:
        >>> fold("“No”,  he said").text
        '"No", he said'
    """
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign in _UNSEEN or (sign.isspace() and signs and signs[-1] == " "):
            continue
        signs.append(" " if sign.isspace() else _SAME.get(sign, sign))
        places.append(place)
    return Folded("".join(signs), tuple(places))


def anchor(quote: str, near: Span, page: Searched) -> Span | None:
    """Where a quote stands in a text, None where it does not.

    Args:
        quote: the words as the coder gave them.
        near: where the coder says they stand; of several places the nearest is taken.
        page: the text.
    """
    if near.start >= 0 and near.of(page.text) == quote:
        return near
    exact = unicodedata.normalize("NFC", quote).strip()
    start = _nearest(exact, near.start, page.text)
    if start is not None:
        return Span(start, start + len(exact))
    folded = page.folded
    plain = fold(exact).text.strip()
    start = _nearest(plain, bisect_left(folded.places, near.start), folded.text)
    if start is None:
        return None
    return Span(folded.places[start], folded.places[start + len(plain) - 1] + 1)


def _nearest(words: str, wanted: int, text: str) -> int | None:
    places: list[int] = []
    place = text.find(words) if words else -1
    while place >= 0 and len(places) < _MOST_PLACES:
        places.append(place)
        place = text.find(words, place + 1)
    return min(places, key=lambda found: abs(found - wanted), default=None)
