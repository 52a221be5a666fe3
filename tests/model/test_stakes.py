"""Stakes against hand-computed numbers, and the imposed signs (model paper 5, "Stakes")."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.model import stakes

UNIT = st.floats(0.0, 1.0)
SIZE = st.floats(0.0, 2.0)


@pytest.mark.parametrize(("log10", "steps"), [(-5.0, 0.0), (-3.0, 0.0), (-2.0, 1.0), (-1.0, 2.0), (0.0, 3.0)])
def test_crowds_count_in_tenfold_steps_above_one_in_a_thousand(log10, steps):
    assert stakes.crowd_excess(log10) == steps


def test_loyalty_is_the_sum_of_what_holds_less_hardship():
    assert stakes.loyalty(0.3, 0.4, 0.5, 0.2, -0.1) == pytest.approx(0.5, abs=1e-15)


def test_amnesty_by_hand():
    assert stakes.amnesty_pull(0.4, 0.6, 0.5, 0.8) == pytest.approx(0.4 * 0.6 * 1.4, abs=1e-15)


@pytest.mark.parametrize(("credible", "cover"), [(0.0, 1.0), (0.5, 0.0), (0.0, 0.0)])
def test_amnesty_without_credibility_or_cover_pulls_nobody(credible, cover):
    assert stakes.amnesty_pull(credible, cover, 0.9, 1.0) == 0.0


@given(credible=UNIT, cover=UNIT, pull=SIZE, guilt=UNIT, step=st.floats(0.01, 0.5))
def test_amnesty_pulls_the_culpable_more_in_proportion_to_its_credibility(credible, cover, pull, guilt, step):
    more = stakes.amnesty_pull(credible, cover, pull, guilt + step) - stakes.amnesty_pull(credible, cover, pull, guilt)
    assert more == pytest.approx(credible * cover * pull * step, abs=1e-12)


@pytest.mark.parametrize(
    ("kin", "scale", "moral", "harsh", "crowd", "cost"),
    [
        (1.0, 1.0, 0.5, 0.6, 0.0, 1.1),  # army troops told to shoot at a small crowd
        (1.0, 1.0, 0.5, 0.6, 2.0, 1.6),  # at one of ten per cent
        (0.5, 1.0, 0.2, 0.0, 1.0, 0.15),  # their command told to arrest
        (1.0, 2.0, 0.3, 0.0, 0.0, 0.6),
        (0.0, 1.0, 0.5, 0.6, 3.0, 0.0),  # no kin among the crowd
    ],
)
def test_moral_cost_by_hand(kin, scale, moral, harsh, crowd, cost):
    assert stakes.moral_cost(kin, scale, moral, harsh, crowd) == pytest.approx(cost, abs=1e-15)


def test_stake_logit_by_hand():
    assert stakes.stake_logit(0.8, 1.0, 0.5, 0.2, 0.3, 0.1) == pytest.approx(0.9, abs=1e-15)
    assert stakes.stake_logit(0.8, -1.0, 0.5, 0.2, 0.0, 0.1) == pytest.approx(0.4, abs=1e-15)


SIGN = st.sampled_from((1, -1))


@given(base=st.floats(-2, 2), held=SIZE, pulled=SIZE, cost=SIZE, pivot=SIZE, step=st.floats(0.01, 1), sign=SIGN)
def test_what_ties_a_soldier_makes_refusal_dear_and_a_defenders_stand_cheap(base, held, pulled, cost, pivot, step, sign):
    before = stakes.stake_logit(base, sign, held, pulled, cost, pivot)
    for name, change, towards in (
        ("held", (held + step, pulled, cost, pivot), sign),
        ("pulled", (held, pulled + step, cost, pivot), -sign),
        ("pivot", (held, pulled, cost, pivot + step), sign),
        ("cost", (held, pulled, cost + step, pivot), -1),
    ):
        assert (stakes.stake_logit(base, sign, *change) - before) * towards == pytest.approx(step, abs=1e-12), name


def test_formulas_take_arrays_as_they_stand():
    crowd = np.array([-4.0, -2.0])
    assert stakes.crowd_excess(crowd).tolist() == [0.0, 1.0]
    assert stakes.moral_cost(1.0, 1.0, 0.5, 0.6, crowd + 3.0) == pytest.approx([0.85, 1.35])
