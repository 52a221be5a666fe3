"""Weights in logs, effective sample size, systematic resampling.

Sources: Kong, Liu & Wong (1994) for the effective sample size; Kitagawa (1996) for systematic resampling; Chopin &
Papaspiliopoulos (2020), chapter 9.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine.compile import kernel
from standoff.model.maths import exp, log, maximum

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

TILE = 1024  # weights are added up in parts that stay in the core's nearest memory


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
    return float(weight_and_size(log_weight)[1])


def systematic(log_weight: Floats, u: float, survivors: int | None = None) -> Integers:
    """Indices of survivors, as many as there are worlds or as told, from one uniform u in (0, 1).

    Each world is chosen floor or ceiling of its weight times the number of survivors.
    """
    chosen = np.empty(survivors if survivors is not None else log_weight.size, dtype=np.int64)
    fill_systematic(chosen, log_weight, u)
    return chosen


# --- Compiled: each loop by itself becomes vector instructions; sums are folded, so that their order is fixed -----------------


@kernel
def weight_and_size(log_weight: Floats) -> tuple[float, float]:
    """Log mean weight and effective sample size; where no world has any weight, or one is no number, the size is NaN."""
    worlds, top, total, squares = log_weight.size, highest(log_weight), 0.0, 0.0
    if not np.isfinite(top):
        return top, np.nan
    weight, sums, squared = np.empty(TILE), np.empty(TILE), np.empty(TILE)
    for begin in range(0, worlds, TILE):
        here = log_weight[begin : begin + TILE]
        half = (here.size + 1) // 2
        fill_pairs(weight[: here.size], sums[:half], squared[:half], here, top)
        total += folded(sums[:half])
        squares += folded(squared[:half])
    return top + float(log(total / worlds)), total * total / squares


@kernel
def fill_pairs(weight: Floats, sums: Floats, squares: Floats, log_weight: Floats, top: float) -> None:
    """Weights, 1 where the logarithm is `top`; and they and their squares, the upper half of them added to the lower."""
    half = sums.size
    for i in range(weight.size):
        weight[i] = exp(log_weight[i] - top)
    lower, upper = weight[:half], weight[half:]
    for i in range(upper.size):
        sums[i] = lower[i] + upper[i]
        squares[i] = lower[i] * lower[i] + upper[i] * upper[i]
    for i in range(upper.size, half):
        sums[i], squares[i] = lower[i], lower[i] * lower[i]


@kernel
def fill_survivors(chosen: Integers, log_weight: Floats, u: float, below: float) -> tuple[bool, float]:
    """Whether the effective sample size is under `below` times the worlds, or no number, and the log mean weight.

    If it is, the survivors of a systematic resampling are written to `chosen`.
    """
    log_mean, size = weight_and_size(log_weight)
    if size >= below * log_weight.size:
        return False, log_mean
    fill_systematic(chosen, log_weight, u)
    return True, log_mean


@kernel
def fill_systematic(chosen: Integers, log_weight: Floats, u: float) -> None:
    """Write the survivors to `chosen`: on a ladder of their number, point k + u falls to the world whose step it lies on.

    A world's first point is the first that is not below where the step before it ends; then every point is given the last
    world that has begun.
    """
    worlds, many = log_weight.size, chosen.size
    ladder, first, begun = ladder_of(log_weight, float(many)), np.empty(worlds, np.int64), np.zeros(many + 1, np.int64)
    for i in range(worlds):
        k = np.ceil(ladder[i] - u)
        k = k if k > 0.0 else 0.0  # also where it is no number
        first[i] = np.int64(k if (k < many) & (ladder[i] < many) else many)  # on the last step, whatever u rounds to
    for i in range(worlds - 1):
        begun[first[i]] = i + 1
    latest = 0
    for k in range(many):
        latest = max(latest, begun[k])
        chosen[k] = latest


@kernel
def ladder_of(log_weight: Floats, height: float) -> Floats:
    """Weights added up and scaled so that the last step is at that height, and with it those before it that add nothing."""
    top, ladder, reached = highest(log_weight), np.empty(log_weight.size), 0.0
    for i in range(ladder.size):
        ladder[i] = exp(log_weight[i] - top)
    for i in range(ladder.size):
        reached += ladder[i]
        ladder[i] = reached
    scale = height / reached
    for i in range(ladder.size):
        ladder[i] = height if ladder[i] == reached else ladder[i] * scale
    return ladder


@kernel
def folded(terms: Floats) -> float:
    """The sum: the upper half is added to the lower until one is left. `terms` is used up."""
    size = terms.size
    while size > 1:
        half = (size + 1) // 2
        lower, upper = terms[:half], terms[half:size]
        for i in range(upper.size):
            lower[i] += upper[i]
        size = half
    return float(terms[0])


@kernel
def highest(terms: Floats) -> float:
    """The greatest, by the same folding of four quarters, which overlap where they must; NaN if one is."""
    size = (terms.size + 3) // 4
    left, rest = np.empty(size), terms.size - size
    a, b, c, d = terms[:size], terms[rest // 3 :], terms[2 * rest // 3 :], terms[rest:]
    for i in range(size):
        left[i] = maximum(maximum(a[i], b[i]), maximum(c[i], d[i]))
    while size > 1:
        half = (size + 1) // 2
        lower, upper = left[:half], left[half:size]
        for i in range(upper.size):
            lower[i] = maximum(lower[i], upper[i])
        size = half
    return float(left[0])
