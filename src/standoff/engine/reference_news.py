"""Stage 6 of the reference day: what was said, what was not, and what the news brings about, in plain NumPy.

Read beside `standoff.engine.news`. The functions on news take `at`, the places of the worlds it acts on: all of them for a
public row, a single one for a report that a forward world drew itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.draws import checked_seed, uniform, uniform_pair
from standoff.engine.news import BLACKOUT, MOST_REPORTS, OCCASION, REFERENCE_CHOICE
from standoff.engine.obedience import ARREST_LEADER
from standoff.engine.reference_obedience import Today
from standoff.model.beliefs import heard_precision, signalled_mean, tested_mean, tested_precision
from standoff.model.maths import Array, clip, log, maximum
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
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class News:
    """One report: its code and the force it names (-1 none), and how far it carries.

    `credibility` scales what the public believes of it, `strength` what it causes where it is true, and `test_share` says how
    much of a full test of obedience it was.
    """

    code: int
    force: int
    credibility: float
    strength: float
    test_share: float


def arrest_hazard(world: World, setting: Setting) -> Array:
    """Hazard a day [W] of the order to arrest the leader, with what occasion there is."""
    hazard: Array = setting.arrest_rate * world.ordering[ARREST_LEADER]
    return hazard * maximum(world.covariates[OCCASION], setting.arrest_occasion)


def stream_intensity(world: World, today: Today, stream: int) -> Array:
    """Intensity of one report stream [W], in units of its base rate."""
    setting, draw = today.setting, today.draw
    common, mix = setting.stream_common[stream], setting.stream_mix[stream]
    command, troops = world.disloyalty[setting.stream_command[stream]], world.disloyalty[setting.stream_troops[stream]]
    index = common * world.disloyalty[-1] + (1.0 - common) * (mix * command + (1.0 - mix) * troops)
    tilted = tilt(draw.report_gain * setting.stream_slope[stream], index)
    if setting.stream_order[stream] >= 0:
        tilted *= world.ordering[setting.stream_order[stream]] / REFERENCE_CHOICE
    echo = draw.news_echo * world.echo[setting.stream_code[stream]]
    return report_intensity(tilted, setting.stream_detect, setting.stream_fabricate, echo)


def expected_reports(world: World, today: Today) -> Floats:
    """Reports of the day at tempo 1 [K, W], the streams of a code together."""
    setting = today.setting
    expected = np.zeros((setting.code_rate.size, world.strength.size))
    for stream, code in enumerate(setting.stream_code):
        expected[code] += setting.stream_rate[stream] * stream_intensity(world, today, stream)
    return expected


def tempo_of(world: World, setting: Setting) -> Array:
    """How fast this case is written down in each world [W]."""
    return tempo_rate(world.exposure, setting.tempo_shape, world.reports)


def weigh_silence(world: World, today: Today, expected: Floats) -> Array:
    """Log factor [W] of no report and no arrest in a whole day."""
    tempo = tempo_of(world, today.setting)
    return silence_log_factor(tempo * expected.sum(axis=0) + arrest_hazard(world, today.setting), 1.0)


def count_exposure(world: World, today: Today) -> None:
    """Add what such a day brings at tempo 1 whoever is right, echoes of earlier reports included."""
    setting = today.setting
    echo = today.draw.news_echo * world.echo
    usual = report_intensity(1.0, setting.stream_detect, setting.stream_fabricate, echo)
    world.exposure[:] += np.sum(setting.code_rate[:, None] * usual, axis=0)


def row_tilt(world: World, today: Today, trail: Trail, row: int) -> Array:
    """How much likelier a row's true news is in each world [W] than in one of index 0."""
    groups = trail.mix[row] @ world.disloyalty[:-1]
    index = trail.common[row] * world.disloyalty[-1] + (1.0 - trail.common[row]) * groups
    tilted = tilt(today.draw.report_gain * trail.slope[row], index)
    if trail.order[row] >= 0:
        tilted *= world.ordering[trail.order[row]] / REFERENCE_CHOICE
    return tilted


def weigh_row(world: World, today: Today, trail: Trail, row: int, tilted: Array) -> Array:
    """Log likelihood [W] of one reported row."""
    setting, detect = today.setting, trail.detect[row]
    echo = today.draw.news_echo * world.echo[trail.code[row]]
    rate = trail.base_log_rate[row] + log(tempo_of(world, setting))
    if trail.arrest[row] > 0.0:
        occasion = maximum(world.covariates[OCCASION], setting.arrest_occasion)
        rate = log(setting.arrest_rate * occasion * REFERENCE_CHOICE)
    likelihood: Array = rate + log(report_intensity(tilted, detect, trail.fabricate[row], echo))
    ordering = setting.arrest_rate * world.ordering[ARREST_LEADER]
    likelihood += silence_log_factor(ordering, trail.untouched[row] * detect)
    if np.isfinite(trail.crowd_log10[row]):
        likelihood += size_log_density(trail.crowd_log10[row], world.crowd, setting.size_noise)
    return likelihood


def impose_row(world: World, today: Today, trail: Trail, row: int, place: int) -> Floats:
    """Log likelihood [W] of a public row, which then acts: in each world by lot, true with its chance there."""
    tilted = row_tilt(world, today, trail, row)
    log_weight = np.asarray(weigh_row(world, today, trail, row, tilted))
    code, crowd = int(trail.code[row]), trail.crowd_log10[row]
    chance = chance_true(tilted, trail.detect[row], trail.fabricate[row], today.draw.news_echo * world.echo[code])
    true = today.uniform(sites.TRUTH + place) < chance
    carries = float(trail.credibility[row]), float(trail.strength[row]), float(trail.test_share[row])
    news = News(code, int(trail.force[row]), *carries)
    take_in(world, today.setting, news, np.arange(true.size), true)
    if np.isfinite(crowd):
        world.crowd[true] = crowd
    return log_weight


def take_in(world: World, setting: Setting, news: News, at: Places, true: NDArray[np.bool_]) -> None:
    """All that one report brings about in the worlds `at`; `true` says in which of them the thing happened."""
    hear(world, setting, news, at)
    cause(world, setting, news, at[true])
    if setting.test[news.code] != 0.0 and news.test_share > 0.0:
        learn_test(world, int(setting.tested_order[news.code]), setting.test[news.code], news.test_share, at[true])
    world.echo[news.code, at] += 1.0
    world.reports[at] += 1.0


def hear(world: World, setting: Setting, news: News, at: Places) -> None:
    """What a public report does to the belief everybody shares, as far as it is credible and gets through a blackout."""
    mean, precision = world.belief_mean[at], world.belief_precision[at]
    heard = heard_precision(news.credibility * setting.signal[news.code], world.covariates[BLACKOUT, at])
    world.belief_mean[at] = signalled_mean(mean, precision, setting.shift[news.code], heard)
    world.belief_precision[at] = precision + heard


def cause(world: World, setting: Setting, news: News, at: Places) -> None:
    """What a true event does to covariates, and killing to the culpability of the force that killed."""
    moved = world.covariates[:, at] + news.strength * setting.effect[news.code][:, None]
    world.covariates[:, at] = clip(moved, 0.0, 1.0)
    if news.force >= 0:
        guilt = world.culpability[news.force, at] + news.strength * setting.kills[news.code]
        world.culpability[news.force, at] = clip(guilt, 0.0, 1.0)


def learn_test(world: World, order: int, passed: Array, share: float, at: Places) -> None:
    """What passing (+1) or failing (-1) a test of an order teaches: the shared belief is truncated at its threshold."""
    mean, precision, root = world.belief_mean[at], world.belief_precision[at], world.root[order, at]
    world.belief_mean[at] = tested_mean(mean, precision, root, passed, share)
    world.belief_precision[at] = tested_precision(mean, precision, root, passed, share)


def draw_reports(world: World, today: Today, expected: Floats) -> None:
    """Forward: each undecided world draws the day's reports, a Poisson process at its tempo, and takes them in."""
    for i in np.flatnonzero(world.outcome < 0.0):
        _live_news(world, today, expected[:, i], np.array([i]))


def _live_news(world: World, today: Today, expected: Floats, at: Places) -> None:
    """One world's reports of a day: exponential waits until the day is over."""
    setting, seed, number = today.setting, checked_seed(today.seed), int(today.worlds[at[0]])
    clock = 0.0
    for place in range(MOST_REPORTS):
        wait, pick = uniform_pair(seed, number, today.day, sites.STREAM + place)
        tempo = float(tempo_rate(world.exposure[at[0]], setting.tempo_shape, world.reports[at[0]]))
        clock -= np.log(wait) / max(tempo * expected.sum(), 1e-12)
        if clock > 1.0:
            return
        stream = pick_stream(world, today, expected, pick, at[0])
        true = uniform(seed, number, today.day, sites.TRUTH + place) < setting.stream_detect
        take_in(world, setting, _own_news(setting, stream), at, np.array([true]))


def _own_news(setting: Setting, stream: int) -> News:
    """A report that a forward world draws itself: of the usual source, of a thing done in the capital."""
    credibility = setting.stream_detect / (setting.stream_detect + setting.stream_fabricate)
    return News(int(setting.stream_code[stream]), int(setting.stream_force[stream]), credibility, 1.0, setting.test_share)


def pick_stream(world: World, today: Today, expected: Floats, pick: float, i: int) -> int:
    """The stream of world i whose part of the day's expected reports the share `pick` of them falls into."""
    setting, reached = today.setting, np.cumsum(expected)
    code = min(int(np.searchsorted(reached, pick * expected.sum())), expected.size - 1)
    streams = np.arange(setting.code_stream[code], setting.code_stream[code + 1])
    alone = World(*(row[..., i] for row in world))
    parts = [setting.stream_rate[stream] * stream_intensity(alone, today, int(stream)) for stream in streams]
    within = np.searchsorted(reached[code] - expected[code] + np.cumsum(parts), pick * expected.sum())
    return int(streams[min(int(within), streams.size - 1)])
