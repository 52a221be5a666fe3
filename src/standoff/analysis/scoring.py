"""Scores of probability forecasts against what happened: proper scores, calibration, skill with intervals over cases.

Sources: Brier (1950); Murphy (1973) for its decomposition; Epstein (1969) for the ranked score; Matheson & Winkler (1976) for
the continuous one; Cox (1958) for the line of calibration; Efron (1979) for the bootstrap. Model paper 1.12 has the numbers
that the tests ask for.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.engine.draws import uniforms
from standoff.model.maths import normal_cdf, normal_pdf

Floats = NDArray[np.float64]

LEAST = 1e-3
"""A forecast nearer to 0 or 1 is scored as this by the log score, so that one case cannot outweigh all others."""
INTERVAL_MASS = 0.9
Z_90 = 1.6448536269514722
"""Standard deviations to either side that hold as much of a normal."""
RESAMPLES = 2000
ROOT_PI = 1.772453850905516
NEWTON_STEPS, STILL, MOST_LOG_ODDS = 50, 1e-12, 30.0
LEAST_SLOPE_PRECISION = 1e-3
LEAST_SPREAD = 0.1
"""Log odds: forecasts that differ by less say nothing of a slope."""


class Interval(NamedTuple):
    """A number and its equal-tailed 90 % bootstrap interval over cases."""

    value: float
    low: float
    high: float


class Murphy(NamedTuple):
    """Parts of the Brier score: reliability - resolution + uncertainty."""

    reliability: float
    resolution: float
    uncertainty: float


class CalibrationLine(NamedTuple):
    """Log odds of the event = intercept + slope x log odds of the forecast; 0 and 1 where forecasts mean what they say."""

    intercept: float
    slope: float


def brier(p: Floats, happened: Floats) -> Floats:
    """Squared error of each forecast, 0 to 1."""
    return (p - happened) ** 2


def log_loss(p: Floats, happened: Floats) -> Floats:
    """Minus the log of the probability given to what happened, natural logarithm, forecasts held within `LEAST` of 0 and 1."""
    held = np.clip(p, LEAST, 1.0 - LEAST)
    loss: Floats = -np.log(np.where(happened > 0.5, held, 1.0 - held))
    return loss


def ranked_score(shares: Floats, kind: NDArray[np.int64]) -> Floats:
    """Ranked probability score of each forecast [N, K] over kinds in order, given the kind [N] that came; 0 to 1."""
    came = np.arange(shares.shape[1]) >= kind[:, None]
    return np.asarray(np.mean((np.cumsum(shares, axis=1) - came)[:, :-1] ** 2, axis=1))


def normal_crps(mean: Floats, sd: Floats, value: Floats) -> Floats:
    """Continuous ranked probability score of normal forecasts, in the unit of `value`."""
    z = (value - mean) / sd
    score: Floats = sd * (z * (2.0 * np.asarray(normal_cdf(z)) - 1.0) + 2.0 * np.asarray(normal_pdf(z)) - 1.0 / ROOT_PI)
    return score


def murphy(p: Floats, happened: Floats) -> Murphy:
    """Decomposition of the mean Brier score over the distinct forecasts that were made (exact)."""
    values, place = np.unique(p, return_inverse=True)
    many = np.bincount(place)
    rate, base = np.bincount(place, weights=happened) / many, float(happened.mean())
    share = many / p.size
    return Murphy(float(share @ (values - rate) ** 2), float(share @ (rate - base) ** 2), base * (1.0 - base))


def calibration_line(p: Floats, happened: Floats) -> CalibrationLine:
    """Logistic regression of what happened on the forecast's log odds.

    NaN where all forecasts are alike, so that there is no line; forecasts that separate perfectly end at a slope held by a weak
    prior, far above 1.
    """
    held = np.clip(p, LEAST, 1.0 - LEAST)
    odds = np.log(held / (1.0 - held))
    if np.ptp(odds) < LEAST_SPREAD:
        return CalibrationLine(float("nan"), float("nan"))
    found = fitted_logit(odds[:, None], happened, LEAST_SLOPE_PRECISION)
    return CalibrationLine(float(found[0]), float(found[1]))


def fitted_logit(columns: Floats, happened: Floats, precision: float) -> Floats:
    """Intercept and coefficients [1 + K] of a logistic regression of most posterior density.

    Coefficients have a normal prior of the given precision about 0, the intercept none to speak of.
    """
    rows = np.column_stack([np.ones(happened.size), columns])
    penalty = np.concatenate([[LEAST_SLOPE_PRECISION], np.full(columns.shape[1], precision)])
    return logit_peak(rows, happened, np.ones(happened.size), np.zeros(penalty.size), penalty)[0]


def logit_peak(rows: Floats, happened: Floats, weight: Floats, mean: Floats, precision: Floats) -> tuple[Floats, Floats]:
    """Where the posterior density of a logistic regression's coefficients is highest [K], and its curvature there [K, K].

    `rows` [N, K] count by `weight` [N]; priors are normal of `mean` and `precision` [K]. Newton's steps, halved for as long as
    one would lower the density, so that columns which separate the events do not send it away.
    """

    def density(at: Floats) -> float:
        likelihood = -np.logaddexp(0.0, -(2.0 * happened - 1.0) * (rows @ at))
        return float(weight @ likelihood - 0.5 * precision @ (at - mean) ** 2)

    at = mean.copy()
    for _ in range(NEWTON_STEPS):
        fitted = 1.0 / (1.0 + np.exp(-np.clip(rows @ at, -MOST_LOG_ODDS, MOST_LOG_ODDS)))
        curvature = (rows * (weight * fitted * (1.0 - fitted))[:, None]).T @ rows + np.diag(precision)
        step = np.linalg.solve(curvature, rows.T @ (weight * (happened - fitted)) - precision * (at - mean))
        while density(at + step) < density(at) and np.abs(step).max() > STILL:
            step = 0.5 * step
        at = at + step
    return at, curvature


def area_under_curve(p: Floats, happened: Floats) -> float:
    """Chance that a case in which it happened was given a higher forecast than one in which it did not; ties count half."""
    yes, no = p[happened > 0.5][:, None], p[happened <= 0.5]
    return float(np.mean((yes > no) + 0.5 * (yes == no))) if yes.size and no.size else float("nan")


def skill(loss: Floats, reference: Floats) -> float:
    """Share of the reference's mean loss that is saved; below 0 where there is none."""
    return float(1.0 - loss.mean() / reference.mean())


def bootstrap_mean(values: Floats, seed: int) -> Interval:
    """Mean of one number a case [N], with its interval over cases drawn again with replacement; the draws are addressed."""
    many = values.size
    lots = uniforms(seed, np.arange(many * RESAMPLES), 0, 0).reshape(RESAMPLES, many)
    means = values[np.minimum((lots * many).astype(np.int64), many - 1)].mean(axis=1)
    tail = 0.5 * (1.0 - INTERVAL_MASS)
    low, high = np.quantile(means, [tail, 1.0 - tail])
    return Interval(float(values.mean()), float(low), float(high))
