"""Likelihoods raised to a power: nothing moves at 1, nothing is weighed at 0, and worlds that stand still show it exactly."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.inference.particle_filter import advance, begin, without_evidence
from standoff.model.trail import trail_of

DAY = 14


@pytest.fixture(scope="module")
def start(posterior):
    return begin(posterior.stage, 0, 40)


def test_power_one_is_the_filter_to_the_bit(posterior, start, same_states):
    plain = advance(posterior.stage, posterior.trail, start, DAY)
    raised = advance(posterior.stage, posterior.trail, start, DAY, 1.0)
    assert same_states([plain], [raised])
    assert plain.row > 5


def test_power_nearly_one_is_nearly_the_filter_though_rows_are_taken_one_by_one(posterior, start):
    plain = advance(posterior.stage, posterior.trail, start, DAY)
    near = advance(posterior.stage, posterior.trail, start, DAY, 1.0 + 1e-12)
    assert near.weights.log_evidence == pytest.approx(plain.weights.log_evidence, abs=1e-6)
    assert np.array_equal(near.block.cells, plain.block.cells)
    assert [(step.kind, step.row) for step in near.steps] == [(step.kind, step.row) for step in plain.steps]


def test_power_nought_weighs_nothing(posterior, start):
    state = advance(posterior.stage, posterior.trail, start, DAY, 0.0)
    assert np.all(state.weights.log_weight == 0.0)
    assert state.weights.log_evidence == 0.0
    world = posterior.stage.world(state.block.cells)
    assert np.array_equal(world.anchor, posterior.stage.world(start.block.cells).anchor)  # none was resampled


def test_power_nought_of_silence_alone_is_the_prior(posterior, start):
    nothing = posterior.trail._replace(day=np.full_like(posterior.trail.day, 10_000))
    told = advance(posterior.stage, nothing, start, DAY, 0.0)
    prior = without_evidence(posterior.stage, start, DAY)
    known, other = (posterior.stage.world(state.block.cells) for state in (prior, told))
    assert np.array_equal(known.cohesion, other.cohesion)
    assert other.strength == pytest.approx(known.strength, abs=0.01)  # officials leave only where days are lived in full


@pytest.mark.parametrize("power", [0.0, 0.5, 0.8, 1.25])
def test_of_worlds_that_stand_still_the_log_odds_are_multiplied_by_the_power(still_stage, case, as_of, power):
    trail = trail_of(case, still_stage.setting, still_stage.priors, as_of)[1]
    trail = trail._replace(crowd_log10=np.full_like(trail.crowd_log10, np.nan))
    start = begin(still_stage, 0, 2)
    plain, raised = (advance(still_stage, trail, start, DAY, by).weights for by in (1.0, power))
    assert plain.banked == raised.banked == 0.0
    assert abs(plain.log_weight[1] - plain.log_weight[0]) > 0.05
    assert raised.log_weight == pytest.approx(power * plain.log_weight, abs=1e-9)
