"""The street of `benchmarks/peers/street.py` in Standoff: person by person, and lumped as the engine has it.

Both are the same law: thresholds are renewed every day, so that those who turn out are a binomial number of independent
people. The lumped day makes the very numbers of `standoff.engine.day.turnout`, to the bit, where citizens know nothing of
the order-giver's strength; the explicit day visits everybody, draws his rank from the engine's generator at an address of his
own, and keeps who is out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.engine import day as engine_day  # noqa: F401 - registers the model's formulas for kernels
from standoff.engine import sites
from standoff.engine.binomials import binomial
from standoff.engine.compile import device, kernel
from standoff.engine.draws import Seed, normal, philox4x32, places
from standoff.model.crowds import log10_share, share_of_log10, turnout_share

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]

RANKS, TIES = 900, 910  # sites of everybody's rank, and of eight that are close: some that the engine does not use
WORD, HALF = 4294967296.0, 65536.0
BITS, LOWER = np.uint32(16), np.uint32(0xFFFF)
EIGHT_BITS, FORTY_EIGHT_BITS = np.uint64(8), np.uint64(48)
EVERY_SECOND, EVERY_SIXTEEN = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0001000100010001)
ONES, TOPS = np.uint32(0x00010001), np.uint32(0x80008000)
LOW = np.uint64(0xFFFFFFFF)


class Law(NamedTuple):
    """The street's numbers, as kernels take them; meaning as in `Street`."""

    threshold_mean: float
    threshold_sd: float
    push: float
    noise: float
    start: float


@device
def share_today(law: Law, crowd: float, seed: Seed, world: int, day: int) -> float:
    """Chance that a citizen turns out, after a day of a log10 share; as the engine's street has it."""
    willing = log10_share(turnout_share(crowd, law.push, law.threshold_mean, law.threshold_sd))
    return float(share_of_log10(willing + law.noise * normal(seed, world, day, sites.TURNOUT_NOISE)))


# --- Lumped ------------------------------------------------------------------------------------------------


@kernel
def turn_out(came: Floats, crowd: Floats, law: Law, people: int, seed: Seed, worlds: Integers, day: int) -> None:
    """One day of many worlds: `crowd` [W], log10 shares, is yesterday's and becomes today's; `came` [W] gets today's shares."""
    for i in range(worlds.size):
        came[i] = share_today(law, crowd[i], seed, worlds[i], day)
    for i in range(worlds.size):
        came[i] = binomial(people, came[i], seed, worlds[i], day, sites.TURNOUT) / people
    for i in range(worlds.size):
        crowd[i] = log10_share(came[i])


@kernel
def walk_worlds(paths: Floats, law: Law, people: int, seed: Seed, worlds: Integers) -> None:
    """Many worlds for as many days as `paths` [D, W] has, which gets the share in the street of each day."""
    crowd = np.full(worlds.size, log10_share(law.start))
    for day in range(paths.shape[0]):
        turn_out(paths[day], crowd, law, people, seed, worlds, day)


# --- Person by person ----------------------------------------------------------------------------------------


@kernel
def visit(out: Bytes, chance: float, seed: Seed, world: int, day: int) -> int:
    """Everybody on one day: `out` [8, people / 8] gets who turns out; returns how many.

    A draw of the generator has four words, and each half of a word is a rank to 2**-16; who stands just at the chance is told
    by a word of his own, so that ranks are good to 2**-48. The loops are apart so that they become vector instructions.
    """
    columns = out.shape[1]
    if chance >= 1.0:
        out[:] = 1
        return out.size
    passed, tied = np.uint32(chance * HALF), np.zeros(columns + 8, np.uint8)
    both = passed | (passed << BITS)
    low, high = np.uint64(seed) & LOW, np.uint64(seed) >> np.uint64(32)
    for i in range(columns):
        a, b, c, d = philox4x32(i, day, RANKS, world, low, high)
        out[0, i], out[1, i], out[2, i], out[3, i] = upper(a) < passed, upper(b) < passed, upper(c) < passed, upper(d) < passed
        out[4, i], out[5, i], out[6, i], out[7, i] = lower(a) < passed, lower(b) < passed, lower(c) < passed, lower(d) < passed
        zero = halves_that_are_zero(a ^ both) | halves_that_are_zero(b ^ both)
        zero |= halves_that_are_zero(c ^ both) | halves_that_are_zero(d ^ both)
        tied[i] = (zero & TOPS) != 0
    settle(out, tied, passed, chance * HALF - passed, seed, world, day)
    return ones(out.reshape(-1))


@kernel
def ones(flags: Bytes) -> int:
    """How many of the bytes, 0 or 1 and a multiple of eight, are 1: added by eights, before any can run over."""
    eights, count = flags.view(np.uint64), np.uint64(0)
    for begin in range(0, eights.size, 255):
        part = np.uint64(0)
        for i in range(begin, min(begin + 255, eights.size)):
            part += eights[i]
        fours = (part & EVERY_SECOND) + ((part >> EIGHT_BITS) & EVERY_SECOND)
        count += (fours * EVERY_SIXTEEN) >> FORTY_EIGHT_BITS
    return int(count)


@device
def upper(word: np.uint32) -> np.uint32:
    """The upper half of a word."""
    return word >> BITS


@device
def lower(word: np.uint32) -> np.uint32:
    """The lower half of a word."""
    return word & LOWER


@device
def halves_that_are_zero(word: np.uint32) -> np.uint32:
    """The top bit of each half of a word that is 0 (and now and then of an upper half that is 1); other bits mean nothing."""
    return (word - ONES) & ~word


@kernel
def settle(out: Bytes, tied: Bytes, passed: int, rest: float, seed: Seed, world: int, day: int) -> None:
    """Those whose rank is `passed` to 2**-16: a word of each one's own against what is left of the chance.

    `tied` says among which eight to look for them.
    """
    for i in places(tied):
        settle_eight(out[:, i], i, passed, rest, seed, world, day)


@kernel
def settle_eight(out: Bytes, column: int, passed: int, rest: float, seed: Seed, world: int, day: int) -> None:
    """The same for eight who share a draw."""
    low, high = np.uint64(seed) & LOW, np.uint64(seed) >> np.uint64(32)
    words = philox4x32(column, day, RANKS, world, low, high)
    for k in range(8):
        rank = upper(words[k]) if k < 4 else lower(words[k - 4])
        if rank == passed:
            out[k] = philox4x32(column, day, TIES + k, world, low, high)[0] < rest * WORD


@kernel
def walk_people(paths: Floats, out: Bytes, law: Law, seed: Seed, worlds: Integers) -> None:
    """Many worlds one after the other, person by person; `paths` as in `walk_worlds`."""
    people = out.size
    for i in range(worlds.size):
        crowd = float(log10_share(law.start))
        for day in range(paths.shape[0]):
            came = visit(out, share_today(law, crowd, seed, worlds[i], day), seed, worlds[i], day)
            paths[day, i] = came / people
            crowd = float(log10_share(came / people))


# --- What is looked at ---------------------------------------------------------------------------------------


def outcomes_of(paths: Floats, edges: Sequence[float]) -> Floats:
    """Peak share, first day over each edge (one after the last if none) and last share, a row a world [W, 2 + edges]."""
    first = [np.where((over := paths > edge).any(axis=0), over.argmax(axis=0), paths.shape[0]) + 1.0 for edge in edges]
    return np.stack([paths.max(axis=0), *first, paths[-1]], axis=1)
