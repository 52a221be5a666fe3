"""Simulation: the same ends as `ask` follows, competing risks that only grow, known quantiles, where paths part."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from standoff.analysis.ask import answer_from
from standoff.analysis.forward.block import CROWD_EDGES, MARGIN_EDGES, WINDOWS, Followed
from standoff.analysis.forward.parting import least_error, partings
from standoff.analysis.forward.simulate import PATHS, _quantiles, simulate, simulation_from
from standoff.analysis.forward.values import LEVELS
from standoff.analysis.outcomes import HORIZONS, outcome_shares
from standoff.analysis.why.possible import kinds_of_event
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
    return simulation_from(posterior, days=90, threads=2)


@pytest.fixture(scope="module")
def answer(posterior):
    return answer_from(posterior, threads=2)


def out_by(horizon):
    kinds = horizon.by_kind()
    return 1.0 - kinds["survived"] - kinds["undecided"]


def test_ends_are_those_that_ask_follows(found, posterior):
    """Day by day and in a few strides the same worlds end in the same way."""
    shares = np.array([outcome_shares(posterior.stage, state) for state in posterior.states])
    total = np.tensordot(posterior.block_weight, shares, axes=1)
    for days in (7, 30, 90):
        told = [found.days[days].outcomes[kind].p for kind in (*KINDS, "undecided")]
        assert told == pytest.approx(list(total[HORIZONS.index(days)]), abs=1e-12)


@pytest.mark.parametrize("days", [7, 30, 90])
def test_the_headline_is_what_ask_says_at_that_horizon(days, found, posterior, answer):
    """Worlds undecided by then are weighed by how they end, as `ask` does, not left as they are."""
    simulated = found if days == 90 else simulation_from(posterior, days=days, threads=2)
    horizon = next(one for one in answer.outcomes if one.days == days)
    assert simulated.weighed_out == pytest.approx(out_by(horizon), abs=1e-12)
    assert abs(simulated.weighed_out - simulated.days[-1].out.p) > 0.01  # the record does move it here


def test_followed_beyond_what_ask_follows_the_last_day_is_the_end(posterior, answer):
    longest = int(posterior.stage.priors.value("outcomes", "longest_days"))
    there, beyond = (simulation_from(posterior, days=days, threads=2) for days in (longest, longest + 10))
    assert there.weighed_out == pytest.approx(out_by(answer.outcomes[-1]), abs=1e-12)
    assert there.weighed_out <= beyond.weighed_out < 1.0


def test_competing_risks_share_out_all_worlds_and_only_grow(found):
    for before, after in zip(found.days[:-1], found.days[1:], strict=True):
        assert sum(share.p for share in after.outcomes.values()) == pytest.approx(1.0, abs=1e-12)
        assert all(after.outcomes[kind].p >= before.outcomes[kind].p for kind in KINDS)
        assert after.out.p == pytest.approx(1.0 - after.outcomes["undecided"].p - after.outcomes["survived"].p, abs=1e-12)
    assert found.days[0].outcomes["undecided"].p == 1.0
    assert len(found.days) == 91


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
        assert (len(path.margin) == 91) == (path.outcome == "undecided")
    assert len({path.world for path in found.paths}) == PATHS


def test_quantiles_of_a_uniform_histogram():
    flat = np.ones(MARGIN_EDGES.size - 1)
    low, high = MARGIN_EDGES[0], MARGIN_EDGES[-1]
    assert _quantiles(flat, MARGIN_EDGES) == pytest.approx([low + (high - low) * level for level in LEVELS])
    one = np.zeros(CROWD_EDGES.size - 1)
    one[10] = 4.0
    assert all(CROWD_EDGES[10] <= value <= CROWD_EDGES[11] for value in _quantiles(one, CROWD_EDGES))
    assert np.isnan(_quantiles(0.0 * flat, MARGIN_EDGES)).all()


def test_paths_part_at_events_that_tell_something(found):
    assert found.partings
    assert [one.information for one in found.partings] == sorted((one.information for one in found.partings), reverse=True)
    obeyed = [one for one in found.partings if one.code == "order_obeyed" and one.told_apart]
    assert obeyed
    assert all(one.out_if_seen < one.out_if_not for one in obeyed)
    for one in found.partings:
        assert 0.0 < one.chance < 1.0
        assert one.error >= 0.0


def test_an_empty_cell_is_not_taken_for_sure():
    """As many worlds, told by hand: none of 18 out, 100 of 400; the error is that of 1 in 20 and of 101 in 402."""
    by_hand = np.sqrt(0.05 * 0.95 / 20 + (101 / 402) * (301 / 402) / 402)
    assert least_error(np.array([[0.0, 18.0], [100.0, 300.0]])) == pytest.approx(by_hand)
    assert least_error(np.array([[0.0, 0.0], [0.0, 400.0]])) > 0.35  # of nothing seen nothing is known


def test_what_chance_alone_would_show_is_taken_off(posterior):
    """Of kinds of event drawn at random, half of all tell no more than their worlds would by chance."""
    rng = np.random.default_rng(3)
    told = []
    for _ in range(100):
        seen, out = rng.random(500) < 0.3, rng.random(500) < 0.4
        cells = [[np.mean(a & b) for b in (out, ~out)] for a in (seen, ~seen)]
        joint = np.broadcast_to(cells, (len(WINDOWS), len(kinds_of_event(posterior)[0]), 2, 2))
        followed = Followed(np.zeros((91, 8)), *(np.zeros(1),) * 3, joint, *(np.zeros(0),) * 2)
        told.append(partings(posterior, (followed,) * len(posterior.states), np.zeros(len(posterior.states)))[0])
    assert np.mean([one.told_apart for one in told]) < 0.08
    assert np.median([one.information for one in told]) < 0.5


def test_a_window_that_ends_with_the_last_day_tells_nothing(posterior):
    assert simulation_from(posterior, days=7, threads=2).partings == ()
    assert {one.last for one in simulation_from(posterior, days=8, threads=2).partings} == {7}


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
