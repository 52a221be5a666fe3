"""Crowds with private thresholds (Granovetter 1978, Kuran 1991), as the share whose threshold has been passed.

Citizens go by the crowd they saw yesterday and by how strong he looks to them, officials and foreign states by the public
chance that the order-giver falls. People are drawn one by one as binomials from true headcounts in the engine; here are the
shares.
"""

from __future__ import annotations

from standoff.model.maths import Array, exp, log, maximum, minimum, normal_cdf, normal_pdf, sqrt, where

LOG_10 = 2.302585092994046


def turnout_share(seen: Array, push: Array, threshold_mean: Array, threshold_sd: Array) -> Array:
    """Share of citizens whose threshold lies below the crowd they saw: Phi((q + push - mu) / sigma).

    `seen`, `push` and thresholds are in one metric, whatever it is: in the engine log10 shares, in Granovetter (1978) people.
    """
    return normal_cdf((seen + push - threshold_mean) / threshold_sd)


def informed_turnout(share_log10: Array, per_strength: Array, expected: Array, strength: Array) -> Array:
    """log10 turnout of citizens who see how strong he is: the weaker than `expected`, the more come (Casper & Tyson 2014)."""
    return share_log10 + per_strength * (expected - strength)


def crowd_per_strength(precision: Array, quantile: Array) -> Array:
    """Tenfold crowds by which a unit of strength keeps people at home, where a share Phi(quantile) comes.

    Casper & Tyson's share is Phi(sqrt(alpha) (cutoff - theta)); this is its slope in log10, alpha the citizens' precision.
    """
    return sqrt(precision) * normal_pdf(quantile) / (normal_cdf(quantile) * LOG_10)


def crowd_signal_precision(precision: Array, reform_slope: Array) -> Array:
    """Precision gamma^2 of the size of a crowd as a signal of strength, gamma = r sqrt(alpha) / (r + sqrt(alpha)).

    Casper & Tyson 2014, from the derivation: the citizens' cutoff has standard deviation 1 / gamma where nobody knows what
    protesting costs them. The paper as printed gives gamma itself as the precision (model paper 1.6).
    """
    gamma = reform_slope * sqrt(precision) / (reform_slope + sqrt(precision))
    return gamma * gamma


def moderates_share(share: Array, always: Array) -> Array:
    """Share of the moderates in the street when `share` of all are, `always` of whom come in any case; never none or all."""
    return minimum(maximum((share - always) / (1.0 - always), 1e-9), 1.0 - 1e-9)


def turnout_log_ratio(turnout: Array, always: Array, moderates: Array, bad: Array, good: Array) -> Array:
    """Log likelihood ratio, bad regime to good, of a turnout (Lohmann 1994; model paper 1.9).

    `always` march in any case and tell nothing; of `moderates` each marches with chance `bad` or `good`. People or shares.
    """
    came = turnout - always
    return came * log(bad / good) + (moderates - came) * log((1.0 - bad) / (1.0 - good))


def neutral_turnout(always: Array, moderates: Array, bad: Array, good: Array) -> Array:
    """The turnout that tells nothing: below it a crowd is good news for the regime, though people march (Lohmann 1994).

    Where moderates are as likely to march under both, nothing tells anything and it is what comes.
    """
    apart = bad > good * 1.000001
    march, stay = log(where(apart, bad, 2.0 * good) / good), log((1.0 - good) / (1.0 - where(apart, bad, 0.5 * good)))
    return always + moderates * where(apart, stay / (march + stay), good)


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
