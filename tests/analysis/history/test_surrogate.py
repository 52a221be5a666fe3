"""Surrogates of noisy log densities: exact where the density is quadratic, additive over cases, held back by noise."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.analysis.history.surrogate import Surface, design, height, posterior

D = 3
SLOPE = np.array([2.0, -1.0, 0.5])
CURVATURE = np.array([[-1.5, 0.4, 0.0], [0.4, -2.0, 0.3], [0.0, 0.3, -0.8]])


def quadratic(z):
    return 4.0 + z @ SLOPE + 0.5 * np.einsum("ni,ij,nj->n", z, CURVATURE, z)


@pytest.fixture(scope="module")
def cloud():
    rng = np.random.default_rng(3)
    return rng.standard_normal((20_000, D)), rng.standard_normal((20_000, 2)), rng


def test_the_surface_of_a_quadratic_is_that_quadratic(cloud):
    points, nuisance, _ = cloud
    centre = np.array([0.3, -0.2, 0.1])
    made = design(points, nuisance, centre, reach=3.0)
    found = made.surface(made.surfaces(quadratic(points) + nuisance @ [0.7, -0.4]))
    np.testing.assert_allclose(found.curvature, CURVATURE, atol=0.02)
    np.testing.assert_allclose(found.slope, SLOPE + CURVATURE @ centre, atol=0.02)
    for x in (np.zeros(D), np.array([0.5, 0.5, -1.0])):
        assert height(found, x) == pytest.approx(quadratic((centre + x)[None])[0], abs=0.03)


def test_surfaces_add_up_so_that_leaving_one_out_is_a_subtraction(cloud):
    points, nuisance, rng = cloud
    made = design(points[:300], nuisance[:300], np.zeros(D), reach=1.5)
    values = rng.standard_normal((300, 5))
    terms = made.surfaces(values)
    others = made.surfaces(np.delete(values, 2, axis=1).sum(axis=1))
    np.testing.assert_allclose(terms.sum(axis=1) - terms[:, 2], others, atol=1e-10)


@pytest.mark.parametrize("centre", [np.zeros(D), np.array([0.4, -0.3, 0.2])])
def test_the_posterior_of_a_quadratic_is_exact_from_any_centre(centre):
    """Prior N(0, I) times exp(quadratic) is normal with precision I - H and mean (I - H)^-1 s."""
    surface = Surface(0.0, SLOPE + CURVATURE @ centre, CURVATURE)
    found = posterior(surface, centre, furthest=50.0)
    np.testing.assert_allclose(found.covariance, np.linalg.inv(np.eye(D) - CURVATURE), atol=1e-12)
    np.testing.assert_allclose(found.mean, np.linalg.solve(np.eye(D) - CURVATURE, SLOPE), atol=1e-12)


def test_a_peak_is_not_trusted_further_than_told_and_growth_without_end_not_at_all():
    steep = Surface(0.0, np.array([100.0, 0.0, 0.0]), np.diag([5.0, 0.0, 0.0]))
    found = posterior(steep, np.zeros(D), furthest=2.0)
    assert np.linalg.norm(found.mean) == pytest.approx(2.0)
    np.testing.assert_allclose(found.covariance, np.eye(D), atol=1e-12)


def test_noise_alone_bends_little():
    rng = np.random.default_rng(5)
    points = rng.standard_normal((120, 12))
    made = design(points, np.empty((120, 0)), np.zeros(12), reach=1.5)
    values = rng.standard_normal(120)
    found = made.surface(made.surfaces(values)).curvature
    low = np.tril_indices(12, -1)
    terms = np.hstack([np.ones((120, 1)), points, points**2, points[:, low[0]] * points[:, low[1]]])
    freely = np.linalg.lstsq(terms, values, rcond=None)[0]
    assert np.abs(found[low]).mean() < 0.4 * np.abs(freely[25:]).mean()
