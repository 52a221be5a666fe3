"""Measuring side by side: rounds interleaved A B C A B C, medians, each cold or heavy thing in an interpreter of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Child:
    """What a fresh interpreter took: seconds from start to end, its own report, and its peak memory in MiB."""

    seconds: float
    report: dict[str, Any]
    peak_mib: float


# The high-water mark of this program alone; getrusage would count what the parent held when it forked.
REPORT = """
import json
peak = next((line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), "nan")
print(json.dumps({"report": report, "peak": float(peak) / 1024}))
"""


def fresh(code: str, cache: str | None = None) -> Child:
    """Run code that sets `report` (a dict) in a fresh interpreter, with a kernel cache of its own if one is named."""
    environment = {**os.environ, **({"STANDOFF_CACHE_DIR": cache} if cache else {})}
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code + REPORT], env=environment, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - begun
    told = json.loads(done.stdout.splitlines()[-1])
    return Child(seconds, told["report"], told["peak"])


def cold_cache() -> tempfile.TemporaryDirectory[str]:
    """A folder for compiled kernels that nothing was compiled into yet."""
    return tempfile.TemporaryDirectory(prefix="standoff-bench-")


def interleaved(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each piece of work in each of several interleaved rounds, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for turn in range(rounds + 1):
        for name, piece in work.items():
            begun = time.perf_counter()
            piece()
            if turn:
                taken[name].append(time.perf_counter() - begun)
    return taken


@dataclass(frozen=True)
class Ratio:
    """The median over rounds of one figure over another of the same round, and its least and greatest."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        """As the page shows it."""
        return f"{shown(self.median)} ({shown(self.least)}–{shown(self.most)})"


def ratio(upper: Sequence[float], lower: Sequence[float]) -> Ratio:
    """Round by round, so that what slowed a whole round cancels.

    >>> ratio([2.0, 6.0, 4.0], [1.0, 2.0, 1.0]).median
    3.0
    """
    each = [a / b for a, b in zip(upper, lower, strict=True)]
    return Ratio(median(each), min(each), max(each))


def shown(figure: float) -> str:
    """A ratio to two or three digits."""
    return f"{figure:.1e}" if figure >= 1e5 else f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def spread(figures: Sequence[float]) -> float:
    """(most - least) / median."""
    return (max(figures) - min(figures)) / median(figures)
