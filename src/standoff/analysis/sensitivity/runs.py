"""Runs of the same blocks under other assumptions: from the eve of the first day on, every draw shared with the posterior.

Where only the trail differs `inference.twins` is quicker, since it begins on the first day that differs. Here the worlds
themselves begin otherwise, or are weighed by another power of the likelihood. Blocks stay the same: the same standard numbers
behind their coefficients, the same weights of prior over proposal, the same numbers of worlds, so that a difference is paired.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.sensitivity.values import End
from standoff.analysis.why.told import Told
from standoff.engine.ensemble import Stage
from standoff.engine.executors import Progress, no_progress, run_blocks, thread_pool
from standoff.inference.particle_filter import DeadWorlds, FilterState, advance, begin
from standoff.inference.pooling import jackknife_error
from standoff.inference.posterior import Posterior
from standoff.model.trail import Trail

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Variant:
    """How the blocks are lived again.

    Attributes:
        born: the case as laid out for the draws of the start.
        stage: the case as laid out for the days.
        trail: the rows told.
        squeeze: the standard numbers behind the coefficients are multiplied by it.
        power: every likelihood is raised to it.
    """

    born: Stage
    stage: Stage
    trail: Trail
    squeeze: float = 1.0
    power: float = 1.0


def read_variants(
    posterior: Posterior,
    variants: Sequence[Variant],
    read: Callable[[Stage, FilterState], Read],
    *,
    threads: int | None = None,
    progress: Progress = no_progress,
    what: str = "living the same worlds under other assumptions",
) -> tuple[tuple[Read | None, ...], ...]:
    """What each variant's blocks read on the posterior's last day [variant][block]; None where no world is left in a block."""

    def work(block: int) -> tuple[Read | None, ...]:
        return tuple(_read(posterior, variant, posterior.states[block], read) for variant in variants)

    with thread_pool(threads) as pool:
        blocks = run_blocks(pool, work, len(posterior.states), progress, what)
    return tuple(zip(*blocks, strict=True))


def _read(
    posterior: Posterior, variant: Variant, known: FilterState, read: Callable[[Stage, FilterState], Read]
) -> Read | None:
    try:
        return read(variant.stage, lived_again(posterior, variant, known))
    except DeadWorlds:
        return None


def lived_again(posterior: Posterior, variant: Variant, known: FilterState) -> FilterState:
    """A block of the posterior lived again as a variant, from the eve to the last day.

    Raises:
        DeadWorlds: a row is impossible in every world of the block.
    """
    block, size = known.block, posterior.weighed.plan.size
    eve = begin(variant.born, block.number, size, variant.squeeze * block.standard, block.growth)
    return advance(variant.stage, variant.trail, eve, posterior.day, variant.power)


def end_of(posterior: Posterior, what: str, known: Told, other: Told) -> End | None:
    """The answer of another run beside the known one; None where it has no world left.

    The error is that of the paired difference over independent runs, left out one by one.
    """
    if not other.possible:
        return None
    p = other.share(0)

    def difference(used: NDArray[np.bool_]) -> float:
        left = used & np.isfinite(other.log_weight)
        return other.share(0, left) - known.share(0, used) if left.any() else float("nan")

    error = jackknife_error(difference, len(known.log_weight), posterior.runs)
    return End(what, p, p - known.share(0), error if np.isfinite(error) else float("inf"))
