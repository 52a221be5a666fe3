"""Differences between paths of the same blocks: pooled by the blocks' weights, with intervals over independent runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.whatif.paths import Path
from standoff.analysis.whatif.values import Paired
from standoff.inference.pooling import interval, jackknife_error, student_quantile
from standoff.inference.resampling import normalised
from standoff.model.outcomes import KINDS, SURVIVED

Floats = NDArray[np.float64]
Used = NDArray[np.bool_]
OUT = len(KINDS) + 1
"""The order-giver is out: any kind of outcome but the first. Undecided is len(KINDS)."""


@dataclass(frozen=True)
class Side:
    """All blocks of one side, evening by evening: log weights [B, D], shares undecided [B, D], obeyed [B, D, X], outcomes.

    `outcomes` [B, D, K + 2] has undecided and OUT last.
    """

    log_weight: Floats
    undecided: Floats
    obeyed: Floats
    outcomes: Floats

    def pooled(self, values: Floats, day: int, used: Used, undecided: bool) -> float:
        """Mean of block values [B] on a day of the blocks used; over undecided worlds where the share is one of these."""
        weight = self.weights(day, used, undecided)
        return float(np.sum(np.where(weight > 0.0, weight * values[used], 0.0)))

    def weights(self, day: int, used: Used, undecided: bool) -> Floats:
        """Weights of the blocks used [b], adding up to 1."""
        weight = normalised(self.log_weight[used, day])
        if undecided:
            weight = weight * self.undecided[used, day]
        return weight / max(float(weight.sum()), 1e-300)


def side_of(log_weight: Floats, paths: Sequence[Path]) -> Side:
    """The blocks' paths put together; `log_weight` [B] as of the as-of date."""
    outcomes = np.array([path.outcomes for path in paths])
    out = outcomes[..., : len(KINDS)].sum(axis=-1) - outcomes[..., SURVIVED]
    return Side(
        log_weight[:, None] + np.array([path.log_weight for path in paths]),
        np.array([path.undecided for path in paths]),
        np.array([path.obeyed for path in paths]),
        np.concatenate((outcomes, out[..., None]), axis=-1),
    )


def paired_obeyed(baseline: Side, scenario: Side, day: int, order: int, runs: int) -> Paired:
    """P(an order would be obeyed) on a day among undecided worlds, with and without."""
    return _paired(baseline, scenario, lambda side: side.obeyed[:, day, order], day, runs, undecided=True)


def paired_outcome(baseline: Side, scenario: Side, day: int, kind: int, runs: int) -> Paired:
    """Share of worlds that ended so by a day, with and without."""
    return _paired(baseline, scenario, lambda side: side.outcomes[:, day, kind], day, runs, undecided=False)


def _paired(baseline: Side, scenario: Side, read: Callable[[Side], Floats], day: int, runs: int, *, undecided: bool) -> Paired:
    """The pooled pair; interval from leaving out one run at a time; spread of the blocks' own differences."""
    here, there, everything = read(baseline), read(scenario), np.ones(len(baseline.log_weight), dtype=bool)

    def difference(used: Used) -> float:
        return scenario.pooled(there, day, used, undecided) - baseline.pooled(here, day, used, undecided)

    half = student_quantile(runs) * jackknife_error(difference, len(here), runs)
    weight, apart = baseline.weights(day, everything, undecided), there - here
    known = np.isfinite(apart) & (weight > 0.0)
    low, high = interval(apart[known], weight[known]) if known.any() else (float("nan"), float("nan"))
    middle = difference(everything)
    before, after = (side.pooled(values, day, everything, undecided) for side, values in ((baseline, here), (scenario, there)))
    return Paired(before, after, middle - half, middle + half, low, high)
