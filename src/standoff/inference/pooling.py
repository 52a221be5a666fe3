"""Many blocks, one answer: blocks weighed by their evidence, intervals over coefficient draws, error over independent runs.

Each block holds one draw of the global coefficients; weighing blocks by their marginal likelihood is importance sampling of the
coefficients (the first step of SMC squared: Chopin, Jacob & Papaspiliopoulos 2013). Blocks are dealt into independent runs; the
spread of the answer over runs left out one by one (jackknife) is its Monte Carlo error.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from standoff.inference.resampling import normalised

Floats = NDArray[np.float64]

INTERVAL_MASS = 0.9
STUDENT_95 = (6.313751514675, 2.919985580354, 2.353363434802, 2.131846786327, 2.015048373333, 1.943180280515, 1.894578605090)
"""Quantiles of Student's t at 0.95 with 1 to 7 degrees of freedom (Student 1908)."""


def pooled(values: Floats, log_evidence: Floats) -> Floats:
    """Mean of block values [B, ...] under weights proportional to each block's evidence [B]."""
    weight = normalised(log_evidence).reshape((-1,) + (1,) * (values.ndim - 1))
    mean: Floats = (weight * values).sum(axis=0)
    return mean


def weighted_quantile(values: Floats, weight: Floats, level: float) -> float:
    """Quantile of weighted values, interpolated between the midpoints of their weights."""
    order = np.argsort(values, kind="stable")
    weight = weight[order] / weight.sum()
    middle = np.cumsum(weight) - 0.5 * weight
    return float(np.interp(level, middle, values[order]))


def interval(values: Floats, weight: Floats, mass: float = INTERVAL_MASS) -> tuple[float, float]:
    """Equal-tailed interval of weighted values that holds `mass`."""
    tail = 0.5 * (1.0 - mass)
    return weighted_quantile(values, weight, tail), weighted_quantile(values, weight, 1.0 - tail)


def run_of_block(blocks: int, runs: int) -> NDArray[np.int64]:
    """Which independent run each block belongs to: dealt in turn."""
    return np.arange(blocks, dtype=np.int64) % runs


def student_quantile(runs: int) -> float:
    """Half-width, in standard errors over so many independent runs (2 to 8), of an interval that holds `INTERVAL_MASS`."""
    return STUDENT_95[runs - 2]


def jackknife_error(estimate: Callable[[NDArray[np.bool_]], float], blocks: int, runs: int) -> float:
    """Standard error of an estimate over blocks, from leaving out one run at a time (Tukey 1958).

    `estimate` takes a mask [B] of the blocks to use.
    """
    run = run_of_block(blocks, runs)
    left_out = np.array([estimate(run != one) for one in range(runs)])
    return float(np.sqrt((runs - 1) / runs * np.sum((left_out - left_out.mean()) ** 2)))
