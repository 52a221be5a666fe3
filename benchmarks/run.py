"""`make bench`: how long an answer takes, cold and warm, and what the compiled day gains over plain NumPy.

Figures move with the machine; ratios are taken within one run. Nothing here is a test.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
from rich.console import Console
from rich.table import Table

import standoff as so
from benchmarks.harness import Child, cold_cache, fresh, interleaved
from standoff.engine.day import begin_day
from standoff.engine.draws import checked_seed
from standoff.engine.ensemble import Block, Stage, make_stage, start_block
from standoff.engine.reference import begin_day as reference_begin_day
from standoff.engine.reference import today_of
from standoff.model.priors import load_priors

ANSWER = """
import time, datetime, standoff
case = standoff.load_case("venezuela-2019")
begun = time.perf_counter()
standoff.ask(case, as_of=datetime.date({day}), worlds={worlds}, threads={threads})
report = {{"first": time.perf_counter() - begun}}
begun = time.perf_counter()
standoff.ask(case, as_of=datetime.date({day}), worlds={worlds}, threads={threads})
report["again"] = time.perf_counter() - begun
"""
FIRST_PAGE, LAST_DAY = "2019, 1, 30", "2019, 5, 1"
Row = tuple[str, str, str]


def answer_rows() -> Iterator[Row]:
    """The full answer for Venezuela, cold and warm, small and large, on one thread and two."""
    with cold_cache() as cache:
        cold = _ask(2000, FIRST_PAGE, cache=cache)
        yield "first answer ever, 2,000 worlds (compiles)", f"{cold.report['first']:.1f} s", f"{cold.peak_mib:.0f} MiB"
        warm = _ask(2000, FIRST_PAGE, cache=cache)
        yield "2,000 worlds to 30 January, kernels from disk", f"{warm.report['first']:.2f} s", f"{warm.peak_mib:.0f} MiB"
        yield "2,000 worlds to 30 January, again", f"{warm.report['again']:.2f} s", "bar 0.5 s on two idle cores"
        large = _ask(20_000, LAST_DAY, cache=cache)
        peak = f"peak {large.peak_mib:.0f} MiB, bar 1,024"
        yield "20,000 worlds over 111 days", f"{large.report['again']:.2f} s", f"bar 10 s on two cores; {peak}"
        alone = _ask(20_000, LAST_DAY, threads=1, cache=cache)
        ratio = alone.report["again"] / large.report["again"]
        yield "the same on one thread", f"{alone.report['again']:.2f} s", f"{ratio:.2f} x the time of two"


def _ask(worlds: int, day: str, threads: int | None = None, cache: str | None = None) -> Child:
    return fresh(ANSWER.format(day=day, worlds=worlds, threads=threads), cache)


def import_rows() -> Iterator[Row]:
    """Start-up: the bare package, and the command line's help."""
    bare = fresh("import time; t = time.perf_counter(); import standoff; report = {'s': time.perf_counter() - t}")
    yield "import standoff", f"{1000 * bare.report['s']:.0f} ms", f"{bare.peak_mib:.0f} MiB"
    app = "import time; t = time.perf_counter(); import standoff.cli.main; report = {'s': time.perf_counter() - t}"
    yield "import the command line", f"{1000 * fresh(app).report['s']:.0f} ms", "no numba, pandas, xarray, scipy"


def day_rows(worlds: int = 500, rounds: int = 9) -> Iterator[Row]:
    """Stages 1 to 5 of a day, compiled against plain NumPy, the same text and the same draws."""
    case = so.load_case("venezuela-2019")
    stage = make_stage(case, load_priors(), 1)
    block = start_block(stage, 0, worlds)
    taken = interleaved({"kernel": _kernel_day(stage, block), "numpy": _numpy_day(stage, block)}, rounds)
    ratio = taken["numpy"] / taken["kernel"]
    yield "compiled day, a world-day", f"{taken['kernel'] / worlds * 1e6:.2f} us", "one thread"
    yield "plain NumPy day, a world-day", f"{taken['numpy'] / worlds * 1e6:.2f} us", f"{ratio:.1f} x the compiled day"


def _kernel_day(stage: Stage, block: Block) -> Callable[[], object]:
    world, seed = stage.world(block.cells.copy()), checked_seed(stage.seed)
    unread, expected = np.empty((1, block.worlds.size)), np.empty((stage.shape[2] + 1, block.worlds.size))
    return lambda: begin_day(world, stage.setting, block.coefficients, block.beta, seed, block.worlds, 1, unread, expected)


def _numpy_day(stage: Stage, block: Block) -> Callable[[], object]:
    world, today = stage.world(block.cells.copy()), today_of(stage, block, 1)
    return lambda: reference_begin_day(world, today)


def main() -> None:
    """Measure and print the table."""
    table = Table("what", "measured", "note", title=f"Standoff {so.__version__}, {os.cpu_count()} cores, {date.today()}")
    console = Console()
    for rows in (import_rows, day_rows, answer_rows):
        for row in rows():
            table.add_row(*row)
            console.print(f"{row[0]}: {row[1]} ({row[2]})", style="dim")
    console.print(table)


if __name__ == "__main__":
    main()
