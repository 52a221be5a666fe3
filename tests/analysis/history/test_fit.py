"""Learning from past standoffs: the same bits however it is run or stopped, nothing learned of a case left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import standoff as so
from standoff.analysis.history import fit as fitting
from standoff.analysis.history.fit import NAMES, Plan, fit
from standoff.analysis.history.learning import FOLLOWED, heard, log_scores
from standoff.case.values import Outcome
from standoff.errors import UsageError
from standoff.model.learned_file import learned_text, parse_learned, shipped
from standoff.model.priors import load_priors

pytestmark = [pytest.mark.xdist_group("fit"), pytest.mark.slow]  # its fixtures are dear: one worker makes them

CASES = tuple(so.load_case(name) for name in ("ussr-1991", "spain-1981", "romania-1989"))
PLAN = Plan(CASES, load_priors(), rounds=2, draws=8)


@pytest.fixture(scope="module")
def found():
    return fit(PLAN, 2)


def test_the_same_for_any_number_of_threads_and_after_a_stop(found, tmp_path, monkeypatch):
    journal, counted = tmp_path / "journal", []
    fit(PLAN, 1, journal)
    lines = journal.read_text().split("\n")
    assert len(lines) == 1 + 2 * 2 * 3 + 3 * 5 + 1  # what it is; sets of draws and cases; cases at fractions
    journal.write_text("\n".join(lines[:10]) + "\n" + lines[10][:40])  # stopped in the middle of a line
    heard = fitting.heard_of

    def counting(case, *others):
        counted.append(case.id)
        return heard(case, *others)

    monkeypatch.setattr(fitting, "heard_of", counting)
    again = fit(PLAN, 1, journal)
    assert counted == ["romania-1989", "ussr-1991", "ussr-1991"]  # of the second round, the longest first
    np.testing.assert_array_equal(again.whole.mean, found.whole.mean)
    np.testing.assert_array_equal(again.heard.shares, found.heard.shares)
    assert again.record == found.record
    counted.clear()
    fit(PLAN, 1, journal)
    assert not counted


def test_a_case_heard_by_itself_is_the_case_heard_among_others(found):
    """The pieces of work put together are what a draw makes of all cases at once."""
    lessons = [fitting.lesson(case, PLAN.priors, PLAN.seed) for case in CASES]
    for number in (0, 5, 13):
        whole = heard(lessons, number, found.standard[number])
        np.testing.assert_array_equal(found.heard.evidence[number], whole.evidence)
        np.testing.assert_array_equal(found.heard.shares[number], whole.shares)


def test_one_case_teaches_too_and_leaves_nothing_to_forget_with(tmp_path):
    found = fit(replace(PLAN, cases=CASES[:1], rounds=1))
    assert found.record is not None
    assert found.record.without["ussr-1991"] == pytest.approx((0.0, 0.25, 0.0), abs=1e-4)


def test_a_case_left_out_teaches_nothing(found):
    """Had the last case ended otherwise, what the others teach without it would be the same to the bit."""
    other = replace(CASES[2], outcome=Outcome(CASES[2].end, "survived", False, "obeyed", "nonsense"))
    kinds = [np.array([fitting.lesson(case, PLAN.priors, 1).kind for case in cases]) for cases in (CASES, (*CASES[:2], other))]
    assert kinds[0][2] != kinds[1][2]
    known = [fitting.densities(PLAN, found.heard, each) for each in kinds]
    np.testing.assert_array_equal(known[0][:, :2], known[1][:, :2])
    assert np.abs(known[0][:, 2] - known[1][:, 2]).max() > 0.01
    assert any(np.abs(each.mean - found.whole.mean).max() > 1e-3 for each in found.without.values())


def test_scores_are_logarithms_of_shares_and_never_minus_infinity():
    shares = np.zeros((2, 3, 7))
    shares[..., 0] = 1.0
    scores = log_scores(shares, np.array([0, 4]))
    np.testing.assert_allclose(np.exp(scores[0]), (FOLLOWED + 0.5) / (FOLLOWED + 3.5))
    np.testing.assert_allclose(np.exp(scores[1]), 0.5 / (FOLLOWED + 3.5))
    many = log_scores(np.stack([shares, shares]), np.array([0, 4]))
    np.testing.assert_array_equal(many[1], scores)


def test_what_was_learned_can_be_written_and_read(found):
    learned = found.learned(date(2026, 11, 25))
    assert learned.names == NAMES
    assert sorted(learned.without) == sorted(case.id for case in CASES)
    assert learned.record is not None
    assert sorted(learned.record.without) == sorted(learned.without)
    assert parse_learned(learned_text(learned).encode(), "x.yaml") == learned
    assert all(0.0 < sd <= 1.0 + 1e-9 for sd in learned.sd)  # a posterior is never wider than its prior here


def test_where_a_file_lies_is_no_part_of_what_was_read():
    moved = replace(PLAN, cases=tuple(replace(case, path="/elsewhere/x.yaml") for case in CASES))
    assert moved.digest == PLAN.digest
    assert replace(PLAN, seed=2).digest != PLAN.digest


def test_the_package_says_what_it_was_learned_from():
    """Whoever changes cases, priors or sizes must learn anew, or say in the file that it was learned from something else."""
    library = tuple(so.load_case(name) for name in so.library_names())
    assert shipped().made.digest == Plan(library, load_priors()).digest
    assert shipped().made.draws == fitting.ROUNDS * fitting.DRAWS


def test_a_case_given_twice_is_refused():
    with pytest.raises(UsageError, match="ussr-1991 given more than once"):
        Plan((*CASES, CASES[0]), load_priors())


def test_a_case_without_an_outcome_is_refused():
    with pytest.raises(UsageError, match="no outcome to learn from"):
        Plan((replace(CASES[0], outcome=None),), load_priors())
