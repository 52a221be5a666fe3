"""What the record of past forecasts says of a new one: how far to trust the worlds' ends, and who has the initiative.

Worlds that weigh evidence well can still be wrong about ends: forecasts made with them of past standoffs claimed too much,
most of all where little was known. So the log odds of a fall are regressed on past cases (stacking, Wolpert 1992; Platt 1999):

    log odds = level + trust x D x (log odds by the worlds) + initiative x D x (initiative),    D = n^4 / (n^4 + 20^4),

n pieces of evidence. Where the record is thin D is near 0 and the forecast near the base rate. The initiative is the logarithm
of what the challenger's side does at home over what the order-giver's does, what is old fading (momentum of dissent,
Chenoweth & Belgioioso 2019); the worlds have no place for it, since it is no test of the forces. Worlds are then weighed by how
they end, all that end in a fall alike: of all such changes of their weights the smallest (Csiszar 1975).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.history.baselines import base_rate, chance
from standoff.analysis.scoring import Z_90, logit_peak
from standoff.model.echoes import Evidence
from standoff.model.learned import Record
from standoff.model.priors import Priors

Floats = NDArray[np.float64]

LEAST_SHARE = 0.01
"""Worlds are believed of no end to be rarer: a few hundred cannot tell."""
LEVEL_SD, TRUST_MEAN, TRUST_SD, INITIATIVE_SD = 0.1, 0.25, 0.25, 3.0
"""Priors: the level is the log odds of the base rate; worlds are trusted by a quarter, as slopes of forecasts made before
anything was learned had it; the initiative may tell either way."""


class Signs(NamedTuple):
    """What a forecast of a fall is made from: log odds by the worlds, initiative, and how much of both to believe, 0 to 1."""

    worlds: float
    initiative: float
    weight: float

    @property
    def row(self) -> Floats:
        """The regression's row [3]."""
        return np.array([1.0, self.weight * self.worlds, self.weight * self.initiative])


def signs_of(evidence: Sequence[Evidence], as_of: date, p_out: float, priors: Priors) -> Signs:
    """The signs on a day, where the worlds say `p_out`."""
    p = min(max(p_out, LEAST_SHARE), 1.0 - LEAST_SHARE)
    power, half = priors.value("record", "rows_power"), priors.value("record", "rows_half")
    much = (len(evidence) / half) ** power
    return Signs(log(p / (1.0 - p)), initiative(evidence, as_of, priors), much / (1.0 + much))


def initiative(evidence: Sequence[Evidence], as_of: date, priors: Priors) -> float:
    """Logarithm of acts of the challenger's side at home over the order-giver's; an act counts half after some days."""
    camps = {"challenger": priors.value("record", "quiet"), "order_giver": priors.value("record", "quiet")}
    believed = priors.sections["sources"]["modality"]
    for item in evidence:
        event = item.event
        if event.code not in priors.sections["record"]["left_out"]["codes"]:
            age = (as_of - item.known_on).days / priors.value("record", "half_life")
            camps[priors.codes[event.code].serves] += believed[event.modality] * 0.5**age
    return log(camps["challenger"] / camps["order_giver"])


def log_odds(record: Record, signs: Signs) -> float:
    """Log odds of a fall as the record has them."""
    return float(np.array(record.mean) @ signs.row)


def record_interval(record: Record, signs: Signs) -> tuple[float, float]:
    """90 % interval of a fall from the record's own uncertainty: normal in log odds, its coefficients taken as independent."""
    spread = Z_90 * float(np.linalg.norm(np.array(record.sd) * signs.row))
    return chance(log_odds(record, signs) - spread), chance(log_odds(record, signs) + spread)


def shift(record: Record, signs: Signs) -> float:
    """What the record adds to the worlds' log odds of a fall."""
    return log_odds(record, signs) - signs.worlds


def tilted(shares: Floats, by: float) -> Floats:
    """Shares of outcomes by horizon [..., H, K + 1] of worlds weighed by e^by if they end in a fall.

    Kind 0 is that the order-giver survives, the last is undecided. Worlds undecided at a horizon are weighed by how they end;
    those that never do keep their weight.
    """
    factor = np.exp(by * (np.arange(shares.shape[-1]) > 0))
    factor[-1] = 1.0
    later = (shares[..., -1:, :-1] - shares[..., :-1]) @ factor[:-1] + shares[..., -1:, -1]
    weighed = np.concatenate((shares[..., :-1] * factor[:-1], later[..., None]), axis=-1)
    total = weighed[..., -1:, :].sum(axis=-1, keepdims=True)  # the same at every horizon, so that shares only grow, to the bit
    found: Floats = weighed / total
    return found


def learn_record(rows: dict[str, Floats], fell: dict[str, bool]) -> Record:
    """Learn from forecasts of cases: by case the regression's rows [F, 3], and whether the order-giver fell.

    Forecasts of one case count together as one.
    """
    cases = list(rows)
    means = {case: tuple(_learned(rows, fell, [each for each in cases if each != case])[0]) for case in cases}
    mean, sd = _learned(rows, fell, cases)
    return Record(tuple(mean), tuple(sd), means, tuple(case for case in cases if fell[case]))


def _learned(rows: dict[str, Floats], fell: dict[str, bool], cases: Sequence[str]) -> tuple[list[float], list[float]]:
    """Means and sds of the coefficients, to four decimals as files keep them."""
    happened = np.concatenate([np.full(len(rows[case]), float(fell[case])) for case in cases] or [np.empty(0)])
    weight = np.concatenate([np.full(len(rows[case]), 1.0 / len(rows[case])) for case in cases] or [np.empty(0)])
    table = np.concatenate([rows[case] for case in cases] or [np.empty((0, 3))])
    rate = base_rate(np.array([float(fell[case]) for case in cases]))
    prior = np.array([log(rate / (1.0 - rate)), TRUST_MEAN, 0.0])
    precision = np.array([LEVEL_SD, TRUST_SD, INITIATIVE_SD]) ** -2.0
    at, curvature = logit_peak(table, happened, weight, prior, precision)
    sd = np.sqrt(np.diag(np.linalg.inv(curvature)))
    return [round(float(each), 4) for each in at], [round(float(each), 4) for each in sd]


def base_chance(record: Record) -> float:
    """How often order-givers fell in the cases learned from."""
    return base_rate(np.array([float(case in record.fell) for case in record.without]))
