"""Learning a dozen coefficients from past standoffs: their trails' evidence and their known ends, by rounds of surrogates.

The log density learned from is, for each case, the mean over fractions of its span of log P(the kind of end that came | the
trail so far), plus `TRAIL_WEIGHT` times the log evidence of the trail, both times `RATE`; its prior is that of the
coefficients. It is known with Monte Carlo noise at draws of the standard numbers. Rounds of draws are made around where the
surrogate (`surrogate.py`) of the rounds before has its peak; the last surrogate gives the posterior. Leaving a case out is the
surrogate of all others.

Then every case is forecast with what the others taught, and what became of those forecasts is learned (`record.py`). Work done
is kept in a journal, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff._version import __version__
from standoff.analysis.history.backtest import FORECAST, forecasts
from standoff.analysis.history.backtest import FRACTIONS as FORECAST_AT
from standoff.analysis.history.journal import Journal, Work, done_once, open_journal
from standoff.analysis.history.learning import (
    FOLLOWED,
    FRACTIONS,
    WORLDS,
    Heard,
    Lesson,
    heard_of,
    learned_places,
    lesson,
    log_scores,
    standard_numbers,
)
from standoff.analysis.history.surrogate import Design, Normal, design, posterior
from standoff.analysis.record import learn_record
from standoff.case.values import Case
from standoff.engine.executors import Progress, Workers, no_progress, thread_pool
from standoff.errors import UsageError
from standoff.model.learned import Learned, Made, Record
from standoff.model.priors import Priors

Floats = NDArray[np.float64]

NAMES: tuple[str, ...] = ("moral_cost", "crowd_pressure", "intervention_pressure", "rationality", "loss_ratio", "backlash")
NAMES += ("strength_volatility", "news_echo", "order_giver_precision", "public_precision", "outcome_pace")
"""Coefficients with a log-normal prior: positive factors of unknown size. Those with a sign from theory alone (half-normal)
fold at 0, which no quadratic surface can follow, and move single covariates that few cases tell of. `report_gain` keeps its
prior: ends pull it down, where section 3 of the model paper wants reports to tell as much as they do.
"""
TRAIL_WEIGHT, RATE = 0.02, 0.2
"""How much a trail counts beside an end, and both beside the prior (Grunwald 2012). At full rate forecasts out of sample are no
better and reports tell less than section 3 of the model paper wants of them: priors are strong, and history is heard.
"""
ROUNDS, DRAWS = 2, 96
TOGETHER = 4
"""Draws that a case hears in one piece of work: half a second, long beside what it takes to send, short beside a round."""
RECORD_WORLDS = 480
"""Worlds a forecast that the record learns from."""
NARROWER, FURTHEST, REACH = 0.8, 2.0, 1.5
"""Spread of the draws after the first round; how far a peak is trusted from its centre; how far points count."""


@dataclass(frozen=True)
class Plan:
    """What to learn from and how much to draw. Cases need an outcome each, and an id of their own.

    Raises:
        UsageError: a case without an outcome, or given twice.
    """

    cases: tuple[Case, ...]
    priors: Priors
    seed: int = 1
    rounds: int = ROUNDS
    draws: int = DRAWS
    trail_weight: float = TRAIL_WEIGHT
    rate: float = RATE
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        for case in self.cases:
            if case.outcome is None:
                raise UsageError(f"{case.id}: has no outcome to learn from")
        twice = sorted(name for name, times in Counter(case.id for case in self.cases).items() if times > 1)
        if twice:
            raise UsageError(f"cases: {', '.join(twice)} given more than once; allowed: every id once")
        sizes = (self.rounds, self.draws, WORLDS, FOLLOWED, RECORD_WORLDS)
        cases = tuple(replace(case, path="") for case in self.cases)  # where a file lies is no part of what it says
        told = (cases, self.priors, self.seed, sizes, self.trail_weight, self.rate, NAMES, FRACTIONS)
        object.__setattr__(self, "digest", hashlib.sha256(repr(told).encode()).hexdigest()[:16])


@dataclass(frozen=True)
class Fitted:
    """The draws made [N], what each made of the cases, and what was learned."""

    plan: Plan
    standard: Floats
    heard: Heard
    whole: Normal
    without: dict[str, Normal]
    record: Record | None = None
    begun: date = date.min

    def learned(self, on: date) -> Learned:
        """The coefficients as the package keeps them, made on that day."""
        sd = np.sqrt(np.diag(self.whole.covariance))
        correlation = np.round(self.whole.covariance / np.outer(sd, sd), 4)
        return Learned(
            names=NAMES,
            mean=_rounded(self.whole.mean),
            sd=_rounded(sd),
            correlation=tuple(_rounded(row) for row in correlation),
            without={case: _rounded(each.mean) for case, each in self.without.items()},
            made=Made(__version__, on.isoformat(), self.plan.seed, len(self.standard), WORLDS, self.plan.digest),
            record=self.record,
        )


def _rounded(row: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 4) for value in row)


def fit(plan: Plan, threads: Workers = None, journal: Path | None = None, progress: Progress = no_progress) -> Fitted:
    """Learn the coefficients of a plan, then what became of forecasts made with them.

    Args:
        plan: cases, priors, seed and sizes.
        threads: by default one a core, or an executor, to whose workers cases are sent; the same bits for any.
        journal: file that keeps the work done; one of another plan is refused.
        progress: called as work is done, with the time left in its words.

    Raises:
        CaseError: the journal is of other work, or cannot be kept.
    """
    kept = open_journal(journal, Work("fit", plan.seed, plan.digest))
    with thread_pool(threads) as pool:
        found = learn_coefficients(plan, kept, pool, progress)
        record = _record(plan, kept, found.learned(date.min), pool, progress)
    return replace(found, record=record, begun=kept.begun)


def learn_coefficients(plan: Plan, kept: Journal, threads: Workers, progress: Progress) -> Fitted:
    """The coefficients alone; what the journal keeps is not done again."""
    lessons, places = [lesson(case, plan.priors, plan.seed) for case in plan.cases], learned_places(NAMES)
    standard, together, centre = np.empty((0, 0)), Heard(np.empty(0), np.empty(0)), np.zeros(len(NAMES))
    a_round = len(plan.cases) * -(-plan.draws // TOGETHER)
    say = _with_time_left(plan.rounds * a_round, kept.pieces("draws"), progress, "learning", kept.words)
    with thread_pool(threads) as pool:
        for index in range(plan.rounds):
            first, scale = index * plan.draws, 1.0 if index == 0 else NARROWER
            drawn = np.array([standard_numbers(plan.seed, first + k, places, centre, scale) for k in range(plan.draws)])
            found = _round(plan, first, drawn, kept, pool, partial(_further, say, index * a_round))
            standard = drawn if index == 0 else np.vstack((standard, drawn))
            together = found if index == 0 else Heard(*(np.concatenate(pair) for pair in zip(together, found, strict=True)))
            centre = _posterior(plan, standard, together, lessons, centre)[0].mean
    whole, without = _posterior(plan, standard, together, lessons, centre, each=True)
    return Fitted(plan, standard, together, whole, without)


def _record(plan: Plan, kept: Journal, learned: Learned, pool: Executor, progress: Progress) -> Record:
    """What became of forecasts of each case with what the others taught."""
    total, what = len(plan.cases) * len(FORECAST_AT), "forecasting each with what the others taught"
    say = _with_time_left(total, kept.pieces(FORECAST), progress, what)
    told = forecasts(
        plan.cases,
        plan.cases,
        worlds=RECORD_WORLDS,
        seed=plan.seed,
        threads=pool,
        progress=lambda done, _total, _what: say(done),
        learned=learned,
        kept=kept,
    )
    rows = {case.id: np.array([each.signs.row for each in told if each.case == case.id]) for case in plan.cases}
    return learn_record(rows, {case.id: bool(case.outcome and case.outcome.order_giver_out) for case in plan.cases})


def _round(
    plan: Plan, first: int, drawn: Floats, kept: Journal, pool: Executor, say: Callable[[int], None]
) -> Heard:
    """What the draws of a round [S, D] make of all cases; a case and a few draws are one piece of work."""
    starts = range(0, len(drawn), TOGETHER)
    tasks, days = dict[str, Callable[[], Any]](), dict[str, float]()
    for start in starts:
        for case in plan.cases:
            key = f"draws {first + start} and after, {case.id}"
            tasks[key] = partial(heard_of, case, plan.priors, plan.seed, first + start, drawn[start : start + TOGETHER])
            days[key] = (case.end - case.start).days
    done = list(done_once(kept, tasks, pool, say, days.__getitem__).values())
    size = len(plan.cases)
    sets = [done[k * size : (k + 1) * size] for k in range(len(starts))]
    evidence = np.concatenate([np.array([each["evidence"] for each in row]).T for row in sets])
    shares = np.concatenate([np.array([each["shares"] for each in row]).swapaxes(0, 1) for row in sets])
    return Heard(np.ascontiguousarray(evidence), np.ascontiguousarray(shares))


def _further(say: Callable[[int], None], before: int, done: int) -> None:
    say(before + done)


def _posterior(
    plan: Plan, standard: Floats, found: Heard, lessons: Sequence[Lesson], centre: Floats, each: bool = False
) -> tuple[Normal, dict[str, Normal]]:
    """The posterior by the surrogate around a centre, and, if asked for, that of all cases but each."""
    made, terms = surfaces(plan, standard, found, lessons, centre)
    total = terms.sum(axis=1)
    cases = plan.cases if each else ()
    without = {case.id: posterior(made.surface(total - terms[:, k]), centre, FURTHEST) for k, case in enumerate(cases)}
    return posterior(made.surface(total), centre, FURTHEST), without


def surfaces(
    plan: Plan, standard: Floats, found: Heard, lessons: Sequence[Lesson], centre: Floats
) -> tuple[Design, Floats]:
    """The regression around a centre, and the surface terms of each case [T, C]."""
    places = learned_places(NAMES)
    others = np.setdiff1d(np.arange(standard.shape[1]), places)
    made = design(standard[:, places], standard[:, others], centre, REACH)
    return made, made.surfaces(densities(plan, found, np.array([each.kind for each in lessons])))


def densities(plan: Plan, found: Heard, kinds: NDArray[np.int64]) -> Floats:
    """What is learned from: log density of each case at each draw [N, C]."""
    scores = log_scores(found.shares, kinds).mean(axis=-1)
    known: Floats = plan.rate * (scores + plan.trail_weight * found.evidence)
    return known


def _with_time_left(total: int, before: int, progress: Progress, what: str, first: str = "") -> Callable[[int], None]:
    """Reports of work done, with the time that those left may take; `first` is said before."""
    begun = time.monotonic()
    if first:
        progress(before, total, first)

    def say(done: int) -> None:
        fresh = done - before
        left = max(time.monotonic() - begun, 0.0) * (total - done) / fresh if fresh > 0 else 0.0
        progress(done, total, f"{what}, {left / 60.0:.0f} min left" if fresh > 0 else what)

    return say
