"""Metamorphic properties of the compiled stages 2 to 4: how forces are listed does not matter, only what they weigh.

The list of all such properties and where each is held stands in `tests/inference/test_metamorphic.py`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.engine.ensemble import start_block
from standoff.engine.obedience import FIRST_STEPS, decide
from standoff.model.world import cell_rows, view

OF_GROUPS = ("force", "command", "sign", "headcount", "stake", "kin", "cover", "hardship", "weight", "signal")
ROWS_OF_GROUPS = ("base_logit", "share", "members_out")
NEAR = 1e-12
SEEDS = st.integers(0, 10_000)


@pytest.fixture(scope="module")
def worlds(stage_of, stirred):
    """`worlds(seed)`: Venezuela's stage and 40 worlds of it, stirred by a seed."""
    stage, _ = stage_of("venezuela-2019")
    block = start_block(stage, 0, 40)
    return lambda seed: (stage, stirred(stage, block, seed))


def decided(stage, block, places, shares):
    """The day's stakes, core and choice with the groups at `places` for the stage's, each with a share of its weight."""
    _, forces, codes = stage.shape
    setting = stage.setting._replace(**{name: getattr(stage.setting, name)[places] for name in OF_GROUPS})
    setting = setting._replace(weight=setting.weight * np.array(shares)[:, None])
    before = stage.world(block.cells)
    world = view(np.zeros((cell_rows(len(places), forces, codes), block.worlds.size)), len(places), forces, codes)
    for name in world._fields:
        if name != "disloyalty":
            getattr(world, name)[:] = getattr(before, name)[places] if name in ROWS_OF_GROUPS else getattr(before, name)
    world.root[:] = setting.public_mean
    decide(world, setting, block.coefficients, block.beta[places], FIRST_STEPS)
    return world


def same_orders(one, other, within=NEAR):
    for name in ("root", "chance_obeyed", "ordering"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=0.0, atol=within)
    np.testing.assert_allclose(one.disloyalty[-1], other.disloyalty[-1], rtol=0.0, atol=10 * within)


def few(**more):
    return settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], **more)


@few()
@given(seed=SEEDS, data=st.data())
def test_relabelling_groups_changes_no_threshold(worlds, seed, data):
    stage, block = worlds(seed)
    groups = stage.shape[0]
    order = data.draw(st.permutations(range(groups)))
    as_listed, relabelled = (decided(stage, block, list(places), np.ones(groups)) for places in (range(groups), order))
    same_orders(as_listed, relabelled)
    np.testing.assert_allclose(relabelled.share, as_listed.share[order], rtol=0.0, atol=NEAR)


@few()
@given(seed=SEEDS, data=st.data())
def test_two_halves_of_a_group_are_the_group(worlds, seed, data):
    """Any part will do: the core is linear in weights."""
    stage, block = worlds(seed)
    groups = stage.shape[0]
    which, part = data.draw(st.integers(0, groups - 1)), data.draw(st.sampled_from((0.5, 0.25, 0.9)))
    whole = decided(stage, block, list(range(groups)), np.ones(groups))
    shares = np.append(np.where(np.arange(groups) == which, part, 1.0), 1.0 - part)
    halves = decided(stage, block, [*range(groups), which], shares)
    same_orders(whole, halves)
    np.testing.assert_allclose(halves.share[[which, groups]], whole.share[[which, which]], rtol=0.0, atol=NEAR)


@few()
@given(seed=SEEDS, data=st.data())
def test_a_group_without_weight_changes_no_bit(worlds, seed, data):
    """It adds an exact 0 to every sum; it disobeys or not by the threshold that the others make."""
    stage, block = worlds(seed)
    groups = stage.shape[0]
    other = data.draw(st.integers(0, groups - 1))
    alone = decided(stage, block, list(range(groups)), np.ones(groups))
    larger = decided(stage, block, [*range(groups), other], np.append(np.ones(groups), 0.0))
    for name in ("root", "chance_obeyed", "ordering"):
        np.testing.assert_array_equal(getattr(larger, name), getattr(alone, name))
    np.testing.assert_array_equal(larger.share[:groups], alone.share)
    np.testing.assert_array_equal(larger.disloyalty[-1], alone.disloyalty[-1])


def test_what_is_regrouped_is_what_the_block_decides(worlds):
    """The helper of these tests leaves a block as it is when nothing is regrouped."""
    stage, block = worlds(1)
    groups = stage.shape[0]
    world = stage.world(replace(block, cells=block.cells.copy()).cells)
    world.root[:] = stage.setting.public_mean
    decide(world, stage.setting, block.coefficients, block.beta, FIRST_STEPS)
    made = decided(stage, block, list(range(groups)), np.ones(groups))
    np.testing.assert_array_equal(made.root, world.root)
    np.testing.assert_array_equal(made.disloyalty, world.disloyalty)
