"""Explanations: factors that add up, leave-one-out equal to a fresh run, the matrix, and what would change the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from standoff.analysis.ask import answer_from
from standoff.analysis.effective_sizes import is_thin
from standoff.analysis.estimates import decibans
from standoff.analysis.why.explain import GROUPINGS, explain, explanation_from
from standoff.analysis.why.possible import kinds_of_event, look_ahead, mutual_information
from standoff.analysis.why.reasons import READINGS
from standoff.analysis.why.values import HYPOTHESES
from standoff.case.library import load_case
from standoff.case.values import Rating
from standoff.engine.answers import live_on
from standoff.engine.notes import room_for
from standoff.errors import UsageError
from standoff.inference.posterior import infer

AS_OF, WORLDS = date(2019, 1, 16), 640
RATED = "2019-01-13-challenger_arrested-1"


@pytest.fixture(scope="module")
def case():
    case = load_case("venezuela-2019")
    return replace(case, ratings=(Rating(RATED, (("obey", "II"), ("refuse", "C"))),))


@pytest.fixture(scope="module")
def posterior(case):
    return infer(case, as_of=AS_OF, worlds=WORLDS, seed=4, threads=2)


@pytest.fixture(scope="module")
def found(posterior):
    return explanation_from(posterior, threads=2)


def test_sequential_factors_add_up_to_the_answer(found, posterior):
    steps = found.waterfall
    assert sum(row.evidence.decibans for row in found.worth) == pytest.approx(steps.evidence, abs=1e-9)
    assert steps.prior + steps.evidence + steps.silence + steps.dynamics == pytest.approx(steps.posterior, abs=1e-9)
    assert steps.posterior == pytest.approx(decibans(found.refused.p, posterior.worlds), abs=1e-9)


def test_leaving_one_out_is_a_fresh_run_without_it_where_that_draws_the_same_blocks(found, posterior, case):
    """The last row: nothing after it can differ, so that the fresh run has the same bits."""
    last = found.worth[-1]
    rest = tuple(event for event in case.events if event.id != last.evidence.id)
    fresh = infer(replace(case, events=rest), as_of=AS_OF, worlds=WORLDS, seed=4, threads=2)
    assert [state.block.growth for state in fresh.states] == [state.block.growth for state in posterior.states]
    assert last.without.p == pytest.approx(1.0 - fresh.chance_obeyed()["arrest_leader"], abs=1e-12)


def test_of_the_last_row_of_the_last_day_both_factors_are_one(case):
    """Nothing came after it that it could have acted on."""
    today = explanation_from(infer(case, as_of=date(2019, 1, 15), worlds=320, seed=4, threads=2), threads=2)
    last = today.worth[-1]
    assert last.evidence.public == date(2019, 1, 15)
    assert last.without.decibans == pytest.approx(last.evidence.decibans, abs=1e-9)


def test_groups_share_out_all_the_evidence(posterior, found):
    for by in GROUPINGS:
        groups = explanation_from(posterior, by=by, most=0, threads=2).groups if by != "source" else found.groups
        assert sum(group.sequential for group in groups) == pytest.approx(found.waterfall.evidence, abs=1e-9)
        assert sorted(row for group in groups for row in group.rows) == sorted(row.evidence.id for row in found.worth)


def test_rows_beyond_the_most_are_told_as_not_run(posterior):
    found = explanation_from(posterior, most=2, threads=2)
    run = [row for row in found.worth if row.without is not None]
    assert len(run) == 2
    assert found.not_run_again == len(found.worth) - 2
    largest = sorted(found.worth, key=lambda row: -abs(row.evidence.decibans))[:2]
    assert {row.evidence.id for row in run} == {row.evidence.id for row in largest}


def test_hypotheses_share_out_all_worlds_and_cells_pull_apart(found):
    assert sum(found.hypotheses.values()) == pytest.approx(1.0, abs=1e-12)
    assert found.hypotheses["obey"] == pytest.approx(1.0 - found.refused.p, abs=1e-12)
    for row in found.worth:
        assert set(row.cells) == set(HYPOTHESES)
        assert min(row.cells.values()) <= 1e-9 <= max(row.cells.values()) + 2e-9
        assert row.cells["obey"] == pytest.approx(-row.without.decibans, abs=1e-9)


def test_the_analysts_letters_stand_beside_the_models(found):
    row = next(row for row in found.worth if row.evidence.id == RATED)
    assert row.ratings == {"obey": "II", "refuse": "C"}
    assert row.cells["obey"] > 0.0


def test_a_source_that_tells_nothing_alone_and_lies_moves_little(found):
    for lie in found.lies:
        assert lie.if_lied is not None
        if lie.alone == 0:
            assert abs(lie.if_lied.decibans) < 2.0
    assert any(lie.alone > 0 for lie in found.lies)


def test_what_is_likely_soon_agrees_with_worlds_that_live_on(posterior, found):
    """The chance of a report within a week, against forward worlds that draw theirs."""
    stage, days, place = posterior.stage, found.days_ahead, 0
    kinds, of_stream = kinds_of_event(posterior)
    chance = np.zeros(len(kinds))
    for state, weight in zip(posterior.states, posterior.block_weight, strict=True):
        worlds, notes = state.block.worlds.size, room_for(200 * state.block.worlds.size)
        live_on(stage, state.block, state.day, days, notes)
        kept = min(int(notes.total[0]), notes.world.size)
        assert kept == notes.total[0]
        heard = np.zeros((len(kinds), worlds))
        heard[of_stream[notes.stream[:kept]], notes.world[:kept]] = 1.0
        mass = np.exp(state.weights.log_weight - state.weights.log_weight.max())
        chance += weight * (heard @ (mass / mass.sum()))
    for event in found.possible:
        place = kinds.index((event.code, event.tier))
        assert event.chance == pytest.approx(chance[place], abs=0.05 + 0.25 * chance[place])


def test_expected_information_is_that_of_the_joint_chances(posterior, found):
    assert all(event.information >= 0.0 for event in found.possible)
    assert [event.information for event in found.possible] == sorted((e.information for e in found.possible), reverse=True)
    for event in found.possible[:5]:
        mixed = event.chance * event.if_seen + (1.0 - event.chance) * event.if_not
        assert mixed == pytest.approx(found.refused.p, abs=1e-9)
        assert (event.decibans > 0.0) == (event.if_seen > found.refused.p)
    block = look_ahead(posterior, posterior.states[0], 0, 7)
    assert block.leads.sum() == pytest.approx(1.0)
    assert np.all(block.and_refused <= block.chance + 1e-12)
    assert block.and_leads.shape == (len(found.possible), len(READINGS))


@pytest.mark.parametrize(
    ("joint", "bits"), [([[0.25, 0.25], [0.25, 0.25]], 0.0), ([[0.5, 0.0], [0.0, 0.5]], 1.0), ([[1, 0], [0, 0]], 0.0)]
)
def test_mutual_information_of_known_tables(joint, bits):
    assert mutual_information(np.array(joint, dtype=float)) == pytest.approx(bits, abs=1e-12)


def test_why_not_ends_where_the_answer_stands(found, posterior):
    why_not = answer_from(posterior, threads=2).order("arrest_leader").why_not
    last = found.why_not[-1]
    assert last.day == AS_OF
    for name in ("refusal", "overthrow", "intervention", "backlash", "own_chance"):
        told, known = getattr(last.orders["arrest_leader"], name), getattr(why_not, name)
        assert (told.p, told.low, told.high) == pytest.approx((known.p, known.low, known.high), abs=1e-12)
    assert len(found.why_not) == posterior.day + 1


def test_rivals_are_the_two_largest_readings(found):
    rivals, last = found.rivals, found.why_not[-1].orders["arrest_leader"]
    sums = {"army": last.refusal.p + last.overthrow.p, "abroad": last.intervention.p, "street": last.backlash.p}
    assert [rivals.first, rivals.second] == sorted(sums, key=lambda name: -sums[name])[:2]
    assert rivals.first_loss.p == pytest.approx(sums[rivals.first], abs=1e-9)


def test_words_that_are_none_are_refused():
    with pytest.raises(UsageError, match="did you mean 'source'"):
        explain("venezuela-2019", by="sorce")
    with pytest.raises(UsageError, match="did you mean 'shoot'"):
        explain("venezuela-2019", order="shot")


def test_few_worlds_under_a_block_that_matters_are_told(posterior):
    blocks, size = len(posterior.states), posterior.weighed.plan.size
    even, many = np.zeros(blocks), np.full(blocks, float(size))
    assert not is_thin(posterior, even, many)
    few = np.where(np.arange(blocks) == 2, 0.01 * size, many)
    assert is_thin(posterior, even, few)
    light = np.where(np.arange(blocks) == 2, -20.0, even)
    assert not is_thin(posterior, light, few)  # a block without weight may be as thin as it likes
