"""Recovery: invented libraries are cases like others, and the ways of learning are told apart by what they find."""

from __future__ import annotations

import numpy as np

import standoff as so
from standoff.analysis.history.fit import NAMES
from standoff.analysis.history.recovery import WAYS, quality, recover, simulated_library, true_numbers
from standoff.model.priors import load_priors

LAYOUTS = tuple(so.load_case(name) for name in ("ussr-1991", "venezuela-2019", "romania-1989"))


def test_a_library_is_invented_from_its_truth_and_learned_from_by_every_way():
    truth = true_numbers(7)
    cases = simulated_library(LAYOUTS, load_priors(), 7, truth)
    assert cases == simulated_library(LAYOUTS, load_priors(), 7, truth)
    assert 1 <= len(cases) <= 3
    assert all(case.outcome and case.events for case in cases)
    found = recover(cases, load_priors(), truth, 7, 12)
    for way in WAYS:
        told = quality(way, [found])
        assert 0.0 <= told.covered <= 1.0
        assert 1.0 <= told.effective <= 12.0 + 1e-9
        assert np.isfinite([told.error, told.sd, told.apart]).all()
    assert len({quality(way, [found]).error for way in WAYS}) == len(WAYS)


def test_the_truth_comes_from_the_prior():
    drawn = np.array([true_numbers(seed) for seed in range(200)])
    assert drawn.shape == (200, len(NAMES))
    assert abs(drawn.mean()) < 0.1
    assert abs(drawn.std() - 1.0) < 0.1
