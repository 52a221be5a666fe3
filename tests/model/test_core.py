"""The obedience core against the model paper, 1.3 (Morris & Shin) and 1.7 (many groups, two sides), by kernel and by NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special

from standoff.engine.draws import normals
from standoff.model import core
from standoff.model.maths import logit, normal_cdf

TOLERANCE = 1e-6
CLOSED = 1e-10  # the rational form of the quantile errs by 1.6e-10 of itself, a chance by a quarter of that
ROUTES = ("kernel", "text")


def one_group(make_game, c, alpha, beta, z):
    """Model paper 1.3: a single group of weight 1, no pressure."""
    return make_game((1.0,), (c,), (beta,), (1,), alpha, z, 0.0)


@pytest.fixture(scope="module")
def four(make_game):
    return make_game((0.35, 0.30, 0.35, 0.25), (0.7, 0.5, 0.35, 0.3), (9, 4, 1, 4), (1, 1, 1, -1), 0.5, 0.4, 0.05)


@pytest.fixture(scope="module")
def two(make_game):
    return make_game((1, 0.5), (0.4, 0.3), (1, 9), (1, -1), 0.0, 0.2, 0.0)


# --- The quantile of a stake -----------------------------------------------------------------------------------


def test_the_quantile_of_a_stake_is_that_of_scipy():
    x = np.linspace(-core.LARGEST_LOGIT, core.LARGEST_LOGIT, 40_001)
    exact = -special.ndtri(special.expit(x))
    assert np.all(np.abs(core.stake_quantile(x) - exact) <= 1.6e-10 * np.abs(exact))
    assert core.stake_quantile(0.0) == 0.0
    assert np.array_equal(core.stake_quantile(-x), -core.stake_quantile(x))
    assert np.all(np.diff(core.stake_quantile(x)) < 0.0)


def test_the_quantile_is_held_at_the_largest_stakes():
    end = core.stake_quantile(core.LARGEST_LOGIT)
    assert core.stake_quantile(np.array([12.1, 700.0, np.inf])).tolist() == [end] * 3
    assert core.stake_quantile(-np.inf) == -end


# --- 1.3: one group ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(("alpha", "theta"), [(1, 0.566025), (2, 0.506826), (5, 0.076564)])
def test_1_3_unique_equilibrium(make_game, route, alpha, theta):
    game = one_group(make_game, 0.4, alpha, 4, 0.8)
    assert game.bound < 1
    assert game.root(route, steps=40) == pytest.approx(theta, abs=TOLERANCE)
    assert game.extremes() == pytest.approx((theta, theta), abs=TOLERANCE)


@pytest.mark.parametrize(("c", "beta", "cutoff"), [(0.2, 1, 1.641621), (0.2, 25, 0.968325), (0.7, 1, -0.224401)])
def test_1_3_diffuse_prior_gives_one_less_cost_whatever_the_precision(make_game, c, beta, cutoff):
    game = one_group(make_game, c, 0.0, beta, 0.3)
    theta = game.root()
    assert theta == pytest.approx(1 - c, abs=CLOSED)
    found = theta + game.index_at(theta)[0] / beta**0.5
    assert found == pytest.approx(cutoff, abs=TOLERANCE)
    assert game.shares(theta, at=found) == pytest.approx([0.5], abs=1e-12)  # half have seen less than the cutoff


@pytest.mark.parametrize(
    ("alpha", "beta", "roots"),
    [
        (1, 0.1, (0.106941, 0.5, 0.893059)),
        (5, 1, (0.006835, 0.5, 0.993165)),
        (5, 3.9, (0.403004, 0.5, 0.596996)),
        (5, 4, (0.5,)),
    ],
)
def test_1_3_several_equilibria_and_the_extremes_of_the_kernel(make_game, alpha, beta, roots):
    game = one_group(make_game, 0.5, alpha, beta, 0.5)
    assert game.roots() == pytest.approx(list(roots), abs=TOLERANCE)
    assert game.extremes() == pytest.approx((roots[0], roots[-1]), abs=TOLERANCE)


@pytest.mark.parametrize(("alpha", "critical"), [(1, 0.159155), (5, 3.978874)])
def test_1_3_critical_precision(make_game, alpha, critical):
    assert one_group(make_game, 0.5, alpha, alpha**2 / (2 * np.pi), 0.5).bound == pytest.approx(1, abs=1e-12)
    assert alpha**2 / (2 * np.pi) == pytest.approx(critical, abs=TOLERANCE)


@settings(max_examples=60, deadline=None)
@given(c=st.floats(0.1, 0.9), alpha=st.floats(0.2, 6), ratio=st.floats(0.3, 3))
def test_1_3_unique_for_all_z_iff_beta_is_at_least_alpha_squared_over_two_pi(make_game, c, alpha, ratio):
    assume(abs(ratio - 1) > 0.02)
    beta = ratio * alpha**2 / (2 * np.pi)
    # The z that puts a root at one half, where the slope is steepest:
    worst = 0.5 + float(core.stake_quantile(logit(c))) * np.sqrt(alpha + beta) / alpha
    game = one_group(make_game, c, alpha, beta, worst)
    roots = game.roots()
    assert len(roots) == (1 if ratio > 1 else 3)
    assert roots[len(roots) // 2] == pytest.approx(0.5, abs=1e-9)
    assert (game.bound < 1) == (ratio > 1)


@pytest.mark.parametrize(("c", "alpha", "z"), [(0.4, 5, 0.8), (0.5, 1, 1.0), (0.3, 2, -0.5), (0.8, 3, 0.2)])
def test_1_3_as_private_news_becomes_perfect_the_public_belief_stops_to_matter(make_game, c, alpha, z):
    """beta -> infinity at fixed alpha: theta* -> 1 - c, as the root of precision goes."""
    gaps = [abs(one_group(make_game, c, alpha, beta, z).root(steps=40) - (1 - c)) for beta in (1e3, 1e5, 1e7, 1e13)]
    assert np.all(np.diff(gaps) < 0)
    assert gaps[-1] < 3e-6


@pytest.mark.parametrize(("alpha", "beta"), [(1, 0.1), (5, 1), (5, 3.9)])
def test_1_3_a_scan_for_changes_of_sign_on_a_grid_through_one_half_misses_the_middle_root(make_game, alpha, beta):
    """The trap: there the residual is exactly 0, so that it changes sign on neither side of it; the derivative tells."""
    game = one_group(make_game, 0.5, alpha, beta, 0.5)
    residual = game.residual(np.linspace(0.0, 1.0, 101))[0]
    assert np.sum(residual[:-1] * residual[1:] < 0) == 2
    assert residual[50] == 0.0
    assert game.residual(0.5)[1] < 0  # where it falls, between two roots at which it rises
    assert len(game.roots()) == 3


# --- 1.7: many groups, two sides -----------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("alpha", "z", "theta"), [(0, 0.2, 0.25), (0.5, 0.2, 0.288624), (0.5, 0.6, 0.174328), (1, 0.2, 0.346877)]
)
def test_1_7_two_sides(two, route, alpha, z, theta):
    assert two._replace(alpha=alpha, z=z).root(route) == pytest.approx(theta, abs=TOLERANCE)


def test_1_7_two_sides_masses(two):
    game = two._replace(alpha=0.5)
    assert game.shares(game.root()) == pytest.approx([0.6386, 0.6999], abs=5e-5)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("alpha", "z", "theta"), [(0, 0.4, 0.3575), (0.5, 0.4, 0.358477), (0.5, 0.8, 0.295607), (1.5, 0.4, 0.354865)]
)
def test_1_7_four_groups(four, route, alpha, z, theta):
    game = four._replace(alpha=alpha, z=z)
    assert game.root(route) == pytest.approx(theta, abs=TOLERANCE)
    assert game.extremes() == pytest.approx((theta, theta), abs=TOLERANCE)
    assert game.roots() == pytest.approx([theta], abs=TOLERANCE)


def test_1_7_four_groups_masses_bound_and_shares(four):
    theta = four.root()
    assert four.shares(theta) == pytest.approx([0.292639, 0.495859, 0.674062, 0.714504], abs=TOLERANCE)
    assert four.shares(theta, at=0.5) == pytest.approx([0.16596, 0.38460, 0.62158, 0.80224], abs=5e-6)
    assert four.bound == pytest.approx(0.147941, abs=TOLERANCE)  # the paper prints 0.147940, cut short
    assert four._replace(alpha=1.5).bound == pytest.approx(0.44382, abs=5e-6)


@pytest.mark.parametrize(
    ("change", "theta"),
    [
        ({"c": (0.7, 0.5, 0.25, 0.3)}, 0.404532),
        ({"c": (0.5, 0.5, 0.35, 0.3)}, 0.441456),
        ({"w": (0.35, 0.30, 0.35, 0.40)}, 0.232767),
        ({"b": 0.15}, 0.473910),
    ],
    ids=["troop hardship", "senior amnesty", "counterweight", "crowd"],
)
def test_1_7_signs(four, change, theta):
    assert four._replace(**change).root() == pytest.approx(theta, abs=TOLERANCE)


def test_1_7_agents_who_follow_bayes_flip_the_regime_at_the_root(four):
    """Half a million agents a group, each with a private signal, act on their posterior; the order fails below theta* only."""
    theta = four.root()
    assert theta == pytest.approx(0.358477, abs=TOLERANCE)
    for truth, fails in ((0.3535, True), (0.3635, False)):
        missing = four.b
        for g, (w, c, beta, s) in enumerate(zip(four.w, four.c, four.beta, four.s, strict=True)):
            signal = truth + normals(3, np.arange(500_000), g, 0) / np.sqrt(beta)
            mean = (four.alpha * four.z + beta * signal) / (four.alpha + beta)
            falls = normal_cdf(np.sqrt(four.alpha + beta) * (theta - mean))
            missing += s * w * ((falls if s > 0 else 1.0 - falls) >= c).mean()
        assert (missing > truth) == fails


def test_1_7_shares_are_half_at_the_cutoffs(four):
    theta = four.root()
    cutoffs = theta + np.array(four.s) * four.index_at(theta) / np.sqrt(four.beta)
    for g, cutoff in enumerate(cutoffs):
        assert four.shares(theta, at=cutoff)[g] == pytest.approx(0.5, abs=1e-12)
        c, beta, s = four.c[g], four.beta[g], four.s[g]
        mean = (four.alpha * four.z + beta * cutoff) / (four.alpha + beta)
        falls = float(normal_cdf(np.sqrt(four.alpha + beta) * (theta - mean)))
        assert (falls if s > 0 else 1 - falls) == pytest.approx(c, abs=1e-9)  # indifferent there


def test_the_uniqueness_guard_holds_the_bound_at_its_cap(four):
    spread = sum(w / beta**0.5 for w, beta in zip(four.w, four.beta, strict=True))
    assert core.guarded_precision(0.5, spread, 0.9) == 0.5
    held = core.guarded_precision(50.0, spread, 0.9)
    assert core.uniqueness_bound(held, spread) == pytest.approx(0.9, abs=1e-12)


def test_swapping_the_sides_of_the_four_groups(four):
    swapped = four._replace(s=(-1, -1, -1, 1), z=-0.4, b=-0.05)
    assert swapped.root() == pytest.approx(-0.358477, abs=TOLERANCE)
