"""First-order Sobol indices from samples already there: Var(E[y | x]) / Var(y), by one input at a time.

Continuous inputs behind few draws (the standard numbers of the coefficients) are fitted with two Hermite polynomials, hidden
quantities of many worlds by bins of equal weight (Plischke, Borgonovo & Smith 2013). Both are corrected for the variance that
chance explains, as adjusted R squared is: with n effective samples and k terms, 1 - (1 - R^2) (n - 1) / (n - 1 - k).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.model.maths import normal_quantile

Floats = NDArray[np.float64]

TERMS, BINS = 2, 20
LEAST_BINS, SAMPLES_A_BIN = 3, 5
CHANCE = 0.05


def effective_samples(weight: Floats) -> float:
    """Effective number of weighted samples (Kong, Liu & Wong 1994)."""
    return float(weight.sum() ** 2 / np.sum(weight**2))


def polynomial_index(x: Floats, y: Floats, weight: Floats) -> float:
    """Index of one input [N], near to normal, for an output [N], by a straight line and a parabola.

    Args:
        x: the input.
        y: the output.
        weight: of the samples; they need not add up to 1.
    """
    design = np.column_stack((np.ones_like(x), x, x * x - 1.0))
    root = np.sqrt(weight / weight.sum())
    fitted = design @ np.linalg.lstsq(design * root[:, None], y * root, rcond=None)[0]
    return _corrected(_explained(fitted, y, weight), effective_samples(weight), TERMS)


def binned_index(x: Floats, y: Floats, weight: Floats, bins: int = BINS) -> float:
    """Index of one input [N] of many samples for an output [N], by bins of about equal weight."""
    order = np.argsort(x, kind="stable")
    share = np.cumsum(weight[order]) / weight.sum()
    place = np.empty(x.size, dtype=np.int64)
    place[order] = np.minimum((share * bins).astype(np.int64), bins - 1)
    mass = np.bincount(place, weights=weight, minlength=bins)
    means = np.bincount(place, weights=weight * y, minlength=bins) / np.maximum(mass, 1e-300)
    return _corrected(_explained(means[place], y, weight), effective_samples(weight), bins - 1)


def bins_for(samples: float) -> int:
    """How many bins so many effective samples fill: at most `BINS`."""
    return int(min(max(samples // SAMPLES_A_BIN, LEAST_BINS), BINS))


def noise_floor(samples: float, terms: int, inputs: int = 1) -> float:
    """What the largest corrected index of so many inputs that do nothing stays under in 95 of 100 sets of so many samples.

    Of forty inputs looked at, two would lie beyond the level of a single one (hence Bonferroni's correction). R^2 of nothing is
    Beta(terms / 2, (n - 1 - terms) / 2); for two terms its quantile is in closed form, else that of chi-squared after Wilson &
    Hilferty (1931) is near enough.
    """
    rest = samples - 1.0 - terms
    if rest <= 1.0:
        return 1.0
    ninth = 2.0 / (9.0 * terms)
    chance = CHANCE / max(inputs, 1)
    beyond = float(normal_quantile(1.0 - chance))
    many = terms * (1.0 - ninth + beyond * np.sqrt(ninth)) ** 3 / (samples - 1.0)
    explained = 1.0 - chance ** (2.0 / rest) if terms == TERMS else min(many, 1.0)
    return float(1.0 - (1.0 - explained) * (samples - 1.0) / rest)


def _explained(fitted: Floats, y: Floats, weight: Floats) -> float:
    """Share of the weighted variance of y that the fitted values take away."""
    mean = np.average(y, weights=weight)
    whole = float(np.average((y - mean) ** 2, weights=weight))
    rest = float(np.average((y - fitted) ** 2, weights=weight))
    return 1.0 - rest / whole if whole > 0.0 else 0.0


def _corrected(explained: float, samples: float, terms: int) -> float:
    rest = samples - 1.0 - terms
    return 1.0 - (1.0 - explained) * (samples - 1.0) / rest if rest > 0.0 else float("nan")
