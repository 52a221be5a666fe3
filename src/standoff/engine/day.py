"""The numbered day: what happens in every world between one midnight and the next.

1. Expectations: the night blurs what everybody believes; covariates and echoes fade; strength and cohesion walk.
2. Stakes: what each group would lose and gain, from today's covariates.
3. Players: the order-giver weighs each order, knowing a little more than the public does.
4. Core: the threshold of each order, and the share of each group that would disobey; an order is obeyed iff strength exceeds
   its threshold.
5. Crowds: citizens, officials, foreign states and members of the forces pass their private thresholds, person by person.
6. Reports: silence is weighed, and the day's rows are imposed (backward) or drawn (forward); news acts on belief and covariates.
7. Outcome: competing hazards; a decisive order that fails brings one of the falls.

Backward and forward share every stage; `impose_day` weighs worlds by the public rows, `live_day` lets them go on alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.compile import device, kernel
from standoff.engine.draws import binomial, normal, uniform
from standoff.engine.news import BLACKOUT, OCCASION, count_exposure, draw_reports, expect_reports, impose_row, learn_test
from standoff.engine.news import arrest_hazard, weigh_silence
from standoff.engine.obedience import ARREST_LEADER, CLEAR_CROWD, DAILY_STEPS, INTERVENTION, SHOOT, decide
from standoff.model.beliefs import diffused_precision, public_chance_of_fall
from standoff.model.crowds import defected_share, log10_share, share_of_log10, turnout_share
from standoff.model.maths import maximum, minimum
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
from standoff.model.trail import Trail
from standoff.model.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CONCESSION = COVARIATES.index("concession")
ELITE = COVARIATES.index("elite")


@kernel
def expectations(world: World, setting: Setting, draw: Coefficients, seed: int, worlds: Integers, day: int) -> None:
    """Stage 1: belief blurs, covariates and echoes fade, strength and cohesion walk."""
    volatility = draw.strength_volatility
    for i in range(worlds.size):
        world.belief_precision[i] = diffused_precision(world.belief_precision[i], volatility)
        pull = setting.strength_return * (world.anchor[i] - world.strength[i])
        world.strength[i] += pull + volatility * normal(seed, worlds[i], day, sites.STRENGTH)
    for i in range(worlds.size):
        world.cohesion[i] += setting.cohesion_volatility * normal(seed, worlds[i], day, sites.COHESION)
    for c in range(setting.decay.size):
        start, decay, drift = setting.start[c], setting.decay[c], setting.drift[c]
        for i in range(worlds.size):
            above = world.covariates[c, i] - start
            world.covariates[c, i] = start + decay * above
            world.strength[i] += drift * above
    for k in range(world.echo.shape[0]):
        for i in range(worlds.size):
            world.echo[k, i] *= setting.news_decay


@kernel
def turnout(world: World, setting: Setting, seed: int, worlds: Integers, day: int) -> None:
    """Stage 5, the street: citizens whose threshold lies below the crowd they saw, drawn from the whole population."""
    share = np.empty(worlds.size)
    for i in range(worlds.size):
        push = setting.push_of_occasion * world.covariates[OCCASION, i]
        push += setting.push_of_blackout * world.covariates[BLACKOUT, i]
        willing = turnout_share(world.crowd[i], push, world.threshold_mean[i], world.threshold_sd[i])
        noise = setting.turnout_noise * normal(seed, worlds[i], day, sites.TURNOUT_NOISE)
        share[i] = share_of_log10(log10_share(willing) + noise)
    for i in range(worlds.size):
        people = binomial(setting.population, share[i], seed, worlds[i], day, sites.TURNOUT)
        world.crowd[i] = log10_share(people / setting.population)


@kernel
def crossings(world: World, setting: Setting, seed: int, worlds: Integers, day: int) -> None:
    """Stage 5, forward: officials, foreign states and members of the forces who cross over today, one by one."""
    for i in range(worlds.size):
        if world.outcome[i] >= 0.0:
            continue
        chance = public_chance_of_fall(world.belief_mean[i], world.belief_precision[i], world.root[CLEAR_CROWD, i])
        left = leaving(setting.officials, world.officials_out[i], chance, setting.officials_threshold, setting.officials_spread)
        gone = binomial(setting.officials - int(world.officials_out[i]), left, seed, worlds[i], day, sites.OFFICIALS)
        world.officials_out[i] += gone
        world.covariates[ELITE, i] = minimum(world.covariates[ELITE, i] + gone / setting.officials, 1.0)
        states = leaving(setting.foreign_states, world.states_out[i], chance, setting.foreign_threshold, setting.foreign_spread)
        still = setting.foreign_states - int(world.states_out[i])
        world.states_out[i] += binomial(still, states, seed, worlds[i], day, sites.STATES)
        for g in range(setting.sign.size):
            moved = world.share[g, i] if setting.sign[g] > 0.0 else 1.0 - world.share[g, i]
            people = setting.headcount[g] - int(world.members_out[g, i])
            world.members_out[g, i] += binomial(
                people, setting.desertion_rate * moved, seed, worlds[i], day, sites.MEMBERS + g
            )


@device
def leaving(total: int, out: float, chance_of_fall: float, threshold: float, spread: float) -> float:
    """Chance that one who is still in leaves today: those whose threshold was passed and who have not left yet."""
    passed = defected_share(chance_of_fall, threshold, spread)
    gone = out / total
    return maximum(passed - gone, 0.0) / maximum(1.0 - gone, 1e-9)


@kernel
def arrests(world: World, setting: Setting, draw: Coefficients, seed: int, worlds: Integers, day: int) -> None:
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
def hazards(world: World, setting: Setting, draw: Coefficients, i: int) -> tuple[float, float, float, float]:
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
def outcomes_of_day(world: World, setting: Setting, draw: Coefficients, seed: int, worlds: Integers, day: int) -> None:
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
def decisive_test(world: World, setting: Setting, seed: int, address: int, day: int, i: int) -> None:
    """An order on which everything turns: obeyed it may settle the matter, refused it may bring him down."""
    order = order_tested(world, i, uniform(seed, address, day, sites.SETTLES))
    obeyed = world.strength[i] > world.root[order, i]
    learn_test(world, order, 1.0 if obeyed else -1.0, 1.0, i)
    u = uniform(seed, address, day, sites.FALLS)
    if obeyed and u < setting.test_settles:
        end(world, SURVIVED, day, i)
    if not obeyed and u < setting.fall[order]:
        fall(world, setting, order, day, i)


@kernel
def begin_day(
    world: World, setting: Setting, draw: Coefficients, beta: Floats, seed: int, worlds: Integers, day: int, expected: Floats
) -> None:
    """Stages 1 to 5, the same in both directions, and the day's expected reports."""
    expectations(world, setting, draw, seed, worlds, day)
    decide(world, setting, draw, beta, DAILY_STEPS)
    turnout(world, setting, seed, worlds, day)
    expect_reports(world, setting, draw, expected)


@kernel
def pass_silence(world: World, setting: Setting, draw: Coefficients, expected: Floats, log_weight: Floats) -> None:
    """Weigh what the day did not bring: reports, the arrest, the end."""
    weigh_silence(world, setting, expected, log_weight)
    weigh_survival(world, setting, draw, log_weight)
    count_exposure(world, setting)


@kernel
def live_days(
    world: World, setting: Setting, draw: Coefficients, beta: Floats, seed: int, worlds: Integers, first: int, last: int
) -> None:
    """Forward: let undecided worlds live from day `first` up to and not including `last`."""
    expected = np.empty(worlds.size)
    for day in range(first, last):
        begin_day(world, setting, draw, beta, seed, worlds, day, expected)
        crossings(world, setting, seed, worlds, day)
        count_exposure(world, setting)
        draw_reports(world, setting, draw, expected, seed, worlds, day)
        arrests(world, setting, draw, seed, worlds, day)
        outcomes_of_day(world, setting, draw, seed, worlds, day)


@kernel
def impose_rows(
    world: World,
    setting: Setting,
    draw: Coefficients,
    trail: Trail,
    first: int,
    last: int,
    place: int,
    seed: int,
    worlds: Integers,
    day: int,
    log_weights: Floats,
) -> None:
    """Impose rows `first` to `last` of the trail on a day; `log_weights[k + 1]` receives the weights after row k.

    `log_weights` has one row more than there are rows; its first holds the weights before them. `place` is how many rows of
    that day came before, so that a day can be taken in two parts.
    """
    for row in range(first, last):
        k = row - first
        log_weights[k + 1] = log_weights[k]
        impose_row(world, setting, draw, trail, row, place + k, seed, worlds, day, log_weights[k + 1])


__all__ = ["begin_day", "impose_rows", "live_days", "pass_silence"]
