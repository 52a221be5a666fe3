"""Assumptions of a scenario as rules from a day on: coefficients, covariates, priors that act daily, sizes of forces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from standoff.case.problems import nearest
from standoff.case.scenario import Held
from standoff.case.values import Assumption, Case
from standoff.engine.ensemble import Stage, make_stage
from standoff.errors import UsageError
from standoff.inference.twins import Regime
from standoff.model.priors import COVARIATES, Coefficients, Priors, assumption_names, with_assumptions

AT_THE_START = frozenset(
    {
        *("world.strength_mean", "world.strength_sd", "world.strength_per_log_year", "world.public_mean", "world.cohesion_sd"),
        *("world.force_loyalty_sd", "world.group_stake_sd", "world.signal_precision_sd", "public_precision"),
        *("crowds.citizens_base_sd", "crowds.citizens_spread", "crowds.citizens_spread_sd"),
    }
)
"""Priors that are drawn or set on the eve of the first day, so that a later change of them changes nothing."""
Layout = Callable[[Case, Priors, int], Stage]


@dataclass(frozen=True)
class _Rules:
    """All that holds from some day on."""

    sizes: dict[str, float] = field(default_factory=dict)
    coefficients: dict[str, float] = field(default_factory=dict)
    covariates: dict[int, float] = field(default_factory=dict)
    priors: dict[str, float] = field(default_factory=dict)


def regimes_of(
    stage: Stage, assume: tuple[Held, ...], as_of: date, last: date, layout: Layout = make_stage
) -> tuple[Regime, ...]:
    """The regimes that a scenario's assumptions make, one for each day on which one begins.

    Raises:
        UsageError: a name that is none, a value out of range, a day outside the case, or a prior that acts only at the start.
    """
    dated = [(held.since or as_of, held) for held in assume]
    for since, held in dated:
        if not stage.case.start <= since <= last:
            raise UsageError(f"assume: {held.name} since {since} given; allowed: {stage.case.start} to {last}")
    rules, regimes = _Rules(), []
    for since in sorted({since for since, _ in dated}):
        for held in (held for day, held in dated if day == since):
            rules = _with(rules, held, stage)
        regimes.append(_regime(stage, rules, (since - stage.case.start).days, layout))
    return tuple(regimes)


def _with(rules: _Rules, held: Held, stage: Stage) -> _Rules:
    name, forces = held.name, [force.name for force in stage.case.forces]
    if name in forces:
        if not 0.0 < held.value <= 20_000.0:
            raise UsageError(f"assume: {name} of {held.value:g} thousand people given; allowed: above 0, at most 20,000")
        return replace(rules, sizes={**rules.sizes, name: held.value})
    if name in COVARIATES and held.name not in Coefficients._fields:
        return _with_covariate(rules, held)
    if name.startswith("level.") and name.removeprefix("level.") in COVARIATES:
        return _with_covariate(rules, replace(held, name=name.removeprefix("level.")))
    if name in AT_THE_START:
        raise UsageError(
            f"assume: {name} acts on the eve of the first day only, so that a change on a later day changes nothing; "
            "put it under `assumptions` of the case file"
        )
    if name in Coefficients._fields:
        return replace(rules, coefficients={**rules.coefficients, name: held.value})
    if name in assumption_names(stage.priors):
        return replace(rules, priors={**rules.priors, name: held.value})
    raise UsageError(_unknown(name, forces, stage))


def _unknown(name: str, forces: list[str], stage: Stage) -> str:
    names = [*forces, *assumption_names(stage.priors), *(f"level.{covariate}" for covariate in COVARIATES)]
    near = nearest(name, names)
    hint = f"; did you mean '{near}'?" if near else ""
    return f"assume: '{name}' is no force, no level of a covariate ({', '.join(COVARIATES)}) and no prior{hint}"


def _with_covariate(rules: _Rules, held: Held) -> _Rules:
    if not 0.0 <= held.value <= 1.0:
        raise UsageError(f"assume: a level of {held.name} of {held.value:g} given; allowed: 0 to 1")
    return replace(rules, covariates={**rules.covariates, COVARIATES.index(held.name): held.value})


def _regime(stage: Stage, rules: _Rules, day: int, layout: Layout) -> Regime:
    """The case laid out anew with its priors and sizes; a held covariate does not decay within the day."""
    forces = tuple(replace(force, size_k=rules.sizes.get(force.name, force.size_k)) for force in stage.case.forces)
    overrides = tuple(Assumption(name, value, "scenario") for name, value in rules.priors.items())
    changed = layout(replace(stage.case, forces=forces), with_assumptions(stage.priors, overrides), stage.seed)
    decay = changed.setting.decay.copy()
    decay[np.array(list(rules.covariates), dtype=np.int64)] = 1.0
    changed = replace(changed, setting=changed.setting._replace(decay=decay))
    return Regime(day, changed, rules.coefficients, rules.covariates)
