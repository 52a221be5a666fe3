"""What more work costs: worlds, days, groups, rows of evidence, cases; and what memory does as days pass."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import log
from statistics import median
from typing import Any

import numpy as np

import standoff as so
from benchmarks.harness import fresh
from benchmarks.sections import Bar, Section, Table, milliseconds
from standoff.case.library import library_names
from standoff.case.values import Case, Event, Force
from standoff.inference.posterior import infer

ASKED = """Seconds of one run on one thread as one thing grows and all else stays: twice as much should cost no more than twice
as much. The exponent is the slope of log cost against log size between the middle of the curve and its end, 1 where cost is
linear; below it a fixed part is still paid off. Memory is the peak of a fresh program, and should not grow with days."""
ROUNDS, LARGEST_EXPONENT, LARGEST_GROWTH = 2, 1.1, 1.1
LONG, USUAL = "yemen-2011", "venezuela-2019"

MEMORY = """
import standoff as so
from datetime import timedelta
from standoff.inference.posterior import infer
case = so.load_case("{case}")
infer(case, as_of=case.start + timedelta({day}), worlds={worlds}, threads=1)
report = {{}}
"""


@dataclass(frozen=True)
class Curve:
    """Seconds at each size, medians, and what one unit more costs."""

    what: str
    unit: str
    sizes: tuple[float, ...]
    seconds: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """Slope of log seconds against log size, from the middle of the curve to its end."""
        middle = len(self.sizes) // 2
        return log(self.seconds[-1] / self.seconds[middle]) / log(self.sizes[-1] / self.sizes[middle])

    @property
    def slope(self) -> float:
        """Seconds of one more, from the line of least squares."""
        return float(np.polyfit(self.sizes, self.seconds, 1)[0])


def curve(what: str, unit: str, runs: dict[float, Callable[[], object]]) -> Curve:
    """Time each size in turn, round after round; the first round does not count."""
    taken: dict[float, list[float]] = {size: [] for size in runs}
    for turn in range(ROUNDS + 1):
        for size, run in runs.items():
            begun = time.perf_counter()
            run()
            if turn:
                taken[size].append(time.perf_counter() - begun)
    return Curve(what, unit, tuple(taken), tuple(median(each) for each in taken.values()))


def worlds() -> Curve:
    """A whole run up to the first page, by worlds that are lived, those without evidence and further draws among them."""
    case, planned = so.load_case(USUAL), (2_000, 4_000, 8_000, 16_000, 32_000)
    return curve("worlds", "world", {_lived(case, 20, each): _run(case, 20, each) for each in planned})


def days() -> Curve:
    """The longest case of the library, up to more and more of its days, with the rows they bring, by days of all its worlds."""
    case, up_to = so.load_case(LONG), (17, 34, 68, 136, 272)
    return curve("days of all worlds", "world-day", {day * _lived(case, day, 2_000): _run(case, day, 2_000) for day in up_to})


def groups() -> Curve:
    """A case whose forces are there once, twice, four and eight times, each with its groups and report streams."""
    case, runs = so.load_case(USUAL), {}
    for times in (1, 2, 4, 8):
        more = with_forces(case, times)
        runs[float(infer(more, as_of=case.start, worlds=160, threads=1).stage.shape[0])] = _run(more, 20, 2_000)
    return curve("groups", "group", runs)


def rows() -> Curve:
    """A case with more and more protests, each of a crowd of its own, weighed on 111 days."""
    case = so.load_case(USUAL)
    span = (case.end - case.start).days
    sizes = (250, 500, 1_000, 2_000, 4_000)
    return curve("rows of evidence", "row", {many: _run(with_rows(case, many), span, 800) for many in sizes})


def cases() -> Curve:
    """Forecasts of more and more cases; how long each takes hangs on how long its worlds live on."""
    chosen = [so.load_case(name) for name in library_names()[::8]]
    return curve("cases", "case", {many: _forecasts(chosen[:many]) for many in (1, 2, 4, 8)})


def _lived(case: Case, day: int, planned: int) -> int:
    """How many worlds a run lives: planned ones and further draws, and their twins without evidence."""
    found = infer(case, as_of=case.start + timedelta(day), worlds=planned, threads=1)
    return sum(state.block.worlds.size for state in (*found.states, *found.prior))


def _run(case: Case, day: int, planned: int) -> Callable[[], object]:
    return lambda: infer(case, as_of=case.start + timedelta(day), worlds=planned, threads=1)


def _forecasts(chosen: Sequence[Case]) -> Callable[[], object]:
    return lambda: so.backtest(chosen, fractions=(1.0,), worlds=800, threads=1)


def with_forces(case: Case, times: int) -> Case:
    """The case with each of its forces so many times, each time under another name and no larger altogether."""
    forces = [
        replace(force, name=f"{force.name}, {copy}" if copy else force.name, size_k=_part(force, times))
        for copy in range(times)
        for force in case.forces
    ]
    return replace(case, forces=tuple(forces))


def _part(force: Force, times: int) -> float | None:
    return None if force.size_k is None else force.size_k / times


def with_rows(case: Case, many: int) -> Case:
    """The case with so many rows more, one after the other, of protests nobody else reports."""
    pattern = next(event for event in case.events if event.code == "protest" and event.size is None)
    span = (case.end - case.start).days
    return replace(case, events=(*case.events, *(_row(case, pattern, number, span) for number in range(many))))


def _row(case: Case, pattern: Event, number: int, span: int) -> Event:
    day = case.start + timedelta(number % span)
    return replace(pattern, id=f"more-{number}", date=day, actor=f"group {number}", public=None)


@dataclass(frozen=True)
class Memory:
    """Peak memory of a fresh program, MiB, by days and by worlds."""

    by_days: dict[int, float]
    by_worlds: dict[int, float]

    @property
    def growth(self) -> float:
        """Peak at the most days over that at the fewest."""
        return self.by_days[max(self.by_days)] / self.by_days[min(self.by_days)]


def memory() -> Memory:
    """The longest case, to its 34th day and to the last before it draws further worlds, and of many worlds."""
    by_days = {day: _peak(day, 20_000) for day in (34, 200)}
    return Memory(by_days, {many: _peak(34, many) for many in (20_000, 40_000, 80_000)})


def _peak(day: int, many: int) -> float:
    return fresh(MEMORY.format(case=LONG, day=day, worlds=many)).peak_mib


def measure() -> Section:
    """All curves, and memory."""
    curves = [each() for each in (worlds, days, groups, rows, cases)]
    held = memory()
    bars = [Bar(f"cost of {each.what}, exponent", LARGEST_EXPONENT, each.exponent, "", least=False) for each in curves]
    bars.append(Bar("memory at 200 days over that at 34", LARGEST_GROWTH, held.growth, "×", least=False))
    tables = (*(_table(each) for each in curves), _memory_table(held))
    numbers: dict[str, Any] = {"curves": [each.__dict__ for each in curves], "memory": held.__dict__}
    return Section("What more work costs", ASKED, tables, tuple(bars), NOTES, numbers)


NOTES = (
    "Worlds are those that were lived: beside the planned ones their twins without evidence, and further draws of the "
    f"coefficients where few carried the evidence, as in {LONG} beyond its 200th day.",
    "Groups bring report streams with them, in proportion.",
    "Kept paths, histories of a figure or of `simulate`, grow with days by what is asked to be kept.",
)


def _table(each: Curve) -> Table:
    rows = [
        (f"{size:,.0f}", milliseconds(seconds), milliseconds(seconds / size))
        for size, seconds in zip(each.sizes, each.seconds, strict=True)
    ]
    rows.append(("one more", milliseconds(each.slope), f"exponent {each.exponent:.2f}"))
    return Table((each.what, "a run", f"a {each.unit}"), tuple(rows))


def _memory_table(held: Memory) -> Table:
    rows = [(f"{day} days, 20,000 worlds", f"{peak:.0f} MiB") for day, peak in held.by_days.items()]
    rows += [(f"34 days, {many:,} worlds", f"{peak:.0f} MiB") for many, peak in held.by_worlds.items()]
    return Table((f"{LONG}", "peak of a fresh program"), tuple(rows))
