"""States of blocks at the ends of days, kept so that a run on nearly the same evidence goes on from where the two part.

An analyst changes one row and asks again. Up to the day before that row became public nothing differs: draws are addressed by
place, and a filter may stop after any day and go on to the same bits. What is kept is a cache and nothing else: a run with it
and one without it agree to the bit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from standoff.engine.ensemble import Stage
from standoff.inference.particle_filter import FilterState, advance
from standoff.model.trail import Trail
from standoff.model.world import cell_rows

Advance = Callable[[Stage, Trail, FilterState, int], FilterState]
Line = tuple[int, int, int, tuple[float, ...], bytes, bytes]
"""What a block's days hang on beside case and trail: number, growth, worlds, coefficients, precisions, numbers behind them."""

MOST_BYTES = 100_000_000
KEPT_FOR_RUNS = 3
"""A block that no run of the last few asked for is forgotten."""
NEVER = np.iinfo(np.int64).max


@dataclass(slots=True)
class _Days:
    """States of one block by day, and the last run that asked for it."""

    run: int
    states: dict[int, FilterState] = field(default_factory=dict)


class Memory:
    """What earlier runs of one case left; one run at a time, its blocks in any number of threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lines: dict[Line, _Days] = {}
        self._rules, self._run, self._every = b"", 0, 1
        self._trail: Trail | None = None

    def onto(self, stage: Stage, trail: Trail, last: int, worlds: int) -> Advance:
        """`advance` for a run to day `last`, which takes up what still holds and keeps what it makes.

        Args:
            stage: the case made ready.
            trail: its rows up to that day.
            last: the day.
            worlds: planned in all blocks together, for how many days there is room.
        """
        rules = rules_of(stage)
        if rules != self._rules:
            self._rules, self._trail = rules, None
            self._lines.clear()
        self._run += 1
        self._lines = {line: days for line, days in self._lines.items() if days.run >= self._run - KEPT_FOR_RUNS}
        self._part(trail, last)
        self._every = max(-(-(last + 1) * worlds * cell_rows(*stage.shape) * 8 // self._most_bytes), 1)
        return self._advance

    def days(self) -> int:
        """How many states are kept."""
        return sum(len(days.states) for days in self._lines.values())

    def _part(self, trail: Trail, last: int) -> None:
        """Forget every day from the first on which the rows differ from those of the runs before."""
        parting = 0 if self._trail is None else first_difference(self._trail, trail)
        if parting > last:
            return  # the same rows up to that day: the longer trail that is known already holds for both
        for days in self._lines.values():
            days.states = {day: state for day, state in days.states.items() if day < parting}
        self._trail = trail

    def _advance(self, stage: Stage, trail: Trail, state: FilterState, last: int) -> FilterState:
        if state.day >= 0:
            return advance(stage, trail, state, last)
        days = self._lines.setdefault(_line(state), _Days(self._run))
        days.run = self._run
        known = max((day for day in days.states if day <= last), default=None)
        state = state if known is None else days.states[known]
        while state.day < last:
            pause = (state.day // self._every + 1) * self._every
            state = advance(stage, trail, state, min(pause, last))
            days.states[state.day] = state
        return state


def rules_of(stage: Stage) -> bytes:
    """A digest of what every block of a case shares: its arrays and the seed; its rows are not among them."""
    total = hashlib.sha256(repr(stage.seed).encode())
    for value in stage.setting:
        array = np.asarray(value)
        total.update(f"{array.dtype}{array.shape}".encode())
        total.update(array.tobytes())
    return total.digest()


def first_difference(one: Trail, other: Trail) -> int:
    """The first day on which two trails differ; a day beyond all days where they are equal."""
    both = min(one.day.size, other.day.size)
    differs = np.zeros(both, dtype=bool)
    for first, second in zip(one, other, strict=True):
        unequal = first[:both].view(np.int64) != second[:both].view(np.int64)  # bits, so that NaN equals NaN
        differs |= unequal.reshape(both, -1).any(axis=1) if both else False
    places = np.flatnonzero(differs)
    place = int(places[0]) if places.size else both
    return min((int(trail.day[place]) for trail in (one, other) if place < trail.day.size), default=NEVER)


def blocks_of(stage: Stage, states: Iterable[FilterState]) -> bytes:
    """A digest of all that blocks hang on but rows and days."""
    total = hashlib.sha256(rules_of(stage))
    for state in states:
        total.update(repr(_line(state)).encode())
    return total.digest()


def _line(state: FilterState) -> Line:
    block = state.block
    coefficients = tuple(map(float, block.coefficients))
    return block.number, block.growth, block.worlds.size, coefficients, block.beta.tobytes(), block.standard.tobytes()
