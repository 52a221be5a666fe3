"""Backtest: past standoffs forecast at fractions of their span, outcome hidden, scored against what came and against rivals.

The model's coefficients are its stated priors, nothing is fitted to the cases: its forecast of a case is out of sample as it
stands. Rivals learn from the library less the case they forecast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.history.baselines import rival_forecasts
from standoff.analysis.history.spans import forecast_day
from standoff.analysis.outcomes import outcome_shares
from standoff.analysis.record import Signs, shift, signs_of, tilted
from standoff.case.values import Case
from standoff.engine.ensemble import Stage
from standoff.engine.executors import Progress, no_progress, run_blocks, thread_pool
from standoff.errors import UsageError
from standoff.inference.particle_filter import FilterState
from standoff.inference.posterior import Posterior, infer
from standoff.model.echoes import gather
from standoff.model.learned import Learned
from standoff.model.outcomes import CIVIL_WAR, KINDS, REMOVED, SHIFTED, STOOD_ASIDE
from standoff.model.priors import load_priors

Floats = NDArray[np.float64]

FRACTIONS = (0.25, 0.5, 0.75, 0.9, 1.0)
FORSAKEN = (STOOD_ASIDE, SHIFTED, REMOVED, CIVIL_WAR)
"""Outcomes in which the forces did not obey to the end."""
JUDGED_ORDER = "clear_crowd"
"""The order on whose obedience rows are judged, right or misleading, where none is asked for."""
SCORING = "forecasting past standoffs"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was said of one case on one day, beside what came.

    `p_out`: P(the order-giver falls), as the record has it; `p_worlds`: as the worlds alone have it; `p_forsaken`: P(by forces
    that did not obey to the end); `shares`: P(each kind of end) [K]; `rivals`: P(the order-giver falls) by each baseline, the
    worlds alone and the model without evidence among them; `rows`: pieces of evidence known; `signs`: what the record weighs.
    """

    case: str
    fraction: float
    as_of: date
    p_out: float
    p_worlds: float
    p_forsaken: float
    shares: tuple[float, ...]
    rivals: dict[str, float]
    rows: int
    out: bool
    kind: str
    forces: str
    signs: Signs


def forecasts(
    cases: Sequence[Case],
    library: Sequence[Case],
    fractions: Sequence[float] = FRACTIONS,
    worlds: int = 2000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress = no_progress,
    learned: Learned | None = None,
) -> tuple[Forecast, ...]:
    """Forecast every case at every fraction; rivals learn from the library less the case.

    `learned` is what the model's coefficients have learned, used as it stands for every case that it was not learned from and
    without what the case taught for any other; None is the priors alone.

    Raises:
        UsageError: a case without an outcome, which cannot be scored.
    """
    for case in cases:
        if case.outcome is None:
            raise UsageError(f"{case.id}: has no outcome to score against")
    total, found = len(cases) * len(fractions), []
    progress(0, total, SCORING)
    for case in cases:
        for fraction in fractions:
            found.append(_forecast(case, library, fraction, worlds, seed, threads, learned))
            progress(len(found), total, SCORING)
    return tuple(found)


def _forecast(
    case: Case,
    library: Sequence[Case],
    fraction: float,
    worlds: int,
    seed: int,
    threads: int | None,
    learned: Learned | None,
) -> Forecast:
    day, others = forecast_day(case, fraction), [each for each in library if each.id != case.id and each.outcome]
    priors = replace(load_priors(), learned=learned and learned.forgetting(case.id))
    posterior = infer(case, as_of=day, worlds=worlds, seed=seed, threads=threads, priors=priors)
    given, unseen = ends_of(posterior, threads)
    p_worlds = float(1.0 - given[0])
    signs = signs_of(posterior.evidence, day, p_worlds, priors)
    shares = with_record(given, priors.learned, signs)
    told = [gather(each.events, forecast_day(each, fraction)) for each in others]
    fell = np.array([float(each.outcome.order_giver_out) for each in others if each.outcome])
    rivals = {"worlds": p_worlds, "prior_only": float(1.0 - unseen[0])}
    came = case.outcome
    assert came is not None  # `forecasts` has seen to it
    return Forecast(
        case=case.id,
        fraction=fraction,
        as_of=day,
        p_out=float(1.0 - shares[0]),
        p_worlds=p_worlds,
        p_forsaken=float(shares[list(FORSAKEN)].sum()),
        shares=tuple(float(share) for share in shares),
        rivals=rivals | rival_forecasts(posterior.evidence, told, fell, posterior.stage.priors),
        rows=len(posterior.evidence),
        out=came.order_giver_out,
        kind=came.kind,
        forces=came.forces,
        signs=signs,
    )


def with_record(ends: Floats, learned: Learned | None, signs: Signs) -> Floats:
    """P(each kind of end) [K] as the record has it."""
    if learned is None or learned.record is None:
        return ends
    return tilted(np.append(ends, 0.0)[None], shift(learned.record, signs))[0, :-1]


def ends_of(posterior: Posterior, threads: int | None = None) -> tuple[Floats, Floats]:
    """P(each kind of end) [K] of standoffs that end, given the evidence and without it."""
    given = ends_by(posterior.stage, posterior.states, posterior.block_weight, threads)
    return given, ends_by(posterior.stage, posterior.prior, posterior.prior_weight, threads)


def ends_by(stage: Stage, states: Sequence[FilterState], weight: Floats, threads: int | None = None) -> Floats:
    """The same [K] of blocks that weigh so much [B], followed to their ends as the stage has it."""
    with thread_pool(threads) as pool:
        done = run_blocks(pool, lambda block: outcome_shares(stage, states[block])[-1], len(states), no_progress, SCORING)
    ends = (weight @ np.array(done))[: len(KINDS)]
    shares: Floats = ends / ends.sum()
    return shares


def forsaken(kind: str) -> bool:
    """Whether a kind of end is one in which the forces did not obey to the end."""
    return KINDS.index(kind) in FORSAKEN
