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
from standoff.engine.draws import Seed, normal, philox4x32
from standoff.model.crowds import log10_share, share_of_log10, turnout_share

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]

RANKS = 900  # the site of everybody's rank: one that the engine does not use
WORD = 4294967296.0
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
    """Everybody on one day: `out` [4, people / 4] gets who turns out; returns how many.

    A draw of the generator has four words, one for each of four people; a word is a rank, to 2**-32. The loops are apart so
    that both become vector instructions.
    """
    count, columns = 0, out.shape[1]
    if chance >= 1.0:
        out[:] = 1
        return out.size
    passed = np.uint32(chance * WORD)
    low, high = np.uint64(seed) & LOW, np.uint64(seed) >> np.uint64(32)
    for i in range(columns):
        a, b, c, d = philox4x32(i, day, RANKS, world, low, high)
        out[0, i], out[1, i], out[2, i], out[3, i] = a < passed, b < passed, c < passed, d < passed
    for row in range(4):
        for i in range(columns):
            count += out[row, i]
    return count


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
