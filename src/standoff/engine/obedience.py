"""Stakes, core and choice of a day, for a block of worlds at once: stages 2 to 4 of the day.

Loops run over groups outside and over worlds inside, so that worlds are the vector lanes; each inner loop is one of the
model's formulas, compiled from the text in `standoff.model`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine.compile import device, kernel, register
from standoff.model import beliefs, core, crowds, outcomes, players, reports, stakes
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
from standoff.model.maths import Array, maximum, sqrt
from standoff.model.players import (
    backlash_loss,
    chance_of_ordering,
    intervention_loss,
    overthrow_loss,
    private_chance_obeyed,
    refusal_loss,
)
from standoff.model.priors import COVARIATES, ORDERS, Coefficients
from standoff.model.reports import margin_index, share_index
from standoff.model.setting import Setting
from standoff.model.stakes import amnesty_pull, crowd_excess, loyalty, moral_cost, stake_logit
from standoff.model.world import World

Floats = NDArray[np.float64]

for _module in (beliefs, core, crowds, outcomes, players, reports, stakes):
    register(_module)

PATRONAGE = COVARIATES.index("patronage")
HARDSHIP = COVARIATES.index("hardship")
SURVEILLANCE = COVARIATES.index("surveillance")
AMNESTY = COVARIATES.index("amnesty")
THREAT = COVARIATES.index("threat")
PATRON = COVARIATES.index("patron")
INTERVENTION = COVARIATES.index("intervention")
COUNTERWEIGHT = COVARIATES.index("counterweight")
ARREST_LEADER = ORDERS.index("arrest_leader")
CLEAR_CROWD = ORDERS.index("clear_crowd")
SHOOT = ORDERS.index("shoot")
FIRST_STEPS = 8


@kernel
def order_crowd(world: World, setting: Setting, order: int, crowd: Floats) -> None:
    """Crowd that an order faces, in tenfold steps; an order to clear or to shoot presupposes the reference crowd."""
    least = setting.reference_crowd if order in (CLEAR_CROWD, SHOOT) else -99.0
    for i in range(crowd.size):
        crowd[i] = crowd_excess(maximum(world.crowd[i], least))


@kernel
def group_quantile(
    world: World, setting: Setting, draw: Coefficients, group: int, order: int, crowd: Floats, out: Floats
) -> None:
    """Phi^-1(1 - c) of one group facing one order, from its stakes of the day (stage 2)."""
    sign, kin, cover = setting.sign[group], setting.kin[group], setting.cover[group]
    exposed, command, force = setting.hardship[group], setting.command[group], setting.force[group]
    moral, harsh = setting.moral[order], setting.harsh[order]
    covariates, culpability = world.covariates, world.culpability
    for i in range(out.size):
        held = loyalty(
            draw.patronage * covariates[PATRONAGE, i],
            draw.hardship * exposed * covariates[HARDSHIP, i],
            draw.surveillance * covariates[SURVEILLANCE, i],
            draw.patron * covariates[PATRON, i],
            draw.threat * covariates[THREAT, i],
        )
        pulled = amnesty_pull(draw.amnesty * covariates[AMNESTY, i], cover, draw.culpability, culpability[force, i])
        cost = moral_cost(kin, draw.moral_cost, moral, harsh, crowd[i])
        pivot = draw.pivot * command * culpability[force, i]
        base = world.base_logit[group, i] + sign * world.cohesion[i]
        out[i] = stake_logit(base, sign, held, pulled, cost, pivot)
    for i in range(out.size):  # a loop of its own: together they would run out of vector registers
        out[i] = stake_quantile(out[i])


@kernel
def group_weight(world: World, setting: Setting, group: int, order: int, out: Floats) -> None:
    """Weight of a group for an order; expanded counterweights weigh more."""
    base = setting.weight[group, order]
    grows = 0.5 if setting.sign[group] < 0.0 else 0.0
    for i in range(out.size):
        out[i] = base * (1.0 + grows * world.covariates[COUNTERWEIGHT, i])


@kernel
def solve_root(
    base: Floats, gain: Floats, weight: Floats, sign: Floats, pressure: Floats, steps: int, root: Floats
) -> None:
    """Newton steps on the core's one scalar root, for many worlds.

    `base`, `gain` and `weight` are [G, W] (see `model.core`), `sign` [G], `pressure` [W]. `root` [W] holds the start and
    receives the root.
    """
    worlds = root.size
    mass, slope = np.empty(worlds), np.empty(worlds)
    for _ in range(steps):
        mass[:] = 0.0
        slope[:] = 0.0
        for g in range(sign.size):
            s = sign[g]
            for i in range(worlds):
                index = attack_index(base[g, i], gain[g, i], root[i])
                mass[i] += group_mass(s, weight[g, i], index)
                slope[i] += group_slope(s, weight[g, i], gain[g, i], index)
        for i in range(worlds):
            root[i] = newton_step(root[i], pressure[i], mass[i], slope[i])


@kernel
def guarded_alpha(
    world: World, weight: Floats, beta: Floats, cap: float, alpha: Floats
) -> None:
    """Public precision held below the uniqueness cap, given the weights [G, W] in play."""
    spread = np.zeros(alpha.size)
    for g in range(beta.size):
        root_beta = np.sqrt(beta[g])
        for i in range(alpha.size):
            spread[i] += weight[g, i] / root_beta
    for i in range(alpha.size):
        alpha[i] = guarded_precision(world.belief_precision[i], spread[i], cap)


@kernel
def prepare_group(world: World, sign: float, beta: float, alpha: Floats, base: Floats, gain: Floats) -> None:
    """Turn the quantiles in `base` into the parts of a group's attack index that Newton's steps do not change."""
    for i in range(alpha.size):
        base[i] = attack_base(base[i], sign, alpha[i], beta, world.belief_mean[i])
        gain[i] = attack_gain(sign, alpha[i], beta)


@device
def pressure_on(world: World, setting: Setting, draw: Coefficients, crowd: float, i: int) -> Array:
    """Missing obedience from outside the forces in world i: the crowd and foreign force, less what state media win back."""
    abroad: Array = draw.intervention_pressure * world.covariates[INTERVENTION, i]
    return draw.crowd_pressure * crowd + abroad - setting.media_relief


@kernel
def solve_order(
    world: World, setting: Setting, draw: Coefficients, beta: Floats, order: int, steps: int, shares: Floats
) -> None:
    """Root of one order, and the share [G, W] of each group that would disobey it (defenders: defend)."""
    groups, worlds = shares.shape
    crowd, pressure, alpha = np.empty(worlds), np.empty(worlds), np.empty(worlds)
    base, gain, weight = np.empty((groups, worlds)), np.empty((groups, worlds)), np.empty((groups, worlds))
    order_crowd(world, setting, order, crowd)
    for g in range(groups):
        group_weight(world, setting, g, order, weight[g])
    guarded_alpha(world, weight, beta, setting.uniqueness_cap, alpha)
    for g in range(groups):
        group_quantile(world, setting, draw, g, order, crowd, base[g])
        prepare_group(world, setting.sign[g], beta[g], alpha, base[g], gain[g])
    for i in range(worlds):
        pressure[i] = pressure_on(world, setting, draw, crowd[i], i)
    root = world.root[order]
    solve_root(base, gain, weight, setting.sign, pressure, steps, root)
    for g in range(groups):
        s, b = setting.sign[g], beta[g]
        for i in range(worlds):
            index = attack_index(base[g, i], gain[g, i], root[i])
            shares[g, i] = share_moved(s, b, index, root[i], world.strength[i])


@device
def order_loss(setting: Setting, draw: Coefficients, order: int, obeyed: Array, threat: float, crowd: float) -> Array:
    """What holds an order back, all four reasons together, in units of the gain from its being obeyed."""
    failing = refusal_loss(obeyed, draw.loss_ratio, setting.fall[order])
    failing += overthrow_loss(obeyed, draw.loss_ratio, setting.fall[order])
    street = backlash_loss(draw.backlash, setting.backlash[order], crowd)
    return failing + intervention_loss(draw.deterrence, threat) + street


@kernel
def choose_order(world: World, setting: Setting, draw: Coefficients, order: int) -> None:
    """The order-giver's own chance of being obeyed, and the chance that he gives the order (stage 3)."""
    crowd = np.empty(world.strength.size)
    order_crowd(world, setting, order, crowd)
    noise = 1.0 / sqrt(draw.order_giver_precision)
    for i in range(crowd.size):
        signal = world.strength[i] + noise * world.signal_noise[i]
        root, mean, precision = world.root[order, i], world.belief_mean[i], world.belief_precision[i]
        obeyed = private_chance_obeyed(mean, precision, signal, draw.order_giver_precision, root)
        loss = order_loss(setting, draw, order, obeyed, world.covariates[THREAT, i], crowd[i])
        world.chance_obeyed[order, i] = obeyed
        world.ordering[order, i] = chance_of_ordering(obeyed, loss, draw.rationality, setting.lapse)


@kernel
def decide(world: World, setting: Setting, draw: Coefficients, beta: Floats, steps: int) -> None:
    """Stages 2 to 4 for all orders: stakes, core, the order-giver's choice, shares and indices of disloyalty."""
    groups, worlds = world.share.shape
    orders = world.root.shape[0]
    shares = np.empty((groups, worlds))
    world.share[:] = 0.0
    for order in range(orders):
        solve_order(world, setting, draw, beta, order, steps, shares)
        for g in range(groups):
            for i in range(worlds):
                world.share[g, i] += shares[g, i] / orders
        choose_order(world, setting, draw, order)
    for g in range(groups):
        for i in range(worlds):
            world.disloyalty[g, i] = share_index(world.share[g, i], setting.sign[g])
    for i in range(worlds):
        mean_root = 0.0
        for order in range(orders):
            mean_root += world.root[order, i] / orders
        world.disloyalty[groups, i] = margin_index(world.strength[i] - mean_root)
