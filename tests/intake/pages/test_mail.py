"""Mail: headers, the part that is read, quoted lines, and messages made to hurt."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import StandoffError
from standoff.intake.pages import pages_in, read_bytes
from standoff.intake.pages.mail import mail_pages

HEAD = (
    "From: =?utf-8?q?Agencia_Al=C3=A9rtas?= <a@agency.example>\r\nTo: b@c.example\r\nSubject: Army =?utf-8?b?w6k=?= stays\r\n"
)
HEAD += "Date: Wed, 30 Jan 2019 23:10:00 -0400\r\nMIME-Version: 1.0\r\n"
ALTERNATIVE = (
    'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>In HTML.</p>\r\n'
    "--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "Guaid=F3: the army=\r\n stays.\r\n> a line quoted\r\n--b\r\nContent-Type: image/png\r\n\r\nxxx\r\n--b--\r\n"
)


def test_the_text_part_goes_first_and_quoted_lines_stay():
    page = read_bytes((HEAD + ALTERNATIVE).encode(), "mail.eml")
    assert page.text == "Guaidó: the army stays.\n> a line quoted"
    assert (page.title, page.outlet) == ("Army é stays", "Agencia Alértas")
    assert (page.published, page.published_by) == (date(2019, 1, 30), "header")
    assert page.notes == ("1 attachment not read",)


def test_html_where_there_is_no_text():
    page = read_bytes(
        f"{HEAD}Content-Type: text/html\r\n\r\n<p>One.</p><p hidden>Two.</p><blockquote>Three.".encode(), "mail.eml"
    )
    assert page.text == "One.\n\nThree."


def test_flowed_lines_are_joined():
    body = "The army stays \r\nin its barracks.\r\nNew line.\r\n"
    page = read_bytes(f"{HEAD}Content-Type: text/plain; format=flowed\r\n\r\n{body}".encode(), "mail.eml")
    assert page.text == "The army stays in its barracks.\nNew line."


def test_a_mailbox_is_several_pages():
    one = "From a@b.example Wed Jan 30 10:00:00 2019\nFrom: A <a@b.example>\nSubject: one\n\nFirst.\n\n"
    two = one.replace("one", "two").replace("First.", "From here on Wed we wait.\n\nFrom the second.")
    pages = pages_in((one + two).encode(), "box.mbox")
    assert [(page.name, page.title, page.text) for page in pages] == [
        ("box.mbox#1", "one", "First."),
        ("box.mbox#2", "two", "From here on Wed we wait.\n\nFrom the second."),
    ]


def test_a_sender_without_a_name_and_headers_without_sense():
    page = read_bytes(b"From: <a@agency.example>\nDate: yesterday\nSubject: =?x?q?a?= =?utf-8?b?!!!?=\n\nWords.", "mail.eml")
    assert (page.outlet, page.published) == ("agency.example", None)
    assert page.text == "Words."


def test_raw_bytes_in_a_header():
    page = read_bytes("From: Guaidó <a@b.example>\nSubject: Nicolás\n\nWords.".encode(), "mail.eml")
    assert (page.outlet, page.title) == ("Guaidó", "Nicolás")


def test_no_text_at_all():
    page = read_bytes(f"{HEAD}Content-Type: image/png\r\n\r\nxxx".encode(), "mail.eml")
    assert page.text == ""
    assert page.notes[:2] == ("the mail has no text part", "1 attachment not read")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("".join(f"Content-Type: multipart/mixed; boundary=a{n}\n\n--a{n}\n" for n in range(120)), "parts of parts"),
        ("Content-Type: multipart/mixed; boundary=a\n\n" + "--a\n\nx\n" * 6_000, "more than 5,000 parts"),
        ("X: y\n" * 6_000, "lines of headers"),
    ],
)
def test_messages_made_to_hurt_are_refused(body, message):
    with pytest.raises(StandoffError, match=rf"^mail.eml: mail with .*{message}.*; give its text alone"):
        mail_pages(f"From: a\nSubject: b\n{body}".encode(), "mail.eml")


def test_a_message_that_cannot_be_read_does_not_lose_the_others():
    good = "From a@b.example Wed Jan 30 10:00:00 2019\nFrom: A <a@b.example>\n\nFirst.\n\n"
    bad = good.replace("First.", "X").replace("A <", "X: y\n" * 6_000 + "From: A <")
    first, second = pages_in((good + bad).encode(), "box.mbox")
    assert first.text == "First."
    assert second.text == ""
    assert "box.mbox#2: mail with more than 5,000 lines of headers" in second.notes[0]


def test_a_charset_that_is_no_word():
    assert read_bytes("From: A <a@b.c>\nSubject: =?utf-è?q?a?=\n\nWords.".encode(), "mail.eml").text == "Words."


@given(st.binary(max_size=200), st.binary(max_size=100))
def test_no_mail_makes_it_fail(head, body):
    assert mail_pages(b"From: a\nSubject: b\n" + head + b"\n\n" + body, "mail.eml")
