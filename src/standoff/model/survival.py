"""Learning from survival: an attack after one that failed (Angeletos, Hellwig & Pavan 2007; Little 2017; model paper 1.4).

A test of obedience that was passed, and whose threshold everybody knows, tells everybody that strength lies above that
threshold, the `floor`. The common prior N(z, 1/alpha) is then truncated there, and so is every private posterior. The
marginal member of a group of stake ratio c, for whom P(falls) = c on the condition that strength exceeds the floor, solves

    Phi(u) = (1 - c) Phi(u + delta),    delta = sqrt(alpha + beta) (theta* - floor),

in place of u = Phi^-1(1 - c); for defenders, whose P(survives) = c, it is Phi(u') = c Phi(u' + delta), which enters as -u'.
With that quantile the core keeps its form (see `model.core`):

    A_g = Phi([sqrt(alpha + beta_g) u_g - s_g alpha (z - theta*)] / sqrt(beta_g)),    theta* = b + sum_g s_g w_g A_g.

The right-hand side still rises with theta*, since the further the threshold lies above the floor, the less the floor excludes.
But just above the floor nobody would attack, so that now there may be no root at all: everybody knows that the order-giver
has withstood as much, and expects everybody else to stay quiet. Without enough new private information, new pressure or a
new order nothing further can be coordinated, however little the forces like him.

How the daily belief differs: a day of the model keeps belief normal. `beliefs.tested_mean` and `tested_precision` give it the
mean and the variance of the truncated belief, as far as the test was a full one, and tomorrow's core knows no floor. Measured
at the model paper's first setting (c = .5, alpha = beta_1 = 1, z = 1, floor 0.216736): with beta_2 = 72.2129 the exact (upper)
threshold of a second attack is 0.466287 and the one from the moment-matched belief 0.421438, 0.045 too low; with
beta_2 = 192.568 they are 0.485155 and 0.453301. Below beta_2 = 48.14196 no second attack can be coordinated, while the matched
belief goes on to give a threshold (0.341562 with beta_2 = 20). It misses the silence after a test and, once private news is
good enough, some of the danger.
"""

from __future__ import annotations

from standoff.model.maths import Array, inverse_mills, log, log1p, log_cdf_rise, maximum, minimum, normal_cdf, sqrt, where

LEAST_DELTA = 1e-5
"""Below it the quantile stands for that of a threshold at the floor itself, where it would be infinite."""

STEPS = 5
"""Newton steps that end within 1e-10 of the quantile, relative where it is above 1, from `survivor_start`."""


def floor_distance(alpha: Array, beta: Array, theta: Array, floor: Array) -> Array:
    """Delta: how far the threshold lies above the floor, in standard deviations of a private posterior."""
    return maximum(sqrt(alpha + beta) * (theta - floor), LEAST_DELTA)


def survivor_need(quantile: Array, sign: Array) -> Array:
    """-log(1 - c), or -log c for defenders, from the quantile Phi^-1(1 - c): what `survivor_step` has to meet."""
    return -log1p(-normal_cdf(-sign * quantile))


def survivor_start(quantile: Array, sign: Array, need: Array, delta: Array) -> Array:
    """A point at or above the solution u, from which Newton's steps come down to it without passing it.

    Truncation only lowers u, so that the quantile is one bound. The rise of log Phi over delta is at most delta times the
    inverse Mills ratio at u; upper bounds of that ratio (Birnbaum 1942 to the left of 0, 2 phi(u) to the right) give two more.
    """
    slope = need / delta
    left = where(slope > 1.0, 1.0 / slope - slope, 0.0)
    right = sqrt(maximum(-2.0 * log(minimum(1.2533141373155 * slope, 1.0)), 0.0))
    return minimum(sign * quantile, where(slope > 1.0, left, right))


def survivor_step(u: Array, need: Array, delta: Array) -> Array:
    """One Newton step on log(log Phi(u + delta) - log Phi(u)) = log(need).

    The left side falls with u and is concave (the inverse Mills ratio is log-concave, and so is its mean over an interval),
    so that steps from above stay above.
    """
    rise = log_cdf_rise(u, delta)
    slope = inverse_mills(u) - inverse_mills(u + delta)
    return u + log(rise / need) * rise / slope


def survivor_quantile(quantile: Array, sign: Array, delta: Array) -> Array:
    """What takes the place of Phi^-1(1 - c) in `core.attack_base` where all know that strength lies above a floor.

    Args:
        quantile: Phi^-1(1 - c), within 8 of 0 (`core.stake_quantile` stays within 4.4).
        sign: +1 for those who obey orders, -1 for defenders.
        delta: see `floor_distance`; held above 1e-5.

    Returns:
        u for sign +1 and -u' for sign -1, to 1e-10 (of itself where it is large): from minus (plus) infinity at the floor to
        `quantile` far above it.
    """
    held = maximum(delta, LEAST_DELTA)
    need = survivor_need(quantile, sign)
    u = survivor_start(quantile, sign, need, held)
    for _ in range(STEPS):
        u = survivor_step(u, need, held)
    return sign * u
