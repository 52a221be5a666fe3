"""Whose paper a text is written on; a date behind a place; headers of forwarded mail; lists and tables of HTML."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.intake.pages.letterhead import letterhead
from standoff.intake.pages.mail import unforwarded
from standoff.intake.pages.reading import read_bytes


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("Ministry of Defence of the Republic of Belarus", True),
        ("Office of the President", True),
        ("International Crisis Group", True),
        ("Ministry of Defence Denies Mutiny", False),
        ("Ministry of Defence of the Brave", False),
        ("Twitter", False),
        ("Government", True),
        ("The government fell on Monday", False),
    ],
)
def test_offices_and_outlets_that_stand_alone(head, found):
    assert letterhead(f"{head}\nPress release\n\nThe forces are loyal.") == (head if found else None)


def test_prose_has_no_letterhead():
    assert letterhead("") is None
    assert letterhead("word " * 60 + "\nOffice of the President") is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Yangon/Brussels, 1 March 2021", date(2021, 3, 1)),
        ("Press release, 18 August 2020", date(2020, 8, 18)),
        ("Thread by @khartoumwatch, April 11, 2019", date(2019, 4, 11)),
        ("- Ana Kirchweg, April 11, 2019", None),
    ],
)
def test_a_date_behind_a_place_or_a_kind_of_text(line, day):
    assert read_bytes(f"A heading\n{line}\n\nTroops moved into the capital.".encode(), "a.txt").published == day


def test_below_the_first_sentence_a_name_and_a_date_sign_a_quotation():
    text = "He will not yield. So it is said.\n\nAna Kirchweg, April 11, 2019\n\nTroops moved into the capital."
    assert read_bytes(text.encode(), "a.txt").published is None


def test_a_forwarded_message_is_read_as_that_of_its_sender():
    mail = (
        "From: Desk <desk@example.org>\nTo: a@example.org\nSubject: Fwd: Tanks\nDate: Tue, 20 Aug 1991 18:22:00 +0300\n\n"
        "See below.\n\n---------- Forwarded message ----------\nFrom: AP wire\nDate: Mon, 19 Aug 1991\nSubject: Tanks roll\n"
        "To: desk@example.org\n\nTanks rolled into the city on Monday.\n"
    )
    page = read_bytes(mail.encode(), "m.eml")
    assert (page.outlet, page.title, page.published) == ("AP wire", "Tanks roll", date(1991, 8, 19))
    assert page.text == "See below.\n\nTanks rolled into the city on Monday."
    assert page.notes == ("forwarded by Desk; the message within is read",)


def test_lines_that_only_look_like_headers_stay():
    assert unforwarded("From: the hills they came.\nDate: unknown.\n") == ("From: the hills they came.\nDate: unknown.\n", {})


def test_lists_and_rows_of_tables_are_read_in_the_order_of_the_page():
    page = (
        "<html><head><title>Defections</title></head><body><h1>Defections</h1><ul>"
        "<li>21 January 2019: 27 guardsmen rose at Cotiza and were arrested within hours.</li>"
        "<li>2 February: the general defected and called on others to follow.</li></ul>"
        "<table><tr><th>Date</th><th>Event</th></tr>"
        "<tr><td>23 February 2019</td><td>Soldiers crossed the border</td></tr></table>"
        "<p>None of the regional commanders has defected so far, the ministry said on Thursday.</p></body></html>"
    )
    text = read_bytes(page.encode(), "t.html").text
    parts = ("21 January 2019: 27 guardsmen", "2 February: the general", "23 February 2019, Soldiers crossed", "None of the")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "|" not in text
