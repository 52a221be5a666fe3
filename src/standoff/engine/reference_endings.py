"""Stage 6 of the reference day: decisive tests and competing hazards, in plain NumPy.

Read beside `standoff.engine.endings`. Hazards are arrays over worlds; the few worlds in which something happens that day are
then taken one by one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.endings import CONCESSION
from standoff.engine.obedience import ARREST_LEADER, CLEAR_CROWD, COUNTERWEIGHT, INTERVENTION, SHOOT
from standoff.engine.reference_obedience import Today
from standoff.model.core import attack_base, attack_gain, attack_index, share_moved, stake_quantile
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
from standoff.model.stakes import crowd_excess
from standoff.model.world import World

Floats = NDArray[np.float64]

COUP_PRECISION = 9.0


def ending_hazards(world: World, today: Today) -> Floats:
    """Hazards a day [8, W] of each way to end.

    In the order in which the lot falls: settled by a decisive order obeyed, faded, a deal, foreign force, a coup, then brought
    down by the failure of an arrest, of clearing, of shooting.
    """
    setting, pace = today.setting, today.draw.outcome_pace
    crowd, obeyed = crowd_excess(world.crowd), world.strength > world.root
    margin = world.strength - world.root[CLEAR_CROWD]
    test = test_hazard(setting.test_rate, setting.test_per_crowd, crowd, pace)
    harsh = world.ordering[SHOOT] / (world.ordering[CLEAR_CROWD] + world.ordering[SHOOT])
    street, orders = crowd > 0.0, (ARREST_LEADER, CLEAR_CROWD, SHOOT)
    tests = (np.where(street, 0.0, test), np.where(street, (1.0 - harsh) * test, 0.0), np.where(street, harsh * test, 0.0))
    settled = setting.test_settles * sum(part * obeyed[order] for part, order in zip(tests, orders, strict=True))
    failed = [setting.fall[order] * part * ~obeyed[order] for part, order in zip(tests, orders, strict=True)]
    fade = fade_hazard(setting.fade_rate, crowd, margin, pace)
    deal = negotiation_hazard(setting.negotiated_rate, world.covariates[CONCESSION], margin, pace)
    foreign = foreign_hazard(setting.foreign_rate, world.covariates[INTERVENTION], pace)
    return np.array([settled, fade, deal, foreign, coup_hazard(world, today), *failed])


def coup_hazard(world: World, today: Today) -> Floats:
    """Hazard a day [W] of a plot that succeeds, by troops or by the command."""
    setting, alpha = today.setting, world.belief_precision
    hazard = np.zeros(world.strength.size)
    for stake, beta, edge in zip(setting.plot_stake, setting.plot_precision, setting.plot_edge, strict=True):
        root = world.root[CLEAR_CROWD] + edge
        quantile = stake_quantile(stake - setting.plot_provoked * world.covariates[COUNTERWEIGHT])
        index = attack_index(attack_base(quantile, 1.0, alpha, beta, world.belief_mean), attack_gain(1.0, alpha, beta), root)
        plots = setting.plot_rate * share_moved(1.0, beta, index, root, world.strength)
        hazard += today.draw.outcome_pace * plots * (world.strength < root)
    return hazard


def weigh_survival(world: World, today: Today) -> Floats:
    """Stage 6, backward: the log weight [W] of its not being over yet."""
    log_weight: Floats = -ending_hazards(world, today).sum(axis=0)
    return log_weight


def outcomes_of_day(world: World, today: Today) -> None:
    """Stage 6, forward: competing hazards; at most one happens in a day."""
    hazard = ending_hazards(world, today)
    total, u = hazard.sum(axis=0), today.uniform(sites.OUTCOME)
    for i in map(int, np.flatnonzero((u < chance_in_day(total)) & (world.outcome < 0.0))):
        lot = u[i] / chance_in_day(total[i]) * total[i]
        which = min(int(np.sum(lot >= np.cumsum(hazard[:, i]))), 7)
        kinds = (SURVIVED, SURVIVED, NEGOTIATED, FOREIGN, REMOVED)
        orders = (ARREST_LEADER, CLEAR_CROWD, SHOOT)
        end(world, kinds[which] if which < 5 else fall(world, today, orders[which - 5], i), today.day, i)


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
