"""Numbers of people at addresses: exact binomial draws, whatever the size of the crowd.

Inversion for small means, else W. Hörmann, "The generation of binomial random
variates", Journal of Statistical Computation and Simulation 46 (1993), algorithm BTRS.
"""

import numpy as np
from numpy.typing import ArrayLike

from standoff.engine.compile import device, kernel
from standoff.engine.draws import Floats, Integers, Seed, checked_address, checked_seed, uniform_pair
from standoff.errors import UsageError
from standoff.model.maths import exp, floor, log, log1p, sqrt

MAX_TRIALS = 2**40

# fmt: off
_STIRLING_TAIL = np.array([  # log k! - (k + 1/2) log(k + 1) + (k + 1) - log(2 pi) / 2, for k = 0..9
    0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.020790672103765093,
    0.016644691189821193, 0.013876128823070748, 0.01189670994589177, 0.010411265261972096,
    0.009255462182712733, 0.00833056343336287,
])
# fmt: on
_LAST_COUNT = 110.0  # a mean of 10 exceeds it with probability 1e-70


@device
def _stirling_tail(k: float) -> float:
    """Return what Stirling's formula for log k! leaves out, to 4e-13."""
    if k < 10.0:
        return float(_STIRLING_TAIL[int(k)])
    square = (k + 1.0) * (k + 1.0)
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / (k + 1.0)


@device
def _log_pmf_ratio(d: float, n: float, m: float, odds: float) -> float:
    """Return log(P(m + d) / P(m)) of a binomial, arranged so that large terms cancel before rounding."""
    rest = n - m
    k = m + d
    stirling = _stirling_tail(m) + _stirling_tail(rest) - _stirling_tail(k) - _stirling_tail(n - k)
    rising = (k + 0.5) * log1p(d / (m + 1.0))
    falling = (n - k + 0.5) * log1p(-d / (rest + 1.0))
    return float(d * log(odds * (rest + 1.0) / (m + 1.0)) - rising - falling + stirling)


@device
def _binomial_inversion(n: float, p: float, u: float) -> float:
    """Return the binomial quantile of u by summing probabilities from 0 (mean below 10)."""
    odds = p / (1.0 - p)
    probability = float(exp(n * log1p(-p)))
    last = min(n, _LAST_COUNT)
    k = 0.0
    while u > probability and k < last:
        u -= probability
        probability *= (n - k) / (k + 1.0) * odds
        k += 1.0
    return k


@device
def _binomial_rejection(n: float, p: float, seed: Seed, world: int, day: int, site: int) -> float:
    """Return a binomial draw by algorithm BTRS (mean at least 10, p at most 1/2)."""
    spread = float(sqrt(n * p * (1.0 - p)))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    certain = 0.92 - 4.2 / b
    odds = p / (1.0 - p)
    alpha = (2.83 + 5.1 / b) * spread
    m = float(floor((n + 1.0) * p))
    offset = (n * p - m) + 0.5
    attempt = 0
    while True:
        u, v = uniform_pair(seed, world, day, site, attempt)
        attempt += 1
        u -= 0.5
        edge = 0.5 - abs(u)
        d = float(floor((2.0 * a / edge + b) * u + offset))
        if edge >= 0.07 and v <= certain:
            return m + d
        if m + d < 0.0 or m + d > n:
            continue
        if log(v * alpha / (a / (edge * edge) + b)) <= _log_pmf_ratio(d, n, m, odds):
            return m + d


@kernel
def binomial(n: int, p: float, seed: Seed, world: int, day: int, site: int) -> int:
    """Return the number of successes in n trials of probability p: exact for n up to 2**40.

    A p of NaN or at most 0 gives 0, a p of 1 or more gives n.
    """
    if n <= 0 or not p > 0.0:
        return 0
    if p >= 1.0:
        return n
    trials = float(n)
    rare = min(p, 1.0 - p)
    if trials * rare < 10.0:
        u, _ = uniform_pair(seed, world, day, site)
        count = int(_binomial_inversion(trials, rare, u))
    else:
        count = int(_binomial_rejection(trials, rare, seed, world, day, site))
    return count if p <= 0.5 else n - count


@kernel
def fill_binomial(
    out: Integers, n: Integers, p: Floats, seed: Seed, worlds: Integers, day: int, site: int
) -> None:
    """Write the number of successes in each world to ``out``; ``n`` and ``p`` are per world."""
    for i in range(out.size):
        out[i] = binomial(n[i], p[i], seed, worlds[i], day, site)


def binomials(n: ArrayLike, p: ArrayLike, seed: int, worlds: ArrayLike, day: int, site: int) -> Integers:
    """Return the successes in n trials of probability p of several worlds at one address; see ``uniforms``.

    Trials (from 0 to 2**40) and probabilities are single numbers or one per world.

    Raises:
        UsageError: If a part of the address, n or p is outside its range.
    """
    numbers = checked_address(worlds, day, site)
    trials = np.ascontiguousarray(np.broadcast_to(np.asarray(n, dtype=np.int64), numbers.shape))
    chances = np.ascontiguousarray(np.broadcast_to(np.asarray(p, dtype=np.float64), numbers.shape))
    if not np.all((trials >= 0) & (trials <= MAX_TRIALS)):
        raise UsageError(f"The number of trials must lie between 0 and {MAX_TRIALS}.")
    if not np.all((chances >= 0.0) & (chances <= 1.0)):
        raise UsageError("The probability of a success must lie between 0 and 1.")
    out = np.empty(numbers.size, dtype=np.int64)
    fill_binomial(out, trials, chances, checked_seed(seed), numbers, day, site)
    return out
