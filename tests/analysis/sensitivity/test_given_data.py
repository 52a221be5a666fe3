"""First-order indices from given samples: functions whose indices are known, weights, noise, and inputs without effect."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from standoff.analysis.sensitivity.given_data import (
    bins_noise,
    by_bins,
    by_parabola,
    effective_number,
    index,
    index_of_worlds,
    parabola_noise,
)

EQUAL = np.ones


def normals(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def test_additive_gaussian_has_the_indices_of_its_squared_slopes():
    z, slopes = normals(1, 40_000, 3), np.array([3.0, 2.0, 0.0])
    y = z @ slopes + normals(2, 40_000)
    for column, known in enumerate(slopes**2 / 14.0):
        for estimator in (by_parabola, by_bins):
            assert estimator(z[:, column], y, EQUAL(40_000)) == pytest.approx(known, abs=0.016)


def test_a_parabola_takes_bends_and_leaves_interactions():
    """Of z1 + z2^2 + z1 z3 the variances are 1, 2 and 1, the last one's in no input alone."""
    z = normals(3, 60_000, 3)
    y = z[:, 0] + z[:, 1] ** 2 + z[:, 0] * z[:, 2]
    found = [by_parabola(z[:, column], y, EQUAL(60_000)) for column in range(3)]
    assert found == pytest.approx([0.25, 0.5, 0.0], abs=0.012)


def test_ishigami():
    """sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, x uniform on (-pi, pi) (Ishigami & Homma 1990)."""
    z = normals(4, 80_000, 3)
    x = np.pi * (2.0 * stats.norm.cdf(z) - 1.0)
    y = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = [by_bins(z[:, column], y, EQUAL(80_000), 40) for column in range(3)]
    assert found == pytest.approx([0.3139, 0.4424, 0.0], abs=0.012)


@pytest.mark.parametrize("estimator", [by_parabola, by_bins])
def test_weights_of_importance_sampling_give_the_indices_under_the_target(estimator):
    """Weighed so that z1 has half the spread and another mean: y = 2 z1 + z2 then has variances 1 and 1."""
    z = normals(5, 80_000, 2)
    weight = stats.norm(0.3, 0.5).pdf(z[:, 0]) / stats.norm.pdf(z[:, 0])
    y = 2.0 * z[:, 0] + z[:, 1]
    assert estimator(z[:, 0], y, EQUAL(80_000)) == pytest.approx(0.8, abs=0.02)
    assert estimator(z[:, 0], y, weight) == pytest.approx(0.5, abs=0.02)
    assert estimator(z[:, 1], y, weight) == pytest.approx(0.5, abs=0.02)


def test_few_samples_are_unbiased_and_their_errors_honest():
    """50 draws, 200 times: the mean is right to 0.02, and the jackknife's error is that of the estimates."""
    found = []
    for seed in range(200):
        z = normals(1000 + seed, 50, 2)
        y = z[:, 0] + z[:, 1]
        found.append(index(z[:, 0], y, EQUAL(50), 2))
    values = np.array([one.value for one in found])
    assert values.mean() == pytest.approx(0.5, abs=0.03)
    assert np.mean([one.error for one in found]) == pytest.approx(values.std(), rel=0.25)


def test_inputs_without_effect_show_nothing_and_the_noise_level_holds():
    largest, values = [], []
    for seed in range(300):
        z, y = normals(2000 + seed, 50, 20), normals(9000 + seed, 50)
        found = [by_parabola(z[:, column], y, EQUAL(50)) for column in range(20)]
        values.extend(found)
        largest.append(max(found))
    assert np.mean(values) == pytest.approx(0.0, abs=0.003)
    beyond = np.mean(np.array(largest) > parabola_noise(50.0, 20))
    assert beyond == pytest.approx(0.05, abs=0.035)


def test_the_noise_level_of_bins_holds():
    y = normals(7, 400)
    values = np.array([by_bins(normals(3000 + seed, 400), y, EQUAL(400)) for seed in range(1000)])
    assert values.mean() == pytest.approx(0.0, abs=0.003)
    assert np.mean(values > bins_noise(400.0, 1)) == pytest.approx(0.05, abs=0.025)


def test_permuted_inputs_lose_their_index():
    z = normals(8, 2000)
    y = z + 0.3 * normals(9, 2000)
    shuffled = np.random.default_rng(10).permutation(z)
    assert by_parabola(z, y, EQUAL(2000)) > 0.85
    assert abs(by_parabola(shuffled, y, EQUAL(2000))) < parabola_noise(2000.0, 1)
    assert abs(by_bins(shuffled, y, EQUAL(2000))) < bins_noise(2000.0, 1)


def test_worlds_of_a_block_are_not_taken_for_independent():
    """Each of 40 blocks has one value of its own that moves x and y alike: the error must be that of 40, not of 4,000."""
    block = np.repeat(np.arange(40), 100)
    common = normals(11, 40)[block]
    x, y = common + 0.1 * normals(12, 4000), common + normals(13, 4000)
    by_block = index_of_worlds(x, y, EQUAL(4000), block, 4000.0, 8, 1)
    alone = index_of_worlds(x, y, EQUAL(4000), np.arange(4000) % 8, 4000.0, 8, 1)
    assert by_block.error > 2.0 * alone.error
    assert by_block.value == pytest.approx(alone.value)


def test_too_few_samples_say_so():
    found = index(np.arange(4.0), np.arange(4.0), EQUAL(4), 3)
    assert np.isnan(found.value)
    assert found.noise == 1.0
    assert not found.told_apart
    assert by_parabola(normals(1, 30), np.full(30, 0.7), EQUAL(30)) == 0.0


def test_effective_number_of_samples():
    assert effective_number(np.array([1.0, 1.0, 1.0, 1.0])) == pytest.approx(4.0)
    assert effective_number(np.array([5.0, 0.0])) == pytest.approx(1.0)
    assert effective_number(np.zeros(3)) == 0.0


def test_indices_of_a_posterior_are_of_what_varies(found, posterior):
    hidden = {one.name: one for one in found.inputs if one.kind == "hidden"}
    assert hidden["strength_today"].prior.value > hidden["citizens_thresholds"].prior.value
    assert hidden["strength_today"].posterior.told_apart
    assert found.draws == pytest.approx(
        (1.0 / np.sum(posterior.prior_weight**2), 1.0 / np.sum(posterior.block_weight**2)), rel=1e-9
    )
    assert 0.0 <= found.between < 1.0
    assert 0.0 < found.within_noise <= 1.0
