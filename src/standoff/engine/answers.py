"""What is read off worlds for an answer: each order's shares by group, people drawn one by one, both extreme equilibria."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.binomials import binomials
from standoff.engine.compile import kernel
from standoff.engine.day import live_days
from standoff.engine.draws import checked_seed
from standoff.engine.ensemble import Block, Stage
from standoff.engine.notes import Notes, room_for
from standoff.engine.obedience import (
    FIRST_STEPS,
    group_quantile,
    group_weight,
    order_crowd,
    prepare_group,
    pressure_on,
    solve_order,
)
from standoff.model.core import attack_index, group_mass, uniqueness_bound
from standoff.model.maths import Array, absolute
from standoff.model.priors import Coefficients
from standoff.model.setting import Setting
from standoff.model.world import World

Floats = NDArray[np.float64]

FAR_LOW, FAR_HIGH = -3.0, 4.0
MONOTONE_STEPS = 10_000


def shares_of_order(stage: Stage, block: Block, order: int) -> Floats:
    """Share of each group that would disobey the order (defenders: defend) in each world [G, W]."""
    cells = block.cells.copy()
    shares = np.empty((stage.shape[0], block.worlds.size))
    solve_order(stage.world(cells), stage.setting, block.coefficients, block.beta, order, FIRST_STEPS, shares)
    return shares


def people_of_order(stage: Stage, block: Block, order: int, shares: Floats, day: int) -> Floats:
    """People of each group who would disobey [G, W]: one binomial draw from the true headcount a world."""
    rows = [
        binomials(stage.setting.headcount[g], shares[g], stage.seed, block.worlds, day, sites.SHARE_DRAW + 1000 * order + g)
        for g in range(shares.shape[0])
    ]
    return np.array(rows, dtype=np.float64)


@kernel
def extreme_roots(
    world: World, setting: Setting, draw: Coefficients, beta: Floats, order: int, low: Floats, high: Floats
) -> None:
    """Lowest and highest equilibrium threshold of each world, without the uniqueness guard.

    Where U is under the guard's cap the root of the day is the only one. Elsewhere the right-hand side of the core, which is
    increasing in theta, is iterated from far below and far above, which ends in the lowest and the highest fixed point (Milgrom
    & Roberts 1990).
    """
    groups, worlds = world.share.shape
    crowd, alpha = np.empty(worlds), world.belief_precision.copy()
    base, gain, weight = np.empty((groups, worlds)), np.empty((groups, worlds)), np.empty((groups, worlds))
    order_crowd(world, setting, order, crowd)
    for g in range(groups):
        group_weight(world, setting, g, order, weight[g])
        group_quantile(world, setting, draw, g, order, crowd, base[g])
        prepare_group(world, setting.sign[g], beta[g], alpha, base[g], gain[g])
    for i in range(worlds):
        pressure = pressure_on(world, setting, draw, crowd[i], i)
        spread = 0.0
        for g in range(groups):
            spread += weight[g, i] / np.sqrt(beta[g])
        if uniqueness_bound(alpha[i], spread) < setting.uniqueness_cap:
            low[i] = high[i] = world.root[order, i]
        else:
            low[i] = fixed_point(base, gain, weight, setting.sign, pressure, FAR_LOW, i)
            high[i] = fixed_point(base, gain, weight, setting.sign, pressure, FAR_HIGH, i)


@kernel
def fixed_point(
    base: Floats, gain: Floats, weight: Floats, sign: Floats, pressure: Array, start: float, i: int
) -> Array:
    """The fixed point of the core that iteration from `start` climbs or descends to, in world i of arrays [G, W]."""
    theta: Array = start
    for _ in range(MONOTONE_STEPS):
        following: Array = pressure
        for g in range(sign.size):
            following += group_mass(sign[g], weight[g, i], attack_index(base[g, i], gain[g, i], theta))
        if absolute(following - theta) < 1e-11:
            break
        theta = following
    return theta


def equilibria_of_order(stage: Stage, block: Block, order: int) -> tuple[Floats, Floats]:
    """Lowest and highest threshold of an order in each world [W], without the uniqueness guard."""
    low, high = np.empty(block.worlds.size), np.empty(block.worlds.size)
    extreme_roots(stage.world(block.cells), stage.setting, block.coefficients, block.beta, order, low, high)
    return low, high


def live_on(stage: Stage, block: Block, after: int, days: int, notes: Notes | None = None) -> Floats:
    """Cells of the block after `days` more days lived forward from the day after `after`; what is decided stays decided.

    `notes`, where given, receive the reports that the worlds draw.
    """
    cells = block.cells.copy()
    world = stage.world(cells)
    seed = checked_seed(stage.seed)
    span = (after + 1, after + 1 + days)
    live_days(world, stage.setting, block.coefficients, block.beta, seed, block.worlds, *span, notes or room_for(0))
    return cells
