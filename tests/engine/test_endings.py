"""Who leaves and how it ends: people counted against their headcount, kinds of fall, and worlds that are decided."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from standoff.engine import reference, sites
from standoff.engine.day import crossings, desertions
from standoff.engine.draws import checked_seed, uniforms
from standoff.engine.endings import CONCESSION, coup_hazard, outcomes_of_day, weigh_survival
from standoff.engine.obedience import ARREST_LEADER, CLEAR_CROWD, INTERVENTION, SHOOT
from standoff.engine.reference_obedience import weights_of
from standoff.inference.particle_filter import advance, begin
from standoff.model.outcomes import (
    CIVIL_WAR,
    FOREIGN,
    KINDS,
    NEGOTIATED,
    REMOVED,
    SHIFTED,
    STOOD_ASIDE,
    SURVIVED,
    UNDECIDED,
    fade_hazard,
    foreign_hazard,
    kind_of_fall,
    negotiation_hazard,
)
from standoff.model.outcomes import test_hazard as hazard_of_test
from standoff.model.priors import COVARIATES
from standoff.model.stakes import crowd_excess

WORLDS = 200
PEOPLE_OUT = ("officials_out", "states_out", "members_out")


def test_members_who_left_never_exceed_the_headcount(start):
    """Twenty thousand times the desertion, and a public sure of a fall: everybody who would goes, and nobody twice."""
    stage, block = start()
    setting, seed = stage.setting._replace(desertion_rate=0.4), checked_seed(3)
    world = stage.world(block.cells)
    world.belief_mean[:], seen = -5.0, world.chance_seen.copy()
    world.share[:] = np.where(setting.sign[:, None] > 0.0, 1.0, 0.0)
    headcount = setting.headcount[:, None]
    for day in range(60):
        before = world.members_out.copy(), world.officials_out.copy(), world.states_out.copy()
        desertions(world, setting, seed, block.worlds, day)
        crossings(world, setting, seed, block.worlds, day)
        for out, earlier in zip((world.members_out, world.officials_out, world.states_out), before, strict=True):
            assert np.all(out >= earlier)
            np.testing.assert_array_equal(out, np.round(out))
        assert np.all(world.members_out <= headcount)
        assert np.all(world.officials_out <= setting.officials)
        assert np.all(world.states_out <= setting.foreign_states)
        if day == 0:
            first = world.officials_out.copy(), world.states_out.copy()
    np.testing.assert_array_equal(world.members_out, np.broadcast_to(headcount, world.members_out.shape))
    for out, of_day in zip((world.officials_out, world.states_out), first, strict=True):
        np.testing.assert_array_equal(out, of_day)  # whose threshold a sure fall does not pass never goes
    officials = (setting.officials, setting.officials_threshold, setting.officials_spread, world.officials_out)
    states = (setting.foreign_states, setting.foreign_threshold, setting.foreign_spread, world.states_out)
    for total, threshold, spread, out in (officials, states):
        before, after = stats.norm.cdf((seen - threshold) / spread), stats.norm.cdf((world.chance_seen - threshold) / spread)
        chance = (after - before) / (1.0 - before)
        error = np.sqrt(np.sum(total * chance * (1.0 - chance)))
        assert abs(np.sum(out - total * chance)) <= 4.5 * error
    assert np.all(world.chance_seen > 0.99)
    left = world.officials_out / setting.officials
    np.testing.assert_allclose(world.covariates[COVARIATES.index("elite")], left, atol=1e-12)


def test_a_loyal_country_loses_nobody(start):
    stage, block = start()
    world, seed = stage.world(block.cells), checked_seed(3)
    world.belief_mean[:] = 50.0
    world.share[:] = np.where(stage.setting.sign[:, None] > 0.0, 0.0, 1.0)
    for day in range(5):
        desertions(world, stage.setting._replace(desertion_rate=0.4), seed, block.worlds, day)
        crossings(world, stage.setting, seed, block.worlds, day)
    assert world.members_out.sum() == 0.0
    assert world.officials_out.sum() == world.states_out.sum() == 0.0


@pytest.mark.parametrize(
    ("command", "troops", "chance", "defending", "kind"),
    [
        (0.50, 0.0, 0.726, 0.0, REMOVED),
        (0.90, 0.9, 0.999, 0.9, REMOVED),
        (0.50, 0.0, 0.725, 0.0, STOOD_ASIDE),
        (0.90, 0.9, 0.100, 0.9, STOOD_ASIDE),
        (0.49, 0.5, 0.999, 0.15, SHIFTED),
        (0.49, 0.5, 0.999, 0.151, CIVIL_WAR),
        (0.00, 1.0, 0.000, 0.0, SHIFTED),
        (0.49, 0.49, 0.999, 0.9, STOOD_ASIDE),
        (0.00, 0.0, 0.000, 0.0, STOOD_ASIDE),
    ],
)
def test_kinds_of_fall(command, troops, chance, defending, kind):
    assert kind_of_fall(command, troops, chance, defending, 0.725, 0.15) == kind


def test_the_day_writes_the_kind_of_fall_that_the_shares_say(start):
    """Worlds made to fail a decisive order, each with shares that single out one kind."""
    stage, block = start()
    setting, world = stage.setting, stage.world(block.cells)
    setting = setting._replace(test_rate=1e6, fall=np.ones(4), split_counterweight=0.0)
    ordinary, command = setting.sign > 0.0, setting.command > 0.0
    cases = [REMOVED, STOOD_ASIDE, SHIFTED, CIVIL_WAR]
    world.strength[:] = -9.0
    world.crowd[:] = -7.0
    for i in range(WORLDS):
        kind = cases[i % 4]
        world.share[:, i] = 0.0
        world.share[ordinary & command, i] = 1.0 if kind in (REMOVED, STOOD_ASIDE) else 0.0
        world.share[ordinary & ~command, i] = 1.0
        world.share[~ordinary, i] = 1.0 if kind == CIVIL_WAR else 0.0
        if kind == STOOD_ASIDE:  # officers who expect him to stay do not move against him
            world.strength[i], world.belief_mean[i], world.belief_precision[i] = world.root[0, i] - 1e-6, 9.0, 1e6
    assert weights_of(world, setting, 0)[~ordinary].sum() > 0.0
    outcomes_of_day(world, setting, block.coefficients, checked_seed(1), block.worlds, 6)
    np.testing.assert_array_equal(world.outcome, np.resize(cases, WORLDS))
    np.testing.assert_array_equal(world.ended, 6.0)


def test_a_decided_world_stays_as_it_ended(start, compiled, stirred):
    """Its end, its people and its trail stand still, while undecided neighbours live on (its strength walks, unseen)."""
    stage, block = start()
    block = stirred(stage, block, 4)
    before = stage.world(block.cells.copy())
    decided = before.outcome >= 0.0
    assert 5 < decided.sum() < WORLDS - 5
    after = stage.world(compiled.forward_days(stage, block, 1, 6))
    for name in ("outcome", "ended", *PEOPLE_OUT, "reports", "belief_mean", "culpability"):
        earlier, later = getattr(before, name)[..., decided], getattr(after, name)[..., decided]
        np.testing.assert_array_equal(later, earlier, err_msg=name)
    assert np.all(after.echo[:, decided] <= before.echo[:, decided])
    assert after.reports[~decided].sum() > before.reports[~decided].sum()
    newly = (after.outcome >= 0.0) & ~decided
    assert newly.any()
    assert np.all((after.ended[newly] >= 1.0) & (after.ended[newly] < 6.0))
    assert np.all(after.ended[after.outcome < 0.0] == -1.0)


def test_backward_no_world_is_ever_decided(stage_of):
    stage, trail = stage_of("ussr-1991")
    world = stage.world(advance(stage, trail, begin(stage, 0, WORLDS), 3).block.cells)
    assert np.all(world.outcome == -1.0)
    assert world.members_out.sum() == 0.0
    assert world.officials_out.sum() > 0.0
    assert np.all(world.reports == np.sum((trail.day <= 3) & (trail.code != stage.setting.arrest_code)))


# --- How often it ends. -------------------------------------------------------------------------------------


def thrown(stage, block, stirred, pace):
    """The block at the ends of its ranges, nothing decided, its clocks faster."""
    block = stirred(stage, block, 9)
    world = stage.world(block.cells)
    world.outcome[:], world.ended[:] = -1.0, -1.0
    return replace(block, coefficients=block.coefficients._replace(outcome_pace=pace))


def survival_weight(stage, block):
    """Log weight of its not being over today [W]."""
    weight = np.zeros(block.worlds.size)
    weigh_survival(stage.world(block.cells), stage.setting, block.coefficients, weight)
    return weight


def test_what_survival_weighs_is_the_forward_chance_to_go_on(start, stirred):
    """World by world: it ends today just where its lot falls short of one minus the weight."""
    stage, block = start()
    for pace in (1.0, 10.0, 40.0):
        moved = thrown(stage, block, stirred, pace)
        weight, after = survival_weight(stage, moved), stage.world(moved.cells.copy())
        outcomes_of_day(after, stage.setting, moved.coefficients, checked_seed(6), moved.worlds, 5)
        lot = uniforms(6, moved.worlds, 5, sites.OUTCOME)
        np.testing.assert_array_equal(after.outcome >= 0.0, lot < -np.expm1(weight))
    assert 20 < np.sum(after.outcome >= 0.0) < WORLDS - 20


@pytest.mark.parametrize(("i", "crowd"), [(1, -1.0), (4, -7.0), (17, -1.5), (40, -2.0), (55, -7.0)])
@pytest.mark.parametrize("strength", ["obeyed", "refused", "between"])
def test_ends_come_as_tests_and_rival_clocks_bring_them(strength, i, crowd, start, stirred):
    """Against a day told in full: tests come, each of an order as ready as it is, and go on where nothing is settled."""
    stage, block = start()
    addresses, setting, pace, rng = 40_000, stage.setting, 25.0, np.random.default_rng(70 + i)
    block = thrown(stage, block, stirred, pace)
    world = stage.world(block.cells)
    tested = world.root[[CLEAR_CROWD, SHOOT], i]
    world.strength[i] = {"obeyed": world.root[:, i].max() + 0.05, "refused": -0.5, "between": tested.mean()}[strength]
    world.crowd[i] = crowd
    world = stage.world(block.cells[:, [i]].copy())
    crowd, margin = crowd_excess(crowd), (world.strength - world.root)[:, 0]
    assert (crowd > 0.0) == (i in (1, 17, 40))
    ends = np.full(addresses, UNDECIDED)
    first = np.ones(addresses)
    rivals = {
        STOOD_ASIDE: coup_hazard(world, setting, block.coefficients, 0),  # any fall
        SURVIVED: fade_hazard(setting.fade_rate, crowd, margin[CLEAR_CROWD], pace),
        NEGOTIATED: negotiation_hazard(setting.negotiated_rate, world.covariates[CONCESSION, 0], margin[CLEAR_CROWD], pace),
        FOREIGN: foreign_hazard(setting.foreign_rate, world.covariates[INTERVENTION, 0], pace),
    }
    for kind, hazard in rivals.items():
        when = rng.exponential(size=addresses) / max(hazard, 1e-300)
        ends[when < first], first = kind, np.minimum(first, when)
    rate, clock = hazard_of_test(setting.test_rate, setting.test_per_crowd, crowd, pace), np.zeros(addresses)
    clear, shoot = world.ordering[CLEAR_CROWD, 0], world.ordering[SHOOT, 0]
    while np.any(clock < first):
        clock = clock + rng.exponential(size=addresses) / rate
        street = np.where(rng.random(addresses) < shoot / (clear + shoot), SHOOT, CLEAR_CROWD)
        order = street if crowd > 0.0 else np.full(addresses, ARREST_LEADER)
        obeyed, u = margin[order] > 0.0, rng.random(addresses)
        over = (clock < first) & (u < np.where(obeyed, setting.test_settles, setting.fall[order]))
        ends[over] = np.where(obeyed, SURVIVED, STOOD_ASIDE)[over]
        first = np.where(over, clock, first)
    cells = np.repeat(block.cells[:, [i]], addresses, axis=1)
    after = stage.world(cells)
    outcomes_of_day(after, setting, block.coefficients, checked_seed(2), np.arange(addresses), 1)
    fell = np.isin(after.outcome, [STOOD_ASIDE, SHIFTED, REMOVED, CIVIL_WAR])
    found = np.where(fell, STOOD_ASIDE, after.outcome)
    kinds = range(UNDECIDED, len(KINDS))
    table = np.array([[np.sum(side == kind) for kind in kinds] for side in (found, ends)])
    table = table[:, table.sum(axis=0) >= 20]
    assert table.shape[1] >= 3
    assert stats.chi2_contingency(table).pvalue > 1e-5
    assert table[:, 0].min() > 400


def test_a_day_that_settles_nothing_leaves_no_trace(start, stirred, row_names):
    stage, block = start()
    block = thrown(stage, block, stirred, 20.0)
    cells = block.cells.copy()
    outcomes_of_day(stage.world(cells), stage.setting, block.coefficients, checked_seed(2), block.worlds, 1)
    written = np.isin(row_names(stage), ["outcome", "ended"])
    np.testing.assert_array_equal(cells[~written], block.cells[~written])
    assert 20 < np.sum(np.any(cells != block.cells, axis=0)) < WORLDS


@pytest.mark.parametrize("rate", [0.002, 0.3, 0.5, 0.55, 0.8, 1.0])
def test_the_shortcut_of_desertions_changes_no_draw(rate, start, stirred):
    """The compiled day skips draws that must be nobody; the reference makes them all."""
    stage, block = start()
    block = stirred(stage, block, 12)
    stage = replace(stage, setting=stage.setting._replace(desertion_rate=rate))
    world = stage.world(block.cells)
    world.members_out[:] = np.maximum(stage.setting.headcount[:, None] - np.arange(WORLDS) % 7, 0)
    found, expected = block.cells.copy(), block.cells.copy()
    for day in range(20):
        desertions(stage.world(found), stage.setting, checked_seed(stage.seed), block.worlds, day)
        reference.desertions(stage.world(expected), reference.today_of(stage, block, day))
        np.testing.assert_array_equal(found, expected)
    assert np.any(found != block.cells)
