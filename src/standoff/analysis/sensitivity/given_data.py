"""First-order Sobol indices from samples already drawn: no further runs, whatever weights the samples have.

The index of an input X is Var(E[Y | X]) / Var(Y) (Sobol 1993; Saltelli et al. 2008): how much of the variance of an answer
would go if X were known. Nothing but samples of X and Y is needed to estimate it (given-data indices: Plischke, Borgonovo &
Smith 2013). Two estimators of E[Y | X]:

    few samples     a parabola in X (the first two terms of a Hermite chaos, Sudret 2008): what it leaves out counts as noise
    many samples    means in bins of equal weight (the correlation ratio of Pearson 1905); the width of a bin costs about a
                    fiftieth of the index of a normal input

Each fits k terms and so explains k / (n - 1) of pure noise on average; the correction for that is the adjusted R squared
(Ezekiel 1930), epsilon squared for bins (Kelley 1935). With weights, n is the effective number 1 / sum of squares (Kish 1965).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.sensitivity.values import Index
from standoff.inference.pooling import jackknife_error
from standoff.model.maths import normal_quantile

Floats = NDArray[np.float64]
Estimator: TypeAlias = Callable[[Floats, Floats, Floats], float]

PARABOLA = 2
BINS = 24
CHANCE = 0.05
"""How often the largest of several inputs without effect may lie beyond the noise level."""
_LEAST_VARIANCE = 1e-24


def effective_number(weight: Floats) -> float:
    """Effective number of weighted samples, 1 / sum of squared shares (Kish 1965); 0 where nothing has any weight.

    >>> effective_number(np.array([1.0, 1.0, 0.0]))
    2.0
    """
    squares = float(np.sum(weight * weight))
    return float(weight.sum() ** 2) / squares if squares > 0.0 else 0.0


def by_parabola(x: Floats, y: Floats, weight: Floats) -> float:
    """First-order index of an input [n] from few weighted samples; NaN where too few of them carry the weight."""
    if effective_number(weight) <= PARABOLA + 2.0:
        return float("nan")
    root = np.sqrt(weight / weight.sum())
    basis = np.column_stack((np.ones_like(x), x, x * x))
    fit, *_ = np.linalg.lstsq(root[:, None] * basis, root * y, rcond=None)
    return _share(y, basis @ fit, weight, PARABOLA)


def by_bins(x: Floats, y: Floats, weight: Floats, bins: int = BINS) -> float:
    """First-order index of an input [n] from many weighted samples: means of Y in bins of equal weight."""
    if effective_number(weight) <= bins + 1.0:
        return float("nan")
    order = np.argsort(x, kind="stable")
    upto = np.cumsum(weight[order]) / weight.sum()
    of_bin = np.empty(x.size, dtype=np.int64)
    of_bin[order] = np.minimum((upto * bins - 1e-9).astype(np.int64), bins - 1)
    mass = np.bincount(of_bin, weight, bins)
    means = np.bincount(of_bin, weight * y, bins) / np.maximum(mass, 1e-300)
    return _share(y, means[of_bin], weight, bins - 1)


def _share(y: Floats, fitted: Floats, weight: Floats, terms: int) -> float:
    """Share of the variance of `y` that a fit of so many terms explains, corrected for what it explains of noise."""
    share, n = weight / weight.sum(), effective_number(weight)
    total = float(share @ (y - share @ y) ** 2)
    if total <= _LEAST_VARIANCE:
        return 0.0
    rest = float(share @ (y - fitted) ** 2)
    return 1.0 - rest / total * (n - 1.0) / (n - 1.0 - terms)


def parabola_noise(n: float, inputs: int) -> float:
    """Corrected index that the largest of `inputs` without effect exceeds once in twenty, from `n` effective samples.

    Of two regressors without effect R squared is Beta(1, (n - 3) / 2) distributed, whose tail is (1 - r)^((n - 3) / 2).
    """
    if n <= PARABOLA + 2.0:
        return 1.0
    tail = CHANCE / max(inputs, 1)
    rest = float(tail ** (2.0 / (n - 3.0)))
    return 1.0 - rest * (n - 1.0) / (n - 3.0)


def bins_noise(n: float, inputs: int, bins: int = BINS) -> float:
    """The same for bins: n times what bins explain of noise is about chi squared with bins - 1 degrees of freedom.

    Its quantile is taken by Wilson & Hilferty (1931).
    """
    terms = bins - 1.0
    if n <= terms + 2.0:
        return 1.0
    z = float(normal_quantile(1.0 - CHANCE / max(inputs, 1)))
    raw = min(terms * float((1.0 - 2.0 / (9.0 * terms) + z * (2.0 / (9.0 * terms)) ** 0.5) ** 3) / n, 1.0)
    return 1.0 - (1.0 - raw) * (n - 1.0) / (n - 1.0 - terms)


def index(x: Floats, y: Floats, weight: Floats, inputs: int) -> Index:
    """Index of one input from few samples [n], its error from leaving out each in turn (Tukey 1958)."""
    error = jackknife_error(lambda used: by_parabola(x[used], y[used], weight[used]), x.size, x.size)
    return Index(by_parabola(x, y, weight), error, parabola_noise(effective_number(weight), inputs))


def index_of_worlds(x: Floats, y: Floats, weight: Floats, block: NDArray[np.int64], n: float, runs: int, inputs: int) -> Index:
    """Index of one input from many samples [n] in blocks, its error from leaving out one run of blocks at a time.

    Args:
        x: the input.
        y: the output.
        weight: of each sample.
        block: the block each sample lies in; worlds of one block are not independent of each other.
        n: how many independent samples they are worth, for the noise level.
        runs: independent runs that blocks are dealt into.
        inputs: how many inputs are looked at together.
    """

    def estimate(used: NDArray[np.bool_]) -> float:
        kept = used[block]
        return by_bins(x[kept], y[kept], weight[kept])

    error = jackknife_error(estimate, int(block.max()) + 1, runs)
    return Index(by_bins(x, y, weight), error, bins_noise(n, inputs))
