"""What a member of the forces has at stake (model paper, section 5, "Stakes").

A member facing an order disobeys iff P(the order-giver falls) times what he gains by that outweighs what he loses if the
order-giver stays: iff P >= c = S / (S + G). All effects are additive in logit c, and their signs are imposed by their priors.
Every function runs on NumPy arrays as it stands and is compiled, unchanged, into the day kernel.
"""

from __future__ import annotations

from standoff.model.maths import Array, log, maximum


def stake_ratio(loss: Array, gain: Array) -> Array:
    """Stake ratio c = S / (S + G): the chance of a fall from which on disobeying pays.

    S is what a member loses by disobeying an order-giver who stays, G what he gains if the order-giver falls, both present
    values in the same unit. A coup that succeeds with chance gamma is not worth trying iff gamma <= c (Acemoglu, Ticchi &
    Vindigni 2010; Besley & Robinson 2010; model paper 1.11).
    """
    return loss / (loss + gain)


def stake_ratio_logit(loss: Array, gain: Array) -> Array:
    """Logit c = log S - log G: what multiplies a loss or a gain adds to the logit, which is why effects here are added."""
    return log(loss) - log(gain)


def crowd_excess(crowd_log10: Array) -> Array:
    """Tenfold steps of the crowd above 0.1 per cent of the population: max(0, q + 3), q = log10 share."""
    return maximum(crowd_log10 + 3.0, 0.0)


def loyalty(
    patronage: Array,
    hardship: Array,
    surveillance: Array,
    patron: Array,
    threat: Array,
) -> Array:
    """Sum of what holds a member to the order-giver, each term already its coefficient times its covariate (logit)."""
    return patronage - hardship + surveillance + patron + threat


def amnesty_pull(amnesty: Array, cover: Array, culpability_pull: Array, culpability: Array) -> Array:
    """Pull of an amnesty: coefficient times credibility, times cover of the group, more for the culpable (fact 35)."""
    return amnesty * cover * (1.0 + culpability_pull * culpability)


def moral_cost(kin: Array, scale: Array, moral: Array, harsh: Array, crowd: Array) -> Array:
    """Kin and conscience: kin_g [m_X (1 + crowd / 2) + e_X], scaled by one global coefficient."""
    return kin * scale * (moral * (1.0 + 0.5 * crowd) + harsh)


def stake_logit(base: Array, sign: Array, held: Array, pulled: Array, moral: Array, pivot: Array) -> Array:
    """Logit of the stake ratio c of a group facing an order.

    `sign` is +1 for those who obey orders and -1 for defenders, for whom c is the cost of defending: what ties a soldier to
    the order-giver makes a defender readier (model paper 1.7).
    """
    return base + sign * (held - pulled + pivot - moral)
