"""Dates of news English against the dateline of 30 January 2019, a Wednesday."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import StandoffError
from standoff.intake.language.dates import dates_in, happened, said_on
from standoff.intake.values import Span, When

WEDNESDAY = date(2019, 1, 30)
DATELINE = When(WEDNESDAY, WEDNESDAY, Span(0, 0), "dateline")

CERTAIN = [
    ("January 30, 2019", "2019-01-30"),
    ("30 January 2019", "2019-01-30"),
    ("Wednesday, January 30, 2019", "2019-01-30"),
    ("Wed, 30 Jan 2019 10:00:00 +0000", "2019-01-30"),
    ("on 30 Jan", "2019-01-30"),
    ("Jan. 23", "2019-01-23"),
    ("JANUARY 23, 2019", "2019-01-23"),
    ("the 4th of February 1992", "1992-02-04"),
    ("2019-01-30", "2019-01-30"),
    ("2019/01/30", "2019-01-30"),
    ("30.01.2019", "2019-01-30"),
    ("25/01/2019", "2019-01-25"),
    ("01/25/2019", "2019-01-25"),
    ("on September 29", "2018-09-29"),
    ("They will meet on 2 February", "2019-02-02"),
    ("29 February", "2016-02-29"),
    ("Sunday, Feb. 3", "2019-02-03"),
    ("today", "2019-01-30"),
    ("this morning", "2019-01-30"),
    ("yesterday's march", "2019-01-29"),
    ("last night", "2019-01-29"),
    ("the day before yesterday", "2019-01-28"),
    ("tomorrow", "2019-01-31"),
    ("on Wednesday", "2019-01-30"),
    ("late on Monday", "2019-01-28"),
    ("Monday night", "2019-01-28"),
    ("on Thursday", "2019-01-24"),
    ("last Wednesday", "2019-01-23"),
    ("this past Sunday", "2019-01-27"),
    ("next Friday", "2019-02-01"),
    ("this Friday", "2019-02-01"),
    ("Crowds will march on Saturday", "2019-02-02"),
    ("two days ago", "2019-01-28"),
    ("a day earlier", "2019-01-29"),
    ("on Sat., he fled", "2019-01-26"),
    ("20 de enero de 2019", "2019-01-20"),
    ("30. Januar 2019", "2019-01-30"),
    ("10 février 2019", "2019-02-10"),
]

STRETCHES = [
    ("January 2019", "2019-01-01", "2019-01-31"),
    ("in January 2019", "2019-01-01", "2019-01-31"),
    ("in March, 2013", "2013-03-01", "2013-03-31"),
    ("in May 700 men", "2018-05-01", "2018-05-31"),
    ("since the start of the year", "2019-01-01", "2019-01-30"),
    ("the first week of January", "2019-01-01", "2019-01-07"),
    ("the last week of December 2018", "2018-12-25", "2018-12-31"),
    ("in the coming days", "2019-01-30", "2019-02-05"),
    ("this past weekend", "2019-01-26", "2019-01-27"),
    ("in 1991", "1991-01-01", "1991-12-31"),
    ("August 1991", "1991-08-01", "1991-08-31"),
    ("back in 1991", "1991-01-01", "1991-12-31"),
    ("the 1990s", "1990-01-01", "1999-12-31"),
    ("the second half of the 1990s", "1995-01-01", "1999-12-31"),
    ("the early 1990s", "1990-01-01", "1993-12-31"),
    ("the 2018 election", "2018-01-01", "2018-12-31"),
    ("the coup of 2002", "2002-01-01", "2002-12-31"),
    ("from 1999 to 2013", "1999-01-01", "2013-12-31"),
    ("last week", "2019-01-21", "2019-01-27"),
    ("this week", "2019-01-28", "2019-01-30"),
    ("earlier this week", "2019-01-28", "2019-01-29"),
    ("next week", "2019-02-04", "2019-02-10"),
    ("last month", "2018-12-01", "2018-12-31"),
    ("earlier this month", "2019-01-01", "2019-01-30"),
    ("late last year", "2018-09-01", "2018-12-31"),
    ("last year", "2018-01-01", "2018-12-31"),
    ("last November", "2018-11-01", "2018-11-30"),
    ("three weeks ago", "2019-01-06", "2019-01-12"),
    ("five years ago", "2014-01-01", "2014-12-31"),
    ("overnight", "2019-01-29", "2019-01-30"),
    ("in recent days", "2019-01-24", "2019-01-30"),
    ("over the past week", "2019-01-24", "2019-01-30"),
    ("in the last 24 hours", "2019-01-29", "2019-01-30"),
    ("since 10 January", "2019-01-10", "2019-01-30"),
    ("since 1998", "1998-01-01", "2019-01-30"),
    ("since Monday", "2019-01-28", "2019-01-30"),
    ("between 10 and 12 January", "2019-01-10", "2019-01-12"),
    ("10-12 January", "2019-01-10", "2019-01-12"),
    ("January 10–12, 2018", "2018-01-10", "2018-01-12"),
    ("from 28 December to 2 January", "2018-12-28", "2019-01-02"),
    ("late January", "2019-01-21", "2019-01-31"),
    ("mid-January", "2019-01-11", "2019-01-20"),
    ("at the end of January", "2019-01-21", "2019-01-31"),
    ("early 2019", "2019-01-01", "2019-04-30"),
    ("in May", "2018-05-01", "2018-05-31"),
    ("over the weekend", "2019-01-26", "2019-01-27"),
    ("at the weekend", "2019-01-26", "2019-01-27"),
    ("the army will decide this weekend", "2019-02-02", "2019-02-03"),
    ("03/04/2019", "2019-03-04", "2019-04-03"),
]


@pytest.mark.parametrize(("text", "day"), CERTAIN)
def test_certain_days(text: str, day: str) -> None:
    (when,) = dates_in(text, WEDNESDAY)
    assert (when.first, when.last) == (date.fromisoformat(day), date.fromisoformat(day))
    assert when.certain


@pytest.mark.parametrize(("text", "first", "last"), STRETCHES)
def test_stretches_of_days(text: str, first: str, last: str) -> None:
    (when,) = dates_in(text, WEDNESDAY)
    assert (when.first.isoformat(), when.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "The troops may march in the sun.",
        "He sat down and wed the second of the generals.",
        "The March on Rome and the May Fourth movement",
        "March 5,000 people and 700 soldiers",
        "31 November 2018",
        "The Sunday Times and USA Today wrote of Bloody Sunday.",
        "Resolution 1701 and 2000 soldiers",
        "room 12-34-5678",
    ],
)
def test_no_dates(text: str) -> None:
    assert dates_in(text, WEDNESDAY) == ()


def test_without_a_dateline_only_whole_dates_are_told() -> None:
    text = "On Monday, 30 January and last week, but in 1991 and on 4 February 1992; a day later he fled."
    assert [when.span.of(text) for when in dates_in(text, None)] == ["in 1991", "4 February 1992", "a day later"]
    assert dates_in(text, None)[-1].first == date(1992, 2, 5)


def test_a_day_earlier_counts_from_the_date_before() -> None:
    text = "On Monday he fled. A day earlier he had met the guard. Two days later he was back."
    assert [when.first.day for when in dates_in(text, WEDNESDAY)] == [28, 27, 29]


def test_a_line_break_wraps_a_date_but_a_blank_line_parts_it() -> None:
    assert [when.certain for when in dates_in("on January\n23 he", WEDNESDAY)] == [True]
    assert dates_in("January\n\n23 soldiers", WEDNESDAY) == ()


@pytest.mark.parametrize(
    ("text", "of_event", "of_saying"),
    [
        ("X was arrested on Monday, his lawyer said on Wednesday.", "Monday", "Wednesday"),
        ("The option is dead, Tarre told Sputnik on Wednesday.", "", "Wednesday"),
        ("General Powell said on Tuesday NATO would need it.", "", "Tuesday"),
        ("Guaido in an article published by The New York Times on Wednesday said that it held talks.", "", "Wednesday"),
        ("Tarre said in a televised statement late on Tuesday that they left on Sunday.", "Sunday", "late on Tuesday"),
        ("In a statement issued on Monday, the ministry said troops left last week.", "last week", "Monday"),
        ("A guard official said here Tuesday that troops fled.", "", "Tuesday"),
        ("Indonesia said troops left on Monday.", "Monday", ""),
        ("On Monday, Vega said the army was loyal.", "", "Monday"),
        ("On Monday troops left, Vega said.", "Monday", ""),
        ("On Monday, Vega was arrested, his lawyer said on Tuesday.", "Monday", "Tuesday"),
        ("The army pledged loyalty on Monday.", "Monday", ""),
        ("The army stood aside.", "", ""),
    ],
)
def test_the_day_of_the_event_and_the_day_of_saying(text: str, of_event: str, of_saying: str) -> None:
    event, said = happened(text, WEDNESDAY, DATELINE), said_on(text, WEDNESDAY)
    assert event.span.of(text) == of_event
    assert (event is DATELINE) == (of_event == "")
    assert (said.span.of(text) if said else "") == of_saying


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dateparser", None)
    with pytest.raises(StandoffError, match=r'pip install "standoff\[intake\]"'):
        dates_in("20 de enero de 2019", None)
    assert dates_in("20 January 2019", None)[0].certain


WORDS = (
    "30 31 2 January Jan. May 2019 1991 , - between and to on since last next week Monday days",
    "ago a earlier the weekend / . said",
)
PIECES = st.lists(st.sampled_from(" ".join(WORDS).split())).map(" ".join)
DAYS = st.one_of(st.none(), st.dates(), st.just(date.min), st.just(date.max))


@settings(deadline=None, max_examples=50)
@given(st.one_of(st.text(max_size=120), PIECES), DAYS)
def test_dates_are_in_order_and_in_range_for_any_text(text: str, published: date | None) -> None:
    end = 0
    for when in dates_in(text, published):
        assert end <= when.span.start < when.span.end <= len(text)
        assert when.first <= when.last
        end = when.span.end
    happened(text, published, DATELINE)


@pytest.mark.parametrize("unit", ["January ", "a", "10 ", "since ", "last ", "30-", "30 de enero de 2019 ", "A ", "said X "])
def test_long_texts_of_one_kind_are_read(unit: str) -> None:
    text = unit * (8_000 // len(unit))
    found = dates_in(text, WEDNESDAY)
    assert all(when.first <= when.last for when in found)
