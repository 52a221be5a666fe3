"""Measuring side by side: rounds interleaved A B C A B C, medians, each cold or heavy thing in an interpreter of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any


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


def interleaved(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each piece of work over interleaved rounds, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for turn in range(rounds + 1):
        for name, piece in work.items():
            begun = time.perf_counter()
            piece()
            if turn:
                taken[name].append(time.perf_counter() - begun)
    return {name: median(times) for name, times in taken.items()}
