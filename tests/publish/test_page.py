"""The report without a browser: what may run in it, what it holds, what is refused."""

from __future__ import annotations

import base64
import hashlib
import html as html_module
import json
import re
import socket
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import standoff as so
from standoff.errors import UsageError
from standoff.publish.drawing import FORMATS, figure_image, figure_named
from standoff.publish.files import writable, write
from standoff.publish.page import bar_style, figure_rows, json_for_html, page_html, web_address
from standoff.view.document import Bar, Document, Figure
from standoff.view.phrases import visible
from standoff.view.serialise import view_document

from .conftest import GOOD_ADDRESS, HARMFUL_ADDRESSES, HOSTILE, Made

pytestmark = pytest.mark.xdist_group("publish")  # one worker makes the reports that all these look at

SCRIPT = re.compile(r"<script(?P<kind>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)


def test_only_the_two_scripts_of_the_page_may_run(venezuela: Made, hostile: Made) -> None:
    for made in (venezuela, hostile):
        data, *run = SCRIPT.findall(made.html)
        assert (data[0], [kind for kind, _ in run]) == (' type="application/json" id="document"', ["", ""])
        policy = html_module.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', made.html).group(1))
        hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for _, text in run]
        allowed = " ".join(f"'sha256-{one}'" for one in hashes)
        assert f"script-src {allowed};" in policy
        assert policy.startswith("default-src 'none';")
        assert "unsafe-eval" not in policy
        assert len(made.html.encode()) < 2_000_000


def test_the_data_in_the_page_is_the_document(venezuela: Made, hostile: Made) -> None:
    for made in (venezuela, hostile):
        text = SCRIPT.search(made.html).group("text")
        assert not set("<>&") & set(text)
        assert json.loads(text) == view_document(made.document)


def test_every_row_of_every_table_is_in_the_page(venezuela: Made) -> None:
    told = html_module.unescape(venezuela.html).replace("\u00a0", " ")
    for section in venezuela.document.sections:
        for row in section.table.rows if section.table else ():
            assert all(visible(cell.text) in told for cell in row)
            assert all(visible(link.text) in told for cell in row for link in cell.links)
    sources = venezuela.document.section("Every piece of evidence, with its sources")
    assert len(sources.table.rows) == 31
    assert "--as-of 2019-01-30" in venezuela.document.command


def test_markup_of_a_case_is_escaped(hostile: Made) -> None:
    assert HOSTILE not in hostile.html
    assert "<img" not in hostile.html.split("<script", 1)[0]
    assert "{{7*7}}" in hostile.html
    assert "\u202e" not in hostile.html
    assert "\u2028" not in hostile.html


def test_the_same_document_makes_the_same_page(venezuela: Made) -> None:
    assert page_html(venezuela.document) == venezuela.html


@pytest.mark.parametrize("address", [*HARMFUL_ADDRESSES, "", "ftp://example.org", "//example.org", "https://", "http://[", "a"])
def test_addresses_that_are_not_followed(address: str) -> None:
    assert web_address(address) == ""


def test_an_address_that_is_followed() -> None:
    assert web_address(GOOD_ADDRESS) == GOOD_ADDRESS


def test_json_in_html_reads_back() -> None:
    value = {"text": "</script><!--&\u2028\u2029é\U0001f600"}
    text = json_for_html(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


@pytest.mark.parametrize(
    ("bar", "style"),
    [
        (Bar(0.25), "left:0.00%;width:25.00%"),
        (Bar(-5, -10, 10), "left:25.00%;width:25.00%"),
        (Bar(30, -10, 10), "left:50.00%;width:50.00%"),
        (Bar(0, 0, 0), "left:0.00%;width:0.00%"),
        (Bar(1, 1, 0), "left:0.00%;width:0.00%"),
        (Bar(float("nan")), "left:0.00%;width:0.00%"),
        (Bar(0.5, 0, float("inf")), "left:0.00%;width:0.00%"),
    ],
)
def test_where_a_bar_begins_and_ends(bar: Bar, style: str) -> None:
    assert bar_style(bar) == style


def test_the_table_of_a_figure() -> None:
    figure = Figure("a", "A", "A.", {}, ({"x": 1, "y": None, "z": 0.123456},), {"z": "share", "y": "none"})
    assert figure_rows(figure) == (("share", "none"), [("0.1235", "")])
    assert figure_rows(replace(figure, heads={})) == (("x", "y", "z"), [("1", "", "0.1235")])
    assert figure_rows(replace(figure, rows=())) == (("share", "none"), [])


@pytest.mark.parametrize("format", FORMATS)
def test_a_figure_as_a_picture_without_a_network(venezuela: Made, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a picture asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    picture = figure_image(figure_named(venezuela.document, "waterfall"), format)
    assert picture.startswith({"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}[format])
    assert len(picture) > 5000


def test_words_where_a_figure_or_a_format_is_unknown(venezuela: Made) -> None:
    with pytest.raises(UsageError, match="figure: 'sunrise' given; this report has timeline, forces"):
        figure_named(venezuela.document, "sunrise")
    with pytest.raises(UsageError, match="format: 'gif' given; allowed: png, svg, pdf"):
        figure_image(venezuela.document.figures()[0], "gif")


@pytest.mark.parametrize(("module", "name"), [("jinja2", "jinja2"), ("vl_convert", "vl-convert-python")])
def test_what_to_install_is_said(monkeypatch: pytest.MonkeyPatch, module: str, name: str) -> None:
    from standoff.publish.drawing import library_script

    library_script.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=rf"need {name}.*pip install 'standoff\[view\]'"):
        page_html(Document("A", "B?", "C.", (), ()))


def test_a_document_without_anything_is_a_page() -> None:
    page = page_html(Document("A", "B?", "C.", (), ()))
    assert "<h1>A</h1>" in page


def test_where_a_report_may_go(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        writable(tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        writable(tmp_path / "no" / "page.html")
    target = writable(tmp_path / "page.html")
    write(target, b"one")
    write(writable(target), b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_report_writes_the_page(tmp_path: Path) -> None:
    path = so.report("ussr-1991", tmp_path / "a.html", worlds=160, threads=2)
    assert path == tmp_path / "a.html"
    assert "standoff report ussr-1991" in path.read_text(encoding="utf-8")
