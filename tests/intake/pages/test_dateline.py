"""Date lines: which lines count, which do not, and what is said where they are at odds."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.intake.pages.dateline import Dateline, find_dateline

DAY = date(2019, 1, 30)


@pytest.mark.parametrize(
    "line",
    [
        "Wednesday, January 30, 2019",
        "Wed, Jan. 30, 2019",
        "January 30th, 2019",
        "30 January 2019",
        "Wednesday 30 January 2019",
        "30 Jan 2019 10:32 GMT",
        "Posted on January 30, 2019",
        "Posted: January 30, 2019 at 10:32 AM",
        "Published 2019-01-30T10:32:00Z",
        "2019-01-30",
        "2019/01/30 10:32",
        "30/01/2019",
        "01/30/2019",
        "By Ana Pérez | January 30, 2019",
        "Politics | January 30, 2019 | 5 min read",
        "January 30, 2019 (updated an hour ago)",
        "JANUARY 30, 2019",
    ],
)
def test_a_line_that_holds_little_but_a_date(line):
    assert find_dateline(f"Headline\n{line}\n\nTalks go on.") == Dateline(DAY)


@pytest.mark.parametrize(
    "line",
    [
        "— A Senator (@senator) January 29, 2019",
        "He was arrested on January 29, 2019, and has not been seen since.",
        "The march of January 29, 2019 drew a million people",
        "“We will not go,” he said on 29 January 2019.",
        "Between 2018-01-02 and 2019-01-29 some 700 were held",
        "Flight 2019-01-301",
    ],
)
def test_a_date_within_words_is_no_date_line(line):
    assert find_dateline(f"Headline\n{line}\n\nTalks go on.").day is None


def test_the_foot_counts_only_where_the_head_names_no_day():
    words = "\n".join(f"Line {number} of the page." for number in range(30))
    assert find_dateline(f"{words}\nPosted on January 30, 2019").day == DAY
    assert find_dateline(f"January 30, 2019\n{words}\nPosted on January 31, 2019") == Dateline(DAY)
    assert find_dateline(f"{words}\nJanuary 30, 2019\n{words}").day is None


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("CARACAS, Jan 30, 2019 (Reuters) - Soldiers stayed in.", "Reuters"),
        ("CARACAS, Venezuela, January 30, 2019 (AP) — Soldiers stayed in.", "AP"),
        ("KHARTOUM, 30 Jan. 2019 (SUNA) – Soldiers stayed in.", "SUNA"),
    ],
)
def test_an_agency_names_itself_and_the_day(line, outlet):
    assert find_dateline(line) == Dateline(DAY, outlet)


def test_an_agency_without_a_year_or_a_day():
    assert find_dateline("CARACAS, Jan 30 (Reuters) - Soldiers stayed in.") == Dateline(None, "Reuters", (1, 30))
    assert find_dateline("CARACAS (AFP) - Soldiers stayed in.") == Dateline(None, "AFP")
    assert find_dateline("Caracas (Reuters) - Soldiers stayed in.").outlet == "Reuters"
    assert find_dateline("Padrino (minister) - a portrait").outlet is None


def test_a_weekday_that_does_not_fit_is_noted():
    found = find_dateline("Tuesday, January 30, 2019\nTalks go on.")
    assert found.day == DAY
    assert found.notes == ("the date line 'Tuesday, January 30, 2019' is at odds with itself: 2019-01-30 was a Wednesday",)


def test_the_day_of_publication_goes_before_that_of_an_update():
    assert find_dateline("Updated January 31, 2019\nPublished January 30, 2019\nTalks go on.") == Dateline(DAY)
    assert find_dateline("Updated January 30, 2019\nTalks go on.") == Dateline(DAY)


def test_several_days_are_noted():
    found = find_dateline("January 30, 2019\nFebruary 2, 2019\nTalks go on.")
    assert found == Dateline(DAY, notes=("several date lines: 2019-01-30, 2019-02-02; the first is used",))


def test_a_date_of_two_readings_is_left_to_the_reader():
    found = find_dateline("03/04/2019\nTalks go on.")
    assert found == Dateline(notes=("the date line '03/04/2019' can be read in two ways; give --published YYYY-MM-DD",))
    assert find_dateline("04/04/2019\nTalks go on.").day == date(2019, 4, 4)


def test_no_day_of_the_calendar():
    found = find_dateline("February 30, 2019\nTalks go on.")
    assert found == Dateline(notes=("the date line 'February 30, 2019' is no day of the calendar",))
    assert find_dateline("99/99/2019\nTalks go on.") == Dateline()


def test_nothing():
    assert find_dateline("") == Dateline()
