"""The walk of `benchmarks/peers/walk.py`: filtered by Standoff's building blocks, and exactly on a grid.

A bootstrap filter as `standoff.inference.particle_filter` is one: resample where fewer than half the particles carry the
weight, move, weigh. Draws, weights and resampling are Standoff's own; the model alone, a step and a Poisson count, is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lgamma
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.walk import COUNTS, MOST, PRIOR_MEDIAN, PRIOR_SPREAD, SPREAD
from standoff.engine import day as engine_day  # noqa: F401 - registers the model's formulas for kernels
from standoff.engine.compile import kernel
from standoff.engine.draws import Seed, checked_seed, fill_normal_pairs, uniforms
from standoff.inference.resampling import log_sum_exp, normalised
from standoff.inference.weighting import Weights, equal_weights, resample
from standoff.model.maths import exp, log

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
BLOCK = 10_000  # particles of a block at most: its arrays stay in the core's own memory
STEPS, LOTS, SIZES = 901, 903, 904  # sites of the draws
TILE = 2500


@kernel
def live(x: Floats, step: Floats, seed: Seed, worlds: Integers, day: int, count: int, before: Floats, after: Floats) -> None:
    """A day of every particle, `TILE` at a time, so that what is written stays in near memory.

    Each moves by its own step size and is weighed: `after` gets `before` and the log likelihood of the day's count. `worlds`
    has an address for two of them.
    """
    z, rate = np.empty((2, TILE // 2)), np.empty(TILE)
    for begin in range(0, x.size, TILE):
        end = min(begin + TILE, x.size)
        half = (end - begin) // 2
        fill_normal_pairs(z[:, :half], seed, worlds[begin // 2 : end // 2], day, STEPS)
        move(x[begin : begin + half], step[begin : begin + half], z[0, :half], MOST, rate[:half])
        move(x[begin + half : end], step[begin + half : end], z[1, :half], MOST, rate[half:])
        weigh(rate[: end - begin], count, before[begin:end], after[begin:end])


@kernel
def move(x: Floats, step: Floats, z: Floats, most: float, rate: Floats) -> None:
    """One day: every particle by its own step size; `rate` gets the reports to expect of each, most / (1 + exp(-x))."""
    for i in range(x.size):
        x[i] += step[i] * z[i]
        rate[i] = most / (1.0 + exp(-x[i]))


@kernel
def weigh(rate: Floats, count: int, before: Floats, after: Floats) -> None:
    """Log weights after a day's count, Poisson up to its factorial."""
    for i in range(rate.size):
        after[i] = before[i] + (count * log(rate[i]) - rate[i])


class Filtered(NamedTuple):
    """Particles after the last day: where they are, their step sizes, their weights."""

    x: Floats
    step: Floats
    weights: Weights


def filtered(size: int, seed: int, first: int, step: Floats, counts: Sequence[int] = COUNTS) -> Filtered:
    """One block of particles through all days; its addresses begin at world `first`, two particles each."""
    worlds, key = np.arange(first, first + size // 2), checked_seed(seed)
    lots = uniforms(seed, np.arange(first, first + len(counts)), 0, LOTS)
    x, weights, wide = np.zeros(size), equal_weights(size), np.full(size, SPREAD)
    for day, count in enumerate(counts):
        chosen, weights = resample(weights, float(lots[day]))
        if chosen is not None:
            x, step = x[chosen], step[chosen]
        after = np.empty(size)
        live(x, step if day else wide, key, worlds, day, count, weights.log_weight, after)
        weights = Weights(after, weights.banked - lgamma(count + 1.0))
    return Filtered(x, step, weights)


def prior_steps(size: int, seed: int, first: int) -> Floats:
    """Step sizes of particles drawn from the prior, as worlds carry coefficients."""
    z = np.empty((2, size // 2))
    fill_normal_pairs(z, checked_seed(seed), np.arange(first, first + size // 2), 0, SIZES)
    return PRIOR_MEDIAN * np.exp(PRIOR_SPREAD * z.ravel())


def step_of(blocks: Sequence[Filtered]) -> tuple[float, float]:
    """Posterior mean and standard deviation of the step size."""
    weight = normalised(np.concatenate([block.weights.log_weight + block.weights.banked for block in blocks]))
    step = np.concatenate([block.step for block in blocks])
    mean = float(weight @ step)
    return mean, float(weight @ (step - mean) ** 2) ** 0.5


# --- Exactly, on a grid --------------------------------------------------------------------------------------

GRID = np.linspace(-6.0, 9.0, 601)


def exact_evidence(step: float, counts: Sequence[int] = COUNTS) -> float:
    """Log evidence of a step size by the forward recursion on a grid of x."""
    rate = MOST / (1.0 + np.exp(-GRID))
    jump = normalised_rows(-0.5 * ((GRID[:, None] - GRID[None, :]) / step) ** 2)
    share, total = normalised(-0.5 * (GRID / SPREAD) ** 2), 0.0
    for day, count in enumerate(counts):
        share = (share @ jump if day else share) * np.exp(count * np.log(rate) - rate - lgamma(count + 1.0))
        total += float(np.log(share.sum()))
        share /= share.sum()
    return total


def normalised_rows(log_weight: Floats) -> Floats:
    """Each row as weights that add up to 1."""
    return np.asarray(np.exp(log_weight - log_sum_exp(log_weight)[:, None]))


def exact_step(points: int = 80) -> tuple[float, float]:
    """Posterior mean and standard deviation of the step size, on a grid of its logarithm."""
    z = np.linspace(-3.5, 3.0, points)
    step = PRIOR_MEDIAN * np.exp(PRIOR_SPREAD * z)
    share = normalised(np.array([exact_evidence(float(each)) for each in step]) - 0.5 * z * z)
    mean = float(share @ step)
    return mean, float(share @ (step - mean) ** 2) ** 0.5
