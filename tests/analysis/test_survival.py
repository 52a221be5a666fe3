"""Learning from survival in an answer: which test, in how many worlds, and that nothing is said without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from standoff.analysis.answer import Answer
from standoff.analysis.ask import answer_from
from standoff.analysis.checks import checks
from standoff.analysis.estimates import world_weights
from standoff.analysis.survival import latest_passed_test, share_without_further_attack, survival_notes
from standoff.case.library import load_case
from standoff.engine.ensemble import Block
from standoff.engine.obedience import FIRST_STEPS, solve_order
from standoff.engine.second_attack import attack_on, missing_obedience, second_attack_of_order
from standoff.inference.posterior import Posterior, infer
from standoff.model.priors import ORDERS
from standoff.view.grounds import arithmetic_section

SHOOT, ARREST = ORDERS.index("shoot"), ORDERS.index("arrest_leader")


@cache
def posterior(day: int = 24) -> Posterior:
    return infer(load_case("venezuela-2019"), as_of=date(2019, 1, day), worlds=320, seed=3, threads=2)


def sharpened(factor: float) -> Posterior:
    """The same worlds, in which members of the forces see far better than the public does."""
    known = posterior()
    states = tuple(replace(state, block=replace(state.block, beta=factor * state.block.beta)) for state in known.states)
    return replace(known, weighed=replace(known.weighed, states=states))


def test_the_latest_passed_test_is_the_arrest_of_13_january() -> None:
    row = latest_passed_test(posterior())
    event = posterior().evidence[row].event
    assert (event.date, event.code) == (date(2019, 1, 13), "challenger_arrested")
    (note,) = survival_notes(posterior(), SHOOT)
    assert note.startswith("had the test of 2019-01-13 (challenger_arrested), which the forces passed, been a full one")
    assert "refusing shoot could no longer be coordinated in" in note


def test_without_a_passed_test_nothing_is_said() -> None:
    assert latest_passed_test(posterior(12)) == -1
    assert survival_notes(posterior(12), SHOOT) == ()


def test_the_share_is_the_weight_of_worlds_without_a_threshold_above_their_floor() -> None:
    """Counted here by scanning each world's map above its floor for a threshold."""
    known = sharpened(30.0)
    stage, possible = known.stage, 0.0
    for state, weight in zip(known.states, world_weights(known), strict=True):
        block, world = state.block, stage.world(state.block.cells)
        attack = attack_on(world, stage.setting, block.coefficients, block.beta, SHOOT, world.root[ARREST].copy())
        for i in range(block.worlds.size):
            scan = attack.floor[i] + np.linspace(0.001, 2.0, 1000)
            possible += weight[i] * any(missing_obedience(attack, theta, i) >= theta for theta in scan)
    share = share_without_further_attack(known, latest_passed_test(known), SHOOT)
    assert 0.02 < share < 0.98
    assert share == pytest.approx(1.0 - possible, abs=0.01)


def solved(known: Posterior, number: int, order: int) -> tuple[Block, np.ndarray]:
    """A block and its thresholds of an order, solved for what is believed after the day's rows."""
    block = known.states[number].block
    world = known.stage.world(block.cells.copy())
    solve_order(world, known.stage.setting, block.coefficients, block.beta, order, FIRST_STEPS, np.empty(world.share.shape))
    return block, world.root[order]


@pytest.mark.parametrize("order", range(len(ORDERS)))
def test_what_was_withstood_cannot_be_tried_again_on_the_same_expectations(order: int) -> None:
    block, root = solved(posterior(), 0, order)
    assert np.isnan(second_attack_of_order(posterior().stage, block, order, root)).all()


def test_a_floor_far_below_leaves_the_thresholds_of_the_day() -> None:
    block, root = solved(posterior(), 0, SHOOT)
    found = second_attack_of_order(posterior().stage, block, SHOOT, np.full(block.worlds.size, -40.0))
    assert found == pytest.approx(root, abs=1e-8)


def test_the_page_and_the_document_carry_the_note(fake_answer: Answer) -> None:
    told = replace(fake_answer, checks=replace(fake_answer.checks, notes=("had it been so",)))
    assert "Had it been so." in arithmetic_section(told, "").sentences
    assert told.to_json()["checks"]["notes"] == ["had it been so"]


def test_checks_carry_the_note_of_the_order_asked_about() -> None:
    answer = answer_from(posterior(), order="shoot")
    assert answer.checks.notes == survival_notes(posterior(), SHOOT)
    assert checks(posterior(), ARREST, answer.orders, answer.outcomes).notes == survival_notes(posterior(), ARREST)
