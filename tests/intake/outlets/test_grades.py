"""Admiralty grades as people write them, what a table suggests, and what the model makes of them (model paper 4)."""

from __future__ import annotations

from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.case.schema import SourceModel
from standoff.case.values import Source
from standoff.errors import UsageError
from standoff.intake.outlets.grades import DIGITS, LETTERS, grade_of, grade_words, suggested
from standoff.intake.outlets.table import Outlet, outlet_of
from standoff.model.priors import load_priors
from standoff.model.sources import graded


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        *(("B2", "B2"), ("b-2", "B2"), ("B/2", "B2"), (" B 2 ", "B2"), ("b", "B"), ("G6", "G6"), ("b.2", "B2")),
        *(("usually reliable / probably true", "B2"), ("Usually Reliable, probably true", "B2"), ("reliable", "A")),
        *(("confirmed", "F1"), ("completely reliable and confirmed by other sources", "A1"), ("B - probably true", "B2")),
        *(("usually reliable; 2", "B2"), ("cannot be judged", "F"), ("cannot be judged / cannot be judged", "F6")),
        ("deliberately deceptive", "G"),
    ],
)
def test_a_grade_is_read_as_people_write_it(written: str, grade: str) -> None:
    assert grade_of(written) == grade
    assert SourceModel(outlet="x", grade=grade).grade == grade


@pytest.mark.parametrize("wrong", ["", "H2", "B7", "B22", "22", "B2 C3", "trusty", "a/b/c", "B2\nB2", "reliable / nonsense"])
def test_anything_else_is_refused_with_what_is_allowed(wrong: str) -> None:
    with pytest.raises(UsageError, match="given; allowed: a letter A"):
        grade_of(wrong)


def test_a_slip_is_offered_its_word() -> None:
    with pytest.raises(UsageError, match="did you mean 'usually reliable'"):
        grade_of("usualy reliable")


def test_every_grade_reads_back_from_its_words() -> None:
    for letter, digit in product(LETTERS, DIGITS):
        words = grade_words(letter + digit)
        assert grade_of(f"{words.split(', ')[0]} / {words.split(', ')[1]}") == letter + digit
        assert grade_of(f"{letter.lower()}-{digit}") == letter + digit


@given(st.text(max_size=40))
def test_any_words_are_a_grade_or_an_error_for_the_user(words: str) -> None:
    with suppress(UsageError):
        grade = grade_of(words)
        assert grade[0] in LETTERS
        assert grade[1:] in ("", *DIGITS)


def test_a_suggestion_comes_with_its_reason_and_whose_table_it_is() -> None:
    assert suggested(outlet_of("Reuters")) == ("B", "Reuters: the built-in table suggests B (usually reliable)")
    assert suggested(Outlet("X", "ngo", grade="E3", own=True))[1] == "X: your table suggests E3 (unreliable, possibly true)"
    for outlet in (None, Outlet("X", "ngo")):
        grade, why = suggested(outlet)
        assert grade is None
        assert "read as F" in why


def test_every_way_of_writing_a_grade_is_one_to_the_model() -> None:
    priors = load_priors()
    table = priors.sections["sources"]
    for letter, digit in product(LETTERS, DIGITS):
        found = graded(Source("x", grade=grade_of(f"{letter} {digit}")), priors)
        assert found.detect == table["letters"][letter]["detect"]
        assert found.fabricate == table["letters"][letter]["fabricate"] * table["digits"][digit]
    assert graded(Source("x", grade=grade_of("b / 6")), priors) == graded(Source("x", grade="B"), priors)  # 6 adds no weight
