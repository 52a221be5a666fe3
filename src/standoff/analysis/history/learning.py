"""What one draw of the coefficients makes of past standoffs: the evidence of their trails, and forecasts of how they end.

The raw material of `fit`. A draw serves all cases; in each the particle filter goes through the trail once, and stops at
fractions of the span to follow some of its worlds forward to their ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.history.spans import forecast_day
from standoff.analysis.outcomes import outcome_shares
from standoff.case.values import Case
from standoff.engine import sites
from standoff.engine.draws import normals, uniforms
from standoff.engine.ensemble import Stage, make_stage, standard_draw
from standoff.inference.particle_filter import FilterState, advance, begin
from standoff.inference.resampling import log_mean_exp, systematic
from standoff.inference.weighting import equal_weights
from standoff.model.outcomes import KINDS
from standoff.model.priors import Coefficients, Priors, with_assumptions
from standoff.model.trail import Trail, trail_of

Floats = NDArray[np.float64]

FRACTIONS = (0.25, 0.5, 0.75, 1.0)
WORLDS, FOLLOWED = 192, 48
"""Worlds that weigh a trail, and those of them that are followed to their ends: what is to come takes longest to compute."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A case to learn from, made ready: its arrays, its trail up to the day before its end, the days of its forecasts."""

    stage: Stage
    trail: Trail
    days: tuple[int, ...]
    kind: int


class Heard(NamedTuple):
    """What a draw makes of the cases: log evidence of each trail [C], shares of kinds of end at each fraction [C, F, K]."""

    evidence: Floats
    shares: Floats


def lesson(case: Case, priors: Priors, seed: int) -> Lesson:
    """A case whose outcome is known, made ready."""
    assert case.outcome is not None  # the caller has seen to it
    stage = make_stage(replace(case, outcome=None), with_assumptions(priors, case.assumptions), seed)
    days = tuple((forecast_day(case, fraction) - case.start).days for fraction in FRACTIONS)
    trail = trail_of(case, stage.setting, stage.priors, case.start + timedelta(days=days[-1]))[1]
    return Lesson(stage, trail, days, KINDS.index(case.outcome.kind))


def learned_places(names: Sequence[str]) -> NDArray[np.int64]:
    """Where the coefficients to be learned stand among the standard numbers."""
    return np.array([Coefficients._fields.index(name) for name in names], dtype=np.int64)


def standard_numbers(seed: int, draw: int, places: NDArray[np.int64], centre: Floats, scale: float) -> Floats:
    """The standard numbers of a draw, coefficients only: of those to be learned around the centre, the others as ever."""
    fields = np.arange(len(Coefficients._fields))
    standard = np.array([normals(seed, np.array([draw]), 0, sites.COEFFICIENT + int(k))[0] for k in fields])
    standard[places] = centre + scale * standard[places]
    return standard


def heard_of(case: Case, priors: Priors, seed: int, first: int, standard: Floats) -> dict[str, Any]:
    """What draws `first` and after [S, D] make of one case, as plain values: `evidence` [S] and `shares` [S, F, K].

    A piece of work by itself, for a worker anywhere: case and priors are a fifth of what they are made into.
    """
    ready = lesson(case, priors, seed)
    pairs = [_one(ready, first + place, own) for place, own in enumerate(standard)]
    return {"evidence": [evidence for evidence, _ in pairs], "shares": [shares.tolist() for _, shares in pairs]}


def heard(lessons: Sequence[Lesson], draw: int, standard: Floats) -> Heard:
    """What a draw of the coefficients makes of every case."""
    pairs = [_one(each, draw, standard) for each in lessons]
    return Heard(np.array([evidence for evidence, _ in pairs]), np.array([shares for _, shares in pairs]))


def _one(case: Lesson, draw: int, standard: Floats) -> tuple[float, Floats]:
    own = standard_draw(case.stage, draw)
    own[: standard.size] = standard
    state, rows = begin(case.stage, draw, WORLDS, own), []
    for day in case.days:
        state = advance(case.stage, case.trail, state, day) if day > state.day else state
        shares = outcome_shares(case.stage, thinned(case.stage, state, FOLLOWED))[-1][: len(KINDS)]
        rows.append(shares / max(shares.sum(), 1e-12))
    return state.weights.banked + log_mean_exp(state.weights.log_weight), np.array(rows)


def thinned(stage: Stage, state: FilterState, worlds: int) -> FilterState:
    """So many of a block's worlds, chosen by their weights."""
    u = float(uniforms(stage.seed, state.block.worlds[:1], state.day + 1, sites.RESAMPLE)[0])
    chosen = systematic(state.weights.log_weight, u, worlds)
    block = replace(state.block, cells=np.ascontiguousarray(state.block.cells[:, chosen]), worlds=state.block.worlds[:worlds])
    return replace(state, block=block, weights=equal_weights(worlds))


def log_scores(shares: Floats, kinds: NDArray[np.int64]) -> Floats:
    """Logarithm of the share that the kind which came was given [..., C, F], from `FOLLOWED` worlds.

    Half a world is added to each kind (Jeffreys), so that no kind that no world showed is impossible.
    """
    held = (FOLLOWED * shares + 0.5) / (FOLLOWED + 0.5 * len(KINDS))
    place = np.broadcast_to(kinds[:, None, None], (*held.shape[:-1], 1))
    return np.asarray(np.log(np.take_along_axis(held, place, axis=-1)[..., 0]))
