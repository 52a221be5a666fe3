"""The track record that forecasts make: scores by fraction of a standoff's span, beside every rival's, and the worst misses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from standoff.analysis import scoring
from standoff.analysis.answer import EvidenceAnswer
from standoff.analysis.ask import ask
from standoff.analysis.history.backtest import FRACTIONS, JUDGED_ORDER, SCORING, Forecast, forecasts, forsaken
from standoff.analysis.history.journal import Work, open_journal
from standoff.analysis.history.spans import forecast_day
from standoff.analysis.scoring import Interval, Murphy
from standoff.case.library import library_names, load_case
from standoff.case.values import Case
from standoff.engine.executors import Progress, Workers, no_progress, run_tasks, thread_pool
from standoff.model.learned import Learned
from standoff.model.learned_file import shipped
from standoff.model.outcomes import KINDS
from standoff.model.priors import load_priors

Floats = NDArray[np.float64]

STANDOFF, REFERENCE = "standoff", "base_rate"
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Score:
    """How one forecaster did at one fraction.

    `brier`, `log_loss`: means over cases with intervals; `brier_gain`: Brier saved against the base rate, case by case, above 0
    where it is better; `skill` the same as a share; `lead`: Brier that Standoff saves against this forecaster; `slope`,
    `intercept`: the line of calibration; `auc`: ranking.
    """

    forecaster: str
    fraction: float
    cases: int
    brier: Interval
    log_loss: Interval
    brier_gain: Interval
    skill: float
    lead: Interval
    slope: float
    intercept: float
    auc: float
    parts: Murphy


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of a reliability diagram between two probabilities: how many, their mean, and how often it came."""

    low: float
    high: float
    cases: int
    forecast: float
    came: float


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Scores of every forecaster at every fraction, what only the model says, and the forecasts themselves."""

    forecasts: tuple[Forecast, ...]
    scores: tuple[Score, ...]
    ranked: dict[float, Interval]
    forsaken: dict[float, Interval]
    reliability: dict[float, tuple[Bin, ...]]
    misled: Mapping[str, EvidenceAnswer | None] = field(default_factory=dict)
    """By case, of the worst misses at the last fraction: the row that moved the odds furthest from what the forces then did."""
    digest: str = ""
    """Of all that was read."""

    @property
    def fractions(self) -> tuple[float, ...]:
        """Fractions of the span, in order."""
        return tuple(sorted({each.fraction for each in self.forecasts}))

    def score(self, forecaster: str, fraction: float) -> Score:
        """How one forecaster did at one fraction."""
        return next(each for each in self.scores if (each.forecaster, each.fraction) == (forecaster, fraction))


def backtest(
    cases: Sequence[Case] | None = None,
    *,
    fractions: Sequence[float] = FRACTIONS,
    worlds: int = 960,
    seed: int = 1,
    threads: Workers = None,
    progress: Progress | None = None,
    learned: Learned | None = None,
    prior_only: bool = False,
    journal: Path | None = None,
) -> TrackRecord:
    """Forecast past standoffs at fractions of their span, outcome hidden, and score the forecasts.

    Args:
        cases: with outcomes; by default the library. Rivals learn from the library less the case they forecast.
        fractions: above 0, at most 1: the day before the end.
        worlds: worlds a forecast.
        seed: of worlds and bootstrap; the same seed gives the same record.
        threads: by default one a core; or an executor, to whose workers cases are sent.
        progress: called as forecasts are done.
        learned: what `standoff fit` learned, less for each case what that case taught; by default what the package ships.
        prior_only: use the priors alone, nothing learned.
        journal: file that keeps the work done, so that a run that was stopped goes on where it was.

    Raises:
        UsageError: a case without an outcome, or a fraction outside (0, 1].
        CaseError: the journal is of other work, or cannot be kept.
    """
    library = [load_case(name) for name in library_names()]
    chosen = library if cases is None else cases
    learned = None if prior_only else learned or shipped()
    what = digest_of(chosen, library, learned, fractions, worlds)
    kept, report = open_journal(journal, Work("backtest", seed, what)), progress or no_progress
    report(len(kept.kept), len(chosen) * len(fractions), kept.words or SCORING)
    with thread_pool(threads) as pool:
        record = track_record(forecasts(chosen, library, fractions, worlds, seed, pool, report, learned, kept), seed)
        missed = {each.case for each in worst_misses(record, record.fractions[-1])}
        last = record.fractions[-1]
        tasks = {each.id: partial(_misled, each, last, worlds, seed, learned) for each in chosen if each.id in missed}
        return replace(record, misled=run_tasks(pool, tasks), digest=what)


def digest_of(
    cases: Sequence[Case], library: Sequence[Case], learned: Learned | None, fractions: Sequence[float], worlds: int
) -> str:
    """Digest of all that a backtest reads; where a file lies is no part of what it says."""
    both = [tuple(replace(case, path="") for case in each) for each in (cases, library)]
    told = (*both, learned, load_priors(), tuple(fractions), worlds)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _misled(case: Case, fraction: float, worlds: int, seed: int, learned: Learned | None) -> EvidenceAnswer | None:
    """The row that moved the odds of a refusal furthest from what the forces then did; None where none did."""
    priors = replace(load_priors(), learned=learned and learned.forgetting(case.id))
    known, day, came = replace(case, outcome=None), forecast_day(case, fraction), case.outcome
    rows = ask(known, as_of=day, order=JUDGED_ORDER, worlds=worlds, seed=seed, threads=1, priors=priors).evidence
    towards = 1.0 if came is not None and forsaken(came.kind) else -1.0
    worst = min(rows, key=lambda row: towards * row.decibans, default=None)
    return worst if worst is not None and towards * worst.decibans < 0.0 else None


def track_record(told: Sequence[Forecast], seed: int = 1) -> TrackRecord:
    """Score forecasts; `seed` is that of the bootstrap over cases."""
    fractions = sorted({each.fraction for each in told})
    at = {fraction: [each for each in told if each.fraction == fraction] for fraction in fractions}
    scores = [score for fraction in fractions for score in _scores(fraction, at[fraction], seed)]
    return TrackRecord(
        tuple(told),
        tuple(scores),
        {fraction: _ranked(rows, seed) for fraction, rows in at.items()},
        {fraction: _forsaken(rows, seed) for fraction, rows in at.items()},
        {fraction: reliability_of(_said(rows, STANDOFF), _fell(rows)) for fraction, rows in at.items()},
    )


def _scores(fraction: float, rows: Sequence[Forecast], seed: int) -> list[Score]:
    names, fell = (STANDOFF, *rows[0].rivals), _fell(rows)
    reference, own = (scoring.brier(_said(rows, name), fell) for name in (REFERENCE, STANDOFF))
    return [_score(name, fraction, _said(rows, name), fell, (reference, own), seed) for name in names]


def _score(name: str, fraction: float, p: Floats, fell: Floats, others: tuple[Floats, Floats], seed: int) -> Score:
    """`others`: squared errors of the base rate and of Standoff, case by case."""
    reference, own = others
    loss, line = scoring.brier(p, fell), scoring.calibration_line(p, fell)
    return Score(
        forecaster=name,
        fraction=fraction,
        cases=p.size,
        brier=scoring.bootstrap_mean(loss, seed),
        log_loss=scoring.bootstrap_mean(scoring.log_loss(p, fell), seed),
        brier_gain=scoring.bootstrap_mean(reference - loss, seed),
        skill=scoring.skill(loss, reference),
        lead=scoring.bootstrap_mean(loss - own, seed),
        slope=line.slope,
        intercept=line.intercept,
        auc=scoring.area_under_curve(p, fell),
        parts=scoring.murphy(np.round(p, 1), fell),
    )


def _said(rows: Sequence[Forecast], forecaster: str) -> Floats:
    return np.array([each.p_out if forecaster == STANDOFF else each.rivals[forecaster] for each in rows])


def _fell(rows: Sequence[Forecast]) -> Floats:
    return np.array([float(each.out) for each in rows])


def _ranked(rows: Sequence[Forecast], seed: int) -> Interval:
    shares, kinds = np.array([each.shares for each in rows]), np.array([KINDS.index(each.kind) for each in rows])
    return scoring.bootstrap_mean(scoring.ranked_score(shares, kinds), seed)


def _forsaken(rows: Sequence[Forecast], seed: int) -> Interval:
    """Brier score of whether the forces obeyed to the end."""
    came = np.array([float(each.forces not in ("obeyed", "split")) for each in rows])
    return scoring.bootstrap_mean(scoring.brier(np.array([each.p_forsaken for each in rows]), came), seed)


def reliability_of(p: Floats, fell: Floats) -> tuple[Bin, ...]:
    """The reliability diagram's bins that hold a forecast."""
    place = np.minimum(np.searchsorted(BINS, p, side="right") - 1, len(BINS) - 2)
    found = []
    for index in range(len(BINS) - 1):
        inside = place == index
        if inside.any():
            means = float(p[inside].mean()), float(fell[inside].mean())
            found.append(Bin(BINS[index], BINS[index + 1], int(inside.sum()), *means))
    return tuple(found)


def worst_misses(record: TrackRecord, fraction: float, most: int = 5) -> tuple[Forecast, ...]:
    """The forecasts at a fraction that were furthest off, worst first."""
    rows = [each for each in record.forecasts if each.fraction == fraction]
    return tuple(sorted(rows, key=lambda each: abs(each.p_out - each.out), reverse=True)[:most])
