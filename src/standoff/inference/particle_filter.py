"""The particle filter over days, for one block of worlds: pure `begin`, `advance`, and what to look at.

A bootstrap filter (Gordon, Salmond & Smith 1993) with log weights throughout. In a day:

    resample   if yesterday's effective sample size fell below half the worlds
    propagate  stages 1 to 5 of the day
    reweight   by silence, then by each public row in turn
    record     log evidence and the chance that each order would be refused, after every step

A day is resampled at its start and never at its end, so that a filter that stops after any row can go on later to the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.day import begin_day, impose_rows, pass_silence
from standoff.engine.draws import uniforms
from standoff.engine.ensemble import Block, Stage, start_block
from standoff.errors import InferenceError
from standoff.inference.resampling import effective_sample_size, log_mean_exp, normalised, systematic
from standoff.model.trail import Trail
from standoff.model.world import World

Floats = NDArray[np.float64]

RESAMPLE_BELOW = 0.5


class Step(NamedTuple):
    """What one step of the filter did to a block.

    `kind` is "dynamics", "silence" or "row"; `row` the row's place in the trail or -1; `log_evidence` the block's
    evidence so far; `refused` the weighted share of worlds in which each order would be refused [X].
    """

    day: int
    kind: str
    row: int
    log_evidence: float
    refused: Floats
    ess: float


@dataclass(frozen=True, slots=True)
class FilterState:
    """A block after some day and row; `advance` makes the next one and leaves this one as it is.

    `log_evidence` is that of all steps before the weights in `log_weight` were last made equal.
    """

    block: Block
    day: int
    row: int
    rows_of_day: int
    log_weight: Floats
    log_evidence: float
    steps: tuple[Step, ...] = field(default=())

    @property
    def total_log_evidence(self) -> float:
        """Log marginal likelihood of everything taken in so far."""
        return self.log_evidence + log_mean_exp(self.log_weight)


def begin(stage: Stage, number: int, size: int) -> FilterState:
    """The block on the eve of the first day, weights equal."""
    block = start_block(stage, number, size)
    state = FilterState(block, -1, 0, 0, np.zeros(size), 0.0)
    return replace(state, steps=(_step(stage, state, -1, "dynamics", -1, state.log_weight, block.cells),))


def advance(stage: Stage, trail: Trail, state: FilterState, last_day: int) -> FilterState:
    """Take in everything up to the end of `last_day`: rows of the present day that are still to come, then whole days."""
    if state.day >= 0:
        state = _take_rows(stage, trail, state)
    while state.day < last_day:
        state = _take_rows(stage, trail, _take_day(stage, state))
    return state


def without_evidence(stage: Stage, state: FilterState, last_day: int) -> FilterState:
    """The same worlds up to `last_day` by their dynamics alone: neither rows nor silence are weighed."""
    cells = state.block.cells.copy()
    world, expected = stage.world(cells), np.empty(cells.shape[1])
    for day in range(state.day + 1, last_day + 1):
        _begin(stage, state.block, world, day, expected)
    return replace(state, block=replace(state.block, cells=cells), day=last_day)


def _take_day(stage: Stage, state: FilterState) -> FilterState:
    """Stages 1 to 5 of the next day, and the weight of its silence."""
    day = state.day + 1
    cells, log_weight, log_evidence = _resampled(stage, state, day)
    world, expected = stage.world(cells), np.empty(log_weight.size)
    _begin(stage, state.block, world, day, expected)
    block = replace(state.block, cells=cells)
    moved = replace(state, block=block, day=day, rows_of_day=0, log_weight=log_weight, log_evidence=log_evidence)
    dynamics = _step(stage, moved, day, "dynamics", -1, log_weight, cells)
    weighed = log_weight.copy()
    pass_silence(world, stage.setting, block.coefficients, expected, weighed)
    silence = _step(stage, moved, day, "silence", -1, weighed, cells)
    return replace(moved, log_weight=weighed, steps=(*state.steps, dynamics, silence))


def _begin(stage: Stage, block: Block, world: World, day: int, expected: Floats) -> None:
    begin_day(world, stage.setting, block.coefficients, block.beta, stage.seed, block.worlds, day, expected)


def _resampled(stage: Stage, state: FilterState, day: int) -> tuple[Floats, Floats, float]:
    """Cells to write on, log weights and evidence: worlds resampled where too few carry the weight."""
    worlds = state.log_weight.size
    if effective_sample_size(state.log_weight) >= RESAMPLE_BELOW * worlds:
        return state.block.cells.copy(), state.log_weight, state.log_evidence
    u = float(uniforms(stage.seed, state.block.worlds[:1], day, sites.RESAMPLE)[0])
    chosen = systematic(state.log_weight, u)
    return np.ascontiguousarray(state.block.cells[:, chosen]), np.zeros(worlds), state.total_log_evidence


def _take_rows(stage: Stage, trail: Trail, state: FilterState) -> FilterState:
    """Impose the rows of the state's day that were not taken yet, one after the other."""
    last = int(np.searchsorted(trail.day, state.day, side="right"))
    if last <= state.row:
        return state
    block, rows = state.block, last - state.row
    cells = block.cells.copy()
    weights = np.empty((rows + 1, block.worlds.size))
    weights[0] = state.log_weight
    place, seed = state.rows_of_day, stage.seed
    world = stage.world(cells)
    args = (state.row, last, place, seed, block.worlds, state.day, weights)
    impose_rows(world, stage.setting, block.coefficients, trail, *args)
    for k in range(rows):
        _refuse_dead(weights[k + 1], state.row + k)
    steps = [_step(stage, state, state.day, "row", state.row + k, weights[k + 1], cells) for k in range(rows)]
    taken = replace(state, block=replace(block, cells=cells), row=last, rows_of_day=place + rows)
    return replace(taken, log_weight=weights[rows].copy(), steps=(*state.steps, *steps))


def _refuse_dead(log_weight: Floats, row: int) -> None:
    """Stop where a row left no world alive, or a weight is no number."""
    if np.isnan(log_weight).any() or not np.isfinite(np.max(log_weight)):
        raise InferenceError(f"row {row} of the evidence is impossible in every world: its likelihood is zero everywhere")


def _step(
    stage: Stage, state: FilterState, day: int, kind: str, row: int, log_weight: Floats, cells: Floats
) -> Step:
    refused = refused_share(stage, cells, normalised(log_weight))
    evidence = state.log_evidence + log_mean_exp(log_weight)
    return Step(day, kind, row, evidence, refused, effective_sample_size(log_weight))


def refused_share(stage: Stage, cells: Floats, weight: Floats) -> Floats:
    """Weighted share of worlds in which each order would be refused today [X]: strength at or below its threshold."""
    world = stage.world(cells)
    share: Floats = (world.strength <= world.root) @ weight
    return share
