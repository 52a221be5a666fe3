"""Addressed randomness: a random number is a function of (seed, world, day, site, attempt) alone.

No draw depends on the order of computation, on the number of threads or on which other draws were made, so
that worlds can be replayed singly and two runs that differ in one order share all other chance.

The generator is Philox4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror & D. E. Shaw, "Parallel random numbers:
as easy as 1, 2, 3", SC '11 (2011). The seed is its 64-bit key and the address its 128-bit counter, 32 bits
each. The lower-case scalar functions (``uniform``, ``normal``, ...) are for kernels and vectorise in a loop
over worlds; the plural ones are for Python. A *site* is a whole number naming the place in the model where
the draw is made.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.engine.compile import device, kernel
from standoff.errors import UsageError
from standoff.model.maths import CENTRE, normal_quantile_centre, normal_quantile_fast

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Bytes: TypeAlias = NDArray[np.uint8]
Block: TypeAlias = tuple[np.uint32, np.uint32, np.uint32, np.uint32]
Wide: TypeAlias = np.uint64  # a 32-bit word in a 64-bit lane
Word: TypeAlias = int | np.unsignedinteger
Seed: TypeAlias = int | np.uint64  # for kernels: as ``checked_seed`` returns it

MAX_SEED = 2**64 - 1
MAX_WORLD = 2**32 - 1

_MASK = np.uint64(0xFFFFFFFF)
_WORD = np.uint64(32)
_MULTIPLY_0 = np.uint64(0xD2511F53)
_MULTIPLY_1 = np.uint64(0xCD9E8D57)
_BUMP_0 = np.uint64(0x9E3779B9)
_BUMP_1 = np.uint64(0xBB67AE85)
_ONE_BITS = np.uint64(0x3FF0000000000000)
_SHIFT_UP = np.uint64(20)
_SHIFT_DOWN = np.uint64(12)
_ONE, _TO_TOP_BYTE = np.uint64(1), np.uint64(56)
_BYTES_UP = np.uint64(0x0001020304050607)
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
    fill_quantiles(out, drawn)


@kernel
def fill_quantiles(out: Floats, p: Floats) -> None:
    """Write ``normal_quantile_fast`` of each p to ``out``: everybody by the formula of the centre, the few in the tails anew.

    Loops of their own: together they run out of vector registers.
    """
    in_tail = np.zeros(p.size + 8, np.uint8)
    for i in range(p.size):
        out[i] = normal_quantile_centre(p[i])
        in_tail[i] = np.uint8(abs(p[i] - 0.5) > CENTRE)
    place = places(in_tail)
    tail = np.empty(place.size)
    for k in range(place.size):
        tail[k] = p[place[k]]
    for k in range(place.size):
        tail[k] = normal_quantile_fast(tail[k])
    for k in range(place.size):
        out[place[k]] = tail[k]


@kernel
def places(flag: Bytes) -> Integers:
    """Return where the flags, 0 or 1 and the last eight 0, are 1, in no order that matters.

    First which eights have any; then, in rounds, the lowest flag that is left of each eight. Nothing is jumped over, for a
    processor could not foresee it.
    """
    place, many, some = np.empty(flag.size, np.int64), 0, 0
    eights = flag[: flag.size // 8 * 8].view(np.uint64)
    for j in range(eights.size):
        place[some] = j
        some += int(eights[j] != 0)
    eight, left = place[:some].copy(), eights[place[:some]]
    while some > 0:
        still = 0
        for k in range(some):
            place[many + k] = 8 * eight[k] + _lowest_byte(left[k])
            rest = left[k] & (left[k] - _ONE)
            eight[still], left[still] = eight[k], rest
            still += int(rest != 0)
        many, some = many + some, still
    return place[:many]


@device
def _lowest_byte(flags: np.uint64) -> int:
    """Return which of eight flags is the lowest that is 1: times a power of 256, the number's byte of that place comes up."""
    return int((flags & (~flags + _ONE)) * _BYTES_UP >> _TO_TOP_BYTE)


# --- Draws from Python -----------------------------------------------------------------------------------


def checked_seed(seed: int) -> np.uint64:
    """Return the seed in the form that kernels take.

    Raises:
        UsageError: If it is not a whole number from 0 to 2**64 - 1.
    """
    if not 0 <= seed <= MAX_SEED or seed != int(seed):
        raise UsageError(f"The seed {seed} is outside what is allowed: a whole number from 0 to {MAX_SEED}.")
    return np.uint64(seed)


def checked_address(worlds: ArrayLike, day: int, site: int) -> Integers:
    """Return the worlds as a flat array, after checking that the address fits into 32-bit words.

    Raises:
        UsageError: If it does not.
    """
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
    numbers = checked_address(worlds, day, site)
    out = np.empty(numbers.size)
    fill_uniform(out, checked_seed(seed), numbers, day, site)
    return out


def normals(seed: int, worlds: ArrayLike, day: int, site: int) -> Floats:
    """Return the standard normal random numbers of several worlds at one address; see ``uniforms``."""
    numbers = checked_address(worlds, day, site)
    out = np.empty(numbers.size)
    fill_normal(out, checked_seed(seed), numbers, day, site)
    return out
