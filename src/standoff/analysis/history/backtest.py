"""Backtest: past standoffs forecast at fractions of their span, outcome hidden, scored against what came and against rivals.

The model's coefficients are its stated priors, nothing is fitted to the cases: its forecast of a case is out of sample as it
stands. Rivals learn from the library less the case they forecast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.history.baselines import rival_forecasts
from standoff.analysis.history.journal import Journal, done_once
from standoff.analysis.history.spans import forecast_day
from standoff.analysis.outcomes import outcome_shares
from standoff.analysis.record import Signs, shift, signs_of, tilted
from standoff.case.values import Case
from standoff.engine.ensemble import Stage
from standoff.engine.executors import Progress, Workers, no_progress, run_blocks, thread_pool
from standoff.errors import UsageError
from standoff.inference.particle_filter import FilterState
from standoff.inference.posterior import Posterior, infer
from standoff.model.echoes import Evidence, gather
from standoff.model.learned import Learned
from standoff.model.outcomes import CIVIL_WAR, KINDS, REMOVED, SHIFTED, STOOD_ASIDE
from standoff.model.priors import Priors, load_priors, with_assumptions

Floats = NDArray[np.float64]

FRACTIONS = (0.25, 0.5, 0.75, 0.9, 1.0)
FORSAKEN = (STOOD_ASIDE, SHIFTED, REMOVED, CIVIL_WAR)
"""Outcomes in which the forces did not obey to the end."""
JUDGED_ORDER = "clear_crowd"
"""The order on whose obedience rows are judged, right or misleading, where none is asked for."""
SCORING = "forecasting past standoffs"
FORECAST = "forecast"


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
    threads: Workers = None,
    progress: Progress = no_progress,
    learned: Learned | None = None,
    kept: Journal | None = None,
) -> tuple[Forecast, ...]:
    """Forecast every case at every fraction; rivals learn from the library less the case.

    `learned` is what the model's coefficients have learned, used as it stands for every case that it was not learned from and
    without what the case taught for any other; None is the priors alone. A case at a fraction is one piece of work; those that
    the journal `kept` holds are not done again.

    Raises:
        UsageError: a case without an outcome, which cannot be scored.
    """
    for case in cases:
        if case.outcome is None:
            raise UsageError(f"{case.id}: has no outcome to score against")
    own = [replace(load_priors(), learned=learned and learned.forgetting(case.id)) for case in cases]
    tasks, days = dict[str, Callable[[], list[list[float]]]](), dict[str, float]()
    for place, (case, priors) in enumerate(zip(cases, own, strict=True)):
        for fraction in fractions:
            key = f"{FORECAST} {place}, {case.id} at {fraction!r}"
            tasks[key] = partial(ends_at, case, fraction, worlds, seed, priors)
            days[key] = (case.end - case.start).days * fraction
    with thread_pool(threads) as pool:
        done = done_once(kept or Journal(), tasks, pool, lambda count: progress(count, len(tasks), SCORING), days.__getitem__)
    ends, told = iter(done.values()), {fraction: _told_at(library, fraction) for fraction in fractions}
    return tuple(
        _forecast(case, fraction, priors, next(ends), told[fraction])
        for case, priors in zip(cases, own, strict=True)
        for fraction in fractions
    )


def ends_at(case: Case, fraction: float, worlds: int, seed: int, priors: Priors) -> list[list[float]]:
    """P(each kind of end) of a case at a fraction of its span, given the evidence and without it: one piece of work."""
    posterior = infer(case, as_of=forecast_day(case, fraction), worlds=worlds, seed=seed, threads=1, priors=priors)
    return [ends.tolist() for ends in ends_of(posterior, 1)]


def _told_at(library: Sequence[Case], fraction: float) -> list[tuple[Case, tuple[Evidence, ...]]]:
    """What was known of each case of a library at a fraction of its span."""
    return [(each, gather(each.events, forecast_day(each, fraction))) for each in library if each.outcome]


def _forecast(
    case: Case,
    fraction: float,
    priors: Priors,
    ends: Sequence[Sequence[float]],
    told: Sequence[tuple[Case, tuple[Evidence, ...]]],
) -> Forecast:
    day, (given, unseen) = forecast_day(case, fraction), map(np.array, ends)
    known, p_worlds = gather(case.events, day), float(1.0 - given[0])
    signs = signs_of(known, day, p_worlds, priors)
    shares = with_record(given, priors.learned, signs)
    others = [(each, rows) for each, rows in told if each.id != case.id]
    fell = np.array([float(each.outcome.order_giver_out) for each, _ in others if each.outcome])
    rivals = {"worlds": p_worlds, "prior_only": float(1.0 - unseen[0])}
    assumed, came = with_assumptions(priors, case.assumptions), case.outcome
    assert came is not None  # `forecasts` has seen to it
    return Forecast(
        case=case.id,
        fraction=fraction,
        as_of=day,
        p_out=float(1.0 - shares[0]),
        p_worlds=p_worlds,
        p_forsaken=float(shares[list(FORSAKEN)].sum()),
        shares=tuple(float(share) for share in shares),
        rivals=rivals | rival_forecasts(known, [rows for _, rows in others], fell, assumed),
        rows=len(known),
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
