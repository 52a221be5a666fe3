"""`python -m benchmarks.plan`: what the plan of `docs/scale.md` is made of.

Seconds and bytes of single pieces of work here, and the formulae of the plan with them put in. Nothing here is a test.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

import standoff as so
from standoff.analysis.history.fit import NAMES, TOGETHER
from standoff.analysis.history.learning import WORLDS, heard_of, learned_places, lesson, standard_numbers
from standoff.analysis.history.spans import forecast_day
from standoff.case.library import library_names
from standoff.engine.cluster import PIECES_A_WORKER, workers_of
from standoff.engine.executors import run_tasks
from standoff.inference.particle_filter import advance, begin
from standoff.model.priors import load_priors

SEED, LARGE = 1, 4800
WORKERS, CASES, WORLDS_OF_PLAN, DRAWS = 1000, 200, 10**5, 10**3
STEPS, MOVES = 8, 2
"""Steps of tempering, and moves of every draw a step: assumed; the work grows with their product."""
LIBRARIES, A_RESULT = 0.35e9, 240.0
"""Bytes of a worker before it works; bytes of what a case under a draw leaves with the driver."""
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Measured:
    """Single pieces of work: seconds of a world-day, bytes sent and brought back, seconds of the scheduler a task."""

    world_day: float
    days: float
    sent: float
    back: float
    world_bytes: float
    overhead: float


def measured() -> Measured:
    """Seconds and bytes of single pieces of work, medians over every tenth case of the library."""
    cases = [so.load_case(name) for name in library_names()][::10]
    priors, places = load_priors(), learned_places(NAMES)
    drawn = np.array([standard_numbers(SEED, k, places, np.zeros(len(NAMES)), 1.0) for k in range(TOGETHER)])
    tasks = [partial(heard_of, case, priors, SEED, 0, drawn) for case in cases]
    days = [(forecast_day(case, 1.0) - case.start).days + 1 for case in cases]
    state = begin(lesson(cases[0], priors, SEED).stage, 0, LARGE)
    return Measured(
        world_day=median(_world_days(cases)),
        days=float(np.mean(days)),
        sent=median(len(pickle.dumps(task, 5)) for task in tasks),
        back=median(len(pickle.dumps(task(), 5)) for task in tasks),
        world_bytes=len(pickle.dumps(state, 5)) / state.block.worlds.size,
        overhead=_overhead(),
    )


def _world_days(cases: list[so.Case]) -> Iterator[float]:
    """Seconds that a world takes to live and weigh one day of a case, in a block of many."""
    for case in cases:
        ready = lesson(case, load_priors(), SEED)
        seconds, state = _processor(partial(advance, ready.stage, ready.trail, begin(ready.stage, 0, LARGE), ready.days[-1]))
        yield seconds / state.block.worlds.size / (ready.days[-1] + 1)


def _processor(work: Callable[[], Any]) -> tuple[float, Any]:
    before = time.process_time()
    found = work()
    return time.process_time() - before, found


def _overhead(tasks: int = 1000) -> float:
    """Seconds that a task which does nothing takes, from hand to hand through a scheduler."""
    with workers_of("local", 2) as workers:
        assert not isinstance(workers, int | None)
        run_tasks(workers, {k: partial(pow, k, 2) for k in range(50)})
        begun = time.perf_counter()
        run_tasks(workers, {k: partial(pow, k, 2) for k in range(tasks)})
        return (time.perf_counter() - begun) / tasks


@contextmanager
def _section(console: Console, title: str) -> Iterator[Table]:
    table = Table("what", "measured", "note", title=title)
    yield table
    console.print(table)


def piece_rows(found: Measured) -> Iterator[Row]:
    """What was measured of single pieces of work."""
    yield "a world-day, weighed", f"{found.world_day * 1e6:.2f} us", "processor time of one thread, median over cases"
    yield "days of a case, mean", f"{found.days:.0f}", "to the day before its end"
    yield "a piece of a fit, sent", f"{found.sent / 1e3:.0f} kB", f"case, priors, {TOGETHER} draws of {WORLDS} worlds"
    yield "a piece of a fit, brought back", f"{found.back / 1e3:.1f} kB", "evidence and shares of ends"
    yield "a world's state, packed", f"{found.world_bytes:.0f} B", "what moving a block of worlds would cost"
    yield "scheduler, a task", f"{found.overhead * 1e3:.1f} ms", "a task that does nothing"


def plan_rows(found: Measured) -> Iterator[Row]:
    """The plan for a thousand workers: every formula with its number."""
    pairs, passes = CASES * DRAWS, 1 + STEPS * MOVES
    each, tasks = WORLDS_OF_PLAN * found.days * found.world_day, CASES * DRAWS * (1 + STEPS * MOVES)
    took = tasks * each / WORKERS / 0.85
    state = WORLDS_OF_PLAN * found.world_bytes
    driver = LIBRARIES + PIECES_A_WORKER * WORKERS * found.sent + pairs * A_RESULT
    yield "a task: a case under a draw", f"{each:.1f} s", "N T t"
    yield "passes over all trails", f"{passes}", f"1 + S M: {STEPS} steps of tempering, {MOVES} moves of every draw a step"
    yield "tasks", f"{tasks:,}", "C K (1 + S M)"
    yield "work altogether", _hours(tasks * each), "C K (1 + S M) N T t"
    yield f"on {WORKERS:,} workers", _hours(took), "work / (0.85 W)"
    yield "tasks a second", f"{tasks / took:.0f}", "0.85 W / (N T t)"
    yield "scheduler and driver, busy", f"{100 * tasks * found.overhead / took:.0f} %", "tasks x o / time"
    yield "bytes sent", f"{tasks * found.sent / 1e9:.0f} GB", f"tasks x s; {tasks * found.sent / took / 1e6:.1f} MB a second"
    yield "bytes brought back", f"{tasks * found.back / TOGETHER / 1e9:.2f} GB", "tasks x r"
    yield "bytes, were worlds moved instead", f"{2 * tasks * state / 1e12:.0f} TB", "2 x tasks x N b"
    yield "memory of a worker", f"{(2 * state + LIBRARIES) / 1e9:.2f} GB", "2 N b + libraries"
    yield "memory of the driver", f"{driver / 1e9:.2f} GB", "libraries + 4 W s + C K x 240 B"
    yield "journal", f"{tasks * found.back / TOGETHER * 2.5 / 1e9:.1f} GB", "tasks x r, as text"


def _hours(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds < 5400 else f"{seconds / 3600.0:,.1f} h"


def main() -> None:
    """Measure and print the tables."""
    console, where = Console(), f"Standoff {so.__version__}, {os.cpu_count()} cores, {date.today()}"
    found = measured()
    with _section(console, f"{where}, load {os.getloadavg()[0]:.1f}: single pieces of work") as table:
        for row in piece_rows(found):
            table.add_row(*row)
    with _section(console, "200 cases x 100,000 worlds x 1,000 draws of the coefficients") as table:
        for row in plan_rows(found):
            table.add_row(*row)


if __name__ == "__main__":
    main()
