"""How alike two rows are: words without endings, runs of words, sizes with bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.case.values import Event
from standoff.intake.echoes.likeness import compare, features, jaccard, runs_of, sizes_agree, stems, window


def sized(size: float | None, bound: Any = "exact", unit: str = "people", code: str = "kill_protesters") -> Event:
    return Event(
        *("x", date(2031, 1, 1), code, "", "none", "capital", "soldiers", "crowd", "Soldiers fire.", "AP", "neutral", "high"),
        size=size,
        unit=unit,
        bound=bound,
    )


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (sized(700), sized(700, "at_least"), True),
        (sized(712), sized(700, "at_least"), True),
        (sized(650), sized(700, "at_least"), True),  # a count given round
        (sized(600), sized(700, "at_least"), False),
        (sized(40), sized(400), False),
        (sized(26), sized(27), True),
        (sized(26), sized(40), False),
        (sized(26), sized(40, "about"), True),
        (sized(26), sized(60, "about"), False),
        (sized(26), sized(30, "at_most"), True),
        (sized(36), sized(30, "at_most"), False),
        (sized(50, "at_most"), sized(60, "at_least"), False),
        (sized(10_000, code="protest"), sized(19_000, code="protest"), True),
        (sized(10_000, code="protest"), sized(25_000, code="protest"), False),
        (sized(None), sized(7), None),
        (sized(7), sized(7, unit="units"), None),
        (sized(1, unit="state"), sized(1, unit="states"), True),
    ],
)
def test_sizes_agree_within_their_bounds(one: Event, other: Event, agree: bool | None) -> None:
    assert sizes_agree(one, other) is agree
    assert sizes_agree(other, one) is agree


def test_words_lose_capitals_accents_endings_and_small_words() -> None:
    assert stems("The 27 Guardsmen of Nicolás at Cotiza") == ["guard", "nicola", "cotiza"]
    assert stems("demonstrators") == stems("Protesters")


def test_short_texts_have_no_runs_to_be_alike_in() -> None:
    assert runs_of("They were all arrested") == frozenset()
    assert jaccard(frozenset(), frozenset()) == 0.0
    assert jaccard(runs_of("one two three four five six"), runs_of("One, two – three: FOUR five, six!")) == 1.0


def test_some_things_take_longer_than_a_day() -> None:
    assert window("protest") == 1
    assert window("secret_talks") == 7


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_rows_can_be_compared_either_way(actor: str, text: str) -> None:
    one, other = sized(7), replace(sized(9), actor=actor, text=text)
    there, back = compare(features(one), features(other)), compare(features(other), features(one))
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.score == back.score
        assert 0.0 <= there.score <= 1.0
    same = compare(features(other), features(other))
    assert same is not None


def test_nobody_named_is_nobody_shared() -> None:
    unnamed = replace(sized(None), actor="Not named", text="Shots fall on the square at noon.")
    likeness = compare(features(unnamed), features(replace(unnamed, text="A curfew bell rings in the port.")))
    assert likeness is not None
    assert "actor" not in "; ".join(likeness.why)
    assert likeness.score < 0.6


def test_one_large_number_told_twice_says_more_than_a_small_one() -> None:
    def score(size: float) -> float:
        one = sized(size, unit="killed")
        found = compare(features(one), features(replace(one, text="Gunmen shoot.")))
        assert found is not None
        return found.score

    assert score(700) > score(2)
