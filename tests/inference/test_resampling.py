"""The compiled resampling against the same thing in plain NumPy, also where weights vanish, tie or are no numbers."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.inference.resampling import (
    effective_sample_size,
    folded,
    highest,
    log_mean_exp,
    normalised,
    systematic,
    weight_and_size,
)
from standoff.inference.weighting import Weights, resample


def searched(log_weight, u, survivors):
    """Each point looked up on the ladder of weights."""
    ladder = np.cumsum(np.exp(log_weight - log_weight.max()))
    points = np.arange(survivors) + u
    return np.minimum(np.searchsorted(ladder * (survivors / ladder[-1]), points, side="right"), log_weight.size - 1)


def weights(rng, worlds, kind):
    """Log weights of a kind: all alike, of many sizes, some of them zero."""
    log_weight = np.zeros(worlds) if kind == "alike" else rng.normal(0.0, 3.0, worlds)
    if kind == "zeros":
        log_weight[rng.choice(worlds, worlds // 2, replace=False)] = -np.inf
    return log_weight


@pytest.mark.parametrize("kind", ["alike", "many", "zeros"])
@pytest.mark.parametrize("middle", [True, False])
def test_systematic_chooses_what_a_search_on_the_ladder_finds(kind, middle):
    """One half is where points and steps of equal weights fall together."""
    rng = np.random.default_rng(5)
    for _ in range(300):
        worlds, survivors = rng.integers(1, 300, 2)
        u, log_weight = 0.5 if middle else rng.random(), weights(rng, worlds, kind)
        np.testing.assert_array_equal(systematic(log_weight, u, survivors), searched(log_weight, u, survivors))


def test_a_world_without_weight_never_survives():
    """Not even where the last point lies as high as it can, and rounding might let it pass the last step."""
    rng, u = np.random.default_rng(9), 1.0 - 2.0**-53
    for _ in range(300):
        worlds, survivors = rng.integers(2, 400, 2)
        log_weight = weights(rng, worlds, "zeros")
        log_weight[-1] = -np.inf
        if np.isfinite(log_weight).any():
            assert np.all(np.isfinite(log_weight[systematic(log_weight, u, survivors)]))


@pytest.mark.parametrize("kind", ["alike", "many", "zeros"])
def test_weight_and_size_are_those_of_numpy(kind):
    rng = np.random.default_rng(6)
    for worlds in (1, 2, 3, 40, 41, 1000):
        log_weight = weights(rng, worlds, kind)
        log_mean, size = weight_and_size(log_weight)
        share = normalised(log_weight)
        assert log_mean == pytest.approx(log_mean_exp(log_weight), abs=1e-13)
        assert size == effective_sample_size(log_weight) == pytest.approx(1.0 / np.sum(share * share), rel=1e-13)


def test_folding_adds_and_finds_the_greatest():
    for size in range(1, 70):
        terms = np.random.default_rng(size).normal(size=size)
        assert highest(terms) == terms.max()
        assert folded(terms.copy()) == pytest.approx(terms.sum(), abs=1e-13)
        terms[size // 3] = np.nan
        assert np.isnan(highest(terms))


@pytest.mark.parametrize("bad", [-np.inf, np.nan])
def test_weights_that_cannot_be_used_stay_inside_the_worlds(bad):
    """Nobody is left, or one is no number: the evidence says so, and no index leads outside."""
    log_weight = np.full(9, bad)
    log_mean, size = weight_and_size(log_weight)
    assert np.isnan(size)
    assert log_mean == bad or np.isnan(log_mean)
    chosen, after = resample(Weights(log_weight, 1.5), 0.3)
    assert np.all((chosen >= 0) & (chosen < 9))
    assert not np.isfinite(after.banked)
