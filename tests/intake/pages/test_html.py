"""HTML: the main text with its breaks, what is never shown, what the head states, and markup gone wrong."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest

from standoff.intake.pages import read_bytes, read_page
from standoff.intake.pages.html import html_page, html_words
from standoff.intake.pages.visible import see

HERE = Path(__file__).parent
SENTENCES = [
    "The high command said on Tuesday that soldiers would not be sent against the march in the capital.",
    "A colonel of the guard told reporters that his men had orders to stay in their barracks until the vote.",
    "The president of the assembly called on officers to stand with the constitution and promised them an amnesty.",
    "Residents of the western districts said that the police had let the crowd pass without asking for papers.",
]
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def page_of(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>A title</title>{head}</head><body>{body}</body></html>"


def test_a_blog_keeps_its_quotations_and_loses_its_menus():
    page = read_page(HERE / "blog.html")
    assert page.title == "Soldiers asked to choose"
    assert page.outlet == "Notes from the square"
    assert page.url == "https://blog.example/2019/01/soldiers-asked-to-choose.html"
    assert (page.published, page.published_by, page.language) == (date(2019, 1, 30), "metadata", "en")
    lines = page.text.split("\n")
    assert "“We will not fire on our own people,” a sergeant of the guard told the local radio." in lines
    assert "More than 300 people were arrested during the latest march, a rights group said." in lines
    for gone in ("Archive", "Home", "trackVisit", "hidden by style", "Subscribe", "first reader"):
        assert gone not in page.text
    assert page.notes == ()


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>alert('UNSEEN')</script>",
        "<style>.UNSEEN{}</style>",
        "<!-- UNSEEN -->",
        "<noscript>UNSEEN</noscript>",
        "<template><p>UNSEEN</p></template>",
        "<p hidden>UNSEEN</p>",
        '<div style="display: none"><p>UNSEEN</p></div>',
        '<span style="color:red; VISIBILITY:hidden">UNSEEN</span>',
        '<p style="font-size:0">UNSEEN</p>',
        '<p style="opacity: 0; color:red">UNSEEN</p>',
        "<textarea>UNSEEN</textarea>",
        "<svg><text>UNSEEN</text></svg>",
        '<input type="hidden" value="UNSEEN">',
        "<?php UNSEEN ?>",
    ],
)
@pytest.mark.parametrize("ground", [f"<article>{BODY}%s{BODY}</article>", "<p>Short.</p>%s<p>Page.</p>"])
def test_what_is_not_shown_never_becomes_text(unseen, ground):
    text = read_bytes(page_of(ground % unseen).encode(), "memo").text
    assert "UNSEEN" not in text
    assert "Short." in text or SENTENCES[-1] in text


def test_what_is_shown_stays():
    shown = '<p style="font-size:0.9em">Shown in small letters.</p><p style="opacity:0.8">Shown in grey.</p>'
    assert html_words(shown) == "Shown in small letters.\n\nShown in grey."


def test_breaks():
    markup = "<h1>Head</h1><p>One<br>two <b>three</b>\nfour</p><blockquote>said<p>more</p></blockquote><ul><li>a<li>b</ul>"
    assert html_words(markup) == "Head\n\nOne\ntwo three four\n\nsaid\n\nmore\n\na\n\nb"
    assert html_words("<table><tr><td>a<td>b<tr><td>c</table>") == "a b\n\nc"
    assert html_words("<pre>a\n b</pre>") == "a\nb"


def test_what_the_head_states():
    article = '{"@type": "NewsArticle", "datePublished": "2019-01-30T22:00:00-04:00", "headline": "From the graph"'
    graph = f'{{"@graph": [{{"@type": "WebSite"}}, {article}, "publisher": {{"name": "The Daily"}}}}]}}'
    linked = f'<script type="application/ld+json">{graph}</script>'
    found = html_page(page_of(f"<article>{BODY}</article>", linked))
    assert (found.title, found.outlet, found.day, found.day_by) == (
        "From the graph",
        "The Daily",
        date(2019, 1, 30),
        "metadata",
    )


def test_several_days_in_the_head_are_noted():
    head = '<meta name="date" content="2019-02-01"><meta property="article:published_time" content="2019-01-30">'
    found = html_page(page_of(f"<article>{BODY}</article>", head))
    assert found.day == date(2019, 1, 30)
    assert found.notes == ("the page states several days: 2019-01-30, 2019-02-01; the first is used",)


def test_an_address_that_cannot_be_opened_is_none():
    head = '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="https://a.example/b c">'
    assert html_page(page_of(BODY, head)).url is None


@pytest.mark.parametrize("script", ["{", "[" * 50_000, '{"datePublished": 3, "publisher": [], "headline": {}}', "null", "3"])
def test_linked_data_gone_wrong_says_nothing(script):
    found = html_page(page_of(BODY, f'<script type="application/ld+json">{script}</script>'))
    assert (found.title, found.outlet, found.day) == ("A title", None, None)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Words <b>in <i>broken</b> markup</i> <p <div>of no end",
        "<table><p>Words in broken markup",
        "</div></p>Words in broken markup</html></body>",
        '<p class="a>Words</p><p>in broken markup">Words in broken markup',
        "<p>Words in broken markup &unknown; &#xd800; &#0; &#99999999;",
        "<frameset><p>Words in broken markup",
    ],
)
def test_broken_markup_never_fails(markup):
    assert "broken" in read_bytes(markup.encode(), "memo.html").text


def test_controls_written_as_numbers_go_with_a_note():
    body = BODY + f"<p hidden>a</p>&#1;&#x1F;{SENTENCES[0]}&#9;&#x0A;<p>&#0;"
    page = read_bytes(page_of(f"<article>{body}</article>").encode(), "memo.html")
    assert page.notes == ("3 control characters written as numbers taken out",)
    assert SENTENCES[-1] in page.text


def test_a_hundred_thousand_open_tags():
    page = read_bytes(("<div>" * 100_000 + SENTENCES[0]).encode(), "memo.html")
    assert page.text == SENTENCES[0]
    assert "no main text was told apart: all that the page shows is read" in page.notes


@pytest.mark.parametrize("piece", ["<p>a", "<b>", "<", "&amp;"])
def test_more_pieces_than_any_page_has_are_cut_with_a_note(monkeypatch, piece):
    monkeypatch.setattr("standoff.intake.pages.visible.MOST_PIECES", 1_000)
    seen = see("<html>" + piece * 2_000)
    assert not seen.whole
    assert seen.elements + len(seen.text) <= 2_001
    assert any(note.startswith("cut short: the first") for note in html_page("<html>" + piece * 2_000).notes)
    assert see("<html>" + piece * 400).whole


def test_a_short_find_does_not_replace_a_long_page():
    rows = "".join(f"<tr><td>{number}<td>{SENTENCES[number % 4][:30]} {number}</tr>" for number in range(60))
    text = read_bytes(page_of(f"<table>{rows}</table><p>Note.</p>").encode(), "memo").text
    assert " 59" in text


def test_the_log_of_the_user_stays_as_it_was(caplog):
    logger = logging.getLogger("trafilatura")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        with caplog.at_level(logging.DEBUG):
            html_page(page_of("<div></div>" + BODY))
        assert logger.level == logging.DEBUG
        assert [record for record in caplog.records if record.name.startswith(("trafilatura", "htmldate"))] == []
    finally:
        logger.setLevel(before)


def test_an_entity_bomb_and_a_file_of_this_machine_are_not_opened():
    bomb = '<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    text = read_bytes(f"{bomb}<html><body><p>{SENTENCES[0]} &b; &c;</p></body></html>".encode(), "memo").text
    assert SENTENCES[0] in text
    assert "root:" not in text
    assert "boomboom" not in text


def test_one_pass_counts_elements_and_depth():
    seen = see("<p>a</p><div><div>b</div></div>")
    assert (seen.elements, seen.depth, seen.whole) == (5, 4, True)  # with the html and body that the parser adds
