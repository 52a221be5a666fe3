"""Guardians: loyalty bought, tested, feared (model paper 1.11), through the stakes, reports and choices of the day.

What production has of that section: the efficiency wage as a stake ratio (Acemoglu, Ticchi & Vindigni 2010; Besley & Robinson
2010), the adviser who betrays on his posterior as a report through a source (Egorov & Sonin 2011), orders withheld when
refusal is expected and refusal that feeds on itself (Dragu & Lupu 2018), and a foreign threat whose sign is left open (McMahon
& Slantchev 2015: a known one binds an army, uncertainty about it loosens it).

Not modelled, and so not asserted: Svolik 2013 (military intervention single-peaked in the mass threat: here a crowd presses one
way, and nobody hands the army power in order to be repressed for), uncertainty about the foreign threat, and Boleslavsky,
Shadmehr & Sonin (free media easing one threat and worsening the other).
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from standoff.model import core, stakes
from standoff.model.beliefs import public_chance_of_fall
from standoff.model.maths import normal_cdf
from standoff.model.players import chance_of_ordering, overthrow_loss, private_chance_obeyed, refusal_loss
from standoff.model.reports import chance_true

TOLERANCE = 1e-6
DISCOUNT, COUP, RULING, PUNISHED, REFORMED = 0.9, 0.5, 1.0, 0.1, 0.3


# --- Loyalty bought --------------------------------------------------------------------------------------------


def for_ever(wage):
    """Present value of a wage for ever."""
    return wage / (1.0 - DISCOUNT)


def value_of_loyalty(wage, hazard):
    """Present value of the wage until reform: V = w + discount [(1 - hazard) V + hazard w_L / (1 - discount)]."""
    return (wage + DISCOUNT * hazard * for_ever(REFORMED)) / (1.0 - DISCOUNT * (1.0 - hazard))


def stake_ratio_at(wage, hazard):
    """What a failed coup would lose, over that and what a successful one would gain."""
    now = value_of_loyalty(wage, hazard)
    return float(stakes.stake_ratio(now - for_ever(PUNISHED), for_ever(RULING) - now))


@pytest.mark.parametrize(("hazard", "wage"), [(0.0, 0.55), (0.1, 0.775), (0.25, 1.1125), (0.5, 1.675), (1.0, 2.8)])
def test_1_11_no_coup_wage(hazard, wage):
    """The wage at which the stake ratio is the chance that a coup succeeds: below it a coup pays.

    An army that will be reformed must be paid in advance for what it will lose: 2.8 where it is sure to be.
    """
    found = optimize.brentq(lambda w: stake_ratio_at(w, hazard) - COUP, 0.0, 9.0, xtol=1e-13)
    assert found == pytest.approx(wage, abs=TOLERANCE)


def test_1_11_at_the_no_coup_wage_the_core_needs_exactly_the_strength_that_a_coup_leaves(make_game):
    """With a diffuse public belief one group's threshold is 1 - c (model paper 1.3): .5 if paid .55, higher if less."""
    roots = [make_game((1.0,), (stake_ratio_at(wage, 0.0),), (4.0,), (1,), 0.0, 0.5, 0.0).root() for wage in (0.4, 0.55, 0.7)]
    assert roots[1] == pytest.approx(1 - COUP, abs=1e-9)
    assert roots[0] > roots[1] > roots[2]


@given(loss=st.floats(0.01, 100), gain=st.floats(0.01, 100), more=st.floats(1.01, 10))
def test_1_11_stakes_multiply_and_logits_add(loss, gain, more):
    ratio, logit = stakes.stake_ratio(loss, gain), stakes.stake_ratio_logit(loss, gain)
    assert np.log(ratio / (1 - ratio)) == pytest.approx(logit, abs=1e-9)
    assert stakes.stake_ratio_logit(loss * more, gain) - logit == pytest.approx(np.log(more), abs=1e-12)
    assert stakes.stake_ratio_logit(loss, gain * more) - logit == pytest.approx(-np.log(more), abs=1e-12)
    if abs(logit) < core.LARGEST_LOGIT:
        assert normal_cdf(core.stake_quantile(logit)) == pytest.approx(1 - ratio, abs=1e-9)


# --- Loyalty judged --------------------------------------------------------------------------------------------


def believes_strong(prior, accuracy):
    """An adviser's belief that the enemy is strong, having seen so: the chance that what a source reports is true."""
    return float(chance_true(prior / (1.0 - prior), accuracy, 1.0 - accuracy, 0.0))


@pytest.mark.parametrize(("prior", "accuracy"), [(0.1, 0.9), (0.2, 0.8), (0.3, 0.7), (0.4, 0.6)])
def test_1_11_most_competent_adviser_who_never_betrays(prior, accuracy):
    """Betrayal pays from a posterior of one half; the weaker the ruler, the worse the judges he must hire."""
    found = optimize.brentq(lambda a: believes_strong(prior, a) - 0.5, 0.01, 0.999, xtol=1e-14)
    assert found == pytest.approx(accuracy, abs=TOLERANCE)


@given(prior=st.floats(0.02, 0.98), betrays=st.floats(0.05, 0.95))
def test_1_11_most_competent_adviser_for_any_readiness_to_betray(prior, betrays):
    best = (1 - prior) * betrays / ((1 - prior) * betrays + prior * (1 - betrays))
    assert believes_strong(prior, best) == pytest.approx(betrays, abs=1e-9)
    assert believes_strong(prior, 0.999 * best) < betrays


# --- Loyalty feared (Dragu & Lupu 2018), and the foreign enemy (McMahon & Slantchev 2015) --------------------------


def chance_of_order(root, loss_ratio=3.0, fall=0.3):
    """Chance that an order of that threshold is given; strength believed N(.5, 1/2), his own signal .5."""
    obeyed = private_chance_obeyed(0.5, 2.0, 0.5, 12.0, root)
    loss = refusal_loss(obeyed, loss_ratio, fall) + overthrow_loss(obeyed, loss_ratio, fall)
    return float(chance_of_ordering(obeyed, loss, 4.0, 0.0))


def test_1_11_orders_are_withheld_when_refusal_is_expected():
    assert np.all(np.diff([chance_of_order(root) for root in np.linspace(-0.5, 1.5, 40)]) < 0)


@given(expected=st.floats(-0.5, 1.5), step=st.floats(0.01, 0.5), sign=st.sampled_from((1, -1)))
def test_1_11_refusal_feeds_on_expected_refusal(make_game, expected, step, sign):
    """The more refusal all expect (the higher the threshold) the more there is: agents' choices are strategic complements."""
    game = make_game((1.0,), (0.4,), (4.0,), (sign,), 1.0, 0.5, 0.0)
    assert sign * (game.shares(expected + step) - game.shares(expected))[0] >= 0


def test_1_11_a_weaker_looking_ruler_is_refused_more(make_game):
    looks = np.linspace(-0.2, 1.2, 30)
    roots = [make_game((1.0,), (0.4,), (4.0,), (1,), 1.0, float(z), 0.0).root() for z in looks]
    assert np.all(np.diff(roots) < 0)
    assert np.all(np.diff(public_chance_of_fall(looks, 1.0, np.array(roots))) < 0)


def test_1_11_the_sign_of_a_foreign_threat_is_left_open(priors):
    """A known threat adds its coefficient to what holds a member; the prior of that coefficient favours neither sign."""
    threat = priors.coefficients["threat"]
    assert (threat.family, threat.centre) == ("normal", 0.0)
    for coefficient in (0.3, -0.3):
        held = [stakes.loyalty(0.0, 0.0, 0.0, 0.0, coefficient * level) for level in (0.0, 1.0)]
        logits = [stakes.stake_logit(0.0, 1.0, one, 0.0, 0.0, 0.0) for one in held]
        assert logits[1] - logits[0] == pytest.approx(coefficient, abs=1e-15)
