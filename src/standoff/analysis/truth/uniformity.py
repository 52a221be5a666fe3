"""Are ranks uniform? Exact bands around their distribution function, and verdicts (Sailynoja, Burkner & Vehtari 2022).

The band is simultaneous: with probability `mass` uniform ranks stay inside it at every step. Its pointwise level, and the
p-value of the largest excursion, come from the exact law of the counts (a Markov chain over the steps), not from simulation.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import erfc, exp, gamma, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LEAST_PER_BIN = 20  # Talts et al. 2018
LEAST_P = 1e-12  # rounding of the recursion; smaller p-values are given as this
HALVINGS = 50


class Verdict(NamedTuple):
    """One quantity's ranks.

    `chi_square` is the p-value over equal bins; `p` that of the largest excursion of the distribution function at any step;
    `excursion` how far it went, the edge of the band being 1: above 0 where truths rank too low (the posterior lies too high).
    """

    name: str
    chi_square: float
    p: float
    excursion: float

    @property
    def inside(self) -> bool:
        """Whether the whole distribution function lies within the simultaneous band."""
        return abs(self.excursion) <= 1.0


def verdicts(names: Sequence[str], rank: Integers, draws: int, mass: float = 0.95) -> tuple[Verdict, ...]:
    """A verdict on each quantity, from ranks [N, Q] between 0 and `draws`."""
    return tuple(verdict(name, rank[:, k], draws, mass) for k, name in enumerate(names))


def verdict(name: str, rank: Integers, draws: int, mass: float = 0.95) -> Verdict:
    """The verdict on one quantity's ranks [N]."""
    counts = np.bincount(rank * bins_for(rank.size, draws) // (draws + 1), minlength=bins_for(rank.size, draws))
    below = counts_below(rank, draws)
    least = float(two_sided(rank.size, draws)[np.arange(draws), below].min())
    share, low, high = band(rank.size, draws, mass)
    off = below / rank.size - share
    outward = np.where(off > 0.0, off / (high - share), -off / (low - share))
    return Verdict(name, chi_square_p(counts), least_p_value(rank.size, draws, least), float(outward[np.abs(outward).argmax()]))


def holm(p: Sequence[float]) -> Floats:
    """P-values adjusted for being many (Holm 1979): if all were right, one is below a level with no more chance than that."""
    order = np.argsort(p)
    adjusted = np.maximum.accumulate(np.sort(p) * np.arange(len(p), 0, -1))
    back = np.empty(len(p))
    back[order] = np.minimum(adjusted, 1.0)
    return back


def bins_for(datasets: int, draws: int) -> int:
    """The most bins, a power of two that divides the ranks evenly, with at least LEAST_PER_BIN expected in each."""
    fitting = [2**k for k in range(1, 6) if (draws + 1) % 2**k == 0 and datasets >= LEAST_PER_BIN * 2**k]
    return max(fitting, default=2)


def counts_below(rank: Integers, draws: int) -> Integers:
    """How many ranks are below 1, 2, ... `draws` [draws]."""
    below: Integers = np.cumsum(np.bincount(rank, minlength=draws + 1))[:-1]
    return below


def chi_square_p(counts: Integers) -> float:
    """P-value of counts in equal bins, an even number of them: Pearson's statistic, odd degrees of freedom in closed form."""
    even = counts.sum() / counts.size
    half = float(((counts - even) ** 2).sum() / even) / 2.0
    terms = [float(half ** (j - 0.5)) / gamma(j + 0.5) for j in range(1, counts.size // 2)]
    return erfc(sqrt(half)) + exp(-half) * sum(terms)


# --- Exact bands. ---------------------------------------------------------------------------------------------------------


def steps(draws: int) -> Floats:
    """Shares of uniform ranks below 1, 2, ... `draws` [draws]."""
    return np.arange(1, draws + 1) / (draws + 1.0)


@cache
def log_factorials(n: int) -> Floats:
    """Logarithm of k! for k from 0 to n."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1.0, n + 1.0)))])


def binomial_pmf(k: Integers, n: Integers | int, share: float, most: int) -> Floats:
    """Probability of k successes in n trials, 0 where k is no possible number; `most` is the largest n."""
    possible, table = (k >= 0) & (k <= n), log_factorials(most)
    k, rest = np.where(possible, k, 0), np.where(possible, n - k, 0)
    chosen = table[np.where(possible, n, 0)] - table[k] - table[rest]
    pmf: Floats = np.where(possible, np.exp(chosen + k * np.log(share) + rest * np.log1p(-share)), 0.0)
    return pmf


@cache
def two_sided(datasets: int, draws: int) -> Floats:
    """Two-sided pointwise probability of every count at every step [draws, N + 1]: twice the smaller tail, it included."""
    counts = np.arange(datasets + 1)
    pmf = np.array([binomial_pmf(counts, datasets, share, datasets) for share in steps(draws)])
    lower, upper = np.cumsum(pmf, axis=1), np.cumsum(pmf[:, ::-1], axis=1)[:, ::-1]
    both: Floats = 2.0 * np.minimum(lower, upper)
    return both


def limits(datasets: int, draws: int, level: float) -> tuple[Integers, Integers]:
    """Smallest and largest count at each step [draws] whose two-sided probability is at least `level`."""
    inside = two_sided(datasets, draws) >= level
    return inside.argmax(axis=1), datasets - inside[:, ::-1].argmax(axis=1)


def coverage(datasets: int, draws: int, level: float) -> float:
    """Probability that uniform ranks stay within `limits` at every step.

    Given k ranks below one step, those below the next are k and a binomial part of the others.
    """
    low, high = limits(datasets, draws, level)
    share, before = 0.0, np.zeros(1, dtype=np.int64)
    chance = np.ones(1)
    for step, following in enumerate(steps(draws)):
        counts = np.arange(low[step], high[step] + 1)
        part = (following - share) / (1.0 - share)
        moves = binomial_pmf(counts[None, :] - before[:, None], datasets - before[:, None], part, datasets)
        chance, before, share = chance @ moves, counts, following
    return float(chance.sum())


@cache
def band_level(datasets: int, draws: int, mass: float = 0.95) -> float:
    """The largest pointwise level whose limits hold uniform ranks at every step with probability `mass` or more."""
    low, high = (1.0 - mass) / draws, 1.0 - mass  # Bonferroni's level is enough, a single step's is not
    low /= 2.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if coverage(datasets, draws, middle) >= mass else (low, middle)
    return low


@cache
def band(datasets: int, draws: int, mass: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """Steps [draws], and the lower and upper edge of the simultaneous band of the ranks' distribution function at each."""
    low, high = limits(datasets, draws, band_level(datasets, draws, mass))
    return steps(draws), low / datasets, high / datasets


@cache
def least_p_value(datasets: int, draws: int, least: float) -> float:
    """Chance that uniform ranks have a step whose two-sided probability is `least` or smaller."""
    if least >= 1.0:  # every step at its median, to which some step of any ranks comes
        return 1.0
    return max(1.0 - coverage(datasets, draws, max(least, LEAST_P / draws) * (1.0 + 1e-9)), LEAST_P)


def count_limits(datasets: int, bins: int, mass: float = 0.99) -> tuple[int, int]:
    """The counts that one of so many equal bins has with probability `mass` or more, equal tails."""
    share = np.cumsum(binomial_pmf(np.arange(datasets + 1), datasets, 1.0 / bins, datasets))
    tail = 0.5 * (1.0 - mass)
    return int(np.searchsorted(share, tail)), int(np.searchsorted(share, 1.0 - tail))
