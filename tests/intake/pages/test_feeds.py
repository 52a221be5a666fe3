"""RSS and Atom: one page an item, entities off, whatever the feed holds."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.errors import StandoffError
from standoff.intake.pages import pages_in
from standoff.intake.pages.feeds import MOST_ITEMS
from standoff.intake.pages.kinds import kind_of

RSS = """<?xml version="1.0" encoding="utf-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Example News</title><link>https://news.example/</link>
<item><title>Army &amp; guard refuse</title><link>https://news.example/1</link>
<pubDate>Wed, 30 Jan 2019 23:10:00 -0400</pubDate>
<description>&lt;p&gt;The army said&amp;nbsp;no.&lt;/p&gt;
&lt;script&gt;UNSEEN&lt;/script&gt;&lt;p&gt;The guard too.&lt;/p&gt;</description></item>
<item><title>Two</title><description>Short.</description><dc:date>2019-01-29T01:00:00Z</dc:date><source>The Daily</source>
<content:encoded><![CDATA[<p>The long body of the <b>second</b> item</p>
<blockquote>quoted</blockquote>]]></content:encoded></item>
<item/>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom News</title>
<entry><title type="html">T &lt;b&gt;x&lt;/b&gt;</title>
<link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/>
<updated>2019-02-01T00:00:00Z</updated><published>2019-01-30T00:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></div></content></entry></feed>"""


def test_rss():
    first, second, third = pages_in(RSS.encode(), "news.xml")
    assert first.text == "Army & guard refuse\n\nThe army said no.\n\nThe guard too."
    assert (first.title, first.outlet, first.url) == ("Army & guard refuse", "Example News", "https://news.example/1")
    assert (first.published, first.published_by, first.name) == (date(2019, 1, 30), "header", "news.xml#1")
    assert second.text == "Two\n\nThe long body of the second item\n\nquoted"
    assert (second.published, second.outlet, second.url) == (date(2019, 1, 29), "The Daily", None)
    assert (third.text, third.notes) == ("", ("no readable text was found",))


def test_atom():
    (page,) = pages_in(ATOM.encode(), "news.xml")
    assert page.text == "T x\n\nOne\n\nTwo"
    assert (page.title, page.outlet, page.url) == ("T x", "Atom News", "https://a.example/1")
    assert page.published == date(2019, 1, 30)


def test_rss_1():
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel><title>Old News</title></channel><item><title>One thing</title><link>http://a.example/</link></item></rdf:RDF>"""
    (page,) = pages_in(rdf.encode(), "news.rdf")
    assert (page.text, page.outlet, page.url) == ("One thing", "Old News", "http://a.example/")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_declared_encodings(encoding):
    feed = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><title>Guaidó</title></item></channel></rss>'
    assert pages_in(feed.encode(encoding), "news.xml")[0].text == "Guaidó"


def test_the_day_given_wins():
    pages = pages_in(RSS.encode(), "news.xml", published=date(2019, 1, 30))
    assert [page.published_by for page in pages] == ["option"] * 3
    assert "the page's header says 2019-01-29; 2019-01-30 as given is used" in pages[1].notes


def test_an_entity_bomb_is_not_expanded():
    declared = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "boom">{declared}]>'
    feed = f"{head}<rss><channel><item><title>&l11; army</title></item>"
    (page,) = pages_in(feed.encode(), "news.xml")
    assert "boom" not in page.text
    assert "army" in page.text
    assert "the feed declares entities of its own, which are not expanded" in page.notes


def test_a_file_of_this_machine_is_not_opened():
    head = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    feed = f"{head}<rss><channel><item><title>&x; army</title></item></channel></rss>"
    (page,) = pages_in(feed.encode(), "news.xml")
    assert "root:" not in page.text


def test_letters_named_as_in_html():
    feed = (
        "<rss><channel><item><title>Gen. P&eacute;rez &mdash; &amp;lt;no&amp;gt; &bogus; order</title></item></channel></rss>"
    )
    assert pages_in(feed.encode(), "news.xml")[0].text.startswith("Gen. Pérez — <no>")


def test_a_broken_feed_gives_what_it_holds():
    (page,) = pages_in(b"<rss><channel><item><title>One & two<b></title></channel>", "news.xml")
    assert page.text.startswith("One")


def test_a_feed_without_items():
    with pytest.raises(StandoffError, match=r"^news.xml: the feed holds no items; allowed: RSS with <item>, Atom with <entry>"):
        pages_in(b"<rss><channel><title>N</title></channel></rss>", "news.xml")


def test_more_items_than_are_read_is_noted():
    pages = pages_in(b"<rss><channel>" + b"<item/>" * (MOST_ITEMS + 1) + b"</channel></rss>", "news.xml")
    assert len(pages) == MOST_ITEMS
    assert pages[0].notes[0] == "the feed holds 1,001 items; the first 1,000 are read"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (RSS.encode(), "feed"),
        (b"\n\n" + ATOM.encode(), "feed"),
        (b"<!---->" * 1_000 + b"<rss>", "feed"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html><body>', "html"),
        (b"<p>A page", "html"),
        (b"He wrote <b>once</b> in bold.", "plain"),
        (b"a < b and c > d", "plain"),
        (b"From: a@b.example\nSubject: c\n\nd", "mail"),
        (b"From: the capital, a report.\nSoldiers stayed in.", "plain"),
        (b"<!-- no end", "html"),
    ],
)
def test_kinds_are_told_by_what_they_hold(data, kind):
    assert kind_of(data, "memo") == kind


def test_a_name_helps_in_doubt():
    assert kind_of(b"Words <b>once</b>", "page.HTML") == "html"
    assert kind_of(b"Words without any", "page.html") == "plain"
