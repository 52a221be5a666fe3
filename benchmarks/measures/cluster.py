"""A fit on two workers of a local cluster against one thread: how much of the second core is gained."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Any

import numpy as np

import standoff as so
from benchmarks.harness import Ratio, ratio
from benchmarks.sections import Bar, Row, Section, Table
from standoff.analysis.history.fit import NAMES, Plan, learn_coefficients
from standoff.analysis.history.journal import Journal
from standoff.analysis.history.learning import heard_of, learned_places, standard_numbers
from standoff.case.library import library_names
from standoff.engine.cluster import workers_of
from standoff.engine.executors import Workers, no_progress, run_tasks
from standoff.model.priors import load_priors

SEED, TURNS, DRAWS, EVERY = 1, 3, 64, 7
TITLE = "A fit on two workers"
ASKED = f"""`standoff fit` of every seventh case with {DRAWS} draws of the coefficients, on one thread and on two workers of
`--cluster local`, their start included, in turn; the result is the same to the byte. Efficiency is the time of one thread over
twice the time of two workers. By processor time it is told as well: what other programs of the machine take is not in that."""


@dataclass
class Turns:
    """Seconds of every turn, on the clock and of processors: one thread, two workers with all their processes, their start."""

    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)
    shared: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)


def measure() -> Section:
    """One thread and two workers in turn, kernels loaded before."""
    library, priors = tuple(map(so.load_case, library_names())), load_priors()
    plan, whole = Plan(library[::EVERY], priors, seed=SEED, rounds=1, draws=DRAWS), Plan(library, priors)
    learn_coefficients(Plan(library[:1], priors, rounds=1, draws=8), Journal(), 1, no_progress)
    taken = Turns()
    for _ in range(TURNS):
        one, two = _alone(plan, taken), _beside(plan, taken)
        assert one.heard.shares.tobytes() == two.heard.shares.tobytes()
    times = len(library) * whole.rounds * whole.draws / (len(plan.cases) * plan.rounds * plan.draws)
    return _section(taken, len(plan.cases), times)


def _alone(plan: Plan, taken: Turns) -> Any:
    begun, before = time.perf_counter(), time.process_time()
    found = learn_coefficients(plan, Journal(), 1, no_progress)
    taken.alone.append(time.perf_counter() - begun)
    taken.used.append(time.process_time() - before)
    return found


def _beside(plan: Plan, taken: Turns) -> Any:
    begun, before = time.perf_counter(), time.process_time()
    with workers_of("local", 2) as workers:
        _warm(workers, plan)
        taken.starts.append(time.process_time() - before + _spent(workers))
        found = learn_coefficients(plan, Journal(), workers, no_progress)
        spent = _spent(workers)
    taken.beside.append(time.perf_counter() - begun)
    taken.shared.append(time.process_time() - before + spent)
    return found


def _warm(workers: Workers, plan: Plan) -> None:
    """Let every worker load its kernels."""
    drawn = np.array([standard_numbers(SEED, 0, learned_places(NAMES), np.zeros(len(NAMES)), 1.0)])
    assert not isinstance(workers, int | None)
    run_tasks(workers, {k: partial(heard_of, plan.cases[0], plan.priors, SEED, 0, drawn) for k in range(4)})


def _spent(workers: Workers) -> float:
    """Seconds of processor time that the workers have used so far."""
    client: Any = workers._client  # type: ignore[union-attr]
    return sum(map(_processor_seconds, client.run(os.getpid).values()))


def _processor_seconds(pid: int) -> float:
    with open(f"/proc/{pid}/stat", encoding="ascii") as stream:
        fields = stream.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# --- What the page tells ---------------------------------------------------------------------------------------


def _section(taken: Turns, cases: int, times: float) -> Section:
    gained = ratio(taken.alone, [2.0 * each for each in taken.beside])
    pairs = ", ".join(f"{one / (2.0 * two):.2f}" for one, two in zip(taken.alone, taken.beside, strict=True))
    table = Table(("what", "on the clock", "processor time"), tuple(_rows(taken, gained, times)))
    notes = (f"{cases} cases; {TURNS} turns, whose efficiencies on the clock were {pairs}.",)
    bars = (Bar("Efficiency of two workers on a fit, on the clock, start included", 0.85, gained.median, ""),)
    return Section(TITLE, ASKED, (table,), bars, notes, vars(taken))


def _rows(taken: Turns, gained: Ratio, times: float) -> Iterator[Row]:
    yield "one thread", f"{median(taken.alone):.1f} s", f"{median(taken.used):.1f} s"
    yield "two workers, start included", f"{median(taken.beside):.1f} s", f"{median(taken.shared):.1f} s"
    yield "their start", "", f"{median(taken.starts):.1f} s"
    yield "**efficiency**", str(gained), str(ratio(taken.used, taken.shared))
    apart = [both - start for both, start in zip(taken.shared, taken.starts, strict=True)]
    yield "efficiency, start apart", "", str(ratio(taken.used, apart))
    lasting = [times * work + start for work, start in zip(apart, taken.starts, strict=True)]
    yield "hence of a fit of the whole library", "", str(ratio([times * one for one in taken.used], lasting))
