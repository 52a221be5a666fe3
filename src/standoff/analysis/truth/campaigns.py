"""Campaigns from the prior: worlds of many cases lived without any evidence, and what an observer would have coded of each.

The case file gives background and forces; its rows and its outcome are not read. What a data set of campaigns codes is tallied
day by day: the largest crowd, who went over, who plotted and whether they would have won, how it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.case.values import Case
from standoff.engine.answers import live_on
from standoff.engine.endings import plots_of_day
from standoff.engine.ensemble import Block, Stage, make_stage, start_block
from standoff.engine.executors import Progress, no_progress
from standoff.engine.notes import Notes, room_for
from standoff.model.priors import Priors
from standoff.model.setting import Setting, code_index

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DEFECTIONS = ("unit_defects", "officer_defects", "declare_neutral")
ROOM_A_WORLD_DAY = 30
Change = Callable[[Setting], Setting]


class Campaigns(NamedTuple):
    """One number a world [W] or a tier and world [2, W] (troops, command)."""

    outcome: Integers  # index into outcomes.KINDS, -1 where still undecided
    days: Integers  # until it ended, or as long as it was followed
    part: Integers  # which block of worlds it comes from
    peak_log10: Floats  # largest crowd, log10 share of the population
    peak_people: Floats  # and in people
    defected: NDArray[np.bool_]  # a unit, an officer or a whole command went over, truly and publicly
    purges: Floats  # true purges on days on which a plot was less, and more, likely than usual [2, W]
    quiet_days: Floats  # such days [2, W]
    plots: Floats  # expected number [2, W]
    coups: Floats  # of those that would have succeeded [2, W]


def unchanged(setting: Setting) -> Setting:
    """The setting as the priors make it."""
    return setting


@dataclass(frozen=True, slots=True)
class Plan:
    """How many worlds of which cases, for how long, and under which change of the setting."""

    cases: tuple[Case, ...]
    blocks: int = 4
    size: int = 64
    days: int = 240
    seed: int = 1
    change: Change = unchanged


def campaigns(plan: Plan, priors: Priors, progress: Progress = no_progress) -> Campaigns:
    """Live every world of a plan."""
    parts = []
    for number, case in enumerate(plan.cases):
        stage = make_stage(case, priors, plan.seed + 7919 * number)
        stage = replace(stage, setting=plan.change(stage.setting))
        parts += [_lived(stage, start_block(stage, block, plan.size), plan.days) for block in range(plan.blocks)]
        progress(number + 1, len(plan.cases), "living campaigns from the prior")
    return _together(parts)


def _together(parts: Sequence[Campaigns]) -> Campaigns:
    numbered = [each._replace(part=np.full(each.outcome.size, index)) for index, each in enumerate(parts)]
    return Campaigns._make(np.concatenate(columns, axis=-1) for columns in zip(*numbered, strict=True))


def _lived(stage: Stage, block: Block, days: int) -> Campaigns:
    """One block, day by day; decided worlds are tallied no further."""
    worlds, codes = block.worlds.size, code_index(stage.priors)
    peak, defected = np.full(worlds, -np.inf), np.zeros(worlds, dtype=bool)
    purges, quiet, plots, coups = (np.zeros((2, worlds)) for _ in range(4))
    usual = _usual_plots(stage, block)
    for day in range(days):
        open_ = stage.world(block.cells).outcome < 0.0
        if not open_.any():
            break
        tension = _plots(stage, block)[0].sum(axis=0) > usual
        notes = room_for(ROOM_A_WORLD_DAY * worlds)
        block = replace(block, cells=live_on(stage, block, day - 1, 1, notes))
        world = stage.world(block.cells)
        peak[open_] = np.maximum(peak[open_], world.crowd[open_])
        defected |= _told(notes, stage, [codes[name] for name in DEFECTIONS], worlds) > 0.0
        purged = _told(notes, stage, [codes["purge"]], worlds)
        for side, days_of in enumerate((open_ & ~tension, open_ & tension)):
            purges[side] += purged * days_of
            quiet[side] += days_of
        hazard, wins = _plots(stage, block)
        plots += hazard * open_
        coups += hazard * wins * open_
    world = stage.world(block.cells)
    ended = np.where(world.outcome < 0.0, days, world.ended + 1).astype(np.int64)
    outcome, people = world.outcome.astype(np.int64), 10.0**peak * stage.setting.population
    return Campaigns(outcome, ended, np.zeros_like(ended), peak, people, defected, purges, quiet, plots, coups)


def _plots(stage: Stage, block: Block) -> tuple[Floats, Floats]:
    """Plots a day by tier [2, W], and where they would succeed."""
    hazard, wins = np.empty((2, block.worlds.size)), np.empty((2, block.worlds.size))
    plots_of_day(stage.world(block.cells), stage.setting, block.coefficients, hazard, wins)
    return hazard, wins


def _usual_plots(stage: Stage, block: Block) -> float:
    """Median over worlds, on the eve of the first day."""
    return float(np.median(_plots(stage, block)[0].sum(axis=0)))


def _told(notes: Notes, stage: Stage, codes: Sequence[int], worlds: int) -> Floats:
    """True reports of some codes in each world [W] of a day's notes."""
    kept = int(notes.total[0])
    if kept > notes.world.size:
        raise RuntimeError(f"{kept} reports, room for {notes.world.size}")
    code = stage.setting.stream_code[notes.stream[:kept]]
    told = (notes.true[:kept] == 1) & np.isin(code, codes)
    return np.bincount(notes.world[:kept][told], minlength=worlds).astype(np.float64)
