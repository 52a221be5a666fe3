"""Twins share every draw: the same bits where nothing differs, and from the first changed day on only what follows from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from standoff.inference.twins import Regime, Twin, days_of_block, lived, read_twins, rules_of
from standoff.model.priors import COVARIATES

THREAT = COVARIATES.index("threat")


def test_days_lived_again_end_in_the_posteriors_own_bits(posterior, same_states):
    for block in (0, 3):
        again = days_of_block(posterior, block, (posterior.day,))[posterior.day]
        assert same_states([again], [posterior.states[block]])


def test_a_twin_told_the_same_is_the_same(posterior, same_states):
    twin = Twin(5, posterior.trail)
    eve = days_of_block(posterior, 1, (4,))[4]
    assert same_states([lived(posterior, twin, eve, posterior.day)], [posterior.states[1]])


def test_rules_hold_from_their_day_on_and_leave_the_days_before_as_they_were(posterior):
    regime = Regime(8, posterior.stage, {"report_gain": 0.0}, {THREAT: 0.7})
    twin = Twin(8, posterior.trail, (regime,))
    base = days_of_block(posterior, 0, (6, 7, 8))
    state = lived(posterior, twin, base[6], 7)
    assert np.array_equal(state.block.cells, base[7].block.cells)
    changed = lived(posterior, twin, state, 8)
    assert not np.array_equal(changed.block.cells, base[8].block.cells)
    assert changed.block.coefficients.report_gain == 0.0


def test_no_rules_before_the_first_and_the_last_begun_holds(posterior):
    stage, block = posterior.stage, posterior.states[0].block
    early, late = Regime(3, stage, {"threat": 0.1}), Regime(6, stage, {"threat": 0.9}, {THREAT: 0.25})
    assert rules_of((early, late), stage, block, 2) == (stage, block)
    assert rules_of((early, late), stage, block, 4)[1].coefficients.threat == 0.1
    held = rules_of((early, late), stage, block, 6)[1]
    assert held.coefficients.threat == 0.9
    assert np.all(stage.world(held.cells).covariates[THREAT] == 0.25)
    assert not np.all(stage.world(block.cells).covariates[THREAT] == 0.25)  # the block given is left as it is


def test_readings_come_twin_by_twin_and_block_by_block_for_any_number_of_threads(posterior):
    twins = [Twin(5, posterior.trail), Twin(9, posterior.trail)]
    one, many = (
        read_twins(posterior, twins, lambda state: (state.block.number, state.weights.log_evidence), threads=threads)
        for threads in (1, 2)
    )
    known = [(state.block.number, state.weights.log_evidence) for state in posterior.states]
    assert one == many == (tuple(known), tuple(known))


def test_a_block_in_which_no_world_is_left_reads_none(posterior):
    rows = posterior.trail.day.size
    impossible = posterior.trail._replace(
        base_log_rate=np.where(np.arange(rows) == rows - 1, -np.inf, posterior.trail.base_log_rate)
    )
    told = read_twins(posterior, [Twin(int(posterior.trail.day[-1]), impossible)], lambda state: 1, threads=1)
    assert set(told[0]) == {None}


def test_a_deed_acts_and_tells_nothing(posterior):
    """Where all rows of a day are deeds the log evidence of that day is its silence alone."""
    last = int(posterior.trail.day[-1])
    weighed = np.where(posterior.trail.day == last, 0.0, 1.0)
    twin = Twin(last, posterior.trail._replace(weighed=weighed))
    eve = days_of_block(posterior, 0, (last - 1,))[last - 1]
    state = lived(posterior, twin, eve, last)
    steps = [step for step in state.steps if step.day == last]
    silence = next(step for step in steps if step.kind == "silence")
    assert [step.log_evidence for step in steps if step.kind == "row"] == pytest.approx(
        [silence.log_evidence] * sum(weighed == 0)
    )
    assert not np.array_equal(state.block.cells, replace(eve).block.cells)
