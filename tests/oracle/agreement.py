"""Our filter's building blocks against the library `particles`, on three models both are given (model paper 1.12).

Not part of `make test`: `make oracle` makes the library's own environment and runs this file. Each side runs many independent
filters; their means must agree within four of the standard errors of both together, and those must be small.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from math import lgamma
from pathlib import Path

import numpy as np
import pytest

from standoff.engine.draws import normals, uniforms
from standoff.inference.resampling import normalised
from standoff.inference.weighting import equal_weights, resample, reweight
from standoff.model.reports import margin_index, report_intensity, silence_log_factor, tilt

HERE = Path(__file__).parent
ORACLE = HERE.parents[1] / ".venv-oracle" / "bin" / "python"
WORLDS, RUNS, LARGEST_ERROR = 20_000, 60, 0.003
LOG_ROOT_TWO_PI = 0.5 * np.log(2 * np.pi)

STEPS = (1.0, 2.0, 3.0, 2.0, 1.0)
COUNTS = (0, 0, 1, 3, 2, 0)
STAY, RATE = np.array([0.95, 0.90]), np.array([0.2, 1.5])
ROWS = (0, 0, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0)
BASE, DETECT, FABRICATE, SLOPE, WALK = 0.25, 0.6, 0.2, 1.2, 0.05


def filtered(data, start, move, weigh, seed):
    """Log evidence, last states and their weights: resample, propagate, reweight, day after day."""
    worlds, weights = np.arange(WORLDS), equal_weights(WORLDS)
    state = start(seed, worlds)
    for day, seen in enumerate(data, 1):
        chosen, weights = resample(weights, float(uniforms(seed, [0], day, 9)[0]))
        state = move(state if chosen is None else state[chosen], seed, worlds, day)
        weights = reweight(weights, weigh(state, seen))
    return weights.log_evidence, state, normalised(weights.log_weight)


def linear(seed):
    """x' = x + N(0, 1), y = x + N(0, 1), x ~ N(0, 1) the day before the first; the last filtered mean."""
    log_evidence, x, share = filtered(
        STEPS,
        lambda seed, worlds: normals(seed, worlds, 0, 1),
        lambda x, seed, worlds, day: x + normals(seed, worlds, day, 1),
        lambda x, y: -0.5 * (y - x) ** 2 - LOG_ROOT_TWO_PI,
        seed,
    )
    return log_evidence, float(share @ x)


def switching(seed):
    """Two states that persist, Poisson counts; the last chance of the second state."""

    def move(state, seed, worlds, day):
        stays = uniforms(seed, worlds, day, 1) < STAY[state]
        return state if day == 1 else np.where(stays, state, 1 - state)

    log_evidence, state, share = filtered(
        COUNTS,
        lambda seed, worlds: (uniforms(seed, worlds, 0, 1) < 0.5).astype(int),
        move,
        lambda state, count: count * np.log(RATE[state]) - RATE[state] - lgamma(count + 1),
        seed,
    )
    return log_evidence, float(share @ state)


def standing(seed):
    """The shape of our own filter: a margin that walks, silence weighed, rows tilted by disloyalty; the chance of M < 0."""

    def weigh(margin, rows):
        rate = BASE * report_intensity(tilt(SLOPE, margin_index(margin)), DETECT, FABRICATE, 0.0)
        return silence_log_factor(rate, 1.0) + rows * np.log(rate) - lgamma(rows + 1)

    log_evidence, margin, share = filtered(
        ROWS,
        lambda seed, worlds: 0.1 + 0.3 * normals(seed, worlds, 0, 1),
        lambda margin, seed, worlds, day: margin + WALK * normals(seed, worlds, day, 1),
        weigh,
        seed,
    )
    return log_evidence, float(share @ (margin < 0.0))


@cache
def theirs():
    """What the library found, from its own interpreter."""
    assert ORACLE.exists(), "run `make oracle`, which makes the environment of the library"
    command = [str(ORACLE), str(HERE / "particles_side.py"), str(WORLDS), str(RUNS)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("model", [linear, switching, standing], ids=lambda model: model.__name__)
def test_log_evidence_and_filtered_means_agree(model):
    runs = np.array([model(seed) for seed in range(RUNS)]), np.array(theirs()[model.__name__])
    errors = [run.std(axis=0, ddof=1) / RUNS**0.5 for run in runs]
    assert np.all(np.array(errors) < LARGEST_ERROR)
    apart = (runs[0].mean(axis=0) - runs[1].mean(axis=0)) / np.hypot(*errors)
    print(f"{model.__name__}: ours {runs[0].mean(axis=0)}, theirs {runs[1].mean(axis=0)}, apart by {apart} standard errors")
    assert np.all(np.abs(apart) < 4.0)


def test_their_kalman_filter_gives_the_numbers_of_the_model_paper():
    assert theirs()["kalman"] == pytest.approx([-8.301821538, 13 / 9, 0.618056], abs=1e-6)
