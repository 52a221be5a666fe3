"""The news of a day, for a block of worlds: public rows weigh the worlds, and forward worlds draw their own (stage 7)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.compile import device, kernel
from standoff.engine.draws import Seed, normal, uniform, uniform_pair
from standoff.engine.effects import hear_crowd, take_in, take_in_row
from standoff.engine.notes import Notes, note
from standoff.engine.obedience import ARREST_LEADER
from standoff.engine.streams import pace_of_code, pick_stream
from standoff.model.maths import Array, clip, log, maximum, where
from standoff.model.priors import Coefficients
from standoff.model.reports import (
    LEAST_CROWD,
    MOST_CROWD,
    chance_true,
    chance_true_of_size,
    order_tilt,
    report_intensity,
    rest_of_day_log_factor,
    size_factor,
    size_log_density,
    sized_log_factor,
    tilt,
    withheld_tilt,
)
from standoff.model.setting import Setting
from standoff.model.trail import Trail
from standoff.model.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_REPORTS = 30  # in one world and day


@kernel
def row_tilt(world: World, setting: Setting, draw: Coefficients, trail: Trail, row: int, out: Floats) -> None:
    """Tilt of one row's true news in each world, as far as it gets through."""
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
    if trail.code[row] != setting.arrest_code:
        for i in range(out.size):
            out[i] *= world.visible[i]
    if order >= 0:
        for i in range(out.size):
            out[i] *= order_tilt(world.ordering[order, i])
    if trail.withheld[row] > 0.0:
        for i in range(out.size):
            out[i] *= withheld_tilt(setting.arrest_rate, world.ordering[ARREST_LEADER, i], trail.withheld[row])


@kernel
def weigh_row(
    world: World, setting: Setting, draw: Coefficients, trail: Trail, row: int, tilted: Floats, log_weight: Floats
) -> None:
    """Log likelihood of one reported row in each world, added to the weights.

    The report raises what is to be expected for the rest of its day by its echo, the same in every world of the block; its hour
    is unknown.
    """
    code, detect, fabricate = trail.code[row], trail.detect[row], trail.fabricate[row]
    echo, base = world.echo[code], trail.base_log_rate[row]
    for i in range(log_weight.size):
        seen = report_intensity(tilted[i], detect, fabricate, draw.news_echo * echo[i])
        pace = pace_of_code(world, setting, code, i)
        rest_of_day = rest_of_day_log_factor(draw.news_echo * setting.code_rate[code] * pace)
        log_weight[i] += base + log(pace * seen) + rest_of_day


@kernel
def weigh_crowd(world: World, setting: Setting, size_log10: float, chance: Floats, log_weight: Floats) -> None:
    """Log density of a reported crowd size, and what it does to the chance [W] that the crowd was there.

    True, it lies around the crowd each world expected; made up, it is a usual one.
    """
    usual, spread, noise = setting.made_up_size, setting.made_up_spread, setting.size_noise
    base = size_log_density(size_log10, usual, spread)
    for i in range(log_weight.size):
        factor = size_factor(size_log10, world.crowd[i], noise, usual, spread)
        log_weight[i] += base + sized_log_factor(chance[i], factor)
        chance[i] = chance_true_of_size(chance[i], factor)


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
    """Weigh one public row and let it act: in each world by lot, true with its chance there (`place`: row of the day).

    A deed is true in all worlds and weighs nothing.
    """
    crowd, truth = trail.crowd_log10[row], np.ones(worlds.size)
    if trail.weighed[row] > 0.0:
        weigh_report(world, setting, draw, trail, row, place, seed, worlds, day, log_weight, truth)
    take_in_row(world, setting, trail, row, truth)
    if crowd == crowd:
        for i in range(worlds.size):
            hear_crowd(world, setting, crowd, trail.credibility[row], i)
            world.crowd[i] = where(truth[i] > 0.0, crowd, world.crowd[i])


@kernel
def weigh_report(
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
    truth: Floats,
) -> None:
    """Weigh one public row, and draw in which worlds it is true: `truth` [W] gets 1 or 0."""
    detect, fabricate, crowd = trail.detect[row], trail.fabricate[row], trail.crowd_log10[row]
    tilted, chance, echo = np.empty(worlds.size), np.empty(worlds.size), world.echo[trail.code[row]]
    row_tilt(world, setting, draw, trail, row, tilted)
    weigh_row(world, setting, draw, trail, row, tilted, log_weight)
    for i in range(worlds.size):
        chance[i] = chance_true(tilted[i], detect, fabricate, draw.news_echo * echo[i])
    if crowd == crowd:
        weigh_crowd(world, setting, crowd, chance, log_weight)
    for i in range(worlds.size):
        truth[i] = uniform(seed, worlds[i], day, sites.TRUTH + place)
    for i in range(worlds.size):
        truth[i] = where(truth[i] < chance[i], 1.0, 0.0)


@kernel
def draw_reports(
    world: World,
    setting: Setting,
    draw: Coefficients,
    tilts: Floats,
    expected: Floats,
    seed: Seed,
    worlds: Integers,
    day: int,
    notes: Notes,
) -> None:
    """Forward: each undecided world draws the day's reports, a Poisson process, and takes them in as they come."""
    last = setting.code_rate.size
    for i in range(worlds.size):
        clock: Array = 0.0
        for place in range(MOST_REPORTS if world.outcome[i] < 0.0 else 0):
            wait, pick = uniform_pair(seed, worlds[i], day, sites.STREAM + place)
            clock -= log(wait) / maximum(expected[last, i], 1e-12)
            if clock > 1.0:
                break
            stream = pick_stream(world, setting, draw, tilts, expected, pick, i)
            code = setting.stream_code[stream]
            following = draw.news_echo * setting.code_rate[code] * pace_of_code(world, setting, code, i)
            expected[code, i] += following
            expected[last, i] += following
            live_report(world, setting, draw, stream, tilts[stream, i], place, seed, worlds[i], day, i, notes)


@device
def live_report(
    world: World,
    setting: Setting,
    draw: Coefficients,
    stream: int,
    tilted: Array,
    place: int,
    seed: Seed,
    number: int,
    day: int,
    i: int,
    notes: Notes,
) -> None:
    """Forward: one report of a stream, the day's `place`-th in world i (its address is `number`): who tells it, true or not."""
    code = setting.stream_code[stream]
    echo = draw.news_echo * world.echo[code, i]
    source = pick_source(setting, code, tilted, echo, uniform(seed, number, day, sites.SOURCE + place))
    detect, fabricate = detect_of(setting, code, source), fabricate_of(setting, code, source)
    chance = chance_true(tilted, detect, fabricate, echo)
    true = 1.0 if uniform(seed, number, day, sites.TRUTH + place) < chance else 0.0
    credibility, size = detect / (detect + fabricate), float(np.nan)
    take_in(world, setting, stream, credibility, true, i)
    if code == setting.protest_code and uniform(seed, number, day, sites.SIZED + place) < setting.sized_share:
        size = size_told(world, setting, true, normal(seed, number, day, sites.SIZE + place), i)
        hear_crowd(world, setting, size, credibility, i)
        world.crowd[i] = where(true > 0.0, size, world.crowd[i])
    note(notes, i, day, stream, source, true, size)


@device
def size_told(world: World, setting: Setting, true: float, z: float, i: int) -> float:
    """What a report says of the size of a crowd, z being its standard normal error: a made-up one knows nothing of world i."""
    told = where(true > 0.0, world.crowd[i] + setting.size_noise * z, setting.made_up_size + setting.made_up_spread * z)
    return float(clip(told, LEAST_CROWD, MOST_CROWD))


@device
def detect_of(setting: Setting, code: int, source: int) -> float:
    """Chance that a class of sources sees such a thing: nobody can miss the arrest."""
    return 1.0 if code == setting.arrest_code else float(setting.source_detect[setting.code_serves[code], source])


@device
def fabricate_of(setting: Setting, code: int, source: int) -> float:
    """Rate at which a class of sources makes such a thing up, which depends on whom it serves."""
    return float(setting.source_fabricate[setting.code_serves[code], source])


@device
def pick_source(setting: Setting, code: int, tilted: Array, echo: Array, pick: float) -> int:
    """The class of sources whose part of a stream's reports the share `pick` of them falls into."""
    left: Array = pick * report_intensity(tilted, setting.code_detect[code], setting.code_fabricate[code], echo)
    share = setting.source_share[setting.code_serves[code]]
    for source in range(share.size):
        seen = report_intensity(tilted, detect_of(setting, code, source), fabricate_of(setting, code, source), echo)
        left -= share[source] * seen
        if left <= 0.0:
            return source
    return int(share.size - 1)
