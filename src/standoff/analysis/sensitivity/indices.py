"""Which inputs the answer's variance comes from: coefficients by block, hidden quantities by world."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.estimates import world_weights
from standoff.analysis.sensitivity.given_data import (
    TERMS,
    binned_index,
    bins_for,
    effective_samples,
    noise_floor,
    polynomial_index,
)
from standoff.analysis.sensitivity.values import Index, Swing
from standoff.inference.labels import group_labels
from standoff.inference.pooling import jackknife_error
from standoff.inference.posterior import Posterior
from standoff.model.priors import Coefficients

Floats = NDArray[np.float64]
Used = NDArray[np.bool_]

HIDDEN = (
    *("strength it returns to", "loyalty of the forces", "cohesion of the forces"),
    *("readiness of the street", "error of the order-giver's signal"),
)


def input_names(posterior: Posterior) -> tuple[str, ...]:
    """Names of the numbers behind a block: coefficients, then each group's signal precision."""
    return (*Coefficients._fields, *(f"signals of {group}" for group in group_labels(posterior)))


def coefficient_indices(posterior: Posterior, order: int) -> tuple[Index, ...]:
    """Indices of what blocks differ in: what it explains of the blocks' mean margins, as a share of all worlds' variance."""
    inputs, weight = acting(posterior), posterior.block_weight
    margin, between = _block_margins(posterior, order)
    moving = [place for place, name in enumerate(input_names(posterior)) if _moves(posterior, name)]
    floor = between * noise_floor(effective_samples(weight), TERMS, len(moving))

    def index(place: int) -> Index:
        def estimate(used: Used) -> float:
            return between * polynomial_index(inputs[used, place], margin[used], weight[used])

        share = estimate(np.ones(weight.size, dtype=bool))
        error = jackknife_error(estimate, weight.size, posterior.runs)
        return Index(input_names(posterior)[place], "coefficient", share, error, floor)

    return tuple(index(place) for place in moving)


def acting(posterior: Posterior) -> Floats:
    """The numbers behind each block as they act [B, D]: every column rises with the coefficient it stands for.

    Where past standoffs taught that coefficients go together, the numbers drawn from that and not the independent ones behind
    them; of a half-normal coefficient the size, since both ends of the number stand for a large one.
    """
    standard, priors = posterior.weighed.standard, posterior.stage.priors
    if priors.learned is not None:
        standard = np.array([priors.learned.moved(row, Coefficients._fields) for row in standard])
    half = [place for place, name in enumerate(Coefficients._fields) if priors.coefficients[name].family == "half_normal"]
    acts = standard.copy()
    acts[:, half] = np.abs(standard[:, half])
    return acts


def _moves(posterior: Posterior, name: str) -> bool:
    """Whether a number is drawn at all: a coefficient that the case holds at a value is not."""
    known = posterior.stage.priors.coefficients.get(name)
    return known is None or known.family != "fixed"


def _block_margins(posterior: Posterior, order: int) -> tuple[Floats, float]:
    """Mean margin of each block [B], and the share of the worlds' variance that lies between blocks."""
    margins = [_margins(posterior, block, order) for block in range(len(posterior.states))]
    weights = world_weights(posterior)
    means = np.array([np.average(margin, weights=weight) for margin, weight in zip(margins, weights, strict=True)])
    return means, _between(means, posterior.block_weight, np.concatenate(margins), np.concatenate(weights))


def _between(means: Floats, mass: Floats, every: Floats, weight: Floats) -> float:
    """Share of the variance of all worlds that lies between the means of groups of them."""
    mean = np.average(every, weights=weight)
    whole = float(np.average((every - mean) ** 2, weights=weight))
    return float(np.average((means - mean) ** 2, weights=mass)) / whole if whole > 0.0 else 0.0


class Starts(NamedTuple):
    """Worlds of a block by the world of its eve they descend from: mean hidden quantities [H, S], mean margins, weights [S]."""

    hidden: Floats
    margin: Floats
    weight: Floats


def hidden_indices(posterior: Posterior, order: int) -> tuple[Index, ...]:
    """Indices of hidden quantities for the margin of worlds, over all blocks.

    Worlds that descend from the same start share what does not move. They are one sample, not many: what they have in common is
    found of the starts' mean margins, as a share of all worlds' variance, and chance is reckoned with as many samples as there
    are starts left.
    """
    weights = world_weights(posterior)
    starts = [_starts(posterior, block, order, weight) for block, weight in enumerate(weights)]
    margin, weight = (np.concatenate([getattr(part, name) for part in starts]) for name in ("margin", "weight"))
    every = np.concatenate([_margins(posterior, block, order) for block in range(len(starts))])
    between = _between(margin, weight, every, np.concatenate(weights))
    samples = effective_samples(weight)
    bins = bins_for(samples)
    floor = min(between * noise_floor(samples, bins - 1, len(HIDDEN)), 1.0)

    def index(place: int) -> Index:
        def estimate(used: Used) -> float:
            parts = [starts[block] for block in np.flatnonzero(used)]
            columns = zip(*((part.hidden[place], part.margin, part.weight) for part in parts), strict=True)
            x, y, w = (np.concatenate(column) for column in columns)
            return between * binned_index(x, y, w, bins)

        share = estimate(np.ones(len(starts), dtype=bool))
        return Index(HIDDEN[place], "hidden", share, jackknife_error(estimate, len(starts), posterior.runs), floor)

    return tuple(index(place) for place in range(len(HIDDEN)))


def _starts(posterior: Posterior, block: int, order: int, weight: Floats) -> Starts:
    """One block by its starts, which no two worlds of an eve share the anchor of."""
    anchor = posterior.stage.world(posterior.states[block].block.cells).anchor
    _, start = np.unique(anchor, return_inverse=True)
    mass: Floats = np.bincount(start, weights=weight).astype(np.float64)

    def mean(values: Floats) -> Floats:
        total: Floats = np.bincount(start, weights=weight * values) / np.maximum(mass, 1e-300)
        return total

    return Starts(np.array([mean(row) for row in _hidden(posterior, block)]), mean(_margins(posterior, block, order)), mass)


def _margins(posterior: Posterior, block: int, order: int) -> Floats:
    world = posterior.stage.world(posterior.states[block].block.cells)
    margin: Floats = world.strength - world.root[order]
    return margin


def _hidden(posterior: Posterior, block: int) -> Floats:
    """What each world holds [H, W], in the order of `HIDDEN`."""
    setting, world = posterior.stage.setting, posterior.stage.world(posterior.states[block].block.cells)
    loyal = (setting.weight.mean(axis=1) * (setting.sign > 0.0)) @ world.base_logit
    return np.array([world.anchor, loyal, world.cohesion, -world.threshold_mean, world.signal_noise])


def coefficient_swings(posterior: Posterior, order: int) -> tuple[Swing, ...]:
    """P(obeyed) where a coefficient lies in its lowest and its highest third, from the draws there are."""
    inputs, names = acting(posterior), input_names(posterior)
    obeyed = 1.0 - posterior.refused()[:, order]
    weight = posterior.block_weight
    return tuple(
        _swing(posterior, names[place], inputs[:, place], obeyed, weight)
        for place in range(len(Coefficients._fields))
        if _moves(posterior, names[place])
    )


def _swing(posterior: Posterior, name: str, x: Floats, obeyed: Floats, weight: Floats) -> Swing:
    def third(used: Used, high: bool) -> float:
        order = np.argsort(x[used], kind="stable")
        share = np.cumsum(weight[used][order]) / weight[used].sum()
        inside = order[share > 2.0 / 3.0] if high else order[share <= 1.0 / 3.0]
        chosen = inside if inside.size else order[-1:] if high else order[:1]
        return float(np.average(obeyed[used][chosen], weights=weight[used][chosen]))

    difference: Callable[[Used], float] = lambda used: third(used, True) - third(used, False)  # noqa: E731
    everything = np.ones(x.size, dtype=bool)
    error = jackknife_error(difference, x.size, posterior.runs)
    return Swing(name, "coefficient", "lowest third", "highest third", third(everything, False), third(everything, True), error)
