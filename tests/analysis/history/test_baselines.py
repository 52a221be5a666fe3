"""Rival forecasts by hand, and against an independent optimiser."""

from __future__ import annotations

from datetime import date
from math import exp, log

import numpy as np
import pytest
from scipy import optimize

import standoff as so
from standoff.analysis.history import baselines
from standoff.analysis.scoring import fitted_logit
from standoff.model.echoes import gather
from standoff.model.priors import load_priors

PRIORS = load_priors()


def known(day: date = date(2019, 1, 15)):
    return gather(so.load_case("venezuela-2019").events, day)


def test_the_base_rate_is_never_certain() -> None:
    assert baselines.base_rate(np.array([1.0, 0.0, 1.0])) == pytest.approx(2.5 / 4, abs=1e-12)
    assert 0.0 < baselines.base_rate(np.zeros(5)) < baselines.base_rate(np.ones(5)) < 1.0


def test_code_shares_count_distinct_events() -> None:
    shares = baselines.code_shares(known(), PRIORS)
    assert shares.sum() == pytest.approx(1.0, abs=1e-12)
    by_code = dict(zip(PRIORS.codes, shares * len(known()), strict=True))
    assert by_code["challenger_arrested"] == pytest.approx(1.0, abs=1e-12)
    assert by_code["foreign_recognition"] == pytest.approx(2.0, abs=1e-12)
    assert baselines.code_shares((), PRIORS).tolist() == [0.0] * len(PRIORS.codes)


def test_the_product_of_bayes_factors_by_hand() -> None:
    """A pledge of the command .9, support abroad 1.0, 1.05 and 1.05, a claim 1.0, an arrest .7, an amnesty 1.05."""
    assert baselines.log_factor(known(), PRIORS) == pytest.approx(log(0.9 * 1.05 * 1.05 * 0.7 * 1.05), abs=1e-12)


def test_the_logit_is_the_optimum_of_its_density() -> None:
    rng = np.random.default_rng(3)
    columns, fell = rng.standard_normal((40, 3)), (rng.random(40) < 0.5).astype(float)
    found = fitted_logit(columns, fell, 0.3)

    def loss(at: np.ndarray) -> float:
        logits = at[0] + columns @ at[1:]
        return float(np.logaddexp(0.0, -(2 * fell - 1) * logits).sum() + 0.15 * at[1:] @ at[1:] + 0.0005 * at[0] ** 2)

    assert found == pytest.approx(optimize.minimize(loss, np.zeros(4), tol=1e-12).x, abs=1e-4)


def test_columns_that_separate_do_not_send_the_logit_away() -> None:
    found = fitted_logit(np.array([[-2.0], [-1.0], [1.0], [2.0]]), np.array([0.0, 0.0, 1.0, 1.0]), 0.01)
    assert np.all(np.isfinite(found))
    assert 1.0 < found[1] < 30.0


def test_all_three_rivals_answer() -> None:
    others = [known(date(2019, 1, day)) for day in (11, 13, 21, 28)]
    fell = np.array([0.0, 1.0, 0.0, 1.0])
    told = baselines.rival_forecasts(known(), others, fell, PRIORS)
    assert tuple(told) == baselines.NAMES
    assert told["base_rate"] == pytest.approx(2.5 / 5, abs=1e-12)
    expected = 1.0 / (1.0 + exp(-baselines.log_factor(known(), PRIORS)))
    assert told["bayes_factor_product"] == pytest.approx(expected, abs=1e-12)
    assert 0.0 < told["logit"] < 1.0
