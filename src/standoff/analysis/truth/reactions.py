"""How the street reacts to a report: twin worlds, the same but for one row."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.case.values import Case, Event, Source
from standoff.engine.day import drift_days, impose_rows
from standoff.engine.draws import checked_seed
from standoff.engine.ensemble import Block, Stage, make_stage, start_block
from standoff.model.priors import Priors
from standoff.model.trail import Trail, trail_of

Floats = NDArray[np.float64]

DAYS_AFTER = 5
WORLDS = 64


class Reaction(NamedTuple):
    """Mean difference of the crowd in tenfold steps, and its standard error over cases."""

    mean: float
    error: float


def crowds_after(code: str, cases: tuple[Case, ...], priors: Priors) -> Reaction:
    """Crowds on the days after such a thing was done, against the same worlds without it."""
    grown = [_grown(code, case, priors, 30_011 + number) for number, case in enumerate(cases)]
    return Reaction(float(np.mean(grown)), float(np.std(grown) / np.sqrt(len(grown))))


def _grown(code: str, case: Case, priors: Priors, seed: int) -> float:
    """One case: worlds from the prior, the row on the first day, the street for some days after it."""
    force, sources = case.forces[0].name, (Source("a witness", None, "A1", None),)
    told = Event("row", case.start, code, force, "unit", "capital", "", "", code, "a witness", "neutral", "high")
    row = replace(told, sources=sources)
    stage = make_stage(case, priors, seed)
    _, trail = trail_of(replace(case, events=(row,)), stage.setting, priors, case.start + timedelta(days=1))
    block = start_block(stage, 0, WORLDS)
    return float(np.mean(_street(stage, block, trail) - _street(stage, block, None)))


def _street(stage: Stage, block: Block, trail: Trail | None) -> Floats:
    """Mean crowd [W] over the days after the first, with or without the row on it."""
    cells, seed = block.cells.copy(), checked_seed(stage.seed)
    world, crowds = stage.world(cells), []
    if trail is not None:
        weights = np.zeros((2, block.worlds.size))
        impose_rows(world, stage.setting, block.coefficients, trail, 0, 1, 0, seed, block.worlds, 0, weights)
    for day in range(1, DAYS_AFTER + 1):
        drift_days(world, stage.setting, block.coefficients, seed, block.worlds, day, day)
        crowds.append(world.crowd.copy())
    return np.asarray(np.mean(crowds, axis=0))
