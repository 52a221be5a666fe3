"""Crowds with private thresholds (Granovetter 1978, Kuran 1991), as the share whose threshold has been passed.

Citizens go by the crowd they saw yesterday, officials and foreign states by the public chance that the order-giver falls.
People are drawn one by one as binomials from true headcounts in the engine; here are the shares.
"""

from __future__ import annotations

from standoff.model.maths import Array, exp, log, maximum, minimum, normal_cdf

LOG_10 = 2.302585092994046


def turnout_share(seen_log10: Array, push: Array, threshold_mean: Array, threshold_sd: Array) -> Array:
    """Share of citizens whose threshold lies below the crowd they saw: Phi((q + push - mu) / sigma), thresholds in log10."""
    return normal_cdf((seen_log10 + push - threshold_mean) / threshold_sd)


def log10_share(share: Array) -> Array:
    """log10 of a share, held above one in 10^7 so that an empty street stays finite."""
    return log(maximum(share, 1e-7)) / LOG_10


def share_of_log10(log10: Array) -> Array:
    """Back from log10 share to a share, at most 1."""
    return minimum(exp(LOG_10 * log10), 1.0)


def threshold_mean_for(base_log10: Array, base_quantile: Array, spread: Array) -> Array:
    """Mean threshold that makes `base_log10` a resting point: mu = q - sigma Phi^-1(10^q)."""
    return base_log10 - spread * base_quantile


def defected_share(chance_of_fall: Array, threshold: Array, spread: Array) -> Array:
    """Share of officials (or states) whose private threshold the public chance of a fall has passed."""
    return normal_cdf((chance_of_fall - threshold) / spread)
