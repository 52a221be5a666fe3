"""What drives the answer: power 1 changes no bit, power 0 weighs nothing, known distances, grades, assumptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import stats

from standoff.analysis.sensitivity import indices
from standoff.analysis.sensitivity.indices import acting, coefficient_swings, hidden_indices
from standoff.analysis.sensitivity.reruns import (
    EVERY_SOURCE,
    MARGIN_EDGES,
    TAIL,
    graded_twin,
    jensen_shannon,
    moved_grade,
    reader,
    run_of,
    scaled_likelihood,
    scaled_prior,
    without_assumption,
)
from standoff.analysis.sensitivity.sensitivity import sensitivity_from
from standoff.analysis.sensitivity.values import CONFLICT, FINE, STRONG_PRIOR, THRESHOLD, Scaled, Sensitivity
from standoff.case.library import load_case
from standoff.case.values import Assumption, Source
from standoff.inference.particle_filter import advance, begin
from standoff.inference.posterior import infer
from standoff.inference.twins import read_anew, read_twins
from standoff.model.priors import Coefficients, load_priors
from standoff.model.sources import graded

AS_OF = date(2019, 1, 16)


@pytest.fixture(scope="module")
def case():
    return replace(load_case("venezuela-2019"), assumptions=(Assumption("report_gain", 0.5, "test"),))


@pytest.fixture(scope="module")
def posterior(case):
    return infer(case, as_of=AS_OF, worlds=640, seed=6, threads=2)


@pytest.fixture(scope="module")
def found(posterior):
    return sensitivity_from(posterior, threads=2)


def chance(posterior, other):
    run = run_of(posterior, read_anew(posterior, [other], reader(posterior, 0), threads=2)[0])
    return run.p(np.ones(len(run.obeyed), dtype=bool)), run


def test_power_one_is_the_posterior_to_the_bit(posterior):
    for other in (scaled_likelihood(posterior, 1.0), scaled_prior(posterior, 1.0)):
        p, run = chance(posterior, other)
        assert p == pytest.approx(posterior.chance_obeyed()["arrest_leader"], abs=1e-12)
        assert np.array_equal(run.log_weight, posterior.log_weight_of_blocks)


def test_power_nought_weighs_nothing(posterior):
    _, run = chance(posterior, scaled_likelihood(posterior, 0.0))
    assert np.array_equal(run.log_weight, posterior.log_ratio_of_blocks)


def test_log_evidence_grows_with_the_power_where_it_is_negative(posterior):
    weights = [chance(posterior, scaled_likelihood(posterior, power))[1].log_weight.mean() for power in (0.5, 1.0)]
    assert weights[1] < weights[0] < 0.0


def test_a_narrower_prior_is_narrower(posterior):
    def spread(power):
        run = chance(posterior, replace(scaled_prior(posterior, power), power=0.0))[1]
        middle, share = 0.5 * (MARGIN_EDGES[1:] + MARGIN_EDGES[:-1]), run.distribution(np.ones(len(run.obeyed), dtype=bool))
        return float(np.sqrt(share @ middle**2 / share.sum() - (share @ middle / share.sum()) ** 2))

    assert spread(4.0) < spread(1.0) < spread(0.25)


def test_distances_of_known_distributions():
    none, all_low, all_high = np.ones(10), np.eye(10)[0], np.eye(10)[9]
    assert jensen_shannon(none, none) == 0.0
    assert jensen_shannon(none, all_low) == pytest.approx(jensen_shannon(all_low, none))
    assert 0.0 < jensen_shannon(none, all_low) < jensen_shannon(all_high, all_low) <= 1.0
    # Distribution functions 1, 1 against 0, 1: log2(1 / .5) over an area of 3.
    assert jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == pytest.approx(np.sqrt(1.0 / 3.0))


def test_the_distance_of_two_normals_is_that_of_their_distribution_functions():
    """Against the integral over the range that 4,000 draws of both reach, on a grid a tenth as wide."""

    def masses(mean):
        return np.diff(stats.norm.cdf(MARGIN_EDGES, mean, 0.3))

    ends = stats.norm.ppf(TAIL, -0.5, 0.3), stats.norm.ppf(1.0 - TAIL, -0.4, 0.3)
    x = np.linspace(*ends, 20_000)

    def one_way(p, q):
        parts = [each * np.log2(each / (0.5 * (p + q))) for each in (p, q)]
        return np.sqrt(np.sum(parts) / np.sum([p, q]))

    below, above = [(fun(x, -0.5, 0.3), fun(x, -0.4, 0.3)) for fun in (stats.norm.cdf, stats.norm.sf)]
    exact = max(one_way(*below), one_way(*above))
    assert jensen_shannon(masses(-0.5), masses(-0.4)) == pytest.approx(exact, abs=0.002)


def test_where_nothing_lies_and_which_way_is_up_does_not_matter():
    rng = np.random.default_rng(2)
    first, other = rng.random((2, 40))
    known = jensen_shannon(first, other)
    empty = np.zeros(300)
    padded = [np.concatenate((empty, each, empty)) for each in (first, other)]
    assert jensen_shannon(*padded) == pytest.approx(known, abs=1e-12)
    assert jensen_shannon(first[::-1], other[::-1]) == pytest.approx(known, abs=1e-12)
    stray = padded[0].copy()
    stray[0] = 1e-9  # a world of next to no weight, far out
    assert jensen_shannon(stray, padded[1]) == pytest.approx(known, abs=1e-6)


def test_what_is_learned_is_narrowed_about_its_mean(posterior):
    """A normal raised to a power a is the same normal with its covariance over a, whatever it was learned to be."""
    priors, z = posterior.stage.priors, posterior.weighed.standard[0]
    assert priors.learned is not None
    fields = Coefficients._fields
    middle, whole, half = (priors.learned.moved(scale * z, fields) for scale in (0.0, 1.0, scaled_prior(posterior, 4.0).scale))
    assert half - middle == pytest.approx(0.5 * (whole - middle))
    assert np.any(middle != 0.0)


def test_on_the_first_day_log_weights_grow_with_the_power(posterior):
    """Before any world is resampled a likelihood raised to a power is that many times its logarithm."""
    state = begin(posterior.stage, 0, posterior.weighed.plan.size)
    known = advance(posterior.stage, posterior.trail, state, 0)
    assert known.weights.banked == 0.0
    for power in (0.0, 0.8, 1.25, 2.0):
        scaled = advance(posterior.stage, posterior.trail, state, 0, power)
        assert scaled.weights.log_weight == pytest.approx(power * known.weights.log_weight, abs=1e-12)
    assert np.ptp(known.weights.log_weight) > 0.0


def test_power_scaling_tells_its_errors(found):
    for scaled in (found.prior, found.likelihood):
        assert 0.0 < scaled.error < 1.0
        assert all(0.0 < error < 0.5 for error in scaled.p_error)
        assert scaled.near == (abs(scaled.distance - THRESHOLD) < 1.645 * scaled.error)


@pytest.mark.parametrize(
    ("grade", "step", "moved"),
    [
        ("B2", 1, "C2"),
        ("B2", -1, "A2"),
        ("A", -1, "A"),
        ("E5", 1, "E5"),
        (None, 1, "D"),
        (None, -1, "C"),
        (None, 0, "F"),
        ("F6", 1, "D6"),
        ("F6", 2, "E6"),
        ("F", -5, "A"),
        ("G", -1, "G"),
        ("G", 1, "G"),
    ],
)
def test_a_letter_better_and_worse(grade, step, moved):
    assert moved_grade(Source("x", None, grade), step, "F") == moved


def test_a_letter_better_sees_more_and_makes_up_less():
    """By the package's own numbers, from every letter, the one that nobody can judge too."""
    priors = load_priors()
    for letter in "ABCDEF":
        known = graded(Source("x", None, letter), priors)
        for step in (-1, 1):
            moved = moved_grade(Source("x", None, letter), step, "F")
            other = graded(Source("x", None, moved), priors)
            if moved != letter:
                assert (known.detect - other.detect) * step > 0.0, letter
                assert (other.fabricate - known.fabricate) * step > 0.0, letter


def test_inputs_rise_with_the_coefficients_they_stand_for(posterior):
    """Half-normal ones too, of which both ends of the standard number stand for a large coefficient."""
    drawn, inputs = np.array([state.block.coefficients for state in posterior.states]), acting(posterior)
    families = {name: posterior.stage.priors.coefficients[name].family for name in Coefficients._fields}
    assert {"half_normal", "log_normal", "normal", "fixed"} == set(families.values())
    for place, name in enumerate(Coefficients._fields):
        if families[name] != "fixed":
            assert np.array_equal(np.argsort(inputs[:, place]), np.argsort(drawn[:, place])), name


def test_thirds_are_thirds_of_the_coefficient_itself(posterior):
    obeyed, weight = 1.0 - posterior.refused()[:, 0], posterior.block_weight
    swings = {swing.name: swing for swing in coefficient_swings(posterior, 0)}
    for name in ("amnesty", "rationality"):
        values = np.array([getattr(state.block.coefficients, name) for state in posterior.states])
        order = np.argsort(values)
        share = np.cumsum(weight[order])
        low, high = order[share <= 1.0 / 3.0], order[share > 2.0 / 3.0]
        told = (swings[name].p_low, swings[name].p_high)
        assert told == pytest.approx([np.average(obeyed[part], weights=weight[part]) for part in (low, high)])
        assert values[low].max() < values[high].min()


def test_grades_moved_by_nothing_change_no_bit_and_those_of_all_do(posterior, found):
    every = next(swing for swing in found.swings if swing.name == EVERY_SOURCE)
    assert every.width > 0.0
    read = read_twins(posterior, [graded_twin(posterior, EVERY_SOURCE, 0)], reader(posterior, 0), threads=2)
    same = run_of(posterior, read[0])
    assert np.array_equal(same.log_weight, posterior.log_weight_of_blocks)


def test_an_assumption_left_out_is_the_case_without_it(posterior, case, found):
    p, _ = chance(posterior, without_assumption(posterior, 0))
    swing = next(swing for swing in found.swings if swing.kind == "assumption")
    assert (swing.name, swing.p_low) == ("report_gain", pytest.approx(p, abs=1e-12))
    assert swing.p_high == pytest.approx(posterior.chance_obeyed()["arrest_leader"], abs=1e-12)
    assert all(index.name != "report_gain" for index in found.indices)  # held, so that it has no spread to explain
    fresh = infer(replace(case, assumptions=()), as_of=AS_OF, worlds=640, seed=6, threads=2)
    if [state.block.growth for state in fresh.states] == [state.block.growth for state in posterior.states]:
        assert p == pytest.approx(fresh.chance_obeyed()["arrest_leader"], abs=1e-12)


def test_swings_and_indices_come_largest_first(found):
    assert [swing.width for swing in found.swings] == sorted((swing.width for swing in found.swings), reverse=True)
    assert [index.share for index in found.indices] == sorted((index.share for index in found.indices), reverse=True)
    assert {index.kind for index in found.indices} == {"coefficient", "hidden"}


@pytest.fixture(scope="module")
def worn():
    """Evidence so strong that worlds descend from few starts."""
    return infer(load_case("egypt-2013"), worlds=640, seed=1, threads=2)


def test_what_does_nothing_stays_under_the_floor_where_few_starts_are_left(worn, monkeypatch):
    """A number that each world begins with and nothing reads: worlds of one start share it, so chance is large."""
    rng, told = np.random.default_rng(4), []
    names = [f"nothing {k}" for k in range(60)]

    def nothing(posterior, block):
        _, start = np.unique(posterior.stage.world(posterior.states[block].block.cells).anchor, return_inverse=True)
        return rng.standard_normal((len(names), start.max() + 1))[:, start]

    monkeypatch.setattr(indices, "HIDDEN", names)
    monkeypatch.setattr(indices, "_hidden", nothing)
    told = hidden_indices(worn, 0)
    assert np.mean([index.share for index in told]) < 0.02
    assert np.mean([index.share > index.floor for index in told]) <= 0.1
    assert told[0].floor > 0.02


@pytest.mark.parametrize(
    ("prior", "likelihood", "said"),
    [(0.01, 0.5, FINE), (THRESHOLD, THRESHOLD, CONFLICT), (0.2, 0.01, STRONG_PRIOR), (0.01, 0.01, FINE)],
)
def test_the_diagnosis_is_the_papers(found, prior, likelihood, said):
    pairs = (("prior", prior), ("likelihood", likelihood))
    scaled = [Scaled(what, (0.8, 1.25), (0.5, 0.5), (0.01, 0.01), distance, 0.01) for what, distance in pairs]
    known: Sensitivity = replace(found, prior=scaled[0], likelihood=scaled[1])
    assert known.diagnosis == said
