"""Stages 1 to 5 of a day, compiled against plain NumPy: the same text and the same draws."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

import numpy as np

import standoff as so
from benchmarks.harness import interleaved, ratio
from benchmarks.sections import Section, Table, milliseconds
from standoff.engine.day import begin_day
from standoff.engine.draws import checked_seed
from standoff.engine.ensemble import Block, Stage, make_stage, start_block
from standoff.engine.reference import begin_day as reference_begin_day
from standoff.engine.reference import today_of
from standoff.model.priors import load_priors

ASKED = "One day of Venezuela's worlds, one thread: the compiled kernel against the reference in plain NumPy, same numbers."
WORLDS, ROUNDS = 500, 21


def measure() -> Section:
    """Both, interleaved."""
    stage = make_stage(so.load_case("venezuela-2019"), load_priors(), 1)
    block = start_block(stage, 0, WORLDS)
    taken = interleaved({"kernel": _kernel_day(stage, block), "numpy": _numpy_day(stage, block)}, ROUNDS)
    each = {name: median(seconds) / WORLDS for name, seconds in taken.items()}
    groups = stage.shape[0]
    slower = str(ratio(taken["numpy"], taken["kernel"]))
    rows = (
        ("compiled day", milliseconds(each["kernel"]), milliseconds(each["kernel"] / groups), "1"),
        ("plain NumPy", milliseconds(each["numpy"]), milliseconds(each["numpy"] / groups), slower),
    )
    header = ("what", "a world-day", "a group-day", "ratio of times (least–most)")
    notes = (f"{WORLDS} worlds of {groups} groups, tiers of forces.",)
    return Section("The compiled day against plain NumPy", ASKED, (Table(header, rows),), (), notes, {"seconds": taken})


def _kernel_day(stage: Stage, block: Block) -> Callable[[], object]:
    world, seed = stage.world(block.cells.copy()), checked_seed(stage.seed)
    unread, expected = np.empty((1, block.worlds.size)), np.empty((stage.shape[2] + 1, block.worlds.size))
    return lambda: begin_day(world, stage.setting, block.coefficients, block.beta, seed, block.worlds, 1, unread, expected)


def _numpy_day(stage: Stage, block: Block) -> Callable[[], object]:
    world, today = stage.world(block.cells.copy()), today_of(stage, block, 1)
    return lambda: reference_begin_day(world, today)
