"""Worlds that stand still: posterior odds are the product of the rows' likelihood ratios (ACH; model paper 4), by hand."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.engine.obedience import ARREST_LEADER
from standoff.engine.streams import OCCASION
from standoff.inference.particle_filter import advance, begin, without_evidence
from standoff.model.reports import report_intensity, tilt
from standoff.model.trail import trail_of

LAST_DAY = 20


@pytest.fixture(scope="module")
def still(still_stage, case, as_of):
    """A filter of two worlds over a trail whose rows say nothing of crowds."""
    trail = trail_of(case, still_stage.setting, still_stage.priors, as_of)[1]
    spared = np.where(trail.day == 7, 4.0, trail.withheld)  # a row that notes four days without an arrest
    trail = trail._replace(crowd_log10=np.full_like(trail.crowd_log10, np.nan), withheld=spared)
    start = begin(still_stage, 0, 2)
    return still_stage, trail, start, advance(still_stage, trail, start, LAST_DAY)


def row_likelihoods(stage, trail, state, row):
    """Likelihood of a row in each world, up to what both share: its source sees true news, or makes it up."""
    world, draw = stage.world(state.block.cells), state.block.coefficients
    groups = trail.mix[row] @ world.disloyalty[:-1]
    index = trail.common[row] * world.disloyalty[-1] + (1 - trail.common[row]) * groups
    tilted = tilt(draw.report_gain * trail.slope[row], index)
    if trail.order[row] >= 0:
        tilted = tilted * world.ordering[trail.order[row]] / 0.5
    tilted = tilted * np.exp(-trail.withheld[row] * stage.setting.arrest_rate * (world.ordering[ARREST_LEADER] - 0.5))
    return report_intensity(tilted, trail.detect[row], trail.fabricate[row], 0.0)


def silence_log_likelihood(stage, trail, state, days):
    """Log likelihood in each world of what the days did not bring, at the tempo the trail had shown by each morning."""
    setting, world, draw = stage.setting, stage.world(state.block.cells), state.block.coefficients
    total, arrest, usual = np.zeros(2), np.zeros(2), 0.0
    for s in range(setting.stream_code.size):
        groups = setting.stream_mix[s] * world.disloyalty[setting.stream_command[s]]
        groups = groups + (1 - setting.stream_mix[s]) * world.disloyalty[setting.stream_troops[s]]
        index = setting.stream_common[s] * world.disloyalty[-1] + (1 - setting.stream_common[s]) * groups
        tilted = tilt(draw.report_gain * setting.stream_slope[s], index)
        if setting.stream_order[s] >= 0:
            tilted = tilted * world.ordering[setting.stream_order[s]] / 0.5
        tilted = tilted * np.exp(-setting.stream_withheld[s] * setting.arrest_rate * (world.ordering[ARREST_LEADER] - 0.5))
        code = setting.stream_code[s]
        detect, fabricate = setting.code_detect[code], setting.code_fabricate[code]
        part = setting.stream_rate[s] * report_intensity(tilted, detect, fabricate, 0.0)
        if code == setting.arrest_code:
            arrest += part * np.maximum(world.covariates[OCCASION], setting.arrest_occasion)
        else:
            total += part
            usual += setting.stream_rate[s] * (detect + fabricate)
    counted = trail.day[trail.code != setting.arrest_code]
    shape, silence = setting.tempo_shape, np.zeros(2)
    for day in range(days):
        tempo = (shape + np.sum(counted < day)) / (shape + (day + 1) * usual)
        silence -= tempo * total + arrest
    return silence


def test_still_worlds_stand_still(still):
    stage, _, start, end = still
    before, after = stage.world(start.block.cells), stage.world(end.block.cells)
    for name in ("strength", "cohesion", "belief_mean", "belief_precision", "covariates", "culpability"):
        assert np.array_equal(getattr(before, name), getattr(after, name)), name
    for name in ("root", "ordering", "share", "disloyalty"):
        assert getattr(after, name) == pytest.approx(getattr(before, name), abs=1e-12), name
    assert after.strength[0] != after.strength[1]


def test_ach_posterior_odds_are_the_product_of_likelihood_ratios(still):
    stage, trail, start, end = still
    rows = np.array([row_likelihoods(stage, trail, start, row) for row in range(end.row)])
    assert end.row >= 15
    arrests = trail.code == stage.setting.arrest_code
    for part in (trail.withheld, arrests, trail.order + 1, 1.0 - trail.common):  # every kind of row is there
        assert np.any(part[: end.row] > 0)
    silence = silence_log_likelihood(stage, trail, start, LAST_DAY + 1)
    by_hand = np.log(rows[:, 1] / rows[:, 0]).sum() + silence[1] - silence[0]
    log_weight = end.weights.log_weight
    assert end.weights.banked == 0.0
    assert abs(by_hand) > 0.1
    assert log_weight[1] - log_weight[0] == pytest.approx(by_hand, abs=1e-9)


def test_ach_each_row_multiplies_the_odds_by_its_own_ratio(still):
    """Row by row: the odds before and after, from the chance that an order is refused where one world refuses it."""
    stage, trail, start, end = still
    weights = []
    for row in range(end.row):
        part = trail._replace(day=np.where(np.arange(trail.day.size) <= row, trail.day, 10_000))
        state = advance(stage, part, start, int(trail.day[row]))
        weights.append(state.weights.log_weight[1] - state.weights.log_weight[0])
    for row in range(1, end.row):
        if trail.day[row] == trail.day[row - 1]:  # no silence between
            likelihoods = row_likelihoods(stage, trail, start, row)
            assert weights[row] - weights[row - 1] == pytest.approx(np.log(likelihoods[1] / likelihoods[0]), abs=1e-9)


def test_rows_of_later_days_change_no_bit_before_them(still, same_states):
    stage, trail, start, _ = still
    without = trail._replace(day=np.where(trail.day > 8, 10_000, trail.day))
    assert same_states([advance(stage, trail, start, 8)], [advance(stage, without, start, 8)])
    assert not same_states([advance(stage, trail, start, 11)], [advance(stage, without, start, 11)])


def test_a_day_without_rows_is_dynamics_and_silence_alone(still):
    stage, trail, start, _ = still
    assert 4 not in trail.day
    before = advance(stage, trail, start, 3)
    after = advance(stage, trail, before, 4)
    assert [(step.day, step.kind) for step in after.steps[len(before.steps) :]] == [(4, "dynamics"), (4, "silence")]
    assert (after.row, after.rows_of_day) == (before.row, 0)
    expected = silence_log_likelihood(stage, trail, start, 5) - silence_log_likelihood(stage, trail, start, 4)
    assert after.weights.log_weight - before.weights.log_weight == pytest.approx(expected, abs=1e-12)


def test_nothing_left_to_take_is_a_no_op(still):
    stage, trail, _, end = still
    assert advance(stage, trail, end, LAST_DAY) is end


def test_days_taken_in_parts_end_in_the_same_bits(posterior, same_states):
    stage, trail = posterior.stage, posterior.trail
    start = begin(stage, 0, 20)
    once, parts = advance(stage, trail, start, 13), start
    for day in (0, 1, 5, 6, 12, 13):
        parts = advance(stage, trail, parts, day)
    assert same_states([once], [parts])
    drifted = without_evidence(stage, without_evidence(stage, start, 6), 13)
    assert np.array_equal(drifted.block.cells, without_evidence(stage, start, 13).block.cells)


def test_without_evidence_weighs_nothing(posterior):
    start = begin(posterior.stage, 0, 20)
    drifted = without_evidence(posterior.stage, start, 9)
    assert drifted.weights is start.weights
    assert not np.array_equal(drifted.block.cells, start.block.cells)
    world = posterior.stage.world(drifted.block.cells)
    assert world.reports.tolist() == [0.0] * 20
