"""Learning from survival against the model paper, 1.4 (Angeletos, Hellwig & Pavan 2007; Little 2017), by text and by kernel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special

from standoff.engine.second_attack import Attack, highest_thresholds, lowest_thresholds, missing_obedience
from standoff.model import beliefs, core, survival

TOLERANCE = 1e-6
NO_FLOOR = -30.0
QUANTILE = st.floats(-4.4, 4.4)
SIGN = st.sampled_from((1.0, -1.0))


def attack_of(c, beta, alpha, z, floor, weight=(1.0,), sign=(1.0,), pressure=0.0):
    """Groups in one world, as the kernel takes them; by default the paper's one group of weight 1."""
    parts = (c, beta, weight, sign, alpha, z, pressure, floor)
    c, beta, weight, sign, *one = (np.atleast_1d(np.array(part, dtype=float)) for part in parts)
    return Attack(special.ndtri(1.0 - c)[:, None], weight[:, None].copy(), sign, beta, *one)


def thresholds(attack):
    """The lowest and the highest threshold above the floor."""
    low, high = np.empty(1), np.empty(1)
    highest_thresholds(attack, high)
    lowest_thresholds(attack, high, low)
    return float(low[0]), float(high[0])


def first(c, z):
    """Threshold of the first attack, alpha = beta_1 = 1."""
    low, high = thresholds(attack_of(c, 1.0, 1.0, z, NO_FLOOR))
    assert low == pytest.approx(high, abs=1e-9)
    return high


def critical_precision(c, z):
    """The least beta_2 with which a second attack can be coordinated, by bisection of its logarithm."""
    floor, low, high = first(c, z), 0.0, 20.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        none = np.isnan(thresholds(attack_of(c, np.exp(middle), 1.0, z, floor))[1])
        low, high = (middle, high) if none else (low, middle)
    return np.exp(high)


# --- Goldens of 1.4 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("c", "z", "theta"), [(0.5, 1, 0.216736), (0.5, 2, 0.024082), (0.3, 1, 0.653691), (0.5, 0, 0.783264)])
def test_1_4_threshold_of_the_first_attack(make_game, c, z, theta):
    assert first(c, z) == pytest.approx(theta, abs=TOLERANCE)
    assert make_game((1.0,), (c,), (1.0,), (1,), 1.0, z, 0.0).root(steps=40) == pytest.approx(first(c, z), abs=1e-9)


def test_1_4_chance_of_surviving_the_first_attack():
    assert 1 - beliefs.public_chance_of_fall(1.0, 1.0, first(0.5, 1)) == pytest.approx(0.78326, abs=5e-6)


@pytest.mark.parametrize(
    ("c", "z", "beta", "tolerance"), [(0.5, 1, 48.14196, 5e-6), (0.5, 2, 20.51975, 5e-6), (0.3, 1, 2406.846, 5e-4)]
)
def test_1_4_critical_precision_of_a_second_attack(c, z, beta, tolerance):
    assert critical_precision(c, z) == pytest.approx(beta, abs=tolerance)


@pytest.mark.parametrize(("beta", "low", "high"), [(72.2129, 0.324815, 0.466287), (192.568, 0.270871, 0.485155)])
def test_1_4_thresholds_of_a_second_attack(beta, low, high):
    assert thresholds(attack_of(0.5, beta, 1.0, 1.0, first(0.5, 1))) == pytest.approx((low, high), abs=TOLERANCE)


def test_1_4_with_perfect_private_news_the_upper_threshold_is_one_less_cost():
    assert thresholds(attack_of(0.5, 1e12, 1.0, 1.0, first(0.5, 1)))[1] == pytest.approx(0.5, abs=TOLERANCE)


@pytest.mark.parametrize("beta", [1.0, 10.0, 1e2, 1e3, 1e4, 1e6, 1e8])
def test_1_4_a_ruler_who_withstood_more_than_one_less_cost_is_never_attacked_again(beta):
    assert np.isnan(thresholds(attack_of(0.5, beta, 1.0, 0.0, first(0.5, 0)))).all()


@given(c=st.floats(0.02, 0.98), log_beta=st.floats(-1.0, 20.0), z=st.floats(-1.0, 2.0))
def test_1_4_no_further_attack_is_always_an_equilibrium(c, log_beta, z):
    """Little 2017: however unhappy officers become. Who expects nobody to try more than was withstood does not try it either.

    Just above the floor the share that attacks is 0, whatever the stake and however good private news; so the lowest
    threshold, where there is one at all, lies above the floor by more than nothing.
    """
    floor = first(c, z)
    attack = attack_of(c, np.exp(log_beta), 1.0, z, floor)
    assert missing_obedience(attack, floor + 1e-9 * np.exp(-0.5 * log_beta), 0) == 0.0
    low, high = thresholds(attack)
    assert np.isnan(low) or floor < low <= high + 1e-12


@pytest.mark.parametrize("z", [0.0, 1.0, 2.0])
def test_1_4_with_the_news_of_the_first_attack_no_further_attack_is_the_only_equilibrium(z):
    """Without enough new private information: beta_2 = beta_1 = 1, at any cost for which the first was fought at that cost."""
    for c in (0.1, 0.3, 0.5, 0.7, 0.9):
        assert np.isnan(thresholds(attack_of(c, 1.0, 1.0, z, first(c, z)))).all()


def chance_of_success(c, beta, z, theta):
    """P(falls) of the marginal member at a threshold, from the share that the production map gives there.

    A share A puts the cutoff at theta + Phi^-1(A) / sqrt(beta): the paper's own condition, read backwards.
    """
    floor = first(c, z)
    share = missing_obedience(attack_of(c, beta, 1.0, z, floor), theta, 0)
    mean = (z + beta * (theta + special.ndtri(share) / beta**0.5)) / (1.0 + beta)
    s = (1.0 + beta) ** 0.5
    return 1 - special.ndtr(s * (mean - theta)) / special.ndtr(s * (mean - floor))


@pytest.mark.parametrize(("beta", "theta"), [(1.0, 0.5), (20.0, 0.3), (72.2129, 0.6)])
def test_1_4_marginal_members_are_indifferent(beta, theta):
    assert chance_of_success(0.5, beta, 1.0, theta) == pytest.approx(0.5, abs=1e-9)


def most_to_hope_for(z, beta):
    """max P(success) of a second attack above the given floor: the largest cost at which one could still be coordinated."""
    floor, low, high = first(0.5, z), 0.01, 0.5
    for _ in range(45):
        middle = 0.5 * (low + high)
        none = np.isnan(thresholds(attack_of(middle, beta, 1.0, z, floor))[1])
        low, high = (low, middle) if none else (middle, high)
    return low


def test_1_4_most_that_a_second_attack_could_hope_for():
    assert most_to_hope_for(1, 1.0) == pytest.approx(0.198591, abs=TOLERANCE)


def test_1_4_after_z_0_no_precision_gives_more_hope_than_one_less_the_floor():
    """The paper prints at most .2142, for as far as beta_2 was followed there; the limit is 1 - .783264, far below c = .5."""
    hope = [most_to_hope_for(0, beta) for beta in (1e2, 1e4, 1e6, 1e12)]
    assert np.all(np.diff(hope) > 0)
    assert hope[1] < 0.2142
    assert hope[-1] == pytest.approx(1 - 0.783264, abs=1e-5)


def test_1_4_the_moment_matched_belief_of_a_day_misses_the_silence_after_a_test():
    """The figures that the docstring of model.survival reports."""
    floor = first(0.5, 1)
    mean, precision = (part(1.0, 1.0, floor, 1.0, 1.0) for part in (beliefs.tested_mean, beliefs.tested_precision))
    for beta, matched, exact in ((72.2129, 0.421438, 0.466287), (192.568, 0.453301, 0.485155), (20.0, 0.341562, np.nan)):
        assert thresholds(attack_of(0.5, beta, precision, mean, NO_FLOOR))[1] == pytest.approx(matched, abs=TOLERANCE)
        assert thresholds(attack_of(0.5, beta, 1.0, 1.0, floor))[1] == pytest.approx(exact, abs=TOLERANCE, nan_ok=True)


# --- Many groups -----------------------------------------------------------------------------------------------

FOUR = {"c": (0.7, 0.5, 0.35, 0.3), "weight": (0.35, 0.30, 0.35, 0.25), "sign": (1, 1, 1, -1), "pressure": 0.05}
BETA = (9.0, 4.0, 1.0, 4.0)


def test_1_7_is_the_limit_of_a_floor_far_below():
    assert thresholds(attack_of(beta=BETA, alpha=0.5, z=0.4, floor=NO_FLOOR, **FOUR)) == pytest.approx([0.358477] * 2, abs=1e-6)


@given(floor=st.floats(-0.5, 0.5), theta=st.floats(0.001, 1.0), step=st.floats(0.001, 0.5))
def test_missing_obedience_rises_with_the_threshold_and_falls_with_the_floor(floor, theta, step):
    attack = attack_of(beta=BETA, alpha=0.5, z=0.4, floor=floor, **FOUR)
    here = missing_obedience(attack, floor + theta, 0)
    assert missing_obedience(attack, floor + theta + step, 0) >= here - 1e-12
    assert missing_obedience(attack._replace(floor=attack.floor - step), floor + theta, 0) >= here - 1e-12


@pytest.mark.parametrize("floor", [0.358477, 0.45, 0.8])
def test_what_was_withstood_cannot_be_tried_again_without_news(floor):
    assert np.isnan(thresholds(attack_of(beta=BETA, alpha=0.5, z=0.4, floor=floor, **FOUR))).all()


def test_new_pressure_makes_a_further_attack_possible():
    sharp = tuple(100 * beta for beta in BETA)
    games = [FOUR | {"beta": sharp, "pressure": pressure} for pressure in (0.05, 0.2)]
    found = [thresholds(attack_of(alpha=0.5, z=0.4, floor=0.3575, **game))[1] for game in games]
    assert np.isnan(found[0])
    assert 0.3575 < found[1] < 0.3575 + 0.2


# --- The quantile of a survivor --------------------------------------------------------------------------------


def log_cdf(x):
    return float(special.log_ndtr(x))


@given(quantile=QUANTILE, sign=SIGN, log_delta=st.floats(np.log(1e-3), np.log(50.0)))
def test_the_quantile_solves_the_marginal_members_equation(quantile, sign, log_delta):
    """Phi(u) = (1 - c) Phi(u + delta), or Phi(u') = c Phi(u' + delta), by a root finder on scipy's log cdf."""
    delta = float(np.exp(log_delta))
    chance = log_cdf(sign * quantile)
    low = -(1.0 - chance) / delta - delta - 9.0
    exact = sign * optimize.brentq(lambda u: log_cdf(u) - log_cdf(u + delta) - chance, low, 9.0, xtol=1e-14, rtol=1e-14)
    assert survival.survivor_quantile(quantile, sign, delta) == pytest.approx(exact, rel=1e-9, abs=1e-9)


@given(quantile=QUANTILE, sign=SIGN, log_delta=st.floats(np.log(1e-5), np.log(1e3)))
def test_newton_comes_down_to_the_quantile_and_stays(quantile, sign, log_delta):
    delta = float(np.exp(log_delta))
    need = survival.survivor_need(quantile, sign)
    u = [survival.survivor_start(quantile, sign, need, delta)]
    for _ in range(survival.STEPS + 10):
        u.append(survival.survivor_step(u[-1], need, delta))
    scale = max(1.0, abs(u[-1]))
    assert np.diff(u).max() < 1e-10 * scale
    assert abs(sign * survival.survivor_quantile(quantile, sign, delta) - u[-1]) < 1e-10 * scale


def test_far_above_the_floor_the_quantile_is_that_of_the_stake():
    q = np.linspace(-4.4, 4.4, 23)
    for sign in (1.0, -1.0):
        assert survival.survivor_quantile(q, sign, 50.0) == pytest.approx(q, abs=1e-10)


def test_near_the_floor_nobody_attacks_and_all_defend():
    """u is about log(1 - c) / delta: an attack that can hardly succeed needs a signal of hardly any strength at all."""
    delta = np.array([1e-3, 1e-4, 1e-5])
    u = survival.survivor_quantile(0.3, 1.0, delta)
    assert u == pytest.approx(np.log(special.ndtr(0.3)) / delta, rel=1e-4)
    assert np.all(survival.survivor_quantile(0.3, -1.0, delta) > 900.0)
    assert survival.survivor_quantile(0.3, 1.0, np.array([0.0, 1e-300])).tolist() == [u[-1]] * 2


def test_the_quantile_rises_with_the_distance_from_the_floor():
    for sign in (1.0, -1.0):
        u = sign * survival.survivor_quantile(0.3, sign, np.geomspace(1e-6, 60.0, 4000))
        assert np.diff(u).min() >= -1e-11


def test_floor_distance_in_standard_deviations_of_a_private_posterior():
    assert survival.floor_distance(1.0, 3.0, 0.5, 0.2) == pytest.approx(0.6, abs=1e-15)
    assert survival.floor_distance(1.0, 3.0, 0.2, 0.5) == survival.LEAST_DELTA


def test_stake_quantiles_lie_in_the_range_of_the_start():
    assert core.stake_quantile(-core.LARGEST_LOGIT) < 4.4
