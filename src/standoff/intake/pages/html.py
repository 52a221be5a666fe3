"""An HTML page: its main text without menus and scripts, what it states about itself, whatever its markup is like.

The main text is found by trafilatura (Barbaresi 2021, doi:10.18653/v1/2021.acl-demo.15). Where that finds nothing, or where a
page is larger or deeper than any page of news, everything a browser would show is taken instead, and a note says so.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from standoff.errors import StandoffError
from standoff.intake.pages.metadata import Stated, stated_by
from standoff.intake.pages.raw import Raw, http_address, one_line
from standoff.intake.pages.stated import stated_day
from standoff.intake.pages.visible import MOST_PIECES, Seen, markup_library, see, unseen_in_body

_MOST_ELEMENTS, _DEEPEST, _LONGEST = 10_000, 200, 3_000_000  # about a second of trafilatura's time
_CONTROLS = re.compile(r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|7f)|0*(?:[0-8]|1[124-9]|2\d|3[01]|127));", re.IGNORECASE)
_TOO_LITTLE = 0.2  # of what is shown: below this share a short find is not the main text
_SHORT = 200
_BEGINNING = 60  # characters by which a block is found again in what the page shows
_ROW = re.compile(r"\|(.*)\|")
_RULE = re.compile(r"\|?[-:| ]*-{3}[-:| ]*")
_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer")


def html_page(markup: str) -> Raw:
    """The page in some HTML.

    Args:
        markup: the decoded page, without NUL and other control characters.

    Raises:
        StandoffError: the extra `intake` is not installed.
    """
    markup, controls = _CONTROLS.subn("", markup)
    seen = see(markup)
    stated = stated_by(seen)
    main = _main(markup, seen)
    text = _in_order(_parted((main["text"] if main else None) or ""), seen.text) if main else ""
    day = stated.days[0] if stated.days else stated_day(main["date"] if main else None)
    return Raw(
        text or seen.text,
        title=stated.title or one_line(main["title"] if main else None) or one_line(seen.title),
        outlet=stated.outlet or one_line(main["sitename"] if main else None, 120),
        url=stated.url or http_address(main["url"] if main else None),
        day=day,
        day_by="metadata" if day else "",
        notes=tuple(_notes(seen, stated, controls, apart=main is not None)),
    )


def _parted(text: str) -> str:
    """The main text with a blank line between its blocks, of which trafilatura gives one a line; rows of tables as lines."""
    lines = (_ROW.sub(_cells, line.strip()) for line in text.split("\n") if not _RULE.fullmatch(line.strip()))
    return re.sub(r"\n(?!- )\n*", "\n\n", "\n".join(lines).strip())


def _cells(row: re.Match[str]) -> str:
    return ", ".join(cell.strip() for cell in row.group(1).split("|") if cell.strip())


def _in_order(text: str, shown: str) -> str:
    """The blocks of a text in the order in which the page shows them; trafilatura puts some that it finds late in front."""
    plain, blocks, places = " ".join(shown.split()), text.split("\n\n"), list[int]()
    for block in blocks:
        place = plain.find(" ".join(block.removeprefix("- ").split())[:_BEGINNING])
        places.append(place if place >= 0 else places[-1] if places else 0)
    order = sorted(range(len(blocks)), key=lambda at: places[at])
    return "\n\n".join(blocks[at] for at in order)


def _notes(seen: Seen, stated: Stated, controls: int, apart: bool) -> Iterator[str]:
    if controls:
        yield f"{controls:,} control character{'s' if controls > 1 else ''} written as numbers taken out"
    if not seen.whole:
        yield f"cut short: the first {MOST_PIECES:,} tags and stretches of words are read"
    if seen.text and not apart:
        yield "no main text was told apart: all that the page shows is read"
    if len(stated.days) > 1:
        yield f"the page states several days: {', '.join(map(str, stated.days))}; the first is used"


def html_words(markup: str) -> str:
    """All that a browser would show of some HTML: for fragments in feeds and mail."""
    return see(markup).text


def _main(markup: str, seen: Seen) -> dict[str, str | None] | None:
    """What trafilatura finds, None where that is nothing or the page is not one to ask it about."""
    if not seen.text or seen.elements > _MOST_ELEMENTS or seen.depth > _DEEPEST or len(markup) > _LONGEST:
        return None
    tree = _shown_tree(markup)
    found = None if tree is None else _extracted(tree)
    text = (found or {}).get("text") or ""
    missed = len(text) < _SHORT and len(text) < _TOO_LITTLE * len(seen.text)
    return None if not text.strip() or missed else found


def _shown_tree(markup: str) -> Any:
    """The page as a tree without the elements that are not shown, None where there is no tree."""
    from lxml import html

    etree = markup_library()
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    for element in [found for found in tree.iter() if isinstance(found.tag, str) and unseen_in_body(found.tag, found.attrib)]:
        element.clear(keep_tail=True)
    return tree


def _extracted(tree: Any) -> dict[str, str | None] | None:
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise StandoffError('reading HTML needs trafilatura; install it with: pip install "standoff[intake]"') from error
    wanted: dict[str, Any] = {"include_comments": False, "favor_recall": True, "with_metadata": True}
    wanted["date_extraction_params"] = {"extensive_search": False, "original_date": True}
    with _quiet():
        try:
            found = bare_extraction(tree, **wanted)
        except Exception:  # whatever a hostile page brings about in a library must not stop the reading
            return None
    names = ("text", "title", "date", "sitename", "url")
    return None if found is None else {name: getattr(found, name, None) for name in names}


@contextmanager
def _quiet() -> Iterator[None]:
    """Libraries' talk kept from the user's log, and their loggers left as they were."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
