"""Who leaves and how it ends: people counted against their headcount, kinds of fall, and worlds that are decided."""

import numpy as np
import pytest
from scipy import stats

from standoff.engine.day import crossings, desertions
from standoff.engine.draws import checked_seed
from standoff.engine.endings import outcomes_of_day
from standoff.engine.reference_obedience import weights_of
from standoff.inference.particle_filter import advance, begin
from standoff.model.outcomes import CIVIL_WAR, REMOVED, SHIFTED, STOOD_ASIDE, kind_of_fall
from standoff.model.priors import COVARIATES

WORLDS = 200
PEOPLE_OUT = ("officials_out", "states_out", "members_out")


def test_members_who_left_never_exceed_the_headcount(start):
    """Twenty thousand times the desertion, and a public sure of a fall: everybody who would goes, and nobody twice."""
    stage, block = start()
    setting, seed = stage.setting._replace(desertion_rate=0.4), checked_seed(3)
    world = stage.world(block.cells)
    world.belief_mean[:] = -5.0
    world.share[:] = np.where(setting.sign[:, None] > 0.0, 1.0, 0.0)
    total = setting.headcount[:, None]
    for day in range(60):
        before = world.members_out.copy(), world.officials_out.copy(), world.states_out.copy()
        desertions(world, setting, seed, block.worlds, day)
        crossings(world, setting, seed, block.worlds, day)
        for out, earlier in zip((world.members_out, world.officials_out, world.states_out), before, strict=True):
            assert np.all(out >= earlier)
            np.testing.assert_array_equal(out, np.round(out))
        assert np.all(world.members_out <= total)
        assert np.all(world.officials_out <= setting.officials)
        assert np.all(world.states_out <= setting.foreign_states)
    np.testing.assert_array_equal(world.members_out, np.broadcast_to(total, world.members_out.shape))
    willing = stats.norm.cdf((1.0 - setting.officials_threshold) / setting.officials_spread)
    assert np.all(world.officials_out >= np.floor(willing * setting.officials))
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
    assert world.officials_out.mean() < 0.001 * stage.setting.officials  # thresholds below 0: one official in 60,000
    assert world.states_out.mean() < 0.005 * stage.setting.foreign_states


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
    assert world.members_out.sum() == world.officials_out.sum() == 0.0
    assert np.all(world.reports == np.sum(trail.day <= 3))
