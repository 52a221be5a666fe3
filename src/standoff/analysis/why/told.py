"""Answers of many runs of the same worlds, and how two of them differ: paired, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.effective_sizes import is_thin
from standoff.analysis.estimates import decibans
from standoff.analysis.why.values import HYPOTHESES, Shift
from standoff.engine.deeds import OBEYED, failures_of_order
from standoff.engine.ensemble import Stage
from standoff.inference.blocks import least_size
from standoff.inference.particle_filter import FilterState
from standoff.inference.pooling import jackknife_error, pooled
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised
from standoff.model.outcomes import REMOVED, STOOD_ASIDE

Floats = NDArray[np.float64]


class Reading(NamedTuple):
    """What is taken from one block at the end: P(each hypothesis) [4], its log evidence, its least effective sample size."""

    hypotheses: Floats
    log_evidence: float
    least: float


@dataclass(frozen=True)
class Told:
    """One run: P(each hypothesis) in each block [B, 4], the blocks' log weights [B] (-inf where no world was left).

    `least` [B] is the smallest effective number of worlds at any step.
    """

    hypotheses: Floats
    log_weight: Floats
    least: Floats

    @property
    def possible(self) -> bool:
        """Whether any world was left."""
        return bool(np.isfinite(self.log_weight).any())

    def share(self, hypothesis: int, used: NDArray[np.bool_] | None = None) -> float:
        """P(a hypothesis) over all blocks, or over those used."""
        chosen = slice(None) if used is None else used
        return float(pooled(self.hypotheses[chosen, hypothesis], self.log_weight[chosen]))


def read_order(stage: Stage, state: FilterState, order: int) -> Reading:
    """What a block's worlds say of an order given now."""
    kinds, weight = failures_of_order(stage, state.block, order), normalised(state.weights.log_weight)
    aside, removed = kinds == STOOD_ASIDE, kinds == REMOVED
    obeyed = kinds == OBEYED
    parts = (obeyed, ~(obeyed | aside | removed), aside, removed)
    shares = np.array([float(np.sum(weight[part])) for part in parts])
    return Reading(shares, state.weights.log_evidence, least_size(state))


def told_of(posterior: Posterior, readings: Sequence[Reading | None]) -> Told:
    """The blocks' readings of one run put together."""
    hypotheses = np.array([np.full(len(HYPOTHESES), 0.25) if read is None else read.hypotheses for read in readings])
    evidence = np.array([-np.inf if read is None else read.log_evidence for read in readings])
    least = np.array([0.0 if read is None else read.least for read in readings])
    return Told(hypotheses, evidence + posterior.log_ratio_of_blocks, least)


def shift_between(posterior: Posterior, known: Told, other: Told) -> Shift | None:
    """What the known run has more than the other for "the order would be refused"; None where the other has no world left."""
    if not other.possible:
        return None
    p, error = 1.0 - other.share(0), difference_error(posterior, known, other, 0)
    return Shift(p, -added(posterior, known, other, 0), error, is_thin(posterior, other.log_weight, other.least))


def added(posterior: Posterior, known: Told, other: Told, hypothesis: int) -> float:
    """Decibans that the known run has more than the other for a hypothesis against the rest."""
    return odds(posterior, known, hypothesis) - odds(posterior, other, hypothesis)


def odds(posterior: Posterior, told: Told, hypothesis: int, used: NDArray[np.bool_] | None = None) -> float:
    """Decibans for a hypothesis against the rest."""
    return decibans(told.share(hypothesis, used), posterior.worlds)


def difference_error(posterior: Posterior, known: Told, other: Told, hypothesis: int) -> float:
    """Standard error of `added` over independent runs; infinite where leaving one out leaves no world."""
    run_ok = np.isfinite(other.log_weight)
    if not run_ok.all() and run_ok.sum() < 2:
        return float("inf")

    def estimate(used: NDArray[np.bool_]) -> float:
        if not (used & run_ok).any():
            return float("nan")
        return odds(posterior, known, hypothesis, used) - odds(posterior, other, hypothesis, used & run_ok)

    error = jackknife_error(estimate, len(known.log_weight), posterior.runs)
    return error if np.isfinite(error) else float("inf")
