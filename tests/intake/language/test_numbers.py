"""Counts in news English: value, bound, unit; and what is no count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.intake.language.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "value", "bound", "unit"),
    [
        ("More than 700 opponents of the president have been arrested.", 700, "at_least", "opponents"),
        ("At least 40 people died.", 40, "at_least", "people"),
        ("At least 40 were killed in the march.", 40, "at_least", "people"),
        ("Some 3,000 soldiers crossed the bridge.", 3000, "about", "soldiers"),
        ("about 60 officers", 60, "about", "officers"),
        ("nearly 2,000 Libyans", 2000, "about", "libyans"),
        ("up to 5,000 troops", 5000, "at_most", "troops"),
        ("He led 27 guardsmen.", 27, "exact", "guardsmen"),
        ("27 National Guard soldiers were held.", 27, "exact", "soldiers"),
        ("Two generals defected.", 2, "exact", "generals"),
        ("one general defected", 1, "exact", "generals"),
        ("one soldier was shot", 1, "exact", "soldiers"),
        ("five Panamanian army officers", 5, "exact", "officers"),
        ("21 military and civilian personnel", 21, "exact", "personnel"),
        ("30 members of his government", 30, "exact", "members"),
        ("Dozens of students", 24, "at_least", "students"),
        ("scores of deputies", 40, "at_least", "deputies"),
        ("Hundreds were arrested", 200, "at_least", "people"),
        ("thousands of demonstrators", 2000, "at_least", "demonstrators"),
        ("Tens of thousands marched", 20_000, "at_least", "people"),
        ("hundreds of thousands of people", 200_000, "at_least", "people"),
        ("a million marchers", 1_000_000, "exact", "marchers"),
        ("1.5 million refugees", 1_500_000, "exact", "refugees"),
        ("half a million people", 500_000, "exact", "people"),
        ("more than half a million people", 500_000, "at_least", "people"),
        ("a dozen officers", 12, "exact", "officers"),
        ("about a dozen officers", 12, "about", "officers"),
        ("no fewer than 12 units", 12, "at_least", "units"),
        ("fewer than 100 cadets", 100, "at_most", "cadets"),
        ("twenty-seven sergeants", 27, "exact", "sergeants"),
        ("two hundred and fifty sergeants", 250, "exact", "sergeants"),
        ("14 nations and their envoys", 14, "exact", "states"),
        ("a 14-nation group", 14, "exact", "states"),
        ("an 800-strong contingent", 800, "exact", "people"),
        ("a 10,000-member force", 10_000, "exact", "people"),
        ("700+ detainees", 700, "at_least", "detainees"),
        ("30 or so policemen", 30, "about", "policemen"),
        ("2000 soldiers were sent", 2000, "exact", "soldiers"),
        ("several ministers resigned", 3, "at_least", "ministers"),
        ("an estimated 50,000 people", 50_000, "about", "people"),
        ("tension over two raids", 2, "exact", "raids"),
        ("tens of thousands of students throughout the cities", 20_000, "at_least", "students"),
        ("about a hundred thousand march", 100_000, "about", "people"),
        ("some three hundred thousand people", 300_000, "about", "people"),
        ("two hundred and fifty thousand people", 250_000, "exact", "people"),
        ("Two die as troops open the way", 2, "exact", "people"),
        ("Ten thousand or more march", 10_000, "at_least", "people"),
        ("about four thousand walk eight kilometres", 4000, "about", "people"),
        ("a vigil of a few hundred people stays day and night", 200, "at_least", "people"),
        ("a couple of hundred airmen", 200, "about", "airmen"),
        ("Some hundred thousand people", 100_000, "about", "people"),
        ("Tens of thousands fill the streets", 20_000, "at_least", "people"),
        ("a few hundred hard-line demonstrators build burning barricades", 200, "at_least", "demonstrators"),
        ("a crowd of 5,000", 5000, "exact", "people"),
        ("two of his ministers", 2, "exact", "ministers"),
        ("27 of them were held", 27, "exact", "people"),
        ("10k people", 10_000, "exact", "people"),
        ("no one and one man", 1, "exact", "men"),
        ("several dozen cadets", 24, "at_least", "cadets"),
        ("thousands more", 2000, "at_least", "people"),
        ("20,000 or more people", 20_000, "at_least", "people"),
        ("killed one soldier", 1, "exact", "soldiers"),
    ],
)
def test_counts(text: str, value: float, bound: str, unit: str) -> None:
    (number,) = numbers_in(text)
    assert (number.value, number.bound, number.unit, number.upper) == (value, bound, unit, None)


@pytest.mark.parametrize(
    "text", ["between 200 and 300 soldiers", "200 to 300 soldiers", "200-300 soldiers", "some 200–300 soldiers"]
)
def test_ranges_keep_both_ends(text: str) -> None:
    (number,) = numbers_in(text)
    assert (number.value, number.bound, number.unit, number.upper) == (200, "at_least", "soldiers", 300)


@pytest.mark.parametrize(
    "text",
    [
        "One in three soldiers is unpaid, and two out of five left.",
        "one of the generals, one another",
        "70 percent, 5 per cent and 12% of voters",
        "$20 million, US$50 million, 20 million dollars, 580 million shillings and €5",
        "in 1991 and in 2019, the 2018 elections",
        "From half past seven a man of 36 stood there.",
        "Vega, 24, said he was aged 31; a 24-year-old man",
        "at 10:30, at 5 p.m., for three hours, two weeks, 24 hours",
        "No. 2, Resolution 1701, Article 350, Flight 17",
        "1. The army\n2. The guard\n3) The police",
        "on January 30, 2019, 30 January, between 10 and 12 January",
        "10 kilometres and 30 tons",
        "the first and the 2nd brigade",
        "https://t.co/700 @user1 #700 F-16 M23 12-34-5678",
        "two-thirds of the army, a two-day strike",
        "a 6.2 magnitude earthquake",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert numbers_in(text) == ()


def test_a_scale_told_once_counts_for_both_ends() -> None:
    (number,) = numbers_in("reports of between ten and fifteen thousand")
    assert (number.value, number.upper, number.bound) == (10_000, 15_000, "at_least")


def test_several_counts_in_one_sentence() -> None:
    text = "A bombing killed one soldier and wounded two others, and more than 700 opponents and 27 guardsmen were held."
    assert [(number.value, number.unit) for number in numbers_in(text)] == [
        (1, "soldiers"),
        (2, "people"),
        (700, "opponents"),
        (27, "guardsmen"),
    ]
    assert numbers_in(text)[2].span.of(text) == "more than 700"


PIECES = st.lists(
    st.sampled_from(
        ["700", "1,000", "more than", "two", "hundred", "dozens", "of", "and", "-", "people", "between", "%", ".", "in"]
    )
).map(" ".join)


@settings(deadline=None, max_examples=50)
@given(st.one_of(st.text(max_size=120), PIECES))
def test_spans_are_in_order_for_any_text(text: str) -> None:
    end = 0
    for number in numbers_in(text):
        assert end <= number.span.start < number.span.end <= len(text)
        assert number.value >= 0
        end = number.span.end


@pytest.mark.parametrize("unit", ["700 ", "7", "two ", "two hundred and ", "more than ", ",000", "between 2 and "])
def test_long_texts_of_one_kind_are_read(unit: str) -> None:
    text = unit * (12_000 // len(unit))
    assert all(number.span.end <= len(text) for number in numbers_in(text))
