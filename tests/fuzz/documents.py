"""Documents of nothing but hostile words, and what every face must make of them."""

from __future__ import annotations

import io
import json
import math
import random
import unicodedata
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from unittest.mock import patch

import numpy as np
from mutants import DAYS, MARKS, NUMBERS, SIGNS

from standoff.cli.terminal import print_document
from standoff.publish.notebook import document_html
from standoff.publish.page import page_html
from standoff.view.document import Bar, Cell, Column, Document, Figure, Highlight, Link, Section, Table
from standoff.view.serialise import view_document, view_text

_WORDS = (
    *(*NUMBERS[:20], *DAYS, *SIGNS, *MARKS, "", "plain words", "x" * 600, "\ud800", "\ue000"),
    *("<img src=x onerror=harm()>", '"onmouseover="harm()', "'><script>harm()</script>", "</textarea><iframe src=harm>"),
    *(
        "javascript:harm()",
        "\x00javascript:harm()",
        "//evil.example",
        "https://ok.example/a?b=1",
        "https://a@b/",
        "HTTPS://X.Y",
    ),
    *("[bold red]x[/]", "[link=x]y[/link]", "-->", "`<%= 7*7 %>`", "\x1b]8;;http://x\x07y\x1b]8;;\x07", "\r\nX: y", "a\u2028b"),
)
_NUMBERS = (0.0, -0.0, 1.0, -1.0, 0.5, math.nan, math.inf, -math.inf, 1e308, 5e-324, 12345.678)
_OF_THE_PAGE = ("html", "head", "meta", "title", "style", "body", "script", "main", "header", "nav", "aside", "section")
_OF_THE_TEXT = ("a", "p", "h1", "h2", "h3", "div", "span", "ol", "ul", "li", "pre", "code", "strong", "button")
_OF_FIGURES = ("details", "summary", "figure", "figcaption", "img", "table", "thead", "tbody", "tr", "th", "td")
_ELEMENTS = {*_OF_THE_PAGE, *_OF_THE_TEXT, *_OF_FIGURES}


def words(chance: random.Random) -> str:
    """A few hostile words."""
    return chance.choice(("", " ", "\n")).join(chance.choice(_WORDS) for _ in range(chance.choice((1, 1, 2, 3))))


def number(chance: random.Random) -> float:
    """A number that may be none."""
    return chance.choice(_NUMBERS)


def hostile_document(chance: random.Random) -> Document:
    """A document whose every word, number and address is chosen to do harm."""

    def many(make: Callable[[random.Random], object], most: int = 3) -> tuple:
        return tuple(make(chance) for _ in range(chance.randint(0, most)))

    def highlight(_: random.Random) -> Highlight:
        return Highlight(words(chance), words(chance), many(words), _bar(chance))

    return Document(
        title=words(chance),
        question=words(chance),
        headline=words(chance),
        summary=many(words),
        sections=many(_section, 4),
        highlights=many(highlight),
        confidence=highlight(chance) if chance.random() < 0.5 else None,
        checks=many(words),
        command=many(words),
    )


def _bar(chance: random.Random) -> Bar | None:
    return chance.choice((None, Bar(number(chance), number(chance), number(chance)), Bar(0.4)))


def _section(chance: random.Random) -> Section:
    figures = tuple(_figure(chance, place) for place in range(chance.randint(0, 2)))
    return Section(
        *(words(chance), tuple(words(chance) for _ in range(chance.randint(0, 3))), _table(chance)),
        *((words(chance), ""), (words(chance),) * chance.randint(0, 30), figures),
    )


def _table(chance: random.Random) -> Table:
    columns = tuple(Column(words(chance), chance.choice(("text", "number", "bar")), chance.random() < 0.3) for _ in range(3))
    rows = tuple(tuple(_cell(chance, column) for column in columns) for _ in range(chance.randint(0, 3)))
    return Table(columns, rows, tuple((words(chance),) for _ in rows))


def _cell(chance: random.Random, column: Column) -> Cell:
    links = tuple(Link(words(chance), words(chance)) for _ in range(chance.randint(0, 2)))
    bar = (_bar(chance) or Bar(number(chance))) if column.kind == "bar" else None
    return Cell(words(chance), bar, chance.random() < 0.5, chance.random() < 0.2, links)


def _figure(chance: random.Random, place: int) -> Figure:
    values = (words(chance), number(chance), None, True, date.min, np.float64(number(chance)), np.int64(3), 10**20)
    keys = tuple(words(chance) for _ in range(2))
    rows = tuple({key: chance.choice(values) for key in keys} for _ in range(chance.randint(0, 3)))
    spec = {"title": words(chance), "params": [{"value": number(chance)}], words(chance): {"field": words(chance)}}
    heads = {key: words(chance) for key in keys[:1]}
    return Figure(f"figure-{place}", words(chance), words(chance), spec, rows, heads, words(chance))


def kept_on_every_face(document: Document, chance: random.Random) -> None:
    """A hostile document is plain JSON, a page and a notebook of our own elements alone, and text that steers no terminal."""
    told = view_document(document)
    assert json.loads(view_text(document)) == told == json.loads(json.dumps(told, allow_nan=False))
    assert view_text(document).isascii()
    with patch("standoff.publish.page.library_script", lambda: "var vegaEmbed;"):
        page = page_html(document)
    found = _Elements(page)
    assert found.scripts == 3
    assert json.loads(found.data) == told
    _harmless(found)
    with patch("standoff.publish.notebook.figure_image", _no_picture):
        _harmless(_Elements(document_html(document)))
    _prints(document, chance.choice((60, 80, 100, 200)), chance.choice(("utf-8", "ascii", "cp1252")))


def _no_picture(figure: Figure, format: str) -> bytes:
    return b"<svg/>"


class _Elements(HTMLParser):
    """The elements of some HTML as a browser would see them, the addresses they lead to, and the words between."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.scripts = 0
        self.data, self._in_data = "", False
        self.text: list[str] = []
        self.feed(markup)
        self.close()
        markup.encode("utf-8")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.scripts += tag == "script"
        self._in_data = tag == "script" and ("id", "document") in attrs

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data += data
        else:
            self.text.append(data)


def _harmless(found: _Elements) -> None:
    words = "".join(found.text) + "".join(value for name, value in found.attributes if name != "content")
    assert not any(_steers(sign) for sign in words if sign not in "\n\r\t"), ascii([sign for sign in words if _steers(sign)])
    assert found.tags <= _ELEMENTS, found.tags - _ELEMENTS
    for name, value in found.attributes:
        assert not name.startswith("on"), (name, value)
        if name in ("href", "src"):
            assert value.startswith(("#", "http://", "https://", "HTTPS://", "data:image/svg+xml;base64,")), value


def _prints(document: Document, width: int, encoding: str) -> None:
    """What is printed holds no sign that steers, and can be written in the letters the terminal has."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="strict")
    print_document(document, stream, width)
    stream.flush()
    text = raw.getvalue().decode(encoding)
    assert not any(_steers(sign) for sign in text.replace("\n", "")), ascii(text)


def _steers(sign: str) -> bool:
    """Whether a sign moves, hides or turns what is shown; joiners are letters of several scripts."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and sign not in "\u200c\u200d"
