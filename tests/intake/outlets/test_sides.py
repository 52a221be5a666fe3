"""Whose side a source serves: from the case's names, the table, plain words; always with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.case.library import load_case
from standoff.case.values import Case
from standoff.intake.outlets.sides import side_of
from standoff.intake.outlets.table import Outlet, outlet_of


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case("venezuela-2019")


@pytest.mark.parametrize(
    ("source", "side", "why"),
    [
        ("VTV", "order_giver", "VTV: state media of Venezuela"),
        ("https://sputniknews.com/latam/1", "order_giver", "Sputnik: state media of Russia, named as patron"),
        ("Granma", "order_giver", "a paper of the ruling party of Cuba, named as patron"),
        ("VOA", "neutral", "of the United States, which is no party to this case"),
        ("Anadolu", "neutral", "state media of Turkey, which is no party to this case"),
        ("El Nacional", "challenger", "stands against the government of Venezuela (the table notes: opposition)"),
        ("Reuters", "neutral", "Reuters is in the table of outlets and speaks for no side of this case"),
        ("Radio Nowhere", "neutral", "Radio Nowhere is not in the table of outlets"),
        ("Nicolás Maduro", "order_giver", "Nicolás Maduro is the order-giver of the case"),
        ("Maduro's office", "order_giver", "Nicolás Maduro is the order-giver of the case"),
        ("GUAIDO", "challenger", "Juan Guaidó is the challenger of the case"),
        ("National Assembly", "challenger", "the National Assembly is the challenger"),
        ("National Electoral Council", "neutral", "not in the table"),
        ("Guaidó and Maduro", "mixed", "named with both sides"),
        ("National Guard", "order_giver", "National Guard is a force under the order-giver; look again if it is split"),
        ("defence ministry statement", "order_giver", "by its words: defence ministry"),
        ("opposition", "challenger", "by its words: opposition"),
        ("residents by telephone", "neutral", "by its words: residents"),
        ("Brazilian foreign ministry", "neutral", "of Brazil, which is no party to this case"),
        ("Russian foreign ministry", "order_giver", "of Russia, named as patron"),
        ("Venezuelan foreign ministry", "order_giver", "by its words: foreign ministry"),
    ],
)
def test_a_side_comes_with_its_reason(case: Case, source: str, side: str, why: str) -> None:
    found, reason = side_of(source, case)
    assert found == side
    assert why in reason


def test_state_media_of_a_vanished_state_speak_for_it() -> None:
    assert side_of("TASS", load_case("ussr-1991"))[0] == "order_giver"


def test_a_users_own_outlet_says_so(case: Case) -> None:
    mine = replace(outlet_of("VTV") or Outlet("VTV", "broadcaster"), speaks_for="", note="seized", own=True)
    assert side_of(mine, case) == (
        "neutral",
        "VTV is in the table of outlets and speaks for no side of this case (your table notes: seized)",
    )


def test_no_patron_named_is_no_patron(case: Case) -> None:
    alone = replace(case, background=replace(case.background, foreign_patron=""))
    assert side_of("Sputnik", alone)[0] == "neutral"


@pytest.mark.parametrize("source", ["", "'", "’s", "(((", "x" * 5000])
def test_odd_words_are_neutral(case: Case, source: str) -> None:
    assert side_of(source, case)[0] == "neutral"
