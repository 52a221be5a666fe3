"""Would each order be obeyed, by whom, and what holds it back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.answer import Equilibria, GroupAnswer, OrderAnswer, WhyNot
from standoff.analysis.estimates import over_draws, over_worlds, world_weights
from standoff.engine.answers import equilibria_of_order, people_of_order, shares_of_order
from standoff.engine.ensemble import Block
from standoff.inference.labels import prior_refused
from standoff.inference.particle_filter import FilterState
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised
from standoff.model.groups import groups_of
from standoff.model.players import backlash_loss, intervention_loss, overthrow_loss, refusal_loss
from standoff.model.priors import COVARIATES, ORDERS
from standoff.model.stakes import crowd_excess

Floats = NDArray[np.float64]

THREAT = COVARIATES.index("threat")
NEEDS_CROWD = ("clear_crowd", "shoot")
LOSSES = ("refusal", "overthrow", "intervention", "backlash")


@dataclass(frozen=True, slots=True)
class BlockReading:
    """What one block says of one order: shares [G, W], prior shares [G], mean losses [4], own chance, equilibria [W]."""

    disobey: Floats
    prior_disobey: Floats
    losses: Floats
    own_chance: float
    lowest: Floats
    highest: Floats


def read_block(posterior: Posterior, number: int, order: int) -> BlockReading:
    """Read one order off one block, with and without evidence."""
    stage, state = posterior.stage, posterior.states[number]
    shares = shares_of_order(stage, state.block, order)
    people = people_of_order(stage, state.block, order, shares, posterior.day)
    prior = shares_of_order(stage, posterior.prior[number].block, order)
    lowest, highest = equilibria_of_order(stage, state.block, order)
    heads = np.maximum(stage.setting.headcount, 1)[:, None]
    losses, own = _losses(posterior, state, order)
    return BlockReading(people / heads, prior.mean(axis=1), losses, own, lowest, highest)


def losses_of_worlds(posterior: Posterior, state: FilterState, order: int) -> Floats:
    """The four expected losses of an order in each world of a block [4, W], in the order of `LOSSES`."""
    stage, block = posterior.stage, state.block
    world, draw, setting = stage.world(block.cells), block.coefficients, stage.setting
    obeyed, fall = world.chance_obeyed[order], float(setting.fall[order])
    least = setting.reference_crowd if ORDERS[order] in NEEDS_CROWD else -99.0
    crowd = crowd_excess(np.maximum(world.crowd, least))
    parts = (
        refusal_loss(obeyed, draw.loss_ratio, fall),
        overthrow_loss(obeyed, draw.loss_ratio, fall),
        intervention_loss(draw.deterrence, world.covariates[THREAT]),
        backlash_loss(draw.backlash, float(setting.backlash[order]), crowd),
    )
    return np.array([np.broadcast_to(part, obeyed.shape) for part in parts])


def _losses(posterior: Posterior, state: FilterState, order: int) -> tuple[Floats, float]:
    """Weighted mean of the four expected losses, and of the order-giver's own chance of being obeyed, in a block."""
    weight = normalised(state.weights.log_weight)
    obeyed = posterior.stage.world(state.block.cells).chance_obeyed[order]
    parts = losses_of_worlds(posterior, state, order)
    return np.array([float(np.sum(weight * part)) for part in parts]), float(np.sum(weight * obeyed))


def order_answer(posterior: Posterior, order: int, readings: tuple[BlockReading, ...]) -> OrderAnswer:
    """Put the blocks' readings of one order together."""
    weight = posterior.block_weight
    obeyed = 1.0 - np.array([state.steps[-1].refused[order] for state in posterior.states])
    prior = np.sum(posterior.prior_weight * [1.0 - prior_refused(posterior, state)[order] for state in posterior.prior])
    return OrderAnswer(
        order=ORDERS[order],
        obeyed=over_draws(obeyed, weight),
        prior_p=float(prior),
        groups=_groups(posterior, readings),
        why_not=_why_not(readings, weight),
        equilibria=_equilibria(posterior, readings),
    )


def _groups(posterior: Posterior, readings: tuple[BlockReading, ...]) -> tuple[GroupAnswer, ...]:
    groups = groups_of(posterior.case, posterior.stage.priors)
    weight = np.concatenate(world_weights(posterior))
    shares = np.concatenate([reading.disobey for reading in readings], axis=1)
    prior = posterior.prior_weight @ np.array([reading.prior_disobey for reading in readings])
    return tuple(
        GroupAnswer(
            force=group.name,
            kind=group.kind,
            tier=group.tier,
            headcount=group.headcount,
            defends=group.sign < 0.0,
            disobey=over_worlds(shares[index], weight),
            prior_disobey=float(prior[index]),
        )
        for index, group in enumerate(groups)
    )


def _why_not(readings: tuple[BlockReading, ...], weight: Floats) -> WhyNot:
    losses = np.array([reading.losses for reading in readings])
    own = np.array([reading.own_chance for reading in readings])
    refusal, overthrow, intervention, backlash = (over_draws(losses[:, k], weight) for k in range(4))
    return WhyNot(refusal, overthrow, intervention, backlash, over_draws(own, weight))


def _equilibria(posterior: Posterior, readings: tuple[BlockReading, ...]) -> Equilibria:
    weight = np.concatenate(world_weights(posterior))
    strength = np.concatenate([_strength(posterior, state.block) for state in posterior.states])
    low = np.concatenate([reading.lowest for reading in readings])
    high = np.concatenate([reading.highest for reading in readings])
    return Equilibria(
        lowest=float(np.sum(weight * low)),
        highest=float(np.sum(weight * high)),
        p_at_lowest=float(np.sum(weight * (strength > low))),
        p_at_highest=float(np.sum(weight * (strength > high))),
        share_of_worlds=float(np.sum(weight * (high - low > 1e-6))),
    )


def _strength(posterior: Posterior, block: Block) -> Floats:
    return posterior.stage.world(block.cells).strength
