"""Rival forecasts of whether the order-giver falls, as plain as they come: what a model must beat to be worth its trouble.

Each learns from other cases at the same fraction of their span, and sees of its own case what was public by the day:

* `base_rate`: how often order-givers fell.
* `logit`: logistic regression on the shares of event codes, coefficients held near 0 by a normal prior.
* `bayes_factor_product`: the base rate's odds times the Bayes factor of every row (model paper, section 3), as though rows were
  independent and every source told the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.scoring import fitted_logit
from standoff.model.echoes import Evidence
from standoff.model.priors import Priors

Floats = NDArray[np.float64]

NAMES = ("base_rate", "logit", "bayes_factor_product")
LOGIT_PRECISION = 0.3
"""Prior precision of a coefficient per unit share; of 0.01 to 0.3 the one that scored best on the library, in its favour."""
MOST_LOG_ODDS = 30.0


def base_rate(fell: Floats) -> float:
    """Share of order-givers who fell, one half of a case added to each side (Jeffreys) so that it is never 0 or 1."""
    return float((fell.sum() + 0.5) / (fell.size + 1.0))


def code_shares(evidence: Sequence[Evidence], priors: Priors) -> Floats:
    """Share of each event code among the distinct events known [K]; all 0 where none is."""
    place = {code: index for index, code in enumerate(priors.codes)}
    counts = np.bincount([place[item.event.code] for item in evidence], minlength=len(place)).astype(np.float64)
    shares: Floats = counts / max(counts.sum(), 1.0)
    return shares


def log_factor(evidence: Sequence[Evidence], priors: Priors) -> float:
    """Sum of the logarithms of the rows' Bayes factors for "would refuse", by tier where that is told apart."""
    total = 0.0
    for item in evidence:
        factors = priors.codes[item.event.code].factor
        total += log(factors.get(item.event.tier, next(iter(factors.values()))))
    return total


def chance(log_odds: float) -> float:
    """Probability of log odds, held where it is still a number."""
    return 1.0 / (1.0 + exp(-min(max(log_odds, -MOST_LOG_ODDS), MOST_LOG_ODDS)))


def rival_forecasts(
    known: Sequence[Evidence], others: Sequence[Sequence[Evidence]], fell: Floats, priors: Priors
) -> dict[str, float]:
    """P(the order-giver falls) by each rival.

    Args:
        known: evidence of the case by its day.
        others: evidence of the cases to learn from, each by its own day at the same fraction.
        fell: [N] 1 where the order-giver of such a case fell.
        priors: for codes and Bayes factors.
    """
    rate = base_rate(fell)
    columns = np.array([code_shares(each, priors) for each in others]).reshape(len(others), len(priors.codes))
    learned = fitted_logit(columns, fell, LOGIT_PRECISION)
    return {
        "base_rate": rate,
        "logit": chance(float(learned[0] + learned[1:] @ code_shares(known, priors))),
        "bayes_factor_product": chance(log(rate / (1.0 - rate)) + log_factor(known, priors)),
    }
