"""The obedience core: many groups, two sides, one scalar root (model paper 1.7; Morris & Shin 2004 is one group of it).

Group g of weight w_g, stake ratio c_g and signal precision beta_g disobeys (sign +1) when P(falls) >= c_g, or defends (sign
-1) when P(survives) >= c_g. The public belief about strength theta is N(z, 1/alpha); b is pressure from outside. With

    a_g(theta) = [sqrt(alpha + beta_g) * Phi^-1(1 - c_g) - s_g * alpha * (z - theta)] / sqrt(beta_g)

the order fails for every theta below the root of  theta = b + sum_g s_g w_g Phi(a_g(theta)).
Every function runs on NumPy arrays as it stands and is compiled, unchanged, into the day kernel.
"""

from __future__ import annotations

from standoff.model.maths import Array, clip, minimum, normal_cdf, normal_pdf, sqrt

LARGEST_LOGIT = 12.0
ROOT_OF_TWO_PI = 2.5066282746310002


def stake_quantile(stake_logit: Array) -> Array:
    """Phi^-1(1 - c) straight from logit c: a rational function of degree 13 over 12, our own fit.

    Its relative error is below 1.6e-10 for |logit c| up to 12 (stakes from 6 in a million to all but 6 in a million), where
    it is held; at a third of the price of a logistic function and a normal quantile.
    """
    x = clip(-stake_logit, -LARGEST_LOGIT, LARGEST_LOGIT)
    u = x * x
    top = 1.6665421107442915e-12 * u + 4.130745278783486e-09
    top = top * u + 1.5519784047673184e-06
    top = top * u + 0.00017249657351957746
    top = top * u + 0.007134705250170804
    top = top * u + 0.11607165311174837
    top = top * u + 0.6266570686504461
    bottom = 1.0993621607894751e-11 * u + 1.5576854751539142e-08
    bottom = bottom * u + 4.360883874406577e-06
    bottom = bottom * u + 0.00039591699512113893
    bottom = bottom * u + 0.014051002057619487
    bottom = bottom * u + 0.20310704515813038
    bottom = bottom * u + 1.0
    return x * top / bottom


def attack_base(quantile: Array, sign: Array, alpha: Array, beta: Array, z: Array) -> Array:
    """The part of a_g that does not depend on theta; `quantile` is Phi^-1(1 - c_g)."""
    return (sqrt(alpha + beta) * quantile - sign * alpha * z) / sqrt(beta)


def attack_gain(sign: Array, alpha: Array, beta: Array) -> Array:
    """Derivative of a_g by theta: s_g alpha / sqrt(beta_g)."""
    return sign * alpha / sqrt(beta)


def attack_index(base: Array, gain: Array, theta: Array) -> Array:
    """a_g(theta): the argument of Phi that gives a group's mass at the threshold theta."""
    return base + gain * theta


def group_mass(sign: Array, weight: Array, index: Array) -> Array:
    """s_g w_g A_g: what a group adds to the missing obedience (defenders take away)."""
    return sign * weight * normal_cdf(index)


def group_slope(sign: Array, weight: Array, gain: Array, index: Array) -> Array:
    """Derivative of `group_mass` by theta; the sign squares away, so it is never negative."""
    return sign * weight * gain * normal_pdf(index)


def newton_step(theta: Array, pressure: Array, mass: Array, slope: Array) -> Array:
    """One Newton step on theta - b - sum of masses; under the uniqueness guard the derivative 1 - slope is above 0.1."""
    return theta - (theta - pressure - mass) / (1.0 - slope)


def uniqueness_bound(alpha: Array, weight_over_root_beta: Array) -> Array:
    """U = alpha / sqrt(2 pi) * sum w_g / sqrt(beta_g): below 1 the root is unique (model paper 1.7)."""
    return alpha * weight_over_root_beta / ROOT_OF_TWO_PI


def guarded_precision(alpha: Array, weight_over_root_beta: Array, cap: Array) -> Array:
    """Public precision, held down so that U never passes `cap` (the uniqueness guard)."""
    return minimum(alpha, cap * ROOT_OF_TWO_PI / weight_over_root_beta)


def share_moved(sign: Array, beta: Array, index_at_root: Array, root: Array, theta: Array) -> Array:
    """Share of a group that disobeys (or defends) at true strength theta: Phi(sqrt(beta) s (x_g - theta)).

    With cutoff x_g = root + s Phi^-1(A_g) / sqrt(beta) this is Phi(a_g + s sqrt(beta) (root - theta)).
    """
    return normal_cdf(index_at_root + sign * sqrt(beta) * (root - theta))
