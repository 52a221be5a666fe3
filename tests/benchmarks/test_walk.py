"""The walk of the benchmarks: Standoff's filter against the forward recursion on a grid."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from benchmarks.peers.walk import COUNTS, DAYS, STEP
from benchmarks.walk import TILE, exact_evidence, exact_step, fill_normals, filtered, prior_steps, step_of
from standoff.engine.draws import checked_seed
from standoff.inference.resampling import log_mean_exp

SIZE, RUNS = 2 * TILE + 300, 60


def test_the_likelihood_is_unbiased():
    """The mean of the estimates, against the grid's likelihood, within four and a half standard errors."""
    found = np.array([filtered(SIZE, run, 0, np.full(SIZE, STEP)).weights.log_evidence for run in range(RUNS)])
    error = found.std(ddof=1) / RUNS**0.5
    assert error < 0.03
    assert log_mean_exp(found) == pytest.approx(exact_evidence(STEP), abs=4.5 * error)


def test_particles_that_carry_their_step_size_find_its_posterior():
    blocks = [filtered(4000, 7, number * 4000, prior_steps(4000, 7, number * 4000)) for number in range(30)]
    exact = exact_step(points=24)
    apart = np.array([step_of([block]) for block in blocks])
    error = apart.std(axis=0, ddof=1) / len(blocks) ** 0.5
    assert np.all(error < 0.003)
    assert np.all(np.abs(np.array(step_of(blocks)) - exact) < 4.5 * error + 0.0005)


def test_blocks_have_addresses_of_their_own():
    one, other, again = (filtered(200, 3, first, np.full(200, STEP)) for first in (0, 200, 0))
    assert np.array_equal(one.x, again.x)
    assert np.intersect1d(one.x, other.x).size == 0


def test_the_four_steps_of_an_address_are_normal_and_apart():
    """Kolmogorov-Smirnov on all of them, correlations of the four; and fewer are the first of more."""
    z = np.empty(400_000)
    fill_normals(z, checked_seed(8), np.arange(100_000), 3, 1)
    assert stats.kstest(z, "norm").pvalue > 1e-5
    apart = np.corrcoef(z.reshape(4, -1))[~np.eye(4, dtype=bool)]
    assert np.all(np.abs(apart) < 5.0 / 100_000**0.5)
    few = np.empty(6)
    fill_normals(few, checked_seed(8), np.arange(2), 3, 1)
    np.testing.assert_array_equal(few, z.reshape(4, -1)[:, :2].ravel()[:6])


def test_the_counts_are_those_that_were_drawn_once():
    assert len(COUNTS) == DAYS
    assert COUNTS[:8] == [4, 2, 7, 10, 7, 8, 8, 7]
