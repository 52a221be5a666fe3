"""What an analyst looks for in drafts: whose word, which day, how many, how it is told, on pages of many forms."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from standoff.case.library import load_case
from standoff.intake.drafters.rules import RulesDrafter
from standoff.intake.drafts.draft import draft, readings
from standoff.intake.values import Page

KESTRIA = load_case(Path(__file__).parents[3] / "examples/intake/kestria-2031.yaml")
DAY = date(2031, 4, 10)


def drafted(text, outlet=None):
    return draft(Page("memo.txt", text, outlet=outlet, published=DAY), KESTRIA).drafts


def of(code, text):
    return next(row for row in drafted(text) if row.code == code)


@pytest.mark.parametrize(
    "text",
    [
        "No soldier deserted on Tuesday, the Assembly said.",
        "None of the regional commanders has defected since Tuesday.",
        "Not a single officer of the Republican Guard defected on Tuesday.",
    ],
)
def test_what_nobody_did_is_denied(text):
    assert {row.modality for row in drafted(text)} <= {"denied"}


def test_the_number_of_those_killed_stands_after_the_verb_too():
    row = of("kill_protesters", "Soldiers opened fire on protesters in the capital on Tuesday, killing at least three people.")
    assert (row.size, row.bound, row.unit) == (3, "at_least", "people")


def test_a_bound_is_not_cut_in_the_words_for_whom():
    row = of("kill_protesters", "Police killed at least 23 protesters on Tuesday.")
    assert (row.target, row.size) == ("at least 23 protesters", 23)


def test_a_headline_without_a_place_is_the_story_below_it():
    (row,) = drafted(
        "Army Fires on Protesters\n\nSoldiers fired on protesters in Kestria's capital city on Thursday, killing two people."
    )
    assert any(note.startswith("told again") for note in row.notes)
    assert row.size == 2


def test_a_committee_of_doctors_is_named_whole():
    row = of("kill_protesters", "At least 21 people were killed on Tuesday, the Kestria Doctors' Committee said.")
    assert row.asserted_by == "Kestria Doctors' Committee"


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Solt's representative to the United Nations, Ivo Marden, said.", "challenger"),
        ("said Ivo Marden, a senior adviser to Valdis.", "order_giver"),
        ("said Ivo Marden, a spokesman for the opposition.", "challenger"),
        ("said Ivo Marden, a critic of Valdis.", "neutral"),
    ],
)
def test_a_speaker_serves_whom_the_page_says_he_serves(words, side):
    row = of("mass_arrests", f"Police detained 40 protesters on Tuesday, {words}")
    assert row.asserted_by == "Ivo Marden"
    assert row.sided == side, row.sided_why
    assert side == "neutral" or "the page says" in row.sided_why


def test_agencies_credited_at_the_end_are_seen():
    long = "Police detained 40 protesters on Tuesday.\n\n" + "Nothing else is known of it. " * 40
    (row,) = drafted(f"{long}\n\n(Reporting by Ana Ruiz; editing by Tom Hill)", outlet="The Hill Paper")
    assert [(source.outlet, source.agency) for source in row.sources] == [("The Hill Paper", "Reuters")]


def test_a_date_line_without_a_year_takes_the_year_of_the_case(tmp_path):
    file = tmp_path / "story.txt"
    file.write_text("VARN, April 7 (Reuters) - Police detained 40 protesters on Saturday.", encoding="utf-8")
    (within,) = readings(file, KESTRIA, None, RulesDrafter())
    (alone,) = readings(file, None, None, RulesDrafter())
    assert (within.page.published, within.page.published_by) == (date(2031, 4, 7), "dateline")
    assert "2031 is the only one that the case spans" in within.page.notes[0]
    assert within.drafted.drafts[0].date == date(2031, 4, 5)
    assert alone.page.published is None


def test_days_ahead_of_what_may_come_lie_ahead():
    row = of("order_obeyed", "The State Police could disperse the protesters again before Friday, an activist said.")
    assert row.modality == "hypothetical"
    assert row.date == date(2031, 4, 11)
