"""Many blocks, one answer: weights, quantiles, intervals and errors against hand-made numbers and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.engine.draws import normals
from standoff.inference.pooling import interval, jackknife_error, pooled, run_of_block, weighted_quantile


def test_blocks_count_in_proportion_to_their_evidence():
    values = np.array([[0.0, 1.0], [1.0, 3.0]])
    assert pooled(values, np.log([1.0, 3.0])) == pytest.approx([0.75, 2.5], abs=1e-15)
    assert pooled(values, np.log([1.0, 3.0]) - 5000.0) == pytest.approx([0.75, 2.5], abs=1e-12)
    assert pooled(values, np.array([-np.inf, 0.0])).tolist() == [1.0, 3.0]
    assert float(pooled(np.array([2.0, 4.0]), np.zeros(2))) == 3.0


def test_weighted_quantiles_by_hand():
    """Weights 1, 2, 1 on 10, 20, 40: midpoints 1/8, 1/2 and 7/8."""
    values, weight = np.array([40.0, 10.0, 20.0]), np.array([1.0, 1.0, 2.0])
    found = [weighted_quantile(values, weight, level) for level in (0.0, 0.125, 0.5, 0.875, 1.0)]
    assert found == [10.0, 10.0, 20.0, 40.0, 40.0]
    assert weighted_quantile(values, weight, 0.3125) == pytest.approx(15.0, abs=1e-12)
    assert weighted_quantile(values, 7 * weight, 0.3125) == pytest.approx(15.0, abs=1e-12)
    assert weighted_quantile(np.array([3.0]), np.array([0.2]), 0.9) == 3.0


def test_a_value_without_weight_pulls_no_quantile_past_it():
    values, weight = np.array([0.0, 1.0, 100.0]), np.array([1.0, 1.0, 0.0])
    assert weighted_quantile(values, weight, 0.5) == pytest.approx(0.5, abs=1e-12)


@given(weight=st.lists(st.floats(0.01, 1.0), min_size=2, max_size=30), level=st.floats(0.0, 1.0))
def test_quantiles_stay_inside_and_rise_with_the_level(weight, level):
    values = np.array([float(k * k % 7) for k in range(len(weight))])
    found = weighted_quantile(values, np.array(weight), level)
    assert values.min() <= found <= values.max()
    assert found <= weighted_quantile(values, np.array(weight), min(level + 0.1, 1.0)) + 1e-12


def test_intervals_hold_their_mass_of_a_normal():
    values = normals(1, np.arange(200_000), 0, 0)
    assert interval(values, np.ones(values.size)) == pytest.approx((-1.644854, 1.644854), abs=0.02)
    assert interval(values, np.ones(values.size), 0.5) == pytest.approx((-0.674490, 0.674490), abs=0.02)


def test_intervals_of_weighted_draws_are_those_of_the_target():
    """Importance weights turn draws of N(0, 1) into N(0.5, 1)."""
    values = normals(2, np.arange(400_000), 0, 0)
    low, high = interval(values, np.exp(0.5 * values - 0.125))
    assert (low, high) == pytest.approx((0.5 - 1.644854, 0.5 + 1.644854), abs=0.02)


def test_intervals_cover_new_draws_as_often_as_they_say():
    """Five hundred samples of two hundred draws each, and one more draw: 90 per cent land inside, within four errors."""
    draws = normals(4, np.arange(500 * 201), 0, 0).reshape(500, 201)
    ends = np.array([interval(row[:200], np.ones(200)) for row in draws])
    inside = (draws[:, 200] >= ends[:, 0]) & (draws[:, 200] <= ends[:, 1])
    assert abs(inside.mean() - 0.9) < 4 * (0.9 * 0.1 / 500) ** 0.5


def test_blocks_are_dealt_into_runs_in_turn():
    assert run_of_block(7, 3).tolist() == [0, 1, 2, 0, 1, 2, 0]


def test_jackknife_by_hand():
    """Of a mean over runs of one block each it is the standard error of the mean."""
    values = np.array([1.0, 2.0, 4.0, 9.0])
    error = jackknife_error(lambda mask: float(values[mask].mean()), 4, 4)
    assert error == pytest.approx(values.std(ddof=1) / 2.0, abs=1e-12)
    assert jackknife_error(lambda mask: 1.0, 4, 4) == 0.0


def test_jackknife_leaves_out_whole_runs():
    seen = []
    jackknife_error(lambda mask: seen.append(mask.tolist()) or 0.0, 4, 2)
    assert seen == [[False, True, False, True], [True, False, True, False]]


def test_the_jackknifes_error_is_the_error():
    """Means of 16 blocks in 8 runs: the error covers the truth about as often as Student's t with 7 degrees of freedom says."""
    draws = normals(6, np.arange(2000 * 16), 0, 0).reshape(2000, 16)
    errors = np.array([jackknife_error(lambda mask, row=row: float(row[mask].mean()), 16, 8) for row in draws])
    assert np.mean(errors**2) == pytest.approx(1 / 16, rel=0.05)
    covered = np.abs(draws.mean(axis=1)) < 2.364624 * errors  # 95 per cent of |t| with 7 degrees
    assert abs(covered.mean() - 0.95) < 4 * (0.95 * 0.05 / 2000) ** 0.5
