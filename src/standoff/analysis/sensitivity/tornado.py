"""One input at a time: assumptions left out, grades moved, coefficients in their lowest and highest third."""

from __future__ import annotations

from dataclasses import replace
from math import inf, isfinite, nan
from typing import cast

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.sensitivity.grades import BETTER, WORSE, Graded, graded_together
from standoff.analysis.sensitivity.inputs import Column, columns_of
from standoff.analysis.sensitivity.runs import Variant, end_of, read_variants
from standoff.analysis.sensitivity.values import BarKind, End, TornadoBar
from standoff.analysis.why.told import Told, read_order, told_of
from standoff.engine.ensemble import make_stage
from standoff.engine.executors import Progress
from standoff.inference.pooling import jackknife_error, weighted_quantile
from standoff.inference.posterior import Posterior
from standoff.inference.twins import read_twins
from standoff.model.priors import Priors, load_priors, with_assumptions
from standoff.model.trail import trail_arrays

Floats = NDArray[np.float64]

WITHOUT = "without"
LETTER_WORSE, LETTER_BETTER = "a letter worse", "a letter better"
LOWEST, HIGHEST = "lowest third", "highest third"
THIRD = 1.0 / 3.0
_LEAST_SHARE = 0.02  # a third is never quite a third of a few draws; one with hardly any weight is no third


def assumption_bars(
    posterior: Posterior, order: int, known: Told, threads: int | None, progress: Progress
) -> tuple[TornadoBar, ...]:
    """The answer without each of the case's assumptions, the others standing."""
    assumptions = posterior.case.assumptions
    if not assumptions:
        return ()
    variants = [_without(posterior, left_out) for left_out in range(len(assumptions))]
    what = f"living the worlds again without an assumption, {len(variants)} times"
    told = read_variants(
        posterior, variants, lambda stage, state: read_order(stage, state, order), threads=threads, progress=progress, what=what
    )
    ends = [end_of(posterior, WITHOUT, known, told_of(posterior, blocks)) for blocks in told]
    pairs = zip(assumptions, ends, strict=True)
    return tuple(TornadoBar("assumption", f"{one.name} = {one.value:g}", 0, end, None) for one, end in pairs)


def _without(posterior: Posterior, left_out: int) -> Variant:
    case, kept = posterior.case, posterior.case.assumptions
    priors = with_assumptions(unassumed(posterior), kept[:left_out] + kept[left_out + 1 :])
    stage = make_stage(case, priors, posterior.stage.seed)
    return Variant(stage, stage, trail_arrays(posterior.evidence, case, stage.setting, priors))


def unassumed(posterior: Posterior) -> Priors:
    """The posterior's priors with what the case assumes put back to what the package has."""
    priors, packaged = posterior.stage.priors, load_priors()
    for assumption in posterior.case.assumptions:
        name = assumption.name
        if name in packaged.coefficients:
            known = {**priors.coefficients, name: packaged.coefficients[name]}
            priors = replace(priors, coefficients=known)
        else:
            section, entry = name.split(".")
            table = {**priors.sections[section], entry: packaged.sections[section][entry]}
            priors = replace(priors, sections={**priors.sections, section: table})
    return priors


def grade_bars(
    posterior: Posterior, order: int, known: Told, most: int, threads: int | None, progress: Progress
) -> tuple[tuple[TornadoBar, ...], int]:
    """The answer with sources a letter worse and a letter better, and how many outlets were left out."""
    groups, left = graded_together(posterior, most)
    asked = [(group, step, twin) for group in groups for step in (WORSE, BETTER) if (twin := group.twin(posterior, step))]
    if not asked:
        return (), left
    readings = read_twins(
        posterior,
        [twin for _, _, twin in asked],
        lambda state: read_order(posterior.stage, state, order),
        threads=threads,
        progress=progress,
        what=f"living the worlds again with sources graded otherwise, {len(asked)} times",
    )
    words = {WORSE: LETTER_WORSE, BETTER: LETTER_BETTER}
    ends = {
        (id(group), step): end_of(posterior, words[step], known, told_of(posterior, blocks))
        for (group, step, _), blocks in zip(asked, readings, strict=True)
    }
    return tuple(_grade_bar(group, ends.get((id(group), WORSE)), ends.get((id(group), BETTER))) for group in groups), left


def _grade_bar(group: Graded, worse: End | None, better: End | None) -> TornadoBar:
    return TornadoBar(cast(BarKind, group.kind), group.name, len(group.rows), worse, better)


def coefficient_bars(posterior: Posterior, order: int) -> tuple[TornadoBar, ...]:
    """P(order obeyed) among the draws in each coefficient's lowest and highest third, given the evidence: no further runs."""
    obeyed, weight = 1.0 - posterior.refused()[:, order], posterior.block_weight
    return tuple(_coefficient_bar(one, obeyed, weight) for one in columns_of(posterior))


def _coefficient_bar(column: Column, obeyed: Floats, weight: Floats) -> TornadoBar:
    low = third_of(LOWEST, column.values, obeyed, weight)
    high = third_of(HIGHEST, -column.values, obeyed, weight)
    return TornadoBar(cast(BarKind, column.kind), column.name, 0, low, high)


def third_of(what: str, values: Floats, obeyed: Floats, weight: Floats) -> End | None:
    """The answer over the draws in the lowest third of some values [B]; its error from leaving out each draw in turn.

    None where hardly any draw carries the third.
    """
    inside = values <= weighted_quantile(values, weight, THIRD)
    if inside.sum() < 2 or weight[inside].sum() < _LEAST_SHARE:
        return None

    def difference(used: NDArray[np.bool_]) -> float:
        if not weight[used].sum() > 0.0:
            return float("nan")
        level = weighted_quantile(values[used], weight[used], THIRD)
        return _mean(obeyed, weight, used & (values <= level)) - _mean(obeyed, weight, used)

    everything = np.ones(values.size, dtype=np.bool_)
    moved = difference(everything)
    error = jackknife_error(difference, values.size, values.size)
    return End(what, _mean(obeyed, weight, inside), moved, error if isfinite(error) else inf)


def _mean(values: Floats, weight: Floats, chosen: NDArray[np.bool_]) -> float:
    """Weighted mean of the values chosen; NaN where they have no weight."""
    total = float(weight[chosen].sum())
    return float(weight[chosen] @ values[chosen]) / total if total > 0.0 else nan

