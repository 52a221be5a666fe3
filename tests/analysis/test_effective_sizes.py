"""Shortages of worlds, draws and starts: what is said of them, and of what was done about them, names the piece of evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

import standoff as so
from standoff.analysis.ask import answer_from
from standoff.analysis.effective_sizes import draws_lost_at, least_worlds, recovery_notes, shortage_warnings, starts_left
from standoff.inference import blocks
from standoff.inference.blocks import effective_draws
from standoff.inference.posterior import infer


@cache
def calm() -> so.Posterior:
    return infer(so.load_case("venezuela-2019"), as_of=date(2019, 1, 24), worlds=960)


@cache
def egypt() -> so.Posterior:
    return infer(so.load_case("egypt-2013"), worlds=960)


@cache
def china() -> so.Posterior:
    return infer(so.load_case("china-1989"), worlds=480)


def test_nothing_is_said_where_nothing_ran_short() -> None:
    assert shortage_warnings(calm()) == ()
    assert recovery_notes(calm()) == ()


def test_the_thinnest_step_is_named_and_counted_for_all_blocks() -> None:
    least, where = least_worlds(calm())
    thinnest = min((step for state in calm().states for step in state.steps), key=lambda step: step.ess)
    assert least == pytest.approx(12 * thinnest.ess, abs=1e-9)
    event = calm().evidence[thinnest.row].event
    assert where == f"{event.date} {event.code}"


def test_further_draws_are_noted_with_the_evidence_that_called_for_them() -> None:
    note = recovery_notes(egypt())[-1]
    before = effective_draws(egypt().log_evidence_of_blocks[:12])
    assert note.startswith(f"about {before:.1f} of 12 coefficient draws carried the evidence (needed: 5), most of the others")
    assert draws_lost_at(egypt()) in note
    assert any(f"{item.event.date} {item.event.code}" == draws_lost_at(egypt()) for item in egypt().evidence)


def test_the_step_that_lost_most_draws_by_hand() -> None:
    steps = [state.steps for state in egypt().states[:12]]
    carrying = [effective_draws(np.array([one[k].log_evidence for one in steps])) for k in range(len(steps[0]))]
    worst = min(range(1, len(carrying)), key=lambda k: carrying[k] / carrying[k - 1])
    event = egypt().evidence[steps[0][worst].row].event
    assert draws_lost_at(egypt()) == f"{event.date} {event.code}"


def test_grown_blocks_are_noted() -> None:
    notes = [note for note in recovery_notes(china()) if "begun anew" in note]
    grown = sum(state.block.growth > 1 for state in china().states)
    assert grown > 0
    assert notes[0].startswith(f"{grown} of {len(china().states)} block")
    assert "1989-" in notes[0]


def test_what_cannot_be_mended_is_a_warning_that_names_the_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST_ROUNDS", 1)
    monkeypatch.setattr(blocks, "MOST_GROWTH", 1)
    poor = infer(so.load_case("egypt-2013"), worlds=960)
    told = [text for text in shortage_warnings(poor) if "coefficient draws" in text]
    assert told[0].startswith("the evidence rests on about ")
    assert f"most of them lost with {draws_lost_at(poor)}: ask for more worlds" in told[0]
    thin = infer(so.load_case("china-1989"), worlds=480)
    told = [text for text in shortage_warnings(thin) if "of the worlds carried" in text]
    assert told[0].startswith("in one block only ")
    assert least_worlds(thin)[1] in told[0]


def test_starts_that_are_left_are_counted_by_hand() -> None:
    """Worlds that share a start share its strength on the eve, to the bit."""
    world = [calm().stage.world(state.block.cells) for state in calm().states]
    by_hand = sum(weight * len(set(one.anchor.tolist())) for weight, one in zip(calm().block_weight, world, strict=True))
    assert starts_left(calm()) == pytest.approx(by_hand, abs=1e-9)
    cells = calm().states[0].block.cells.copy()
    calm().stage.world(cells).anchor[:] = 0.5
    states = tuple(replace(state, block=replace(state.block, cells=cells)) for state in calm().states)
    bare = replace(calm(), weighed=replace(calm().weighed, states=states))
    assert starts_left(bare) == pytest.approx(1.0, abs=1e-12)
    assert "descend from about 1 of the 80 it began with: ask for more worlds" in shortage_warnings(bare)[-1]


def test_the_answer_counts_the_worlds_that_were_asked_for() -> None:
    answer = answer_from(egypt())
    assert answer.worlds == 960
    assert answer.checks.blocks == len(egypt().states) > 12
    assert answer.checks.worlds_run == sum(state.block.worlds.size for state in egypt().states) > 960
    assert answer.checks.block_ess == pytest.approx(effective_draws(egypt().log_weight_of_blocks), abs=1e-12)
    assert recovery_notes(egypt())[-1] in answer.checks.notes
    assert answer.to_json()["checks"]["starts_left"] == answer.checks.starts_left
