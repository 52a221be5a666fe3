"""Notes of the reports that forward worlds draw: who wrote of what, in which world, on which day."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.engine.compile import device

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Notes(NamedTuple):
    """Room for N reports, filled in the order in which they are drawn; worlds are places in their block.

    Where there is no room left, reports are still drawn and counted, but not kept.
    """

    total: Integers  # [1] reports so far, kept or not
    world: Integers  # [N]
    day: Integers  # [N]
    stream: Integers  # [N]
    source: Integers  # [N] class of its source
    true: Integers  # [N] 1 where the thing happened
    size_log10: Floats  # [N] log10 share of the population in the street, NaN where it does not say


def room_for(reports: int) -> Notes:
    """Empty notes with room for so many reports; with none nothing is kept."""
    world, day, stream, source, true = np.zeros((5, reports), dtype=np.int64)
    return Notes(np.zeros(1, dtype=np.int64), world, day, stream, source, true, np.full(reports, np.nan))


@device
def note(notes: Notes, world: int, day: int, stream: int, source: int, true: float, size_log10: float) -> None:
    """Keep one report."""
    at = notes.total[0]
    notes.total[0] = at + 1
    if at < notes.world.size:
        notes.world[at], notes.day[at], notes.stream[at] = world, day, stream
        notes.source[at], notes.true[at], notes.size_log10[at] = source, int(true), size_log10
