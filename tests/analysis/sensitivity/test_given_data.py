"""Sobol indices from given data: known functions recovered, nothing found in nothing, weights honoured."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from standoff.analysis.sensitivity.given_data import (
    BINS,
    TERMS,
    binned_index,
    bins_for,
    effective_samples,
    noise_floor,
    polynomial_index,
)

N = 20_000


@pytest.fixture(scope="module")
def z():
    return np.random.default_rng(3).standard_normal((N, 4))


def test_a_quadratic_of_normals_is_recovered(z):
    """y = 2 z0 + (z1^2 - 1) + z2 z3: variances 4, 2 and 1, the product of two has no first-order part."""
    y, weight = 2 * z[:, 0] + z[:, 1] ** 2 - 1 + z[:, 2] * z[:, 3], np.ones(N)
    found = [polynomial_index(z[:, k], y, weight) for k in range(4)]
    assert found == pytest.approx([4 / 7, 2 / 7, 0.0, 0.0], abs=0.02)


def test_the_function_of_ishigami(z):
    """Indices .3139, .4424 and 0 in closed form (Ishigami & Homma 1990); inputs uniform on (-pi, pi)."""
    u = np.pi * (2 * stats.norm.cdf(z[:, :3]) - 1)
    y = np.sin(u[:, 0]) + 7 * np.sin(u[:, 1]) ** 2 + 0.1 * u[:, 2] ** 4 * np.sin(u[:, 0])
    found = [binned_index(z[:, k], y, np.ones(N), bins=40) for k in range(3)]
    assert found == pytest.approx([0.3139, 0.4424, 0.0], abs=0.015)


def test_weights_stand_for_another_distribution(z):
    """Samples of N(0, 1) weighed as N(1, 0.25): under that y = z0 + z1 has three quarters of its variance from z1."""
    weight = stats.norm.pdf(z[:, 0], 1.0, 0.5) / stats.norm.pdf(z[:, 0])
    y = z[:, 0] + z[:, 1]
    known = 1.0 / 1.25
    assert polynomial_index(z[:, 1], y, weight) == pytest.approx(known, abs=0.03)
    assert binned_index(z[:, 1], y, weight) == pytest.approx(known, abs=0.03)
    assert effective_samples(weight) < N


@pytest.mark.parametrize("samples", [12, 50])
def test_nothing_stays_under_the_floor_in_95_of_100(samples):
    rng = np.random.default_rng(samples)
    floor = noise_floor(samples, TERMS)
    found = np.array([polynomial_index(*rng.standard_normal((2, samples)), np.ones(samples)) for _ in range(2000)])
    assert np.mean(found < floor) == pytest.approx(0.95, abs=0.02)
    assert np.mean(found) == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize("inputs", [10, 35])
def test_the_largest_of_many_nothings_stays_under_their_floor(inputs):
    rng = np.random.default_rng(inputs)
    floor, largest = noise_floor(50, TERMS, inputs), []
    for _ in range(400):
        y = rng.standard_normal(50)
        largest.append(max(polynomial_index(rng.standard_normal(50), y, np.ones(50)) for _ in range(inputs)))
    assert np.mean(np.array(largest) < floor) == pytest.approx(0.95, abs=0.03)
    assert np.mean(np.array(largest) < noise_floor(50, TERMS)) < 0.7


def test_nothing_in_bins_too():
    rng = np.random.default_rng(1)
    floor = noise_floor(2000, BINS - 1)
    found = np.array([binned_index(*rng.standard_normal((2, 2000)), np.ones(2000)) for _ in range(400)])
    assert np.mean(found < floor) == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize(("samples", "terms"), [(200, 1), (60, 8), (2000, 19)])
def test_the_floor_is_near_the_exact_quantile(samples, terms):
    explained = stats.beta.ppf(0.95, terms / 2, (samples - 1 - terms) / 2)
    exact = 1 - (1 - explained) * (samples - 1) / (samples - 1 - terms)
    assert noise_floor(samples, terms) == pytest.approx(exact, abs=0.025)


def test_bins_are_as_many_as_samples_fill():
    assert [bins_for(samples) for samples in (1.0, 16.6, 49.9, 1e6)] == [3, 3, 9, BINS]


def test_too_few_samples_tell_nothing():
    assert noise_floor(3.0, TERMS) == 1.0
    assert np.isnan(polynomial_index(np.arange(3.0), np.arange(3.0), np.ones(3)))
