"""One input at a time: reruns are fresh runs where those draw the same blocks, grades move as told, thirds are thirds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from standoff.analysis.sensitivity.grades import BETTER, EVERY_SOURCE, WORSE, graded_together, moved_letter, regraded
from standoff.analysis.sensitivity.sensitivity import sensitivity
from standoff.analysis.sensitivity.tornado import LOWEST, third_of, unassumed
from standoff.analysis.sensitivity.values import End, TornadoBar
from standoff.case.values import Source
from standoff.errors import UsageError
from standoff.inference.posterior import infer
from standoff.inference.twins import days_of_block, lived
from standoff.model.learned_file import usual_priors
from standoff.model.priors import load_priors
from standoff.model.sources import graded

AS_OF = date(2019, 1, 16)


def bar(found, name):
    return next(one for one in found.bars if one.name == name)


def fresh(case, posterior):
    """A fresh run of a case that must draw the same blocks as the posterior did."""
    again = infer(case, as_of=AS_OF, worlds=640, seed=4, threads=2)
    assert [state.block.growth for state in again.states] == [state.block.growth for state in posterior.states]
    assert again.weighed.plan.counts.tolist() == posterior.weighed.plan.counts.tolist()
    return again.chance_obeyed()["arrest_leader"]


def test_without_an_assumption_it_is_a_fresh_run_without_it(found, posterior, case):
    for place, name in enumerate(("world.strength_mean = 0.6", "backlash = 1.5")):
        rest = case.assumptions[:place] + case.assumptions[place + 1 :]
        one = bar(found, name)
        assert one.low.p == pytest.approx(fresh(replace(case, assumptions=rest), posterior), abs=1e-12)
        assert one.high is None
        assert one.low.difference == pytest.approx(one.low.p - found.obeyed.p, abs=1e-12)


def test_with_assumptions_put_back_the_priors_are_those_of_the_package(posterior, case):
    assert unassumed(posterior) == usual_priors(case.id)
    assert posterior.stage.priors != usual_priors(case.id)


def test_a_letter_better_is_a_fresh_run_of_a_case_graded_so(found, posterior, case):
    def better(event):
        return replace(event, sources=tuple(regraded(one, BETTER) if one.grade == "C3" else one for one in event.sources))

    again = fresh(replace(case, events=tuple(map(better, case.events))), posterior)
    assert bar(found, "C").high.p == pytest.approx(again, abs=1e-12)


def test_nothing_is_better_than_an_a(found):
    assert bar(found, "A").high is None
    assert bar(found, "A").low is not None
    assert bar(found, "ungraded").low is not None
    assert bar(found, EVERY_SOURCE).rows == max(one.rows for one in found.bars)


@pytest.mark.parametrize(
    ("letter", "step", "moved"),
    [("B", BETTER, "A"), ("B", WORSE, "C"), ("E", WORSE, None), ("F", BETTER, "C"), ("F", WORSE, "D"), ("G", BETTER, "E")],
)
def test_letters_move_along_the_ladder(letter, step, moved):
    assert moved_letter(letter, step) == moved


def test_each_step_of_the_ladder_sees_less_and_makes_up_more():
    def of(grade):
        return graded(Source("x", grade=grade), load_priors())

    for letter in "ABCDEFG":
        for step in (BETTER, WORSE):
            moved = moved_letter(letter, step)
            if moved is not None:
                assert (of(moved).detect - of(letter).detect) * step < 0.0
                assert (of(moved).fabricate - of(letter).fabricate) * step > 0.0
    assert of(None) == of("F")


def test_the_digit_is_kept():
    assert regraded(Source("x", grade="C4"), WORSE).grade == "D4"
    assert regraded(Source("x"), BETTER).grade == "C"
    assert regraded(Source("x", grade="A1"), BETTER).grade == "A1"


def test_outlets_beyond_the_most_are_counted(found, posterior):
    groups, left = graded_together(posterior, 2)
    assert found.outlets_left == left > 0
    sources = [group for group in groups if group.kind == "source"]
    assert len(sources) == 2
    assert len(sources[0].rows) >= len(sources[1].rows) > 0
    everything, none_left = graded_together(posterior, 1000)
    assert none_left == 0
    assert sum(group.kind == "source" for group in everything) == left + 2


def test_a_source_graded_otherwise_changes_nothing_before_its_first_row(posterior):
    group = graded_together(posterior, 1)[0][-1]
    twin = group.twin(posterior, WORSE)
    base = days_of_block(posterior, 0, (twin.first - 1, posterior.day))
    again = lived(posterior, replace(twin, trail=posterior.trail), base[twin.first - 1], posterior.day)
    assert np.array_equal(again.block.cells, base[posterior.day].block.cells)
    assert np.array_equal(twin.trail.day, posterior.trail.day)
    rows = np.isin(np.arange(posterior.trail.day.size), group.rows)
    assert np.array_equal(twin.trail.fabricate[~rows], posterior.trail.fabricate[~rows])
    assert np.any(twin.trail.detect[rows] < posterior.trail.detect[rows])


def test_a_third_of_the_draws():
    values, weight = np.arange(30.0), np.full(30, 1 / 30)
    end = third_of(LOWEST, values, values / 100.0, weight)
    assert end.p == pytest.approx(0.045, abs=0.005)
    assert end.difference == pytest.approx(end.p - 0.145)
    flat = third_of(LOWEST, values, np.full(30, 0.4), weight)
    assert (flat.difference, flat.error) == pytest.approx((0.0, 0.0), abs=1e-12)
    alone = np.zeros(30)
    alone[0] = 1.0
    assert third_of(LOWEST, values, values, alone) is None


def test_bars_swing_and_are_told_apart_by_their_errors():
    ends = End("lowest third", 0.7, -0.05, 0.02), End("highest third", 0.8, 0.05, 0.02)
    assert TornadoBar("coefficient", "x", 0, *ends).swing == pytest.approx(0.1)
    assert not TornadoBar("coefficient", "x", 0, *ends).told_apart
    assert TornadoBar("grade", "x", 1, *ends).told_apart
    assert TornadoBar("grade", "x", 1, ends[0], None).swing == pytest.approx(0.05)
    assert TornadoBar("grade", "x", 1, None, None).swing == 0.0


def test_the_tornado_is_sorted_and_holds_every_coefficient_not_held(found):
    swings = [one.swing for one in found.tornado()]
    assert swings == sorted(swings, reverse=True)
    names = [one.name for one in found.bars if one.kind == "coefficient"]
    assert "rationality" in names
    assert "backlash" not in names  # an assumption holds it
    assert {one.name for one in found.inputs if one.kind == "coefficient"} == set(names)


def test_an_order_or_number_that_is_none_is_refused():
    with pytest.raises(UsageError, match="outlets: -1 given"):
        sensitivity("ussr-1991", outlets=-1)
    with pytest.raises(UsageError, match="did you mean 'shoot'"):
        sensitivity("ussr-1991", order="shot")
