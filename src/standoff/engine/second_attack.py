"""Can anything further be coordinated once a test was passed? Thresholds above a floor that all know (see `model.survival`).

The map from an expected threshold to the missing obedience rises with the threshold, with a floor as without. Iterated from
above everything it therefore descends to the highest threshold there is (Milgrom & Roberts 1990), or below the floor where
there is none. Each group's quantile is brought along by one Newton step a sweep: as the threshold falls those steps stay above
their solution, and so the iteration stays above its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.engine.compile import device, kernel, register
from standoff.engine.ensemble import Block, Stage
from standoff.engine.obedience import group_quantile, group_weight, guarded_alpha, order_crowd, pressure_on
from standoff.model import survival
from standoff.model.core import attack_base, attack_gain, attack_index, group_mass
from standoff.model.maths import Array
from standoff.model.priors import Coefficients
from standoff.model.setting import Setting
from standoff.model.survival import floor_distance, survivor_need, survivor_quantile, survivor_start, survivor_step
from standoff.model.world import World

Floats = NDArray[np.float64]

register(survival)

SWEEPS = 1_000_000
STILL = 1e-11
CELLS, HALVINGS = 256, 60


class Attack(NamedTuple):
    """What a further attack is made of: G groups in W worlds."""

    quantile: Floats  # [G, W] Phi^-1(1 - c)
    weight: Floats  # [G, W]
    sign: Floats  # [G]
    beta: Floats  # [G]
    alpha: Floats  # [W] precision of the public belief before it is truncated
    mean: Floats  # [W] its mean
    pressure: Floats  # [W]
    floor: Floats  # [W] all know that strength lies above it


@device
def mass_of_group(attack: Attack, g: int, quantile: Array, theta: Array, i: int) -> Array:
    """What a group adds to the missing obedience in world i at threshold theta, given its quantile."""
    s, beta, alpha = attack.sign[g], attack.beta[g], attack.alpha[i]
    index = attack_index(attack_base(quantile, s, alpha, beta, attack.mean[i]), attack_gain(s, alpha, beta), theta)
    return group_mass(s, attack.weight[g, i], index)


@kernel
def missing_obedience(attack: Attack, theta: Array, i: int) -> Array:
    """Pressure and missing obedience in world i if all expect the threshold theta, above the floor: the core's right side."""
    total: Array = attack.pressure[i]
    for g in range(attack.sign.size):
        delta = floor_distance(attack.alpha[i], attack.beta[g], theta, attack.floor[i])
        total += mass_of_group(attack, g, survivor_quantile(attack.quantile[g, i], attack.sign[g], delta), theta, i)
    return total


@kernel
def descend(attack: Attack, i: int, u: Floats, need: Floats) -> Array:
    """The highest threshold above the floor in world i, NaN where there is none; `u` and `need` [G] are room to work in."""
    theta: Array = attack.pressure[i]
    for g in range(attack.sign.size):
        theta += max(attack.sign[g], 0.0) * attack.weight[g, i]  # no threshold can lie above
    for g in range(attack.sign.size):
        s, delta = attack.sign[g], floor_distance(attack.alpha[i], attack.beta[g], theta, attack.floor[i])
        need[g] = survivor_need(attack.quantile[g, i], s)
        u[g] = survivor_start(attack.quantile[g, i], s, need[g], delta)
    still = 0
    for _ in range(SWEEPS):
        if not theta > attack.floor[i]:
            break
        following: Array = attack.pressure[i]
        for g in range(attack.sign.size):
            delta = floor_distance(attack.alpha[i], attack.beta[g], theta, attack.floor[i])
            u[g] = survivor_step(u[g], need[g], delta)
            following += mass_of_group(attack, g, attack.sign[g] * u[g], theta, i)
        still = still + 1 if theta - following < STILL else 0
        if still == 2:  # not at once: the quantiles may have been on their way still
            return following
        theta = following
    return np.nan


@kernel
def highest_thresholds(attack: Attack, out: Floats) -> None:
    """The highest threshold above the floor in each world [W]; NaN where nothing further can be coordinated."""
    u, need = np.empty(attack.sign.size), np.empty(attack.sign.size)
    for i in range(out.size):
        out[i] = descend(attack, i, u, need)


@kernel
def lowest_thresholds(attack: Attack, high: Floats, out: Floats) -> None:
    """The lowest threshold above the floor in each world [W], given the highest; NaN where there is none.

    Where nobody attacks just above the floor, the missing obedience has to overtake the threshold first: there lies the lowest,
    from which expectations run away to either side. It is looked for in 256 steps and bisected. Elsewhere expectations climb to
    it from the floor.
    """
    for i in range(out.size):
        floor, step = attack.floor[i], (high[i] - attack.floor[i]) / CELLS
        out[i], below = high[i], floor
        for k in range(CELLS):
            above = floor + (k + 0.5) * step
            if missing_obedience(attack, above, i) > above:
                settles = missing_obedience(attack, floor, i) > floor
                out[i] = climb(attack, i) if settles else overtaking(attack, below, above, i)
                break
            below = above


@kernel
def climb(attack: Attack, i: int) -> Array:
    """The threshold that expectations climb to from the floor in world i."""
    theta: Array = attack.floor[i]
    for _ in range(SWEEPS):
        following = missing_obedience(attack, theta, i)
        if following - theta < STILL:
            break
        theta = following
    return theta


@kernel
def overtaking(attack: Attack, below: float, above: float, i: int) -> float:
    """Where in world i the missing obedience overtakes the threshold: not yet at `below`, but at `above`."""
    for _ in range(HALVINGS):
        middle = 0.5 * (below + above)
        if missing_obedience(attack, middle, i) > middle:
            above = middle
        else:
            below = middle
    return above


@kernel
def attack_on(world: World, setting: Setting, draw: Coefficients, beta: Floats, order: int, floor: Floats) -> Attack:
    """Refusal of an order in each world as it stands, the public belief truncated at `floor` [W]."""
    groups, worlds = world.share.shape
    crowd, pressure, alpha = np.empty(worlds), np.empty(worlds), np.empty(worlds)
    quantile, weight = np.empty((groups, worlds)), np.empty((groups, worlds))
    order_crowd(world, setting, order, crowd)
    for g in range(groups):
        group_weight(world, setting, g, order, weight[g])
        group_quantile(world, setting, draw, g, order, crowd, quantile[g])
    guarded_alpha(world, weight, beta, setting.uniqueness_cap, alpha)
    for i in range(worlds):
        pressure[i] = pressure_on(world, setting, draw, crowd[i], i)
    return Attack(quantile, weight, setting.sign, beta, alpha, world.belief_mean, pressure, floor)


@kernel
def second_attacks(
    world: World, setting: Setting, draw: Coefficients, beta: Floats, order: int, floor: Floats, out: Floats
) -> None:
    """The highest threshold of an order above a floor that all know, in each world [W]; NaN where there is none."""
    highest_thresholds(attack_on(world, setting, draw, beta, order, floor), out)


def second_attack_of_order(stage: Stage, block: Block, order: int, floor: Floats) -> Floats:
    """Threshold below which an order would be refused in each world [W], if all knew strength to lie above `floor` [W].

    The highest there is; NaN where no refusal can be coordinated any more (Angeletos, Hellwig & Pavan 2007). The uniqueness
    guard holds as it does for the day's own thresholds.
    """
    out = np.empty(block.worlds.size)
    world = stage.world(block.cells)
    second_attacks(world, stage.setting, block.coefficients, block.beta, order, np.ascontiguousarray(floor), out)
    return out
