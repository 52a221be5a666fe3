"""How long until Standoff is there: imports in fresh interpreters."""

from __future__ import annotations

from statistics import median

from benchmarks.harness import Child, fresh, shown
from benchmarks.sections import Bar, Section, Table, milliseconds

ASKED = "Imports in fresh interpreters, interleaved, the files in the system's memory: median and least of nine."
TIMES = 9
IMPORT = "import time; t = time.perf_counter(); import {module}; report = {{'s': time.perf_counter() - t}}"
MODULES = (
    ("standoff", "import standoff"),
    ("standoff.cli.main", "the command line"),
    ("standoff.engine.day", "the engine, with numba"),
)


def measure() -> Section:
    """Imports, interleaved."""
    children: dict[str, list[Child]] = {module: [] for module, _ in MODULES}
    for turn in range(TIMES + 1):
        for module, _ in MODULES:
            child = fresh(IMPORT.format(module=module))
            if turn:
                children[module].append(child)
    seconds = {module: [child.report["s"] for child in found] for module, found in children.items()}
    rows = tuple(
        (
            what,
            milliseconds(median(seconds[module])),
            milliseconds(min(seconds[module])),
            f"{median(child.peak_mib for child in children[module]):.0f} MiB",
        )
        for module, what in MODULES
    )
    table = Table(("what", "median", "least", "peak memory"), rows)
    bar = Bar("import standoff", 0.3, round(median(seconds["standoff"]), 3), "s", least=False)
    notes = (f"The bare import loads no numba, pandas, xarray or scipy; the engine's is {_times(seconds)} × as long.",)
    return Section("Import", ASKED, (table,), (bar,), notes, {"seconds": seconds})


def _times(seconds: dict[str, list[float]]) -> str:
    return shown(median(seconds["standoff.engine.day"]) / median(seconds["standoff"]))
