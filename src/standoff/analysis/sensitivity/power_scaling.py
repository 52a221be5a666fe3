"""Power-scaling: what if the prior, or the likelihood, counted for a little less and a little more.

Prior or likelihood is raised to a power alpha near 1, and the distance that the answer's distribution goes is measured per
doubling of alpha (Kallioinen, Paananen, Bürkner & Vehtari 2024). They reweigh draws; here the worlds are lived again, so that
no weights are undone:

    prior        every normal prior's standard deviation is divided by sqrt(alpha): of the numbers behind the coefficients and
                 signal precisions, and of the draws of the start (strength, cohesion, stakes, loyalty, thresholds). What was
                 learned from past standoffs is N(m, L L'); raised to alpha it is N(m, L L' / alpha), which is m + L z /
                 sqrt(alpha): dividing the standard numbers z does it. Log-normal priors are scaled as normals of the logarithm.
    likelihood   log weights of every row and of silence are multiplied by alpha (`advance`, power)

Distance: the cumulative Jensen-Shannon distance (Nguyen & Vreeken 2015) of the margin, strength less the order's threshold,
normalised to [0, 1]; the larger of that and the one of the mirrored margin, as in the reference implementation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, log, log2, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.sensitivity.runs import Variant, end_of, read_variants
from standoff.analysis.sensitivity.values import Scaled, Verdict
from standoff.analysis.why.told import Reading, Told, read_order, told_of
from standoff.engine.ensemble import Stage
from standoff.engine.executors import Progress
from standoff.inference.particle_filter import FilterState
from standoff.inference.pooling import jackknife_error
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised

Floats = NDArray[np.float64]

POWERS = (0.8, 1.25)
THRESHOLD = 0.05
"""Distance per doubling from which a part is called sensitive (Kallioinen et al. 2024)."""
PRIOR, COEFFICIENTS, HIDDEN, LIKELIHOOD = "prior", "coefficients", "hidden", "likelihood"
PARTS = (PRIOR, COEFFICIENTS, HIDDEN, LIKELIHOOD)
START_SPREADS = ("strength_sd", "cohesion_sd", "group_sd", "force_sd", "citizens_base_sd", "citizens_spread_sd")
"""Spreads of what is drawn for a world on the eve; the walks of the days belong to the model of events and stay."""


def scaled_start(stage: Stage, power: float) -> Stage:
    """The case with the spreads of the eve's draws as the prior's power makes them."""
    spreads = {name: getattr(stage.setting, name) / sqrt(power) for name in START_SPREADS}
    return Stage(stage.case, stage.priors, stage.setting._replace(**spreads), stage.seed)


def variant_of(posterior: Posterior, part: str, power: float) -> Variant:
    """The posterior's blocks with one part of the model raised to a power."""
    stage = posterior.stage
    born = scaled_start(stage, power) if part in (PRIOR, HIDDEN) else stage
    squeeze = 1.0 / sqrt(power) if part in (PRIOR, COEFFICIENTS) else 1.0
    return Variant(born, stage, posterior.trail, squeeze, power if part == LIKELIHOOD else 1.0)


class Margin(NamedTuple):
    """What one block says: the order's reading, and each world's margin [W] with its weight within the block [W]."""

    reading: Reading
    margin: Floats
    weight: Floats


def read_margin(stage: Stage, state: FilterState, order: int) -> Margin:
    """Margin of an order, strength less threshold, in every world of a block."""
    world = stage.world(state.block.cells)
    return Margin(read_order(stage, state, order), world.strength - world.root[order], normalised(state.weights.log_weight))


def power_scaling(
    posterior: Posterior, order: int, known: Told, threads: int | None, progress: Progress
) -> tuple[tuple[Scaled, ...], Verdict]:
    """Every part raised to both powers, and the diagnosis."""
    variants = [variant_of(posterior, part, power) for part in PARTS for power in POWERS]

    def read(stage: Stage, state: FilterState) -> Margin:
        return read_margin(stage, state, order)

    what = f"living the worlds again with prior and likelihood raised to powers, {len(variants)} times"
    runs = read_variants(posterior, variants, read, threads=threads, progress=progress, what=what)
    base = [read_margin(posterior.stage, state, order) for state in posterior.states]
    sides = [_Side.of(posterior, blocks) for blocks in (base, *runs)]
    found = []
    for place, part in enumerate(PARTS):
        progress(place, len(PARTS), "measuring how far prior and likelihood move the answer")
        found.append(_scaled(posterior, part, known, sides[0], sides[1 + 2 * place], sides[2 + 2 * place]))
    return tuple(found), verdict_of(found[0].distance, found[-1].distance)


def verdict_of(prior: float, likelihood: float) -> Verdict:
    """The paper's diagnosis from the distances of prior and likelihood.

    >>> verdict_of(0.1, 0.2), verdict_of(0.1, 0.01), verdict_of(0.01, 0.2)
    ('prior-data conflict', 'strong prior or weak evidence', 'none')
    """
    if prior < THRESHOLD:
        return "none"
    return "prior-data conflict" if likelihood >= THRESHOLD else "strong prior or weak evidence"


@dataclass(frozen=True, slots=True)
class _Side:
    """One run: what its blocks say, those without a world left out, and all their worlds side by side."""

    told: Told
    margin: Floats
    weight: Floats
    block: NDArray[np.int64]

    @classmethod
    def of(cls, posterior: Posterior, blocks: Sequence[Margin | None]) -> _Side:
        told = told_of(posterior, [None if one is None else one.reading for one in blocks])
        left = [(number, one) for number, one in enumerate(blocks) if one is not None]
        if not left:
            return cls(told, np.zeros(1), np.zeros(1), np.zeros(1, dtype=np.int64))
        of_block = normalised(told.log_weight)
        return cls(
            told,
            np.concatenate([one.margin for _, one in left]),
            np.concatenate([of_block[number] * one.weight for number, one in left]),
            np.concatenate([np.full(one.margin.size, number) for number, one in left]),
        )

    def distance(self, other: _Side, used: NDArray[np.bool_]) -> float:
        """How far the margin's distribution lies from another's, over the blocks used; NaN where a side has no world left."""
        mine, theirs = self.weight * used[self.block], other.weight * used[other.block]
        if not (mine.sum() > 0.0 and theirs.sum() > 0.0):
            return float("nan")
        return cumulative_distance(self.margin, mine, other.margin, theirs)


def _scaled(posterior: Posterior, part: str, known: Told, base: _Side, low: _Side, high: _Side) -> Scaled:
    def distance(used: NDArray[np.bool_]) -> float:
        steps = zip((low, high), POWERS, strict=True)
        return float(np.mean([base.distance(side, used) / abs(log2(power)) for side, power in steps]))

    blocks = len(posterior.states)
    below, above = (
        end_of(posterior, f"power {power:g}", known, side.told) for side, power in zip((low, high), POWERS, strict=True)
    )
    error = jackknife_error(distance, blocks, posterior.runs)
    return Scaled(part, below, above, distance(np.ones(blocks, dtype=np.bool_)), error if isfinite(error) else inf)


def cumulative_distance(x: Floats, x_weight: Floats, y: Floats, y_weight: Floats) -> float:
    """Cumulative Jensen-Shannon distance of two weighted samples, 0 to 1; the larger of both directions along the line.

    With cumulative distributions P and Q and M their mean, CJS(P, Q) = int P log2(P / M) + int (Q - P) / (2 ln 2), and the
    distance is sqrt((CJS(P, Q) + CJS(Q, P)) / int (P + Q)) (Nguyen & Vreeken 2015; Kallioinen et al. 2024, section 2.3).
    """
    return max(_one_way(x, x_weight, y, y_weight), _one_way(-x, x_weight, -y, y_weight))


def _one_way(x: Floats, x_weight: Floats, y: Floats, y_weight: Floats) -> float:
    values = np.concatenate((x, y))
    order = np.argsort(values, kind="stable")
    p = np.concatenate((x_weight / x_weight.sum(), np.zeros(y.size)))[order].cumsum()[:-1]
    q = np.concatenate((np.zeros(x.size), y_weight / y_weight.sum()))[order].cumsum()[:-1]
    width = np.diff(values[order])
    middle = 0.5 * (p + q)
    apart = _relative(p, middle) + _relative(q, middle)  # the integrals of Q - P and P - Q cancel in the sum of both
    total, bound = float(width @ apart), float(width @ (p + q))
    return sqrt(max(total, 0.0) / bound) if bound > 0.0 else 0.0


def _relative(share: Floats, middle: Floats) -> Floats:
    """Share x log2(share / middle), 0 where the share is."""
    safe = np.where(share > 0.0, share, 1.0)
    parts: Floats = np.where(share > 0.0, share * (np.log(safe) - np.log(np.where(middle > 0.0, middle, 1.0))), 0.0) / log(2.0)
    return parts
