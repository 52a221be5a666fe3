"""One small posterior with assumptions and grades, and what drives its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from standoff.analysis.sensitivity.sensitivity import sensitivity_from
from standoff.case.library import load_case
from standoff.case.values import Assumption
from standoff.inference.posterior import infer

ASSUMED = (Assumption("world.strength_mean", 0.6, "a test"), Assumption("backlash", 1.5, "a test"))


def graded(event, place):
    return replace(event, sources=tuple(replace(source, grade=("A1", "C3", None)[place % 3]) for source in event.sources))


@pytest.fixture(scope="session")
def case():
    case = load_case("venezuela-2019")
    return replace(case, assumptions=ASSUMED, events=tuple(graded(event, n) for n, event in enumerate(case.events)))


@pytest.fixture(scope="session")
def posterior(case):
    return infer(case, as_of=date(2019, 1, 16), worlds=640, seed=4, threads=2)


@pytest.fixture(scope="session")
def found(posterior):
    return sensitivity_from(posterior, outlets=2, threads=2)
