"""Groups: weights that add up, capped defenders, headcounts that are not coercive weight."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from standoff.case.library import library_names
from standoff.case.values import Assumption, Force
from standoff.model.groups import TIERS, coercive_shares, groups_of, headcount, size_k
from standoff.model.priors import ORDERS, with_assumptions

ARMY = Force("Army", "army", 100.0)
GENDARMES = Force("Gendarmes", "gendarmerie", 40.0)
MILITIA = Force("Militia", "paramilitary", 15.0)


def weights(case, priors, sign):
    return np.array([group.weights for group in groups_of(case, priors) if group.sign == sign])


@pytest.mark.parametrize("name", library_names())
def test_every_library_case_balances(name, priors, library):
    case = library(name)
    groups = groups_of(case, priors)
    assert [(group.force, group.tier) for group in groups] == [(f, tier) for f in range(len(case.forces)) for tier in TIERS]
    assert weights(case, priors, 1.0).sum(axis=0) == pytest.approx(np.ones(len(ORDERS)), abs=1e-12)
    cap = priors.value("world", "counterweight_cap")
    defending = weights(case, priors, -1.0).sum(axis=0)
    assert np.all(defending <= cap + 1e-12)
    assert all(group.headcount > 0 for group in groups)
    assert coercive_shares(case, priors).sum() == pytest.approx(1.0, abs=1e-12)


def test_weights_by_hand(make_case, priors):
    """w ~ size^0.7 x weight per head x relevance, command .45 and troops .55 of it."""
    case = make_case([ARMY, GENDARMES])
    army, police = priors.kinds["army"], priors.kinds["gendarmerie"]
    groups = groups_of(case, priors)
    for x in range(len(ORDERS)):
        raw = (100**0.7 * army.coercive_weight * army.relevance[x], 40**0.7 * police.coercive_weight * police.relevance[x])
        expected = [part * tier / sum(raw) for part in raw for tier in (0.45, 0.55)]
        assert [group.weights[x] for group in groups] == pytest.approx(expected, abs=1e-12)


def test_defenders_are_capped_together_and_keep_their_proportion(make_case, priors):
    horde, guard = Force("Horde", "paramilitary", 5000.0), Force("Legion", "foreign_troops", 500.0)
    case = make_case([ARMY, horde, guard])
    by_force = weights(case, priors, -1.0).reshape(2, 2, len(ORDERS)).sum(axis=1)
    cap = priors.value("world", "counterweight_cap")
    assert by_force.sum(axis=0) == pytest.approx(np.full(len(ORDERS), cap), abs=1e-12)
    free = weights(case, with_assumptions(priors, (Assumption("world.counterweight_cap", 1e9, "no cap"),)), -1.0)
    uncapped = free.reshape(2, 2, len(ORDERS)).sum(axis=1)
    assert np.all(uncapped.sum(axis=0) > cap)
    assert by_force[0] / by_force[1] == pytest.approx(uncapped[0] / uncapped[1], rel=1e-12)


def test_a_small_militia_weighs_what_it_is(make_case, priors):
    case = make_case([ARMY, MILITIA])
    kinds = priors.kinds
    relative = (15 / 100) ** 0.7 * kinds["paramilitary"].coercive_weight / kinds["army"].coercive_weight
    expected = relative * np.array(kinds["paramilitary"].relevance) / np.array(kinds["army"].relevance)
    assert weights(case, priors, -1.0).sum(axis=0) == pytest.approx(expected, abs=1e-12)


def test_a_militia_of_220_000_does_not_outweigh_an_army_of_63_000(priors, library):
    case = library("venezuela-2019")
    groups = groups_of(case, priors)
    names = ("Bolivarian Militia", "Bolivarian Army")
    militia, army = (np.sum([group.weights for group in groups if group.name == name], axis=0) for name in names)
    assert np.all(militia < 0.5 * army)
    assert sum(group.headcount for group in groups if group.name == "Bolivarian Militia") == 220_000


def test_a_case_of_defenders_alone_obeys_orders(make_case, priors):
    """With nobody to weigh against, guards are the army: they disobey where P(falls) > 1 - defend-cost."""
    case = make_case([MILITIA, Force("Legion", "foreign_troops", 5.0)])
    groups = groups_of(case, priors)
    assert {group.sign for group in groups} == {1.0}
    assert np.sum([group.weights for group in groups], axis=0) == pytest.approx(np.ones(len(ORDERS)), abs=1e-12)
    stake = priors.kinds["paramilitary"].troop_stake
    assert groups[1].stake_logit == pytest.approx(log((1 - stake) / stake), abs=1e-12)


def test_headcounts(make_case, priors):
    assert size_k(Force("Army", "army"), priors) == priors.kinds["army"].size_k
    assert size_k(Force("Army", "army", 63.0), priors) == 63.0
    assert (headcount(ARMY, "command", priors), headcount(ARMY, "troops", priors)) == (200, 99_800)
    band = Force("Band", "paramilitary", 0.2)
    assert (headcount(band, "command", priors), headcount(band, "troops", priors)) == (5, 195)
    few = Force("Few", "guard", 0.003)
    assert (headcount(few, "command", priors), headcount(few, "troops", priors)) == (3, 0)


def test_a_force_without_a_size_is_as_large_as_its_kind(make_case, priors):
    usual = groups_of(make_case([Force("Army", "army")]), priors)
    assert sum(group.headcount for group in usual) == priors.kinds["army"].size_k * 1000


def test_stakes_and_ties_come_from_the_kind_and_tier(make_case, priors):
    army, militia = priors.kinds["army"], priors.kinds["paramilitary"]
    command, troops, chiefs, band = groups_of(make_case([ARMY, MILITIA]), priors)
    for group, stake in ((command, army.command_stake), (troops, army.troop_stake), (chiefs, militia.command_stake)):
        assert group.stake_logit == pytest.approx(log(stake / (1 - stake)), abs=1e-12)
    assert (command.kin, troops.kin, band.kin) == (army.kin_command, army.kin_troops, militia.kin_troops)
    assert (command.sign, troops.sign, chiefs.sign, band.sign) == (1.0, 1.0, -1.0, -1.0)
    assert command.cover == priors.value("world", "cover_of_command") < troops.cover == 1.0
    assert command.hardship == priors.value("world", "hardship_of_command") < troops.hardship == 1.0


def test_the_order_of_forces_in_the_file_does_not_matter(make_case, priors):
    forces = (ARMY, GENDARMES, MILITIA)
    one = {(group.name, group.tier): group for group in groups_of(make_case(forces), priors)}
    for group in groups_of(make_case(forces[::-1]), priors):
        first = one[group.name, group.tier]
        assert replace(group, force=first.force, weights=first.weights) == first
        assert group.weights == pytest.approx(first.weights, abs=1e-15)
