"""The Monte Carlo error that is printed is the one there is: intervals from independent runs hold the truth at their rate."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy import stats

import standoff as so
from standoff.analysis.checks import monte_carlo_error
from standoff.analysis.outcomes import order_giver_out, outcome_shares
from standoff.inference.pooling import INTERVAL_MASS, STUDENT_95, student_quantile
from standoff.inference.posterior import infer
from standoff.inference.resampling import log_mean_exp, normalised
from standoff.model.priors import ORDERS

pytestmark = pytest.mark.slow

SEEDS = 100
FEWEST, MOST = 0.80, 0.97  # of 100 intervals of 90 per cent: within three standard errors of it


@cache
def runs() -> tuple[so.Posterior, ...]:
    case = so.load_case("guatemala-1993")
    return tuple(infer(case, worlds=320, seed=seed, threads=1) for seed in range(SEEDS))


def test_student_quantiles_are_those_of_scipy() -> None:
    assert stats.t.ppf(0.95, np.arange(1, 8)) == pytest.approx(STUDENT_95, abs=1e-9)
    assert student_quantile(8) == STUDENT_95[6]
    assert INTERVAL_MASS == 0.9


@pytest.mark.parametrize("order", range(len(ORDERS)))
def test_intervals_of_obedience_cover(order: int) -> None:
    """The truth is the pool of all hundred runs, each block by its weight."""
    found = np.array([1.0 - run.block_weight @ run.refused()[:, order] for run in runs()])
    half = np.array([student_quantile(run.runs) * monte_carlo_error(run, order) for run in runs()])
    weight = normalised(np.concatenate([run.log_weight_of_blocks for run in runs()]))
    truth = 1.0 - weight @ np.concatenate([run.refused()[:, order] for run in runs()])
    assert FEWEST <= np.mean(np.abs(found - truth) < half) <= MOST
    assert 0.8 < half.mean() / student_quantile(6) / found.std() < 1.25


def test_intervals_of_log_evidence_cover() -> None:
    from standoff.analysis.checks import evidence_error

    found = np.array([log_mean_exp(run.log_weight_of_blocks) for run in runs()])
    half = np.array([student_quantile(run.runs) * evidence_error(run) for run in runs()])
    assert FEWEST <= np.mean(np.abs(found - log_mean_exp(found)) < half) <= MOST


def test_intervals_of_the_order_givers_end_cover() -> None:
    found = []
    for run in runs()[:60]:
        shares = np.array([outcome_shares(run.stage, state) for state in run.states])
        found.append(order_giver_out(run, shares))
    truth = np.mean([one.p for one in found])
    assert np.mean([one.low <= truth <= one.high for one in found]) >= FEWEST
    assert found[0].interval == "90 %, Monte Carlo over independent runs"
