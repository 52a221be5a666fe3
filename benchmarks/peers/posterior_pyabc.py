"""The step size of the walk by pyABC: sequential Monte Carlo, from its prior, by simulations alone, on one core."""

from __future__ import annotations

import logging
import random
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyabc
from walk import COUNTS, DAYS, MOST, PRIOR_MEDIAN, PRIOR_SPREAD, SPREAD
from worker import serve

WEEK = 5
logging.getLogger("ABC").setLevel(logging.ERROR)


def summary(counts: Any) -> dict[str, float]:
    """What the counts say about steps: how they vary, from day to day, and from five days to the next five."""
    counts = np.sqrt(np.asarray(counts, dtype=float))  # of one variance whatever the mean
    weeks = counts.reshape(-1, WEEK).mean(axis=1)
    return {
        "mean": float(counts.mean()),
        "all": float(counts.std()),
        "days": float(np.diff(counts).std()),
        "weeks": float(np.diff(weeks).std()),
        "months": float(np.diff(weeks.reshape(-1, 4).mean(axis=1)).std()),
    }


def simulate(parameters: Any) -> dict[str, float]:
    """A walk drawn anew, summarised."""
    x = np.random.normal(0.0, SPREAD) + np.append(0.0, np.random.normal(0.0, parameters["step"], DAYS - 1).cumsum())  # noqa: NPY002
    return summary(np.random.poisson(MOST / (1.0 + np.exp(-x))))  # noqa: NPY002


def posterior(population: int, generations: int, seed: int) -> dict[str, float]:
    """Posterior mean and standard deviation of the step size, and how many walks were simulated."""
    np.random.seed(seed)  # noqa: NPY002 - pyABC draws from NumPy's global stream
    random.seed(seed)
    prior = pyabc.Distribution(step=pyabc.RV("lognorm", PRIOR_SPREAD, 0.0, PRIOR_MEDIAN))
    smc = pyabc.ABCSMC(
        simulate,
        prior,
        pyabc.AdaptivePNormDistance(p=2),
        population_size=population,
        sampler=pyabc.SingleCoreSampler(),
    )
    with tempfile.TemporaryDirectory() as folder:
        smc.new(f"sqlite:///{Path(folder) / 'run.db'}", summary(COUNTS))
        history = smc.run(max_nr_populations=generations, min_acceptance_rate=0.01)
        frame, weight = history.get_distribution()
        simulated = int(history.total_nr_simulations)
    step = frame["step"].to_numpy()
    mean = float(weight @ step)
    return {"mean": mean, "sd": float(weight @ (step - mean) ** 2) ** 0.5, "simulated": simulated}


if __name__ == "__main__":
    serve({"posterior": posterior}, "pyabc", "numpy")
