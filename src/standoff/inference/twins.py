"""Twin worlds: the blocks of a posterior lived again under another trail, or under other rules from a day on.

A twin shares every draw with the posterior it comes from, since draws are addressed by place and not taken from a stream: up to
the first day that differs its worlds are the same bits, so that it is begun there, from where the posterior stood. Blocks stay
the same too (the same draws of the coefficients, the same numbers of worlds), so that a difference is paired block by block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from standoff.engine.ensemble import Block, Stage
from standoff.engine.executors import Progress, Workers, no_progress, run_each, thread_pool
from standoff.inference.particle_filter import DeadWorlds, FilterState, advance, begin
from standoff.inference.posterior import Posterior
from standoff.model.trail import Trail

Floats = NDArray[np.float64]
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Regime:
    """Rules that hold from a day on: the case as laid out then, coefficients held at a value, covariates held at a level.

    `covariates` are by their place in `priors.COVARIATES`; a held covariate is at its level every morning.
    """

    day: int
    stage: Stage
    coefficients: Mapping[str, float] = field(default_factory=dict)
    covariates: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Twin:
    """What a twin is told, and by what rules it lives.

    Attributes:
        first: the first day on which trail or rules differ from those of the posterior.
        trail: the rows it is told; before `first` the same as the posterior's.
        regimes: in the order of their days; the last one begun holds.
    """

    first: int
    trail: Trail
    regimes: tuple[Regime, ...] = ()


def rules_of(regimes: Sequence[Regime], stage: Stage, block: Block, day: int) -> tuple[Stage, Block]:
    """The stage and the block for a day under the regime that holds then; both as they are where none has begun."""
    begun = [regime for regime in regimes if regime.day <= day]
    if not begun:
        return stage, block
    holds = begun[-1]
    cells = block.cells.copy() if holds.covariates else block.cells
    for place, level in holds.covariates.items():
        holds.stage.world(cells).covariates[place] = level
    return holds.stage, replace(block, coefficients=block.coefficients._replace(**holds.coefficients), cells=cells)


def lived(posterior: Posterior, twin: Twin, state: FilterState, last: int) -> FilterState:
    """A block of a twin from a state before its first day to the end of day `last`.

    Raises:
        DeadWorlds: a row of the twin's trail is impossible in every world of the block.
    """
    for day in range(state.day + 1, last + 1):
        stage, block = rules_of(twin.regimes, posterior.stage, state.block, day)
        state = advance(stage, twin.trail, replace(state, block=block), day)
    return state


def days_of_block(posterior: Posterior, block: int, wanted: Iterable[int]) -> dict[int, FilterState]:
    """A block of the posterior at the end of each wanted day (-1 is the eve of the first), lived again to the same bits."""
    days = sorted(set(wanted))
    known = posterior.states[block]
    state = begin(posterior.stage, known.block.number, posterior.weighed.plan.size, known.block.standard, known.block.growth)
    found = {}
    for day in days:
        state = state if day < 0 else advance(posterior.stage, posterior.trail, state, day)
        found[day] = state
    return found


def read_twins(
    posterior: Posterior,
    twins: Sequence[Twin],
    read: Callable[[FilterState], Read],
    *,
    threads: Workers = None,
    progress: Progress = no_progress,
    what: str = "living the same worlds again",
) -> tuple[tuple[Read | None, ...], ...]:
    """What each twin's blocks read on the posterior's last day [twin][block]; None where no world is left in a block.

    Args:
        posterior: whose worlds they are.
        twins: what each is told.
        read: takes what is wanted from a block's state, so that the worlds themselves need not be kept.
        threads: by default one a core; or an executor, to whose workers blocks are sent, and `read` with them.
        progress: called as blocks are done.
        what: what to say is going on.
    """
    tasks = [partial(_block_read, posterior.alone(block), twins, read) for block in range(len(posterior.states))]
    with thread_pool(threads) as pool:
        blocks = run_each(pool, tasks, progress, what)
    return tuple(zip(*blocks, strict=True))


def _block_read(alone: Posterior, twins: Sequence[Twin], read: Callable[[FilterState], Read]) -> tuple[Read | None, ...]:
    """What the twins of one block read, the block being by itself."""
    eves = days_of_block(alone, 0, (min(twin.first - 1, alone.day) for twin in twins))
    return tuple(_read(alone, twin, eves[min(twin.first - 1, alone.day)], read) for twin in twins)


def _read(posterior: Posterior, twin: Twin, eve: FilterState, read: Callable[[FilterState], Read]) -> Read | None:
    try:
        return read(lived(posterior, twin, eve, posterior.day))
    except DeadWorlds:
        return None


@dataclass(frozen=True, slots=True)
class Anew:
    """The blocks of a posterior begun anew from other priors, or with evidence that counts for more or less.

    Attributes:
        stage: the case as laid out after the eve of the first day.
        trail: the rows it is told.
        eve: the case as laid out on the eve, when worlds are drawn; usually the same.
        scale: what the standard numbers behind the coefficients are multiplied by.
        power: what the likelihood is raised to.
    """

    stage: Stage
    trail: Trail
    eve: Stage
    scale: float = 1.0
    power: float = 1.0


def read_anew(
    posterior: Posterior,
    others: Sequence[Anew],
    read: Callable[[FilterState], Read],
    *,
    threads: Workers = None,
    progress: Progress = no_progress,
    what: str = "living the same worlds under other priors",
) -> tuple[tuple[Read | None, ...], ...]:
    """What the blocks read on the posterior's last day, begun anew with the same draws; as `read_twins`."""
    tasks = [partial(_block_anew, posterior.alone(block), others, read) for block in range(len(posterior.states))]
    with thread_pool(threads) as pool:
        blocks = run_each(pool, tasks, progress, what)
    return tuple(zip(*blocks, strict=True))


def _block_anew(alone: Posterior, others: Sequence[Anew], read: Callable[[FilterState], Read]) -> tuple[Read | None, ...]:
    return tuple(_read_anew(alone, alone.states[0].block, other, read) for other in others)


def _read_anew(posterior: Posterior, block: Block, other: Anew, read: Callable[[FilterState], Read]) -> Read | None:
    size = posterior.weighed.plan.size
    try:
        state = begin(other.eve, block.number, size, other.scale * block.standard, block.growth)
        return read(advance(other.stage, other.trail, state, posterior.day, other.power))
    except DeadWorlds:
        return None
