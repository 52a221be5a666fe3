"""Ablation: what each mechanism adds to the log score of forecasts, out of sample.

Each case is forecast without the mechanism, and what became of those forecasts is learned anew (`record.py`), for each case
from all others, so that what is left has its chance to make up for what is gone. The coefficients are those learned with
everything in place, less what the case taught. Worlds are followed to their ends by the whole model, unless the mechanism is
one of the ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from standoff.analysis import scoring
from standoff.analysis.history.backtest import FRACTIONS, ends_by
from standoff.analysis.history.baselines import chance
from standoff.analysis.history.spans import forecast_day
from standoff.analysis.record import learn_record, signs_of
from standoff.analysis.scoring import Interval
from standoff.analysis.truth.wrong_models import sides_ignored, silence_ignored, survival_ignored
from standoff.case.values import Assumption, Case
from standoff.engine.ensemble import Stage, make_stage
from standoff.engine.executors import Progress, no_progress
from standoff.inference.posterior import infer
from standoff.model.learned import Learned
from standoff.model.priors import Priors, load_priors, with_assumptions

Floats = NDArray[np.float64]
WORLDS = 160


def unchanged(priors: Priors) -> Priors:
    """All as it is."""
    return priors


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A mechanism and how to do without it: in the priors, in how a stage weighs evidence, in the ends, in the record.

    `signs` says which of the record's signs are left: worlds, initiative.
    """

    name: str
    priors: Callable[[Priors], Priors] = unchanged
    weighing: Callable[[Stage], Stage] | None = None
    ends: bool = False
    signs: tuple[float, float] = (1.0, 1.0)


def tiers_ignored(priors: Priors) -> Priors:
    """A report tells the same whoever of the forces it speaks of: the mean of its factors, in logarithms."""
    codes = {}
    for name, code in priors.codes.items():
        usual = float(np.exp(np.mean(np.log(list(code.factor.values())))))
        codes[name] = replace(code, factor=dict.fromkeys(code.factor, usual))
    return replace(priors, codes=codes)


def choice_ignored(priors: Priors) -> Priors:
    """That an order was given tells nothing of what its giver expected."""
    return replace(priors, codes={name: replace(code, order=None) for name, code in priors.codes.items()})


def no_pressure(priors: Priors) -> Priors:
    """Crowds do not press on the forces."""
    return with_assumptions(priors, (Assumption("crowd_pressure", 0.0, ""), Assumption("outcomes.test_per_crowd", 0.0, "")))


def no_counterweights(priors: Priors) -> Priors:
    """Forces raised against the army count for nothing, and provoke nobody."""
    held = (Assumption("world.counterweight_cap", 1e-6, ""), Assumption("outcomes.plot_provoked", 0.0, ""))
    effects = {name: each for name, each in priors.sections["effects"].items() if name != "counterweight"}
    priors = with_assumptions(priors, held)
    return replace(priors, sections={**priors.sections, "effects": effects})


MECHANISMS = (
    Mechanism("silence", weighing=silence_ignored),
    Mechanism("tiers", tiers_ignored),
    Mechanism("sides of sources", sides_ignored),
    Mechanism("the order-giver's choice", choice_ignored),
    Mechanism("pressure of crowds", no_pressure, ends=True),
    Mechanism("learning from survival", weighing=survival_ignored),
    Mechanism("counterweights", no_counterweights, ends=True),
)
OF_RECORD = (
    Mechanism("the initiative", signs=(1.0, 0.0)),
    Mechanism("the worlds", signs=(0.0, 1.0)),
    Mechanism("both: the base rate alone", signs=(0.0, 0.0)),
)
"""Signs left out of the record; no case need be forecast anew."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Log loss without a mechanism, by case averaged over fractions [C], and what the mechanism saves on average."""

    name: str
    loss: Floats
    saves: Interval


def ablation(
    cases: Sequence[Case],
    learned: Learned | None,
    worlds: int = WORLDS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress = no_progress,
    mechanisms: Sequence[Mechanism] = MECHANISMS,
) -> tuple[Loss, ...]:
    """The whole model, then what is lost without each mechanism; `saves` is against the whole model's loss.

    Raises:
        InferenceError: a row that is impossible in every world, by name.
    """
    whole = Mechanism("nothing")
    told = {}
    for number, each in enumerate((whole, *mechanisms)):
        told[each.name] = _rows(cases, each, learned, worlds, seed, threads)
        progress(number + 1, len(mechanisms) + 1, "forecasting without each mechanism")
    found = {name: _losses(cases, rows, whole.signs) for name, rows in told.items()}
    found |= {each.name: _losses(cases, told[whole.name], each.signs) for each in OF_RECORD}
    base = found[whole.name]
    return tuple(Loss(name, loss, scoring.bootstrap_mean(loss - base, seed)) for name, loss in found.items())


def _losses(cases: Sequence[Case], rows: Mapping[str, Floats], signs: tuple[float, float]) -> Floats:
    """Log loss of each case by a record of all others [C]."""
    kept = {case: each * np.array([1.0, *signs]) for case, each in rows.items()}
    fell = {case.id: bool(case.outcome and case.outcome.order_giver_out) for case in cases}
    record = learn_record(kept, fell)
    losses = []
    for case in cases:
        p = np.array([chance(float(np.array(record.without[case.id]) @ row)) for row in kept[case.id]])
        losses.append(scoring.log_loss(p, np.full(p.size, float(fell[case.id]))).mean())
    return np.array(losses)


def _rows(
    cases: Sequence[Case], left_out: Mechanism, learned: Learned | None, worlds: int, seed: int, threads: int | None
) -> dict[str, Floats]:
    """By case the record's rows [F, 3] of forecasts without a mechanism."""
    found = {}
    for case in cases:
        priors = replace(left_out.priors(load_priors()), learned=learned and learned.forgetting(case.id))
        rows = [_row(case, fraction, left_out, priors, worlds, seed, threads) for fraction in FRACTIONS]
        found[case.id] = np.array(rows)
    return found


def _row(
    case: Case, fraction: float, left_out: Mechanism, priors: Priors, worlds: int, seed: int, threads: int | None
) -> Floats:
    day, weighing = forecast_day(case, fraction), left_out.weighing

    def layout(of: Case, under: Priors, seed: int) -> Stage:
        stage = make_stage(of, under, seed)
        return weighing(stage) if weighing else stage

    posterior = infer(case, as_of=day, worlds=worlds, seed=seed, threads=threads, priors=priors, layout=layout)
    ahead = priors if left_out.ends else replace(load_priors(), learned=priors.learned)
    stage = make_stage(case, with_assumptions(ahead, case.assumptions), seed)
    survives = ends_by(stage, posterior.states, posterior.block_weight, threads)[0]
    return signs_of(posterior.evidence, day, float(1.0 - survives), priors).row
