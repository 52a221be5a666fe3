"""The size of a crowd as news: Casper & Tyson 2014 (model paper 1.6) and Lohmann 1994 (1.9)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import brentq
from scipy.special import log_ndtr, ndtri_exp

from standoff.model import core, crowds

# --- 1.6: protest as a public signal. The core of one group under a diffuse prior and a public signal y of precision a. -------


def threshold(signal, precision, beta=4.0, stake=0.5):
    """The core's root where the public belief is the signal alone: N(y, 1 / a), one group of weight 1."""
    quantile = stats.norm.ppf(1.0 - stake)

    def gap(theta):
        base = core.attack_base(quantile, 1.0, precision, beta, signal)
        index = core.attack_index(base, core.attack_gain(1.0, precision, beta), theta)
        return theta - core.group_mass(1.0, 1.0, index)

    return brentq(gap, -0.2, 1.2, xtol=1e-14)


@pytest.mark.parametrize(("precision", "slope"), [(0.5, -0.110785), (1.0, -0.249174), (2.0, -0.663734), (4.0, -3.947668)])
def test_1_6_casper_tyson_slope_of_the_threshold_by_the_signal(precision, slope):
    """d theta* / d y = -a / (sqrt(beta) / phi(Phi^-1(theta*)) - a) at theta* = y = .5."""
    assert threshold(0.5, precision) == pytest.approx(0.5, abs=1e-12)
    step = 1e-5
    found = (threshold(0.5 + step, precision) - threshold(0.5 - step, precision)) / (2.0 * step)
    assert found == pytest.approx(slope, abs=2e-6)
    marginal = core.group_slope(1.0, 1.0, core.attack_gain(1.0, precision, 4.0), 0.0)
    assert -marginal / (1.0 - marginal) == pytest.approx(slope, abs=1e-6)  # what Newton divides by


@pytest.mark.parametrize(("precision", "expected"), [(0.5, 0.522144), (1.0, 0.549674), (2.0, 0.628875), (4.0, 0.874878)])
def test_1_6_casper_tyson_thresholds_at_a_bad_signal(precision, expected):
    assert threshold(0.3, precision) == pytest.approx(expected, abs=1e-6)


def test_1_6_casper_tyson_uniqueness_bound():
    """Unique iff a <= sqrt(2 pi beta) = 5.013257 at beta = 4."""
    bound = 1.0 / core.uniqueness_bound(1.0, 1.0 / np.sqrt(4.0))
    assert bound == pytest.approx(5.013257, abs=1e-6)
    assert bound == pytest.approx(np.sqrt(2.0 * np.pi * 4.0), abs=1e-12)


def test_1_6_casper_tyson_precision_of_a_protest_is_gamma_squared():
    """The cutoff -Phi^-1(c/m)/gamma, c/m uniform, has variance 1/gamma^2 (r = 1.5, alpha = 4: 1.361), not 1/gamma."""
    slope, alpha = 1.5, 4.0
    precision = crowds.crowd_signal_precision(alpha, slope)
    assert 1.0 / precision == pytest.approx(1.361, abs=5e-4)
    gamma = slope * np.sqrt(alpha) / (slope + np.sqrt(alpha))
    rng = np.random.default_rng(1)
    theta, cutoff = 0.4, -stats.norm.ppf(rng.random(1_000_000)) / gamma
    log_share = log_ndtr(np.sqrt(alpha) * (cutoff - theta))
    signal = -ndtri_exp(log_share) / np.sqrt(alpha)  # theta less the cutoff
    assert np.var(signal) == pytest.approx(1.0 / precision, rel=0.01)
    assert abs(np.var(signal) - 1.0 / gamma) > 0.1  # as the paper is printed


def test_1_6_casper_tyson_as_printed_is_the_cited_alternative():
    """With precision gamma^2 elites agree iff beta > gamma^4 / (2 pi); the paper prints gamma, and gamma^2 / (2 pi)."""
    slope, alpha = 1.5, 4.0
    precision = crowds.crowd_signal_precision(alpha, slope)
    printed = np.sqrt(precision)
    assert 1.0 / printed == pytest.approx(1.167, abs=5e-4)
    derived_bound, printed_bound = precision**2 / (2 * np.pi), slope**2 * alpha / (2 * np.pi * (slope + np.sqrt(alpha)) ** 2)
    assert core.uniqueness_bound(precision, 1.0 / np.sqrt(derived_bound)) == pytest.approx(1.0, abs=1e-12)
    assert core.uniqueness_bound(printed, 1.0 / np.sqrt(printed_bound)) == pytest.approx(1.0, abs=1e-12)
    assert derived_bound < printed_bound  # gamma below 1: the printed condition asks for more than is needed


def cutoff(signal, precision, beta=4.0):
    """The signal of the member of one group, stake .5, who is indifferent: theta* + Phi^-1(A) / sqrt(beta)."""
    theta = threshold(signal, precision, beta)
    base = core.attack_base(0.0, 1.0, precision, beta, signal)
    return theta + core.attack_index(base, core.attack_gain(1.0, precision, beta), theta) / np.sqrt(beta)


@pytest.mark.parametrize("signal", [0.3, 0.5, 0.8])
def test_1_6_publicity_multiplier(signal):
    """Elites over-react to a public protest: their cutoff moves by more than the -a / beta that its information is worth.

    All see it, and all know that all see it; at y = .5 and a = 1 by 1 + 5 (.249174), the slope of the threshold above.
    """
    multipliers = []
    for precision in (0.01, 0.5, 1.0, 2.0, 4.0):
        moved = (cutoff(signal + 1e-5, precision) - cutoff(signal - 1e-5, precision)) / 2e-5
        multipliers.append(moved / (-precision / 4.0))
    assert np.all(np.array(multipliers) > 1.0)
    if signal == 0.5:
        assert np.all(np.diff(multipliers) > 0)
        assert multipliers[2] == pytest.approx(1 + 5 * 0.249174, abs=1e-4)


@given(alpha=st.floats(0.01, 100), slope=st.floats(0.1, 10))
def test_1_6_freer_media_make_crowds_tell_more_but_never_more_than_reform_can(alpha, slope):
    assert crowds.crowd_signal_precision(1.1 * alpha, slope) > crowds.crowd_signal_precision(alpha, slope)
    assert crowds.crowd_signal_precision(alpha, slope) < slope * slope


def test_1_6_a_crowd_falls_with_strength_as_the_citizens_share_does():
    """The slope in log10 is that of Casper & Tyson's share Phi(sqrt(alpha) (cutoff - theta)), where a share of .1 % comes."""
    alpha, quantile, step = 1.7, stats.norm.ppf(0.001), 1e-6
    cutoff = quantile / np.sqrt(alpha) + 0.5
    share = [stats.norm.cdf(np.sqrt(alpha) * (cutoff - theta)) for theta in (0.5 - step, 0.5 + step)]
    slope = (np.log10(share[1]) - np.log10(share[0])) / (2.0 * step)
    assert -crowds.crowd_per_strength(alpha, quantile) == pytest.approx(slope, rel=1e-6)
    per = crowds.crowd_per_strength(alpha, quantile)
    assert crowds.informed_turnout(-3.0, per, 0.5, 0.3) == pytest.approx(-3.0 + 0.2 * per, abs=1e-12)


# --- 1.9: Lohmann's turnout. -------------------------------------------------------------------------------------------------

LOHMANN = (10.0, 100.0, 0.3, 0.1)  # extremists, moderates, chance to march under a bad and under a good regime


def test_1_9_lohmann_neutral_turnout():
    assert crowds.neutral_turnout(*LOHMANN) == pytest.approx(28.616894, abs=1e-6)
    assert crowds.turnout_log_ratio(crowds.neutral_turnout(*LOHMANN), *LOHMANN) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(("turnout", "ratio"), [(28, -0.8328), (29, 0.5172), (30, 1.8671), (35, 8.6167)])
def test_1_9_lohmann_log_likelihood_ratio(turnout, ratio):
    assert crowds.turnout_log_ratio(turnout, *LOHMANN) == pytest.approx(ratio, abs=5e-5)
    by_hand = stats.binom(100, 0.3).logpmf(turnout - 10) - stats.binom(100, 0.1).logpmf(turnout - 10)
    assert crowds.turnout_log_ratio(turnout, *LOHMANN) == pytest.approx(by_hand, abs=1e-9)


@pytest.mark.parametrize(("turnout", "chance"), [(28, 0.303061), (29, 0.626485)])
def test_1_9_lohmann_chance_of_a_bad_regime(turnout, chance):
    ratio = crowds.turnout_log_ratio(turnout, *LOHMANN)
    assert 1.0 / (1.0 + np.exp(-ratio)) == pytest.approx(chance, abs=1e-6)


def test_1_9_lohmann_the_usual_activists_are_good_news_for_the_regime():
    assert crowds.turnout_log_ratio(10.0, *LOHMANN) < -20.0


@given(always=st.floats(0, 0.01), good=st.floats(1e-6, 0.3), factor=st.floats(1.001, 2.5))
def test_1_9_the_neutral_turnout_lies_between_what_both_would_bring(always, good, factor):
    bad = good * factor
    neutral = crowds.neutral_turnout(always, 1.0 - always, bad, good)
    assert always + (1.0 - always) * good * (1 - 1e-6) <= neutral <= always + (1.0 - always) * bad * (1 + 1e-6)


def test_where_nothing_tells_anything_the_usual_turnout_is_neutral():
    assert crowds.neutral_turnout(0.001, 0.999, 1e-9, 1e-9) == pytest.approx(0.001, abs=2e-9)


@pytest.mark.parametrize("always", [0.0005, 0.01])
def test_moderates_are_those_beyond_the_activists_never_none_and_never_all(always):
    assert crowds.moderates_share(0.5 * always, always) == 1e-9
    assert crowds.moderates_share(1.0, always) == 1.0 - 1e-9
    assert crowds.moderates_share(0.3, always) == pytest.approx((0.3 - always) / (1.0 - always), rel=1e-12)
