"""Stages 6 and 7 of the reference day: arrests tried, decisive tests, competing hazards, in plain NumPy.

Read beside `standoff.engine.endings`. Hazards are arrays over worlds; the few worlds in which something happens that day are
then taken one by one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.endings import CONCESSION
from standoff.engine.news import OCCASION
from standoff.engine.obedience import ARREST_LEADER, CLEAR_CROWD, INTERVENTION, SHOOT
from standoff.engine.reference_news import arrest_hazard, learn_test
from standoff.engine.reference_obedience import Today
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
from standoff.model.stakes import crowd_excess
from standoff.model.world import World

Floats = NDArray[np.float64]

COUP_PRECISION = 9.0


def hazards(world: World, today: Today) -> Floats:
    """Hazards a day [4, W] of a decisive test, of fading, of a deal and of foreign removal."""
    setting, pace = today.setting, today.draw.outcome_pace
    crowd, margin = crowd_excess(world.crowd), world.strength - world.root[CLEAR_CROWD]
    kinds = (
        test_hazard(setting.test_rate, setting.test_per_crowd, crowd, pace),
        fade_hazard(setting.fade_rate, crowd, margin, pace),
        negotiation_hazard(setting.negotiated_rate, world.covariates[CONCESSION], margin, pace),
        foreign_hazard(setting.foreign_rate, world.covariates[INTERVENTION], pace),
    )
    return np.array(kinds)


def weigh_survival(world: World, today: Today) -> Floats:
    """Stage 7, backward: the log weight [W] of its not being over yet."""
    setting, (test, fade, deal, foreign) = today.setting, hazards(world, today)
    order = np.where(crowd_excess(world.crowd) > 0.0, CLEAR_CROWD, ARREST_LEADER)
    obeyed = world.strength > world.root[order, np.arange(order.size)]
    ends = np.where(obeyed, setting.test_settles, setting.fall[order])
    log_weight: Floats = -(test * ends + fade + deal + foreign)
    return log_weight


def arrests(world: World, today: Today) -> None:
    """Stage 6, forward: the order to arrest the leader may be given; the core says whether it is carried out."""
    setting = today.setting
    given = today.uniform(sites.ARREST) < chance_in_day(arrest_hazard(world, setting))
    at = np.flatnonzero(given & (world.outcome < 0.0))
    obeyed = world.strength[at] > world.root[ARREST_LEADER, at]
    learn_test(world, ARREST_LEADER, np.where(obeyed, 1.0, -1.0), setting.test_share, at)
    world.covariates[OCCASION, at] = 0.0
    fails = today.uniform(sites.OBEYED)[at] < setting.fall[ARREST_LEADER] * setting.test_share
    for i in map(int, at[~obeyed & fails]):
        end(world, fall(world, today, ARREST_LEADER, i), today.day, i)


def outcomes_of_day(world: World, today: Today) -> None:
    """Stage 7, forward: competing hazards; at most one happens in a day."""
    hazard = hazards(world, today)
    total, u = hazard.sum(axis=0), today.uniform(sites.OUTCOME)
    for i in map(int, np.flatnonzero((u < chance_in_day(total)) & (world.outcome < 0.0))):
        lot = u[i] / chance_in_day(total[i]) * total[i]
        which = int(np.sum(lot >= np.cumsum(hazard[:3, i])))
        if which == 0:
            decisive_test(world, today, i)
        else:
            end(world, (SURVIVED, NEGOTIATED, FOREIGN)[which - 1], today.day, i)


def decisive_test(world: World, today: Today, i: int) -> None:
    """An order on which everything turns: obeyed it may settle the matter, refused it may bring him down."""
    order = order_tested(world, today, i)
    obeyed = world.strength[i] > world.root[order, i]
    learn_test(world, order, 1.0 if obeyed else -1.0, 1.0, np.array([i]))
    u = today.uniform(sites.FALLS)[i]
    if obeyed and u < today.setting.test_settles:
        end(world, SURVIVED, today.day, i)
    if not obeyed and u < today.setting.fall[order]:
        end(world, fall(world, today, order, i), today.day, i)


def order_tested(world: World, today: Today, i: int) -> int:
    """The street's orders where there is a street, by how readily each would be given; else the leader's arrest."""
    if crowd_excess(world.crowd[i]) <= 0.0:
        return ARREST_LEADER
    clear, shoot = world.ordering[CLEAR_CROWD, i], world.ordering[SHOOT, i]
    return SHOOT if today.uniform(sites.SETTLES)[i] * (clear + shoot) < shoot else CLEAR_CROWD


def fall(world: World, today: Today, order: int, i: int) -> int:
    """The kind of fall that follows a decisive order that failed in world i."""
    setting, share = today.setting, world.share[:, i]
    weight, obeys = setting.weight[:, order], setting.sign > 0.0
    command, troops = obeys & (setting.command > 0.0), obeys & (setting.command == 0.0)
    belief = world.belief_mean[i], world.belief_precision[i]
    chance = 1.0 - private_chance_obeyed(*belief, world.strength[i], COUP_PRECISION, world.root[order, i])
    return kind_of_fall(
        weight[command] @ share[command] / max(weight[command].sum(), 1e-9),
        weight[troops] @ share[troops] / max(weight[troops].sum(), 1e-9),
        chance,
        float(weight[~obeys] @ share[~obeys]),
        setting.coup_stake,
        setting.split_counterweight,
    )


def end(world: World, kind: int, day: int, i: int) -> None:
    """Close world i."""
    world.outcome[i] = kind
    world.ended[i] = day
