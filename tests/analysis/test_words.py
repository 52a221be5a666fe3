from __future__ import annotations

import re
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.analysis.words import band, decibans, factor, factor_words, judgement, likelihood, one_in, percent, percent_range

chances = st.floats(0.0, 1.0)
NO_RIGHT_TO = re.compile(r"\b(im)?possible\b|(?<!almost )\bcertain\b|(?<![\d.])0 %|\b100 %")


def number(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text))


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0, "almost no chance (below 1 %)"),
        (0.009, "almost no chance (below 1 %)"),
        (0.01, "almost no chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.45, "roughly even chance"),
        (0.5499, "roughly even chance"),
        (0.55, "likely"),
        (0.8, "very likely"),
        (0.95, "almost certain"),
        (0.99, "almost certain"),
        (0.995, "almost certain (above 99 %)"),
        (1.0, "almost certain (above 99 %)"),
        (nan, "not known"),
    ],
)
def test_bands_of_icd_203(p: float, words: str) -> None:
    assert likelihood(p) == words


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.68, "68 %"),
        (0.01, "1 %"),
        (0.99, "99 %"),
        (0.996, "99.6 %"),
        (0.9996, "99.96 %"),
        (0.9999, "99.99 %"),
        (0.004, "0.4 %"),
        (0.0004, "0.04 %"),
        (0.0001, "0.01 %"),
        (0.00004, "below 0.01 %"),
        (0.0, "below 0.01 %"),
        (1.0, "above 99.99 %"),
        (inf, "not known"),
    ],
)
def test_percent(p: float, text: str) -> None:
    assert percent(p) == text


def test_percent_of_worlds_tells_what_none_or_all_showed() -> None:
    assert percent(0.0, 3_200) == "< 1 in 3,200"
    assert percent(1.0, 3_200) == "all but < 1 in 3,200"
    assert percent(0.5, 3_200) == "50 %"


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.68, "it is likely (68 %)"),
        (0.5, "there is a roughly even chance (50 %)"),
        (0.02, "there is almost no chance (2 %)"),
        (0.97, "it is almost certain (97 %)"),
        (nan, "it is not known"),
    ],
)
def test_judgement(p: float, text: str) -> None:
    assert judgement(p) == text


def test_ranges() -> None:
    assert percent_range(0.536, 0.81) == "54 to 81 %"
    assert percent_range(0.0, 1.0) == "<1 to >99 %"
    assert percent_range(0.0005, 0.006) == "0.05 to 0.6 %"
    assert percent_range(0.987, 0.9997) == "99 to 99.97 %"
    assert percent_range(0.0, 0.003) == "<0.01 to 0.3 %"
    assert percent_range(0.993, 1.0) == "99.3 to >99.99 %"
    assert percent_range(nan, 0.5) == "not known"


def test_factors_and_decibans() -> None:
    assert factor_words(3.0103) == "a factor of 2.0 towards refusal"
    assert factor_words(-0.4) == "a factor of 1.1 towards obedience"
    assert factor_words(-0.2) == "a factor of 1.05 towards obedience"
    assert factor_words(30) == "a factor of 1,000 towards refusal"
    assert factor_words(-0.049) == "no weight either way"
    assert band(nan) == factor_words(nan) == factor(nan) == decibans(nan) == "not known"
    assert [decibans(value) for value in (3.04, -0.05, -0.049, 0.0)] == ["+3.0", "-0.1", "0.0", "0.0"]
    assert factor(1e9) == "1,000,000,000"
    assert one_in(20_000) == "< 1 in 20,000"


@given(chances, chances)
def test_percent_is_monotone(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert number(percent(low)) <= number(percent(high))


@given(chances)
def test_percent_is_near_and_never_sure(p: float) -> None:
    assert abs(number(percent(p)) / 100 - p) <= (0.00501 if 0.01 <= p <= 0.99 else 0.000501)
    for text in (percent(p), likelihood(p), judgement(p), percent(p, 500), judgement(p, 500)):
        assert not NO_RIGHT_TO.search(text)


@given(chances, chances)
def test_words_are_monotone(one: float, other: float) -> None:
    order = ["almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain"]
    low, high = (order.index(band(p)) for p in sorted((one, other)))
    assert low <= high


@given(st.floats(-60, 60), st.floats(-60, 60))
def test_factors_grow_with_decibans(one: float, other: float) -> None:
    low, high = sorted((abs(one), abs(other)))
    assert number(factor(low)) <= number(factor(high))
    assert ("refusal" in factor_words(one)) == (one >= 0.05)
    assert ("obedience" in factor_words(one)) == (one <= -0.05)
