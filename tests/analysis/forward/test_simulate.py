"""Simulation: the same ends as `ask` follows, competing risks that only grow, known quantiles, where paths part."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from standoff.analysis.forward.block import CROWD_EDGES, MARGIN_EDGES
from standoff.analysis.forward.simulate import PATHS, _quantiles, simulate, simulation_from
from standoff.analysis.forward.values import LEVELS
from standoff.analysis.outcomes import HORIZONS, outcome_shares
from standoff.case.library import load_case
from standoff.errors import UsageError
from standoff.inference.labels import prior_refused
from standoff.inference.posterior import infer
from standoff.model.outcomes import KINDS

AS_OF = date(2019, 1, 20)


@pytest.fixture(scope="module")
def posterior():
    return infer(load_case("venezuela-2019"), as_of=AS_OF, worlds=640, seed=5, threads=2)


@pytest.fixture(scope="module")
def found(posterior):
    return simulation_from(posterior, days=40, threads=2)


def test_ends_are_those_that_ask_follows(found, posterior):
    """Day by day and in a few strides the same worlds end in the same way."""
    shares = np.array([outcome_shares(posterior.stage, state) for state in posterior.states])
    total = np.tensordot(posterior.block_weight, shares, axes=1)
    for days in (7, 30):
        told = [found.days[days].outcomes[kind].p for kind in (*KINDS, "undecided")]
        assert told == pytest.approx(list(total[HORIZONS.index(days)]), abs=1e-12)


def test_competing_risks_share_out_all_worlds_and_only_grow(found):
    for before, after in zip(found.days[:-1], found.days[1:], strict=True):
        assert sum(share.p for share in after.outcomes.values()) == pytest.approx(1.0, abs=1e-12)
        assert all(after.outcomes[kind].p >= before.outcomes[kind].p for kind in KINDS)
        assert after.out.p == pytest.approx(1.0 - after.outcomes["undecided"].p - after.outcomes["survived"].p, abs=1e-12)
    assert found.days[0].outcomes["undecided"].p == 1.0
    assert len(found.days) == 41


def test_the_first_evening_is_the_posteriors(found, posterior):
    refused = 1.0 - posterior.chance_obeyed()["arrest_leader"]
    assert found.days[0].refused == pytest.approx(refused, abs=0.02)  # worlds were made equally heavy
    assert found.days[0].margin[2] > found.days[0].margin[0]
    assert all(np.diff(found.days[0].crowd) > 0.0)


def test_hazards_give_back_the_shares(found):
    for week in found.weeks:
        start = next(one for one in found.days if (week.first - one.day).days == 1)
        end = next(one for one in found.days if one.day == week.last)
        for kind in KINDS:
            moved = end.outcomes[kind].p - start.outcomes[kind].p
            assert week.hazards[kind] * week.undecided * (end.day - start.day).days == pytest.approx(moved, abs=1e-12)


def test_single_worlds_stop_where_they_end(found):
    assert len(found.paths) == PATHS
    for path in found.paths:
        assert (len(path.margin) == 41) == (path.outcome == "undecided")
    assert len({path.world for path in found.paths}) == PATHS


def test_quantiles_of_a_uniform_histogram():
    flat = np.ones(MARGIN_EDGES.size - 1)
    assert _quantiles(flat, MARGIN_EDGES) == pytest.approx([-1.5 + 3.0 * level for level in LEVELS])
    one = np.zeros(CROWD_EDGES.size - 1)
    one[10] = 4.0
    assert all(CROWD_EDGES[10] <= value <= CROWD_EDGES[11] for value in _quantiles(one, CROWD_EDGES))
    assert np.isnan(_quantiles(0.0 * flat, MARGIN_EDGES)).all()


def test_paths_part_at_events_that_tell_something(found):
    assert found.partings
    assert [one.information for one in found.partings] == sorted((one.information for one in found.partings), reverse=True)
    refusals = [one for one in found.partings if one.code == "order_refused"]
    obeyed = [one for one in found.partings if one.code == "order_obeyed"]
    assert max(refusals, key=lambda one: one.information).out_if_seen > max(obeyed, key=lambda one: one.information).out_if_seen
    for one in found.partings:
        assert 0.0 < one.chance < 1.0
        assert one.error >= 0.0


def test_from_the_prior_nothing_was_heard(posterior):
    prior = simulation_from(posterior, days=3, source="prior", threads=2)
    known = np.sum(posterior.prior_weight * [prior_refused(posterior, state)[0] for state in posterior.prior])
    assert prior.days[0].refused == pytest.approx(known, abs=1e-12)
    assert prior.weighed_out is None


def test_the_same_bits_for_any_number_of_threads(posterior):
    one, two = (simulation_from(posterior, days=5, threads=threads) for threads in (1, 2))
    assert repr(one.days) == repr(two.days)
    assert repr(one.paths) == repr(two.paths)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"days": 0}, "allowed: 1 to 365"),
        ({"source": "post"}, "allowed: posterior, prior"),
        ({"order": "shot"}, "did you mean 'shoot'"),
    ],
)
def test_words_that_are_none_are_refused(words, said):
    with pytest.raises(UsageError, match=said):
        simulate("venezuela-2019", **words)
