"""A quadratic surrogate of log densities that are known with noise at scattered points, and the normal posterior it gives.

Response surfaces after Box & Wilson (1951): y(z) is regressed on 1, z, z^2 and products, curvature held near 0 by a ridge as
far as the noise makes it doubtful. The estimate is linear in y, so that the surface of a sum is the sum of surfaces, and
leaving one term of the sum out costs nothing. With a standard normal prior on z the posterior is taken as normal at its peak
(Laplace).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RIDGE_LINEAR, RIDGE_SQUARE, RIDGE_PRODUCT, RIDGE_NUISANCE = 0.1, 10.0, 40.0, 3.0
"""In units of points: a term seen at that many points of spread 1 is believed by half."""


class Surface(NamedTuple):
    """value + slope.x + x'curvature x / 2, where x = z - centre."""

    value: float
    slope: Floats
    curvature: Floats


class Normal(NamedTuple):
    """A normal distribution: mean [d], covariance [d, d]."""

    mean: Floats
    covariance: Floats


@dataclass(frozen=True)
class Design:
    """Where y is known: points z [n, d] less the centre, and nuisance numbers [n, e] that move y too and are averaged over.

    `weight` [n] says how much each point counts, so that far points do not bend what is near.
    """

    centre: Floats
    projection: Floats

    @property
    def dimensions(self) -> int:
        """Of z."""
        return int(self.centre.size)

    def surfaces(self, values: Floats) -> Floats:
        """Terms [T, ...] of the surface of each column of values [n, ...]; they add up as the columns do."""
        return np.tensordot(self.projection, values, axes=1)

    def surface(self, terms: Floats) -> Surface:
        """The surface that terms [T] stand for."""
        d = self.dimensions
        squares, products = terms[1 + d : 1 + 2 * d], terms[1 + 2 * d : 1 + 2 * d + d * (d - 1) // 2]
        curvature = np.diag(2.0 * squares)
        low = np.tril_indices(d, -1)
        curvature[low] = products
        curvature.T[low] = products
        return Surface(float(terms[0]), terms[1 : 1 + d], curvature)


def design(points: Floats, nuisance: Floats, centre: Floats, reach: float) -> Design:
    """The regression of values at points [n, d]; a point counts by exp(-|z - centre|^2 / (2 d reach^2))."""
    x = points - centre
    d = x.shape[1]
    low = np.tril_indices(d, -1)
    columns = [np.ones((len(x), 1)), x, x * x, x[:, low[0]] * x[:, low[1]], nuisance]
    ridges = (0.0, RIDGE_LINEAR, RIDGE_SQUARE, RIDGE_PRODUCT, RIDGE_NUISANCE)
    ridge = np.concatenate([np.full(part.shape[1], size) for part, size in zip(columns, ridges, strict=True)])
    terms, weight = np.hstack(columns), np.exp(-np.sum(x * x, axis=1) / (2.0 * d * reach * reach))
    weighed = terms.T * weight
    return Design(centre, np.linalg.solve(weighed @ terms + np.diag(ridge), weighed))


def posterior(surface: Surface, centre: Floats, furthest: float) -> Normal:
    """The normal posterior under a standard normal prior on z, its mean at most so far from the centre.

    Curvature upwards is taken as none: a log density that would grow without end is noise.
    """
    values, vectors = np.linalg.eigh(surface.curvature)
    bent = vectors @ np.diag(np.minimum(values, 0.0)) @ vectors.T
    precision = np.eye(centre.size) - bent
    step = np.linalg.solve(precision, surface.slope - centre)
    step *= min(1.0, furthest / max(float(np.linalg.norm(step)), 1e-12))
    return Normal(centre + step, np.linalg.inv(precision))


def height(surface: Surface, x: Floats) -> float:
    """The surface at x = z - centre."""
    return float(surface.value + surface.slope @ x + 0.5 * x @ surface.curvature @ x)
