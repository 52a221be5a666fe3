"""Words, marks and whole quotations of a sentence, as the reading of who said what sees them.

A quotation counts as one token: its characters are masked first, so that no verb inside it is taken for one outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from standoff.intake.language.abbreviations import NEVER_LAST
from standoff.intake.values import Span

_FIRST, _REST = "\ua640", "\ua642"  # two old capitals: letters to every rule, in no page of news
_STOPS = frozenset(".!?…")
_TOKEN = re.compile(
    rf"{_FIRST}{_REST}*(?:[.!?…]+[\"”’'»“]+)?|https?://\S+|@\w+|(?:[A-Z]\.)+(?![a-z])"
    rf"|(?![{_FIRST}{_REST}])[^\W_](?:(?![{_FIRST}{_REST}])[\w’'&-])*|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a quotation, with where it stands in the text."""

    text: str
    low: str
    start: int
    end: int

    @property
    def quote(self) -> bool:
        """Whether it is a masked quotation."""
        return self.text[0] == _FIRST

    @property
    def word(self) -> bool:
        """Whether it is a word or a number."""
        return self.text[0].isalnum() and not self.quote

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital, behind a prefix too ("al-Assad")."""
        return self.word and (self.text[0].isupper() or (self.low[:3] in {"al-", "el-"} and self.text[3:4].isupper()))

    @property
    def possessive(self) -> bool:
        """Whether it ends as the owner of what follows."""
        return self.low.endswith(("'s", "’s", "s'", "s’"))


def masked(text: str, quotes: Iterable[Span]) -> str:
    """The text with every given quotation made one long word; the stop that ends it stays, with its closing mark.

    Args:
        text: any text.
        quotes: spans that do not overlap, in order.

    Returns:
        A text of the same length.
    """
    parts: list[str] = []
    at = 0
    for span in quotes:
        words = span.of(text)
        kept = 2 if len(words) > 3 and words[-2] in _STOPS and not words[-1].isalnum() else 0
        parts.append(text[at : span.start])
        parts.append(_FIRST + _REST * (len(words) - kept - 1) + (words[len(words) - kept :] if kept else ""))
        at = span.end
    return "".join([*parts, text[at:]])


def tokens(text: str, span: Span) -> list[Token]:
    """The tokens of a stretch of a masked text; an abbreviation keeps its stop."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, span.start, span.end):
        words, end = match.group(), match.end()
        if found and words == "." and found[-1].end == match.start() and found[-1].low in NEVER_LAST:
            last = found.pop()
            words, end = f"{last.text}.", match.end()
            found.append(Token(words, words.lower(), last.start, end))
            continue
        found.append(Token(words, words.lower(), match.start(), end))
    return found


def words_of(text: str, found: list[Token], start: int, end: int) -> str:
    """The text from one token up to, not including, another, its blanks made single."""
    return " ".join(text[found[start].start : found[end - 1].end].split()) if start < end else ""
