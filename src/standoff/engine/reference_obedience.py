"""Stages 2 to 4 of the reference day: stakes, core and choice of every group and world at once, in plain NumPy.

Read beside `standoff.engine.obedience`, which loops where this broadcasts: a number a group is a column [G, 1], a number a
world a row [W], and what belongs to both an array [G, W]. The formulas are those of `standoff.model`, called on arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.engine.binomials import binomials
from standoff.engine.draws import normals, uniforms
from standoff.engine.obedience import (
    AMNESTY,
    CLEAR_CROWD,
    COUNTERWEIGHT,
    HARDSHIP,
    INTERVENTION,
    PATRON,
    PATRONAGE,
    SHOOT,
    SURVEILLANCE,
    THREAT,
)
from standoff.model.core import (
    attack_base,
    attack_gain,
    attack_index,
    group_mass,
    group_slope,
    guarded_precision,
    newton_step,
    share_moved,
    stake_quantile,
)
from standoff.model.maths import Array, maximum
from standoff.model.players import (
    ExpectedLoss,
    backlash_loss,
    chance_of_ordering,
    intervention_loss,
    overthrow_loss,
    private_chance_obeyed,
    refusal_loss,
)
from standoff.model.priors import Coefficients
from standoff.model.reports import margin_index, share_index
from standoff.model.setting import Setting
from standoff.model.stakes import amnesty_pull, crowd_excess, loyalty, moral_cost, stake_logit
from standoff.model.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Today:
    """What a day's stages share: the case, the block's coefficients, and the address of every draw but its site."""

    setting: Setting
    draw: Coefficients
    beta: Floats
    seed: int
    worlds: Integers
    day: int

    def uniform(self, site: int) -> Floats:
        """One uniform number a world [W]."""
        return uniforms(self.seed, self.worlds, self.day, site)

    def normal(self, site: int) -> Floats:
        """One standard normal number a world [W]."""
        return normals(self.seed, self.worlds, self.day, site)

    def people(self, trials: ArrayLike, chance: ArrayLike, site: int) -> Integers:
        """Successes in that many trials of that chance, in each world [W]."""
        return binomials(trials, chance, self.seed, self.worlds, self.day, site)


def crowd_faced(world: World, setting: Setting, order: int) -> Array:
    """Crowd [W] that an order faces, in tenfold steps; to clear or to shoot presupposes the reference crowd."""
    street = order in (CLEAR_CROWD, SHOOT)
    return crowd_excess(maximum(world.crowd, setting.reference_crowd) if street else world.crowd)


def group_quantile(world: World, today: Today, order: int) -> Array:
    """Stage 2: Phi^-1(1 - c) of each group [G, W] facing an order, from its stakes of the day."""
    setting, draw, covariates = today.setting, today.draw, world.covariates
    kin, cover, exposed, command, sign = (
        column[:, None] for column in (setting.kin, setting.cover, setting.hardship, setting.command, setting.sign)
    )
    culpability = world.culpability[setting.force]
    held = loyalty(
        draw.patronage * covariates[PATRONAGE],
        draw.hardship * exposed * covariates[HARDSHIP],
        draw.surveillance * covariates[SURVEILLANCE],
        draw.patron * covariates[PATRON],
        draw.threat * covariates[THREAT],
    )
    pulled = amnesty_pull(draw.amnesty * covariates[AMNESTY], cover, draw.culpability, culpability)
    crowd = crowd_faced(world, setting, order)
    cost = moral_cost(kin, draw.moral_cost, setting.moral[order], setting.harsh[order], crowd)
    base = world.base_logit + sign * world.cohesion
    return stake_quantile(stake_logit(base, sign, held, pulled, cost, draw.pivot * command * culpability))


def weights_of(world: World, setting: Setting, order: int) -> Floats:
    """Weight of each group [G, W] for an order; expanded counterweights weigh up to half as much again."""
    grown = np.where(setting.sign[:, None] < 0.0, 1.0 + 0.5 * world.covariates[COUNTERWEIGHT], 1.0)
    weight: Floats = setting.weight[:, order, None] * grown
    return weight


class Core(NamedTuple):
    """One order's core in every world: what its scalar root solves."""

    sign: Floats  # [G, 1]
    beta: Floats  # [G, 1]
    alpha: Array  # [W] public precision under the uniqueness guard
    quantile: Array  # [G, W] Phi^-1(1 - c)
    weight: Floats  # [G, W]
    pressure: Array  # [W]

    def line(self, mean: Floats) -> tuple[Array, Array]:
        """Each group's attack index as a line in theta [G, W], at 0 and its slope, under a public belief of that mean [W]."""
        base = attack_base(self.quantile, self.sign, self.alpha, self.beta, mean)
        return base, attack_gain(self.sign, self.alpha, self.beta)


def core_of(world: World, today: Today, order: int) -> Core:
    """The core of an order as the world stands."""
    setting, draw = today.setting, today.draw
    beta, weight = today.beta[:, None], weights_of(world, setting, order)
    alpha = guarded_precision(world.belief_precision, (weight / np.sqrt(beta)).sum(axis=0), setting.uniqueness_cap)
    street = draw.crowd_pressure * crowd_faced(world, setting, order)
    pressure = street + draw.intervention_pressure * world.covariates[INTERVENTION] - setting.media_relief
    return Core(setting.sign[:, None], beta, alpha, group_quantile(world, today, order), weight, pressure)


def solve_order(world: World, today: Today, order: int, steps: int) -> Array:
    """Stage 4: move the order's root by Newton from where it stands; return the share [G, W] that would disobey it."""
    core, root = core_of(world, today, order), world.root[order]
    base, gain = core.line(world.belief_mean)
    for _ in range(steps):
        index = attack_index(base, gain, root)
        mass = np.sum(group_mass(core.sign, core.weight, index), axis=0)
        slope = np.sum(group_slope(core.sign, core.weight, gain, index), axis=0)
        root[:] = newton_step(root, core.pressure, mass, slope)
    return share_moved(core.sign, core.beta, attack_index(base, gain, root), root, world.strength)


def choose_order(world: World, today: Today, order: int) -> None:
    """Stage 3: the order-giver's own chance of being obeyed, and the chance that he gives the order."""
    setting, draw = today.setting, today.draw
    signal = world.strength + world.signal_noise / np.sqrt(draw.order_giver_precision)
    belief = world.belief_mean, world.belief_precision
    obeyed = private_chance_obeyed(*belief, signal, draw.order_giver_precision, world.root[order])
    losses = ExpectedLoss(
        refusal_loss(obeyed, draw.loss_ratio, setting.fall[order]),
        overthrow_loss(obeyed, draw.loss_ratio, setting.fall[order]),
        intervention_loss(draw.deterrence, world.covariates[THREAT]),
        backlash_loss(draw.backlash, setting.backlash[order], crowd_faced(world, setting, order)),
    )
    world.chance_obeyed[order] = obeyed
    world.ordering[order] = chance_of_ordering(obeyed, sum(losses), draw.rationality, setting.lapse)


def decide(world: World, today: Today, steps: int) -> None:
    """Stages 2 to 4 for all orders, and the indices of disloyalty that reports will speak of."""
    orders, sign = range(world.root.shape[0]), today.setting.sign[:, None]
    world.share[:] = np.array([solve_order(world, today, order, steps) for order in orders]).mean(axis=0)
    for order in orders:
        choose_order(world, today, order)
    world.disloyalty[:-1] = share_index(world.share, sign)
    world.disloyalty[-1] = margin_index(world.strength - world.root.mean(axis=0))
