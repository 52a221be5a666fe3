"""Shortages are mended: blocks grow where too few worlds carry the weight, further draws are made where too few draws do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from standoff.engine.ensemble import GROWN_FROM, MOST_GROWTH, standard_draw, start_block
from standoff.engine.executors import no_progress, thread_pool
from standoff.inference import blocks
from standoff.inference.blocks import LEAST_WORLD_SHARE, Run, brought_to, effective_draws, least_size, needed_draws
from standoff.inference.particle_filter import DeadWorlds, advance, begin
from standoff.inference.posterior import infer
from standoff.inference.resampling import log_mean_exp
from standoff.model.priors import ORDERS, load_priors
from standoff.model.trail import trail_of

SIZE = 40


@pytest.fixture(scope="module")
def hard(library_case):
    """China 1989: a hunger strike of thousands, after marches of a million, leaves the weight on few worlds."""
    return library_case("china-1989")


@pytest.fixture(scope="module")
def run_of(stage_from):
    """`run_of(case)`: everything about a run but its blocks."""

    def make(case, as_of=None):
        stage, day = stage_from(case), as_of or max(event.known_on for event in case.events)
        _, trail = trail_of(case, stage.setting, stage.priors, day)
        with thread_pool(1) as pool:
            return Run(stage, trail, (day - case.start).days, pool, no_progress, "testing")

    return make


# --- More worlds -------------------------------------------------------------------------------------------


def test_a_block_left_with_few_worlds_is_begun_anew_with_more(hard, run_of):
    run, grown = run_of(hard), set()
    for number in range(12):
        plain = advance(run.stage, run.trail, begin(run.stage, number, SIZE), run.last)
        moved = brought_to(run, begin(run.stage, number, SIZE), SIZE)
        if least_size(plain) >= LEAST_WORLD_SHARE * SIZE:
            assert moved.block.growth == 1
            assert np.array_equal(moved.block.cells, plain.block.cells)
        else:
            assert moved.block.worlds.size == SIZE * moved.block.growth
            assert moved.block.coefficients == plain.block.coefficients
            assert least_size(moved) >= LEAST_WORLD_SHARE * SIZE or moved.block.growth == MOST_GROWTH
        grown.add(moved.block.growth)
    assert 1 in grown
    assert grown & {4, 16}


def test_grown_blocks_share_no_address(posterior):
    grown = [start_block(posterior.stage, number, SIZE, growth=growth).worlds for number in range(3) for growth in (4, 16)]
    for number in range(2):
        assert grown[2 * number + 1].max() < grown[2 * number + 2].min()
    assert min(worlds.min() for worlds in grown) >= GROWN_FROM


def test_growing_leaves_the_evidence_of_a_block_what_it_is(posterior):
    """Its estimate is unbiased at any size: means of many small and of as many large blocks agree within four errors."""
    run = Run(posterior.stage, posterior.trail, posterior.day, None, no_progress, "testing")  # type: ignore[arg-type]
    drawn = standard_draw(posterior.stage, 0)
    found = {
        growth: [
            advance(run.stage, run.trail, begin(run.stage, number, 8, drawn, growth), run.last).weights.log_evidence
            for number in range(60)
        ]
        for growth in (1, 16)
    }
    top = log_mean_exp(np.array(found[16]))
    few, many = (np.exp(np.array(found[growth]) - top) for growth in (1, 16))
    assert many.std() < 0.5 * few.std()
    assert abs(few.mean() - many.mean()) < 4 * np.hypot(few.std(), many.std()) / 60**0.5


def test_a_row_that_kills_every_world_is_named_however_many_worlds_there_are(posterior):
    trail = posterior.trail
    rate = trail.base_log_rate.copy()
    rate[5] = -np.inf
    run = Run(posterior.stage, trail._replace(base_log_rate=rate), posterior.day, None, no_progress, "testing")  # type: ignore[arg-type]
    with pytest.raises(DeadWorlds) as dead:
        brought_to(run, begin(run.stage, 0, 8), 8)
    assert dead.value.row == 5


# --- More draws --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def egypt(library_case):
    return library_case("egypt-2013")


@pytest.fixture(scope="module")
def mended(egypt):
    return infer(egypt, worlds=2000, priors=load_priors())


def test_draws_are_needed_by_number_and_by_share():
    assert [needed_draws(planned) for planned in (6, 12, 25, 50, 500)] == [3.0, 5.0, 5.0, 10.0, 100.0]
    assert effective_draws(np.log([1.0, 1.0, 1e-300])) == pytest.approx(2.0, abs=1e-12)


def test_further_draws_are_made_where_few_carry_the_evidence(mended):
    planned, weighed = mended.weighed.planned, mended.weighed
    assert effective_draws(mended.log_evidence_of_blocks[:planned]) < needed_draws(planned)
    assert effective_draws(mended.log_weight_of_blocks) > 2 * effective_draws(mended.log_evidence_of_blocks[:planned])
    assert weighed.plan.counts.tolist() == [planned] * weighed.plan.counts.size
    assert len(weighed.states) == len(weighed.prior) == planned * weighed.plan.counts.size > planned
    assert np.all(weighed.plan.shifts[0] == 0.0)
    assert weighed.plan.shifts[1].any()


def test_further_blocks_are_their_own_draws_about_the_shift(mended):
    weighed = mended.weighed
    for number in (weighed.planned, weighed.planned + 3):
        block = weighed.states[number].block
        assert block.number == number
        assert block.standard == pytest.approx(standard_draw(mended.stage, number) + weighed.plan.shifts[1], abs=1e-15)


def test_the_prior_of_all_blocks_is_the_prior_of_the_planned_ones(mended):
    """Weighed by prior over mixture, blocks drawn elsewhere tell the same prior, within what a dozen draws can tell."""
    planned = mended.weighed.planned
    refused = np.array([state_refused(mended, state) for state in mended.prior])
    assert mended.prior_weight.sum() == pytest.approx(1.0, abs=1e-12)
    error = refused[:planned].std(axis=0) / planned**0.5
    assert np.all(np.abs(mended.prior_weight @ refused - refused[:planned].mean(axis=0)) < 4 * error)


def state_refused(posterior, state):
    world = posterior.stage.world(state.block.cells)
    return (world.strength <= world.root).mean(axis=1)


def test_further_draws_agree_with_many_more_from_the_prior(egypt, mended, monkeypatch):
    """The same posterior two ways: a dozen draws mended by further ones, and many draws from the prior alone."""
    monkeypatch.setattr(blocks, "MOST_ROUNDS", 1)
    plain = infer(egypt, worlds=40_000, priors=load_priors())
    assert len(plain.states) == plain.weighed.planned == 100
    gain = [p.block_weight @ [np.log(state.block.coefficients.report_gain) for state in p.states] for p in (plain, mended)]
    assert gain[0] > 0.3  # log median 0 before the evidence
    assert gain[1] == pytest.approx(gain[0], abs=0.25)
    assert log_mean_exp(mended.log_weight_of_blocks) == pytest.approx(log_mean_exp(plain.log_weight_of_blocks), abs=1.0)


def test_enough_draws_make_no_further_ones(posterior):
    assert effective_draws(posterior.log_evidence_of_blocks) >= needed_draws(posterior.weighed.planned)
    assert posterior.weighed.plan.counts.tolist() == [12]
    assert posterior.log_ratio_of_blocks.tolist() == [0.0] * 12
    assert np.array_equal(posterior.log_weight_of_blocks, posterior.log_evidence_of_blocks)


def test_threads_change_no_bit_of_mended_runs(egypt, same_states):
    one, two = (infer(egypt, worlds=160, threads=threads, priors=load_priors()) for threads in (1, 2))
    assert len(one.states) > 12
    assert same_states(one.states, two.states)


def test_appended_rows_go_on_with_the_further_draws(egypt, mended):
    row = replace(mended.evidence[-1].event, id="new", code="appeal_to_forces", force="", tier="none", text="new", size=None)
    grown = mended.append(replace(row, date=mended.as_of, public=mended.as_of))
    assert np.array_equal(grown.weighed.standard[: len(mended.states)], mended.weighed.standard)
    before, after = (np.array(list(p.chance_obeyed().values())) for p in (mended, grown))
    assert np.all(np.abs(after - before) < 0.02)
    assert len(before) == len(ORDERS)


def test_labelled_worlds_are_as_many_in_every_block(hard):
    tree = infer(hard, worlds=480).tree
    assert tree["posterior/strength"].shape[1] == tree["prior/strength"].shape[1] == 40
    assert float(tree["sample_stats/prior_weight"].sum()) == pytest.approx(1.0, abs=1e-12)
