"""Public belief: Kalman steps, truncation by tests of obedience, the chance of a fall (model paper 1.4, 1.6 and 5)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from standoff.model import beliefs
from standoff.model.reports import normal_log_density


def test_the_night_adds_variance():
    assert 1 / beliefs.diffused_precision(4.0, 0.3) == pytest.approx(0.25 + 0.09, abs=1e-15)
    assert beliefs.diffused_precision(4.0, 0.0) == 4.0


def test_a_signal_moves_the_mean_by_its_share_of_the_precision():
    assert beliefs.signalled_mean(0.5, 3.0, -0.4, 1.0) == pytest.approx(0.4, abs=1e-15)
    assert beliefs.signalled_mean(0.5, 3.0, -0.4, 0.0) == 0.5


def test_a_blackout_drowns_a_signal():
    assert beliefs.heard_precision(0.4, 0.0) == 0.4
    assert beliefs.heard_precision(0.4, 0.75) == pytest.approx(0.1, abs=1e-15)
    assert beliefs.heard_precision(0.4, 1.0) == 0.0


def test_1_12_the_public_belief_is_the_kalman_filter_of_the_linear_gaussian_model():
    """x_0 ~ N(0, 1), unit steps, unit errors, y = (1, 2, 3, 2, 1): log p(y) = -8.301821538, mean 13/9, variance .618056."""
    mean, precision, evidence = 0.0, 1.0, 0.0
    for seen in (1.0, 2.0, 3.0, 2.0, 1.0):
        precision = beliefs.diffused_precision(precision, 1.0)
        evidence += normal_log_density(seen, mean, np.sqrt(1.0 / precision + 1.0))
        mean, precision = beliefs.signalled_mean(mean, precision, seen - mean, 1.0), precision + 1.0
    assert evidence == pytest.approx(-8.301821538, abs=1e-9)
    assert mean == pytest.approx(13 / 9, abs=1e-12)
    assert 1 / precision == pytest.approx(0.618056, abs=1e-6)


@pytest.mark.parametrize("passed", [1.0, -1.0])
@pytest.mark.parametrize(("mean", "precision", "root"), [(0.5, 4.0, 0.3), (0.5, 0.5, 0.9), (0.2, 25.0, 0.1), (0.0, 1.0, 0.0)])
def test_1_4_a_full_test_truncates_the_belief(mean, precision, root, passed):
    sd = precision**-0.5
    ends = ((root - mean) / sd, np.inf) if passed > 0 else (-np.inf, (root - mean) / sd)
    expected = stats.truncnorm(*ends, loc=mean, scale=sd)
    assert beliefs.tested_mean(mean, precision, root, passed, 1.0) == pytest.approx(expected.mean(), abs=1e-9)
    assert 1 / beliefs.tested_precision(mean, precision, root, passed, 1.0) == pytest.approx(expected.var(), abs=1e-9)


def test_1_4_chance_of_surviving_the_first_attack():
    """c = .5, alpha = 1, z = 1: the first attack has the threshold .216736 and is survived with chance .78326."""
    assert 1 - beliefs.public_chance_of_fall(1.0, 1.0, 0.216736) == pytest.approx(0.78326, abs=5e-6)


@given(mean=st.floats(-1, 2), precision=st.floats(0.1, 50), root=st.floats(-1, 2), weight=st.floats(0.01, 1))
def test_tests_move_belief_their_own_way_and_never_blur_it(mean, precision, root, weight):
    up, down = (beliefs.tested_mean(mean, precision, root, passed, weight) for passed in (1.0, -1.0))
    assert down <= mean <= up
    for passed in (1.0, -1.0):
        assert beliefs.tested_precision(mean, precision, root, passed, weight) >= precision * (1 - 1e-12)
        assert beliefs.tested_mean(mean, precision, root, passed, 0.0) == mean
        assert beliefs.tested_precision(mean, precision, root, passed, 0.0) == precision


@given(mean=st.floats(-1, 2), precision=st.floats(0.1, 50), root=st.floats(-1, 2))
def test_both_outcomes_of_a_test_average_to_the_belief_before_it(mean, precision, root):
    falls = beliefs.public_chance_of_fall(mean, precision, root)
    after = [beliefs.tested_mean(mean, precision, root, passed, 1.0) for passed in (1.0, -1.0)]
    assert (1 - falls) * after[0] + falls * after[1] == pytest.approx(mean, abs=1e-9)


def test_a_hopeless_test_that_was_passed_moves_the_mean_to_its_threshold():
    """Forty standard deviations out the Mills ratio is its asymptote: the mean lies just beyond the threshold."""
    far = beliefs.tested_mean(0.0, 1.0, 40.0, 1.0, 1.0)
    assert far == pytest.approx(40.025, abs=1e-4)
    assert np.isfinite(beliefs.tested_precision(0.0, 1.0, 40.0, 1.0, 1.0))


def test_public_chance_of_fall_by_hand():
    assert beliefs.public_chance_of_fall(0.5, 4.0, 0.5) == 0.5
    assert beliefs.public_chance_of_fall(0.5, 4.0, 0.0) == pytest.approx(stats.norm.cdf(-1.0), abs=1e-15)
