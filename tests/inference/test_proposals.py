"""Draws of the coefficients from where the evidence lies: exact on a linear log evidence, unbiased whatever it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.engine.draws import normals
from standoff.inference.blocks import effective_draws
from standoff.inference.proposals import LONGEST_SHIFT, evidence_shift, log_prior_ratio
from standoff.inference.resampling import log_mean_exp, log_sum_exp

COLUMNS = 30


def standard(blocks, seed=1, first=0):
    return normals(seed, np.arange(first * COLUMNS, (first + blocks) * COLUMNS), 0, 0).reshape(blocks, COLUMNS)


def slopes(**at):
    found = np.zeros(COLUMNS)
    for name, value in at.items():
        found[int(name[1:])] = value
    return found


def test_without_further_rounds_every_block_weighs_the_same():
    assert log_prior_ratio(standard(5), np.zeros((1, COLUMNS)), np.array([5])).tolist() == [0.0] * 5


def test_balance_heuristic_by_hand():
    """One dimension, three blocks at 0 and one at 2: prior over mixture at z is 1 / (3/4 + 1/4 exp(2 z - 2))."""
    z = np.array([[-1.0], [0.0], [1.0], [2.5]])
    found = np.exp(log_prior_ratio(z, np.array([[0.0], [2.0]]), np.array([3, 1])))
    assert found == pytest.approx(1.0 / (0.75 + 0.25 * np.exp(2.0 * z[:, 0] - 2.0)), abs=1e-15)


@given(shift=st.floats(-4.0, 4.0), share=st.floats(0.1, 0.9))
def test_no_block_weighs_more_than_the_rounds_from_the_prior_allow(shift, share):
    z = np.linspace(-8.0, 8.0, 50)[:, None]
    ratio = np.exp(log_prior_ratio(z, np.array([[0.0], [shift]]), np.array([share, 1.0 - share]) * 50))
    assert np.all(ratio <= 1.0 / share + 1e-12)


def test_weights_of_a_mixture_integrate_the_prior():
    """Means under the prior from blocks of two rounds: 1, 0 and 1 for the mass, and mean and variance of the first number."""
    shift, many = slopes(c0=1.5, c3=-1.0), 40_000
    z = np.vstack((standard(many), standard(many, first=many) + shift))
    weight = np.exp(log_prior_ratio(z, np.vstack((np.zeros(COLUMNS), shift)), np.array([many, many])))
    assert weight.mean() == pytest.approx(1.0, abs=0.01)
    assert np.mean(weight * z[:, 0]) == pytest.approx(0.0, abs=0.02)
    assert np.mean(weight * z[:, 0] ** 2) == pytest.approx(1.0, abs=0.03)


def test_log_evidence_of_a_tilted_prior_is_exact():
    """E exp(b.z) = exp(|b|^2 / 2): lost in a dozen prior draws, found by a dozen more."""
    b = slopes(c1=2.0, c7=-1.5)
    truth, errors = 0.5 * float(b @ b), []
    for seed in range(200):
        z = np.vstack((standard(50, seed), standard(50, seed, 50) + b))
        ratio = log_prior_ratio(z, np.vstack((np.zeros(COLUMNS), b)), np.array([50, 50]))
        errors.append(np.exp(log_mean_exp(z @ b + ratio) - truth) - 1.0)
    assert abs(np.mean(errors)) < 4 * np.std(errors) / 200**0.5
    assert np.std(errors) < 0.15


@pytest.mark.parametrize("blocks", [12, 50])
def test_slopes_of_a_linear_log_evidence_are_found_exactly(blocks):
    b = slopes(c1=2.0, c7=-1.0)
    assert evidence_shift(standard(blocks), standard(blocks) @ b - 300.0) == pytest.approx(b, abs=1e-9)


@pytest.mark.parametrize(("blocks", "most"), [(12, 0.2), (50, 0.1)])
def test_noise_alone_seldom_points_anywhere(blocks, most):
    """Thirty columns, and few runs claim a slope by chance; one that is wrong costs draws, not truth."""
    found = [evidence_shift(standard(blocks, seed), normals(seed, np.arange(blocks), 1, 1)).any() for seed in range(200)]
    assert np.mean(found) < most


def test_a_second_round_brings_back_the_draws_that_were_lost():
    b = slopes(c0=2.0, c5=1.0)
    noise = 0.5 * normals(3, np.arange(100), 2, 2)
    first = standard(50)
    evidence = first @ b + noise[:50]
    shift = evidence_shift(first, evidence)
    further = standard(50, first=50) + shift
    z, weight = np.vstack((first, further)), np.append(evidence, further @ b + noise[50:])
    ratio = log_prior_ratio(z, np.vstack((np.zeros(COLUMNS), shift)), np.array([50, 50]))
    assert effective_draws(evidence) < 5.0
    assert effective_draws(weight + ratio) > 20.0


def test_no_shift_leads_too_far():
    z = standard(50)
    far = evidence_shift(z, z @ slopes(c2=9.0))
    assert np.linalg.norm(far) == pytest.approx(LONGEST_SHIFT, abs=1e-9)
    assert evidence_shift(z, np.full(50, -7.0)).tolist() == [0.0] * COLUMNS


def test_log_sum_exp_of_rows():
    terms = np.log(np.array([[1.0, 3.0], [2.0, 6.0]]))
    assert log_sum_exp(terms) == pytest.approx(np.log([4.0, 8.0]), abs=1e-15)
    assert log_sum_exp(terms + 5000.0) == pytest.approx(np.log([4.0, 8.0]) + 5000.0, abs=1e-9)
    assert log_sum_exp(np.array([[-np.inf, 0.0]])).tolist() == [0.0]
