"""Backtest: past standoffs forecast at fractions of their span, outcome hidden, scored against what came and against rivals.

The model's coefficients are its stated priors, nothing is fitted to the cases: its forecast of a case is out of sample as it
stands. Rivals learn from the library less the case they forecast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.baselines import rival_forecasts
from standoff.analysis.outcomes import outcome_shares
from standoff.case.values import Case
from standoff.engine.executors import Progress, no_progress, run_blocks, thread_pool
from standoff.errors import UsageError
from standoff.inference.posterior import Posterior, infer
from standoff.model.echoes import gather
from standoff.model.outcomes import CIVIL_WAR, KINDS, REMOVED, SHIFTED, STOOD_ASIDE

Floats = NDArray[np.float64]

FRACTIONS = (0.25, 0.5, 0.75, 0.9, 1.0)
FORSAKEN = (STOOD_ASIDE, SHIFTED, REMOVED, CIVIL_WAR)
"""Outcomes in which the forces did not obey to the end."""
SCORING = "forecasting past standoffs"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was said of one case on one day, beside what came.

    `p_out`: P(the order-giver falls); `p_forsaken`: P(by forces that did not obey to the end); `shares`: P(each kind of end)
    [K]; `rivals`: P(the order-giver falls) by each baseline, the model without evidence among them; `rows`: pieces of evidence
    known.
    """

    case: str
    fraction: float
    as_of: date
    p_out: float
    p_forsaken: float
    shares: tuple[float, ...]
    rivals: dict[str, float]
    rows: int
    out: bool
    kind: str
    forces: str


def forecast_day(case: Case, fraction: float) -> date:
    """The day at a fraction of a case's span, but never the day on which it ended: at 1 it is the day before.

    Raises:
        UsageError: a fraction outside (0, 1].
    """
    if not 0.0 < fraction <= 1.0:
        raise UsageError(f"fraction: {fraction:g} given; allowed: above 0, at most 1")
    span = (case.end - case.start).days
    return case.start + timedelta(days=max(min(round(fraction * span), span - 1), 0))


def forecasts(
    cases: Sequence[Case],
    library: Sequence[Case],
    fractions: Sequence[float] = FRACTIONS,
    worlds: int = 2000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress = no_progress,
) -> tuple[Forecast, ...]:
    """Forecast every case at every fraction; rivals learn from the library less the case.

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
            found.append(_forecast(case, library, fraction, worlds, seed, threads))
            progress(len(found), total, SCORING)
    return tuple(found)


def _forecast(
    case: Case, library: Sequence[Case], fraction: float, worlds: int, seed: int, threads: int | None
) -> Forecast:
    day, others = forecast_day(case, fraction), [each for each in library if each.id != case.id and each.outcome]
    posterior = infer(case, as_of=day, worlds=worlds, seed=seed, threads=threads)
    shares, unseen = ends_of(posterior, threads)
    told = [gather(each.events, forecast_day(each, fraction)) for each in others]
    fell = np.array([float(each.outcome.order_giver_out) for each in others if each.outcome])
    rivals = {"prior_only": float(1.0 - unseen[0]), **rival_forecasts(posterior.evidence, told, fell, posterior.stage.priors)}
    came = case.outcome
    assert came is not None  # `forecasts` has seen to it
    return Forecast(
        case=case.id,
        fraction=fraction,
        as_of=day,
        p_out=float(1.0 - shares[0]),
        p_forsaken=float(shares[list(FORSAKEN)].sum()),
        shares=tuple(float(share) for share in shares),
        rivals=rivals,
        rows=len(posterior.evidence),
        out=came.order_giver_out,
        kind=came.kind,
        forces=came.forces,
    )


def ends_of(posterior: Posterior, threads: int | None = None) -> tuple[Floats, Floats]:
    """P(each kind of end) [K] of standoffs that end, given the evidence and without it."""
    states = (posterior.states, posterior.prior)

    def work(block: int) -> tuple[Floats, Floats]:
        given, without = (outcome_shares(posterior.stage, each[block])[-1] for each in states)
        return given, without

    with thread_pool(threads) as pool:
        done = run_blocks(pool, work, len(posterior.states), no_progress, SCORING)
    weights = (posterior.block_weight, posterior.prior_weight)
    ends = [weight @ np.array([pair[k] for pair in done]) for k, weight in enumerate(weights)]
    given, without = (end[: len(KINDS)] / end[: len(KINDS)].sum() for end in ends)
    return given, without
