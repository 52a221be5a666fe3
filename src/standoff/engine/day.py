"""The numbered day: what happens in every world between one midnight and the next.

1. Expectations: the night blurs what everybody believes; covariates and echoes fade; strength and cohesion walk.
2. Stakes: what each group would lose and gain, from today's covariates.
3. Players: the order-giver weighs each order, knowing a little more than the public does.
4. Core: the threshold of each order, and the share of each group that would disobey; an order is obeyed iff strength exceeds
   its threshold.
5. Crowds: citizens, officials, foreign states and members of the forces pass their private thresholds, person by person.
6. Outcome: competing hazards; a decisive order that fails, or a plot that does not, brings one of the falls.
7. Reports: silence is weighed, the day's rows are imposed (backward) or drawn (forward), and news acts on belief and stakes.

Backward and forward share every stage; `impose_rows` weighs worlds by the public rows, `live_days` lets them go on alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.binomials import binomial
from standoff.engine.compile import device, kernel
from standoff.engine.draws import Seed, normal, uniform
from standoff.engine.effects import BLACKOUT
from standoff.engine.endings import outcomes_of_day, weigh_survival
from standoff.engine.news import draw_reports, impose_row
from standoff.engine.notes import Notes
from standoff.engine.obedience import CLEAR_CROWD, decide
from standoff.engine.streams import OCCASION, expect_reports, keep_tempo, weigh_silence
from standoff.model.beliefs import diffused_precision, public_chance_of_fall
from standoff.model.crowds import defected_share, informed_turnout, log10_share, share_of_log10, turnout_share
from standoff.model.maths import Array, maximum, minimum, where
from standoff.model.priors import COVARIATES, Coefficients
from standoff.model.setting import Setting
from standoff.model.trail import Trail
from standoff.model.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ELITE, OUTRAGE = COVARIATES.index("elite"), COVARIATES.index("outrage")


@kernel
def expectations(world: World, setting: Setting, draw: Coefficients, seed: Seed, worlds: Integers, day: int) -> None:
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
def turnout(world: World, setting: Setting, seed: Seed, worlds: Integers, day: int) -> None:
    """Stage 5, the street: citizens whose threshold lies below the crowd they saw, drawn from the whole population."""
    share = np.empty(worlds.size)
    for i in range(worlds.size):
        push = setting.push_of_occasion * world.covariates[OCCASION, i]
        push += setting.push_of_blackout * world.covariates[BLACKOUT, i]
        push += setting.push_of_outrage * world.covariates[OUTRAGE, i]
        willing = log10_share(turnout_share(world.crowd[i], push, world.threshold_mean[i], world.threshold_sd[i]))
        noise = setting.turnout_noise * normal(seed, worlds[i], day, sites.TURNOUT_NOISE)
        seen = informed_turnout(willing, setting.crowd_per_strength, setting.public_mean, world.strength[i])
        share[i] = share_of_log10(seen + noise)
    for i in range(worlds.size):
        people = binomial(setting.population, share[i], seed, worlds[i], day, sites.TURNOUT)
        world.crowd[i] = log10_share(people / setting.population)


@kernel
def crossings(world: World, setting: Setting, seed: Seed, worlds: Integers, day: int) -> None:
    """Stage 5: officials and foreign states whose private threshold the public chance of a fall passes today, one by one."""
    chance, root = np.empty(worlds.size), world.root[CLEAR_CROWD]
    for i in range(worlds.size):
        chance[i] = public_chance_of_fall(world.belief_mean[i], world.belief_precision[i], root[i])
    for i in range(worlds.size):
        now, seen = chance[i], world.chance_seen[i]
        if world.outcome[i] < 0.0 and now > seen:
            world.chance_seen[i] = now
            left = leaving(now, seen, setting.officials_threshold, setting.officials_spread)
            gone = binomial(setting.officials - int(world.officials_out[i]), float(left), seed, worlds[i], day, sites.OFFICIALS)
            world.officials_out[i] += gone
            world.covariates[ELITE, i] = minimum(world.covariates[ELITE, i] + gone / setting.officials, 1.0)
            left = leaving(now, seen, setting.foreign_threshold, setting.foreign_spread)
            still = setting.foreign_states - int(world.states_out[i])
            world.states_out[i] += binomial(still, float(left), seed, worlds[i], day, sites.STATES)


@kernel
def desertions(world: World, setting: Setting, seed: Seed, worlds: Integers, day: int) -> None:
    """Stage 5, forward: members of the forces who cross over today, drawn from every group's true headcount."""
    chance, draws = np.empty(worlds.size), np.empty(worlds.size)
    for g in range(setting.sign.size):
        share, out, people = world.share[g], world.members_out[g], float(setting.headcount[g])
        for i in range(worlds.size):
            draws[i] = uniform(seed, worlds[i], day, sites.MEMBERS + g)
        for i in range(worlds.size):
            chance[i] = setting.desertion_rate * where(setting.sign[g] > 0.0, share[i], 1.0 - share[i])
            # P(nobody) is at least 1 - n p: below it the binomial draw of this address is 0, and need not be made.
            some = (draws[i] > 1.0 - (people - out[i]) * chance[i]) | (chance[i] > 0.5)
            draws[i] = where(some & (world.outcome[i] < 0.0), 1.0, 0.0)
        for i in range(worlds.size):
            if draws[i] > 0.0:
                out[i] += binomial(int(people - out[i]), chance[i], seed, worlds[i], day, sites.MEMBERS + g)


@device
def leaving(now: Array, seen: Array, threshold: float, spread: float) -> Array:
    """Chance that one who is still in leaves, as the public chance of a fall rises from the highest so far to `now`."""
    before, after = defected_share(seen, threshold, spread), defected_share(now, threshold, spread)
    return (after - before) / maximum(1.0 - before, 1e-12)


@kernel
def drift_days(
    world: World, setting: Setting, draw: Coefficients, seed: Seed, worlds: Integers, first: int, last: int
) -> None:
    """Dynamics alone from day `first` to day `last`, when nothing at all is heard; orders are not decided."""
    for day in range(first, last + 1):
        expectations(world, setting, draw, seed, worlds, day)
        turnout(world, setting, seed, worlds, day)


@kernel
def begin_day(
    world: World,
    setting: Setting,
    draw: Coefficients,
    beta: Floats,
    seed: Seed,
    worlds: Integers,
    day: int,
    tilts: Floats,
    expected: Floats,
) -> None:
    """Stages 1 to 5, the same in both directions, and the day's expected reports (see `expect_reports`)."""
    expectations(world, setting, draw, seed, worlds, day)
    decide(world, setting, draw, beta, setting.newton_steps)
    turnout(world, setting, seed, worlds, day)
    crossings(world, setting, seed, worlds, day)
    keep_tempo(world, setting, draw)
    expect_reports(world, setting, draw, tilts, expected)


@kernel
def pass_silence(world: World, setting: Setting, draw: Coefficients, expected: Floats, log_weight: Floats) -> None:
    """Weigh what the day did not bring: the end, reports, the arrest."""
    weigh_survival(world, setting, draw, log_weight)
    weigh_silence(setting, expected, log_weight)


@kernel
def live_days(
    world: World,
    setting: Setting,
    draw: Coefficients,
    beta: Floats,
    seed: Seed,
    worlds: Integers,
    first: int,
    last: int,
    notes: Notes,
) -> None:
    """Forward: let undecided worlds live from day `first` up to and not including `last`; `notes` keeps their reports."""
    tilts = np.empty((setting.stream_code.size, worlds.size))
    expected = np.empty((setting.code_rate.size + 1, worlds.size))
    for day in range(first, last):
        begin_day(world, setting, draw, beta, seed, worlds, day, tilts, expected)
        outcomes_of_day(world, setting, draw, seed, worlds, day)
        desertions(world, setting, seed, worlds, day)
        draw_reports(world, setting, draw, tilts, expected, seed, worlds, day, notes)


@kernel
def impose_rows(
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
) -> None:
    """Impose rows `first` to `last` of the trail on a day; `log_weights[k + 1]` receives the weights after row k.

    `log_weights` has one row more than there are rows; its first holds the weights before them. `place` is how many rows of
    that day came before, so that a day can be taken in two parts.
    """
    for row in range(first, last):
        k = row - first
        log_weights[k + 1] = log_weights[k]
        impose_row(world, setting, draw, trail, row, place + k, seed, worlds, day, log_weights[k + 1])

