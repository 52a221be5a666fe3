"""The hidden walk all filters follow: what is given and what is assumed. Standard library only.

A logit x walks by normal steps of standard deviation `STEP` a day from N(0, `SPREAD`); a day brings a Poisson number of reports
of mean `MOST` / (1 + exp(-x)). The counts are drawn once, from the model itself.
"""

from __future__ import annotations

import random
from math import exp

DAYS, STEP, SPREAD, MOST = 120, 0.2, 1.0, 10.0
PRIOR_MEDIAN, PRIOR_SPREAD = 0.2, 0.5  # of the step, log-normal, where it is to be found


def poisson(chance: random.Random, mean: float) -> int:
    """A Poisson number: how many unit exponentials fit into the mean."""
    count, left = 0, mean - chance.expovariate(1.0)
    while left > 0.0:
        count, left = count + 1, left - chance.expovariate(1.0)
    return count


def simulated(chance: random.Random, step: float = STEP) -> list[int]:
    """The counts of all days, of a walk drawn anew."""
    x, counts = chance.gauss(0.0, SPREAD), []
    for day in range(DAYS):
        x += chance.gauss(0.0, step) if day else 0.0
        counts.append(poisson(chance, MOST / (1.0 + exp(-x))))
    return counts


COUNTS = simulated(random.Random(2019))
