"""Stakes against hand-computed numbers, and the imposed signs (model paper 5, "Stakes")."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.case.values import Assumption
from standoff.engine.ensemble import make_stage, start_block
from standoff.engine.obedience import group_quantile
from standoff.model import stakes
from standoff.model.maths import logit, normal_cdf
from standoff.model.priors import COVARIATES, ORDERS, with_assumptions

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
        ("cost", (held, pulled, cost + step, pivot), -sign),
    ):
        assert (stakes.stake_logit(base, sign, *change) - before) * towards == pytest.approx(step, abs=1e-12), name


def test_formulas_take_arrays_as_they_stand():
    crowd = np.array([-4.0, -2.0])
    assert stakes.crowd_excess(crowd).tolist() == [0.0, 1.0]
    assert stakes.moral_cost(1.0, 1.0, 0.5, 0.6, crowd + 3.0) == pytest.approx([0.85, 1.35])


# --- As the day puts them together, through the kernel ------------------------------------------------------

NEAR = 5e-9  # the rational form of the quantile errs by 1.6e-10 of itself; read back as a logit that is up to ten times more
HELD = {"pivot": 0.7, "amnesty": 0.8, "culpability": 0.5, "hardship": 0.6, "patron": 0.3, "threat": -0.2, "moral_cost": 1.2}
COMMAND, TROOPS, CHIEFS, MEN = range(4)  # of an army, and of a militia that defends


@pytest.fixture(scope="module")
def stake_of(make_case, priors):
    """Logit stake of every group facing an order, in eight worlds drawn from the prior under given covariates."""
    held = with_assumptions(priors, tuple(Assumption(name, value, "test") for name, value in HELD.items()))
    stage = make_stage(make_case(), held, 1)
    block = start_block(stage, 0, 8)

    def stakes_of(order="shoot", crowd=0.0, culpable=(0.0, 0.0), **covariates):
        world = stage.world(block.cells.copy())
        world.culpability[:] = np.array(culpable)[:, None]
        for name, value in covariates.items():
            world.covariates[COVARIATES.index(name)] = value
        out = np.empty((4, 8))
        for g in range(4):
            args = (g, ORDERS.index(order), np.full(8, crowd), out[g])
            group_quantile(world, stage.setting, block.coefficients, *args)
        return -logit(normal_cdf(out)), stage, world

    return stakes_of


def difference(stake_of, change, base=None):
    before, after = stake_of(**(base or {}))[0], stake_of(**{**(base or {}), **change})[0]
    assert np.ptp(after - before, axis=1) == pytest.approx(np.zeros(4), abs=NEAR)  # the same in every world
    return (after - before)[:, 0]


def test_the_pivot_binds_commanders_alone(stake_of):
    """Killings by a force raise what its command would lose, and of no other force's; its troops cancel (model paper 5)."""
    assert difference(stake_of, {"culpable": (0.5, 0.0)}) == pytest.approx([0.35, 0, 0, 0], abs=NEAR)
    assert difference(stake_of, {"culpable": (0.0, 0.5)}) == pytest.approx([0, 0, -0.35, 0], abs=NEAR)


def test_amnesty_pulls_by_cover_and_the_culpable_more(stake_of, priors):
    cover = priors.value("world", "cover_of_command")
    assert difference(stake_of, {"amnesty": 0.5}) == pytest.approx([-0.4 * cover, -0.4, 0.4 * cover, 0.4], abs=NEAR)
    guilty = difference(stake_of, {"amnesty": 0.5}, {"culpable": (1.0, 0.0)})
    assert guilty == pytest.approx([-0.6 * cover, -0.6, 0.4 * cover, 0.4], abs=NEAR)


def test_hardship_weighs_on_troops_more_than_on_command(stake_of, priors):
    part = priors.value("world", "hardship_of_command")
    assert difference(stake_of, {"hardship": 1.0}) == pytest.approx([-0.6 * part, -0.6, 0.6 * part, 0.6], abs=NEAR)


def test_patron_and_threat_by_their_signs(stake_of):
    assert difference(stake_of, {"patron": 1.0}) == pytest.approx([0.3, 0.3, -0.3, -0.3], abs=NEAR)
    assert difference(stake_of, {"threat": 0.5}) == pytest.approx([-0.1, -0.1, 0.1, 0.1], abs=NEAR)


def test_larger_crowds_weigh_on_those_who_have_kin_in_them(stake_of, priors):
    army, table = priors.kinds["army"], priors.sections["orders"]["shoot"]
    expected = [-army.kin_command * 1.2 * table["moral"] / 2, -army.kin_troops * 1.2 * table["moral"] / 2, 0.0, 0.0]
    assert difference(stake_of, {"crowd": 1.0}) == pytest.approx(expected, abs=NEAR)


def test_the_kernel_is_the_text(stake_of):
    """All terms at once, from the formulas: loyalty, amnesty, moral cost, pivot, cohesion."""
    found, stage, world = stake_of("shoot", 1.5, (0.4, 0.2), amnesty=0.3, hardship=0.8, patron=0.9, threat=0.6)
    setting, orders = stage.setting, stage.priors.sections["orders"]["shoot"]
    for g in range(4):
        sign, command = setting.sign[g], setting.command[g]
        guilt = (0.4, 0.2)[setting.force[g]]
        held = stakes.loyalty(0.0, 0.6 * setting.hardship[g] * 0.8, 0.0, 0.3 * 0.9, -0.2 * 0.6)
        pulled = stakes.amnesty_pull(0.8 * 0.3, setting.cover[g], 0.5, guilt)
        cost = stakes.moral_cost(setting.kin[g], 1.2, orders["moral"], orders["harsh"], 1.5)
        base = world.base_logit[g] + sign * world.cohesion
        expected = stakes.stake_logit(base, sign, held, pulled, cost, 0.7 * command * guilt)
        assert found[g] == pytest.approx(expected, abs=NEAR)
