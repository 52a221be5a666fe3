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
Words = NDArray[np.uint32]
Wide = NDArray[np.uint64]

RANKS, TIES = 900, 910  # sites of everybody's rank, and of what comes after its first byte: some that the engine does not use
DRAW, TILE = 16, 16_384  # people of a draw; of a tile, whose ranks stay in near memory
WORD, BYTE = 4294967296.0, 256.0
AT_ONCE = 224  # eights that are added before a byte could run over
EIGHT_BITS, FORTY_EIGHT_BITS = np.uint64(8), np.uint64(48)
EVERY_SECOND, EVERY_SIXTEEN = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0001000100010001)
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
    """Everybody on one day: `out` [people] gets who turns out; returns how many.

    A draw of the generator has sixteen bytes, and each is a rank to 2**-8; who stands just at the chance is told by a word of
    his own, so that ranks are good to 2**-40. The loops are apart so that they become vector instructions.
    """
    if chance >= 1.0:
        out[:] = 1
        return out.size
    passed, count = np.uint8(chance * BYTE), 0
    words, tied = np.empty(TILE // 4, np.uint32), np.empty(TILE + 8, np.uint8)
    for begin in range(0, out.size, TILE):
        here = out[begin : begin + TILE]
        fill_ranks(words[: (here.size + DRAW - 1) // DRAW * 4], begin // DRAW, seed, world, day)
        compare(here, tied, words.view(np.uint8)[: here.size], passed)
        settle(here, places(tied[: here.size + 8]), chance * BYTE - passed, begin, seed, world, day)
        count += ones(here)
    return count


@kernel
def fill_ranks(words: Words, first: int, seed: Seed, world: int, day: int) -> None:
    """Write the words of as many draws as there is room for; their addresses begin at `first`."""
    low, high, draws = np.uint64(seed) & LOW, np.uint64(seed) >> np.uint64(32), words.size // 4
    a, b, c, d = words[:draws], words[draws : 2 * draws], words[2 * draws : 3 * draws], words[3 * draws :]
    for i in range(draws):
        a[i], b[i], c[i], d[i] = philox4x32(first + i, day, RANKS, world, low, high)


@kernel
def compare(out: Bytes, tied: Bytes, ranks: Bytes, passed: int) -> None:
    """Who stands below the byte `passed`, and who just at it; `tied` ends with eight that are 0."""
    for i in range(out.size):
        out[i] = ranks[i] < passed
    for i in range(out.size):
        tied[i] = ranks[i] == passed
    tied[out.size : out.size + 8] = 0


@kernel
def settle(out: Bytes, who: Integers, rest: float, first: int, seed: Seed, world: int, day: int) -> None:
    """Those whose rank is the chance's to 2**-8: a word of each one's own against what is left of the chance."""
    low, high = np.uint64(seed) & LOW, np.uint64(seed) >> np.uint64(32)
    below, came = np.uint64(rest * WORD), np.empty(who.size, np.uint8)
    for k in range(who.size):
        came[k] = np.uint64(philox4x32(first + who[k], day, TIES, world, low, high)[0]) < below
    for k in range(who.size):
        out[who[k]] = came[k]


@kernel
def ones(flags: Bytes) -> int:
    """How many of the bytes, 0 or 1, are 1: added by eights, before any can run over."""
    eights, count = flags[: flags.size // 8 * 8].view(np.uint64), np.uint64(0)
    for begin in range(0, eights.size, AT_ONCE):
        part = added(eights[begin : begin + AT_ONCE])
        fours = (part & EVERY_SECOND) + ((part >> EIGHT_BITS) & EVERY_SECOND)
        count += (fours * EVERY_SIXTEEN) >> FORTY_EIGHT_BITS
    for flag in flags[8 * eights.size :]:
        count += np.uint64(flag)
    return int(count)


@kernel
def added(terms: Wide) -> np.uint64:
    """Their sum; by itself, so that it becomes vector instructions."""
    total = np.uint64(0)
    for i in range(terms.size):
        total += terms[i]
    return total


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
