"""How it ends: forward worlds from the posterior, followed to each horizon and to their end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.answer import Estimate, Horizon
from standoff.analysis.estimates import OVER_RUNS
from standoff.analysis.record import tilted
from standoff.engine import sites
from standoff.engine.answers import live_on
from standoff.engine.draws import uniforms
from standoff.engine.ensemble import LANES, Block, Stage
from standoff.inference.particle_filter import FilterState
from standoff.inference.pooling import jackknife_error, student_quantile
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised, systematic
from standoff.model.outcomes import KINDS

Floats = NDArray[np.float64]

HORIZONS: tuple[int | None, ...] = (7, 30, 90, None)
# At these days decided worlds are set aside; no number changes.
PAUSES = (4, 7, 11, 16, 22, 30, 38, 46, 54, 62, 70, 80, 90, 105, 120, 140, 165, 200)


def outcome_shares(stage: Stage, state: FilterState) -> Floats:
    """Shares of outcomes of one block at each horizon [H, K + 1], undecided last."""
    block = equally_weighted(stage, state)
    longest = int(stage.priors.value("outcomes", "longest_days"))
    outcome = np.full(block.worlds.size, -1.0)
    alive = np.arange(block.worlds.size)
    rows, lived = [], 0
    for pause in (*(days for days in PAUSES if days < longest), longest):
        cells = live_on(stage, block, state.day + lived, pause - lived)
        lived = pause
        outcome[alive] = stage.world(cells).outcome
        kept = _kept(stage.world(cells).outcome < 0.0)
        alive = alive[kept]
        block = replace(block, cells=np.ascontiguousarray(cells[:, kept]), worlds=block.worlds[kept])
        if pause in HORIZONS:
            rows.append(_shares(outcome))
        if not alive.size:
            break
    rows += [_shares(outcome)] * (len(HORIZONS) - len(rows))
    return np.array(rows)


def _kept(undecided: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Undecided worlds, and as many decided ones as fill the processor's last vector: a part of one costs as much as eight."""
    still = np.flatnonzero(undecided)
    filling = np.flatnonzero(~undecided)[: -still.size % LANES]
    return np.sort(np.concatenate((still, filling)))


def equally_weighted(stage: Stage, state: FilterState) -> Block:
    """A block of equally weighted worlds, chosen by their weights at the end of the state's day."""
    u = float(uniforms(stage.seed, state.block.worlds[:1], state.day + 1, sites.RESAMPLE)[0])
    chosen = systematic(state.weights.log_weight, u)
    return replace(state.block, cells=np.ascontiguousarray(state.block.cells[:, chosen]))


def _shares(outcome: Floats) -> Floats:
    counts = np.bincount(np.where(outcome < 0.0, len(KINDS), outcome).astype(np.int64), minlength=len(KINDS) + 1)
    shares: Floats = counts / outcome.size
    return shares


def horizons(posterior: Posterior, shares: Floats, by: float = 0.0) -> tuple[Horizon, ...]:
    """Pooled shares of outcomes from the blocks' [B, H, K + 1]; `by` is what the record adds to the log odds of a fall."""
    weight = posterior.block_weight[:, None, None]
    total = tilted((weight * shares).sum(axis=0), by)
    return tuple(
        Horizon(days, tuple(float(share) for share in total[k]), posterior.worlds) for k, days in enumerate(HORIZONS)
    )


def order_giver_out(posterior: Posterior, shares: Floats, by: float = 0.0) -> Estimate:
    """P(the order-giver is out when the standoff ends), of those that ended; interval from independent runs.

    `by` is what the record adds to its log odds.
    """
    log_weight = posterior.log_weight_of_blocks

    def estimate(used: NDArray[np.bool_]) -> float:
        at_end = tilted((normalised(log_weight[used])[:, None, None] * shares[used]).sum(axis=0), by)[-1]
        return float(1.0 - at_end[0] / max(1.0 - at_end[-1], 1e-12) if at_end[-1] < 1.0 else 0.5)

    p = estimate(np.ones(len(shares), dtype=bool))
    error = student_quantile(posterior.runs) * jackknife_error(estimate, len(shares), posterior.runs)
    return Estimate(p, max(p - error, 0.0), min(p + error, 1.0), OVER_RUNS)
