"""Orders given in a what-if: obeyed exactly where strength exceeds the threshold, with the ends that stage 6 would bring."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.case.library import load_case
from standoff.engine.deeds import OBEYED, failures_of_order, order_given
from standoff.engine.ensemble import make_stage, start_block
from standoff.model.outcomes import KINDS, SURVIVED
from standoff.model.priors import ORDERS, load_priors
from standoff.model.setting import code_index

ARREST, MASS = ORDERS.index("arrest_leader"), ORDERS.index("mass_arrest")


@pytest.fixture(scope="module")
def stage():
    return make_stage(load_case("venezuela-2019"), load_priors(), 7)


@pytest.fixture(scope="module")
def block(stage):
    return start_block(stage, 0, 4000)


def given(stage, block, order, code):
    codes = code_index(stage.priors)
    return order_given(stage, block, order, codes[code], -1, codes["order_refused"], 3)


def test_an_order_is_obeyed_exactly_where_strength_exceeds_its_threshold(stage, block):
    before, after = stage.world(block.cells), stage.world(given(stage, block, ARREST, "challenger_arrested").cells)
    obeys = before.strength > before.root[ARREST]
    fell, settled = (after.outcome >= 0) & ~obeys, (after.outcome >= 0) & obeys
    assert set(after.outcome[settled]) == {SURVIVED}
    assert SURVIVED not in set(after.outcome[fell])
    assert settled.sum() / obeys.sum() == pytest.approx(stage.setting.test_settles, abs=0.04)
    assert fell.sum() / (~obeys).sum() == pytest.approx(stage.setting.fall[ARREST], abs=0.04)
    assert set(after.ended[after.outcome >= 0]) == {3.0}


def test_everybody_learns_whether_it_was_obeyed(stage, block):
    before, after = stage.world(block.cells), stage.world(given(stage, block, ARREST, "challenger_arrested").cells)
    obeys = before.strength > before.root[ARREST]
    moved = after.belief_mean - before.belief_mean
    assert moved[obeys].mean() > 0.05
    assert moved[~obeys].mean() < -0.05


def test_mass_arrests_settle_nothing(stage, block):
    before, after = stage.world(block.cells), stage.world(given(stage, block, MASS, "mass_arrests").cells)
    assert np.all(after.outcome[before.strength > before.root[MASS]] < 0)


def test_worlds_that_ended_are_left_as_they_are(stage, block):
    first = given(stage, block, ARREST, "challenger_arrested")
    ended = stage.world(first.cells).outcome >= 0
    again = given(stage, first, ARREST, "challenger_arrested")
    assert ended.any()
    assert np.array_equal(first.cells[:, ended], again.cells[:, ended])


def test_failures_are_the_kinds_that_a_fall_writes(stage, block):
    kinds, before = failures_of_order(stage, block, ARREST), stage.world(block.cells)
    assert np.array_equal(kinds == OBEYED, before.strength > before.root[ARREST])
    after = stage.world(given(stage, block, ARREST, "challenger_arrested").cells)
    fell = (after.outcome >= 0) & (kinds != OBEYED)
    assert np.array_equal(after.outcome[fell], kinds[fell])
    assert {KINDS[kind] for kind in kinds if kind >= 0} >= {"removed_by_forces", "forces_stood_aside"}
