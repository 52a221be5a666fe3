"""Backtests look at no row and no outcome they should not, and their record adds up."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

import standoff as so
from standoff.analysis.history.backtest import FORSAKEN, Forecast, forecasts
from standoff.analysis.history.backtest_document import backtest_text
from standoff.analysis.history.spans import forecast_day
from standoff.analysis.history.track_record import STANDOFF, reliability_of, track_record, worst_misses
from standoff.case.values import Outcome
from standoff.errors import UsageError
from standoff.model.outcomes import KINDS

NAMES = ("ussr-1991", "romania-1989", "spain-1981", "paraguay-1996")


@cache
def cases() -> tuple[so.Case, ...]:
    return tuple(so.load_case(name) for name in NAMES)


@cache
def found() -> tuple[Forecast, ...]:
    return forecasts(cases(), cases(), (0.5, 1.0), worlds=160)


def test_days_of_forecasts() -> None:
    venezuela = so.load_case("venezuela-2019")
    assert forecast_day(venezuela, 0.5) == date(2019, 3, 7)
    assert forecast_day(venezuela, 1.0) == date(2019, 5, 1)
    assert venezuela.end == date(2019, 5, 2)
    short = replace(venezuela, end=venezuela.start)
    assert forecast_day(short, 1.0) == venezuela.start
    for wrong in (0.0, 1.2, -0.5):
        with pytest.raises(UsageError, match="fraction"):
            forecast_day(venezuela, wrong)


def test_every_case_is_forecast_at_every_fraction() -> None:
    assert [(each.case, each.fraction) for each in found()] == [(name, part) for name in NAMES for part in (0.5, 1.0)]
    for each in found():
        assert sum(each.shares) == pytest.approx(1.0, abs=1e-9)
        assert each.p_out == pytest.approx(1.0 - each.shares[0], abs=1e-12)
        assert each.p_forsaken == pytest.approx(sum(each.shares[kind] for kind in FORSAKEN), abs=1e-12)
        assert set(each.rivals) == {"worlds", "prior_only", "base_rate", "logit", "bayes_factor_product"}
        assert all(0.0 < p < 1.0 for p in each.rivals.values())


def test_neither_its_outcome_nor_later_rows_reach_a_forecast() -> None:
    case = cases()[0]
    day = forecast_day(case, 0.5)
    other = Outcome(date(1900, 1, 1), "foreign_removed", True, "shifted", "nonsense")
    rows = tuple(event if event.known_on <= day else replace(event, code="ultimatum", tier="command") for event in case.events)
    changed = replace(case, outcome=other, events=rows)
    (again,) = forecasts((changed,), cases(), (0.5,), worlds=160)
    assert replace(again, out=found()[0].out, kind=found()[0].kind, forces=found()[0].forces) == found()[0]


def test_rivals_do_not_learn_from_the_case_they_forecast() -> None:
    fell = [case.outcome.order_giver_out for case in cases() if case.outcome]
    for each in found():
        others = sum(fell) - each.out
        assert each.rivals["base_rate"] == pytest.approx((others + 0.5) / 4.0, abs=1e-12)


def test_a_case_without_an_outcome_cannot_be_scored() -> None:
    with pytest.raises(UsageError, match="ussr-1991: has no outcome"):
        forecasts((replace(cases()[0], outcome=None),), cases(), (0.5,), worlds=160)


def test_the_record_by_hand() -> None:
    record = track_record(found())
    assert record.fractions == (0.5, 1.0)
    rows = [each for each in found() if each.fraction == 1.0]
    p, out = np.array([each.p_out for each in rows]), np.array([float(each.out) for each in rows])
    score = record.score(STANDOFF, 1.0)
    assert score.brier.value == pytest.approx(np.mean((p - out) ** 2), abs=1e-12)
    reference = np.array([each.rivals["base_rate"] for each in rows])
    assert score.brier_gain.value == pytest.approx(np.mean((reference - out) ** 2) - score.brier.value, abs=1e-12)
    assert record.score("base_rate", 1.0).brier_gain == (0.0, 0.0, 0.0)
    assert score.brier.low <= score.brier.value <= score.brier.high
    kinds = [KINDS.index(each.kind) for each in rows]
    gaps = [(np.cumsum(each.shares) - (np.arange(7) >= kind))[:-1] for each, kind in zip(rows, kinds, strict=True)]
    assert record.ranked[1.0].value == pytest.approx(np.mean(np.square(gaps)), abs=1e-12)


def test_bins_hold_every_forecast_once() -> None:
    p, out = np.array([0.0, 0.05, 0.2, 0.55, 0.999, 1.0]), np.array([0.0, 1.0, 0.0, 1.0, 1.0, 1.0])
    bins = reliability_of(p, out)
    assert [(each.low, each.cases) for each in bins] == [(0.0, 2), (0.2, 1), (0.4, 1), (0.8, 2)]
    assert bins[0].came == 0.5
    assert bins[-1].forecast == pytest.approx(0.9995, abs=1e-12)


def test_worst_misses_come_first() -> None:
    misses = [abs(each.p_out - each.out) for each in worst_misses(track_record(found()), 1.0, 3)]
    assert misses == sorted(misses, reverse=True)
    assert len(misses) == 3


def test_the_document_keeps_the_contract() -> None:
    told = json.loads(backtest_text(track_record(found()), 160, 1, "prior"))
    assert told["schema"] == "standoff-backtest/1"
    assert len(told["forecasts"]) == 8
    assert {"case", "fraction", "p_out", "out"} <= told["forecasts"][0].keys()
    for row in told["summary"]:
        assert {"standoff", "base_rate", "logit", "bayes_factor_product"} <= row["scores"].keys()
        for score in row["scores"].values():
            assert score.keys() >= {"brier", "log_score", "skill", "calibration"}
            assert score["brier"].keys() == {"value", "low", "high"}


def test_one_call_does_it_all_with_the_library_for_the_rivals() -> None:
    record = so.backtest(cases()[:1], fractions=(1.0,), worlds=160, prior_only=True)
    assert record.score(STANDOFF, 1.0).brier.value == pytest.approx((record.forecasts[0].p_out - 1.0) ** 2, abs=1e-12)
    assert record.forecasts[0].p_out == found()[1].p_out
    assert record.forecasts[0].rivals["base_rate"] != found()[1].rivals["base_rate"]
    taught = so.backtest(cases()[:1], fractions=(1.0,), worlds=160)
    assert taught.forecasts[0].p_out not in (record.forecasts[0].p_out, taught.forecasts[0].p_worlds)
    assert record.forecasts[0].p_out == record.forecasts[0].p_worlds


def test_each_of_the_worst_misses_has_the_row_that_misled_most() -> None:
    record = so.backtest(cases()[:2], fractions=(1.0,), worlds=160)
    assert set(record.misled) == {each.id for each in cases()[:2]}
    for case in cases()[:2]:
        row = record.misled[case.id]
        forsaken = case.outcome is not None and KINDS.index(case.outcome.kind) in FORSAKEN
        assert row is None or (row.decibans < 0.0) == forsaken


def test_a_lead_is_what_standoff_saves_case_by_case() -> None:
    record = track_record(found())
    rows = [each for each in record.forecasts if each.fraction == 1.0]
    p, out = (np.array([float(getattr(each, name)) for each in rows]) for name in ("p_out", "out"))
    for name in rows[0].rivals:
        rival = np.array([each.rivals[name] for each in rows])
        assert record.score(name, 1.0).lead.value == pytest.approx(np.mean((rival - out) ** 2 - (p - out) ** 2), abs=1e-12)
    assert record.score(STANDOFF, 1.0).lead == (0.0, 0.0, 0.0)


def test_threads_change_nothing() -> None:
    assert forecasts(cases()[:1], cases(), (1.0,), worlds=160, threads=1)[0] == found()[1]
