from __future__ import annotations

import re

import pytest

from standoff.case.codes import EVENT_CODES
from standoff.case.reader import review_text
from standoff.case.template import new_case_text
from standoff.errors import CaseError


@pytest.mark.parametrize("name", ["a", "ruritania-2031", "x-1899-y", "9"])
def test_template_passes_check_as_it_stands(name: str) -> None:
    review = review_text(new_case_text(name), "x")
    assert review.problems == ()
    assert review.case is not None
    assert review.case.id == name


def test_year_of_the_name_sets_the_dates() -> None:
    assert "start: 2031-01-10" in new_case_text("ruritania-2031")
    assert "start: 2025-01-10" in new_case_text("ruritania")


def test_optional_parts_pass_when_the_sign_is_taken_away() -> None:
    text = new_case_text("ruritania-2031")
    start, end = text.index("# assumptions:"), text.index("# Event codes:")
    freed = "\n".join(line.removeprefix("# ") for line in text[start:end].splitlines())
    freed = freed.replace("the name of a prior", "a.prior")
    row_start, row_end = text.index("  # id: my"), text.index("# assumptions:")
    row = re.sub(r"(?m)^  # ", "  ", text[row_start:row_end])
    review = review_text(text[:row_start] + row + freed, "x")
    assert review.problems == ()
    assert review.case is not None
    assert review.case.outcome is not None
    assert review.case.assumptions[0].value == 0.5
    assert review.case.rated("my-name-for-this-row")["refuse"] == "C"
    assert review.case.events[0].sources[0].grade == "B2"


def test_every_code_is_explained() -> None:
    text = new_case_text("a")
    assert all(f"# {code} " in text and about.meaning in text for code, about in EVENT_CODES.items())


@pytest.mark.parametrize("name", ["", "A", "../x", "a b", "a--b", "-a", "x" * 65, "é", "a/b", "a\n", "a\0"])
def test_names_that_are_no_slug(name: str) -> None:
    with pytest.raises(CaseError, match="allowed: lower-case"):
        new_case_text(name)


def test_a_near_name_is_offered() -> None:
    with pytest.raises(CaseError, match="did you mean 'ruritania-2031'"):
        new_case_text("Ruritania 2031")
