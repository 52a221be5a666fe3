"""What would change the answer: for each kind of event, how likely its report is soon, and how far it would move the odds.

Rates are those of the day after the as-of date in each world, so that nothing has to be drawn: a world reports a kind within
h days with probability 1 - exp(-h x rate). Expected information is the mutual information between "reported" and "would be
refused" (Lindley 1956).
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.estimates import decibans
from standoff.analysis.why.reasons import READINGS, leading_reading
from standoff.analysis.why.values import Possible
from standoff.engine.day import begin_day
from standoff.engine.draws import checked_seed
from standoff.engine.streams import expect_streams
from standoff.inference.particle_filter import FilterState
from standoff.inference.pooling import jackknife_error, pooled
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised
from standoff.model.report_streams import stream_tiers

Floats = NDArray[np.float64]
Kind = tuple[str, str]


class Ahead(NamedTuple):
    """One block: P(kind reported soon) overall, where the order would be refused [K], and where each reading leads [K, R].

    `refused` is P(would be refused), `leads` P(each reading leads) [R]; joint chances, not conditional ones.
    """

    chance: Floats
    and_refused: Floats
    and_leads: Floats
    refused: float
    leads: Floats


def kinds_of_event(posterior: Posterior) -> tuple[tuple[Kind, ...], NDArray[np.int64]]:
    """Kinds of event (code, tier), and the kind of each report stream [S]."""
    stage = posterior.stage
    codes = tuple(stage.priors.codes)
    tiers = stream_tiers(posterior.case, stage.priors)
    of_stream = [(codes[int(code)], tier) for code, tier in zip(stage.setting.stream_code, tiers, strict=True)]
    kinds = tuple(dict.fromkeys(of_stream))
    return kinds, np.array([kinds.index(kind) for kind in of_stream])


def look_ahead(posterior: Posterior, state: FilterState, order: int, days: int) -> Ahead:
    """One block's chances of hearing each kind within so many days."""
    stage, block = posterior.stage, state.block
    kinds, of_stream = kinds_of_event(posterior)
    cells = block.cells.copy()
    world, expected = stage.world(cells), np.empty((stage.shape[2] + 1, block.worlds.size))
    refused = (world.strength <= world.root[order]).astype(np.float64)
    leads = leading_reading(posterior, state, order)
    seed = checked_seed(stage.seed)
    rates = np.empty((of_stream.size, block.worlds.size))
    begin_day(world, stage.setting, block.coefficients, block.beta, seed, block.worlds, state.day + 1, rates, expected)
    expect_streams(world, stage.setting, block.coefficients, rates)
    of_kind = np.zeros((len(kinds), block.worlds.size))
    np.add.at(of_kind, of_stream, rates)
    weight = normalised(state.weights.log_weight)
    heard = -np.expm1(-days * of_kind) * weight
    return Ahead(heard.sum(axis=1), heard @ refused, heard @ leads.T, float(weight @ refused), leads @ weight)


def possible_events(posterior: Posterior, ahead: tuple[Ahead, ...]) -> tuple[Possible, ...]:
    """Every kind of event, by expected information."""
    kinds, _ = kinds_of_event(posterior)
    seen = Counter((item.event.code, _usual_tier(item.event.code, item.event.tier, kinds)) for item in posterior.evidence)
    found = (_possible(posterior, ahead, place, kind, seen[kind]) for place, kind in enumerate(kinds))
    return tuple(sorted(found, key=lambda event: -event.information))


def _usual_tier(code: str, tier: str, kinds: tuple[Kind, ...]) -> str:
    """The tier under which the model knows such a row: its own, or the first of its code."""
    own = [known for name, known in kinds if name == code]
    return tier if tier in own else own[0] if own else tier


def _possible(posterior: Posterior, ahead: tuple[Ahead, ...], place: int, kind: Kind, seen: int) -> Possible:
    log_weight = posterior.log_weight_of_blocks
    columns = np.array([(block.chance[place], block.and_refused[place], block.refused) for block in ahead])
    chance, both, refused = (float(value) for value in pooled(columns, log_weight))
    joint = np.array([[both, refused - both], [chance - both, 1.0 - refused - chance + both]])
    return Possible(
        code=kind[0],
        tier=kind[1],
        times_seen=seen,
        chance=chance,
        if_seen=both / chance,
        if_not=(refused - both) / (1.0 - chance),
        decibans=_move(columns, log_weight, posterior.worlds),
        error=_move_error(posterior, columns),
        information=1e3 * mutual_information(joint),
        tells=_tells(posterior, ahead, place),
    )


def _move(columns: Floats, log_weight: Floats, worlds: int) -> float:
    chance, both, refused = pooled(columns, log_weight)
    return decibans(float(both / chance), worlds) - decibans(float(refused), worlds)


def _move_error(posterior: Posterior, columns: Floats) -> float:
    def estimate(used: NDArray[np.bool_]) -> float:
        return _move(columns[used], posterior.log_weight_of_blocks[used], posterior.worlds)

    return jackknife_error(estimate, len(columns), posterior.runs)


def _tells(posterior: Posterior, ahead: tuple[Ahead, ...], place: int) -> dict[str, float]:
    """How much likelier the kind is where each reading leads than where it does not, as a logarithm to base 2."""
    log_weight = posterior.log_weight_of_blocks
    chance = float(pooled(np.array([block.chance[place] for block in ahead]), log_weight))
    both = pooled(np.array([block.and_leads[place] for block in ahead]), log_weight)
    leads = pooled(np.array([block.leads for block in ahead]), log_weight)
    told = {}
    for reading, with_it, share in zip(READINGS, both, leads, strict=True):
        inside, outside = with_it / max(share, 1e-12), (chance - with_it) / max(1.0 - share, 1e-12)
        held = 1e-12 < share < 1.0 - 1e-12
        told[reading] = float(np.log2(max(inside, 1e-300) / max(outside, 1e-300))) if held else 0.0
    return told


def mutual_information(joint: Floats) -> float:
    """Bits that one of two events tells of the other, from their joint probabilities [2, 2].

    >>> round(mutual_information(np.array([[0.5, 0.0], [0.0, 0.5]])), 6)
    1.0
    """
    held = np.maximum(joint, 0.0)
    apart = held.sum(axis=1, keepdims=True) * held.sum(axis=0, keepdims=True)
    ratio = np.divide(held, apart, out=np.ones_like(held), where=(held > 0.0) & (apart > 0.0))
    return max(float(np.sum(held * np.log2(ratio))), 0.0)
