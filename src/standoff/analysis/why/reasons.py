"""Why an order is not given: the order-giver's expected losses, day by day and world by world.

Four losses (see `model.players`) make three readings: doubt about the army (refusal, and overthrow after it), the deterrent
abroad (foreign force would follow), and the street (backlash).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.answer import WhyNot
from standoff.analysis.estimates import over_draws
from standoff.analysis.orders import LOSSES, losses_of_worlds
from standoff.analysis.why.values import Possible, Rivals, WhyNotDay
from standoff.inference.particle_filter import FilterState
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised
from standoff.inference.twins import days_of_block
from standoff.model.priors import ORDERS

Floats = NDArray[np.float64]

READINGS = ("army", "abroad", "street")
"""Doubt about the army, the deterrent abroad, the answer of the street."""
_PARTS = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
TELLING, TELLERS = 0.1, 3
"""An event tells two readings apart if it is this much likelier (log2) under one of them; how many are named."""


class DayOfBlock(NamedTuple):
    """One block on one evening: mean losses of each order [X, 4], the own chance of each [X], log evidence so far."""

    losses: Floats
    own_chance: Floats
    log_evidence: float


def read_day(posterior: Posterior, state: FilterState) -> DayOfBlock:
    """Mean losses of a block's worlds under their weights."""
    weight, world = normalised(state.weights.log_weight), posterior.stage.world(state.block.cells)
    losses = np.array([losses_of_worlds(posterior, state, order) @ weight for order in range(len(ORDERS))])
    return DayOfBlock(losses, world.chance_obeyed @ weight, state.weights.log_evidence)


def read_days(posterior: Posterior, block: int) -> tuple[DayOfBlock, ...]:
    """Every evening of a block from the first day to the as-of date."""
    states = days_of_block(posterior, block, range(posterior.day + 1))
    return tuple(read_day(posterior, states[day]) for day in range(posterior.day + 1))


def leading_reading(posterior: Posterior, state: FilterState, order: int) -> Floats:
    """Which of the readings weighs most in each world [R, W], 1 for the one that does."""
    readings = _PARTS @ losses_of_worlds(posterior, state, order)
    leads: Floats = (np.arange(len(READINGS))[:, None] == readings.argmax(axis=0)).astype(np.float64)
    return leads


def why_not_days(posterior: Posterior, blocks: tuple[tuple[DayOfBlock, ...], ...]) -> tuple[WhyNotDay, ...]:
    """The losses of every order on every day, with intervals over draws of the coefficients."""
    return tuple(_day(posterior, [block[day] for block in blocks], day) for day in range(posterior.day + 1))


def _day(posterior: Posterior, blocks: list[DayOfBlock], day: int) -> WhyNotDay:
    weight = normalised(np.array([block.log_evidence for block in blocks]) + posterior.log_ratio_of_blocks)
    losses, own = np.array([block.losses for block in blocks]), np.array([block.own_chance for block in blocks])
    orders = {
        name: WhyNot(
            **{part: over_draws(losses[:, x, k], weight) for k, part in enumerate(LOSSES)},
            own_chance=over_draws(own[:, x], weight),
        )
        for x, name in enumerate(ORDERS)
    }
    return WhyNotDay(_date(posterior, day), orders)


def _date(posterior: Posterior, day: int) -> date:
    return posterior.case.start + timedelta(days=day)


def rivals(
    posterior: Posterior, blocks: tuple[tuple[DayOfBlock, ...], ...], order: int, possible: tuple[Possible, ...]
) -> Rivals:
    """The two readings that weigh most as of the last day, and the events that would tell them apart."""
    weight = posterior.block_weight
    losses = np.array([_PARTS @ block[-1].losses[order] for block in blocks])
    estimates = {name: over_draws(losses[:, k], weight) for k, name in enumerate(READINGS)}
    first, second = sorted(READINGS, key=lambda name: -estimates[name].p)[:2]
    return Rivals(
        first=first,
        second=second,
        first_loss=estimates[first],
        second_loss=estimates[second],
        first_leads=_share_leading(losses, weight, READINGS.index(first), READINGS.index(second)),
        apart=_tellers(possible, first, second),
    )


def _share_leading(losses: Floats, weight: Floats, first: int, second: int) -> float:
    """Weight of the draws of the coefficients under which the first reading weighs more."""
    return float(np.sum(weight * (losses[:, first] > losses[:, second])))


def _tellers(possible: tuple[Possible, ...], first: str, second: str) -> tuple[Possible, ...]:
    """Events that are likelier under one of two readings than under the other, by how likely and how telling they are."""

    def telling(event: Possible) -> float:
        return abs(event.tells[first] - event.tells[second])

    told = [event for event in possible if telling(event) > TELLING]
    return tuple(sorted(told, key=lambda event: -event.chance * telling(event))[:TELLERS])
