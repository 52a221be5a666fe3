"""A library case, its posterior, and stages whose worlds stand still, for the tests of inference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from standoff.case.library import load_case
from standoff.case.values import Assumption
from standoff.engine.ensemble import make_stage
from standoff.inference.posterior import infer
from standoff.model.priors import load_priors, with_assumptions

AS_OF = date(2019, 1, 24)
HELD = {"strength_volatility": 0.0, "news_echo": 0.0, "crowd_pressure": 0.0, "moral_cost": 0.0, "backlash": 0.0}
STILL = (
    *("strength_return", "cohesion_volatility"),
    *("test_rate", "test_per_crowd", "fade_rate", "negotiated_rate", "foreign_rate"),
)


@pytest.fixture(scope="session")
def case():
    return load_case("venezuela-2019")


@pytest.fixture(scope="session")
def as_of():
    return AS_OF


@pytest.fixture(scope="session")
def posterior(case):
    return infer(case, as_of=AS_OF, worlds=320, seed=3, threads=2)


@pytest.fixture(scope="session")
def still_stage(case):
    """The case with every motion stopped: no walk, no fading, no echo, no effect of news, no hazard of an end."""
    priors = with_assumptions(load_priors(), tuple(Assumption(name, value, "test") for name, value in HELD.items()))
    stage = make_stage(case, priors, 5)
    setting = stage.setting
    nothing = {name: np.zeros_like(getattr(setting, name)) for name in ("drift", "effect", "shift", "loudness", "test")}
    still = setting._replace(**nothing, decay=np.ones_like(setting.decay), **dict.fromkeys(STILL, 0.0))
    return replace(stage, setting=still)


@pytest.fixture(scope="session")
def same_states():
    """Whether two runs of filter states are equal to the bit."""

    def same(first, other):
        return len(first) == len(other) and all(
            np.array_equal(a.block.cells, b.block.cells)
            and np.array_equal(a.weights.log_weight, b.weights.log_weight)
            and a.weights.banked == b.weights.banked
            and (a.day, a.row, a.rows_of_day) == (b.day, b.row, b.rows_of_day)
            and len(a.steps) == len(b.steps)
            and all(
                x._replace(refused=0) == y._replace(refused=0) and np.array_equal(x.refused, y.refused)
                for x, y in zip(a.steps, b.steps, strict=True)
            )
            for a, b in zip(first, other, strict=True)
        )

    return same


@pytest.fixture(scope="session")
def library_case():
    """`library_case(name)`: a built-in case."""
    return load_case


@pytest.fixture(scope="session")
def stage_from():
    """`stage_from(case)`: the case made ready, with its assumptions, at one seed."""
    return lambda case: make_stage(case, with_assumptions(load_priors(), case.assumptions), 1)
