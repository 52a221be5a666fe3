"""The score of the coder of sentences: how it counts, and the bars where the expected codings are beside the project."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETS = ROOT / "../shared/data/event-coding"
sys.path.insert(0, str(ROOT / "docs"))

import intake_golds  # noqa: E402
import intake_score  # noqa: E402


def test_macro_f1_is_the_mean_over_what_was_expected():
    pairs = [("AID", "AID"), ("AID", "REJECT"), ("REJECT", "REJECT"), ("PROTEST", "")]
    aid, reject = 2 * 1 / (1 + 2), 2 * 1 / (2 + 1)
    assert intake_score.macro_f1(pairs) == pytest.approx((aid + reject + 0) / 3)


def test_an_actor_is_found_by_its_head_word():
    assert intake_score.finds(["Turkish fishermen"], ["two fishermen of the coast"])
    assert not intake_score.finds(["Turkish fishermen"], ["the Turkish army"])
    assert intake_score.finds([], [])


def test_codes_are_told_in_the_words_of_the_set():
    old, new = {"DEMAND", "FIGHT", "CONCEDE"}, {"REQUEST", "ASSAULT", "YIELD"}
    assert [intake_golds.word_of(code, old) for code in ("104", "190", "0813", "163")] == [
        "DEMAND",
        "FIGHT",
        "CONCEDE",
        "SANCTION",
    ]
    assert [intake_golds.word_of(code, new) for code in ("104", "190", "0841", "010")] == ["REQUEST", "ASSAULT", "YIELD", ""]
    assert intake_golds.word_of("1411", {"14", "19"}) == "14"


def test_nothing_is_scored_where_there_are_no_sets(tmp_path, capsys):
    assert intake_score.main(tmp_path / "none") == 0
    assert "nothing scored" in capsys.readouterr().err


@pytest.mark.skipif(not SETS.is_dir(), reason="the expected codings are not beside the project")
def test_the_bars_are_met():
    page, bars = intake_score.page(SETS)
    assert bars["macro F1"] >= 0.55
    assert bars["false alarms"] <= 0.2
    assert "| order_refused | 128 | REJECT | near |" in page
