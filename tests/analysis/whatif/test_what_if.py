"""What if: bit-equal before the first changed day, the same as a fresh run where rows change, and refused with reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from standoff.analysis.whatif.what_if import what_if, what_if_from
from standoff.case.library import load_case
from standoff.case.scenario import parse_scenario
from standoff.errors import UsageError
from standoff.inference.posterior import infer

AS_OF, WORLDS = date(2019, 1, 16), 320


@pytest.fixture(scope="module")
def case():
    return load_case("venezuela-2019")


@pytest.fixture(scope="module")
def posterior(case):
    return infer(case, as_of=AS_OF, worlds=WORLDS, seed=4, threads=2)


def plan(text, name="s"):
    return parse_scenario(f"name: {name}\n{text}\n")


def answered(posterior, text, days=6, **more):
    return what_if_from(posterior, [plan(text)], days=days, threads=2, **more).scenarios[0]


def same(pair):
    return pair.baseline == pair.scenario and pair.low == pair.high == 0.0


DO = "do:\n- {date: 2019-01-19, code: challenger_arrested, force: SEBIN and DGCIM}"


def test_nothing_differs_before_the_first_changed_day(posterior):
    answer = answered(posterior, DO)
    assert answer.first_changed == date(2019, 1, 19)
    for day in answer.days[:3]:
        assert all(same(pair) for pair in (*day.obeyed.values(), *day.outcomes.values(), day.out))
    assert not same(answer.days[3].out)
    assert [order.order for order in answer.orders_given] == ["arrest_leader"]


def test_an_order_given_is_obeyed_as_often_as_the_evening_said(posterior):
    answer = answered(posterior, DO)
    given, evening = answer.orders_given[0], answer.days[3]
    assert given.obeyed == pytest.approx(evening.obeyed["arrest_leader"].baseline, abs=1e-12)
    out = evening.out.scenario - evening.out.baseline
    assert out == pytest.approx(given.fell * given.undecided, abs=1e-12)


def test_leaving_a_row_out_is_the_answer_of_a_case_without_it(posterior, case):
    row = next(event for event in case.events if event.code == "challenger_arrested" and event.known_on <= AS_OF)
    answer = answered(posterior, f"without: [{row.id}]")
    fresh = infer(
        replace(case, events=tuple(event for event in case.events if event is not row)), as_of=AS_OF, worlds=WORLDS, seed=4
    )
    assert len(fresh.states) == len(posterior.states)  # neither run drew further blocks, so that they may be compared
    assert answer.days[0].obeyed["arrest_leader"].scenario == pytest.approx(fresh.chance_obeyed()["arrest_leader"], abs=0.03)
    assert answer.first_changed == row.known_on


def test_what_is_learned_weighs_and_what_is_done_does_not(posterior):
    told = "{date: 2019-01-18, code: unit_defects, force: Bolivarian Army, tier: unit}"
    seen, done = answered(posterior, f"see:\n- {told}"), answered(posterior, f"do:\n- {told}")
    order = "clear_crowd"
    assert seen.days[2].obeyed[order].difference < done.days[2].obeyed[order].difference
    assert same(done.days[2].outcomes["undecided"])  # a deed of the evening comes after the day's ends
    assert seen.days[2].obeyed[order].high < 0.0


def test_rules_from_a_day_on(posterior):
    answer = answered(posterior, "assume:\n- {name: Bolivarian Militia, value: 1, since: 2019-01-18}")
    assert same(answer.days[1].obeyed["arrest_leader"])
    assert answer.days[2].obeyed["arrest_leader"].difference < 0.0  # who defends is gone
    held = answered(posterior, "assume:\n- {name: level.amnesty, value: 1, since: 2019-01-17}")
    assert held.days[3].obeyed["arrest_leader"].difference < 0.0


def test_scenarios_side_by_side_are_those_alone_for_any_number_of_threads(posterior):
    plans = [plan(DO, "a"), plan("without: [amnesty_offer]", "b")]
    both = what_if_from(posterior, plans, days=4, threads=2)
    for one in plans:
        alone = what_if_from(posterior, [one], days=4, threads=1)
        assert repr(alone.scenarios[0].days) == repr(both.scenario(one.name).days)


def test_moved_rows_and_rows_told_otherwise(posterior, case):
    row = next(event for event in case.events if event.code == "amnesty_offer" and event.known_on <= AS_OF)
    moved = answered(posterior, f"move:\n- {{row: {row.id}, to: 2019-01-12}}")
    assert moved.first_changed == date(2019, 1, 12)
    denied = answered(posterior, f"change:\n- {{row: {row.id}, set: {{modality: denied, grade: E5}}}}")
    assert denied.first_changed == row.known_on
    assert np.isfinite(denied.days[0].obeyed["arrest_leader"].difference)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("do:\n- {date: 2019-01-12, code: challenger_arrested}", "is an order .* that day is past"),
        ("do:\n- {date: 2018-01-12, code: protest}", "allowed: 2019-01-10 to 2019-01-22"),
        ("do:\n- {date: 2019-01-18, code: challenger_untouched}", "is what does not happen"),
        ("see:\n- {date: 2019-01-18, code: mutiny, force: Army}", "force 'Army' given; allowed"),
        ("see:\n- {date: 2019-01-18, code: mutiny, force: National Guard, size: 9000000, unit: people}", "9,000,000 people"),
        ("without: [2019-01-26-officer_defects-1]", "became public on 2019-01-26, after the as-of date"),
        ("without: [amnesty_offers]", "did you mean 'amnesty_offer'"),
        ("move:\n- {row: 2019-01-15-amnesty_offer-1, to: 2019-02-20}", "allowed: 2019-01-10 to 2019-01-16"),
        ("change:\n- {row: 2019-01-15-amnesty_offer-1, set: {confidence: sure}}", "confidence"),
        ("change:\n- {row: 2019-01-15-amnesty_offer-1, set: {confidance: high}}", "did you mean 'confidence'"),
        ("change:\n- {row: 2019-01-15-amnesty_offer-1, set: {modality: done}}", "changes nothing"),
        ("assume:\n- {name: level.threat, value: 2}", "allowed: 0 to 1"),
        ("assume:\n- {name: world.strength_sd, value: 0.1}", "acts on the eve of the first day only"),
        ("assume:\n- {name: Bolivarian Militias, value: 10}", "did you mean 'Bolivarian Militia'"),
    ],
)
def test_impossible_scenarios_are_refused_with_the_reason(posterior, text, reason):
    with pytest.raises(UsageError, match=reason):
        answered(posterior, text)


def test_numbers_out_of_range_and_names_given_twice_are_refused(posterior):
    with pytest.raises(UsageError, match="allowed: 1 to 365"):
        answered(posterior, DO, days=0)
    with pytest.raises(UsageError, match="given twice"):
        what_if_from(posterior, [plan(DO), plan("without: [amnesty_offer]")])
    with pytest.raises(UsageError, match="allowed: 1 to 12"):
        what_if("venezuela-2019", [], worlds=160, as_of=AS_OF)
