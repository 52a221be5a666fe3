"""RSS and Atom: one page an item, with entities off: nothing is expanded, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.entities import html5
from typing import Any

from standoff.errors import StandoffError
from standoff.intake.pages.html import html_words
from standoff.intake.pages.kinds import without_prolog
from standoff.intake.pages.raw import Raw, http_address, one_line
from standoff.intake.pages.stated import stated_day
from standoff.intake.pages.visible import markup_library

MOST_ITEMS = 1_000
"""Items read of one feed; a note tells where there are more."""

_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_OWN_ENTITIES = re.compile(r"<!ENTITY", re.IGNORECASE)
_TIMES = ("pubDate", "published", "date", "issued", "created", "updated")
_BODIES = ("encoded", "content", "description", "summary")


def feed_pages(markup: str, name: str) -> tuple[Raw, ...]:
    """The items of a feed in its order, each with its title as the first paragraph of its text.

    Args:
        markup: the decoded feed.
        name: for messages.

    Raises:
        StandoffError: the feed has no items, or the extra `intake` is not installed.
    """
    root = _root(markup, name)
    outlet = next((one_line(_words(child), 120) for child in _children(_channel(root)) if _local(child) == "title"), None)
    items = [element for element in root.iter() if _local(element) in ("item", "entry")]
    if not items:
        raise StandoffError(f"{name}: the feed holds no items; allowed: RSS with <item>, Atom with <entry>")
    notes = []
    if _OWN_ENTITIES.search(markup[:20_000]):
        notes.append("the feed declares entities of its own, which are not expanded")
    if len(items) > MOST_ITEMS:
        notes.append(f"the feed holds {len(items):,} items; the first {MOST_ITEMS:,} are read")
    return tuple(
        _item(element, f"#{number}", outlet, tuple(notes) if number == 1 else ())
        for number, element in enumerate(items[:MOST_ITEMS], start=1)
    )


def _root(markup: str, name: str) -> Any:
    etree = markup_library()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    text = _NAMED.sub(_letter, without_prolog(markup))
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise StandoffError(f"{name}: the feed cannot be read: {error.msg}") from error
    if root is None:
        raise StandoffError(f"{name}: the feed cannot be read: it is no XML")
    return root


def _letter(found: re.Match[str]) -> str:
    """A named letter of HTML, which XML does not know; what XML knows stays."""
    return found.group() if found.group(1) in _OF_XML else html5.get(f"{found.group(1)};", found.group())


def _item(element: Any, part: str, channel: str | None, notes: tuple[str, ...]) -> Raw:
    parts: dict[str, Any] = {}
    for child in _children(element):
        if _local(child) != "link":
            parts.setdefault(_local(child), child)
    title = one_line(html_words(_words(parts["title"]))) if "title" in parts else None
    body = max((_body(parts[key]) for key in _BODIES if key in parts), key=len, default="")
    day = _day(parts)
    # Collections of other people's news name the outlet of each item.
    source = one_line(_words(parts["source"]), 120) if "source" in parts and not len(parts["source"]) else None
    text = body if title is None or body.startswith(title) else f"{title}\n\n{body}"
    return Raw(text, title, source or channel, _link(element), day, "header" if day else "", part, notes)


def _day(parts: dict[str, Any]) -> date | None:
    return next((day for key in _TIMES if key in parts and (day := stated_day(_words(parts[key]).strip()))), None)


def _body(element: Any) -> str:
    """The words of an item's content: HTML as text, or within the XML itself."""
    if not len(element):
        return html_words(_words(element))
    etree = markup_library()
    return html_words("".join(etree.tostring(child, encoding="unicode") for child in element))


def _link(element: Any) -> str | None:
    links = [child for child in _children(element) if _local(child) == "link"]
    own = [link for link in links if link.get("rel", "alternate") == "alternate"]
    return next((address for link in own if (address := http_address(link.get("href") or _words(link)))), None)


def _channel(root: Any) -> Any:
    return next((element for element in root.iter() if _local(element) == "channel"), root)


def _children(element: Any) -> Iterator[Any]:
    return (child for child in element if isinstance(child.tag, str))


def _local(element: Any) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _words(element: Any) -> str:
    return "".join(element.itertext())
