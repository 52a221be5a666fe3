"""The street all peers walk: who turns out today, in the words every one of them uses. Standard library only.

Each of `people` citizens has a private threshold, log10 of a share of the population, renewed every day: normal about
`threshold_mean` with `threshold_sd`. He turns out iff it lies below what he sees today, which is the same thing as his rank
in the order of thresholds, a uniform number, lying below today's share of the willing:

    willing = Phi((log10 share yesterday + push - threshold_mean) / threshold_sd)
    today   = min(1, 10 ** (log10 willing + noise * z)),   z one standard normal number for all

Ranks cost a peer less than thresholds (no normal draw a person), so all are given that form. It is the street of
`standoff.engine.day.turnout` without what citizens know of the order-giver's strength.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import log10
from statistics import NormalDist
from typing import Any

NORMAL = NormalDist()
LEAST = 1e-7  # an empty street stays finite
TIPPED = (0.1, 0.3)


@dataclass(frozen=True)
class Street:
    """What every implementation is given: with these numbers about two crowds in three grow and one dies out."""

    threshold_mean: float = -0.5
    threshold_sd: float = 0.6
    push: float = 0.0
    noise: float = 0.2
    start: float = 0.02
    days: int = 30


STREET = Street()
GIVEN = asdict(STREET)


def share_of_today(share: float, z: float, street: Street = STREET) -> float:
    """Chance that a citizen turns out today, after a day on which `share` did."""
    seen = log10(max(share, LEAST)) + street.push
    willing = NORMAL.cdf((seen - street.threshold_mean) / street.threshold_sd)
    return float(min(1.0, 10.0 ** (log10(max(willing, LEAST)) + street.noise * z)))


def threshold_of_today(share: float) -> float:
    """The threshold that is just passed when `share` turn out."""
    inside = min(max(share, 1e-15), 1.0 - 1e-15)
    return STREET.threshold_mean + STREET.threshold_sd * NORMAL.inv_cdf(inside)


def observed(path: Sequence[float]) -> list[float]:
    """What is looked at: the peak share, the first day over each of `TIPPED` (one after the last if none), the last share."""
    first = [next((day for day, share in enumerate(path, 1) if share > edge), len(path) + 1) for edge in TIPPED]
    return [max(path), *map(float, first), path[-1]]


def outcomes(walk: Any, people: int, runs: int, seed: int) -> list[list[float]]:
    """`observed` of several runs of `walk(people, seed)`, each with a seed of its own."""
    return [observed(walk(people, 100_000 * seed + run)) for run in range(runs)]
