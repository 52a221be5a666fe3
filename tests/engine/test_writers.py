"""Who writes, and under what media: forward worlds draw writers as silence counts them, rows are read through the same ones."""

from dataclasses import replace

import numpy as np
import pytest

from standoff.case.library import load_case
from standoff.engine.draws import checked_seed
from standoff.engine.endings import plots_of_day
from standoff.engine.ensemble import make_stage, start_block
from standoff.engine.news import draw_reports, row_tilt, weigh_row
from standoff.engine.notes import room_for
from standoff.engine.obedience import FIRST_STEPS, decide
from standoff.engine.reference_news import hear_crowd
from standoff.engine.streams import expect_reports
from standoff.model.echoes import gather
from standoff.model.priors import load_priors
from standoff.model.reports import chance_true
from standoff.model.setting import code_index
from standoff.model.sources import LEAST_FABRICATION
from standoff.model.trail import trail_of

NAME, WORLDS, ADDRESSES, DEVIATIONS = "venezuela-2019", 200, 20_000, 4.5


@pytest.fixture
def under():
    """`under(media)`: Venezuela under such media, made ready, and the trail of all its rows."""

    def make(media):
        case, priors = load_case(NAME), load_priors()
        case = replace(case, background=replace(case.background, media=media))
        stage = make_stage(case, priors, 7)
        return stage, trail_of(case, stage.setting, priors, case.end)[1]

    return make


@pytest.mark.parametrize(("code", "media"), [("pledge_loyalty", "free"), ("pledge_loyalty", "closed"), ("mutiny", "closed")])
def test_forward_writers_come_as_often_as_the_usual_source_is_made_of_them(code, media, under):
    """P(class | a report of a stream) = share (detect tilt + fabricate + echo) / that of all."""
    stage, _ = under(media)
    setting, number = stage.setting, code_index(stage.priors)[code]
    block = start_block(stage, 0, 8)
    block = replace(block, cells=np.repeat(block.cells[:, [3]], ADDRESSES, axis=1), worlds=np.arange(ADDRESSES))
    world, stream = stage.world(block.cells), int(setting.code_stream[number])
    rate = np.where(np.arange(setting.stream_code.size) == stream, 0.5, 0.0)
    setting = setting._replace(stream_rate=rate, code_rate=np.where(np.arange(stage.shape[2]) == number, 0.5, 0.0))
    world.outcome[:], world.tempo[:], world.echo[:], world.visible[:] = -1.0, 1.0, 0.2, 0.8
    tilts, expected = np.empty((setting.stream_code.size, ADDRESSES)), np.empty((stage.shape[2] + 1, ADDRESSES))
    expect_reports(world, setting, block.coefficients, tilts, expected)
    tilted = tilts[stream]
    notes = room_for(10 * ADDRESSES)
    draw_reports(world, setting, block.coefficients, tilts, expected, checked_seed(3), block.worlds, 1, notes)
    kept, first = np.unique(notes.world[: notes.total[0]], return_index=True)  # the first report of a world and day
    writer, true = notes.source[first], notes.true[first]
    detect, fabricate = (part[setting.code_serves[number]] for part in (setting.source_detect, setting.source_fabricate))
    echo = 0.2 * block.coefficients.news_echo
    chance = setting.source_share[setting.code_serves[number]] * (detect * tilted[0] + fabricate + echo)
    chance /= setting.code_detect[number] * tilted[0] + setting.code_fabricate[number] + echo
    assert chance.sum() == pytest.approx(1.0, abs=1e-12)
    came = np.bincount(writer, minlength=chance.size)
    assert kept.size > 5000
    assert np.all(np.abs(came - kept.size * chance) <= DEVIATIONS * np.sqrt(kept.size * chance * (1.0 - chance)) + 1.0)
    honest = chance_true(tilted[0], detect, fabricate, echo)[writer]
    assert abs(np.sum(true - honest)) <= DEVIATIONS * np.sqrt(np.sum(honest * (1.0 - honest)))


def test_closed_media_take_from_rows_of_his_side_that_serve_him_and_not_from_those_that_hurt_him(under):
    """The same worlds weigh the same rows: how far apart a row sets the most loyal world and the most hollow one."""
    stage, trails = under("free")[0], {media: under(media)[1] for media in ("free", "closed")}
    block, events = start_block(stage, 0, WORLDS), gather(load_case(NAME).events, load_case(NAME).end)
    world, apart = stage.world(block.cells), {}
    world.tempo[:] = world.occasion[:] = 1.0
    for media, trail in trails.items():
        apart[media], tilted = np.empty(trail.code.size), np.empty(WORLDS)
        for row in range(trail.code.size):
            weight = np.zeros(WORLDS)
            row_tilt(world, stage.setting, block.coefficients, trail, row, tilted)
            weigh_row(world, stage.setting, block.coefficients, trail, row, tilted, weight)
            apart[media][row] = np.ptp(weight)
    his = np.array([item.event.sided == "order_giver" for item in events])
    serves = stage.setting.code_serves[trails["free"].code] == 0
    tells = apart["free"] > 1e-6
    assert (his & serves & tells).sum() >= 5
    assert np.all(apart["closed"][his & serves & tells] < 0.99 * apart["free"][his & serves & tells])
    held = trails["closed"].fabricate > 2 * LEAST_FABRICATION  # several sources of his side are held at the least
    assert np.all(apart["closed"][his & ~serves & held] > apart["free"][his & ~serves & held])
    assert np.all(apart["closed"][his & ~serves] > 0.99 * apart["free"][his & ~serves])
    np.testing.assert_array_equal(apart["closed"][~his], apart["free"][~his])


# --- What a crowd means under such media. -------------------------------------------------------------------


def plots_and_belief(stage, reports):
    """Plots a day and mean belief where he is weaker by .3 than believed and so many reports tell the size of his crowds."""
    block = start_block(stage, 0, WORLDS)
    world = stage.world(block.cells)
    world.strength[:] = world.belief_mean - 0.3
    world.crowd[:] = -2.5
    for _ in range(reports):
        hear_crowd(world, stage.setting, -2.5, 0.85, np.arange(WORLDS))
    decide(world, stage.setting, block.coefficients, block.beta, FIRST_STEPS)
    hazard, wins = np.empty((2, WORLDS)), np.empty((2, WORLDS))
    plots_of_day(world, stage.setting, block.coefficients, hazard, wins)
    return hazard.sum(axis=0).mean(), world.belief_mean.mean()


def test_fact_26_protests_raise_the_risk_of_a_coup_the_more_the_freer_the_media(under):
    """Johnson & Thyne 2018, Casper & Tyson 2014, the sign: protests whose size tells all that he is weaker than believed."""
    risen, fallen = [], []
    for media in ("closed", "partial", "free"):
        stage, _ = under(media)
        (before, believed), (after, then) = (plots_and_belief(stage, reports) for reports in (0, 8))
        risen.append(after - before)
        fallen.append(believed - then)
    assert risen[0] > 0.0
    assert np.all(np.diff(risen) > 0.0)
    assert np.all(np.diff(fallen) > 0.0)
