"""The building blocks of a particle filter: weigh, account for evidence, resample. Pure functions on weights alone.

Any state-space model is filtered by repeating `resample` - propagate - `reweight`; the day-by-day filter of worlds is assembled
from these in `particle_filter.py`, and the tests assemble Kalman's and the hidden Markov model from the same ones.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.inference.resampling import fill_survivors, log_mean_exp

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

RESAMPLE_BELOW = 0.5


class Weights(NamedTuple):
    """Log weights [W] and the log evidence of all steps before they were last made equal."""

    log_weight: Floats
    banked: float

    @property
    def log_evidence(self) -> float:
        """Log marginal likelihood of everything weighed so far; its exponential is unbiased (Del Moral 2004)."""
        return self.banked + log_mean_exp(self.log_weight)


def equal_weights(worlds: int) -> Weights:
    """The start: every world weighs the same and nothing has been seen."""
    return Weights(np.zeros(worlds), 0.0)


def reweight(weights: Weights, log_likelihood: Floats) -> Weights:
    """Weigh each world by the likelihood of what was seen."""
    return Weights(weights.log_weight + log_likelihood, weights.banked)


def resample(weights: Weights, u: float, below: float = RESAMPLE_BELOW) -> tuple[Integers | None, Weights]:
    """Systematic resampling from one uniform u, when the effective sample size is under `below` times the worlds.

    Returns the chosen worlds, or None where all were kept, and the weights after it; the evidence stays what it was.
    """
    chosen = np.empty(weights.log_weight.size, np.int64)
    resampled, log_mean = fill_survivors(chosen, weights.log_weight, u, below)
    return (chosen, Weights(np.zeros(chosen.size), weights.banked + log_mean)) if resampled else (None, weights)
