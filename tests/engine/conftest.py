"""Stages, blocks and the compiled day in the shape of the reference day, shared by the tests of the engine."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

from standoff.case.library import load_case
from standoff.case.values import Force
from standoff.engine.day import begin_day, impose_rows, live_days, pass_silence
from standoff.engine.draws import checked_seed
from standoff.engine.ensemble import make_stage, start_block
from standoff.engine.notes import room_for
from standoff.model.priors import load_priors
from standoff.model.trail import trail_of
from standoff.model.world import row_counts


@pytest.fixture(scope="session")
def stage_of():
    """`stage_of(case, seed)`: a library case made ready, and the trail of all its rows."""

    @cache
    def make(name, seed=7):
        case, priors = load_case(name), load_priors()
        stage = make_stage(case, priors, seed)
        return stage, trail_of(case, stage.setting, priors, case.end)[1]

    return make


@pytest.fixture(scope="session")
def small_country():
    """A stage small enough to count heads: 20,000 citizens, 400 soldiers, 100 guards, 200 paramilitaries."""
    venezuela = load_case("venezuela-2019")
    forces = (Force("Army", "army", 0.4), Force("Guard", "guard", 0.1), Force("Bands", "paramilitary", 0.2))
    background = replace(venezuela.background, population_m=0.02)
    return make_stage(replace(venezuela, forces=forces, background=background, events=()), load_priors(), 11)


@pytest.fixture(scope="session")
def row_names():
    """`row_names(stage)`: the field of `World` each row of the cells belongs to."""

    def names(stage):
        counts = row_counts(*stage.shape)
        return np.array([name for name, rows in counts.items() for _ in range(max(rows, 1))])

    return names


def backward_day(stage, block, trail, day):
    """The compiled day under its public rows: cells after it, and log weights [R + 1, W] of its silence and of each row."""
    cells, seed = block.cells.copy(), checked_seed(stage.seed)
    world, expected = stage.world(cells), np.empty((stage.shape[2] + 1, block.worlds.size))
    draw, beta = block.coefficients, block.beta
    unread = np.empty((1, block.worlds.size))
    begin_day(world, stage.setting, draw, beta, seed, block.worlds, day, unread, expected)
    first, last = (int(row) for row in np.searchsorted(trail.day, [day, day + 1]))
    totals = np.zeros((last - first + 1, block.worlds.size))
    pass_silence(world, stage.setting, draw, expected, totals[0])
    impose_rows(world, stage.setting, draw, trail, first, last, 0, seed, block.worlds, day, totals)
    return cells, np.diff(totals, axis=0, prepend=0.0)


def forward_days(stage, block, first, last):
    """Cells after the compiled day has lived from day `first` up to and not including `last`."""
    cells, seed = block.cells.copy(), checked_seed(stage.seed)
    live_days(stage.world(cells), stage.setting, block.coefficients, block.beta, seed, block.worlds, first, last, room_for(0))
    return cells


@pytest.fixture(scope="session")
def compiled():
    """The compiled day, called as the reference day is."""
    return SimpleNamespace(
        backward_day=backward_day,
        forward_days=forward_days,
        forward_day=lambda stage, block, day: forward_days(stage, block, day, day + 1),
    )


@pytest.fixture(scope="session")
def stirred():
    """`stirred(stage, block, seed)`: the block with every moving quantity thrown to the ends of its range and beyond use."""

    def stir(stage, block, seed):
        rng, worlds, cells = np.random.default_rng(seed), block.worlds.size, block.cells.copy()
        world, setting = stage.world(cells), stage.setting
        world.strength[:] = rng.normal(0.4, 0.4, worlds)
        world.belief_mean[:] = rng.normal(0.4, 0.4, worlds)
        world.belief_precision[:] = np.exp(rng.uniform(-2.0, 4.0, worlds))
        world.crowd[:] = rng.uniform(-7.0, -0.5, worlds)
        world.covariates[:] = np.clip(rng.uniform(-0.5, 1.5, world.covariates.shape), 0.0, 1.0)
        world.culpability[:] = np.clip(rng.uniform(-0.5, 1.5, world.culpability.shape), 0.0, 1.0)
        world.echo[:] = rng.uniform(0.0, 3.0, world.echo.shape)
        world.exposure[:] = rng.uniform(0.0, 50.0, worlds)
        world.reports[:] = rng.integers(0, 60, worlds)
        world.officials_out[:] = rng.integers(0, setting.officials + 1, worlds)
        world.states_out[:] = rng.integers(0, setting.foreign_states + 1, worlds)
        world.members_out[:] = rng.integers(0, setting.headcount[:, None] + 1, world.members_out.shape)
        world.outcome[:] = np.where(rng.random(worlds) < 0.1, rng.integers(0, 7, worlds), -1.0)
        world.ended[:] = np.where(world.outcome < 0.0, -1.0, 0.0)
        world.chance_seen[:] = rng.uniform(0.0, 1.0, worlds)
        world.tempo[:] = np.exp(rng.normal(0.0, 1.0, worlds))
        world.visible[:] = rng.uniform(0.5, 1.0, worlds)
        world.occasion[:] = rng.uniform(0.05, 1.0, worlds)
        return replace(block, cells=cells)

    return stir


@pytest.fixture
def start(stage_of):
    """`start(name, number)`: a stage and 200 worlds of it on the eve of the first day."""

    def make(name="venezuela-2019", number=0):
        stage, _ = stage_of(name)
        return stage, start_block(stage, number, 200)

    return make
