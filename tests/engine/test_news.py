"""One set of intensities: silence counts, rows weigh and forward worlds draw the same numbers, and are true as often."""

import math
from dataclasses import replace

import numpy as np
import pytest

from standoff.engine.draws import checked_seed
from standoff.engine.effects import BLACKOUT
from standoff.engine.ensemble import start_block
from standoff.engine.news import draw_reports, row_tilt, weigh_row
from standoff.engine.notes import room_for
from standoff.engine.streams import OCCASION, expect_reports, keep_tempo, stream_tilt, weigh_silence
from standoff.model.priors import COVARIATES, ORDERS
from standoff.model.reports import chance_true, rest_of_day_log_factor
from standoff.model.setting import code_index
from standoff.model.trail import Trail

NAME, WORLDS, ADDRESSES, DEVIATIONS = "venezuela-2019", 200, 20_000, 4.5
ARREST = ORDERS.index("arrest_leader")


@pytest.fixture
def thrown(stage_of, stirred):
    """A stage, and a block whose every moving quantity was thrown to the ends of its range."""
    stage, _ = stage_of(NAME)
    return stage, stirred(stage, start_block(stage, 0, WORLDS), 5)


def expected_of(stage, block, setting=None):
    """What the day brings by code [K, W], and the sum [W]."""
    expected = np.empty((stage.shape[2] + 1, block.worlds.size))
    unread = np.empty((1, block.worlds.size))
    expect_reports(stage.world(block.cells), setting or stage.setting, block.coefficients, unread, expected)
    return expected[:-1], expected[-1]


def rows_of_streams(setting):
    """A trail of one row a stream, each from the usual source and otherwise what a stream's report is."""
    streams, groups = setting.stream_code.size, setting.sign.size
    mix, every = np.zeros((streams, groups)), np.arange(streams)
    np.add.at(mix, (every, setting.stream_command), setting.stream_mix)
    np.add.at(mix, (every, setting.stream_troops), 1.0 - setting.stream_mix)
    columns = {
        "day": np.zeros(streams, dtype=np.int64),
        "code": setting.stream_code,
        "force": setting.stream_force,
        "base_log_rate": np.log(setting.stream_rate),
        "slope": setting.stream_slope,
        "common": setting.stream_common,
        "mix": mix,
        "detect": setting.code_detect[setting.stream_code],
        "fabricate": setting.code_fabricate[setting.stream_code],
        "order": setting.stream_order,
        "withheld": setting.stream_withheld,
        "weighed": np.ones(streams),
    }
    rest = dict.fromkeys(set(Trail._fields) - set(columns), np.zeros(streams))
    return Trail(**columns, **rest)


def repeated(block, i, addresses):
    """World i of a block at many addresses."""
    return replace(block, cells=np.repeat(block.cells[:, [i]], addresses, axis=1), worlds=np.arange(addresses))


def drawn(stage, block, setting, day=3):
    """Forward: the world after a day's reports, and how many came of each code [K, W]."""
    tilts, expected = (np.empty((rows, block.worlds.size)) for rows in (setting.stream_code.size, stage.shape[2] + 1))
    cells = block.cells.copy()
    world, before = stage.world(cells), stage.world(block.cells).echo
    expect_reports(world, setting, block.coefficients, tilts, expected)
    seed = checked_seed(stage.seed)
    draw_reports(world, setting, block.coefficients, tilts, expected, seed, block.worlds, day, room_for(0))
    return world, np.round(world.echo - before)


# --- Silence and rows. --------------------------------------------------------------------------------------


def test_rows_of_every_stream_add_up_to_what_silence_counts(thrown):
    """A row weighs the log of its intensity; over the streams of a code these are the reports that silence expects."""
    stage, block = thrown
    setting, draw, world = stage.setting, block.coefficients, stage.world(block.cells)
    trail, of_code, tilted = rows_of_streams(setting), np.zeros((stage.shape[2], WORLDS)), np.empty(WORLDS)
    for row, code in enumerate(trail.code):
        weight = np.zeros(WORLDS)
        row_tilt(world, setting, draw, trail, row, tilted)
        weigh_row(world, setting, draw, trail, row, tilted, weight)
        pace = world.occasion if code == setting.arrest_code else world.tempo
        of_code[code] += np.exp(weight - rest_of_day_log_factor(draw.news_echo * setting.code_rate[code] * pace))
    expected, total = expected_of(stage, block)
    np.testing.assert_allclose(of_code, expected, rtol=1e-11)
    np.testing.assert_allclose(of_code.sum(axis=0), total, rtol=1e-11)
    silence = np.zeros(WORLDS)
    weigh_silence(setting, np.vstack([expected, total]), silence)
    np.testing.assert_array_equal(silence, -total)


def test_a_report_raises_what_is_expected_by_its_echo(thrown):
    """A row's echo adds the same to its own day's rest and to a whole day, by the hour."""
    stage, block = thrown
    setting, draw = stage.setting, block.coefficients
    before, _ = expected_of(stage, block)
    code = code_index(stage.priors)["protest"]
    louder = replace(block, cells=block.cells.copy())
    stage.world(louder.cells).echo[code] += 1.0
    after, _ = expected_of(stage, louder)
    risen = draw.news_echo * setting.code_rate[code] * stage.world(block.cells).tempo
    np.testing.assert_allclose((after - before)[code], risen, rtol=1e-9)
    np.testing.assert_array_equal(np.delete(after, code, axis=0), np.delete(before, code, axis=0))


# --- The tempo. ---------------------------------------------------------------------------------------------


def test_the_morning_counts_what_the_day_brings_and_keeps_the_tempo(thrown):
    """What gets through a blackout; exposure at tempo 1 and index 0; then (k + n) / (k + L)."""
    stage, block = thrown
    setting, cells = stage.setting, block.cells.copy()
    before, world = stage.world(block.cells), stage.world(cells)
    keep_tempo(world, setting, block.coefficients)
    visible = 1.0 - setting.blackout_hides * before.covariates[BLACKOUT]
    usual = setting.code_detect[:, None] * visible + setting.code_fabricate[:, None]
    usual = usual + block.coefficients.news_echo * before.echo
    risen = (setting.code_rate[:, None] * usual).sum(axis=0)
    np.testing.assert_allclose(world.exposure - before.exposure, risen, rtol=1e-11)
    assert setting.code_rate[setting.arrest_code] == 0.0
    tempo = (setting.tempo_shape + before.reports) / (setting.tempo_shape + world.exposure)
    np.testing.assert_allclose(world.tempo, tempo, rtol=1e-14)
    floor = np.maximum(before.covariates[OCCASION], setting.arrest_occasion)
    np.testing.assert_array_equal(world.occasion, floor)
    np.testing.assert_allclose(world.visible, visible, rtol=1e-15)
    for name in ("visible", "exposure", "tempo", "occasion"):
        getattr(world, name)[:] = getattr(before, name)
    np.testing.assert_array_equal(cells, block.cells)  # it moves nothing else


def test_the_tempo_paces_every_report_but_the_arrest(thrown):
    """The arrest keeps the occasion of the morning instead."""
    stage, block = thrown
    expected, _ = expected_of(stage, block)
    arrest, others = stage.setting.arrest_code, np.arange(stage.shape[2]) != stage.setting.arrest_code
    faster = replace(block, cells=block.cells.copy())
    stage.world(faster.cells).tempo[:] *= 3.0
    found, _ = expected_of(stage, faster)
    np.testing.assert_allclose(found[others], 3.0 * expected[others], rtol=1e-12)
    np.testing.assert_array_equal(found[arrest], expected[arrest])
    occasions = replace(block, cells=block.cells.copy())
    before, now = stage.world(block.cells).occasion, np.linspace(0.05, 1.0, WORLDS)
    stage.world(occasions.cells).occasion[:] = now
    stage.world(occasions.cells).covariates[OCCASION] = 0.5  # what comes in during the day waits for the next morning
    found, _ = expected_of(stage, occasions)
    np.testing.assert_array_equal(found[others], expected[others])
    np.testing.assert_allclose(found[arrest], expected[arrest] * now / before, rtol=1e-12)


# --- A blackout. --------------------------------------------------------------------------------------------


def test_a_blackout_keeps_true_news_from_those_who_write_but_nobody_misses_the_arrest(thrown):
    """If half of what happens gets through: silence and rows lose half of their detection, and nothing of lies and echoes."""
    stage, block = thrown
    setting, draw, dark = stage.setting, block.coefficients, replace(block, cells=block.cells.copy())
    stage.world(block.cells).visible[:], stage.world(dark.cells).visible[:] = 1.0, 0.5
    world, arrest = stage.world(block.cells), setting.arrest_code
    seen, expected = expected_of(stage, block)[0], expected_of(stage, dark)[0]
    told = (setting.code_fabricate[:, None] + draw.news_echo * world.echo) * world.tempo
    rest = np.bincount(setting.stream_code, weights=setting.stream_rate)[:, None] * told
    others = np.arange(stage.shape[2]) != arrest
    np.testing.assert_allclose((expected - rest)[others], 0.5 * (seen - rest)[others], rtol=1e-8)
    np.testing.assert_array_equal(expected[arrest], seen[arrest])
    trail, light, dim = rows_of_streams(setting), np.empty(WORLDS), np.empty(WORLDS)
    for row, code in enumerate(trail.code):
        row_tilt(world, setting, draw, trail, row, light)
        row_tilt(stage.world(dark.cells), setting, draw, trail, row, dim)
        np.testing.assert_allclose(dim, light if code == arrest else 0.5 * light, rtol=1e-12)


def test_a_blackout_that_comes_during_the_day_hides_from_the_next_morning_on(thrown):
    stage, block = thrown
    before = expected_of(stage, block)[1]
    darker = replace(block, cells=block.cells.copy())
    stage.world(darker.cells).covariates[BLACKOUT] = 1.0
    np.testing.assert_array_equal(expected_of(stage, darker)[1], before)
    keep_tempo(stage.world(darker.cells), stage.setting, block.coefficients)
    assert set(stage.world(darker.cells).visible) == {1.0 - stage.setting.blackout_hides}


# --- The arrest, and its absence. ---------------------------------------------------------------------------


def test_the_arrest_comes_as_he_orders_it_and_nobody_misses_it(thrown):
    """Where news says nothing of disloyalty and nobody lies: arrests a day = rate * occasion * chance of ordering."""
    stage, block = thrown
    setting, world = stage.setting, stage.world(block.cells)
    honest = np.where(np.arange(stage.shape[2]) == setting.arrest_code, 0.0, setting.code_fabricate)
    setting = setting._replace(stream_slope=np.zeros_like(setting.stream_slope), code_fabricate=honest)
    world.echo[:] = 0.0
    hazard = setting.arrest_rate * world.occasion * world.ordering[ARREST]
    np.testing.assert_allclose(expected_of(stage, block, setting)[0][setting.arrest_code], hazard, rtol=1e-12)


def test_a_withheld_arrest_speaks_against_worlds_that_would_have_ordered_it(thrown):
    """As a non-event does: by exp(-rate * days) of the chance of ordering, between any two worlds."""
    stage, block = thrown
    setting, world = stage.setting, stage.world(block.cells)
    stream = int(np.flatnonzero(setting.stream_withheld > 0.0)[0])
    assert setting.stream_code[stream] == code_index(stage.priors)["challenger_untouched"]
    setting = setting._replace(stream_slope=np.zeros_like(setting.stream_slope))
    world.visible[:] = 1.0
    tilted = np.empty(WORLDS)
    stream_tilt(world, setting, block.coefficients, stream, tilted)
    likelier = np.log(tilted) - np.log(tilted[0])
    days = setting.stream_withheld[stream]
    apart = -days * setting.arrest_rate * (world.ordering[ARREST] - world.ordering[ARREST, 0])
    np.testing.assert_allclose(likelier, apart, atol=1e-12)
    assert np.ptp(apart) > 0.01


def test_an_arrest_counts_neither_for_the_tempo_nor_as_an_echo_and_comes_as_often_as_expected(start):
    stage, block = start()
    block = repeated(block, 0, 2000)
    world, arrest = stage.world(block.cells), stage.setting.arrest_code
    world.tempo[:], world.occasion[:] = 0.5, 0.8
    effect, counter = stage.setting.effect.copy(), COVARIATES.index("amnesty")
    effect[:, counter] = np.where(np.arange(stage.shape[2]) == arrest, 2.0**-8, 0.0)
    rate = np.where(stage.setting.stream_code == arrest, 5.0 * stage.setting.stream_rate, stage.setting.stream_rate)
    honest = np.where(np.arange(stage.shape[2]) == arrest, 0.0, stage.setting.code_fabricate)
    liars = np.zeros_like(stage.setting.source_fabricate)
    setting = stage.setting._replace(stream_rate=rate, effect=effect, code_fabricate=honest, source_fabricate=liars)
    expected, _ = expected_of(stage, block, setting)
    after, came = drawn(stage, block, setting)
    arrests = (after.covariates[counter] - world.covariates[counter]) * 2.0**8  # nobody makes an arrest up
    assert abs(arrests.mean() - expected[arrest, 0]) <= DEVIATIONS * np.sqrt(expected[arrest, 0] / 2000)
    assert arrests.sum() > 100
    assert not came[arrest].any()
    np.testing.assert_array_equal(after.reports - world.reports, came.sum(axis=0))


# --- Forward. -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("i", [0, 11, 60])
def test_forward_worlds_draw_what_silence_expects(i, start, stirred):
    """Reports of a code bring on more of it: with rate e + c n after n of them, e (exp(c) - 1) / c come in a day."""
    stage, block = start()
    block = repeated(stirred(stage, block, 6), i, ADDRESSES)
    world, setting = stage.world(block.cells), stage.setting
    world.outcome[:], world.tempo[:] = -1.0, 4.0
    expected, total = expected_of(stage, block)
    assert 1.0 < total[0] < 12.0
    follows = block.coefficients.news_echo * setting.code_rate * 4.0
    mean = expected[:, 0] * np.where(follows > 0.0, np.expm1(follows) / np.maximum(follows, 1e-300), 1.0)
    _, came = drawn(stage, block, setting)
    mean, came = (np.delete(each, setting.arrest_code, axis=0) for each in (mean, came))  # it leaves no echo to count by
    error = np.sqrt(np.maximum(came.var(axis=1), mean) / ADDRESSES)
    assert np.all(np.abs(came.mean(axis=1) - mean) <= DEVIATIONS * error)
    error = came.sum(axis=0).std() / np.sqrt(ADDRESSES)
    assert abs(came.sum(axis=0).mean() - mean.sum()) <= DEVIATIONS * error


@pytest.mark.parametrize("code", ["protest", "order_refused", "mass_arrests", "challenger_untouched"])
def test_forward_reports_are_true_as_often_as_rows_are(code, start, stirred):
    """Each with `chance_true` of its stream, given the reports of its kind before it; a bumped covariate counts the true."""
    stage, block = start()
    block = repeated(stirred(stage, block, 8), 3, ADDRESSES)
    world, number, counter = stage.world(block.cells), code_index(stage.priors)[code], COVARIATES.index("amnesty")
    stream = int(np.flatnonzero(stage.setting.stream_code == number)[0])
    rate = np.where(np.arange(stage.setting.stream_code.size) == stream, 0.5, 0.0)
    of_code = np.where(np.arange(stage.shape[2]) == number, 0.5, 0.0)
    effect = np.zeros_like(stage.setting.effect)
    effect[number, counter] = 2.0**-8
    setting = stage.setting._replace(stream_rate=rate, code_rate=of_code, effect=effect)
    world.outcome[:], world.tempo[:], world.covariates[counter] = -1.0, 1.0, 0.0
    world.covariates[OCCASION], world.echo[:] = 1.0, 0.5
    tilted = np.empty(ADDRESSES)
    stream_tilt(world, setting, block.coefficients, stream, tilted)
    after, came = drawn(stage, block, setting)
    n = came[number].astype(int)
    true = after.covariates[counter] * 2.0**8
    np.testing.assert_array_equal(true, np.round(true))
    echoes = block.coefficients.news_echo * (0.5 + np.arange(n.max()))
    chance = chance_true(tilted[0], setting.code_detect[number], setting.code_fabricate[number], echoes)
    mean = np.concatenate([[0.0], np.cumsum(chance)])[n]
    spread = np.concatenate([[0.0], np.cumsum(chance * (1.0 - chance))])[n]
    assert n.sum() > 1000
    assert n.max() >= 2
    assert abs(np.sum(true - mean)) <= DEVIATIONS * np.sqrt(spread.sum())
    first = n == 1
    assert abs(true[first].mean() - chance[0]) <= DEVIATIONS * np.sqrt(chance[0] * (1.0 - chance[0]) / first.sum())


def test_as_many_reports_come_in_a_day_as_rows_are_weighed(start):
    """The likelihood of n rows of one code in a day is the share of forward days that bring n, however they echo."""
    stage, block = start()
    block = repeated(block, 3, ADDRESSES)
    world, number = stage.world(block.cells), code_index(stage.priors)["strike"]
    only = stage.setting.stream_code == number
    of_code = np.where(np.arange(stage.shape[2]) == number, 0.8, 0.0)
    setting = stage.setting._replace(stream_rate=np.where(only, 0.8, 0.0), code_rate=of_code)
    world.outcome[:], world.tempo[:], world.echo[:] = -1.0, 1.2, 0.4
    expected, total = expected_of(stage, block, setting)
    _, came = drawn(stage, block, setting)
    trail = rows_of_streams(setting._replace(stream_rate=np.where(only, 0.8, 1.0)))
    row, cells = int(np.flatnonzero(only)[0]), block.cells.copy()
    log_weight, tilted, most = -total, np.empty(ADDRESSES), 24
    shares = [np.exp(log_weight[0])]
    for n in range(1, most):
        row_tilt(stage.world(cells), setting, block.coefficients, trail, row, tilted)
        weigh_row(stage.world(cells), setting, block.coefficients, trail, row, tilted, log_weight)
        stage.world(cells).echo[number] += 1.0
        shares.append(np.exp(log_weight[0]) / math.factorial(n))  # n! orders of rows that a day's file does not tell apart
    assert only.sum() == 1
    assert expected[number, 0] > 0.5
    share, found = np.array(shares), np.bincount(came[number].astype(int), minlength=most)[:most] / ADDRESSES
    assert share.sum() == pytest.approx(1.0, abs=1e-3)
    assert np.all(np.abs(found - share) <= DEVIATIONS * np.sqrt(share / ADDRESSES))
