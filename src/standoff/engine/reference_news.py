"""Stage 7 of the reference day: what was said, what was not, and what the news brings about, in plain NumPy.

Read beside `standoff.engine.streams`, `effects` and `news`. The functions on news take `at`, the places of the worlds it acts
on: all of them for a public row, a single one for a report that a forward world drew itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.draws import checked_seed, normal, uniform, uniform_pair
from standoff.engine.effects import BLACKOUT
from standoff.engine.news import MOST_REPORTS
from standoff.engine.obedience import ARREST_LEADER
from standoff.engine.reference_obedience import Today
from standoff.engine.streams import OCCASION
from standoff.model.beliefs import heard_precision, signalled_mean, tested_mean, tested_precision
from standoff.model.crowds import log10_share, moderates_share, neutral_turnout, share_of_log10
from standoff.model.maths import Array, clip, log, maximum, where
from standoff.model.reports import (
    LEAST_CROWD,
    MOST_CROWD,
    chance_true,
    chance_true_of_size,
    order_tilt,
    report_intensity,
    rest_of_day_log_factor,
    silence_log_factor,
    size_factor,
    size_log_density,
    sized_log_factor,
    tempo_rate,
    tilt,
    visible_share,
    withheld_tilt,
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


def keep_tempo(world: World, today: Today) -> None:
    """In the morning: what gets through, what such a day brings at tempo 1 whoever is right, the tempo, what is expected."""
    setting = today.setting
    world.visible[:] = visible_share(world.covariates[BLACKOUT], setting.blackout_hides)
    source = setting.code_detect[:, None], setting.code_fabricate[:, None]
    usual = report_intensity(world.visible, *source, today.draw.news_echo * world.echo)
    world.exposure[:] += np.sum(setting.code_rate[:, None] * usual, axis=0)
    world.tempo[:] = tempo_rate(world.exposure, setting.tempo_shape, world.reports)
    world.occasion[:] = maximum(world.covariates[OCCASION], setting.arrest_occasion)


def pace_of_code(world: World, setting: Setting, code: int) -> Array:
    """What multiplies a code's base rate today [W]: the tempo, or for the arrest the occasion."""
    return where(code == setting.arrest_code, world.occasion, world.tempo)


def stream_tilt(world: World, today: Today, stream: int) -> Array:
    """How much likelier true news of a report stream is in each world [W] than in one of index 0."""
    setting = today.setting
    common, mix = setting.stream_common[stream], setting.stream_mix[stream]
    command, troops = world.disloyalty[setting.stream_command[stream]], world.disloyalty[setting.stream_troops[stream]]
    index = common * world.disloyalty[-1] + (1.0 - common) * (mix * command + (1.0 - mix) * troops)
    tilted = tilt(today.draw.report_gain * setting.stream_slope[stream], index)
    tilted = tilted * getting_through(world, setting, int(setting.stream_code[stream]))
    return shown_by_order(world, setting, tilted, int(setting.stream_order[stream]), setting.stream_withheld[stream])


def getting_through(world: World, setting: Setting, code: int) -> Array:
    """Share of such events that reaches those who write [W]: nobody can miss the arrest."""
    return where(code == setting.arrest_code, 1.0, world.visible)


def shown_by_order(world: World, setting: Setting, tilted: Array, order: int, withheld: float) -> Array:
    """A tilt times what the order-giver's choice adds where the report shows an order given, or an arrest withheld."""
    given: Array = tilted * (order_tilt(world.ordering[order]) if order >= 0 else 1.0)
    return given * withheld_tilt(setting.arrest_rate, world.ordering[ARREST_LEADER], withheld)


def stream_intensity(world: World, today: Today, stream: int) -> Array:
    """Intensity of one report stream [W], in units of its base rate."""
    setting, code = today.setting, today.setting.stream_code[stream]
    echo = today.draw.news_echo * world.echo[code]
    return report_intensity(stream_tilt(world, today, stream), setting.code_detect[code], setting.code_fabricate[code], echo)


def expected_reports(world: World, today: Today) -> Floats:
    """Reports to expect today [K, W], the streams of a code together."""
    setting = today.setting
    expected = np.zeros((setting.code_rate.size, world.strength.size))
    for stream, code in enumerate(setting.stream_code):
        expected[code] += setting.stream_rate[stream] * stream_intensity(world, today, stream)
    for code in range(setting.code_rate.size):
        expected[code] *= pace_of_code(world, setting, code)
    return expected


def weigh_silence(expected: Floats) -> Array:
    """Log factor [W] of no report of any kind in a whole day."""
    return silence_log_factor(expected.sum(axis=0), 1.0)


def row_tilt(world: World, today: Today, trail: Trail, row: int) -> Array:
    """How much likelier a row's true news is in each world [W] than in one of index 0."""
    groups = trail.mix[row] @ world.disloyalty[:-1]
    index = trail.common[row] * world.disloyalty[-1] + (1.0 - trail.common[row]) * groups
    tilted = tilt(today.draw.report_gain * trail.slope[row], index)
    tilted = tilted * getting_through(world, today.setting, int(trail.code[row]))
    return shown_by_order(world, today.setting, tilted, int(trail.order[row]), float(trail.withheld[row]))


def weigh_row(world: World, today: Today, trail: Trail, row: int, tilted: Array) -> Array:
    """Log likelihood [W] of one reported row, whose hour is unknown."""
    setting, draw, code = today.setting, today.draw, int(trail.code[row])
    pace = pace_of_code(world, setting, code)
    seen = report_intensity(tilted, trail.detect[row], trail.fabricate[row], draw.news_echo * world.echo[code])
    rest_of_day = rest_of_day_log_factor(draw.news_echo * setting.code_rate[code] * pace)
    likelihood: Array = trail.base_log_rate[row] + log(pace * seen) + rest_of_day
    return likelihood


def weigh_crowd(world: World, setting: Setting, size_log10: float, chance: Array) -> tuple[Array, Array]:
    """Log density [W] of a reported crowd size, and the chance [W] that the crowd was there, given the chance before."""
    made_up = setting.made_up_size, setting.made_up_spread
    factor = size_factor(size_log10, world.crowd, setting.size_noise, *made_up)
    density = size_log_density(size_log10, *made_up) + sized_log_factor(chance, factor)
    return density, chance_true_of_size(chance, factor)


def impose_row(world: World, today: Today, trail: Trail, row: int, place: int) -> Floats:
    """Log likelihood [W] of a public row, which then acts: in each world by lot, true with its chance there; a deed in all."""
    tilted = row_tilt(world, today, trail, row)
    log_weight = np.asarray(weigh_row(world, today, trail, row, tilted))
    code, crowd = int(trail.code[row]), trail.crowd_log10[row]
    chance = chance_true(tilted, trail.detect[row], trail.fabricate[row], today.draw.news_echo * world.echo[code])
    if np.isfinite(crowd):
        density, chance = weigh_crowd(world, today.setting, float(crowd), chance)
        log_weight = log_weight + density
    true = today.uniform(sites.TRUTH + place) < chance
    if trail.weighed[row] == 0.0:
        log_weight, true = np.zeros(true.size), np.ones(true.size, dtype=bool)
    carries = float(trail.credibility[row]), float(trail.strength[row]), float(trail.test_share[row])
    news = News(code, int(trail.force[row]), *carries)
    take_in(world, today.setting, news, np.arange(true.size), true)
    if np.isfinite(crowd):
        hear_crowd(world, today.setting, crowd, news.credibility, np.arange(true.size))
        world.crowd[true] = crowd
    return log_weight


def take_in(world: World, setting: Setting, news: News, at: Places, true: NDArray[np.bool_]) -> None:
    """All that one report brings about in the worlds `at`; `true` says in which of them the thing happened."""
    hear(world, setting, news, at)
    cause(world, setting, news, at[true])
    if setting.test[news.code] != 0.0 and news.test_share > 0.0:
        learn_test(world, int(setting.tested_order[news.code]), setting.test[news.code], news.test_share, at[true])
    counted = float(news.code != setting.arrest_code)
    world.echo[news.code, at] += counted
    world.reports[at] += counted


def hear(world: World, setting: Setting, news: News, at: Places) -> None:
    """What a public report does to the belief everybody shares, as far as it is credible and gets through a blackout."""
    mean, precision = world.belief_mean[at], world.belief_precision[at]
    heard = heard_precision(news.credibility * setting.loudness[news.code], world.covariates[BLACKOUT, at])
    world.belief_mean[at] = signalled_mean(mean, precision, setting.shift[news.code], heard)
    world.belief_precision[at] = precision + heard


def hear_crowd(world: World, setting: Setting, size_log10: float, credibility: float, at: Places) -> None:
    """What the size of a crowd tells everybody, against the crowd that would tell nothing (Lohmann; Casper & Tyson 2014)."""
    per, mean, precision = setting.crowd_per_strength, world.belief_mean[at], world.belief_precision[at]
    expected, always = world.crowd[at] + per * (world.strength[at] - mean), share_of_log10(setting.citizens_base)
    bad, good = (moderates_share(share_of_log10(expected + step * per * setting.strength_sd), always) for step in (1.0, -1.0))
    shift = -(size_log10 - log10_share(neutral_turnout(always, 1.0 - always, bad, good))) / per
    told = setting.crowd_signal_share / (1.0 / setting.crowd_signal_precision + (setting.size_noise / per) ** 2)
    heard = heard_precision(credibility * told, world.covariates[BLACKOUT, at])
    world.belief_mean[at] = signalled_mean(mean, precision, shift, heard)
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
    """One world's reports of a day: exponential waits until the day is over; each report raises what is still to come."""
    setting, draw, seed, number = today.setting, today.draw, checked_seed(today.seed), int(today.worlds[at[0]])
    clock, expected = 0.0, expected.copy()
    for place in range(MOST_REPORTS):
        wait, pick = uniform_pair(seed, number, today.day, sites.STREAM + place)
        clock -= np.log(wait) / max(expected.sum(), 1e-12)
        if clock > 1.0:
            return
        stream = pick_stream(world, today, expected, pick, at)
        code = int(setting.stream_code[stream])
        alone = World(*(row[..., at] for row in world))
        expected[code] += (draw.news_echo * setting.code_rate[code] * pace_of_code(alone, setting, code))[0]
        _live_report(world, today, stream, place, at)


def _live_report(world: World, today: Today, stream: int, place: int, at: Places) -> None:
    """One report of one world, the day's `place`-th: who tells it, whether it is true, the size it tells."""
    setting, seed, number = today.setting, checked_seed(today.seed), int(today.worlds[at[0]])
    code, alone = int(setting.stream_code[stream]), World(*(row[..., at] for row in world))
    echo, tilted = today.draw.news_echo * alone.echo[code], stream_tilt(alone, today, stream)
    serves = setting.code_serves[code]
    detect, fabricate = setting.source_detect[serves], setting.source_fabricate[serves]
    detect = np.ones_like(detect) if code == setting.arrest_code else detect
    parts = setting.source_share[serves] * report_intensity(tilted, detect, fabricate, echo)
    pick = uniform(seed, number, today.day, sites.SOURCE + place) * parts.sum()
    source = min(int(np.searchsorted(np.cumsum(parts), pick)), parts.size - 1)
    told = detect[source], fabricate[source]
    true = uniform(seed, number, today.day, sites.TRUTH + place) < chance_true(tilted, *told, echo)
    credibility = told[0] / (told[0] + told[1])
    news = News(code, int(setting.stream_force[stream]), credibility, 1.0, float(setting.stream_test[stream]))
    take_in(world, setting, news, at, np.asarray(true))
    if code == setting.protest_code and uniform(seed, number, today.day, sites.SIZED + place) < setting.sized_share:
        z = normal(seed, number, today.day, sites.SIZE + place)
        size = world.crowd[at] + setting.size_noise * z
        size = np.where(true, size, setting.made_up_size + setting.made_up_spread * z).clip(LEAST_CROWD, MOST_CROWD)
        hear_crowd(world, setting, float(size[0]), credibility, at)
        world.crowd[at] = np.where(true, size, world.crowd[at])


def pick_stream(world: World, today: Today, expected: Floats, pick: float, at: Places) -> int:
    """The stream whose part of the day's reports the share `pick` of them falls into: its code, then the stream."""
    setting, reached = today.setting, np.cumsum(expected)
    code = min(int(np.searchsorted(reached, pick * expected.sum())), expected.size - 1)
    streams = np.arange(setting.code_stream[code], setting.code_stream[code + 1])
    alone = World(*(row[..., at] for row in world))
    parts = np.array([setting.stream_rate[s] * stream_intensity(alone, today, int(s))[0] for s in streams])  # type: ignore[index]
    share = (pick * expected.sum() - (reached[code] - expected[code])) / expected[code]
    return int(streams[min(int(np.searchsorted(np.cumsum(parts), share * parts.sum())), streams.size - 1)])
