"""Report streams of a day, for a block of worlds: how many reports of each kind each world expects (stage 7).

A stream is a code from a tier of a force. The same intensities serve both directions: they are weighed as silence, they are
what a public row is one of, and forward worlds draw from them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine.compile import device, kernel
from standoff.engine.effects import BLACKOUT
from standoff.engine.obedience import ARREST_LEADER
from standoff.model.maths import Array, maximum, where
from standoff.model.priors import COVARIATES, Coefficients
from standoff.model.reports import (
    order_tilt,
    report_intensity,
    silence_log_factor,
    tempo_rate,
    tilt,
    visible_share,
    withheld_tilt,
)
from standoff.model.setting import Setting
from standoff.model.world import World

Floats = NDArray[np.float64]

OCCASION = COVARIATES.index("occasion")


@kernel
def stream_tilt(world: World, setting: Setting, draw: Coefficients, stream: int, out: Floats) -> None:
    """How much likelier true news of a stream gets through in each world than in one of index 0 without a blackout."""
    common, mix = setting.stream_common[stream], setting.stream_mix[stream]
    command, troops = setting.stream_command[stream], setting.stream_troops[stream]
    slope, order = draw.report_gain * setting.stream_slope[stream], setting.stream_order[stream]
    margin = world.disloyalty[world.disloyalty.shape[0] - 1]
    for i in range(out.size):
        groups = mix * world.disloyalty[command, i] + (1.0 - mix) * world.disloyalty[troops, i]
        out[i] = tilt(slope, common * margin[i] + (1.0 - common) * groups)
    if order >= 0:
        for i in range(out.size):
            out[i] *= order_tilt(world.ordering[order, i])
    if setting.stream_code[stream] != setting.arrest_code:
        for i in range(out.size):
            out[i] *= world.visible[i]
    if setting.stream_withheld[stream] > 0.0:
        for i in range(out.size):
            ordering = world.ordering[ARREST_LEADER, i]
            out[i] *= withheld_tilt(setting.arrest_rate, ordering, setting.stream_withheld[stream])


@kernel
def keep_tempo(world: World, setting: Setting, draw: Coefficients) -> None:
    """In the morning: what gets through, what such a day brings at tempo 1 whoever is right, the tempo, what is expected."""
    for i in range(world.visible.size):
        world.visible[i] = visible_share(world.covariates[BLACKOUT, i], setting.blackout_hides)
    for k in range(setting.code_rate.size):
        rate, echo = setting.code_rate[k], world.echo[k]
        for i in range(world.exposure.size):
            detect, fabricate = setting.code_detect[k], setting.code_fabricate[k]
            usual = report_intensity(world.visible[i], detect, fabricate, draw.news_echo * echo[i])
            world.exposure[i] += rate * usual
    for i in range(world.exposure.size):
        world.tempo[i] = tempo_rate(world.exposure[i], setting.tempo_shape, world.reports[i])
        world.occasion[i] = maximum(world.covariates[OCCASION, i], setting.arrest_occasion)


@device
def pace_of_code(world: World, setting: Setting, code: int, i: int) -> Array:
    """What multiplies a code's base rate in world i today: the tempo, or for the arrest the occasion."""
    return where(code == setting.arrest_code, world.occasion[i], world.tempo[i])


@kernel
def expect_reports(world: World, setting: Setting, draw: Coefficients, tilts: Floats, expected: Floats) -> None:
    """Reports to expect today by code [K, W]; the last row of `expected` [K + 1, W] holds their sum.

    `tilts` [S, W] receives each stream's tilt, which stands still until tomorrow; one row [1, W] is enough if nobody reads it.
    """
    total = expected[setting.code_rate.size]
    expected[:] = 0.0
    for s in range(setting.stream_code.size):
        tilted = tilts[min(s, tilts.shape[0] - 1)]
        stream_tilt(world, setting, draw, s, tilted)
        code, rate = setting.stream_code[s], setting.stream_rate[s]
        echo, of_code = world.echo[code], expected[code]
        detect, fabricate = setting.code_detect[code], setting.code_fabricate[code]
        for i in range(total.size):
            seen = report_intensity(tilted[i], detect, fabricate, draw.news_echo * echo[i])
            of_code[i] += rate * seen
    for k in range(setting.code_rate.size):
        of_code = expected[k]
        for i in range(total.size):
            of_code[i] *= pace_of_code(world, setting, k, i)
            total[i] += of_code[i]


@kernel
def weigh_silence(setting: Setting, expected: Floats, log_weight: Floats) -> None:
    """What the day did not bring: no report of any kind, and not the arrest that nobody could have missed."""
    total = expected[setting.code_rate.size]
    for i in range(total.size):
        log_weight[i] += silence_log_factor(total[i], 1.0)


@device
def pick_stream(
    world: World, setting: Setting, draw: Coefficients, tilts: Floats, expected: Floats, pick: float, i: int
) -> int:
    """The stream of world i whose part of today's reports the share `pick` of them falls into: its code, then the stream."""
    code, left = 0, pick * expected[setting.code_rate.size, i]
    while left > expected[code, i] and code < setting.code_rate.size - 1:
        left -= expected[code, i]
        code += 1
    echo = draw.news_echo * world.echo[code, i]
    detect, fabricate = setting.code_detect[code], setting.code_fabricate[code]
    left /= pace_of_code(world, setting, code, i)
    first, after = int(setting.code_stream[code]), int(setting.code_stream[code + 1])
    for s in range(first, after):
        left -= setting.stream_rate[s] * report_intensity(tilts[s, i], detect, fabricate, echo)
        if left <= 0.0:
            return s
    return after - 1


@kernel
def expect_streams(world: World, setting: Setting, draw: Coefficients, tilts: Floats) -> None:
    """Turn the tilts of `expect_reports` into the reports to expect a day from each stream [S, W], at today's pace."""
    for s in range(setting.stream_code.size):
        code, row = setting.stream_code[s], tilts[s]
        rate, echo = setting.stream_rate[s], world.echo[code]
        detect, fabricate = setting.code_detect[code], setting.code_fabricate[code]
        for i in range(row.size):
            seen = report_intensity(row[i], detect, fabricate, draw.news_echo * echo[i])
            row[i] = rate * seen * pace_of_code(world, setting, code, i)
