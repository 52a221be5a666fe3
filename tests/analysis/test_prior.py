"""Before any evidence nothing is settled: headcount is not coercive weight."""

from __future__ import annotations

import numpy as np
import pytest

import standoff as so
from standoff.engine.ensemble import make_stage
from standoff.inference.labels import prior_refused
from standoff.inference.particle_filter import begin, without_evidence
from standoff.inference.posterior import checked_day
from standoff.model.priors import ORDERS, load_priors

BLOCKS, SIZE = 16, 125


@pytest.mark.parametrize("name", so.library_names())
def test_prior_chance_of_every_order_lies_between_a_tenth_and_nine_tenths(name: str) -> None:
    case = so.load_case(name, check=False)
    stage = make_stage(case, load_priors(), 1)
    for day in (0, (checked_day(case, None) - case.start).days):
        blocks = [without_evidence(stage, begin(stage, block, SIZE), day) for block in range(BLOCKS)]
        refused = np.mean([np.mean(_refused(stage, block), axis=1) for block in blocks], axis=0)
        obeyed = dict(zip(ORDERS, 1.0 - refused, strict=True))
        assert all(0.1 < p < 0.9 for p in obeyed.values()), (day, obeyed)


def _refused(stage: object, state: object) -> np.ndarray:
    world = stage.world(state.block.cells)  # type: ignore[attr-defined]
    return np.asarray(world.strength <= world.root)


def test_prior_of_the_answer_is_the_same_prior() -> None:
    posterior = so.infer(so.load_case("romania-1989"), worlds=2000)
    refused = np.mean([prior_refused(posterior, state) for state in posterior.prior], axis=0)
    assert np.all((refused > 0.1) & (refused < 0.9))


def test_militia_on_paper_does_not_decide() -> None:
    """Ten times the militia on paper leaves the prior where it was, because defenders' weight is capped."""
    from dataclasses import replace

    case = so.load_case("venezuela-2019")
    forces = tuple(replace(f, size_k=2200.0) if f.name == "Bolivarian Militia" else f for f in case.forces)
    few = so.infer(case, as_of=case.start, worlds=2000)
    many = so.infer(replace(case, forces=forces), as_of=case.start, worlds=2000)
    chances = [np.mean([1 - prior_refused(p, s) for s in p.prior], axis=0) for p in (few, many)]
    assert np.all(np.abs(chances[0] - chances[1]) < 0.05)
