"""The walk filtered by Standoff on so many threads: blocks of particles, pooled as the engine pools its blocks."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from walk import STEP
from worker import serve

from benchmarks.walk import BLOCK, Filtered, filtered, prior_steps, step_of
from standoff.inference.resampling import log_mean_exp

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


if __name__ == "__main__":
    known(1000, 1, 1), unknown(1000, 1, 1)  # compiles, or reads what was compiled
    serve({"run": known, "posterior": unknown}, "standoff", "numpy")
