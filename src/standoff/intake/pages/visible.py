"""What a browser would show of some HTML, and what its head states: one pass over the markup, no tree, no recursion.

The parser sends events, so that a page of a hundred thousand open tags costs what its length costs. Styles named by class are
not followed: only what an element itself says (`hidden`, `style`) hides it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from standoff.errors import StandoffError

_HIDDEN_TAGS = "head title script style noscript template iframe object svg math canvas select textarea audio video"
_PARAGRAPH_TAGS = (
    "p blockquote h1 h2 h3 h4 h5 h6 article section main aside header footer nav ul ol dl table pre figure form body"
)
_LINE_TAGS = "div li tr dt dd br hr figcaption address caption center legend summary details"
_NEVER_SHOWN = frozenset(_HIDDEN_TAGS.split())
_OF_THE_HEAD = frozenset({"head", "title", "script"})
_PARAGRAPHS = frozenset(_PARAGRAPH_TAGS.split())
_LINES = frozenset(_LINE_TAGS.split())
_CELLS = frozenset({"td", "th"})
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity)\s*:\s*0(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
MOST_PIECES = 400_000
"""Tags and stretches of words looked at; what comes after is not read, and `Seen.whole` says so."""

_MOST_STATED, _LONGEST_STATED = 500, 300_000
_BLANKS_IN_LINE = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """What one pass over a page found.

    Attributes:
        text: what is shown: paragraphs parted by a blank line, lines by a line end.
        title: of `<title>`; `heading` the words of the only h1, "" where there are none or several.
        metas: content by name, property or itemprop in lower case, the first of each.
        canonical: the address the page states as its own.
        times: `datetime` of time elements, in order; `linked_data` the JSON-LD scripts.
        elements, depth: how many elements there are, and how deep they nest.
        whole: False where the page has more pieces than are looked at.
    """

    text: str
    title: str
    heading: str
    metas: Mapping[str, str]
    canonical: str
    times: tuple[str, ...]
    linked_data: tuple[str, ...]
    elements: int
    depth: int
    whole: bool


def see(markup: str) -> Seen:
    """One pass over some HTML, however broken.

    Args:
        markup: the decoded page, without NUL characters.

    Raises:
        StandoffError: the extra `intake` is not installed.
    """
    etree = markup_library()
    target = _Target()
    parser = etree.HTMLParser(target=target, no_network=True, encoding="utf-8")
    with suppress(etree.ParserError, etree.XMLSyntaxError):  # nothing but what the parser drops: an empty page
        etree.fromstring(markup.encode("utf-8", "replace"), parser)
    return target.close()


def markup_library() -> Any:
    """The module `lxml.etree`.

    Raises:
        StandoffError: it is not installed.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise StandoffError('reading HTML and feeds needs lxml; install it with: pip install "standoff[intake]"') from error
    return etree


def unseen_in_body(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element of the body is not shown: by its kind, or by its own attributes."""
    return (tag in _NEVER_SHOWN and tag not in _OF_THE_HEAD) or _hides(attributes)


def _hides(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or bool(_HIDING.search(attributes.get("style") or ""))


class _Shown:
    """Keeps the words that are shown, with the breaks between them."""

    def __init__(self) -> None:
        self.open = self.elements = self.depth = 0
        self._pieces: list[str] = []
        self._hidden_at = 0  # depth of the outermost element not shown, 0 where all is shown
        self._preformatted = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.open += 1
        self.elements += 1
        self.depth = max(self.depth, self.open)
        if self._hidden_at:
            return
        if tag in _NEVER_SHOWN or _hides(attributes):
            self._hidden_at = self.open
            return
        self._preformatted += tag == "pre"
        self._break(tag)

    def end(self, tag: str) -> None:
        if not self._hidden_at:
            self._preformatted -= tag == "pre"
            if tag != "br":
                self._break(tag)
        elif self._hidden_at == self.open:
            self._hidden_at = 0
        self.open -= 1

    def data(self, words: str) -> None:
        if not self._hidden_at:
            self._pieces.append(words if self._preformatted else words.replace("\n", " "))

    def text(self) -> str:
        text = _BLANKS_IN_LINE.sub(" ", "".join(self._pieces))
        text = re.sub(" ?\n ?", "\n", text)
        return re.sub("\n{3,}", "\n\n", text).strip()

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._pieces.append("\n\n")
        elif tag in _LINES:
            self._pieces.append("\n")
        elif tag in _CELLS:
            self._pieces.append(" ")


class _Stated:
    """Keeps what the page states about itself."""

    def __init__(self) -> None:
        self.metas: dict[str, str] = {}
        self.canonical = ""
        self.times: list[str] = []
        self._words: dict[str, list[list[str]]] = {"title": [], "h1": [], "script": []}
        self._taking: tuple[str, list[str]] | None = None
        self._room = 0  # characters still taken of the words being kept

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "meta" and len(self.metas) < _MOST_STATED:
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            self.metas.setdefault(name.strip().lower(), (attributes.get("content") or "")[:2_000])
        elif tag == "link" and not self.canonical and "canonical" in (attributes.get("rel") or "").lower():
            self.canonical = attributes.get("href") or ""
        elif tag == "time" and attributes.get("datetime") and len(self.times) < _MOST_STATED:
            self.times.append(attributes["datetime"])
        elif tag in ("title", "h1") or (tag == "script" and "ld+json" in (attributes.get("type") or "")):
            self._take(tag)

    def end(self, tag: str) -> None:
        if self._taking is not None and self._taking[0] == tag:
            self._taking = None

    def data(self, words: str) -> None:
        if self._taking is not None and self._room > 0:
            self._taking[1].append(words[: self._room])
            self._room -= len(words)

    def words(self, tag: str) -> list[str]:
        return ["".join(pieces) for pieces in self._words[tag]]

    def _take(self, tag: str) -> None:
        kept = self._words[tag]
        if len(kept) < _MOST_STATED and self._taking is None:
            kept.append([])
            self._taking = (tag, kept[-1])
            self._room = _LONGEST_STATED


class _Target:
    """The parser's target: hands every event to what is shown and to what is stated."""

    def __init__(self) -> None:
        self._shown = _Shown()
        self._stated = _Stated()
        self._whole = True
        self._pieces = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._goes_on():
            self._stated.start(tag, attributes)
            self._shown.start(tag, attributes)

    def end(self, tag: str) -> None:
        if self._whole:
            self._stated.end(tag)
            self._shown.end(tag)

    def data(self, words: str) -> None:
        if self._goes_on():
            self._stated.data(words)
            self._shown.data(words)

    def _goes_on(self) -> bool:
        self._pieces += 1
        if self._pieces > MOST_PIECES:
            self._whole = False
        return self._whole

    def close(self) -> Seen:
        shown, stated = self._shown, self._stated
        headings = [words for words in stated.words("h1") if words.strip()]
        return Seen(
            text=shown.text(),
            title=next(iter(stated.words("title")), ""),
            heading=headings[0] if len(headings) == 1 else "",
            metas=MappingProxyType(stated.metas),
            canonical=stated.canonical,
            times=tuple(stated.times),
            linked_data=tuple(stated.words("script")),
            elements=shown.elements,
            depth=shown.depth,
            whole=self._whole,
        )
