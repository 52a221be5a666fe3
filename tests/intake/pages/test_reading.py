"""From a file to a page: what is refused and how, which day wins, and the page the project began with."""

from __future__ import annotations

import gzip
import io
import socket
import sys
from datetime import date
from pathlib import Path

import pytest

from standoff.errors import StandoffError
from standoff.intake.pages import pages_in, read_bytes, read_page, read_pages

FIRST_PAGE = Path(__file__).parents[3] / "../shared/pages/2019-01-30-first-page.txt"
PARAGRAPH = "The army said on Tuesday that it would not fire on the crowd in the square, and that it was there for the people. "


def test_the_first_page_is_dated_by_its_date_line():
    if not FIRST_PAGE.exists():
        pytest.skip("the page the project began with is not beside this repository")
    page = read_page(FIRST_PAGE)
    assert (page.published, page.published_by) == (date(2019, 1, 30), "dateline")
    assert page.title == "Venezuela: Guaido Holds Secret Talks With Military, Security Forces"
    assert page.language == "en"
    assert page.notes == ()
    assert "More than 700 opponents of President Nicolas Maduro have been arrested" in page.text
    assert "\xa0" not in page.text


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Talks go on.\n"), encoding="utf-8"))
    page = read_page("-")
    assert (page.name, page.text) == ("<stdin>", "Talks go on.")


def test_a_file_by_path_and_by_name(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text("2019-01-30\n\nTalks go on.", encoding="utf-8")
    assert read_page(file) == read_page(str(file))
    assert read_pages(file) == (read_page(file),)
    assert read_page(file).name == str(file)


@pytest.mark.parametrize(
    ("name", "message"),
    [("missing.txt", "no such file or directory"), (".", "is a directory"), ("a\0b", "no such file")],
)
def test_a_file_that_cannot_be_read(tmp_path, name, message):
    with pytest.raises(StandoffError, match=message):
        read_page(f"{tmp_path}/{name}")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the page is empty"),
        (b"\xef\xbb\xbf \r\n\t", "the page is empty"),
        (gzip.compress(b"Talks go on.", mtime=0), "gzip file.*unpack it first"),
        (b"PK\x03\x04" + bytes(40), "zip file.*unpack it first"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG image.*save the page as text or HTML first"),
        (b"%PDF-1.7\n%words", "PDF document.*save the page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office document"),
        (bytes(range(256)) * 40, "a binary file"),
        (b"a" * 10_000_001, "too large: more than 10 MB"),
    ],
)
def test_what_is_no_page_is_refused_with_what_to_do(data, message):
    with pytest.raises(StandoffError, match=rf"^memo: .*{message}"):
        read_bytes(data, "memo")


def test_a_text_with_a_few_nul_bytes_is_still_a_text():
    page = read_bytes(b"Talks\0 go on in\0 the capital.", "memo")
    assert page.text == "Talks go on in the capital."
    assert page.notes == ("2 control characters taken out",)


def test_a_long_text_is_cut_at_the_end_of_a_line_with_a_note():
    line = PARAGRAPH.strip() + "\n"
    page = read_bytes((line * 4_000).encode(), "memo")
    assert 390_000 < len(page.text) <= 400_000
    assert page.text.endswith("for the people.")
    assert page.notes == (f"cut short: the first {len(page.text):,} of {4_000 * len(line):,} characters are read",)


def test_one_line_of_nine_megabytes():
    page = read_bytes(b"no end of it " * 700_000, "memo")
    assert 399_000 < len(page.text) <= 400_000
    assert page.text.endswith(("no", "end", "of", "it"))


@pytest.mark.parametrize(
    "data", [b"<html></html>", b"<html><script>go()</script><style>p{}</style><div></div></html>", b"<!-- a -->"]
)
def test_a_page_of_markup_alone_is_empty_and_says_so(data):
    page = read_bytes(data, "memo")
    assert page.text == ""
    assert page.language == ""
    assert "no readable text was found" in page.notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_reads_alike(encoding):
    page = read_bytes(f"Nicolás Maduro — “{PARAGRAPH.strip()}”".encode(encoding), "memo")
    assert page.text == f"Nicolás Maduro — “{PARAGRAPH.strip()}”"
    assert page.language == "en"


def test_the_day_given_wins_and_a_difference_is_noted():
    text = b"Wednesday, January 30, 2019\n\nTalks go on."
    page = read_bytes(text, "memo", published=date(2019, 2, 3))
    assert (page.published, page.published_by) == (date(2019, 2, 3), "option")
    assert page.notes == ("the date line says 2019-01-30; 2019-02-03 (option) is used",)


def test_metadata_wins_over_the_date_line_and_a_difference_is_noted():
    head = '<meta property="article:published_time" content="2019-01-31T01:00:00Z">'
    page = read_bytes(
        f"<html><head>{head}</head><body><p>January 20, 2019</p><p>{PARAGRAPH}</p></body></html>".encode(), "memo"
    )
    assert (page.published, page.published_by) == (date(2019, 1, 31), "metadata")
    assert any("the date line says 2019-01-20" in note for note in page.notes)


def test_a_day_between_the_clocks_of_server_and_reporter_is_no_difference():
    head = '<meta property="article:published_time" content="2019-01-31T01:00:00Z">'
    page = read_bytes(
        f"<html><head>{head}</head><body><p>January 30, 2019</p><p>{PARAGRAPH}</p></body></html>".encode(), "memo"
    )
    assert not any("date line" in note for note in page.notes)


def test_a_date_line_without_a_year_takes_it_from_the_day_given_or_asks():
    text = b"CARACAS, Jan 30 (Reuters) - Soldiers stayed in their barracks on Wednesday."
    asked = read_bytes(text, "memo")
    assert (asked.published, asked.outlet) == (None, "Reuters")
    assert asked.notes == ("the date line leaves out the year; give --published YYYY-MM-DD",)
    assert read_bytes(text, "memo", published=date(2019, 1, 30)).notes == ()
    told = read_bytes(text, "memo", published=date(2019, 2, 9)).notes
    assert told == ("the date line says 2019-01-30; 2019-02-09 (option) is used",)


def test_two_pages_where_one_is_asked_for():
    feed = b"<rss><channel><title>N</title><item><title>One thing</title></item><item><title>Two</title></item></channel></rss>"
    with pytest.raises(StandoffError, match=r"^news.xml: holds 2 pages .*; read_pages gives them all"):
        read_bytes(feed, "news.xml")
    assert [page.name for page in pages_in(feed, "news.xml")] == ["news.xml#1", "news.xml#2"]


def test_a_spanish_page_says_so():
    text = "El ministro de Defensa dijo que las fuerzas armadas no van a salir a la calle para reprimir al pueblo. " * 3
    assert read_bytes(text.encode(), "memo").language == "es"


def test_right_to_left_words_stay_and_direction_signs_go():
    words = "قال وزير الدفاع إن القوات المسلحة لن تخرج إلى الشارع ضد الشعب"
    page = read_bytes(f"\u202b{words}\u202c".encode(), "memo")
    assert (page.text, page.language) == (words, "ar")
    assert page.notes == ("2 text direction characters taken out",)


@pytest.mark.parametrize("library", ["lxml", "trafilatura"])
def test_without_the_extra_text_is_read_and_html_says_what_to_install(monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    assert read_bytes(b"Talks go on.", "memo").text == "Talks go on."
    with pytest.raises(StandoffError, match=r'pip install "standoff\[intake\]"'):
        read_bytes(b"<p>Talks go on.</p>", "memo")


def test_reading_opens_no_connection(monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    markup = '<!DOCTYPE html SYSTEM "http://a.example/x.dtd"><link rel="stylesheet" href="http://a.example/y.css">'
    assert PARAGRAPH.strip() in read_bytes(f"{markup}<p>{PARAGRAPH}</p>".encode(), "memo").text
