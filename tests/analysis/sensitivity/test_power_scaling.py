"""Power-scaling: exact distances, a conjugate toy, priors scaled as told, the diagnosis."""

from __future__ import annotations

import json
from datetime import date
from math import log2, sqrt

import numpy as np
import pytest
from scipy import integrate, stats

from standoff.analysis.sensitivity.document import sensitivity_text
from standoff.analysis.sensitivity.power_scaling import (
    COEFFICIENTS,
    HIDDEN,
    LIKELIHOOD,
    POWERS,
    PRIOR,
    THRESHOLD,
    cumulative_distance,
    variant_of,
    verdict_of,
)
from standoff.analysis.sensitivity.runs import lived_again
from standoff.analysis.sensitivity.sensitivity import sensitivity_from
from standoff.engine.ensemble import coefficients_of
from standoff.inference.particle_filter import begin
from standoff.inference.posterior import infer
from standoff.model.priors import Coefficients


def exact_distance(first, other, low=-12.0, high=12.0):
    """The distance of two distributions on [low, high] by quadrature, in both directions along the line."""

    def one_way(p, q):
        def gap(x):
            a, b = p(x), q(x)
            m = 0.5 * (a + b)
            return sum(each * np.log2(each / m) for each in (a, b) if each > 0.0)

        return sqrt(
            integrate.quad(gap, low, high, limit=200)[0] / integrate.quad(lambda x: p(x) + q(x), low, high, limit=200)[0]
        )

    return max(one_way(first.cdf, other.cdf), one_way(first.sf, other.sf))


def quantiles(distribution, n=20_000):
    return distribution.ppf((np.arange(n) + 0.5) / n)


def test_distance_of_two_points_by_hand():
    """P jumps at 0, Q at 1: between them P = 1 and Q = 0, so that both integrals are the width and the distance is 1."""
    one = np.ones(1)
    assert cumulative_distance(np.zeros(1), one, np.ones(1), one) == pytest.approx(1.0)
    assert cumulative_distance(np.zeros(1), one, np.zeros(1), one) == 0.0


def test_distance_of_samples_is_that_of_their_distributions():
    first, other = stats.norm(0, 1), stats.norm(0.3, 1.2)
    x, y = quantiles(first), quantiles(other)
    low, high = min(x.min(), y.min()), max(x.max(), y.max())
    known = exact_distance(first, other, low, high)
    equal = np.ones(x.size)
    assert cumulative_distance(x, equal, y, equal) == pytest.approx(known, rel=0.01)
    assert cumulative_distance(y, equal, x, equal) == pytest.approx(known, rel=0.01)
    weight = other.pdf(x) / first.pdf(x)
    assert cumulative_distance(x, equal, x, weight) == pytest.approx(exact_distance(first, other, x.min(), x.max()), rel=0.03)


@pytest.mark.parametrize(
    ("data_mean", "data_sd", "verdict"),
    [(4.0, 1.0, "prior-data conflict"), (0.0, 20.0, "strong prior or weak evidence"), (0.5, 0.05, "none")],
)
def test_conjugate_toy_is_diagnosed_as_it_should(data_mean, data_sd, verdict):
    """Normal prior N(0, 1), one normal datum: the posterior at any power is known, and so is what is wrong."""

    def posterior(prior_power, data_power):
        precision = prior_power + data_power / data_sd**2
        return stats.norm(data_power * data_mean / data_sd**2 / precision, precision**-0.5)

    def sensitivity(part):
        scaled = [posterior(*((power, 1.0) if part == PRIOR else (1.0, power))) for power in POWERS]
        x, equal = quantiles(posterior(1.0, 1.0)), np.ones(20_000)
        gone = [cumulative_distance(x, equal, quantiles(other), equal) for other in scaled]
        return float(np.mean([far / abs(log2(power)) for far, power in zip(gone, POWERS, strict=True)]))

    assert verdict_of(sensitivity(PRIOR), sensitivity(LIKELIHOOD)) == verdict


def test_scaled_priors_keep_their_middle_and_divide_their_spread(posterior):
    """Learned coefficients too: N(m, L L') to the power alpha is N(m, L L' / alpha)."""
    stage, learned = posterior.stage, posterior.stage.priors.learned
    known, variant = posterior.states[0], variant_of(posterior, PRIOR, 4.0)
    assert variant.squeeze == 0.5
    standard = known.block.standard
    plain, half = (learned.moved(by * standard, Coefficients._fields) for by in (1.0, 0.5))
    middle = learned.moved(np.zeros_like(standard), Coefficients._fields)
    assert half - middle == pytest.approx(0.5 * (plain - middle), abs=1e-12)
    drawn = coefficients_of(stage.priors, 0.5 * standard)
    eve = begin(variant.born, 0, posterior.weighed.plan.size, 0.5 * standard)
    assert eve.block.coefficients == drawn
    assert drawn.backlash == 1.5  # what an assumption holds has no spread
    before, after = (stage.world(begin(one, 0, 40, standard).block.cells) for one in (stage, variant.born))
    mean = stage.setting.strength_mean
    assert after.anchor - mean == pytest.approx(0.5 * (before.anchor - mean), abs=1e-12)
    assert after.cohesion == pytest.approx(0.5 * before.cohesion, abs=1e-12)
    stakes = stage.setting.stake[:, None]
    assert after.base_logit - stakes == pytest.approx(0.5 * (before.base_logit - stakes), abs=1e-12)


def test_parts_scale_what_they_name(posterior):
    for part, squeezed, narrowed, power in (
        (COEFFICIENTS, True, False, 1.0),
        (HIDDEN, False, True, 1.0),
        (LIKELIHOOD, False, False, 1.25),
    ):
        variant = variant_of(posterior, part, 1.25)
        assert (variant.squeeze != 1.0) is squeezed
        assert (variant.born.setting.strength_sd != posterior.stage.setting.strength_sd) is narrowed
        assert variant.power == power
        assert variant.stage is posterior.stage  # what a spread means to those who read crowds is no prior


def test_at_power_one_every_part_is_the_posterior_to_the_bit(posterior):
    for part in (PRIOR, LIKELIHOOD):
        for known in (posterior.states[0], posterior.states[-1]):
            again = lived_again(posterior, variant_of(posterior, part, 1.0), known)
            assert np.array_equal(again.block.cells, known.block.cells)
            assert again.weights.log_evidence == known.weights.log_evidence


def test_without_evidence_only_the_prior_can_be_sensitive(case):
    """On the first day nothing but silence was heard: raising it to a power moves hardly anything."""
    early = infer(case, as_of=date(2019, 1, 10), worlds=640, seed=4, threads=2)
    found = sensitivity_from(early, outlets=0, threads=2)
    assert found.part(LIKELIHOOD).distance < 0.5 * THRESHOLD
    assert found.part(PRIOR).distance > 2.0 * found.part(LIKELIHOOD).distance


def test_the_answer_moves_with_the_powers_as_told(found):
    assert [one.part for one in found.scaled] == [PRIOR, COEFFICIENTS, HIDDEN, LIKELIHOOD]
    for one in found.scaled:
        assert one.low.difference == pytest.approx(one.low.p - found.obeyed.p, abs=1e-12)
        assert 0.0 <= one.distance <= 1.0 / log2(POWERS[1])
        assert np.isfinite([one.error, one.low.error, one.high.error]).all()
    assert found.verdict == verdict_of(found.part(PRIOR).distance, found.part(LIKELIHOOD).distance)


def test_the_document_is_plain_and_whole(found):
    text = sensitivity_text(found)
    told = json.loads(text)
    assert told == json.loads(json.dumps(found.to_json()))
    assert told["schema"] == "standoff-sensitivity/1"
    assert [bar["name"] for bar in told["tornado"]] == [bar.name for bar in found.tornado()]
    assert {part["part"] for part in told["power_scaling"]["parts"]} == {PRIOR, COEFFICIENTS, HIDDEN, LIKELIHOOD}
    assert {one["kind"] for one in told["indices"]} == {"coefficient", "signal", "hidden"}
    assert text.isascii()
    assert text.endswith("}\n")
