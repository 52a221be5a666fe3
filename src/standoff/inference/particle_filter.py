"""The particle filter over days, for one block of worlds: pure `begin`, `advance`, and what to look at.

A bootstrap filter (Gordon, Salmond & Smith 1993) with log weights throughout. In a day:

    resample   if yesterday's effective sample size fell below half the worlds
    propagate  stages 1 to 5 of the day
    reweight   by silence, then by each public row in turn; resample before a row where the last left too few
    record     log evidence and the chance that each order would be refused, after every step

Worlds are resampled before a day or a row, never after it, so that a filter that stops anywhere can go on to the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.compile import kernel
from standoff.engine.day import begin_day, drift_days, impose_rows, pass_silence
from standoff.engine.draws import Seed, checked_seed, uniforms
from standoff.engine.ensemble import Block, Stage, start_block
from standoff.engine.obedience import FIRST_STEPS, decide, solve_order
from standoff.errors import InferenceError
from standoff.inference.resampling import weight_and_size
from standoff.inference.weighting import RESAMPLE_BELOW, Weights, equal_weights, resample
from standoff.model.maths import exp
from standoff.model.priors import Coefficients
from standoff.model.setting import Setting
from standoff.model.trail import Trail
from standoff.model.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ALWAYS = 2.0  # no effective sample size is twice the worlds


class DeadWorlds(InferenceError):
    """A row whose likelihood is zero in every world; `row` is its place in the trail."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row} of the evidence is impossible in every world: its likelihood is zero everywhere")
        self.row = row

    def __reduce__(self) -> tuple[type[DeadWorlds], tuple[int]]:  # from a worker in another process
        return DeadWorlds, (self.row,)


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
    """A block after some day and row; `advance` makes the next one and leaves this one as it is."""

    block: Block
    day: int
    row: int
    rows_of_day: int
    weights: Weights
    steps: tuple[Step, ...] = field(default=())


def begin(stage: Stage, number: int, size: int, standard: Floats | None = None, growth: int = 1) -> FilterState:
    """The block on the eve of the first day, weights equal; arguments as `start_block` takes them."""
    block = start_block(stage, number, size, standard, growth)
    weights = equal_weights(block.worlds.size)
    return FilterState(block, -1, 0, 0, weights, (_step(stage, weights, -1, "dynamics", -1, block.cells),))


def advance(stage: Stage, trail: Trail, state: FilterState, last_day: int, power: float = 1.0) -> FilterState:
    """Take in everything up to the end of `last_day`: rows of the present day that are still to come, then whole days.

    `power` is what the likelihood of silence and rows is raised to; at 0 nothing is weighed, though rows still act.
    """
    if state.day >= 0:
        state = _take_rows(stage, trail, state, power)
    while state.day < last_day:
        state = _take_rows(stage, trail, _take_day(stage, state, power), power)
    return state


def _raised(before: Floats, after: Floats, power: float) -> Floats:
    """Log weights after something was weighed, its likelihood raised to a power; as they are at power 1, to the bit."""
    return after if power == 1.0 else before + power * (after - before)


def without_evidence(stage: Stage, state: FilterState, last_day: int) -> FilterState:
    """The same worlds up to `last_day` by their dynamics alone: neither rows nor silence are weighed."""
    moved = drifted(stage, state, last_day)
    block, world = moved.block, stage.world(moved.block.cells)
    world.root[:] = stage.setting.public_mean  # where Newton starts must not tell in how many parts the days were taken
    decide(world, stage.setting, block.coefficients, block.beta, FIRST_STEPS)
    return moved


def drifted(stage: Stage, state: FilterState, last_day: int) -> FilterState:
    """The same, with the thresholds of orders and what hangs on them left as they were."""
    block, cells = state.block, state.block.cells.copy()
    seed, days = checked_seed(stage.seed), (state.day + 1, last_day)
    drift_days(stage.world(cells), stage.setting, block.coefficients, seed, block.worlds, *days)
    return replace(state, block=replace(block, cells=cells), day=last_day)


def would_refuse(stage: Stage, state: FilterState, order: int) -> float:
    """Share of the worlds of a block without evidence in which one order would be refused, its threshold solved afresh.

    The number is that of `without_evidence`, to the bit, for a quarter of the work.
    """
    block, cells = state.block, state.block.cells.copy()
    world, shares = stage.world(cells), np.empty((stage.shape[0], block.worlds.size))
    world.root[order] = stage.setting.public_mean
    solve_order(world, stage.setting, block.coefficients, block.beta, order, FIRST_STEPS, shares)
    return float((world.strength <= world.root[order]).mean())


def _take_day(stage: Stage, state: FilterState, power: float = 1.0) -> FilterState:
    """Stages 1 to 5 of the next day, and the weight of its silence."""
    day, block = state.day + 1, state.block
    u = float(uniforms(stage.seed, block.worlds[:1], day, sites.RESAMPLE)[0])
    chosen, weights = resample(state.weights, u)
    cells = block.cells.copy() if chosen is None else np.ascontiguousarray(block.cells[:, chosen])
    world, expected = stage.world(cells), np.empty((stage.shape[2] + 1, block.worlds.size))
    _begin(stage, block, world, day, expected)
    dynamics = _step(stage, weights, day, "dynamics", -1, cells)
    weighed = Weights(weights.log_weight.copy(), weights.banked)
    pass_silence(world, stage.setting, block.coefficients, expected, weighed.log_weight)
    weighed = Weights(_raised(weights.log_weight, weighed.log_weight, power), weights.banked)
    silence = _step(stage, weighed, day, "silence", -1, cells)
    block = replace(block, cells=cells)
    return FilterState(block, day, state.row, 0, weighed, (*state.steps, dynamics, silence))


def _begin(stage: Stage, block: Block, world: World, day: int, expected: Floats) -> None:
    seed = checked_seed(stage.seed)
    unread = np.empty((1, block.worlds.size))
    begin_day(world, stage.setting, block.coefficients, block.beta, seed, block.worlds, day, unread, expected)


def _take_rows(stage: Stage, trail: Trail, state: FilterState, power: float = 1.0) -> FilterState:
    """Impose the rows of the state's day that were not taken yet, one after the other."""
    last = int(np.searchsorted(trail.day, state.day, side="right"))
    while state.row < last:
        state = _take_some(stage, trail, state, last, power)
        if state.row < last:
            state = _resampled(stage, state)
    return state


def _resampled(stage: Stage, state: FilterState) -> FilterState:
    """The state before its next row, worlds chosen by their weights."""
    block, site = state.block, sites.RESAMPLE_ROW + state.rows_of_day
    chosen, weights = resample(state.weights, float(uniforms(stage.seed, block.worlds[:1], state.day, site)[0]), ALWAYS)
    return replace(state, block=replace(block, cells=np.ascontiguousarray(block.cells[:, chosen])), weights=weights)


def _take_some(stage: Stage, trail: Trail, state: FilterState, last: int, power: float = 1.0) -> FilterState:
    """Impose rows up to `last`, or up to one before which the worlds must be resampled."""
    block, rows = state.block, last - state.row
    cells = block.cells.copy()
    log_weights = np.empty((rows + 1, block.worlds.size))
    log_weights[0] = state.weights.log_weight
    args = (state.row, last, state.rows_of_day, checked_seed(stage.seed), block.worlds, state.day, log_weights)
    taken = impose_while_many(stage.world(cells), stage.setting, block.coefficients, trail, *args)
    told = [_raised(log_weights[0], log_weights[k + 1], power) for k in range(taken)]
    after = [Weights(weights, state.weights.banked) for weights in told]
    for k, weights in enumerate(after):
        _refuse_dead(weights, state.row + k)
    steps = [_step(stage, weights, state.day, "row", state.row + k, cells) for k, weights in enumerate(after)]
    block, weights = replace(block, cells=cells), after[-1] if after else state.weights
    return FilterState(block, state.day, state.row + taken, state.rows_of_day + taken, weights, (*state.steps, *steps))


@kernel
def impose_while_many(
    world: World,
    setting: Setting,
    draw: Coefficients,
    trail: Trail,
    first: int,
    last: int,
    place: int,
    seed: Seed,
    worlds: Integers,
    day: int,
    log_weights: Floats,
) -> int:
    """`impose_rows` for as long as half the worlds carry the weight before a row; returns how many rows were imposed."""
    for k in range(last - first):
        if weight_and_size(log_weights[k])[1] < RESAMPLE_BELOW * worlds.size:
            return k
        impose_rows(world, setting, draw, trail, first + k, first + k + 1, place + k, seed, worlds, day, log_weights[k : k + 2])
    return last - first


def _refuse_dead(weights: Weights, row: int) -> None:
    """Stop where a row left no world alive, or a weight is no number."""
    if np.isnan(weights.log_weight).any() or not np.isfinite(np.max(weights.log_weight)):
        raise DeadWorlds(row)


def _step(stage: Stage, weights: Weights, day: int, kind: str, row: int, cells: Floats) -> Step:
    world = stage.world(cells)
    refused = np.empty(world.root.shape[0])
    log_mean, ess = look(world.strength, world.root, weights.log_weight, refused)
    return Step(day, kind, row, weights.banked + log_mean, refused, ess)


@kernel
def look(strength: Floats, root: Floats, log_weight: Floats, refused: Floats) -> tuple[float, float]:
    """Log mean weight and effective sample size; `refused` [X] gets the weighted share of worlds that would refuse each order.

    One pass in place of half a dozen array operations, since it is done after every row.
    """
    top, total = log_weight.max(), 0.0
    refused[:] = 0.0
    for i in range(log_weight.size):
        weight = float(exp(log_weight[i] - top))
        total += weight
        for order in range(refused.size):
            if strength[i] <= root[order, i]:
                refused[order] += weight
    refused /= total
    return weight_and_size(log_weight)
