"""Scores against the model paper's numbers (1.12), scipy's integrals, and forecasts whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from standoff.analysis import scoring
from standoff.engine.draws import uniforms

P, HAPPENED = np.array([0.9, 0.9, 0.1, 0.1, 0.5, 0.5]), np.array([1.0, 1.0, 0.0, 0.0, 1.0, 0.0])


def test_1_12_brier_score_and_its_parts() -> None:
    assert scoring.brier(P, HAPPENED).mean() == pytest.approx(0.09, abs=1e-12)
    parts = scoring.murphy(P, HAPPENED)
    assert parts == pytest.approx((0.0066667, 0.1666667, 0.25), abs=1e-7)
    assert parts.reliability - parts.resolution + parts.uncertainty == pytest.approx(0.09, abs=1e-12)


def test_1_12_log_loss() -> None:
    assert scoring.log_loss(P, HAPPENED).mean() == pytest.approx(0.301289, abs=1e-6)


def test_1_12_continuous_ranked_score_of_a_normal() -> None:
    found = scoring.normal_crps(np.zeros(2), np.ones(2), np.array([0.0, 1.0]))
    assert found == pytest.approx([(np.sqrt(2) - 1) / np.sqrt(np.pi), 0.602441], abs=1e-6)
    assert found[0] == pytest.approx(0.233695, abs=1e-6)


@settings(deadline=None)  # the quadrature takes long on a busy machine
@given(mean=st.floats(-3, 3), sd=st.floats(0.2, 3), value=st.floats(-4, 4))
def test_continuous_ranked_score_is_the_integral(mean: float, sd: float, value: float) -> None:
    low, high = min(mean, value) - 9 * sd, max(mean, value) + 9 * sd
    below, _ = integrate.quad(lambda x: stats.norm(mean, sd).cdf(x) ** 2, low, value)
    above, _ = integrate.quad(lambda x: stats.norm(mean, sd).sf(x) ** 2, value, high)
    assert scoring.normal_crps(np.array([mean]), np.array([sd]), np.array([value]))[0] == pytest.approx(below + above, abs=1e-6)


def test_a_certain_forecast_that_was_wrong_costs_much_and_not_everything() -> None:
    assert scoring.log_loss(np.array([0.0]), np.array([1.0]))[0] == pytest.approx(-np.log(scoring.LEAST), abs=1e-12)


def test_ranked_score_by_hand() -> None:
    """Three kinds, the second came: squared gaps of the cumulated shares over both inner edges, halved."""
    shares, kind = np.array([[0.2, 0.5, 0.3], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]), np.array([1, 1, 1])
    assert scoring.ranked_score(shares, kind) == pytest.approx([(0.2**2 + 0.3**2) / 2, 0.0, 0.5], abs=1e-12)


def test_with_two_kinds_the_ranked_score_is_the_brier_score() -> None:
    shares = np.column_stack([1.0 - P, P])
    assert scoring.ranked_score(shares, HAPPENED.astype(np.int64)) == pytest.approx(scoring.brier(P, HAPPENED), abs=1e-12)


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.3, 0.5, 0.8]), st.booleans()), min_size=1, max_size=40))
def test_parts_always_add_up(rows: list[tuple[float, bool]]) -> None:
    p, happened = np.array([row[0] for row in rows]), np.array([float(row[1]) for row in rows])
    parts = scoring.murphy(p, happened)
    assert parts.reliability - parts.resolution + parts.uncertainty == pytest.approx(np.mean((p - happened) ** 2), abs=1e-12)


@pytest.mark.parametrize(("stretch", "slope"), [(1.0, 1.0), (2.0, 0.5), (0.5, 2.0)])
def test_overconfident_forecasts_have_a_slope_below_one(stretch: float, slope: float) -> None:
    odds = stats.norm.ppf(uniforms(1, np.arange(40_000), 0, 0))
    happened = (uniforms(2, np.arange(40_000), 0, 0) < 1.0 / (1.0 + np.exp(-odds))).astype(float)
    line = scoring.calibration_line(1.0 / (1.0 + np.exp(-stretch * odds)), happened)
    assert line.slope == pytest.approx(slope, rel=0.05)
    assert line.intercept == pytest.approx(0.0, abs=0.05)


def test_forecasts_that_separate_perfectly_still_give_a_line() -> None:
    line = scoring.calibration_line(np.array([0.2, 0.3, 0.7, 0.8]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert np.isfinite(line.slope)
    assert line.slope > 5.0


def test_area_under_the_curve_by_hand() -> None:
    assert scoring.area_under_curve(P, HAPPENED) == pytest.approx((9 - 0.5) / 9, abs=1e-12)
    assert np.isnan(scoring.area_under_curve(P, np.ones(6)))


def test_skill_is_the_share_saved() -> None:
    assert scoring.skill(np.array([0.1, 0.1]), np.array([0.2, 0.2])) == pytest.approx(0.5, abs=1e-12)


def test_bootstrap_intervals_cover_and_repeat() -> None:
    """Of 200 samples of 60 from a mean of 0.3, the intervals hold it in about nine of ten."""
    samples = uniforms(5, np.arange(200 * 60), 0, 0).reshape(200, 60) * 0.6
    found = [scoring.bootstrap_mean(sample, 1) for sample in samples]
    assert 0.84 <= np.mean([one.low <= 0.3 <= one.high for one in found]) <= 0.96
    assert scoring.bootstrap_mean(samples[0], 1) == found[0]
    assert scoring.bootstrap_mean(np.array([2.0]), 1) == (2.0, 2.0, 2.0)
