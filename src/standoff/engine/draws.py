"""Addressed randomness: a random number is a function of (seed, world, day, site, attempt) alone.

No draw depends on the order of computation, on the number of threads or on which other draws were made, so
that worlds can be replayed singly and two runs that differ in one order share all other chance.

The generator is Philox4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror & D. E. Shaw, "Parallel random numbers:
as easy as 1, 2, 3", SC '11 (2011). The seed is its 64-bit key and the address its 128-bit counter, 32 bits
each. The lower-case scalar functions (``uniform``, ``normal``, ...) are for kernels and vectorise in a loop
over worlds; the plural ones are for Python. A *site* is a whole number naming the place in the model where
the draw is made.

Binomial draws are exact: inversion for small means, else W. Hörmann, "The generation of binomial random
variates", Journal of Statistical Computation and Simulation 46 (1993), algorithm BTRS.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.engine.compile import device, kernel
from standoff.errors import UsageError
from standoff.model.maths import CENTRE, exp, floor, log, log1p, normal_quantile_centre, normal_quantile_fast, sqrt

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Block: TypeAlias = tuple[np.uint32, np.uint32, np.uint32, np.uint32]
Wide: TypeAlias = np.uint64  # a 32-bit word in a 64-bit lane
Word: TypeAlias = int | np.unsignedinteger
Seed: TypeAlias = int | np.uint64  # for kernels: as ``checked_seed`` returns it

MAX_SEED = 2**64 - 1
MAX_WORLD = 2**32 - 1
MAX_TRIALS = 2**40

_MASK = np.uint64(0xFFFFFFFF)
_WORD = np.uint64(32)
_MULTIPLY_0 = np.uint64(0xD2511F53)
_MULTIPLY_1 = np.uint64(0xCD9E8D57)
_BUMP_0 = np.uint64(0x9E3779B9)
_BUMP_1 = np.uint64(0xBB67AE85)
_ONE_BITS = np.uint64(0x3FF0000000000000)
_SHIFT_UP = np.uint64(20)
_SHIFT_DOWN = np.uint64(12)
_ONE_LESS_HALF_STEP = 1.0 - 2.0**-53

# --- Philox ----------------------------------------------------------------------------------------------


@device
def _round(c0: Wide, c1: Wide, c2: Wide, c3: Wide, k0: Wide, k1: Wide) -> tuple[Wide, Wide, Wide, Wide]:
    """Return the counter after one round."""
    a = _MULTIPLY_0 * c0
    b = _MULTIPLY_1 * c2
    return (b >> _WORD) ^ c1 ^ k0, b & _MASK, (a >> _WORD) ^ c3 ^ k1, a & _MASK


@device
def philox4x32(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> Block:
    """Return Philox4x32-10 of a counter of four 32-bit words and a key of two, as four 32-bit words."""
    c0, c1, c2, c3 = (
        np.uint64(c0) & _MASK,
        np.uint64(c1) & _MASK,
        np.uint64(c2) & _MASK,
        np.uint64(c3) & _MASK,
    )
    k0, k1 = np.uint64(k0) & _MASK, np.uint64(k1) & _MASK
    for _ in range(10):
        c0, c1, c2, c3 = _round(c0, c1, c2, c3, k0, k1)
        k0 = (k0 + _BUMP_0) & _MASK
        k1 = (k1 + _BUMP_1) & _MASK
    return np.uint32(c0), np.uint32(c1), np.uint32(c2), np.uint32(c3)


@device
def _words(seed: Seed, world: int, day: int, site: int, attempt: int) -> Block:
    """Return the four random words of an address."""
    key = np.uint64(seed)
    return philox4x32(world, day, site, attempt, key & _MASK, key >> _WORD)


@device
def _open_unit(a: np.uint32, b: np.uint32) -> float:
    """Return (k + 1/2) / 2**52 with k the upper 52 of the bits of two words: never 0, never 1."""
    bits = (np.uint64(a) << _SHIFT_UP) | (np.uint64(b) >> _SHIFT_DOWN) | _ONE_BITS
    return np.uint64(bits).view(np.float64) - _ONE_LESS_HALF_STEP  # exact


# --- Draws inside kernels --------------------------------------------------------------------------------


@device
def uniform(seed: Seed, world: int, day: int, site: int) -> float:
    """Return the uniform random number of an address, inside (0, 1)."""
    a, b, _, _ = _words(seed, world, day, site, 0)
    return _open_unit(a, b)


@device
def uniform_pair(seed: Seed, world: int, day: int, site: int, attempt: int = 0) -> tuple[float, float]:
    """Return two independent uniform random numbers of an address; the first is that of ``uniform``."""
    a, b, c, d = _words(seed, world, day, site, attempt)
    return _open_unit(a, b), _open_unit(c, d)


@device
def normal(seed: Seed, world: int, day: int, site: int) -> float:
    """Return the standard normal random number of an address: the quantile of its ``uniform``."""
    return float(normal_quantile_fast(uniform(seed, world, day, site)))


@kernel
def fill_uniform(out: Floats, seed: Seed, worlds: Integers, day: int, site: int) -> None:
    """Write the uniform random number of each world to ``out``."""
    for i in range(out.size):
        out[i] = uniform(seed, worlds[i], day, site)


@kernel
def fill_normal(out: Floats, seed: Seed, worlds: Integers, day: int, site: int) -> None:
    """Write the standard normal random number of each world to ``out``."""
    drawn = np.empty(out.size)
    for i in range(out.size):
        drawn[i] = uniform(seed, worlds[i], day, site)
    _fill_quantiles(out, drawn)


@kernel
def fill_normal_pairs(out: Floats, seed: Seed, worlds: Integers, day: int, site: int) -> None:
    """Write two independent standard normal random numbers of each world to ``out`` [2, W]; the first is ``fill_normal``'s."""
    drawn = np.empty(out.shape)
    for i in range(worlds.size):
        drawn[0, i], drawn[1, i] = uniform_pair(seed, worlds[i], day, site)
    for row in range(2):
        _fill_quantiles(out[row], drawn[row])


@kernel
def _fill_quantiles(out: Floats, p: Floats) -> None:
    """Write ``normal_quantile_fast`` of each p to ``out``: everybody by the formula of the centre, the few in the tails anew.

    Loops of their own: together they run out of vector registers.
    """
    place, tail, many = np.empty(p.size + 1, np.int64), np.empty(p.size + 1), 0
    for i in range(p.size):
        out[i] = normal_quantile_centre(p[i])
    for i in range(p.size):
        place[many], tail[many] = i, p[i]
        many += int(abs(p[i] - 0.5) > CENTRE)
    for k in range(many):
        tail[k] = normal_quantile_fast(tail[k])
    for k in range(many):
        out[place[k]] = tail[k]


# --- Binomial draws --------------------------------------------------------------------------------------

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


# --- Draws from Python -----------------------------------------------------------------------------------


def checked_seed(seed: int) -> np.uint64:
    """Return the seed in the form that kernels take.

    Raises:
        UsageError: If it is not a whole number from 0 to 2**64 - 1.
    """
    if not 0 <= seed <= MAX_SEED or seed != int(seed):
        raise UsageError(f"The seed {seed} is outside what is allowed: a whole number from 0 to {MAX_SEED}.")
    return np.uint64(seed)


def _checked_address(worlds: ArrayLike, day: int, site: int) -> Integers:
    """Return the worlds as a flat array, after checking that the address fits into 32-bit words."""
    for name, value in (("day", day), ("site", site)):
        if not 0 <= value <= MAX_WORLD:
            raise UsageError(f"The {name} {value} is outside what is allowed: from 0 to {MAX_WORLD}.")
    numbers = np.ascontiguousarray(worlds, dtype=np.int64).ravel()
    if numbers.size and (numbers.min() < 0 or numbers.max() > MAX_WORLD):
        raise UsageError(f"World numbers must lie between 0 and {MAX_WORLD}.")
    return numbers


def uniforms(seed: int, worlds: ArrayLike, day: int, site: int) -> Floats:
    """Return the uniform random numbers of several worlds at one address.

    Args:
        seed: From 0 to 2**64 - 1.
        worlds: World numbers, in any order and from 0 to 2**32 - 1.
        day: From 0 to 2**32 - 1.
        site: The place in the model, from 0 to 2**32 - 1.

    Raises:
        UsageError: If a part of the address is outside its range.
    """
    numbers = _checked_address(worlds, day, site)
    out = np.empty(numbers.size)
    fill_uniform(out, checked_seed(seed), numbers, day, site)
    return out


def normals(seed: int, worlds: ArrayLike, day: int, site: int) -> Floats:
    """Return the standard normal random numbers of several worlds at one address; see ``uniforms``."""
    numbers = _checked_address(worlds, day, site)
    out = np.empty(numbers.size)
    fill_normal(out, checked_seed(seed), numbers, day, site)
    return out


def binomials(n: ArrayLike, p: ArrayLike, seed: int, worlds: ArrayLike, day: int, site: int) -> Integers:
    """Return the successes in n trials of probability p of several worlds at one address; see ``uniforms``.

    Trials (from 0 to 2**40) and probabilities are single numbers or one per world.

    Raises:
        UsageError: If a part of the address, n or p is outside its range.
    """
    numbers = _checked_address(worlds, day, site)
    trials = np.ascontiguousarray(np.broadcast_to(np.asarray(n, dtype=np.int64), numbers.shape))
    chances = np.ascontiguousarray(np.broadcast_to(np.asarray(p, dtype=np.float64), numbers.shape))
    if not np.all((trials >= 0) & (trials <= MAX_TRIALS)):
        raise UsageError(f"The number of trials must lie between 0 and {MAX_TRIALS}.")
    if not np.all((chances >= 0.0) & (chances <= 1.0)):
        raise UsageError("The probability of a success must lie between 0 and 1.")
    out = np.empty(numbers.size, dtype=np.int64)
    fill_binomial(out, trials, chances, checked_seed(seed), numbers, day, site)
    return out
