"""Hidden manipulation against the model paper, 1.5 (Edmond 2013, linear cost), and against every deviation on a grid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from standoff.model.manipulation import (
    apparent_cutoff,
    hidden_manipulation,
    manipulated_threshold,
    manipulation_reach,
    state_media_relief,
)

TOLERANCE = 1e-6
STAKE, COST = st.floats(0.05, 0.95), st.floats(0.05, 3.0)
PRECISION = st.floats(np.log(0.05), np.log(1e6)).map(np.exp)


@pytest.mark.parametrize(
    ("stake", "cost", "precision", "theta"),
    [
        (0.25, 0.5, 1.0, 0.75),
        (0.25, 0.5, 2.0, 0.730906),
        (0.25, 0.5, 5.0, 0.576177),
        (0.25, 0.5, 10.0, 0.462929),
        (0.25, 0.5, 100.0, 0.197989),
        (0.25, 0.5, 1e4, 0.028093),
        (0.25, 0.5, 1e6, 0.003479),
        (0.6, 0.5, 10.0, 0.313658),
        (0.4, 0.2, 10.0, 0.216051),
    ],
)
def test_1_5_threshold(stake, cost, precision, theta):
    assert manipulated_threshold(stake, precision, cost) == pytest.approx(theta, abs=TOLERANCE)
    assert state_media_relief(stake, precision, cost) == pytest.approx(1 - stake - theta, abs=TOLERANCE)


@pytest.mark.parametrize(("precision", "cutoff", "reach"), [(2.0, 1.222102, 0.347537), (10.0, 0.784888, 0.430233)])
def test_1_5_cutoff_and_reach(precision, cutoff, reach):
    assert apparent_cutoff(0.25, precision, 0.5) == pytest.approx(cutoff, abs=TOLERANCE)
    assert manipulation_reach(precision, 0.5) == pytest.approx(reach, abs=TOLERANCE)


def test_1_5_no_manipulation_where_signals_are_poor_or_manipulation_dear():
    """If cost >= sqrt(precision) phi(0) nobody manipulates, and the threshold is that of the static game (model paper 1.3)."""
    for stake in (0.1, 0.25, 0.6, 0.9):
        for cost, precision in ((0.5, 1.0), (0.5, 1.57), (4.0, 100.0)):
            assert manipulation_reach(precision, cost) == 0.0
            assert manipulated_threshold(stake, precision, cost) == pytest.approx(1 - stake, abs=1e-14)
            assert state_media_relief(stake, precision, cost) == pytest.approx(0.0, abs=1e-14)
            assert hidden_manipulation(np.linspace(-1, 3, 50), stake, precision, cost).tolist() == [0.0] * 50
            assert apparent_cutoff(stake, precision, cost) == pytest.approx(
                1 - stake - stats.norm.ppf(stake) / precision**0.5, abs=1e-12
            )


def test_1_5_types_who_survive_by_it_look_alike():
    pool = apparent_cutoff(0.25, 10.0, 0.5) + manipulation_reach(10.0, 0.5)
    theta = np.array([0.462, 0.463, 0.7, 1.2, 1.22])
    assert hidden_manipulation(theta, 0.25, 10.0, 0.5) == pytest.approx([0.0, *(pool - theta[1:4]), 0.0], abs=1e-12)
    assert pool == pytest.approx(0.784888 + 0.430233, abs=2e-6)


# --- By trying everything -------------------------------------------------------------------------------------------

GRID = [
    *((0.25, 0.5, precision) for precision in (1.0, 2.0, 5.0, 10.0, 100.0)),
    *((0.6, 0.5, 10.0), (0.4, 0.2, 10.0), (0.1, 0.5, 3.0), (0.6, 0.5, 2.0)),
]


def payoff(theta, appears, stake, cost, precision):
    """The ruler's, if he survives: strength, less the share that attacks, less the cost of appearing as he does."""
    attack = stats.norm.cdf(precision**0.5 * (apparent_cutoff(stake, precision, cost) - appears))
    return theta - attack - cost * (appears - theta)


@pytest.mark.parametrize(("stake", "cost", "precision"), GRID)
def test_1_5_no_type_gains_by_another_manipulation(stake, cost, precision):
    threshold = manipulated_threshold(stake, precision, cost)
    extra = np.linspace(0.0, 4.0, 8001)
    for theta in np.linspace(threshold - 0.5, threshold + 2.0, 250):
        best = np.max(payoff(theta, theta + extra, stake, cost, precision))
        if theta < threshold:
            assert best <= 1e-6  # he falls, or pays more for staying than it is worth
        else:
            chosen = payoff(theta, theta + hidden_manipulation(theta, stake, precision, cost), stake, cost, precision)
            assert chosen >= -1e-6
            assert chosen >= best - 1e-6


@pytest.mark.parametrize(("stake", "cost", "precision"), GRID)
def test_1_5_citizens_at_the_cutoff_are_indifferent(stake, cost, precision):
    """P(he falls | the cutoff is what I see), by summing over types what each of them would look like."""
    theta = np.linspace(-60.0, 60.0, 1_200_001)
    looks = theta + hidden_manipulation(theta, stake, precision, cost)
    seen = stats.norm.pdf(precision**0.5 * (apparent_cutoff(stake, precision, cost) - looks))
    falls = seen[theta < manipulated_threshold(stake, precision, cost)].sum() / seen.sum()
    assert falls == pytest.approx(stake, abs=3e-4)


def gap_equilibrium(stake, cost, precision):
    """Threshold 1 - stake with its cutoff, the first type who pools (above the threshold), and the pool."""
    root = precision**0.5
    reach = manipulation_reach(precision, cost)
    cutoff = 1 - stake - stats.norm.ppf(stake) / root
    theta = np.linspace(1 - stake, cutoff + reach, 2_000_001)
    pooling = theta - stats.norm.cdf(-root * reach) - cost * (cutoff + reach - theta)
    gains = pooling >= theta - stats.norm.cdf(root * (cutoff - theta))
    return theta[np.argmax(gains)], cutoff, cutoff + reach


@pytest.mark.parametrize(("stake", "cost", "precision"), [(0.25, 0.5, 1.65), (0.1, 0.5, 1.9), (0.1, 0.5, 2.2)])
def test_1_5_where_only_types_above_the_threshold_manipulate_it_stays(stake, cost, precision):
    """The paper's formula would give a threshold above 1 - stake here, whose marginal type would rather not manipulate.

    With the threshold 1 - stake and only stronger types pooling, citizens at the cutoff are indifferent and no type gains.
    """
    assert cost < precision**0.5 * stats.norm.pdf(0)
    assert state_media_relief(stake, precision, cost) == pytest.approx(0.0, abs=1e-12)
    first, cutoff, pool = gap_equilibrium(stake, cost, precision)
    assert 1 - stake < first < pool
    theta = np.linspace(-60.0, 60.0, 1_200_001)
    looks = np.where((theta >= first) & (theta < pool), pool, theta)
    seen = stats.norm.pdf(precision**0.5 * (cutoff - looks))
    assert seen[theta < 1 - stake].sum() / seen.sum() == pytest.approx(stake, abs=3e-4)
    extra = np.linspace(0.0, 4.0, 8001)
    for type_ in np.linspace(1 - stake - 0.5, pool + 1.0, 151):
        value = payoff(type_, type_ + extra, stake, cost, precision)
        chosen = payoff(type_, pool if first <= type_ < pool else type_, stake, cost, precision)
        assert max(chosen, 0.0) >= np.max(value) - 1e-6


@pytest.mark.parametrize("precision", [1.6, 1.65, 1.67])
def test_1_5_where_the_marginal_type_lies_beyond_the_pool_nobody_manipulates(precision):
    """stake .6: k is below Phi^-1(.6), so that survivors look stronger than the pool already."""
    assert manipulation_reach(precision, 0.5) > 0.0
    assert manipulated_threshold(0.6, precision, 0.5) == pytest.approx(0.4, abs=1e-14)


# --- Relief ----------------------------------------------------------------------------------------------------


@given(stake=STAKE, cost=COST, precision=PRECISION, factor=st.floats(1.0, 50.0))
def test_1_5_better_signals_and_cheaper_lies_help_the_manipulator(stake, cost, precision, factor):
    relief = state_media_relief(stake, precision, cost)
    assert -1e-12 <= relief <= 1 - stake
    assert state_media_relief(stake, precision * factor, cost) >= relief - 1e-9
    assert state_media_relief(stake, precision, cost / factor) >= relief - 1e-9


@pytest.mark.parametrize("stake", [0.1, 0.4, 0.8])
def test_1_5_with_perfect_signals_nobody_falls(stake):
    reliefs = state_media_relief(stake, np.array([1e2, 1e4, 1e6, 1e8, 1e10]), 0.5)
    assert np.all(np.diff(reliefs) > 0)
    assert reliefs[-1] == pytest.approx(1 - stake, abs=1e-4)


def test_formulas_take_arrays_as_they_stand():
    found = state_media_relief(np.array([0.25, 0.6]), np.array([10.0, 10.0]), 0.5)
    assert found == pytest.approx([0.75 - 0.462929, 0.4 - 0.313658], abs=2e-6)
