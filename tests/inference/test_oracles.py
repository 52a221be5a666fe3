"""Inference against exact answers (model paper 1.12): Kalman, forward algorithm, non-events, by the filter's own parts."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from standoff.engine.draws import normals, uniforms
from standoff.engine.news import row_tilt, weigh_row
from standoff.engine.obedience import ARREST_LEADER
from standoff.engine.streams import expect_reports, weigh_silence
from standoff.inference.resampling import effective_sample_size, log_mean_exp, normalised, systematic
from standoff.inference.weighting import RESAMPLE_BELOW, Weights, equal_weights, resample, reweight
from standoff.model.priors import Coefficients
from standoff.model.world import cell_rows

LOG_ROOT_TWO_PI = 0.5 * np.log(2 * np.pi)
LGSSM, LGSSM_LOG_LIKELIHOOD = (1.0, 2.0, 3.0, 2.0, 1.0), -8.301821538
COUNTS, HMM_LOG_LIKELIHOOD = (0, 0, 1, 3, 2, 0), -9.011322432
STAY, RATE = np.array([0.95, 0.90]), np.array([0.2, 1.5])


def filtered(size, seed, below=RESAMPLE_BELOW):
    """Log evidence, mean and variance of the linear Gaussian model x' = x + N(0, 1), y = x + N(0, 1), x at 0 ~ N(0, 1)."""
    worlds, weights = np.arange(size), equal_weights(size)
    x = normals(seed, worlds, 0, 1)
    for day, y in enumerate(LGSSM, 1):
        chosen, weights = resample(weights, float(uniforms(seed, [0], day, 9)[0]), below)
        x = (x if chosen is None else x[chosen]) + normals(seed, worlds, day, 1)
        weights = reweight(weights, -0.5 * (y - x) ** 2 - LOG_ROOT_TWO_PI)
    share = normalised(weights.log_weight)
    mean = float(share @ x)
    return weights.log_evidence, mean, float(share @ (x - mean) ** 2)


def switched(size, seed):
    """Log evidence and P(second state) at the end of the two-state hidden Markov model with Poisson counts."""
    worlds, weights = np.arange(size), equal_weights(size)
    state = (uniforms(seed, worlds, 0, 1) < 0.5).astype(int)
    for day, count in enumerate(COUNTS):
        if day:
            chosen, weights = resample(weights, float(uniforms(seed, [0], day, 9)[0]))
            state = state if chosen is None else state[chosen]
            state = np.where(uniforms(seed, worlds, day, 1) < STAY[state], state, 1 - state)
        weights = reweight(weights, stats.poisson(RATE).logpmf(count)[state])
    return weights.log_evidence, float(normalised(weights.log_weight) @ state)


def assert_agrees(values, truth, error):
    """The mean of independent runs lies within four of its standard errors, which are themselves at most `error`."""
    spread = np.std(values, ddof=1) / len(values) ** 0.5
    assert spread < error
    assert abs(np.mean(values) - truth) < 4 * spread


def test_1_12_linear_gaussian_model():
    runs = np.array([filtered(100_000, seed) for seed in range(40)])
    assert_agrees(runs[:, 0], LGSSM_LOG_LIKELIHOOD, 0.002)
    assert_agrees(runs[:, 1], 13 / 9, 0.002)
    assert_agrees(runs[:, 2], 0.618056, 0.002)


def test_1_12_two_state_hidden_markov_model():
    runs = np.array([switched(100_000, seed) for seed in range(40)])
    assert_agrees(runs[:, 0], HMM_LOG_LIKELIHOOD, 0.002)
    assert_agrees(runs[:, 1], 0.692836, 0.002)


def test_1_12_two_state_hidden_markov_model_exactly_by_the_weights_of_all_its_paths():
    """All 64 paths are worlds, their prior chances the weights: no resampling, no noise, the golden to its last digit."""
    paths = np.array(list(product((0, 1), repeat=len(COUNTS)))).T
    prior = np.full(paths.shape[1], 0.5)
    for before, after in pairwise(paths):
        prior *= np.where(before == after, STAY[before], 1 - STAY[before])
    weights = Weights(np.log(prior * prior.size), 0.0)
    for state, count in zip(paths, COUNTS, strict=True):
        weights = reweight(weights, stats.poisson(RATE).logpmf(count)[state])
    assert weights.log_evidence == pytest.approx(HMM_LOG_LIKELIHOOD, abs=1e-9)
    assert normalised(weights.log_weight) @ paths[-1] == pytest.approx(0.692836, abs=1e-6)


@pytest.mark.parametrize("below", [RESAMPLE_BELOW, 1.1], ids=["when needed", "every day"])
def test_1_12_the_likelihood_of_small_filters_is_unbiased_and_its_logarithm_is_not(below):
    logs = np.array([filtered(25, seed, below)[0] for seed in range(4000)])
    ratio = np.exp(logs - LGSSM_LOG_LIKELIHOOD)
    assert_agrees(ratio, 1.0, 0.02)
    bias, error = np.mean(logs) - LGSSM_LOG_LIKELIHOOD, np.std(logs, ddof=1) / len(logs) ** 0.5
    assert bias < -10 * error


# --- Non-events, through the engine's own silence ----------------------------------------------------------


def silent_days(stage, rates, days):
    """Log weights of two worlds in which nothing is heard for some days and the leader, at these rates, is not arrested."""
    setting = stage.setting
    arrest = setting.stream_code == setting.arrest_code
    rate = np.where(arrest, setting.stream_rate / setting.arrest_rate, 0.0)  # an arrest a day where he would always order it
    honest = np.zeros_like(setting.code_fabricate)
    setting = setting._replace(stream_rate=rate, stream_slope=np.zeros_like(setting.stream_slope), code_fabricate=honest)
    world = stage.world(np.zeros((cell_rows(*stage.shape), 2)))
    world.occasion[:] = 1.0
    world.ordering[ARREST_LEADER] = rates
    coefficients = Coefficients(*[prior.centre for prior in stage.priors.coefficients.values()])
    expected, log_weight = np.empty((stage.shape[2] + 1, 2)), np.zeros(2)
    for _ in range(days):
        expect_reports(world, setting, coefficients, np.empty((1, 2)), expected)
        weigh_silence(setting, expected, log_weight)
    return log_weight


@pytest.mark.parametrize(
    ("loyal", "days", "factor"),
    [(0.30, 7, 5.754603), (0.10, 7, 1.419068), (0.30, 9, 9.487736)],
    ids=["a week", "a week under an outside deterrent", "nine days"],
)
def test_1_12_an_arrest_that_did_not_happen(posterior, loyal, days, factor):
    loyal_world, hollow_world = silent_days(posterior.stage, [loyal, 0.05], days)
    assert loyal_world == pytest.approx(-loyal * days, abs=1e-12)
    assert np.exp(hollow_world - loyal_world) == pytest.approx(factor, abs=1e-6)


def test_worlds_that_expected_the_same_learn_nothing_from_silence(posterior):
    first, other = silent_days(posterior.stage, [0.2, 0.2], 30)
    assert first == other


# --- Reports, through the engine's own rows ------------------------------------------------------------------


@pytest.mark.parametrize(("hit", "false_alarm", "posterior_"), [(0.8, 0.05, 0.941176), (0.6, 0.3, 0.666667), (0.9, 0.9, 0.5)])
def test_1_12_a_row_of_a_source_that_hits_and_errs(posterior, hit, false_alarm, posterior_):
    """Two worlds, even odds: in one it happened (tilt 1), in the other nothing gets through (visible 0), so it did not."""
    stage, trail = posterior.stage, posterior.trail
    row = int(np.flatnonzero((trail.order < 0) & (trail.withheld == 0.0) & (trail.code != stage.setting.arrest_code))[0])
    flat = {"slope": 0.0, "detect": hit - false_alarm, "fabricate": false_alarm}
    trail = trail._replace(**{name: np.full_like(trail.slope, value) for name, value in flat.items()})
    world = stage.world(np.zeros((cell_rows(*stage.shape), 2)))
    world.visible[:], world.tempo[:] = (1.0, 0.0), 1.0
    coefficients = Coefficients(*[prior.centre for prior in stage.priors.coefficients.values()])
    tilted, log_weight = np.empty(2), np.zeros(2)
    row_tilt(world, stage.setting, coefficients, trail, row, tilted)
    weigh_row(world, stage.setting, coefficients, trail, row, tilted, log_weight)
    assert tilted.tolist() == [1.0, 0.0]
    assert normalised(log_weight)[0] == pytest.approx(posterior_, abs=1e-6)


# --- Weights and resampling --------------------------------------------------------------------------------

LOG_WEIGHTS = arrays(float, st.integers(1, 60), elements=st.floats(-30, 30))


@given(log_weight=LOG_WEIGHTS, u=st.floats(0.001, 0.999))
def test_systematic_resampling_takes_the_floor_or_the_ceiling(log_weight, u):
    expected = log_weight.size * normalised(log_weight)
    counts = np.bincount(systematic(log_weight, u), minlength=log_weight.size)
    assert counts.sum() == log_weight.size
    assert np.all(counts >= np.floor(expected - 1e-9))
    assert np.all(counts <= np.ceil(expected + 1e-9))


@given(log_weight=LOG_WEIGHTS)
def test_systematic_resampling_is_unbiased(log_weight):
    """Averaged over a grid of 500 values of u the counts miss their weights by at most the grid's two ends."""
    counts = [np.bincount(systematic(log_weight, (k + 0.5) / 500), minlength=log_weight.size) for k in range(500)]
    assert np.mean(counts, axis=0) == pytest.approx(log_weight.size * normalised(log_weight), abs=2.1 / 500)


def test_worlds_without_weight_are_never_chosen():
    log_weight = np.array([-np.inf, 0.0, -np.inf, 0.0, -np.inf])
    for u in (1e-9, 0.5, 1 - 1e-9):
        assert set(systematic(log_weight, u)) == {1, 3}


@given(log_weight=LOG_WEIGHTS, shift=st.floats(-600, 600))
def test_effective_sample_size_lies_between_one_and_all_and_ignores_scale(log_weight, shift):
    size = effective_sample_size(log_weight)
    assert 1.0 - 1e-12 <= size <= log_weight.size * (1 + 1e-12)
    assert effective_sample_size(log_weight + shift) == pytest.approx(size, rel=1e-9)


@pytest.mark.parametrize(("alive", "worlds"), [(1, 1), (1, 9), (4, 9), (9, 9)])
def test_effective_sample_size_counts_equal_worlds(alive, worlds):
    log_weight = np.where(np.arange(worlds) < alive, 3.0, -np.inf)
    assert effective_sample_size(log_weight) == pytest.approx(alive, abs=1e-12)


def test_log_mean_exp_at_its_edges():
    assert log_mean_exp(np.array([-np.inf, -np.inf])) == -np.inf
    assert log_mean_exp(np.array([1000.0, 1000.0])) == 1000.0
    assert log_mean_exp(np.array([-1000.0, -np.inf])) == pytest.approx(-1000.0 - np.log(2), abs=1e-12)
    assert log_mean_exp(np.array([-745.5])) == -745.5
    assert log_mean_exp(np.log([1.0, 3.0])) == pytest.approx(np.log(2), abs=1e-15)


@given(log_weight=LOG_WEIGHTS, banked=st.floats(-100, 100), u=st.floats(0.001, 0.999))
def test_resampling_banks_the_evidence(log_weight, banked, u):
    before = Weights(log_weight, banked)
    chosen, after = resample(before, u, 1.1)
    assert chosen is not None
    assert after.log_evidence == pytest.approx(before.log_evidence, abs=1e-12)
    assert np.array_equal(after.log_weight, np.zeros(log_weight.size))


def test_resampling_waits_until_half_the_worlds_are_lost():
    half = Weights(np.array([0.0, 0.0, -np.inf, -np.inf]), 1.0)
    assert resample(half, 0.5) == (None, half)
    chosen, after = resample(Weights(np.array([0.0, -1.0, -np.inf, -np.inf]), 1.0), 0.5)
    assert chosen.tolist() == [0, 0, 0, 1]
    assert after.log_evidence == pytest.approx(1.0 + np.log((1 + np.exp(-1)) / 4), abs=1e-12)


def test_weighing_in_parts_is_weighing_at_once():
    first, second = np.array([0.1, -2.0, 0.4]), np.array([-1.0, 0.3, 0.2])
    parts = reweight(reweight(equal_weights(3), first), second)
    assert parts.log_evidence == pytest.approx(np.log(np.mean(np.exp(first + second))), abs=1e-14)
    assert equal_weights(3).log_evidence == 0.0
