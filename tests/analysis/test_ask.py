"""`ask` end to end: the contract's keys, exact sums, no leak, the same bits."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest

import standoff as so
from standoff.analysis.document import answer_text
from standoff.case.values import Case, Outcome
from standoff.errors import CaseError, UsageError

AS_OF = date(2019, 1, 30)


@cache
def answer() -> so.Answer:
    return so.ask("venezuela-2019", as_of=AS_OF, worlds=2000)


def test_contract_of_the_json_document() -> None:
    told = json.loads(answer_text(answer()))
    assert told["schema"] == "standoff-answer/1"
    assert {"case", "as_of", "seed", "worlds", "version", "orders", "outcomes", "order_giver_out"} <= told.keys()
    assert [order["order"] for order in told["orders"]] == ["arrest_leader", "mass_arrest", "clear_crowd", "shoot"]
    for order in told["orders"]:
        assert order["obeyed"].keys() >= {"p", "low", "high", "interval", "words"}
        assert 0.0 <= order["obeyed"]["low"] <= order["obeyed"]["p"] <= order["obeyed"]["high"] <= 1.0
        assert order["why_not"].keys() == {"refusal", "overthrow", "intervention", "backlash"}
        assert all(value >= 0.0 for value in order["why_not"].values())
        assert len(order["groups"]) == 14
    assert [horizon["horizon_days"] for horizon in told["outcomes"]] == [7, 30, 90, "end"]
    assert 0.0 < told["order_giver_out"] < 1.0
    assert told["checks"].keys() >= {"ess_min", "mc_error", "log_evidence", "warnings"}


def test_outcomes_are_shares_and_only_grow() -> None:
    horizons = answer().outcomes
    for horizon in horizons:
        assert sum(horizon.shares) == pytest.approx(1.0)
    for earlier, later in pairwise(horizons):
        for kind in range(len(earlier.shares) - 1):
            assert later.shares[kind] >= earlier.shares[kind]


def test_evidence_adds_up_from_prior_to_posterior() -> None:
    steps = answer().waterfall
    assert sum(item.decibans for item in answer().evidence) == pytest.approx(steps.evidence, abs=1e-9)
    assert steps.prior + steps.evidence + steps.silence + steps.dynamics == pytest.approx(steps.posterior, abs=1e-9)


def test_every_row_known_by_the_day_is_told_in_order() -> None:
    told = answer().evidence
    assert len(told) == 31
    assert [item.public for item in told] == sorted(item.public for item in told)
    assert all(item.public <= AS_OF for item in told)


def test_people_are_counted_one_to_one() -> None:
    groups = answer().order("arrest_leader").groups
    assert sum(group.headcount for group in groups if group.force == "Bolivarian Militia") == 220_000
    assert sum(group.headcount for group in groups if group.force == "Bolivarian Army") == 63_000


def garbage(case: Case, as_of: date) -> Case:
    """The same case up to the as-of date; outcome and all later rows made nonsense."""
    ruined = Outcome(case.start, "civil_war", True, "shifted", "nonsense")
    later = date.max - timedelta(days=1)
    events = tuple(
        event
        if event.known_on <= as_of
        else replace(
            event, id="x", date=later, public=later, code="unit_defects", force="nobody", tier="command", size=-5.0, text="?"
        )
        for event in case.events
    )
    return replace(case, outcome=ruined, events=events[: len(events) - 3])


@pytest.mark.parametrize(("name", "as_of"), [("venezuela-2019", AS_OF), ("ussr-1991", date(1991, 8, 19))])
def test_outcome_and_later_rows_do_not_leak(name: str, as_of: date) -> None:
    case = so.load_case(name)
    honest = answer_text(so.ask(case, as_of=as_of, worlds=1600))
    assert answer_text(so.ask(garbage(case, as_of), as_of=as_of, worlds=1600)) == honest


def test_same_seed_same_bytes_for_any_number_of_threads() -> None:
    one, two = (so.ask("ussr-1991", as_of=date(1991, 8, 19), worlds=1600, threads=threads) for threads in (1, 2))
    assert answer_text(one) == answer_text(two)
    other = so.ask("ussr-1991", as_of=date(1991, 8, 19), worlds=1600, seed=2)
    assert answer_text(other) != answer_text(one)


def test_progress_is_told_and_ends_complete() -> None:
    calls: list[tuple[int, int, str]] = []
    so.ask("ussr-1991", as_of=date(1991, 8, 19), worlds=160, progress=lambda *call: calls.append(call))
    told = [what for _, _, what in calls]
    assert told[0].endswith("weighing worlds")  # on a cold cache it says first that it compiles
    assert told[-1] == "following worlds forward"
    assert calls[-1][0] == calls[-1][1]


def test_what_cannot_be_asked_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="did you mean 'shoot'"):
        so.ask("ussr-1991", order="shot")
    with pytest.raises(UsageError, match="runs from 1991-08-19"):
        so.ask("ussr-1991", as_of=date(1990, 1, 1))
    with pytest.raises(UsageError, match="worlds"):
        so.ask("ussr-1991", worlds=3)
    with pytest.raises(CaseError, match="ussr-1991"):
        so.ask("usr-1991")


def test_assumptions_move_the_answer_and_unknown_ones_are_refused() -> None:
    case = so.load_case("ussr-1991")
    from standoff.case.values import Assumption

    weak = replace(case, assumptions=(Assumption("world.strength_mean", 0.2, "a test"),))
    assert (
        so.ask(weak, as_of=case.start, worlds=1600).order("shoot").prior_p
        < 0.5 * so.ask(case, as_of=case.start, worlds=1600).order("shoot").prior_p
    )
    with pytest.raises(CaseError, match=r"did you mean 'world\.strength_mean'"):
        so.ask(replace(case, assumptions=(Assumption("world.strenth_mean", 0.2, "a typo"),)))
