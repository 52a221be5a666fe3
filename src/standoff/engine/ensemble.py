"""Blocks of worlds: one draw of the global coefficients each, drawn from the priors at addressed places.

A block is the unit of everything parallel. Block b holds worlds b * size to (b + 1) * size - 1, whose draws are addressed by
those numbers, so that no answer depends on how blocks are spread over threads or workers.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from standoff.case.values import Case
from standoff.engine import sites
from standoff.engine.draws import normals
from standoff.engine.obedience import CLEAR_CROWD, FIRST_STEPS, decide
from standoff.model.beliefs import public_chance_of_fall
from standoff.model.crowds import threshold_mean_for
from standoff.model.maths import normal_quantile
from standoff.model.priors import CoefficientPrior, Coefficients, Priors
from standoff.model.setting import Setting, setting_of
from standoff.model.world import World, cell_rows, view

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

GROWN_FROM, MOST_GROWTH = 2**31, 16
LANES = 8  # numbers in the widest vector a processor has; worlds beside a multiple of it are taken one by one


@dataclass(frozen=True, slots=True)
class Stage:
    """A case made ready for worlds: its arrays, its priors and the seed of every draw."""

    case: Case
    priors: Priors
    setting: Setting
    seed: int

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of groups, forces and report codes."""
        return self.setting.sign.size, self.setting.culpable.size, len(self.priors.codes)

    def world(self, cells: Floats) -> World:
        """Name the rows of `cells`."""
        return view(cells, *self.shape)


@dataclass(frozen=True, slots=True)
class Block:
    """Worlds that share one draw of the coefficients. `worlds` are their addresses; `cells` their state [rows, W].

    `standard` holds the numbers behind the draw (see `standard_draw`); `growth` how many times the planned worlds it has.
    """

    number: int
    coefficients: Coefficients
    beta: Floats
    worlds: Integers
    cells: Floats
    standard: Floats
    growth: int = 1


def make_stage(case: Case, priors: Priors, seed: int) -> Stage:
    """Lay out a case for simulation or inference."""
    return Stage(case, priors, setting_of(case, priors), seed)


def standard_draw(stage: Stage, block: int) -> Floats:
    """The standard normal numbers behind a block's coefficients and its groups' signal precisions [D], D = coefficients + G."""
    sites_of = [sites.COEFFICIENT + k for k in range(len(Coefficients._fields))]
    sites_of += [sites.SIGNAL_PRECISION + g for g in range(stage.setting.sign.size)]
    return np.array([normals(stage.seed, np.array([block]), 0, site)[0] for site in sites_of])


def coefficients_of(priors: Priors, standard: Floats) -> Coefficients:
    """The global coefficients that standard normal numbers stand for, by each one's prior and what was learned since."""
    drawn = standard if priors.learned is None else priors.learned.moved(standard, Coefficients._fields)
    pairs = zip(Coefficients._fields, drawn[: len(Coefficients._fields)], strict=True)
    return Coefficients(*(_from_prior(priors.coefficients[name], float(z)) for name, z in pairs))


def _from_prior(prior: CoefficientPrior, z: float) -> float:
    """The value a standard normal number z stands for."""
    if prior.family == "fixed":
        return prior.centre
    if prior.family == "log_normal":
        return prior.centre * exp(prior.spread * z)
    value = prior.centre + prior.spread * z
    return abs(value) if prior.family == "half_normal" else value


def signal_precisions(stage: Stage, standard: Floats) -> Floats:
    """Each group's signal precision beta [G] that standard normal numbers stand for, log-normal around its tier's."""
    spread = stage.priors.value("world", "signal_precision_sd")
    beta: Floats = stage.setting.signal * np.exp(spread * standard[len(Coefficients._fields) :])
    return beta


def start_block(stage: Stage, number: int, size: int, standard: Floats | None = None, growth: int = 1) -> Block:
    """Worlds drawn from the prior, as they stand on the eve of the first day, thresholds of orders solved.

    Args:
        stage: the case made ready.
        number: of the block; its draws hang on it.
        size: planned worlds of a block, the same for all blocks of a run.
        standard: the numbers behind its coefficients, where they are not to be the block's own draw from the prior.
        growth: so many times `size` worlds, at addresses that no other block uses.
    """
    behind = standard_draw(stage, number) if standard is None else standard
    coefficients, beta = coefficients_of(stage.priors, behind), signal_precisions(stage, behind)
    worlds = _addresses(number, size, growth)
    cells = np.zeros((cell_rows(*stage.shape), worlds.size))
    world = stage.world(cells)
    _draw_fixed(world, stage, worlds)
    _set_moving(world, stage, coefficients)
    decide(world, stage.setting, coefficients, beta, FIRST_STEPS)
    world.chance_seen[:] = public_chance_of_fall(world.belief_mean, world.belief_precision, world.root[CLEAR_CROWD])
    return Block(number, coefficients, beta, worlds, cells, behind, growth)


def _addresses(number: int, size: int, growth: int) -> Integers:
    """World numbers of a block; those of blocks that had to grow start at 2^31, each with room for the most it can grow to."""
    if growth == 1:
        return np.arange(number * size, (number + 1) * size, dtype=np.int64)
    first = GROWN_FROM + number * size * MOST_GROWTH
    return np.arange(first, first + size * growth, dtype=np.int64)


def _draw_fixed(world: World, stage: Stage, worlds: Integers) -> None:
    setting, seed = stage.setting, stage.seed

    def normal(site: int) -> Floats:
        return normals(seed, worlds, 0, site)

    world.anchor[:] = setting.strength_mean + setting.strength_sd * normal(sites.STRENGTH_START)
    world.signal_noise[:] = normal(sites.SIGNAL_START)
    world.cohesion[:] = setting.cohesion_sd * normal(sites.COHESION_START)
    for g in range(setting.sign.size):
        own = setting.group_sd * normal(sites.GROUP_START + g)
        force = setting.sign[g] * setting.force_sd * normal(sites.FORCE_START + int(setting.force[g]))
        world.base_logit[g] = setting.stake[g] + own + force
    base = setting.citizens_base + setting.citizens_base_sd * normal(sites.THRESHOLD_MEAN)
    world.threshold_sd[:] = setting.citizens_spread * np.exp(setting.citizens_spread_sd * normal(sites.THRESHOLD_SPREAD))
    world.threshold_mean[:] = threshold_mean_for(base, normal_quantile(10.0**base), world.threshold_sd)
    world.crowd[:] = base


def _set_moving(world: World, stage: Stage, coefficients: Coefficients) -> None:
    setting = stage.setting
    world.strength[:] = world.anchor
    world.belief_mean[:] = setting.public_mean
    world.belief_precision[:] = coefficients.public_precision
    world.covariates[:] = setting.start[:, None]
    world.culpability[:] = setting.culpable[:, None]
    world.visible[:] = 1.0
    world.root[:] = setting.public_mean
    world.outcome[:] = -1.0
    world.ended[:] = -1.0
