"""The street by Standoff: `explicit` or `lumped`; a second argument is the number of threads over which worlds are spread."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from street import STREET, TIPPED
from worker import serve

from benchmarks.cascade import Law, outcomes_of, walk_people, walk_worlds
from standoff.engine.draws import checked_seed

LAW = Law(STREET.threshold_mean, STREET.threshold_sd, STREET.push, STREET.noise, STREET.start)
WAY, THREADS = sys.argv[1], int(sys.argv[2])
POOL = ThreadPoolExecutor(THREADS)
BLOCK = 2048  # worlds of a lumped block: its arrays stay in the core's own memory


def block(people: int, seed: int, first: int, last: int) -> Any:
    """Worlds `first` to `last`, as outcomes."""
    worlds = np.arange(first, last)
    paths = np.empty((STREET.days, worlds.size))
    if WAY == "explicit":
        walk_people(paths, np.empty(people, dtype=np.uint8), LAW, checked_seed(seed), worlds)
    else:
        walk_worlds(paths, LAW, people, checked_seed(seed), worlds)
    return outcomes_of(paths, TIPPED)


def run(people: int, runs: int, seed: int) -> Any:
    """All worlds in blocks of equal size, a whole number of them for each thread."""
    parts = THREADS * max(1, round(runs / (THREADS * BLOCK)))
    edges = np.linspace(0, runs, parts + 1).astype(int)
    return np.concatenate(list(POOL.map(lambda a, b: block(people, seed, a, b), edges[:-1], edges[1:])))


if __name__ == "__main__":
    run(1000, THREADS, 1)  # compiles, or reads what was compiled
    serve({"run": lambda **asked: run(**asked).tolist(), "rate": lambda **asked: float(run(**asked)[:, 0].mean())}, "standoff")
