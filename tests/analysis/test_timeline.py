"""The timeline ends at the answer, begins at the prior, and is what an earlier as-of date would have said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from standoff.analysis.ask import answer_from
from standoff.analysis.timeline import MOST_PRIOR_DAYS, days_to_look, timeline
from standoff.case.library import load_case
from standoff.errors import UsageError
from standoff.inference.posterior import Posterior, infer

AS_OF = date(2019, 1, 24)


@pytest.fixture(scope="module")
def posterior() -> Posterior:
    return infer(load_case("venezuela-2019"), as_of=AS_OF, worlds=160, threads=2)


@pytest.mark.parametrize("order", ["arrest_leader", "shoot"])
def test_it_ends_at_the_answer(posterior: Posterior, order: str) -> None:
    line = timeline(posterior, order=order)
    answer = answer_from(posterior, order=order).order(order)
    assert (line.order, line.days[-1].date) == (order, AS_OF)
    assert line.days[-1].obeyed == answer.obeyed
    assert line.days[-1].prior == pytest.approx(answer.prior_p, abs=1e-15)


def test_every_day_is_there_and_the_eve(posterior: Posterior) -> None:
    days = timeline(posterior).days
    assert [point.date for point in days] == [date(2019, 1, 9) + timedelta(days=n) for n in range(16)]
    assert days[0].obeyed.p == pytest.approx(days[0].prior, abs=1e-12)
    for point in days:
        assert 0.0 <= point.obeyed.low <= point.obeyed.p <= point.obeyed.high <= 1.0


def test_a_day_is_what_was_believed_that_day(posterior: Posterior) -> None:
    then = infer(load_case("venezuela-2019"), as_of=date(2019, 1, 17), worlds=160, threads=1)
    point = next(point for point in timeline(posterior).days if point.date == then.as_of)
    if len(then.states) == len(posterior.states):  # the same draws of the coefficients, so the same bits
        assert point.obeyed.p == pytest.approx(then.chance_obeyed()["arrest_leader"], abs=1e-12)
    else:
        assert point.obeyed.p == pytest.approx(then.chance_obeyed()["arrest_leader"], abs=0.25)


def test_the_number_of_threads_changes_no_bit(posterior: Posterior) -> None:
    assert timeline(posterior, threads=1) == timeline(posterior, threads=2)


def test_long_cases_are_looked_at_now_and_then() -> None:
    assert days_to_look(3) == (-1, 0, 1, 2, 3)
    looked = days_to_look(400)
    assert (looked[0], looked[-1], len(looked)) == (-1, 400, MOST_PRIOR_DAYS)


def test_a_word_that_is_no_order(posterior: Posterior) -> None:
    with pytest.raises(UsageError, match="did you mean 'shoot'"):
        timeline(posterior, order="shot")
