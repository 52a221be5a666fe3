"""Hidden manipulation of what people see (Edmond 2013, linear cost; model paper 1.5): what a ruler's media are worth to him.

A ruler of strength theta takes a hidden action a >= 0 at the cost `cost` times a; citizens see theta + a with noise of the
given precision, hold no other belief, and attack iff they think the chance of a fall at least `stake`; he loses his standing by
the share that attacks, and falls where that exceeds his strength. Types from the threshold on pool at one apparent strength,
`manipulation_reach` beyond the citizens' cutoff. In standard deviations of the signal, with k = sqrt(precision) reach and
r = stake / (1 - stake), the threshold is theta* = Phi(v) / r, where v is the root of

    Phi(v) / r = Phi(-k) + phi(k) (k - v),    phi(k) = cost / sqrt(precision),

whose right side is the tangent of Phi(-v) at k. Citizens know all this, and it helps him nevertheless: theta* falls to 0 as
precision grows.

The model paper lets this hold wherever cost < sqrt(precision) phi(0). That is not enough. If the signal of the marginal type
lies beyond the pool (Phi^-1(stake) >= k) he has nothing to gain, and if theta* came out above 1 - stake he would rather not;
then types above him may manipulate, but they weigh on the marginal citizen's belief exactly as they would without (the masses
add up to 1 again), and the threshold stays at 1 - stake. The tests check both by trying every deviation on a grid.
"""

from __future__ import annotations

from standoff.model.maths import Array, log, maximum, minimum, normal_cdf, normal_pdf, normal_quantile, sqrt, where

ROOT_OF_TWO_PI = 2.5066282746310002
HALVINGS = 64
NEWTON_STEPS = 3


def manipulation_reach(precision: Array, cost: Array) -> Array:
    """Gamma: how far beyond the citizens' cutoff manipulating types appear; 0 where cost >= sqrt(precision) phi(0)."""
    return sqrt(2.0 / precision * maximum(log(sqrt(precision) / (ROOT_OF_TWO_PI * cost)), 0.0))


def threshold_index(stake: Array, precision: Array, cost: Array) -> Array:
    """The marginal type's place against the cutoff, sqrt(precision) (theta* - x*), in standard deviations of the signal.

    Bisection, then Newton; to about 1e-12 for precisions up to 1e6. Without manipulation it is Phi^-1(stake).
    """
    plain, k = normal_quantile(stake), sqrt(precision) * manipulation_reach(precision, cost)
    steepness, ratio = cost / sqrt(precision), stake / (1.0 - stake)
    meet = normal_cdf(-k) + steepness * k
    high = meet / steepness
    low = minimum(high, 0.0) - 1.0 / (ratio * steepness)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        over = normal_cdf(middle) / ratio + steepness * middle > meet
        low, high = where(over, low, middle), where(over, middle, high)
    v = 0.5 * (low + high)
    for _ in range(NEWTON_STEPS):
        v = v - (normal_cdf(v) / ratio + steepness * v - meet) / (normal_pdf(v) / ratio + steepness)
    return where((plain < k) & (v < plain), v, plain)


def manipulated_threshold(stake: Array, precision: Array, cost: Array) -> Array:
    """Theta*: rulers below it fall, whatever they do; 1 - stake where manipulation does not help.

    Args:
        stake: the chance of a fall from which on citizens attack, in (0, 1).
        precision: of a citizen's private signal of strength.
        cost: of a unit of apparent strength, above 0.
    """
    return normal_cdf(threshold_index(stake, precision, cost)) * (1.0 - stake) / stake


def apparent_cutoff(stake: Array, precision: Array, cost: Array) -> Array:
    """x*: citizens who see less than this attack."""
    index = threshold_index(stake, precision, cost)
    return normal_cdf(index) * (1.0 - stake) / stake - index / sqrt(precision)


def hidden_manipulation(strength: Array, stake: Array, precision: Array, cost: Array) -> Array:
    """What a ruler of that strength does in secret where manipulation helps: all who survive by it appear equally strong.

    Types from theta* up to x* + gamma lift themselves to x* + gamma; stronger ones need not, and weaker ones fall anyway. 0 for
    all where the threshold stays at 1 - stake.
    """
    index = threshold_index(stake, precision, cost)
    threshold = normal_cdf(index) * (1.0 - stake) / stake
    pool = threshold - index / sqrt(precision) + manipulation_reach(precision, cost)
    acts = (strength >= threshold) & (strength < pool) & (index < normal_quantile(stake))
    return where(acts, pool - strength, 0.0)


def state_media_relief(stake: Array, precision: Array, cost: Array) -> Array:
    """By how much hidden manipulation lowers the threshold below which the ruler falls: (1 - stake) - theta*.

    Between 0, where signals are so poor or manipulation so dear that it does not help him, and 1 - stake; it grows with the
    precision of what people see and with the cheapness of manipulating it. In units of strength, so that it can be taken from
    the pressure of the core.
    """
    return (1.0 - stake) - manipulated_threshold(stake, precision, cost)
