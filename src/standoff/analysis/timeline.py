"""Day by day: P(an order would be obeyed) as of the end of every day, with what the same worlds say without evidence.

The filter records what every step did to every block. A day's number pools the blocks by their evidence up to that day, as the
answer does on the last one, so the line ends exactly at the answer. It is what was believed then, not what is now believed of
then. Nothing is run again but the worlds without evidence, a day at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.answer import Estimate
from standoff.analysis.ask import checked_order
from standoff.analysis.estimates import over_draws
from standoff.engine.ensemble import Stage
from standoff.engine.executors import Progress, Workers, no_progress, run_each, thread_pool
from standoff.inference.particle_filter import begin, drifted, would_refuse
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised
from standoff.model.priors import ORDERS

Floats = NDArray[np.float64]

MOST_PRIOR_DAYS = 31
"""On so many days, evenly spread, the worlds without evidence are looked at; between them they drift slowly."""


@dataclass(frozen=True, slots=True)
class DayPoint:
    """P(obeyed) at the end of a day; `prior` without evidence, None on days where that was not looked at."""

    date: date
    obeyed: Estimate
    prior: float | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What was believed of one order at the end of every day, the eve of the first day first."""

    order: str
    days: tuple[DayPoint, ...]


def timeline(
    posterior: Posterior,
    *,
    order: str = "arrest_leader",
    threads: Workers = None,
    progress: Progress | None = None,
    without: Mapping[int, float] | None = None,
) -> Timeline:
    """The chance that `order` would be obeyed, day by day up to the as-of date.

    Args:
        posterior: worlds weighed by the trail.
        order: the order.
        threads: by default one a core; or an executor, to whose workers blocks are sent.
        progress: called as blocks are done.
        without: what `unseen` says of this posterior and order, where that is known already.

    Raises:
        UsageError: a word that is no order.
    """
    focus = ORDERS.index(checked_order(order))
    if without is None:
        without = unseen(posterior, order=order, threads=threads, progress=progress)
    steps = posterior.states[0].steps
    last_of_day = {step.day: place for place, step in enumerate(steps)}
    start = posterior.case.start
    return Timeline(
        order,
        tuple(
            DayPoint(start + timedelta(days=day), _as_of_step(posterior, place, focus), without.get(day))
            for day, place in last_of_day.items()
        ),
    )


def _as_of_step(posterior: Posterior, place: int, order: int) -> Estimate:
    """P(obeyed) after one step, blocks weighed by their evidence up to it."""
    steps = [state.steps[place] for state in posterior.states]
    obeyed = 1.0 - np.array([step.refused[order] for step in steps])
    log_weight = np.array([step.log_evidence for step in steps]) + posterior.log_ratio_of_blocks
    return over_draws(obeyed, normalised(log_weight))


def unseen(
    posterior: Posterior, *, order: str = "arrest_leader", threads: Workers = None, progress: Progress | None = None
) -> dict[int, float]:
    """P(obeyed) by day (-1 is the eve of the first) if nothing had been seen; the last one is the answer's prior, to the bit.

    It hangs on no row of the case but through where its blocks were drawn.
    """
    looked, focus, size = days_to_look(posterior.day), ORDERS.index(checked_order(order)), posterior.weighed.plan.size
    drawn = (twin.block.standard for twin in posterior.prior)
    tasks = [partial(_one_block, posterior.stage, size, *block, focus, looked) for block in enumerate(drawn)]
    with thread_pool(threads) as pool:
        found = np.array(run_each(pool, tasks, progress or no_progress, "the same worlds without evidence"))
    chance = np.sum(posterior.prior_weight[:, None] * found, axis=0)
    return dict(zip(looked, map(float, chance), strict=True))


def _one_block(stage: Stage, size: int, number: int, standard: Floats, order: int, looked: tuple[int, ...]) -> Floats:
    """P(obeyed) on each day looked at, in one block that drifts from day to day; -1 is the eve of the first."""
    state = begin(stage, number, size, standard)
    found = []
    for day in looked:
        state = drifted(stage, state, day) if day >= 0 else state
        found.append(1.0 - would_refuse(stage, state, order))
    return np.array(found)


def days_to_look(last: int) -> tuple[int, ...]:
    """Days of the line without evidence up to the last one, from -1, the eve of the first; some of them where they are many."""
    spread = np.linspace(-1, last, min(last + 2, MOST_PRIOR_DAYS))
    return tuple(dict.fromkeys(round(float(day)) for day in spread))
