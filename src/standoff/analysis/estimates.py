"""Numbers with intervals: means over weighted blocks and worlds, with the kind and mass of each interval in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.answer import Estimate
from standoff.inference.pooling import INTERVAL_MASS, interval, weighted_quantile
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised

Floats = NDArray[np.float64]

OVER_DRAWS = f"{100 * INTERVAL_MASS:.0f} % equal-tailed, over draws of the coefficients"
OVER_WORLDS = f"{100 * INTERVAL_MASS:.0f} % equal-tailed, over worlds"
OVER_RUNS = f"{100 * INTERVAL_MASS:.0f} %, Monte Carlo over independent runs"


def over_draws(values: Floats, weight: Floats) -> Estimate:
    """Weighted mean of block values [B] and its spread over blocks: what knowing the coefficients would change."""
    mean = float(np.sum(weight * values))
    low, high = interval(values, weight)
    return Estimate(mean, min(low, mean), max(high, mean), OVER_DRAWS)


def over_worlds(values: Floats, weight: Floats) -> Estimate:
    """Weighted mean of world values and its spread over worlds: a hidden quantity's posterior."""
    mean = float(np.sum(weight * values))
    tail = 0.5 * (1.0 - INTERVAL_MASS)
    order = np.argsort(values, kind="stable")
    ordered, ordered_weight = values[order], weight[order]
    low, high = (weighted_quantile(ordered, ordered_weight, level) for level in (tail, 1.0 - tail))
    return Estimate(mean, min(low, mean), max(high, mean), OVER_WORLDS)


def world_weights(posterior: Posterior) -> tuple[Floats, ...]:
    """Weight of every world given the trail, block by block; all together add up to 1."""
    pairs = zip(posterior.states, posterior.block_weight, strict=True)
    return tuple(weight * normalised(state.weights.log_weight) for state, weight in pairs)


def decibans(p: float, worlds: int) -> float:
    """Ten times the decimal logarithm of the odds; a chance no world showed (or all did) counts as half a world."""
    least = 0.5 / worlds
    held = min(max(p, least), 1.0 - least)
    return float(10.0 * np.log10(held / (1.0 - held)))
