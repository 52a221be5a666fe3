"""What is kept of earlier runs changes no bit: any sequence of edits and days, blocks grown and drawn further among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from standoff.case.library import load_case
from standoff.case.values import Assumption, Case, Event
from standoff.inference import memory as memory_module
from standoff.inference.labels import prior_refused
from standoff.inference.memory import NEVER, Memory, blocks_of, first_difference, rules_of
from standoff.inference.particle_filter import begin, drifted, without_evidence, would_refuse
from standoff.inference.posterior import Posterior, infer
from standoff.model.trail import trail_of

START = date(2019, 1, 10)


def day(number: int) -> date:
    return START + timedelta(days=number)


def without_row(case: Case, number: int) -> Case:
    return replace(case, events=case.events[:number] + case.events[number + 1 :])


def louder(case: Case, number: int) -> Case:
    events: list[Event] = list(case.events)
    events[number] = replace(events[number], modality="denied")
    return replace(case, events=tuple(events))


def both(case: Case, memory: Memory, until: date, worlds: int = 160, seed: int = 3) -> tuple[Posterior, Posterior]:
    kept = infer(case, as_of=until, worlds=worlds, seed=seed, threads=2, memory=memory)
    return kept, infer(case, as_of=until, worlds=worlds, seed=seed, threads=2)


def test_any_sequence_of_edits_and_days_gives_the_same_bits(case, same_states) -> None:
    chooser, memory, now = np.random.default_rng(5), Memory(), case
    for turn in range(8):
        until = day(int(chooser.integers(2, 13)))
        kept, fresh = both(now, memory, until)
        assert same_states(kept.states, fresh.states), (turn, until)
        assert same_states(kept.prior, fresh.prior)
        edit = without_row if turn % 2 else louder
        now = edit(case if turn % 3 == 2 else now, int(chooser.integers(0, 16)))


def test_only_the_days_after_the_change_are_lived_again(case, monkeypatch: pytest.MonkeyPatch) -> None:
    memory, until, lived = Memory(), day(12), []
    infer(case, as_of=until, worlds=160, memory=memory)
    advance = memory_module.advance

    def counting(stage, trail, state, last):
        lived.append((state.day, last))
        return advance(stage, trail, state, last)

    monkeypatch.setattr(memory_module, "advance", counting)
    infer(case, as_of=until, worlds=160, memory=memory)
    assert lived == []
    late = max(number for number, row in enumerate(case.events) if row.known_on <= until)
    first = (case.events[late].known_on - START).days
    infer(without_row(case, late), as_of=until, worlds=160, memory=memory)
    assert lived
    assert min(before for before, _ in lived) == first - 1


def test_blocks_that_were_grown_or_drawn_further_agree_too(library_case, same_states) -> None:
    hard, memory = library_case("ussr-1991"), Memory()
    until = date(1991, 8, 20)
    for case in (hard, without_row(hard, 2), hard):
        kept, fresh = both(case, memory, until, worlds=2000, seed=1)
        assert same_states(kept.states, fresh.states)
    assert len(kept.states) > kept.weighed.planned or any(state.block.growth > 1 for state in kept.states)


def test_other_rules_seeds_and_worlds_find_nothing_of_the_old(case, same_states) -> None:
    memory, until = Memory(), day(4)
    held = replace(case, assumptions=(Assumption("threat", 0.1, "test"),))
    fewer = replace(case, forces=tuple(replace(force, size_k=force.size_k / 2.0) for force in case.forces))
    for one, worlds, seed in ((case, 160, 1), (held, 160, 1), (fewer, 160, 1), (case, 160, 2), (case, 192, 2), (case, 160, 1)):
        kept, fresh = both(one, memory, until, worlds, seed)
        assert same_states(kept.states, fresh.states)


def test_room_is_bounded_by_keeping_fewer_days(case, same_states) -> None:
    ample, tight = Memory(), Memory(most_bytes=1_000_000)
    for memory in (ample, tight):
        kept, fresh = both(case, memory, day(10))
        assert same_states(kept.states, fresh.states)
    assert ample.days() == 11 * len(kept.states)
    assert tight.days() <= 5 * len(kept.states)


def test_blocks_nobody_asks_for_are_forgotten(case) -> None:
    memory = Memory()
    infer(case, as_of=day(2), worlds=160, memory=memory)
    for _ in range(5):
        infer(case, as_of=day(2), worlds=320, memory=memory)
    assert memory.days() == 3 * 12


def test_the_day_on_which_trails_part(case, posterior) -> None:
    stage = posterior.stage

    def trail(of: Case, until: date):
        return trail_of(of, stage.setting, stage.priors, until)[1]

    whole, until = trail(case, day(12)), day(12)
    assert first_difference(whole, trail(case, until)) == NEVER  # rows without a size hold NaN, and are equal all the same
    shorter = trail(case, day(5))
    assert first_difference(whole, shorter) == first_difference(shorter, whole) == int(whole.day[shorter.day.size])
    assert first_difference(whole, trail(replace(case, events=()), until)) == int(whole.day[0])
    changed = whole._replace(detect=np.where(np.arange(whole.day.size) == 4, 0.5, whole.detect))
    assert first_difference(whole, changed) == int(whole.day[4])


def test_rules_hang_on_the_case_and_the_seed_but_not_on_rows(case, posterior, stage_from) -> None:
    stage = stage_from(case)
    assert rules_of(stage) == rules_of(stage_from(replace(case, events=())))
    assert rules_of(stage) != rules_of(replace(stage, seed=2))
    assert rules_of(stage) != rules_of(stage_from(replace(case, start=case.start, forces=case.forces[1:])))
    assert blocks_of(stage, posterior.prior) != blocks_of(stage, posterior.prior[1:])


def test_one_order_solved_alone_is_as_refused_as_with_the_others(posterior) -> None:
    stage, size = posterior.stage, posterior.weighed.plan.size
    for number in (0, 5):
        eve = begin(stage, number, size)
        alone, all_of_them = eve, eve
        for until in (0, 3, 4, 9):
            alone, all_of_them = drifted(stage, alone, until), without_evidence(stage, all_of_them, until)
            whole = prior_refused(posterior, all_of_them)
            assert [would_refuse(stage, alone, order) for order in range(4)] == list(whole)
            assert would_refuse(stage, all_of_them, 1) == whole[1]


def test_the_case_of_the_library_is_the_one_meant() -> None:
    assert load_case("venezuela-2019").start == START
