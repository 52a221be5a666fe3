"""The walk of `benchmarks/peers/walk.py`: filtered by Standoff's building blocks, and exactly on a grid.

A bootstrap filter as `standoff.inference.particle_filter` is one: resample where fewer than half the particles carry the
weight, move, weigh. Draws, weights and resampling are Standoff's own; the model alone, a step and a Poisson count, is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lgamma, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.walk import COUNTS, MOST, PRIOR_MEDIAN, PRIOR_SPREAD, SPREAD
from standoff.engine import day as engine_day  # noqa: F401 - registers the model's formulas for kernels
from standoff.engine.compile import device, kernel
from standoff.engine.draws import Seed, checked_seed, fill_quantiles, philox4x32, uniforms
from standoff.inference.resampling import fill_survivors, log_sum_exp, normalised
from standoff.inference.weighting import RESAMPLE_BELOW, Weights
from standoff.model.maths import exp, fma

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
BLOCK = 10_000  # particles of a block at most: its arrays stay in the core's own memory
STEPS, LOTS, SIZES = 901, 903, 904  # sites of the draws
TILE = 2500
LOG_MOST = log(MOST)
LOW, WORD = np.uint64(0xFFFFFFFF), np.uint64(32)
TWO_52, TWO_52_BITS = 2.0**52, np.uint64(0x4330000000000000)


Followed = tuple[Floats, Floats, Floats, float]


@kernel
def follow(x: Floats, step: Floats, seed: Seed, worlds: Integers, counts: Integers, lots: Floats) -> Followed:
    """All days of a block: where its particles end, their step sizes and log weights, and the log evidence banked before.

    They start from 0 with equal weights; the first day's steps, of `SPREAD`, make the spread of the walk's start.
    """
    log_weight, banked, chosen = np.zeros(x.size), 0.0, np.empty(x.size, np.int64)
    for day in range(counts.size):
        resampled, log_mean = fill_survivors(chosen, log_weight, lots[day], RESAMPLE_BELOW)
        if resampled:
            x, step, banked = taken(x, chosen), taken(step, chosen), banked + log_mean
            log_weight[:] = 0.0
        live(x, step if day else np.full(x.size, SPREAD), seed, worlds, day, counts[day], log_weight)
    return x, step, log_weight, banked


@kernel
def taken(values: Floats, chosen: Integers) -> Floats:
    """The values of the chosen."""
    out = np.empty(values.size)
    for i in range(out.size):
        out[i] = values[chosen[i]]
    return out


@kernel
def live(x: Floats, step: Floats, seed: Seed, worlds: Integers, day: int, count: int, log_weight: Floats) -> None:
    """A day of every particle, `TILE` at a time, so that what is written stays in near memory.

    Each moves by its own step size and is weighed by the likelihood of the day's count; four of them share an address.
    """
    z, rate, ratio = np.empty(TILE), np.empty(TILE), np.empty(TILE)
    for begin in range(0, x.size, TILE):
        end = min(begin + TILE, x.size)
        here = end - begin
        fill_normals(z[:here], seed, worlds[begin // 4 : (end + 3) // 4], day, STEPS)
        move(x[begin:end], step[begin:end], z[:here], rate[:here], ratio[:here])
        weigh(x[begin:end], rate[:here], ratio[:here], count, log_weight[begin:end])


@kernel
def fill_normals(out: Floats, seed: Seed, worlds: Integers, day: int, site: int) -> None:
    """Standard normal numbers, four an address (fewer of the last): each of a 32-bit word of the draw, so within 6.4."""
    drawn, many = np.empty(4 * worlds.size), worlds.size
    a, b, c, d = drawn[:many], drawn[many : 2 * many], drawn[2 * many : 3 * many], drawn[3 * many :]
    low, high = np.uint64(seed) & LOW, np.uint64(seed) >> WORD
    for i in range(many):
        words = philox4x32(worlds[i], day, site, 0, low, high)
        a[i], b[i], c[i], d[i] = rank_of(words[0]), rank_of(words[1]), rank_of(words[2]), rank_of(words[3])
    fill_quantiles(out, drawn[: out.size])


@device
def rank_of(word: np.uint32) -> float:
    """(word + 1/2) / 2**32, exactly: the word in the low bits of 2**52."""
    shifted = np.uint64(np.uint64(word) | TWO_52_BITS).view(np.float64)
    return (shifted - (TWO_52 - 0.5)) * 2.0**-32


@kernel
def move(x: Floats, step: Floats, z: Floats, rate: Floats, ratio: Floats) -> None:
    """One day: every particle by its own step size; `rate` gets the reports to expect of each, `MOST` / (1 + exp(-x)).

    With e = exp(-|x|), `ratio` gets e / (2 + e), of which `log1p_of` makes the logarithm of 1 + e; both share a quotient.
    """
    for i in range(x.size):
        x[i] += step[i] * z[i]
        e = exp(-abs(x[i]))
        share = 1.0 / ((1.0 + e) * (2.0 + e))
        rate[i] = (MOST if x[i] >= 0.0 else MOST * e) * ((2.0 + e) * share)
        ratio[i] = e * (1.0 + e) * share


@kernel
def weigh(x: Floats, rate: Floats, ratio: Floats, count: int, log_weight: Floats) -> None:
    """The day's count is taken in, Poisson up to its factorial: log rate = log `MOST` + min(x, 0) - log(1 + exp(-|x|))."""
    for i in range(rate.size):
        log_rate = LOG_MOST + min(x[i], 0.0) - log1p_of(ratio[i])
        log_weight[i] += count * log_rate - rate[i]


@device
def log1p_of(ratio: float) -> float:
    """log(1 + e) = 2 artanh(ratio) for e up to 1 and its ratio e / (2 + e): an odd polynomial, to 1e-16 of itself.

    Beyond its first term it interpolates the series at the Chebyshev nodes of the ratio's square, from 0 to 1 / 9.
    """
    z = ratio * ratio
    y = 0.16870700661096225
    y = fma(y, z, 0.10322669270499457)
    y = fma(y, z, 0.13502342471757042)
    y = fma(y, z, 0.15373274876358006)
    y = fma(y, z, 0.18182261108419745)
    y = fma(y, z, 0.22222212557929713)
    y = fma(y, z, 0.2857142867666099)
    y = fma(y, z, 0.39999999999560126)
    y = fma(y, z, 0.6666666666666697)
    return fma(ratio * z, y, 2.0 * ratio)


class Filtered(NamedTuple):
    """Particles after the last day: where they are, their step sizes, their weights."""

    x: Floats
    step: Floats
    weights: Weights


def filtered(size: int, seed: int, first: int, step: Floats, counts: Sequence[int] = COUNTS) -> Filtered:
    """One block of particles through all days; its addresses begin at world `first`, four particles each."""
    worlds, lots = np.arange(first, first + (size + 3) // 4), uniforms(seed, np.arange(first, first + len(counts)), 0, LOTS)
    x, step, log_weight, banked = follow(np.zeros(size), step, checked_seed(seed), worlds, np.asarray(counts), lots)
    return Filtered(x, step, Weights(log_weight, banked - sum(lgamma(count + 1.0) for count in counts)))


def prior_steps(size: int, seed: int, first: int) -> Floats:
    """Step sizes of particles drawn from the prior, as worlds carry coefficients."""
    z = np.empty(size)
    fill_normals(z, checked_seed(seed), np.arange(first, first + (size + 3) // 4), 0, SIZES)
    return PRIOR_MEDIAN * np.exp(PRIOR_SPREAD * z)


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
