"""The numbered day once more, in plain NumPy: the reading copy of `standoff.engine.day`, and its witness.

1. Expectations: `expectations`.
2. Stakes, 3. players, 4. core: `decide`, in `reference_obedience`.
5. Crowds: `turnout`, `crossings`, and forward `desertions`.
6. Outcome: `weigh_survival` backward, `outcomes_of_day` forward, in `reference_endings`.
7. Reports: `weigh_silence`, `impose_row` backward, `draw_reports` forward, in `reference_news`.

Nothing here is compiled or tuned. Both days call the same formulas of `standoff.model` and draw at the same addresses, so
that every number of every world must agree to rounding, day after day; the tests hold the compiled day to that. A day of a
few hundred worlds takes some tens of milliseconds.

Stages write into the `World` they are given; `backward_day` and `forward_day` give them a copy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.day import ELITE, OUTRAGE
from standoff.engine.effects import BLACKOUT
from standoff.engine.ensemble import Block, Stage
from standoff.engine.obedience import CLEAR_CROWD
from standoff.engine.reference_endings import outcomes_of_day, weigh_survival
from standoff.engine.reference_news import draw_reports, expected_reports, impose_row, keep_tempo, weigh_silence
from standoff.engine.reference_obedience import Today, decide
from standoff.engine.streams import OCCASION
from standoff.model.beliefs import diffused_precision, public_chance_of_fall
from standoff.model.crowds import defected_share, informed_turnout, log10_share, share_of_log10, turnout_share
from standoff.model.maths import Array, maximum, minimum, where
from standoff.model.trail import Trail
from standoff.model.world import World

Floats = NDArray[np.float64]


def expectations(world: World, today: Today) -> None:
    """Stage 1: belief blurs, covariates and echoes fade, strength and cohesion walk."""
    setting, volatility = today.setting, today.draw.strength_volatility
    world.belief_precision[:] = diffused_precision(world.belief_precision, volatility)
    pull = setting.strength_return * (world.anchor - world.strength)
    world.strength[:] += pull + volatility * today.normal(sites.STRENGTH)
    world.cohesion[:] += setting.cohesion_volatility * today.normal(sites.COHESION)
    above = world.covariates - setting.start[:, None]
    world.covariates[:] = setting.start[:, None] + setting.decay[:, None] * above
    world.strength[:] += (setting.drift[:, None] * above).sum(axis=0)
    world.echo[:] *= setting.news_decay


def turnout(world: World, today: Today) -> None:
    """Stage 5, the street: citizens whose threshold lies below the crowd they saw, drawn from the whole population."""
    setting, population = today.setting, today.setting.population
    push = setting.push_of_occasion * world.covariates[OCCASION] + setting.push_of_blackout * world.covariates[BLACKOUT]
    push += setting.push_of_outrage * world.covariates[OUTRAGE]
    willing = log10_share(turnout_share(world.crowd, push, world.threshold_mean, world.threshold_sd))
    seen = informed_turnout(willing, setting.crowd_per_strength, setting.public_mean, world.strength)
    share = share_of_log10(seen + setting.turnout_noise * today.normal(sites.TURNOUT_NOISE))
    world.crowd[:] = log10_share(today.people(population, share, sites.TURNOUT) / population)


def leaving(now: Array, seen: Array, threshold: float, spread: float) -> Array:
    """Chance [W] that one who is still in leaves, as the public chance of a fall rises from the highest so far to `now`."""
    before, after = defected_share(seen, threshold, spread), defected_share(now, threshold, spread)
    return (after - before) / maximum(1.0 - before, 1e-12)


def crossings(world: World, today: Today) -> None:
    """Stage 5: officials and foreign states whose threshold the public chance of a fall passes today, one by one."""
    setting, seen = today.setting, world.chance_seen.copy()
    now = public_chance_of_fall(world.belief_mean, world.belief_precision, world.root[CLEAR_CROWD])
    rising = (world.outcome < 0.0) & (now > seen)
    highest = where(rising, now, seen)
    world.chance_seen[:] = highest
    share = leaving(highest, seen, setting.officials_threshold, setting.officials_spread)
    gone = today.people(np.where(rising, setting.officials - world.officials_out, 0), share, sites.OFFICIALS)
    world.officials_out[:] += gone
    world.covariates[ELITE] = minimum(world.covariates[ELITE] + gone / setting.officials, 1.0)
    share = leaving(highest, seen, setting.foreign_threshold, setting.foreign_spread)
    world.states_out[:] += today.people(np.where(rising, setting.foreign_states - world.states_out, 0), share, sites.STATES)


def desertions(world: World, today: Today) -> None:
    """Stage 5, forward: members of the forces who cross over today, drawn from every group's true headcount."""
    setting, open_ = today.setting, world.outcome < 0.0
    for g, sign in enumerate(setting.sign):
        moved = world.share[g] if sign > 0.0 else 1.0 - world.share[g]
        still = np.where(open_, setting.headcount[g] - world.members_out[g], 0)
        world.members_out[g] += today.people(still, setting.desertion_rate * moved, sites.MEMBERS + g)


def begin_day(world: World, today: Today) -> Floats:
    """Stages 1 to 5, the same in both directions; returns the day's expected reports, as `expected_reports` does."""
    expectations(world, today)
    decide(world, today, today.setting.newton_steps)
    turnout(world, today)
    crossings(world, today)
    keep_tempo(world, today)
    return expected_reports(world, today)


def pass_silence(world: World, today: Today, expected: Floats) -> Floats:
    """Backward: the log weight [W] of what the day did not bring: reports, the arrest, the end."""
    return np.asarray(weigh_survival(world, today) + weigh_silence(expected))


def live_day(world: World, today: Today) -> None:
    """Forward: a whole day without rows from outside."""
    expected = begin_day(world, today)
    outcomes_of_day(world, today)
    desertions(world, today)
    draw_reports(world, today, expected)


def today_of(stage: Stage, block: Block, day: int) -> Today:
    """A day of a block."""
    return Today(stage.setting, block.coefficients, block.beta, stage.seed, block.worlds, day)


def backward_day(stage: Stage, block: Block, trail: Trail, day: int) -> tuple[Floats, Floats]:
    """A day under its public rows: the cells after it, and log weights [R + 1, W] of its silence and of each row."""
    cells, today = block.cells.copy(), today_of(stage, block, day)
    world = stage.world(cells)
    log_weights = [pass_silence(world, today, begin_day(world, today))]
    for place, row in enumerate(np.flatnonzero(trail.day == day)):
        log_weights.append(impose_row(world, today, trail, int(row), place))
    return cells, np.array(log_weights)


def forward_day(stage: Stage, block: Block, day: int) -> Floats:
    """The block's cells after a day lived on its own."""
    cells = block.cells.copy()
    live_day(stage.world(cells), today_of(stage, block, day))
    return cells
