"""Blocks of worlds brought to a day: each with as many worlds as its evidence asks for, and more blocks where few carry it.

Neither shortage is passed over. A block in which some step left the weight on too few worlds is begun anew with four times as
many; where too few draws of the coefficients carry the evidence, as many blocks again are drawn from where it lies (see
`proposals`). What both still leave is for the answer's checks to say.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.engine.ensemble import MOST_GROWTH, Stage, standard_draw
from standoff.engine.executors import Progress, run_blocks
from standoff.inference.particle_filter import DeadWorlds, FilterState, advance, begin, without_evidence
from standoff.inference.proposals import evidence_shift, log_prior_ratio
from standoff.inference.resampling import normalised
from standoff.model.trail import Trail

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Start = Callable[[int], FilterState]

LEAST_WORLD_SHARE = 0.05
"""A block whose effective sample size fell below this share of its planned worlds is begun anew with more."""
GROWS_BY = 4
LEAST_DRAWS, LEAST_DRAW_SHARE = 5.0, 0.2
"""Effective draws of the coefficients below which (of the planned ones) more are drawn."""
MOST_ROUNDS = 3
DRAWING_MORE = "few draws of the coefficients carry the evidence: drawing more where it lies"


class Plan(NamedTuple):
    """How many blocks are drawn from where: [R, D] shifts of the rounds (see `proposals`), [R] blocks, worlds of a block."""

    shifts: Floats
    counts: Integers
    size: int


def plan_of(stage: Stage, blocks: int, size: int) -> Plan:
    """So many blocks of so many worlds, coefficients drawn from the prior."""
    return Plan(np.zeros((1, standard_draw(stage, 0).size)), np.array([blocks]), size)


@dataclass(frozen=True)
class Weighed:
    """All blocks of a run on the same day, those drawn from the prior first: filter states with and without evidence [B]."""

    plan: Plan
    states: tuple[FilterState, ...]
    prior: tuple[FilterState, ...]

    @property
    def planned(self) -> int:
        """Blocks whose coefficients were drawn from the prior."""
        return int(self.plan.counts[0])

    @property
    def standard(self) -> Floats:
        """Numbers behind the coefficients of each block [B, D]."""
        return np.array([state.block.standard for state in self.states])

    @property
    def log_evidence(self) -> Floats:
        """Log marginal likelihood of the trail in each block [B]."""
        return np.array([state.weights.log_evidence for state in self.states])

    @property
    def log_ratio(self) -> Floats:
        """Log of prior over what each block's coefficients were drawn from [B]; 0 where all were drawn from the prior."""
        return log_prior_ratio(self.standard, self.plan.shifts, self.plan.counts)


@dataclass(frozen=True, slots=True)
class Life:
    """What a worker has to know of a run to bring a block to its last day; can be sent to another process."""

    stage: Stage
    trail: Trail
    last: int
    live: Callable[[Stage, Trail, FilterState, int], FilterState] = advance


@dataclass(frozen=True, slots=True)
class Run:
    """What all blocks of a run share: the case, its trail, the last day, the executor, whom to tell, and how days are lived.

    `live` is `advance`, or what does the same from days that are known already (see `memory`).
    """

    stage: Stage
    trail: Trail
    last: int
    pool: Executor
    progress: Progress
    what: str
    live: Callable[[Stage, Trail, FilterState, int], FilterState] = advance

    @property
    def life(self) -> Life:
        """What the run's workers have to know."""
        return Life(self.stage, self.trail, self.last, self.live)


def begun(stage: Stage, size: int, shift: Floats | None, number: int) -> FilterState:
    """A block on the eve of the first day, its coefficients drawn from the prior or as far from it as the shift says."""
    return begin(stage, number, size, None if shift is None else standard_draw(stage, number) + shift)


def weigh_blocks(run: Run, plan: Plan, start: Start, prior: Start | None = None) -> Weighed:
    """Bring the blocks of a plan to the last day, and as many again, once or twice, where few of them carry the evidence.

    Args:
        run: what they share.
        plan: the blocks there are to begin with.
        start: the state that a block of the plan goes on from.
        prior: the same for its twin without evidence; by default the same state.
    """
    weighed = Weighed(plan, *_brought(run, plan.size, 0, int(plan.counts.sum()), start, prior, run.what))
    while too_few_draws(weighed) and weighed.plan.counts.size < MOST_ROUNDS:
        weighed = _drawn_further(run, weighed)
    return weighed


def _brought(
    run: Run, size: int, first: int, blocks: int, start: Start, prior: Start | None, what: str
) -> tuple[tuple[FilterState, ...], tuple[FilterState, ...]]:
    """Blocks `first` and after, and their twins without evidence, on the last day."""
    work = partial(_lived, run.life, size, (start, prior), first)
    done = run_blocks(run.pool, work, blocks, run.progress, what)
    return tuple(pair[0] for pair in done), tuple(pair[1] for pair in done)


def _lived(
    life: Life, size: int, starts: tuple[Start, Start | None], first: int, place: int
) -> tuple[FilterState, FilterState]:
    """One of these blocks and its twin."""
    start, prior = starts
    state = start(first + place)
    twin = state if prior is None else prior(first + place)
    return brought_to(life, state, size), without_evidence(life.stage, twin, life.last)


def too_few_draws(weighed: Weighed) -> bool:
    """Whether fewer draws of the coefficients carry the evidence than an interval over draws needs."""
    return effective_draws(weighed.log_evidence + weighed.log_ratio) < needed_draws(weighed.planned)


def needed_draws(planned: int) -> float:
    """How many draws must carry the evidence: no more than half of those planned."""
    return max(min(LEAST_DRAWS, 0.5 * planned), LEAST_DRAW_SHARE * planned)


def effective_draws(log_weight: Floats) -> float:
    """Effective number of blocks, 1 / sum of squared weights (Kong, Liu & Wong 1994)."""
    return float(1.0 / np.sum(normalised(log_weight) ** 2))


def _drawn_further(run: Run, weighed: Weighed) -> Weighed:
    """One more round, as large as the first, around where log evidence points."""
    shift, plan = evidence_shift(weighed.standard, weighed.log_evidence), weighed.plan
    start = partial(begun, run.stage, plan.size, shift)
    further = _brought(run, plan.size, len(weighed.states), weighed.planned, start, None, DRAWING_MORE)
    longer = Plan(np.vstack((plan.shifts, shift)), np.append(plan.counts, weighed.planned), plan.size)
    return Weighed(longer, weighed.states + further[0], weighed.prior + further[1])


def brought_to(life: Life, state: FilterState, size: int) -> FilterState:
    """A block at the end of the last day, begun anew with more worlds as often as some step left too few to carry the weight.

    Raises:
        DeadWorlds: a row is impossible in every world, however many there are.
    """
    while True:
        growth = state.block.growth * GROWS_BY
        try:
            moved = life.live(life.stage, life.trail, state, life.last)
        except DeadWorlds:
            if growth > MOST_GROWTH:
                raise
        else:
            if least_size(moved) >= LEAST_WORLD_SHARE * size or growth > MOST_GROWTH:
                return moved
        state = begin(life.stage, state.block.number, size, state.block.standard, growth)


def least_size(state: FilterState) -> float:
    """Smallest effective sample size at any step of a block."""
    return min(step.ess for step in state.steps)
