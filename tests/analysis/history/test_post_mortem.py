"""Post-mortems: beliefs that read no outcome, evidence judged by what the forces then did, sums that close."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import standoff as so
from standoff.analysis.history.backtest import forecasts
from standoff.analysis.history.post_mortem import LEAST_DECIBANS, PostMortem, post_mortem
from standoff.analysis.history.post_mortem_document import post_mortem_document, post_mortem_text
from standoff.analysis.history.spans import forecast_day
from standoff.case.values import Outcome
from standoff.errors import UsageError
from standoff.model.learned_file import shipped

LIBRARY = tuple(so.load_case(name) for name in ("romania-1989", "spain-1981", "ussr-1991"))
WORLDS = 160


@pytest.fixture(scope="module")
def romania() -> PostMortem:
    return post_mortem(LIBRARY[0], LIBRARY, worlds=WORLDS)


def test_beliefs_are_the_forecasts_of_a_backtest_one_a_day(romania):
    told = forecasts(LIBRARY[:1], LIBRARY, worlds=WORLDS, learned=shipped())
    days = sorted({each.as_of for each in told})
    assert [each.as_of for each in romania.beliefs] == days
    assert len(days) < len(told)  # 0.9 and 1.0 of six days are one day
    assert romania.beliefs[-1].p_out == told[-1].p_out
    for each in romania.beliefs:
        assert each.brier == pytest.approx((1.0 - each.p_out) ** 2, abs=1e-12)
        assert each.brier_of_base_rate == pytest.approx((1.0 - each.base_rate) ** 2, abs=1e-12)
        assert 0.0 < each.p_obeyed < 1.0


def test_rows_are_right_or_misled_by_what_the_forces_did(romania):
    assert romania.forsaken
    assert romania.right
    assert romania.misled
    assert all(row.decibans >= LEAST_DECIBANS for row in romania.right)
    assert all(row.decibans <= -LEAST_DECIBANS for row in romania.misled)
    gains = [romania.gain(row) for row in romania.right]
    assert gains == sorted(gains, reverse=True)
    stood = replace(romania, forsaken=False)
    assert set(stood.right) == set(romania.misled)
    assert set(stood.misled) == set(romania.right)


def test_no_belief_reads_the_outcome(romania):
    survived = Outcome(LIBRARY[0].end, "survived", False, "obeyed", "nonsense")
    other = post_mortem(replace(LIBRARY[0], outcome=survived), LIBRARY, worlds=WORLDS)
    assert not other.forsaken
    assert [each.p_out for each in other.beliefs] == [each.p_out for each in romania.beliefs]
    assert other.evidence == romania.evidence


def test_the_document_adds_up(romania):
    told = post_mortem_document(romania)
    assert json.loads(post_mortem_text(romania)) == told
    assert told["schema"] == "standoff-score/1"
    rows = sum(row["decibans"] for row in told["evidence"])
    assert rows == pytest.approx(romania.waterfall.evidence, abs=1e-9)
    assert {row["verdict"] for row in told["evidence"]} <= {"right", "misled", "told nothing"}
    assert all((row["verdict"] == "misled") == (row["gain"] <= -LEAST_DECIBANS) for row in told["evidence"])


def test_evidence_is_that_of_the_day_before_the_end_whatever_the_fractions():
    early = post_mortem(LIBRARY[1], LIBRARY, fractions=(0.5,), worlds=WORLDS)
    assert [each.fraction for each in early.beliefs] == [0.5]
    last = forecast_day(LIBRARY[1], 1.0)
    known = so.infer(LIBRARY[1], as_of=last, worlds=WORLDS).evidence
    assert {row.id for row in early.evidence} == {item.event.id for item in known}


def test_a_case_that_is_not_over_is_refused():
    with pytest.raises(UsageError, match="has no outcome yet; add an 'outcome:' block"):
        post_mortem(replace(LIBRARY[0], outcome=None), LIBRARY, worlds=WORLDS)
