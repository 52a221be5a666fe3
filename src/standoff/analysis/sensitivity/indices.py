"""Which inputs the answer's variance comes from: coefficients by block, hidden quantities by world."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.estimates import world_weights
from standoff.analysis.sensitivity.given_data import (
    BINS,
    TERMS,
    binned_index,
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
    standard, weight = posterior.weighed.standard, posterior.block_weight
    margin, between = _block_margins(posterior, order)
    floor = between * noise_floor(effective_samples(weight), TERMS)
    moving = [place for place, name in enumerate(input_names(posterior)) if _moves(posterior, name)]

    def index(place: int) -> Index:
        def estimate(used: Used) -> float:
            return between * polynomial_index(standard[used, place], margin[used], weight[used])

        share = estimate(np.ones(weight.size, dtype=bool))
        error = jackknife_error(estimate, weight.size, posterior.runs)
        return Index(input_names(posterior)[place], "coefficient", share, error, floor)

    return tuple(index(place) for place in moving)


def _moves(posterior: Posterior, name: str) -> bool:
    """Whether a number is drawn at all: a coefficient that the case holds at a value is not."""
    known = posterior.stage.priors.coefficients.get(name)
    return known is None or known.family != "fixed"


def _block_margins(posterior: Posterior, order: int) -> tuple[Floats, float]:
    """Mean margin of each block [B], and the share of the worlds' variance that lies between blocks."""
    margins = [_margins(posterior, block, order) for block in range(len(posterior.states))]
    weights = world_weights(posterior)
    means = np.array([np.average(margin, weights=weight) for margin, weight in zip(margins, weights, strict=True)])
    every, weight = np.concatenate(margins), np.concatenate(weights)
    mean = np.average(every, weights=weight)
    whole = float(np.average((every - mean) ** 2, weights=weight))
    between = float(np.average((means - mean) ** 2, weights=posterior.block_weight))
    return means, between / whole


def hidden_indices(posterior: Posterior, order: int) -> tuple[Index, ...]:
    """Indices of hidden quantities for the margin of single worlds, over all blocks."""
    rows = [_hidden(posterior, block) for block in range(len(posterior.states))]
    margins = [_margins(posterior, block, order) for block in range(len(posterior.states))]
    weights = world_weights(posterior)
    floor = noise_floor(effective_samples(np.concatenate(weights)), BINS - 1)

    def index(place: int) -> Index:
        def estimate(used: Used) -> float:
            chosen = np.flatnonzero(used)
            x, y, w = (np.concatenate([part[k] for k in chosen]) for part in ([row[place] for row in rows], margins, weights))
            return binned_index(x, y, w)

        share = estimate(np.ones(len(rows), dtype=bool))
        return Index(HIDDEN[place], "hidden", share, jackknife_error(estimate, len(rows), posterior.runs), floor)

    return tuple(index(place) for place in range(len(HIDDEN)))


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
    standard, names = posterior.weighed.standard, input_names(posterior)
    obeyed = 1.0 - posterior.refused()[:, order]
    weight = posterior.block_weight
    return tuple(
        _swing(posterior, names[place], standard[:, place], obeyed, weight)
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
