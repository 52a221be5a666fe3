"""The same seed gives the same bits: for any number of threads, any order of blocks, any company of worlds."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from standoff.analysis.outcomes import PAUSES, outcome_shares
from standoff.case.library import load_case
from standoff.engine.answers import live_on, people_of_order, shares_of_order
from standoff.engine.draws import MAX_SEED
from standoff.engine.ensemble import start_block
from standoff.engine.executors import no_progress, run_blocks, thread_pool
from standoff.inference.particle_filter import advance, begin, without_evidence
from standoff.inference.posterior import infer
from standoff.model.trail import trail_of

NAME, SIZE, DAYS = "venezuela-2019", 61, 9  # an odd size: the last worlds of a loop do not fill a vector


def same_state(found, expected):
    """Two filter states are the same to the bit."""
    np.testing.assert_array_equal(found.block.cells, expected.block.cells)
    np.testing.assert_array_equal(found.weights.log_weight, expected.weights.log_weight)
    assert found.weights.banked == expected.weights.banked
    assert (found.day, found.row, found.rows_of_day) == (expected.day, expected.row, expected.rows_of_day)
    assert len(found.steps) == len(expected.steps)
    for step, other in zip(found.steps, expected.steps, strict=True):
        np.testing.assert_array_equal(step.refused, other.refused)
        assert step._replace(refused=0) == other._replace(refused=0)


@pytest.fixture(scope="module")
def one_thread():
    case = load_case(NAME)
    return infer(case, as_of=case.start + timedelta(DAYS), worlds=320, seed=MAX_SEED, threads=1)


@pytest.mark.parametrize("threads", [2, 3])
def test_infer_does_not_depend_on_threads(one_thread, threads):
    again = infer(one_thread.case, as_of=one_thread.as_of, worlds=320, seed=MAX_SEED, threads=threads)
    assert len(again.states) == 12
    for pair in zip((*again.states, *again.prior), (*one_thread.states, *one_thread.prior), strict=True):
        same_state(*pair)
    assert again.chance_obeyed() == one_thread.chance_obeyed()


def test_living_forward_does_not_depend_on_threads(one_thread):
    posterior, found = one_thread, []
    for threads in (1, 2, 3):
        with thread_pool(threads) as pool:
            work = lambda block: outcome_shares(posterior.stage, posterior.states[block])  # noqa: E731
            found.append(run_blocks(pool, work, len(posterior.states), no_progress, "worlds"))
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0], found[2])


def test_blocks_may_run_in_any_order(stage_of):
    stage, trail = stage_of(NAME)
    numbers = np.random.default_rng(1).permutation(6)
    shuffled = {int(n): advance(stage, trail, begin(stage, int(n), SIZE), DAYS) for n in numbers}
    for number in range(6):
        same_state(advance(stage, trail, begin(stage, number, SIZE), DAYS), shuffled[number])


def distinct_from(block, others):
    """No moving row of the block is the same in any other block."""
    return all(np.all(np.any(block != other, axis=1)) for other in others)


@pytest.mark.parametrize("seed", [0, 1, 2**32, 2**63, MAX_SEED])
def test_a_seed_is_itself_and_nobody_else(seed, stage_of):
    stage, other = stage_of(NAME, seed)[0], stage_of(NAME, (seed + 2**32) % 2**64)[0]
    block = start_block(stage, 1, SIZE)
    np.testing.assert_array_equal(block.cells, start_block(stage, 1, SIZE).cells)
    lived = live_on(stage, block, 0, 3)
    np.testing.assert_array_equal(lived, live_on(stage, block, 0, 3))
    for name in ("strength", "base_logit", "threshold_mean", "cohesion", "signal_noise", "crowd"):
        ours, theirs = (getattr(s.world(start_block(s, 1, SIZE).cells), name) for s in (stage, other))
        assert not np.any(ours == theirs), name
    assert block.coefficients != start_block(other, 1, SIZE).coefficients
    assert not np.any(stage.world(lived).strength == stage.world(live_on(other, block, 0, 3)).strength)


def test_blocks_and_worlds_share_no_draw(stage_of):
    stage, _ = stage_of(NAME)
    first, second = start_block(stage, 0, SIZE), start_block(stage, 1, SIZE)
    strength = np.concatenate([stage.world(block.cells).anchor for block in (first, second)])
    assert np.unique(strength).size == 2 * SIZE
    assert not set(first.worlds) & set(second.worlds)
    assert not set(first.coefficients) & set(second.coefficients)


def part_of(block, chosen):
    """Some worlds of a block, under their own addresses."""
    return replace(block, cells=np.ascontiguousarray(block.cells[:, chosen]), worlds=block.worlds[chosen])


@pytest.mark.parametrize("chosen", [np.arange(1), np.arange(13), np.array([60, 3, 31, 7, 8]), np.arange(0, 61, 2)])
def test_a_world_does_not_know_which_others_are_computed(chosen, stage_of, compiled):
    stage, trail = stage_of(NAME)
    block = start_block(stage, 2, SIZE)
    for day in range(6):
        cells, weights = compiled.backward_day(stage, block, trail, day)
        part, part_weights = compiled.backward_day(stage, part_of(block, chosen), trail, day)
        np.testing.assert_array_equal(part, cells[:, chosen])
        np.testing.assert_array_equal(part_weights, weights[:, chosen])
        block = replace(block, cells=cells)
    np.testing.assert_array_equal(live_on(stage, part_of(block, chosen), 5, 8), live_on(stage, block, 5, 8)[:, chosen])
    shares = shares_of_order(stage, block, 0)
    np.testing.assert_array_equal(shares_of_order(stage, part_of(block, chosen), 0), shares[:, chosen])
    people = people_of_order(stage, block, 0, shares, 5)
    np.testing.assert_array_equal(people_of_order(stage, part_of(block, chosen), 0, shares[:, chosen], 5), people[:, chosen])


def test_a_smaller_block_is_the_head_of_a_larger_one(stage_of):
    stage, _ = stage_of(NAME)
    small, large = start_block(stage, 0, 20), start_block(stage, 0, SIZE)
    assert small.coefficients == large.coefficients
    np.testing.assert_array_equal(small.cells, large.cells[:, :20])


def test_setting_decided_worlds_aside_changes_nothing(stage_of):
    """What `outcome_shares` does at its pauses, against one run in which decided worlds stay."""
    stage, _ = stage_of("syria-2011")
    block, pauses = start_block(stage, 0, 800), [days for days in PAUSES if days <= 90]
    whole = live_on(stage, block, -1, pauses[-1])
    outcome, ended, alive, lived = np.full(800, -1.0), np.full(800, -1.0), np.arange(800), 0
    for pause in pauses:
        cells = live_on(stage, block, lived - 1, pause - lived)
        world, lived = stage.world(cells), pause
        outcome[alive], ended[alive] = world.outcome, world.ended
        open_ = world.outcome < 0.0
        alive, block = alive[open_], part_of(replace(block, cells=cells), open_)
    assert 20 < alive.size < 780
    np.testing.assert_array_equal(outcome, stage.world(whole).outcome)
    np.testing.assert_array_equal(ended, stage.world(whole).ended)
    np.testing.assert_array_equal(block.cells, whole[:, alive])


def test_twin_worlds_are_one_world_until_their_trails_part(stage_of):
    stage, trail = stage_of(NAME)
    parted = int(trail.day[10])
    assert np.sum(trail.day < parted) >= 8
    later = trail.day >= parted
    twin = trail._replace(slope=np.where(later, -trail.slope, trail.slope), detect=np.where(later, 0.3, trail.detect))
    states = [advance(stage, rows, begin(stage, 4, SIZE), parted - 1) for rows in (trail, twin)]
    same_state(*states)
    states = [advance(stage, rows, state, parted) for rows, state in zip((trail, twin), states, strict=True)]
    assert np.all(states[0].weights.log_weight != states[1].weights.log_weight)
    silent = next(step for step in states[0].steps if step.day == parted and step.kind == "silence")
    assert any(step.day == parted and step.kind == "silence" and step[:4] == silent[:4] for step in states[1].steps)


def test_a_trail_cut_at_a_day_says_the_same_of_the_days_before(stage_of):
    stage, trail = stage_of(NAME)
    case = stage.case
    cut = trail_of(case, stage.setting, stage.priors, case.start + timedelta(DAYS))[1]
    assert 0 < cut.day.size < trail.day.size
    same_state(*(advance(stage, rows, begin(stage, 0, SIZE), DAYS) for rows in (cut, trail)))


def test_going_on_is_the_same_as_never_having_stopped(stage_of):
    stage, trail = stage_of(NAME)
    straight = advance(stage, trail, begin(stage, 0, SIZE), DAYS)
    state = begin(stage, 0, SIZE)
    for row in range(int(np.sum(trail.day <= DAYS))):
        head = trail._replace(**{name: column[: row + 1] for name, column in trail._asdict().items()})
        before = state.block.cells.copy()
        after = advance(stage, head, state, int(trail.day[row]))
        np.testing.assert_array_equal(state.block.cells, before)  # a state is a value: the next one leaves it as it is
        state = after
    same_state(advance(stage, trail, state, DAYS), straight)
    alone = begin(stage, 0, SIZE)
    halfway = without_evidence(stage, without_evidence(stage, alone, 4), DAYS)
    assert halfway.day == DAYS
    np.testing.assert_array_equal(halfway.block.cells, without_evidence(stage, alone, DAYS).block.cells)
