"""Crowds with private thresholds against the model paper, 1.1 (Granovetter 1978) and 1.2 (Kuran 1989, 1991)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, special

from standoff.case.library import load_case
from standoff.engine.day import turnout
from standoff.engine.draws import checked_seed
from standoff.engine.ensemble import make_stage, start_block
from standoff.model.crowds import threshold_mean_for, turnout_share
from standoff.model.priors import COVARIATES, load_priors

HALF = 0.5
SHARP = 1e-3  # a crowd of single people: their thresholds are whole numbers, the sd is nothing beside half a person


def settled(step, start=0.0, most=1_000_000):
    """Where iterating `step` from nobody in the street comes to rest."""
    now = start
    for _ in range(most):
        following = step(now)
        if abs(following - now) < 1e-12:
            return following
        now = following
    raise AssertionError("did not come to rest")


# --- 1.1: Granovetter ------------------------------------------------------------------------------------------


def rioters(sd):
    """Hundred people whose thresholds are normal around 25, as a continuous map: the lowest fixed point."""
    return settled(lambda seen: 100.0 * float(turnout_share(seen, 0.0, 25.0, sd)))


@pytest.mark.parametrize(
    ("sd", "riot"),
    [(10, 0.7696), (12, 4.0211), (12.2, 5.4792), (12.3, 100.0), (30, 99.3394), (50, 90.4852), (100, 65.8574)],
)
def test_1_1_normal_thresholds(sd, riot):
    assert rioters(sd) == pytest.approx(riot, abs=1e-3)


def below_the_tangency(sd):
    """Whether the map has a fixed point below the mean threshold: the riot stays small."""
    seen = np.linspace(0.0, 25.0, 200_001)
    return bool(np.any(100.0 * turnout_share(seen, 0.0, 25.0, sd) <= seen))


def test_1_1_tangency():
    """At the critical spread the map touches the diagonal: the two lower fixed points become one, then none."""

    def gap(sd):
        least = optimize.minimize_scalar(
            lambda seen: float(100.0 * turnout_share(seen, 0.0, 25.0, sd)) - seen,
            bounds=(1.0, 15.0),
            method="bounded",
            options={"xatol": 1e-10},
        )
        return float(least.fun), float(least.x)

    critical = optimize.brentq(lambda sd: gap(sd)[0], 12.0, 12.5, xtol=1e-12)
    assert critical == pytest.approx(12.222087, abs=1e-6)
    assert gap(critical)[1] == pytest.approx(6.200325, abs=1e-5)
    at = 6.200325
    assert 100.0 * turnout_share(at, 0.0, 25.0, critical) == pytest.approx(at, abs=1e-6)
    assert below_the_tangency(12.2220)
    assert not below_the_tangency(12.2222)


def joined(thresholds):
    """How many of single people end up in the street: a threshold equal to the number seen counts."""
    people = np.asarray(thresholds, dtype=float)
    return settled(lambda seen: float(np.sum(turnout_share(seen, HALF, people, SHARP))))


def test_1_1_equal_attitudes_opposite_outcomes():
    uniform = np.arange(100)
    assert joined(uniform) == pytest.approx(100, abs=1e-9)
    changed = np.where(uniform == 1, 2, uniform)
    assert joined(changed) == pytest.approx(1, abs=1e-9)
    assert changed.mean() == pytest.approx(uniform.mean(), abs=0.011)


def test_1_1_a_crowd_of_a_hundred_jumps_later_than_the_continuous_map():
    """The trap: with a hundred people at the quantiles (i - 1/2) / 100 the jump lies between sd 12.5 and 13."""
    quantiles = special.ndtri((np.arange(1, 101) - 0.5) / 100.0)
    # Thresholds here are no whole numbers: who has passed is who lies at or below the count, so no half person is added.
    crowd = [
        settled(lambda seen, sd=sd: float(np.sum(turnout_share(seen, 0.0, 25.0 + sd * quantiles, 1e-9)))) for sd in (12.5, 13.0)
    ]
    assert crowd == pytest.approx([5, 100], abs=1e-9)
    assert rioters(12.5) == pytest.approx(100.0, abs=0.01)


# --- 1.2: Kuran ------------------------------------------------------------------------------------------------

A = (0, 20, 20, 30, 40, 50, 60, 70, 80, 100)
B = (0, 20, 30, 30, 40, 50, 60, 70, 80, 100)


def opposed(thresholds):
    """Public opposition in per cent among ten people with thresholds in per cent of all."""
    return 10.0 * joined(np.array(thresholds) / 10.0)


def second_person_ten_per_cent_braver(thresholds):
    return (thresholds[0], thresholds[1] - 10, *thresholds[2:])


@pytest.mark.parametrize(("thresholds", "before", "after"), [(A, 10, 90), (B, 10, 20)], ids=["A", "B"])
def test_1_2_equal_shocks_unequal_revolutions(thresholds, before, after):
    assert opposed(thresholds) == pytest.approx(before, abs=1e-8)
    assert opposed(second_person_ten_per_cent_braver(thresholds)) == pytest.approx(after, abs=1e-8)


# --- The street of the day -------------------------------------------------------------------------------------

PEOPLE = 2_000_000_000


@pytest.fixture(scope="module")
def street():
    """`street(start, mean, sd)`: log10 shares at which the kernel's street comes to rest, noise and occasions left out."""
    stage = make_stage(load_case("venezuela-2019"), load_priors(), 3)
    block = start_block(stage, 0, 8)
    setting = stage.setting._replace(turnout_noise=0.0, crowd_per_strength=0.0, population=PEOPLE)

    def rest(start, mean, sd, days=400):
        cells = block.cells.copy()
        world = stage.world(cells)
        for name in ("occasion", "blackout"):
            world.covariates[COVARIATES.index(name)] = 0.0
        world.crowd[:], world.threshold_mean[:], world.threshold_sd[:] = start, mean, sd
        for day in range(1, days):
            turnout(world, setting, checked_seed(5), block.worlds, day)
        return world.crowd.copy()

    return rest


def smallest_fixed_point(mean, sd):
    """The lowest q above the floor of the street with q = log10 Phi((q - mean) / sd)."""
    q = np.linspace(-7.0, 0.0, 70_001)
    gap = special.log_ndtr((q - mean) / sd) / np.log(10.0) - q
    first = int(np.argmax((gap[:-1] > 0) & (gap[1:] <= 0)))
    return optimize.brentq(lambda x: special.log_ndtr((x - mean) / sd) / np.log(10.0) - x, q[first], q[first + 1], xtol=1e-13)


def slope_at(q, mean, sd):
    """Derivative of log10 Phi((q - mean) / sd) by q."""
    step = 1e-5
    return float(np.diff(special.log_ndtr((np.array([q - step, q + step]) - mean) / sd))[0] / np.log(10.0) / (2 * step))


def assert_rests(found, q, mean, sd):
    """All worlds lie within five standard deviations of what drawing people one by one moves the resting point by."""
    noise = np.sqrt((1.0 - 10.0**q) / (PEOPLE * 10.0**q)) / np.log(10.0)
    assert np.all(np.abs(found - q) < 5.0 * noise / np.sqrt(1.0 - slope_at(q, mean, sd) ** 2) + 1e-9)


@pytest.mark.parametrize(("mean", "sd"), [(-2.0, 1.0), (-1.5, 1.5), (0.0, 2.0), (0.5, 1.5), (1.0, 2.0)])
def test_1_1_day_by_day_an_empty_street_fills_to_the_smallest_fixed_point(street, mean, sd):
    assert_rests(street(-7.0, mean, sd), smallest_fixed_point(mean, sd), mean, sd)


def test_1_1_between_two_resting_points_the_street_goes_by_where_it_starts(street):
    """Thresholds around a hundredth, sd half a tenfold: 10^-3.801 is the watershed between nobody and nearly all."""
    mean, sd = -2.0, 0.5
    assert street(-3.7, mean, sd) == pytest.approx(0.0, abs=1e-4)
    assert street(-3.9, mean, sd) == pytest.approx(-7.0, abs=0.2)  # an empty street, as the model holds it


def test_1_1_the_base_crowd_of_an_unprovoked_day_is_a_resting_point(street):
    base, sd = -3.3, 1.9
    mean = float(threshold_mean_for(base, special.ndtri(10.0**base), sd))
    assert smallest_fixed_point(mean, sd) == pytest.approx(base, abs=1e-9)
    assert_rests(street(base, mean, sd), base, mean, sd)
    assert_rests(street(base - 1.0, mean, sd), base, mean, sd)
