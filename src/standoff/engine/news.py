"""Reports of a day, for a block of worlds: what was said, what was not, and what the news brings about (stage 6).

The same intensities serve both directions: imposed rows weigh the worlds, and forward worlds draw their own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.compile import device, kernel
from standoff.engine.draws import Seed, uniform, uniform_pair
from standoff.engine.obedience import ARREST_LEADER
from standoff.model.beliefs import heard_precision, signalled_mean, tested_mean, tested_precision
from standoff.model.maths import Array, clip, log, maximum, where
from standoff.model.priors import COVARIATES, Coefficients
from standoff.model.reports import (
    chance_true,
    report_intensity,
    silence_log_factor,
    size_log_density,
    tempo_rate,
    tilt,
)
from standoff.model.setting import Setting
from standoff.model.trail import Trail
from standoff.model.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BLACKOUT = COVARIATES.index("blackout")
OCCASION = COVARIATES.index("occasion")
REFERENCE_CHOICE = 0.5
MOST_REPORTS = 30  # in one world and day


@device
def arrest_hazard(setting: Setting, occasion: float, ordering: float) -> Array:
    """Hazard a day of the order to arrest the leader, with what occasion there is."""
    return setting.arrest_rate * maximum(occasion, setting.arrest_occasion) * ordering


@kernel
def stream_tilt(world: World, setting: Setting, draw: Coefficients, stream: int, out: Floats) -> None:
    """How much likelier true news of a stream is in each world than in one of index 0."""
    common, mix = setting.stream_common[stream], setting.stream_mix[stream]
    command, troops = setting.stream_command[stream], setting.stream_troops[stream]
    slope, order = draw.report_gain * setting.stream_slope[stream], setting.stream_order[stream]
    margin = world.disloyalty[world.disloyalty.shape[0] - 1]
    for i in range(out.size):
        groups = mix * world.disloyalty[command, i] + (1.0 - mix) * world.disloyalty[troops, i]
        out[i] = tilt(slope, common * margin[i] + (1.0 - common) * groups)
    if order >= 0:
        for i in range(out.size):
            out[i] *= world.ordering[order, i] / REFERENCE_CHOICE


@kernel
def expect_reports(world: World, setting: Setting, draw: Coefficients, expected: Floats) -> None:
    """Expected reports of the day at tempo 1, by code [K, W]; the last row of `expected` [K + 1, W] holds their sum."""
    tilted = np.empty(expected.shape[1])
    total = expected[setting.code_rate.size]
    expected[:] = 0.0
    for s in range(setting.stream_code.size):
        stream_tilt(world, setting, draw, s, tilted)
        code, rate = setting.stream_code[s], setting.stream_rate[s]
        echo, of_code = world.echo[code], expected[code]
        for i in range(total.size):
            seen = report_intensity(tilted[i], setting.stream_detect, setting.stream_fabricate, draw.news_echo * echo[i])
            of_code[i] += rate * seen
    for k in range(setting.code_rate.size):
        of_code = expected[k]
        for i in range(total.size):
            total[i] += of_code[i]


@kernel
def weigh_silence(world: World, setting: Setting, expected: Floats, log_weight: Floats) -> None:
    """What the day did not bring: reports at an unknown tempo, and the arrest that nobody could have missed."""
    total = expected[setting.code_rate.size]
    for i in range(total.size):
        tempo = tempo_rate(world.exposure[i], setting.tempo_shape, world.reports[i])
        hazard = arrest_hazard(setting, world.covariates[OCCASION, i], world.ordering[ARREST_LEADER, i])
        log_weight[i] += silence_log_factor(tempo * total[i] + hazard, 1.0)


@kernel
def count_exposure(world: World, setting: Setting, draw: Coefficients) -> None:
    """Add what such a day brings at tempo 1 whoever is right, echoes of earlier reports included."""
    for k in range(setting.code_rate.size):
        rate, echo = setting.code_rate[k], world.echo[k]
        for i in range(world.exposure.size):
            usual = report_intensity(1.0, setting.stream_detect, setting.stream_fabricate, draw.news_echo * echo[i])
            world.exposure[i] += rate * usual


@kernel
def row_tilt(world: World, draw: Coefficients, trail: Trail, row: int, out: Floats) -> None:
    """Tilt of one row's true news in each world."""
    groups = trail.mix.shape[1]
    common, margin = trail.common[row], world.disloyalty[groups]
    for i in range(out.size):
        out[i] = common * margin[i]
    for g in range(groups):
        part = (1.0 - common) * trail.mix[row, g]
        if part != 0.0:
            for i in range(out.size):
                out[i] += part * world.disloyalty[g, i]
    slope, order = draw.report_gain * trail.slope[row], trail.order[row]
    for i in range(out.size):
        out[i] = tilt(slope, out[i])
    if order >= 0:
        for i in range(out.size):
            out[i] *= world.ordering[order, i] / REFERENCE_CHOICE


@kernel
def weigh_row(
    world: World, setting: Setting, draw: Coefficients, trail: Trail, row: int, tilted: Floats, log_weight: Floats
) -> None:
    """Log likelihood of one reported row in each world, added to the weights."""
    echo, detect, fabricate = world.echo[trail.code[row]], trail.detect[row], trail.fabricate[row]
    base, arrest, untouched = trail.base_log_rate[row], trail.arrest[row], trail.untouched[row] * trail.detect[row]
    for i in range(log_weight.size):
        seen = report_intensity(tilted[i], detect, fabricate, draw.news_echo * echo[i])
        tempo = log(tempo_rate(world.exposure[i], setting.tempo_shape, world.reports[i]))
        occasion = maximum(world.covariates[OCCASION, i], setting.arrest_occasion)
        rate = log(setting.arrest_rate * occasion * REFERENCE_CHOICE) if arrest > 0.0 else base + tempo
        ordering = world.ordering[ARREST_LEADER, i]
        log_weight[i] += rate + log(seen) + silence_log_factor(setting.arrest_rate * ordering, untouched)


@kernel
def weigh_crowd(world: World, setting: Setting, size_log10: float, log_weight: Floats) -> None:
    """Log density of a reported crowd size around the crowd each world expected."""
    for i in range(log_weight.size):
        log_weight[i] += size_log_density(size_log10, world.crowd[i], setting.size_noise)


@device
def cause(world: World, setting: Setting, code: int, force: int, strength: float, i: int) -> None:
    """What a true event does to covariates and culpability of world i."""
    for c in range(world.covariates.shape[0]):
        bump(world.covariates[c], strength * setting.effect[code, c], i)
    if force >= 0 and setting.kills[code] > 0.0:
        bump(world.culpability[force], strength * setting.kills[code], i)


@device
def bump(level: Floats, step: float, i: int) -> None:
    """Move a quantity in [0, 1] of world i by a step."""
    level[i] = clip(level[i] + step, 0.0, 1.0)


@device
def hear(world: World, setting: Setting, code: int, credibility: float, i: int) -> None:
    """What a public report does to the belief everybody shares, as far as it is credible and gets through a blackout."""
    heard = heard_precision(credibility * setting.signal[code], world.covariates[BLACKOUT, i])
    mean, precision = world.belief_mean[i], world.belief_precision[i]
    world.belief_mean[i] = signalled_mean(mean, precision, setting.shift[code], heard)
    world.belief_precision[i] = precision + heard


@device
def learn_test(world: World, order: int, passed: float, share: float, i: int) -> None:
    """What surviving or failing a test of an order teaches: the shared belief is truncated at its threshold."""
    mean, precision, root = world.belief_mean[i], world.belief_precision[i], world.root[order, i]
    world.belief_mean[i] = tested_mean(mean, precision, root, passed, share)
    world.belief_precision[i] = tested_precision(mean, precision, root, passed, share)


@device
def take_in(world: World, setting: Setting, code: int, force: int, credibility: float, true: float, i: int) -> None:
    """Forward: all that one report brings about in world i; `true` is 1 or 0."""
    hear(world, setting, code, credibility, i)
    cause(world, setting, code, force, true, i)
    if setting.test[code] != 0.0:
        learn_test(world, setting.tested_order[code], setting.test[code], true * setting.test_share, i)
    world.echo[code, i] += 1.0
    world.reports[i] += 1.0


@kernel
def take_in_row(world: World, setting: Setting, trail: Trail, row: int, truth: Floats) -> None:
    """Backward: the same for one public row in every world, `truth` [W] saying in which it is true (1 or 0)."""
    code, force, strength = trail.code[row], trail.force[row], trail.strength[row]
    for i in range(truth.size):
        hear(world, setting, code, trail.credibility[row], i)
    for c in range(world.covariates.shape[0]):
        if setting.effect[code, c] != 0.0:
            level, step = world.covariates[c], strength * setting.effect[code, c]
            for i in range(truth.size):
                bump(level, step * truth[i], i)
    if force >= 0 and setting.kills[code] > 0.0:
        level, step = world.culpability[force], strength * setting.kills[code]
        for i in range(truth.size):
            bump(level, step * truth[i], i)
    if setting.test[code] != 0.0 and trail.test_share[row] > 0.0:
        order, passed, share = setting.tested_order[code], setting.test[code], trail.test_share[row]
        for i in range(truth.size):
            learn_test(world, order, passed, share * truth[i], i)
    for i in range(truth.size):
        world.echo[code, i] += 1.0
        world.reports[i] += 1.0


@kernel
def impose_row(
    world: World,
    setting: Setting,
    draw: Coefficients,
    trail: Trail,
    row: int,
    place: int,
    seed: Seed,
    worlds: Integers,
    day: int,
    log_weight: Floats,
) -> None:
    """Weigh one public row and let it act: in each world by lot, true with its chance there (`place`: row of the day)."""
    detect, fabricate, crowd = trail.detect[row], trail.fabricate[row], trail.crowd_log10[row]
    tilted, truth = np.empty(worlds.size), np.empty(worlds.size)
    row_tilt(world, draw, trail, row, tilted)
    weigh_row(world, setting, draw, trail, row, tilted, log_weight)
    if crowd == crowd:
        weigh_crowd(world, setting, crowd, log_weight)
    echo = world.echo[trail.code[row]]
    for i in range(worlds.size):
        truth[i] = uniform(seed, worlds[i], day, sites.TRUTH + place)
    for i in range(worlds.size):
        truth[i] = where(truth[i] < chance_true(tilted[i], detect, fabricate, draw.news_echo * echo[i]), 1.0, 0.0)
    take_in_row(world, setting, trail, row, truth)
    if crowd == crowd:
        for i in range(worlds.size):
            world.crowd[i] = where(truth[i] > 0.0, crowd, world.crowd[i])


@kernel
def draw_reports(
    world: World, setting: Setting, draw: Coefficients, expected: Floats, seed: Seed, worlds: Integers, day: int
) -> None:
    """Forward: each undecided world draws the day's reports, a Poisson process at its tempo, and takes them in."""
    credibility = setting.stream_detect / (setting.stream_detect + setting.stream_fabricate)
    for i in range(worlds.size):
        if world.outcome[i] >= 0.0:
            continue
        clock: Array = 0.0
        total = expected[setting.code_rate.size, i]
        for place in range(MOST_REPORTS):
            tempo = tempo_rate(world.exposure[i], setting.tempo_shape, world.reports[i])
            wait, pick = uniform_pair(seed, worlds[i], day, sites.STREAM + place)
            clock -= log(wait) / maximum(tempo * total, 1e-12)
            if clock > 1.0:
                break
            stream = pick_stream(world, setting, draw, expected, total * pick, i)
            true = 1.0 if uniform(seed, worlds[i], day, sites.TRUTH + place) < setting.stream_detect else 0.0
            take_in(world, setting, setting.stream_code[stream], setting.stream_force[stream], credibility, true, i)


@device
def pick_stream(world: World, setting: Setting, draw: Coefficients, expected: Floats, target: float, i: int) -> int:
    """The stream whose part of the day's expected reports `target` falls into: first its code, then its force and tier."""
    code, reached = 0, expected[0, i]
    while reached < target and code < setting.code_rate.size - 1:
        code += 1
        reached += expected[code, i]
    reached -= expected[code, i]
    stream = int(setting.code_stream[code])
    while stream < setting.code_stream[code + 1] - 1:
        reached += setting.stream_rate[stream] * stream_intensity(world, setting, draw, stream, i)
        if reached >= target:
            return stream
        stream += 1
    return stream


@device
def stream_intensity(world: World, setting: Setting, draw: Coefficients, stream: int, i: int) -> Array:
    """Intensity of one stream in world i, in units of its base rate."""
    margin = world.disloyalty[world.disloyalty.shape[0] - 1, i]
    mix, common = setting.stream_mix[stream], setting.stream_common[stream]
    command, troops = setting.stream_command[stream], setting.stream_troops[stream]
    groups = mix * world.disloyalty[command, i] + (1.0 - mix) * world.disloyalty[troops, i]
    tilted = tilt(draw.report_gain * setting.stream_slope[stream], common * margin + (1.0 - common) * groups)
    if setting.stream_order[stream] >= 0:
        tilted *= world.ordering[setting.stream_order[stream], i] / REFERENCE_CHOICE
    echo = draw.news_echo * world.echo[setting.stream_code[stream], i]
    return report_intensity(tilted, setting.stream_detect, setting.stream_fabricate, echo)
