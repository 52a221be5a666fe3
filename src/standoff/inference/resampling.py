"""Weights in logs, effective sample size, systematic resampling.

Sources: Kong, Liu & Wong (1994) for the effective sample size; Kitagawa (1996) for systematic resampling; Chopin &
Papaspiliopoulos (2020), chapter 9.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def log_mean_exp(log_weight: Floats) -> float:
    """Logarithm of the mean of exp(log_weight); -inf when every weight is zero, NaN when one is no number."""
    top = float(np.max(log_weight))
    if not np.isfinite(top):
        return top
    return top + float(np.log(np.mean(np.exp(log_weight - top))))


def log_sum_exp(terms: Floats) -> Floats:
    """Logarithm of the sum of exp(terms) along the last axis; at least one term of each sum must be finite."""
    top = terms.max(axis=-1, keepdims=True)
    total: Floats = np.log(np.sum(np.exp(terms - top), axis=-1)) + top[..., 0]
    return total


def normalised(log_weight: Floats) -> Floats:
    """Weights that add up to 1, from log weights of which at least one is finite.

    >>> normalised(np.log(np.array([1.0, 3.0])))
    array([0.25, 0.75])
    """
    weight = np.exp(log_weight - np.max(log_weight))
    total: Floats = weight / weight.sum()
    return total


def effective_sample_size(log_weight: Floats) -> float:
    """1 / sum of squared normalised weights: between 1 and the number of worlds.

    >>> round(effective_sample_size(np.zeros(8)), 6)
    8.0
    """
    weight = normalised(log_weight)
    return float(1.0 / np.sum(weight * weight))


def systematic(log_weight: Floats, u: float, survivors: int | None = None) -> Integers:
    """Indices of survivors, as many as there are worlds or as told, from one uniform u in (0, 1).

    Each world is chosen floor or ceiling of its weight times the number of survivors.
    """
    worlds, many = log_weight.size, survivors if survivors is not None else log_weight.size
    ladder = np.cumsum(normalised(log_weight))
    ladder /= ladder[-1]
    points = (np.arange(many) + u) / many
    return np.minimum(np.searchsorted(ladder, points, side="right"), worlds - 1)
