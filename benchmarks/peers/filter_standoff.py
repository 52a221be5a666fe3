"""The walk filtered by Standoff on so many threads: blocks of particles, pooled as the engine pools its blocks."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from walk import DAYS, STEP
from worker import serve

from benchmarks.walk import BLOCK, TILE, Filtered, fill_normals, filtered, move, prior_steps, step_of, weigh
from standoff.engine.draws import checked_seed
from standoff.inference.resampling import log_mean_exp, systematic, weight_and_size

THREADS = int(sys.argv[1])
POOL = ThreadPoolExecutor(THREADS)


def known(size: int, runs: int, seed: int) -> list[float]:
    """Log likelihoods of several runs, the step size known."""
    each = max(THREADS, -(-size // BLOCK))
    block = size // each

    def one(number: int) -> float:
        return filtered(block, seed, number * size, np.full(block, STEP)).weights.log_evidence

    evidence = np.reshape(list(POOL.map(one, range(runs * each))), (runs, each))
    return [log_mean_exp(row) for row in evidence]


def unknown(size: int, blocks: int, seed: int) -> tuple[float, float]:
    """Posterior mean and standard deviation of the step size, from blocks of particles that carry their own."""

    def one(number: int) -> Filtered:
        return filtered(size, seed, number * size, prior_steps(size, seed, number * size))

    return step_of(list(POOL.map(one, range(blocks))))


def parts(times: int) -> dict[str, float]:
    """Nanoseconds a particle-day of each part, the least of many; resampling as often as the filter does it."""
    z, x, step = np.empty(TILE), np.zeros(TILE), np.full(TILE, STEP)
    rate, ratio, weight = np.ones(TILE), np.full(TILE, 0.3), np.zeros(TILE)
    many, key, worlds = np.linspace(-3.0, 0.0, BLOCK), checked_seed(1), np.arange(TILE // 4)
    work: dict[str, tuple[int, Callable[[], object]]] = {
        "normal draws": (TILE, lambda: fill_normals(z, key, worlds, 1, 1)),
        "step and rate": (TILE, lambda: move(x, step, z, rate, ratio)),
        "likelihood": (TILE, lambda: weigh(x, rate, ratio, 5, weight)),
        "effective sample size": (BLOCK, lambda: weight_and_size(many)),
        "a resampling": (BLOCK, lambda: many[systematic(many, 0.5)]),
        "all of a filter": (BLOCK * DAYS, lambda: filtered(BLOCK, 1, 0, np.full(BLOCK, STEP))),
    }
    return {name: 1e9 * least(piece, times) / size for name, (size, piece) in work.items()}


def least(piece: Callable[[], object], times: int) -> float:
    """Processor seconds, the least of many."""
    found = []
    for _ in range(times):
        begun = time.thread_time()
        piece()
        found.append(time.thread_time() - begun)
    return min(found)


if __name__ == "__main__":
    known(1000, 1, 1), unknown(1000, 1, 1)  # compiles, or reads what was compiled
    serve({"run": known, "posterior": unknown, "parts": parts}, "standoff", "numpy")
