"""The record of past forecasts: what it learns where the truth is known, and worlds weighed by how they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

import standoff as so
from standoff.analysis.history.baselines import chance
from standoff.analysis.record import (
    Signs,
    base_chance,
    initiative,
    learn_record,
    log_odds,
    record_interval,
    shift,
    signs_of,
    tilted,
)
from standoff.model.echoes import gather
from standoff.model.learned import Record
from standoff.model.priors import load_priors

PRIORS = load_priors()
CASE = so.load_case("ussr-1991")
RECORD = Record((0.2, 0.5, 1.5), (0.1, 0.2, 0.4), {"a": (0.1, 0.4, 1.4)}, ("a",))


def test_worlds_tilted_have_the_odds_the_record_gives_and_keep_the_rest():
    shares = np.array([[0.1, 0.2, 0.0, 0.7], [0.3, 0.4, 0.3, 0.0]])
    for by in (-1.3, 0.0, 2.0):
        found = tilted(shares, by)
        np.testing.assert_allclose(found.sum(axis=-1), 1.0)
        np.testing.assert_allclose(found[1, 1] / found[1, 2], 4.0 / 3.0)  # kinds of fall keep their odds
        np.testing.assert_allclose((1 - found[1, 0]) / found[1, 0], np.exp(by) * 0.7 / 0.3)
        assert found[0, 0] <= found[1, 0]
        assert found[0, 2] == 0.0  # what no world showed stays so
    np.testing.assert_allclose(tilted(shares, 0.0), shares)


def test_worlds_tilted_are_worlds_weighed_one_by_one():
    fate, by = np.array([0, 1, 2, 2, 3]), 0.8  # the last is never decided
    after_a_week = np.array([0, 3, 2, 3, 3])
    weight = np.exp(by * ((fate > 0) & (fate < 3)))
    counted = [np.bincount(each, weight, 4) / weight.sum() for each in (after_a_week, fate)]
    plain = np.array([np.bincount(each, minlength=4) / 5.0 for each in (after_a_week, fate)])
    np.testing.assert_allclose(tilted(plain, by), counted)


def test_a_thin_record_says_the_base_rate_and_a_full_one_what_signs_say():
    none = signs_of((), CASE.start, 0.999, PRIORS)
    assert (none.weight, none.initiative) == (0.0, 0.0)
    assert chance(log_odds(RECORD, none)) == pytest.approx(chance(0.2))
    full = Signs(2.0, 1.0, 1.0)
    assert log_odds(RECORD, full) == pytest.approx(0.2 + 0.5 * 2.0 + 1.5)
    assert shift(RECORD, full) == pytest.approx(0.7)
    spread = 1.6448536269514722 * np.sqrt(0.1**2 + (0.2 * 2.0) ** 2 + 0.4**2)
    assert record_interval(RECORD, full) == pytest.approx((chance(2.7 - spread), chance(2.7 + spread)))
    assert base_chance(RECORD) == 0.75


def test_signs_count_by_half_where_as_much_is_known_as_in_the_middle_of_a_case():
    first = replace(CASE.events[0], code="protest", date=CASE.start, public=None)
    told = [replace(first, id=f"t{k}", text=f"t{k}", target=f"t{k}") for k in range(40)]
    weights = [signs_of(gather(told[:n], CASE.start), CASE.start, 0.5, PRIORS).weight for n in (5, 20, 40)]
    assert weights == pytest.approx([1 / 257, 0.5, 16 / 17])


def test_the_initiative_is_of_acts_at_home_and_old_ones_fade():
    def of(*codes, as_of=CASE.start):
        rows = [replace(CASE.events[0], code=code, id=code, date=CASE.start, modality="done", force="") for code in codes]
        return initiative(gather([replace(row, public=None) for row in rows], as_of), as_of, PRIORS)

    assert of("protest", "strike") > of("protest") > 0.0 > of("mass_arrests")
    assert of("protest", "mass_arrests") == pytest.approx(0.0)
    for code in PRIORS.sections["record"]["left_out"]["codes"]:
        assert of(code) == 0.0
    later = CASE.start + timedelta(days=5)
    assert of("protest", as_of=later) == pytest.approx(np.log(2.5 / 2.0))


def test_what_is_left_out_are_event_codes():
    assert set(PRIORS.sections["record"]["left_out"]["codes"]) <= set(PRIORS.codes)


def test_the_truth_behind_many_forecasts_is_found_and_a_case_forgets_its_own():
    rng, truth = np.random.default_rng(3), np.array([0.0, 0.6, -1.0])
    rows = {f"c{k}": np.c_[np.ones(2), np.repeat(rng.normal(0, 1.5, (1, 2)), 2, axis=0)] for k in range(400)}
    fell = {case: bool(rng.random() < chance(float(truth @ each[0]))) for case, each in rows.items()}
    found = learn_record(rows, fell)
    assert np.all(np.abs(np.array(found.mean) - truth) < 3.0 * np.array(found.sd))
    assert set(found.fell) == {case for case in rows if fell[case]}
    other = learn_record(rows, fell | {"c0": not fell["c0"]})
    assert other.without["c0"] == found.without["c0"]
    assert other.without["c1"] != found.without["c1"]
    assert found.forgetting("c0").mean == found.without["c0"]
    assert len(found.forgetting("c0").without) == 399
    assert "c0" not in found.forgetting("c0").fell
    assert found.forgetting("new") is found


def test_one_case_alone_leaves_the_priors():
    record = learn_record({"a": np.array([[1.0, 3.0, 3.0]])}, {"a": True})
    assert record.without["a"] == pytest.approx((0.0, 0.25, 0.0), abs=1e-4)
