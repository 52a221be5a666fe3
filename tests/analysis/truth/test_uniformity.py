"""Bands around uniform ranks are exact, and verdicts tell uniform ranks from others."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from standoff.analysis.truth import uniformity
from standoff.analysis.truth.uniformity import band, band_level, bins_for, chi_square_p, count_limits, coverage, holm, verdict

DRAWS, N = 15, 300


def uniform_ranks(seed, shape):
    return np.random.default_rng(seed).integers(0, DRAWS + 1, shape)


# --- Arithmetic against SciPy. --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 7, 300])
def test_tails_are_those_of_the_binomial(n):
    counts = np.arange(n + 1)
    for share, row in zip(uniformity.steps(DRAWS), uniformity.two_sided(n, DRAWS), strict=True):
        expected = 2.0 * np.minimum(stats.binom.cdf(counts, n, share), stats.binom.sf(counts - 1, n, share))
        np.testing.assert_allclose(row, expected, rtol=1e-9, atol=1e-200)


@pytest.mark.parametrize("counts", [[20, 20], [31, 12, 20, 17], [25, 22, 18, 11, 19, 23, 30, 12], [40] * 15 + [90]])
def test_chi_square_is_pearsons(counts):
    assert chi_square_p(np.array(counts)) == pytest.approx(stats.chisquare(counts).pvalue, rel=1e-9)


def test_limits_of_a_bar_are_binomial_quantiles():
    assert count_limits(1000, 16, 0.99) == tuple(stats.binom.ppf([0.005, 0.995], 1000, 1 / 16))


def test_bins_hold_enough_and_divide_the_ranks():
    assert [bins_for(n, DRAWS) for n in (10, 79, 80, 320, 10_000)] == [2, 2, 4, 16, 16]
    assert bins_for(10_000, 31) == 32


def test_holm_by_hand():
    np.testing.assert_allclose(holm([0.04, 0.01, 0.03, 0.9]), [0.09, 0.04, 0.09, 0.9])
    np.testing.assert_allclose(holm([0.5, 0.6]), [1.0, 1.0])


# --- The band. ------------------------------------------------------------------------------------------------------------


def test_coverage_of_one_step_is_the_binomials():
    """With one draw there is a single step, and the whole band is its two limits."""
    low, high = uniformity.limits(50, 1, 0.05)
    expected = stats.binom.cdf(high[0], 50, 0.5) - stats.binom.cdf(low[0] - 1, 50, 0.5)
    assert coverage(50, 1, 0.05) == pytest.approx(expected, rel=1e-12)


def test_coverage_counts_every_dataset_of_two():
    """Two ranks on 0..3: all 16 pairs, one by one."""
    low, high = uniformity.limits(2, 3, 0.2)
    pairs = [np.array([a, b]) for a in range(4) for b in range(4)]
    inside = [np.all((low <= below) & (below <= high)) for below in (uniformity.counts_below(pair, 3) for pair in pairs)]
    assert 0.0 < np.mean(inside) < 1.0
    assert coverage(2, 3, 0.2) == pytest.approx(np.mean(inside), rel=1e-12)


def test_the_band_holds_uniform_ranks_as_often_as_it_says():
    _, low, high = band(N, DRAWS, 0.95)
    below = np.array([uniformity.counts_below(rank, DRAWS) for rank in uniform_ranks(1, (20_000, N))]) / N
    held = np.mean(np.all((low <= below) & (below <= high), axis=1))
    exact = coverage(N, DRAWS, band_level(N, DRAWS, 0.95))
    assert 0.95 <= exact < 0.96
    assert held == pytest.approx(exact, abs=4.0 * np.sqrt(0.05 * 0.95 / 20_000))


def test_p_values_of_uniform_ranks_are_no_smaller_than_they_say():
    found = np.array([each.p for each in uniformity.verdicts(range(2000), uniform_ranks(2, (N, 2000)), DRAWS)])
    for level in (0.01, 0.05, 0.2):
        share = np.mean(found <= level)
        assert share <= level + 4.0 * np.sqrt(level / 2000)
        assert share >= 0.6 * level  # counts are whole, so that not every level can be reached


# --- Verdicts. ------------------------------------------------------------------------------------------------------------


def test_even_ranks_are_inside():
    found = verdict("even", np.arange(N) % (DRAWS + 1), DRAWS)
    assert found.inside
    assert found.p > 0.9
    assert abs(found.excursion) < 0.2
    assert verdict("even", np.arange(320) % (DRAWS + 1), DRAWS)[1:] == (1.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("shape", "sign"),
    [
        (lambda u: u**1.3, 1.0),  # truths rank too low: the posterior lies too high
        (lambda u: 1.0 - (1.0 - u) ** 1.3, -1.0),
        (lambda u: 0.5 + 0.5 * np.sign(u - 0.5) * np.abs(2.0 * u - 1.0) ** 0.6, 0.0),  # too sure of itself
        (lambda u: 0.5 + 0.5 * np.sign(u - 0.5) * np.abs(2.0 * u - 1.0) ** 1.6, 0.0),  # not sure enough
    ],
)
def test_ranks_that_are_not_uniform_are_found_out(shape, sign):
    u = np.random.default_rng(3).uniform(size=1000)
    found = verdict("bent", np.minimum((shape(u) * (DRAWS + 1)).astype(int), DRAWS), DRAWS)
    assert not found.inside
    assert found.p < 1e-4
    assert found.chi_square < 1e-3
    assert sign == 0.0 or np.sign(found.excursion) == sign


def test_a_truth_that_is_never_among_the_draws_is_as_sure_as_can_be():
    found = verdict("beyond", np.zeros(N, dtype=int), DRAWS)
    assert found.p == uniformity.LEAST_P
    assert found.excursion > 1.0
