"""Ablation: each mechanism left out changes what is weighed, and nothing else; the whole model saves nothing against itself."""

from __future__ import annotations

import numpy as np
import pytest

import standoff as so
from standoff.analysis.history import ablation as ablating
from standoff.analysis.history.ablation import MECHANISMS, OF_RECORD, Mechanism, ablation
from standoff.analysis.history.ablation import _rows as rows_without
from standoff.engine.ensemble import make_stage
from standoff.model.priors import load_priors

CASES = tuple(so.load_case(name) for name in ("ussr-1991", "spain-1981"))


@pytest.fixture(scope="module")
def whole():
    return rows_without(CASES, Mechanism("nothing"), None, 160, 1, None)


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda each: each.name)
def test_a_mechanism_left_out_changes_forecasts_and_not_what_is_on_record(mechanism, whole):
    told = rows_without(CASES, mechanism, None, 160, 1, None)
    assert any(np.any(told[case][:, 1] != whole[case][:, 1]) for case in whole)
    for case in whole:
        np.testing.assert_array_equal(told[case][:, [0, 2]], whole[case][:, [0, 2]])


def test_priors_left_as_they_are_change_nothing():
    base = load_priors()
    changed = [mechanism.priors(base) for mechanism in MECHANISMS]
    assert load_priors() is base
    assert sum(each is not base for each in changed) == 5


def test_the_table_has_every_mechanism_and_the_base_rate_is_what_signs_save_nothing_against():
    found = ablation(CASES, None, worlds=160, mechanisms=MECHANISMS[:1])
    assert [each.name for each in found] == ["nothing", *(each.name for each in (*MECHANISMS[:1], *OF_RECORD))]
    assert found[0].saves.value == 0.0
    np.testing.assert_allclose(found[-1].loss, -np.log(1.0 - 0.75), rtol=0.05)  # each learned from the one that ended otherwise


@pytest.mark.parametrize("mechanism", [each for each in MECHANISMS if not each.ends], ids=lambda each: each.name)
def test_worlds_are_followed_by_the_whole_model_unless_the_mechanism_is_one_of_the_ends(mechanism, monkeypatch):
    followed = []
    monkeypatch.setattr(ablating, "ends_by", lambda stage, *_: followed.append(stage) or np.array([0.5]))
    rows_without(CASES[:1], mechanism, None, 160, 1, None)
    whole = make_stage(CASES[0], load_priors(), 1).setting
    for stage in followed:
        for name, value in stage.setting._asdict().items():
            np.testing.assert_array_equal(value, getattr(whole, name))
