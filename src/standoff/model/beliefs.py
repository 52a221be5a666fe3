"""What everybody believes about the order-giver's strength, and how public events move it (model paper 1.4, 1.6 and 5)."""

from __future__ import annotations

from standoff.model.maths import Array, maximum, normal_cdf, normal_pdf, sqrt, where


def diffused_precision(precision: Array, volatility: Array) -> Array:
    """Precision after a day in which strength walked: 1 / alpha' = 1 / alpha + sigma^2."""
    return precision / (1.0 + precision * volatility * volatility)


def signalled_mean(mean: Array, precision: Array, shift: Array, signal_precision: Array) -> Array:
    """Kalman mean after a public signal that reads `shift` above the present mean."""
    return mean + signal_precision / (precision + signal_precision) * shift


def heard_precision(signal_precision: Array, blackout: Array) -> Array:
    """Precision of a public signal that gets through a blackout in [0, 1] (Casper & Tyson 2014)."""
    return signal_precision * (1.0 - blackout)


def tested_mean(mean: Array, precision: Array, root: Array, passed: Array, weight: Array) -> Array:
    """Mean after a test at threshold `root`: the belief truncated above it (passed = +1) or below (-1), moment-matched.

    `weight` in [0, 1] says how much of a full test it was (Angeletos, Hellwig & Pavan 2007).
    """
    return mean + weight * passed * _mills(mean, precision, root, passed) / sqrt(precision)


def tested_precision(mean: Array, precision: Array, root: Array, passed: Array, weight: Array) -> Array:
    """Precision after the same test: the truncated variance is v (1 + d h - h^2), h the Mills ratio at distance d."""
    ratio = _mills(mean, precision, root, passed)
    distance = passed * (root - mean) * sqrt(precision)
    shrink = maximum(1.0 + distance * ratio - ratio * ratio, 0.05)
    return precision / (1.0 + weight * (shrink - 1.0))


def _mills(mean: Array, precision: Array, root: Array, passed: Array) -> Array:
    """phi(d) / Phi(-d), d = distance of the threshold in standard deviations; its asymptote d + 1/d far out."""
    distance = passed * (root - mean) * sqrt(precision)
    tail = maximum(normal_cdf(-distance), 1e-300)
    return where(distance > 30.0, distance + 1.0 / maximum(distance, 1.0), normal_pdf(distance) / tail)


def public_chance_of_fall(mean: Array, precision: Array, root: Array) -> Array:
    """P(theta < root) under the public belief: what officials and foreign states go by."""
    return normal_cdf((root - mean) * sqrt(precision))
