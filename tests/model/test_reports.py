"""From events to reports: tilt, source, silence, tempo (model paper 1.12, 3 and 5)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from standoff.model import reports
from standoff.model.outcomes import chance_in_day

FACTORS = st.floats(0.05, 40.0)
DETECT, FABRICATE, ECHO = st.floats(0.0, 0.99), st.floats(0.002, 2.0), st.floats(0.0, 3.0)


def test_indices_by_hand():
    assert reports.margin_index(0.0) == 0.0
    assert reports.margin_index(-0.2) == pytest.approx(2 * stats.norm.cdf(1) - 1, abs=1e-14)
    assert reports.margin_index(0.3) == pytest.approx(-reports.margin_index(-0.3), abs=1e-15)
    assert reports.share_index(0.8, 1.0) == pytest.approx(0.6, abs=1e-15)
    assert reports.share_index(0.8, -1.0) == pytest.approx(-0.6, abs=1e-15)  # defenders who defend are loyal
    assert reports.share_index(0.5, -1.0) == 0.0


@given(factor=FACTORS)
def test_a_slope_gives_exactly_its_bayes_factor_between_the_margins(factor):
    slope = reports.slope_of_factor(np.log(factor))
    hollow, loyal = (reports.tilt(slope, reports.margin_index(margin)) for margin in (-0.2, 0.2))
    assert hollow / loyal == pytest.approx(factor, rel=1e-12)
    assert reports.tilt(slope, 0.0) == 1.0


@given(factor=FACTORS, detect=DETECT, fabricate=FABRICATE, echo=ECHO)
def test_no_report_tells_more_than_its_source_can_carry(factor, detect, fabricate, echo):
    """T 3 rule 7: BF is at most (d l + e) / (d l' + e), and lies between 1 and that of the event itself."""
    slope = reports.slope_of_factor(np.log(factor))
    hollow, loyal = (reports.tilt(slope, reports.margin_index(margin)) for margin in (-0.2, 0.2))
    seen = [reports.report_intensity(tilted, detect, fabricate, echo) for tilted in (hollow, loyal)]
    bound = (detect * hollow + fabricate) / (detect * loyal + fabricate)
    strength, limit = abs(np.log(seen[0] / seen[1])), abs(np.log(bound))
    assert strength <= limit + 1e-12
    assert limit <= abs(np.log(factor)) + 1e-12
    assert limit <= abs(np.log1p(detect * max(hollow, loyal) / fabricate)) + 1e-12


def test_a_source_that_sees_nothing_tells_nothing():
    assert reports.report_intensity(8.0, 0.0, 1.0, 0.0) == reports.report_intensity(0.1, 0.0, 1.0, 0.0)


@pytest.mark.parametrize(("prior", "hit", "false_alarm", "posterior"), [(0.5, 0.8, 0.05, 0.941176), (0.5, 0.6, 0.3, 0.666667)])
def test_1_12_reports_of_an_event_that_did_or_did_not_happen(prior, hit, false_alarm, posterior):
    """Hit and false alarm as intensities: tilt 1 where it happened and 0 where not."""
    happened = reports.report_intensity(1.0, hit - false_alarm, false_alarm, 0.0)
    not_happened = reports.report_intensity(0.0, hit - false_alarm, false_alarm, 0.0)
    assert prior * happened / (prior * happened + (1 - prior) * not_happened) == pytest.approx(posterior, abs=1e-6)


@pytest.mark.parametrize(
    ("prior", "hit", "false_alarm", "posterior"), [(0.5, 0.8, 0.05, 0.941176), (0.5, 0.6, 0.3, 0.666667), (0.5, 0.9, 0.9, 0.5)]
)
def test_1_12_chance_that_a_report_is_true(prior, hit, false_alarm, posterior):
    """The tilt is the prior odds, a hit a detection, a false alarm a fabrication."""
    assert reports.chance_true(prior / (1 - prior), hit, false_alarm, 0.0) == pytest.approx(posterior, abs=1e-6)


def test_chance_true_by_hand():
    assert reports.chance_true(2.0, 0.5, 0.25, 0.0) == pytest.approx(0.8, abs=1e-15)
    assert reports.chance_true(2.0, 0.5, 0.25, 0.75) == pytest.approx(1.75 / 2.0, abs=1e-15)
    assert reports.chance_true(9.0, 0.0, 1.0, 0.0) == 0.0


@pytest.mark.parametrize(
    ("loyal", "hollow", "days", "factor"), [(0.3, 0.05, 7, 5.754603), (0.1, 0.05, 7, 1.419068), (0.3, 0.05, 9, 9.487736)]
)
def test_1_12_non_event(loyal, hollow, days, factor):
    silence = reports.silence_log_factor(hollow, days) - reports.silence_log_factor(loyal, days)
    assert np.exp(silence) == pytest.approx(factor, abs=1e-6)


def test_a_blackout_by_hand():
    """A report from behind it tells less, for lies are made up as before."""
    assert reports.visible_share(0.0, 0.5) == 1.0
    assert reports.visible_share(0.6, 0.5) == pytest.approx(0.7, abs=1e-15)
    light, dark = (
        reports.report_intensity(4.0 * visible, 0.7, 0.1, 0.0) / reports.report_intensity(0.25 * visible, 0.7, 0.1, 0.0)
        for visible in (1.0, reports.visible_share(1.0, 0.5))
    )
    assert 1.0 < dark < light
    assert reports.chance_true(0.5, 0.7, 0.1, 0.0) < reports.chance_true(1.0, 0.7, 0.1, 0.0)


def test_silence_is_the_chance_that_nothing_happens():
    assert np.exp(reports.silence_log_factor(0.3, 1.0)) == pytest.approx(1 - chance_in_day(0.3), abs=1e-15)


@given(shape=st.floats(0.1, 20), exposure=st.floats(0, 50), count=st.floats(0, 50))
def test_the_tempo_is_the_posterior_mean_of_a_gamma(shape, exposure, count):
    posterior = stats.gamma(shape + count, scale=1 / (shape + exposure))
    assert reports.tempo_rate(exposure, shape, count) == pytest.approx(posterior.mean(), rel=1e-12)


def test_a_case_written_down_as_expected_has_the_usual_tempo():
    assert reports.tempo_rate(0.0, 2.0, 0.0) == 1.0
    assert reports.tempo_rate(7.0, 2.0, 7.0) == 1.0
    assert reports.tempo_rate(8.0, 2.0, 0.0) == pytest.approx(0.2, abs=1e-15)


def test_size_density_is_normal_in_tenfold_steps():
    expected = stats.norm(-2.0, 0.8).logpdf(-1.5)
    assert reports.size_log_density(-1.5, -2.0, 0.8) == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize(("end", "beyond"), [(0.0, stats.norm(-2.0, 0.8).logsf), (-7.0, stats.norm(-2.0, 0.8).logcdf)])
def test_a_size_at_the_end_of_what_can_be_told_may_be_any_beyond(end, beyond):
    """Also where it comes back from people with another last bit."""
    for told in (end, end + 1e-15, end - 1e-15):
        assert reports.size_log_density(told, -2.0, 0.8) == pytest.approx(beyond(end), rel=1e-9)
    sizes = np.linspace(-7.0, 0.0, 7001)
    inside = np.exp(reports.size_log_density(sizes[1:-1], -2.0, 0.8)).sum() * 0.001
    assert inside + np.exp(reports.size_log_density(sizes[[0, -1]], -2.0, 0.8)).sum() == pytest.approx(1.0, abs=1e-3)


@given(
    size=st.floats(-6.9, -0.1),
    expected=st.floats(-6.0, -0.5),
    chance=st.floats(0.0, 1.0),
)
def test_a_size_is_a_mixture_of_crowds_that_were_there_and_crowds_made_up(size, expected, chance):
    there, made_up = stats.norm(expected, 0.8).pdf(size), stats.norm(-3.0, 1.1).pdf(size)
    factor = reports.size_factor(size, expected, 0.8, -3.0, 1.1)
    density = made_up * np.exp(reports.sized_log_factor(chance, factor))
    assert density == pytest.approx(chance * there + (1.0 - chance) * made_up, rel=1e-9)
    posterior = chance * there / (chance * there + (1.0 - chance) * made_up)
    assert reports.chance_true_of_size(chance, factor) == pytest.approx(posterior, rel=1e-9, abs=1e-12)


def test_a_size_that_nobody_could_tell_leaves_numbers():
    """Whoever assumes that crowds are counted exactly, or that nobody makes a crowd up, gets a weight and a chance."""
    for noise, spread in ((1e-3, 1.1), (0.8, 1e-3)):
        factor = reports.size_factor(-1.0, -6.0, noise, -3.0, spread)
        for chance in (0.0, 0.5, 1.0):
            assert np.isfinite(reports.sized_log_factor(chance, factor))
            assert 0.0 <= reports.chance_true_of_size(chance, factor) <= 1.0


def test_a_size_told_by_one_who_makes_everything_up_says_nothing():
    factor = reports.size_factor(-1.0, np.array([-6.0, -3.0, -1.0]), 0.8, -3.0, 1.1)
    assert np.all(reports.sized_log_factor(0.0, factor) == 0.0)
    assert np.ptp(reports.sized_log_factor(1.0, factor)) > 5.0


@pytest.mark.parametrize("rate", [1e-9, 1e-4, 1.1e-4, 0.05, 1.0, 7.0])
def test_the_rest_of_a_day_is_the_mean_over_its_hours(rate):
    hours = (np.arange(100_000) + 0.5) / 100_000
    expected = np.log(np.mean(np.exp(-rate * (1.0 - hours))))
    assert reports.rest_of_day_log_factor(rate) == pytest.approx(expected, rel=1e-4, abs=1e-12)
    assert reports.rest_of_day_log_factor(0.0) == 0.0


@given(rate=st.floats(0.05, 8.0), gain=st.floats(0.02, 1.5))
def test_reports_that_bring_on_more_of_their_kind_are_weighed_as_a_birth_process_has_them(rate, gain):
    """Immigration at `rate` and births at `gain` a head: after a day negative binomial (Kendall 1949); a row a factor."""
    n = np.arange(40)
    rows = np.log(rate + gain * n) + reports.rest_of_day_log_factor(gain)
    weight = -rate + np.concatenate([[0.0], np.cumsum(rows)])[n] - np.cumsum(np.log(np.maximum(n, 1)))
    np.testing.assert_allclose(weight, stats.nbinom(rate / gain, np.exp(-gain)).logpmf(n), rtol=1e-8, atol=1e-8)
