"""The players who choose, by quantal response on expected gain (McKelvey & Palfrey 1995; model paper section 5).

The order-giver knows a little more than the public: a private signal of his own strength. What he orders, and what he does
not, therefore speaks of it. Units: the gain from an order obeyed is 1.
"""

from __future__ import annotations

from typing import NamedTuple

from standoff.model.maths import Array, expit, normal_cdf, sqrt


class ExpectedLoss(NamedTuple):
    """What holds an order back, in units of the gain from its being obeyed; the sum is set against that gain."""

    refusal: Array
    overthrow: Array
    intervention: Array
    backlash: Array


def private_chance_obeyed(
    public_mean: Array, public_precision: Array, signal: Array, signal_precision: Array, root: Array
) -> Array:
    """The order-giver's own P(obeyed): his posterior on strength, from public belief and private signal, above the root."""
    precision = public_precision + signal_precision
    mean = (public_precision * public_mean + signal_precision * signal) / precision
    return normal_cdf((mean - root) * sqrt(precision))


def refusal_loss(obeyed: Array, loss_ratio: Array, fall: Array) -> Array:
    """Expected loss from an order refused without his falling: standing, and the forces seen not to obey."""
    return (1.0 - obeyed) * (1.0 - fall) * loss_ratio


def overthrow_loss(obeyed: Array, loss_ratio: Array, fall: Array) -> Array:
    """Expected loss from an order refused that brings him down with it."""
    return (1.0 - obeyed) * fall * loss_ratio


def intervention_loss(deterrence: Array, threat: Array) -> Array:
    """What the threat of foreign force adds to the cost of the order."""
    return deterrence * threat


def backlash_loss(scale: Array, backlash: Array, crowd: Array) -> Array:
    """What the street would add: the arrest of a leader brings out crowds, mass arrests do not (fact 27)."""
    return scale * backlash * (1.0 + crowd)


def chance_of_ordering(obeyed: Array, loss: Array, rationality: Array, lapse: Array) -> Array:
    """Quantal response: P(give the order | occasion), with a lapse rate so that no single order settles the matter."""
    return lapse + (1.0 - lapse) * expit(rationality * (obeyed - loss))
