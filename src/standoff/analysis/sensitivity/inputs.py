"""The inputs of an answer, and what each explains of it: coefficients by draw, hidden quantities by world.

Coefficients are taken as they act: where past standoffs taught that some go together (`Priors.learned`), the numbers drawn from
that; of a half-normal one its size. One that an assumption holds fixed is no input.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.sensitivity.given_data import effective_number, index, index_of_worlds
from standoff.analysis.sensitivity.values import Index, Input, InputKind
from standoff.engine.ensemble import Stage
from standoff.engine.executors import Progress, no_progress
from standoff.inference.labels import prior_refused
from standoff.inference.particle_filter import FilterState
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import effective_sample_size, normalised
from standoff.model.groups import groups_of
from standoff.model.priors import Coefficients

Floats = NDArray[np.float64]
HIDDEN = ("strength_today", "strength_at_start", "cohesion", "group_stakes", "citizens_thresholds")
"""Hidden quantities of a world: how strong the order-giver is today, the strength he returns to, what all forces hold in
common, what groups have to lose (weighed as they weigh in the order), how large a crowd citizens wait for."""


@dataclass(frozen=True, slots=True)
class Column:
    """One input of the draws: its kind, its name and its value in each block [B]."""

    kind: InputKind
    name: str
    values: Floats


def columns_of(posterior: Posterior) -> tuple[Column, ...]:
    """Every coefficient that is not held fixed, then every group's signal precision."""
    stage, many = posterior.stage, len(Coefficients._fields)
    standard, priors = posterior.weighed.standard, stage.priors
    if priors.learned is not None:
        standard = np.array([priors.learned.moved(row, Coefficients._fields) for row in standard])
    family = {name: priors.coefficients[name].family for name in Coefficients._fields}
    found = [
        Column("coefficient", name, np.abs(standard[:, k]) if family[name] == "half_normal" else standard[:, k])
        for k, name in enumerate(Coefficients._fields)
        if family[name] != "fixed"
    ]
    groups = groups_of(posterior.case, priors)
    found += [Column("signal", f"{group.name}, {group.tier}", standard[:, many + g]) for g, group in enumerate(groups)]
    return tuple(found)


def coefficient_inputs(posterior: Posterior, order: int) -> tuple[Input, ...]:
    """What each coefficient explains of P(order obeyed) by draw, without the evidence and with it."""
    columns = columns_of(posterior)
    after = 1.0 - posterior.refused()[:, order]
    before = np.array([1.0 - prior_refused(posterior, state)[order] for state in posterior.prior])
    weights, many = (posterior.prior_weight, posterior.block_weight), len(columns)
    return tuple(
        Input(one.kind, one.name, index(one.values, before, weights[0], many), index(one.values, after, weights[1], many))
        for one in columns
    )


def hidden_inputs(posterior: Posterior, order: int, progress: Progress = no_progress) -> tuple[Input, ...]:
    """What each hidden quantity explains of whether a world obeys, without the evidence and with it."""
    prior = _worlds(posterior, posterior.prior, posterior.prior_weight, order)
    told = _worlds(posterior, posterior.states, posterior.block_weight, order)
    found = []
    for k, name in enumerate(HIDDEN):
        progress(k, len(HIDDEN), "reading off what hidden quantities explain")
        found.append(Input("hidden", name, *(_index(posterior, side, k) for side in (prior, told))))
    return tuple(found)


def _index(posterior: Posterior, side: _Worlds, k: int) -> Index:
    args = (side.hidden[k], side.obeyed, side.weight, side.block)
    return index_of_worlds(*args, side.independent, posterior.runs, len(HIDDEN))


@dataclass(frozen=True, slots=True)
class _Worlds:
    """All worlds side by side: hidden quantities [5, W], 1 where obeyed [W], weights [W], blocks [W], independent ones."""

    hidden: Floats
    obeyed: Floats
    weight: Floats
    block: NDArray[np.int64]
    independent: float


def _worlds(posterior: Posterior, states: tuple[FilterState, ...], of_block: Floats, order: int) -> _Worlds:
    stage, sizes = posterior.stage, [state.block.worlds.size for state in states]
    worlds = [stage.world(state.block.cells) for state in states]
    inside = [normalised(state.weights.log_weight) for state in states]
    starts = np.array([_starts(world.anchor, weight) for world, weight in zip(worlds, inside, strict=True)])
    return _Worlds(
        hidden=np.concatenate([_hidden(stage, state, order) for state in states], axis=1),
        obeyed=np.concatenate([(world.strength > world.root[order]).astype(np.float64) for world in worlds]),
        weight=np.concatenate([share * weight for share, weight in zip(of_block, inside, strict=True)]),
        block=np.repeat(np.arange(len(states)), sizes),
        independent=float(1.0 / np.sum(of_block**2 / starts)),
    )


def _starts(anchor: Floats, weight: Floats) -> float:
    """Effective number of different starts that a block's worlds descend from: copies of one count as one."""
    _, of_start = np.unique(anchor, return_inverse=True)
    return effective_number(np.bincount(of_start, weight).astype(np.float64))


def _hidden(stage: Stage, state: FilterState, order: int) -> Floats:
    world, setting = stage.world(state.block.cells), stage.setting
    stakes = (setting.sign * setting.weight[:, order]) @ world.base_logit
    return np.array([world.strength, world.anchor, world.cohesion, stakes, world.threshold_mean])


def effective_draws_of(posterior: Posterior) -> tuple[float, float]:
    """Effective draws of the coefficients without the evidence and with it."""
    return effective_number(posterior.prior_weight), effective_number(posterior.block_weight)


def spread_between(posterior: Posterior, order: int) -> tuple[float, float]:
    """How much of the uncertainty lies between draws of the coefficients, and how much of that spread is noise, at least.

    Whether a world obeys varies by p (1 - p); by the law of total variance the variance of P(obeyed) over draws is the part
    that knowing all coefficients would take away. A block's P(obeyed) has the sampling variance p (1 - p) / n of its n
    effective worlds, at least (the filter's resampling adds to it), which is taken off.
    """
    share = 1.0 - posterior.refused()[:, order]
    size = np.array([effective_sample_size(state.weights.log_weight) for state in posterior.states])
    weight, mean = posterior.block_weight, float(posterior.block_weight @ share)
    spread = float(weight @ (share - mean) ** 2)
    noise = float(weight @ (share * (1.0 - share) / size))
    if mean * (1.0 - mean) <= 0.0 or spread <= 0.0:
        return 0.0, 0.0
    return max(spread - noise, 0.0) / (mean * (1.0 - mean)), min(noise / spread, 1.0)


__all__ = ["HIDDEN", "Column", "coefficient_inputs", "columns_of", "effective_draws_of", "hidden_inputs", "spread_between"]
