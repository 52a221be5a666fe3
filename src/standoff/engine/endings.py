"""How a day can end the standoff, for a block of worlds: decisive tests and competing hazards (stage 6)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.compile import device, kernel
from standoff.engine.draws import Seed, uniform
from standoff.engine.obedience import ARREST_LEADER, CLEAR_CROWD, COUNTERWEIGHT, INTERVENTION, SHOOT
from standoff.model.core import attack_base, attack_gain, attack_index, share_moved, stake_quantile
from standoff.model.maths import Array, maximum, where
from standoff.model.outcomes import (
    FOREIGN,
    NEGOTIATED,
    REMOVED,
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


@device
def fall(world: World, setting: Setting, order: int, day: int, i: int) -> None:
    """Write the kind of fall that follows a decisive order that failed in world i."""
    end(world, kind_of_failure(world, setting, order, world.share, i), day, i)


@device
def kind_of_failure(world: World, setting: Setting, order: int, share: Floats, i: int) -> int:
    """Which fall follows an order that failed in world i, given the shares [G, W] that disobey."""
    shares, weights = np.zeros(2), np.zeros(2)
    defending = 0.0
    for g in range(setting.sign.size):
        weight = setting.weight[g, order]
        if setting.sign[g] > 0.0:
            tier = int(setting.command[g])
            shares[tier] += weight * share[g, i]
            weights[tier] += weight
        else:
            defending += weight * share[g, i]
    mean, precision = world.belief_mean[i], world.belief_precision[i]
    chance = 1.0 - private_chance_obeyed(mean, precision, world.strength[i], 9.0, world.root[order, i])
    command, troops = shares[1] / maximum(weights[1], 1e-9), shares[0] / maximum(weights[0], 1e-9)
    return kind_of_fall(command, troops, chance, defending, setting.coup_stake, setting.split_counterweight)


@device
def end(world: World, kind: int, day: int, i: int) -> None:
    """Close world i."""
    world.outcome[i] = kind
    world.ended[i] = day


@device
def plot_hazard(world: World, setting: Setting, draw: Coefficients, tier: int, i: int) -> Array:
    """Plots a day by a tier of the ordinary forces (0 troops, 1 command) in world i: those who think they would win.

    Plotters play the game of the core with more to lose (model paper, fact 2); a counterweight provokes them (fact 14).
    """
    precision, mean = world.belief_precision[i], world.belief_mean[i]
    stake = setting.plot_stake[tier] - setting.plot_provoked * world.covariates[COUNTERWEIGHT, i]
    beta, root = setting.plot_precision[tier], plot_root(world, setting, tier, i)
    base = attack_base(stake_quantile(stake), 1.0, precision, beta, mean)
    index = attack_index(base, attack_gain(1.0, precision, beta), root)
    hazard: Array = draw.outcome_pace * setting.plot_rate * share_moved(1.0, beta, index, root, world.strength[i])
    return hazard


@device
def plot_root(world: World, setting: Setting, tier: int, i: int) -> Array:
    """The strength under which a plot of that tier succeeds in world i."""
    root: Array = world.root[CLEAR_CROWD, i] + setting.plot_edge[tier]
    return root


@device
def coup_hazard(world: World, setting: Setting, draw: Coefficients, i: int) -> Array:
    """Hazard a day of a plot that succeeds in world i."""
    hazard: Array = 0.0
    for tier in range(2):
        wins = where(world.strength[i] < plot_root(world, setting, tier, i), 1.0, 0.0)
        hazard += wins * plot_hazard(world, setting, draw, tier, i)
    return hazard


@device
def ending_hazards(
    world: World, setting: Setting, draw: Coefficients, i: int
) -> tuple[Array, Array, Array, Array, Array, Array, Array, Array]:
    """Hazards a day of each way in which world i can end.

    Settled by a decisive order obeyed; brought down by the failure of an arrest, of clearing, of shooting; faded; a deal;
    foreign force; a coup. A test turns on the street's orders where there is a street, by how readily each would be given, and
    on the leader's arrest elsewhere.
    """
    crowd, pace = crowd_excess(world.crowd[i]), draw.outcome_pace
    margin = world.strength[i] - world.root[CLEAR_CROWD, i]
    test = test_hazard(setting.test_rate, setting.test_per_crowd, crowd, pace)
    street = where(crowd > 0.0, 1.0, 0.0)
    harsh = world.ordering[SHOOT, i] / (world.ordering[CLEAR_CROWD, i] + world.ordering[SHOOT, i])
    arrest, clear, shoot = (1.0 - street) * test, street * (1.0 - harsh) * test, street * harsh * test
    obeyed_arrest = where(world.strength[i] > world.root[ARREST_LEADER, i], 1.0, 0.0)
    obeyed_clear = where(margin > 0.0, 1.0, 0.0)
    obeyed_shoot = where(world.strength[i] > world.root[SHOOT, i], 1.0, 0.0)
    return (
        setting.test_settles * (arrest * obeyed_arrest + clear * obeyed_clear + shoot * obeyed_shoot),
        setting.fall[ARREST_LEADER] * arrest * (1.0 - obeyed_arrest),
        setting.fall[CLEAR_CROWD] * clear * (1.0 - obeyed_clear),
        setting.fall[SHOOT] * shoot * (1.0 - obeyed_shoot),
        fade_hazard(setting.fade_rate, crowd, margin, pace),
        negotiation_hazard(setting.negotiated_rate, world.covariates[CONCESSION, i], margin, pace),
        foreign_hazard(setting.foreign_rate, world.covariates[INTERVENTION, i], pace),
        coup_hazard(world, setting, draw, i),
    )


@kernel
def weigh_survival(world: World, setting: Setting, draw: Coefficients, log_weight: Floats) -> None:
    """Stage 6, backward: it is not over yet, which speaks against worlds in which it would have been."""
    for i in range(log_weight.size):
        settled, arrest, clear, shoot, fade, deal, foreign, coup = ending_hazards(world, setting, draw, i)
        log_weight[i] -= settled + arrest + clear + shoot + fade + deal + foreign + coup


@kernel
def outcomes_of_day(world: World, setting: Setting, draw: Coefficients, seed: Seed, worlds: Integers, day: int) -> None:
    """Stage 6, forward: competing hazards; at most one happens in a day."""
    for i in range(worlds.size):
        if world.outcome[i] >= 0.0:
            continue
        settled, arrest, clear, shoot, fade, deal, foreign, coup = ending_hazards(world, setting, draw, i)
        total = settled + arrest + clear + shoot + fade + deal + foreign + coup
        u, chance = uniform(seed, worlds[i], day, sites.OUTCOME), chance_in_day(total)
        if u >= chance:
            continue
        lot = u / chance * total
        if lot < settled + fade:
            end(world, SURVIVED, day, i)
        elif lot < settled + fade + deal:
            end(world, NEGOTIATED, day, i)
        elif lot < settled + fade + deal + foreign:
            end(world, FOREIGN, day, i)
        elif lot < settled + fade + deal + foreign + coup:
            end(world, REMOVED, day, i)
        elif lot < total - clear - shoot:
            fall(world, setting, ARREST_LEADER, day, i)
        elif lot < total - shoot:
            fall(world, setting, CLEAR_CROWD, day, i)
        else:
            fall(world, setting, SHOOT, day, i)


@kernel
def plots_of_day(world: World, setting: Setting, draw: Coefficients, plots: Floats, wins: Floats) -> None:
    """Plots a day by tier [2, W] (troops, command), and 1 where they would succeed [2, W]."""
    for tier in range(2):
        for i in range(world.strength.size):
            plots[tier, i] = plot_hazard(world, setting, draw, tier, i)
            wins[tier, i] = where(world.strength[i] < plot_root(world, setting, tier, i), 1.0, 0.0)
