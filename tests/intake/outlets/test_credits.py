"""Credits to agencies, as papers print them, and names in a sentence that are none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.intake.outlets.credits import UNNAMED, agency_of


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("CARACAS, Jan 30 (Reuters) - Troops blocked a bridge.", "Reuters"),
        ("BEIRUT (AFP) — Shells fell.", "AFP"),
        ("(AP)", "AP"),
        ("Caracas, Venezuela (Associated Press) — He said", "AP"),
        ("CARACAS — AP — Troops", "AP"),
        ("MOSCOW, August 19 /TASS/. Troops enter the city.", "TASS"),
        ("He would not leave, he said. - AFP", "AFP"),
        ("He would not leave.\n– EFE", "EFE"),
        ("El País / EFE", "EFE"),
        ("AP", "AP"),
        ("By The Associated Press", "AP"),
        ("Reporting by Jane Doe in Caracas; Editing by John Roe", "Reuters"),
        ("© 2019 AFP", "AFP"),
        ("Copyright 2019 The Associated Press. All rights reserved.", "AP"),
        ("Source: Xinhua", "Xinhua"),
        ("Con información de EFE", "EFE"),
        ("AFP contributed to this report", "AFP"),
        ("El Nacional with agencies", UNNAMED),
        ("(Agencies)", UNNAMED),
        ("From news agencies", UNNAMED),
    ],
)
def test_a_credit_is_known(line: str, agency: str) -> None:
    assert agency_of(line) == agency


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Tarre told Reuters on Wednesday.",
        "(ap)",
        "a map - map",
        "Reuters was closed.",
        "aid agencies left",
        "with time",
        "The AP reporter was held.",
    ],
)
def test_a_name_in_a_sentence_is_no_credit(line: str) -> None:
    assert agency_of(line) is None


def test_the_end_of_a_long_piece_is_looked_at() -> None:
    assert agency_of("Words of a paper. " * 5000 + "\n(Reuters)") == "Reuters"


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    assert agency_of(text) is None or agency_of(text)


def test_long_runs_of_signs_take_no_time() -> None:
    started = time.process_time()
    for sign in ("-", "(", " ", "A", "with ", "AP, "):
        agency_of(sign * 20_000)
    assert time.process_time() - started < 5.0
