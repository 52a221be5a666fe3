"""Metamorphic properties of the model, from the formula to the answer: what must not matter does not.

| what is changed | and then | formulas, kernel of the core | the compiled day | setting and trail | filter, answer |
|---|---|---|---|---|---|
| forces listed otherwise | nothing changes | core_properties | regrouped | here | here, same worlds |
| a force split in two halves | theta* stays | core_properties | regrouped | (1) | (1) |
| a force of no weight | nothing changes | core_properties | regrouped, to the bit | here | here, to 1e-3 |
| the sides swapped | theta* turns to -theta* | core_properties; golden: core, agents | (2) | (2) | (2) |
| a report repeated by its source | nothing changes | echoes | - | here, to the bit | here, posterior, to the bit |
| a source that makes up at will | Bayes factor to 1 | reports | day | - | here |

`core`, `core_properties`, `reports` and `echoes` are files of `tests/model` (`test_core.py` ...); `agents`, `day` and
`regrouped` of `tests/engine`; `posterior` stands beside this one.
(1) In a case file a force weighs its size to the power 0.7, so that two forces of half the size weigh more than one: halves
are of the core. (2) Only the core has two sides that mirror each other: in the day, their stakes, signals and crowds differ.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import standoff as so
from standoff.case.values import Force
from standoff.engine.ensemble import make_stage
from standoff.inference.particle_filter import advance, begin
from standoff.inference.posterior import infer
from standoff.inference.resampling import normalised
from standoff.model.priors import load_priors
from standoff.model.setting import setting_of
from standoff.model.trail import trail_of
from standoff.model.world import row_counts

SMALL = {"worlds": 160, "seed": 3, "threads": 1}
PRIORS = load_priors()
often = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def known(case, as_of):
    """The case with the rows public by the as-of date alone."""
    return replace(case, events=tuple(row for row in case.events if row.known_on <= as_of))


def told(case, as_of):
    return trail_of(case, setting_of(case, PRIORS), PRIORS, as_of)


def same_trail(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in one._fields)


# --- A report repeated by its source ------------------------------------------------------------------------


@often
@given(data=st.data())
def test_a_report_repeated_by_its_source_changes_no_number_of_the_trail(known, as_of, data):
    """Any rows, any number of times, on the same day or within the week, wherever they stand further down the file."""
    before, trail = told(known, as_of)
    rows = list(known.events)
    for count in range(data.draw(st.integers(1, 4))):
        piece = data.draw(st.sampled_from(before))
        late = min(data.draw(st.integers(0, 6)), (as_of - piece.event.known_on).days)
        again = replace(piece.event, id=f"again-{count}", public=piece.event.known_on + timedelta(late))
        first = next(place for place, row in enumerate(rows) if row.id == piece.event.id)
        rows.insert(data.draw(st.integers(first + 1, len(rows))), again)
    after, repeated = told(replace(known, events=tuple(rows)), as_of)
    assert same_trail(trail, repeated)
    assert [piece.sources for piece in before] == [piece.sources for piece in after]
    assert sum(len(piece.echoes) for piece in after) > sum(len(piece.echoes) for piece in before)


def test_an_answer_with_a_report_repeated_is_the_same_answer(known, as_of):
    row = next(row for row in known.events if row.code == "mutiny")
    again = tuple(replace(row, id=f"again-{count}", public=row.known_on + timedelta(count)) for count in range(3))
    one, other = (so.ask(each, as_of=as_of, **SMALL) for each in (known, replace(known, events=(*known.events, *again))))
    assert other.orders == one.orders
    assert other.outcomes == one.outcomes
    assert [piece.decibans for piece in other.evidence] == [piece.decibans for piece in one.evidence]


# --- A source that makes up at will -------------------------------------------------------------------------


def weighed_after(stage, trail, rows, day):
    """Weights of worlds after the first rows of a trail, and P(each order would be refused)."""
    first = trail._replace(**{name: getattr(trail, name)[:rows] for name in trail._fields})
    state = advance(stage, first, begin(stage, 0, 320), day)
    return np.append(normalised(state.weights.log_weight), state.steps[-1].refused)


def moved_by(case, as_of, place_of):
    """How far a row moves weights and refusals as its source makes up ever more: from seldom to a million million times."""
    stage = make_stage(case, PRIORS, 5)
    _, trail = trail_of(case, stage.setting, PRIORS, as_of)
    last = place_of(trail)
    day = int(trail.day[last])
    without = weighed_after(stage, trail, last, day)
    for made_up in (0.01, 10.0, 1e4, 1e12):
        fabricate, credibility = trail.fabricate.copy(), trail.credibility.copy()
        fabricate[last] = made_up
        credibility[last] = trail.strength[last] * trail.detect[last] / (trail.detect[last] + made_up)
        told = trail._replace(fabricate=fabricate, credibility=credibility)
        yield float(np.abs(weighed_after(stage, told, last + 1, day) - without).sum())


@pytest.mark.parametrize("code", ["mutiny", "purge", "amnesty_offer", "protest"])
def test_a_row_of_a_source_that_makes_up_at_will_weighs_nothing(case, as_of, code):
    """Of every code but the arrest of the leader, which comes at the pace of the occasion and which nobody can make up."""
    number = tuple(PRIORS.codes).index(code)
    moved = list(moved_by(case, as_of, lambda trail: int(np.flatnonzero(trail.code == number)[0])))
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > 1e-3
    assert moved[-1] < 1e-9


def test_a_crowd_told_by_a_source_that_makes_up_at_will_weighs_nothing(case, as_of):
    moved = list(moved_by(case, as_of, lambda trail: int(np.flatnonzero(np.isfinite(trail.crowd_log10))[0])))
    assert moved[-1] < 1e-9


# --- Forces listed otherwise --------------------------------------------------------------------------------


def relisted(case, order):
    return replace(case, forces=tuple(case.forces[place] for place in order))


def groups_of(order):
    """Places of groups, two a force."""
    return [2 * place + tier for place in order for tier in (0, 1)]


@often
@given(data=st.data())
def test_forces_listed_otherwise_make_the_same_setting_and_trail(known, as_of, data):
    order = data.draw(st.permutations(range(len(known.forces))))
    groups, other = groups_of(order), relisted(known, order)
    one, two = setting_of(known, PRIORS), setting_of(other, PRIORS)
    for name in ("command", "sign", "headcount", "stake", "kin", "cover", "hardship", "signal"):
        np.testing.assert_array_equal(getattr(two, name), getattr(one, name)[groups])
    np.testing.assert_allclose(two.weight, one.weight[groups], rtol=1e-14)
    np.testing.assert_allclose(two.code_rate, one.code_rate, rtol=1e-13)
    (_, trail), (_, same) = told(known, as_of), told(other, as_of)
    np.testing.assert_allclose(same.mix, trail.mix[:, groups], rtol=1e-13, atol=1e-15)
    np.testing.assert_array_equal(np.append(order, -1)[same.force], trail.force)
    for name in set(trail._fields) - {"mix", "force"}:
        np.testing.assert_allclose(getattr(same, name), getattr(trail, name), rtol=1e-13, err_msg=name)


def moved_cells(stage, cells, order):
    """The cells of a block with the rows of groups and forces in another order."""
    places, first = [], 0
    for name, rows in row_counts(*stage.shape).items():
        own = {"base_logit": groups_of(order), "share": groups_of(order), "members_out": groups_of(order), "culpability": order}
        own["disloyalty"] = [*groups_of(order), stage.shape[0]]
        places += [first + place for place in own.get(name, range(max(rows, 1)))]
        first += max(rows, 1)
    return cells[places]


def test_the_same_worlds_with_forces_listed_otherwise_are_weighed_the_same(case, as_of):
    """Draws are addressed by the place of a force, so that the worlds of one are carried over to the other."""
    order = list(range(len(case.forces)))[::-1]
    stages = make_stage(case, PRIORS, 5), make_stage(relisted(case, order), PRIORS, 5)
    one = begin(stages[0], 0, 320)
    block = replace(one.block, beta=one.block.beta[groups_of(order)], cells=moved_cells(stages[0], one.block.cells, order))
    starts = one, replace(one, block=block)
    last = (as_of - case.start).days
    ends = []
    for stage, start in zip(stages, starts, strict=True):
        _, trail = trail_of(stage.case, stage.setting, PRIORS, as_of)
        ends.append(advance(stage, trail, start, last))
    np.testing.assert_allclose(ends[1].steps[-1].refused, ends[0].steps[-1].refused, atol=1e-9)
    assert ends[1].weights.log_evidence == pytest.approx(ends[0].weights.log_evidence, abs=1e-7)


# --- A force of no weight -----------------------------------------------------------------------------------


def test_a_force_of_nobody_changes_nothing_to_speak_of(known, as_of):
    """One head in a thousand million weighs in at 1e-6 of an army: the answer stays where it was."""
    larger = replace(known, forces=(*known.forces, Force("Dust", "army", 1e-9)))
    one, other = (infer(each, as_of=as_of, priors=PRIORS, **SMALL) for each in (known, larger))
    assert setting_of(larger, PRIORS).weight[-2:].max() < 1e-6
    assert list(other.chance_obeyed().values()) == pytest.approx(list(one.chance_obeyed().values()), abs=1e-3)
    assert float(other.log_evidence_of_blocks.mean()) == pytest.approx(float(one.log_evidence_of_blocks.mean()), abs=1e-2)
