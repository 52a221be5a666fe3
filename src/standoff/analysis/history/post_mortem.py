"""Post-mortem of a standoff that is over: what was believed when, which evidence was right, and which misled.

A row was right where it moved the odds of refusal the way the forces then went, each row given all that came before it. That a
row misled does not make it false, nor its weight wrong: a forecast may be right to follow it, and lose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.answer import EvidenceAnswer, Waterfall
from standoff.analysis.ask import ask
from standoff.analysis.history.backtest import FRACTIONS, JUDGED_ORDER, Forecast, forecasts, forsaken
from standoff.analysis.history.spans import forecast_day
from standoff.analysis.scoring import brier, log_loss
from standoff.case.values import Case, Outcome
from standoff.engine.executors import Progress, no_progress
from standoff.errors import UsageError
from standoff.model.learned_file import shipped

Floats = NDArray[np.float64]

# A row that moved the odds by less told nothing, and so can have been neither right nor wrong.
LEAST_DECIBANS = 0.05


@dataclass(frozen=True, slots=True)
class Belief:
    """What was believed on one day: P(he falls), P(by forces that left him), P(order obeyed), with scores of the first.

    `base_rate` is P(he falls) in other cases, `brier_of_base_rate` its score.
    """

    fraction: float
    as_of: date
    rows: int
    p_out: float
    p_forsaken: float
    p_obeyed: float
    brier: float
    log_loss: float
    base_rate: float
    brier_of_base_rate: float


@dataclass(frozen=True, slots=True)
class PostMortem:
    """A case, its outcome, beliefs on some days, and what each piece of evidence known the day before the end had been worth.

    `order` is the one whose refusal the evidence is scored on; `forsaken` whether the forces left him (`backtest.FORSAKEN`).
    """

    case: str
    title: str
    order_giver: str
    order: str
    outcome: Outcome
    forsaken: bool
    beliefs: tuple[Belief, ...]
    evidence: tuple[EvidenceAnswer, ...]
    waterfall: Waterfall
    worlds: int
    seed: int
    digest: str = ""

    @property
    def towards(self) -> float:
        """1 where the forces left him, so that decibans for refusal were right; -1 where they stood by him."""
        return 1.0 if self.forsaken else -1.0

    def gain(self, row: EvidenceAnswer) -> float:
        """Decibans that a row moved towards what then came; below 0 it misled."""
        return self.towards * row.decibans

    @property
    def right(self) -> tuple[EvidenceAnswer, ...]:
        """Rows that moved towards what came, strongest first."""
        helped = [row for row in self.evidence if self.gain(row) >= LEAST_DECIBANS]
        return tuple(sorted(helped, key=self.gain, reverse=True))

    @property
    def misled(self) -> tuple[EvidenceAnswer, ...]:
        """Rows that moved away from what came, strongest first."""
        hurt = [row for row in self.evidence if self.gain(row) <= -LEAST_DECIBANS]
        return tuple(sorted(hurt, key=self.gain))


def post_mortem(
    case: Case,
    library: Sequence[Case],
    *,
    order: str = JUDGED_ORDER,
    fractions: Sequence[float] = FRACTIONS,
    worlds: int = 4000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress = no_progress,
) -> PostMortem:
    """What was believed of a case as it went on, held against how it ended.

    Beliefs begin from what other cases taught; what this one taught is left out.

    Args:
        case: with an outcome; no belief reads it.
        library: cases that the base rate is of; the case itself is left out.
        order: the order on which evidence is scored.
        fractions: of the span, at which beliefs are told.
        worlds: worlds a belief.
        seed: the same seed gives the same post-mortem.
        threads: by default one a core.
        progress: called as beliefs are done.

    Raises:
        UsageError: a case without an outcome.
    """
    came = outcome_of(case)
    told = _one_a_day(forecasts([case], library, fractions, worlds, seed, threads, progress, shipped()))
    known = replace(case, outcome=None)
    days = {each.as_of for each in told} | {forecast_day(case, 1.0)}
    answers = {
        day: ask(known, as_of=day, order=order, worlds=worlds, seed=seed, threads=threads, progress=progress)
        for day in sorted(days)
    }
    last = answers[max(days)]
    return PostMortem(
        case=case.id,
        title=case.title,
        order_giver=case.order_giver,
        order=order,
        outcome=came,
        forsaken=forsaken(came.kind),
        beliefs=tuple(_belief(each, answers[each.as_of].order(order).obeyed.p) for each in told),
        evidence=last.evidence,
        waterfall=last.waterfall,
        worlds=last.worlds,
        seed=seed,
        digest=last.digest,
    )


def outcome_of(case: Case) -> Outcome:
    """How a case ended.

    Raises:
        UsageError: it has not.
    """
    if case.outcome is None:
        raise UsageError(f"{case.id}: has no outcome yet; add an 'outcome:' block to the case file when it is known")
    return case.outcome


def _one_a_day(told: Sequence[Forecast]) -> tuple[Forecast, ...]:
    """In the order of days; of fractions that fall on one day, in a short standoff, the last."""
    of_day = {each.as_of: each for each in told}
    return tuple(of_day[day] for day in sorted(of_day))


def _belief(each: Forecast, p_obeyed: float) -> Belief:
    rate, out = each.rivals["base_rate"], float(each.out)
    return Belief(
        fraction=each.fraction,
        as_of=each.as_of,
        rows=each.rows,
        p_out=each.p_out,
        p_forsaken=each.p_forsaken,
        p_obeyed=p_obeyed,
        brier=_scored(brier, each.p_out, out),
        log_loss=_scored(log_loss, each.p_out, out),
        base_rate=rate,
        brier_of_base_rate=_scored(brier, rate, out),
    )


def _scored(score: Callable[[Floats, Floats], Floats], p: float, happened: float) -> float:
    return float(score(np.array([p]), np.array([happened]))[0])
