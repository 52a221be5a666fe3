"""The order-giver's choice: his own chance of being obeyed, what holds an order back, and quantal response (model paper 5)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from standoff.model import players

UNIT = st.floats(0.0, 1.0)


def test_private_chance_is_the_normal_posterior_above_the_threshold():
    # precision 2 + 6, mean (2 * 0.5 + 6 * 0.9) / 8 = 0.8
    expected = stats.norm(0.8, 8**-0.5).sf(0.4)
    assert players.private_chance_obeyed(0.5, 2.0, 0.9, 6.0, 0.4) == pytest.approx(expected, abs=1e-12)
    assert players.private_chance_obeyed(0.5, 2.0, 0.9, 6.0, 0.8) == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize(("precision", "mean"), [(1e-9, 0.5), (1e9, 0.9)])
def test_a_useless_private_signal_leaves_the_public_belief_and_a_perfect_one_replaces_it(precision, mean):
    expected = stats.norm(mean, (2.0 + precision) ** -0.5).sf(0.6)
    assert players.private_chance_obeyed(0.5, 2.0, 0.9, precision, 0.6) == pytest.approx(expected, abs=1e-8)


def test_losses_by_hand():
    assert players.refusal_loss(0.6, 3.0, 0.25) == pytest.approx(0.4 * 0.75 * 3.0, abs=1e-15)
    assert players.overthrow_loss(0.6, 3.0, 0.25) == pytest.approx(0.4 * 0.25 * 3.0, abs=1e-15)
    assert players.intervention_loss(0.6, 0.5) == pytest.approx(0.3, abs=1e-15)
    assert players.backlash_loss(2.0, 0.35, 1.0) == pytest.approx(1.4, abs=1e-15)


@given(obeyed=UNIT, ratio=st.floats(0, 10), fall=UNIT)
def test_refusal_and_overthrow_share_the_loss_from_an_order_refused(obeyed, ratio, fall):
    both = players.refusal_loss(obeyed, ratio, fall) + players.overthrow_loss(obeyed, ratio, fall)
    assert both == pytest.approx((1 - obeyed) * ratio, abs=1e-12)


@given(obeyed=UNIT, loss=st.floats(0, 5), rationality=st.floats(0, 20), lapse=st.floats(0.01, 0.9))
def test_the_response_stays_between_the_lapse_rate_and_one(obeyed, loss, rationality, lapse):
    assert lapse <= players.chance_of_ordering(obeyed, loss, rationality, lapse) <= 1.0


@pytest.mark.parametrize("lapse", [0.0, 0.02, 0.25])
def test_quantal_response_limits(lapse):
    respond = players.chance_of_ordering
    assert respond(0.9, 0.2, 0.0, lapse) == pytest.approx(lapse + (1 - lapse) / 2, abs=1e-15)  # chooses blindly
    assert respond(0.9, 0.2, 1e4, lapse) == 1.0  # worth it
    assert respond(0.2, 0.9, 1e4, lapse) == pytest.approx(lapse, abs=1e-15)  # not worth it
    assert respond(0.5, 0.5, 1e4, lapse) == pytest.approx(lapse + (1 - lapse) / 2, abs=1e-12)  # indifferent


def test_quantal_response_by_hand():
    assert players.chance_of_ordering(0.8, 0.3, 4.0, 0.1) == pytest.approx(0.1 + 0.9 / (1 + np.exp(-2.0)), abs=1e-15)


@given(obeyed=st.floats(0, 0.9), loss=st.floats(0, 1), rationality=st.floats(0.5, 6), step=st.floats(0.01, 0.1))
def test_surer_order_givers_order_more_and_deterred_ones_less(obeyed, loss, rationality, step):
    before = players.chance_of_ordering(obeyed, loss, rationality, 0.1)
    assert players.chance_of_ordering(obeyed + step, loss, rationality, 0.1) > before
    assert players.chance_of_ordering(obeyed, loss + players.intervention_loss(step, 1.0), rationality, 0.1) < before


def test_the_named_losses_are_the_four_reasons():
    assert players.ExpectedLoss._fields == ("refusal", "overthrow", "intervention", "backlash")
