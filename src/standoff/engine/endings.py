"""How a day can end the standoff, for a block of worlds: arrests tried, decisive tests, competing hazards (stages 6 and 7)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.compile import device, kernel
from standoff.engine.draws import Seed, uniform
from standoff.engine.news import OCCASION, arrest_hazard, learn_test
from standoff.engine.obedience import ARREST_LEADER, CLEAR_CROWD, INTERVENTION, SHOOT
from standoff.model.maths import Array, maximum
from standoff.model.outcomes import (
    FOREIGN,
    NEGOTIATED,
    SURVIVED,
    chance_in_day,
    fade_hazard,
    foreign_hazard,
    kind_of_fall,
    negotiation_hazard,
    test_hazard,
)
from standoff.model.players import private_chance_obeyed
from standoff.model.priors import COVARIATES, Coefficients
from standoff.model.setting import Setting
from standoff.model.stakes import crowd_excess
from standoff.model.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CONCESSION = COVARIATES.index("concession")


@kernel
def arrests(world: World, setting: Setting, draw: Coefficients, seed: Seed, worlds: Integers, day: int) -> None:
    """Stage 6, forward: the order to arrest the leader may be given; the core says whether it is carried out."""
    for i in range(worlds.size):
        hazard = arrest_hazard(setting, world.covariates[OCCASION, i], world.ordering[ARREST_LEADER, i])
        if world.outcome[i] < 0.0 and uniform(seed, worlds[i], day, sites.ARREST) < chance_in_day(hazard):
            obeyed = world.strength[i] > world.root[ARREST_LEADER, i]
            learn_test(world, ARREST_LEADER, 1.0 if obeyed else -1.0, setting.test_share, i)
            world.covariates[OCCASION, i] = 0.0
            failing = setting.fall[ARREST_LEADER] * setting.test_share
            if not obeyed and uniform(seed, worlds[i], day, sites.OBEYED) < failing:
                fall(world, setting, ARREST_LEADER, day, i)


@device
def order_tested(world: World, i: int, u: float) -> int:
    """Which order a decisive test turns on: the street's orders where there is a street, else the leader's arrest."""
    if crowd_excess(world.crowd[i]) <= 0.0:
        return ARREST_LEADER
    clear, shoot = world.ordering[CLEAR_CROWD, i], world.ordering[SHOOT, i]
    return SHOOT if u * (clear + shoot) < shoot else CLEAR_CROWD


@device
def fall(world: World, setting: Setting, order: int, day: int, i: int) -> None:
    """Write the kind of fall that follows a decisive order that failed in world i."""
    shares, weights = np.zeros(2), np.zeros(2)
    defending = 0.0
    for g in range(setting.sign.size):
        weight = setting.weight[g, order]
        if setting.sign[g] > 0.0:
            tier = int(setting.command[g])
            shares[tier] += weight * world.share[g, i]
            weights[tier] += weight
        else:
            defending += weight * world.share[g, i]
    mean, precision = world.belief_mean[i], world.belief_precision[i]
    chance = 1.0 - private_chance_obeyed(mean, precision, world.strength[i], 9.0, world.root[order, i])
    command, troops = shares[1] / maximum(weights[1], 1e-9), shares[0] / maximum(weights[0], 1e-9)
    kind = kind_of_fall(command, troops, chance, defending, setting.coup_stake, setting.split_counterweight)
    end(world, kind, day, i)


@device
def end(world: World, kind: int, day: int, i: int) -> None:
    """Close world i."""
    world.outcome[i] = kind
    world.ended[i] = day


@device
def hazards(world: World, setting: Setting, draw: Coefficients, i: int) -> tuple[Array, Array, Array, Array]:
    """Hazards a day of a decisive test, of fading, of a deal and of foreign removal in world i."""
    crowd, pace = crowd_excess(world.crowd[i]), draw.outcome_pace
    margin = world.strength[i] - world.root[CLEAR_CROWD, i]
    return (
        test_hazard(setting.test_rate, setting.test_per_crowd, crowd, pace),
        fade_hazard(setting.fade_rate, crowd, margin, pace),
        negotiation_hazard(setting.negotiated_rate, world.covariates[CONCESSION, i], margin, pace),
        foreign_hazard(setting.foreign_rate, world.covariates[INTERVENTION, i], pace),
    )


@kernel
def weigh_survival(world: World, setting: Setting, draw: Coefficients, log_weight: Floats) -> None:
    """Stage 7, backward: it is not over yet, which speaks against worlds in which it would have been."""
    for i in range(log_weight.size):
        test, fade, deal, foreign = hazards(world, setting, draw, i)
        street = crowd_excess(world.crowd[i]) > 0.0
        order = CLEAR_CROWD if street else ARREST_LEADER
        obeyed = world.strength[i] > world.root[order, i]
        ends = setting.test_settles if obeyed else setting.fall[order]
        log_weight[i] -= test * ends + fade + deal + foreign


@kernel
def outcomes_of_day(world: World, setting: Setting, draw: Coefficients, seed: Seed, worlds: Integers, day: int) -> None:
    """Stage 7, forward: competing hazards; at most one happens in a day."""
    for i in range(worlds.size):
        if world.outcome[i] >= 0.0:
            continue
        test, fade, deal, foreign = hazards(world, setting, draw, i)
        total = test + fade + deal + foreign
        u = uniform(seed, worlds[i], day, sites.OUTCOME)
        if u >= chance_in_day(total):
            continue
        which = u / chance_in_day(total) * total
        if which < test:
            decisive_test(world, setting, seed, worlds[i], day, i)
        elif which < test + fade:
            end(world, SURVIVED, day, i)
        elif which < test + fade + deal:
            end(world, NEGOTIATED, day, i)
        else:
            end(world, FOREIGN, day, i)


@device
def decisive_test(world: World, setting: Setting, seed: Seed, address: int, day: int, i: int) -> None:
    """An order on which everything turns: obeyed it may settle the matter, refused it may bring him down."""
    order = order_tested(world, i, uniform(seed, address, day, sites.SETTLES))
    obeyed = world.strength[i] > world.root[order, i]
    learn_test(world, order, 1.0 if obeyed else -1.0, 1.0, i)
    u = uniform(seed, address, day, sites.FALLS)
    if obeyed and u < setting.test_settles:
        end(world, SURVIVED, day, i)
    if not obeyed and u < setting.fall[order]:
        fall(world, setting, order, day, i)
