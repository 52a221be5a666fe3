"""How the stages of a day behave: what each may move, in which direction, and within which bounds."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from standoff.engine.day import crossings, desertions, drift_days, impose_rows, pass_silence
from standoff.engine.draws import checked_seed
from standoff.engine.endings import outcomes_of_day
from standoff.engine.ensemble import start_block
from standoff.engine.news import BLACKOUT
from standoff.engine.reference_obedience import weights_of
from standoff.inference.particle_filter import advance, begin
from standoff.inference.weighting import equal_weights
from standoff.model.outcomes import CIVIL_WAR, REMOVED, SHIFTED, STOOD_ASIDE, kind_of_fall
from standoff.model.priors import COVARIATES, ORDERS
from standoff.model.setting import code_index
from standoff.model.trail import Trail

NAME, WORLDS = "venezuela-2019", 200
FIXED = ("anchor", "base_logit", "signal_noise", "threshold_mean", "threshold_sd")
PEOPLE_OUT = ("officials_out", "states_out", "members_out")


def one_row(stage, code, **columns):
    """A trail of one row on day 0: a certain source, the whole of its effects, unless `columns` say otherwise."""
    row = {
        "day": 0,
        "code": code_index(stage.priors)[code],
        "force": -1,
        "base_log_rate": -3.0,
        "slope": 0.5,
        "common": 1.0,
        "detect": 0.9,
        "fabricate": 0.0,
        "order": -1,
        "arrest": 0.0,
        "untouched": 0.0,
        "strength": 1.0,
        "credibility": 1.0,
        "test_share": 0.0,
        "crowd_log10": np.nan,
    } | columns
    integers, groups = {"day", "code", "force", "order"}, stage.setting.sign.size
    arrays = {name: np.array([value], dtype=np.int64 if name in integers else float) for name, value in row.items()}
    return Trail(**arrays, mix=np.full((1, groups), 1.0 / groups))


def imposed(stage, block, trail, setting=None):
    """Cells after the rows of a trail on day 0, and the log weights [R + 1, W]."""
    cells, weights = block.cells.copy(), np.zeros((trail.code.size + 1, block.worlds.size))
    args = (0, trail.code.size, 0, checked_seed(stage.seed), block.worlds, 0, weights)
    impose_rows(stage.world(cells), setting or stage.setting, block.coefficients, trail, *args)
    return cells, weights


@pytest.fixture
def start(stage_of):
    """`start()`: a stage and a block of it on the eve of the first day."""

    def make(name=NAME, number=0):
        stage, _ = stage_of(name)
        return stage, start_block(stage, number, WORLDS)

    return make


# --- What everybody believes. -------------------------------------------------------------------------------


def test_a_blackout_dampens_public_signals(start):
    stage, block = start()
    world, levels = stage.world(block.cells), np.linspace(0.0, 1.0, WORLDS)
    world.covariates[BLACKOUT] = levels
    after = stage.world(imposed(stage, block, one_row(stage, "declare_neutral"))[0])
    code = code_index(stage.priors)["declare_neutral"]
    precision, shift = stage.setting.signal[code], stage.setting.shift[code]
    gained, moved = after.belief_precision - world.belief_precision, after.belief_mean - world.belief_mean
    np.testing.assert_allclose(gained, precision * (1.0 - levels), atol=1e-14)
    expected = shift * precision * (1.0 - levels) / (world.belief_precision + precision * (1.0 - levels))
    np.testing.assert_allclose(moved, expected, atol=1e-14)
    assert np.all(np.diff(np.abs(moved)) < 0.0)
    assert (gained[-1], moved[-1]) == (0.0, 0.0)


def test_a_report_nobody_credits_moves_no_belief_but_counts_as_a_report(start):
    stage, block = start()
    before = stage.world(block.cells)
    after = stage.world(imposed(stage, block, one_row(stage, "declare_neutral", credibility=0.0))[0])
    np.testing.assert_array_equal(after.belief_mean, before.belief_mean)
    np.testing.assert_array_equal(after.belief_precision, before.belief_precision)
    np.testing.assert_array_equal(after.reports, before.reports + 1.0)


@pytest.mark.parametrize(
    ("code", "order", "passed"),
    [("order_obeyed", "clear_crowd", 1.0), ("kill_protesters", "shoot", 1.0), ("order_refused", "clear_crowd", -1.0)],
)
def test_a_test_truncates_the_belief_at_its_threshold(start, code, order, passed):
    """A whole test, seen for certain, against the moments of the truncated normal distribution."""
    stage, block = start("syria-2011")
    silent = stage.setting._replace(signal=np.zeros_like(stage.setting.signal))
    world, rng = stage.world(block.cells), np.random.default_rng(0)
    root = world.root[ORDERS.index(order)]
    world.belief_precision[:] = np.exp(rng.uniform(-1.0, 4.0, WORLDS))
    spread = 1.0 / np.sqrt(world.belief_precision)
    world.belief_mean[:] = root + rng.uniform(-2.5, 2.5, WORLDS) * spread
    mean, distance = world.belief_mean.copy(), (root - world.belief_mean) / spread
    after = stage.world(imposed(stage, block, one_row(stage, code, test_share=1.0), silent)[0])
    ends = (distance, np.inf) if passed > 0.0 else (-np.inf, distance)
    exact = stats.truncnorm(*ends, loc=mean, scale=spread)
    np.testing.assert_allclose(after.belief_mean, exact.mean(), atol=1e-10)
    np.testing.assert_allclose(1.0 / after.belief_precision, exact.var(), rtol=1e-8)
    assert np.all(passed * (after.belief_mean - mean) > 0.0)
    assert np.all(after.belief_precision > world.belief_precision)


def test_half_a_test_teaches_half_of_the_shift(start):
    stage, block = start()
    quiet, mean = stage.setting._replace(signal=np.zeros_like(stage.setting.signal)), stage.world(block.cells).belief_mean
    shifts = [
        stage.world(imposed(stage, block, one_row(stage, "order_obeyed", test_share=share), quiet)[0]).belief_mean - mean
        for share in (0.0, 0.5, 1.0)
    ]
    np.testing.assert_array_equal(shifts[0], 0.0)
    np.testing.assert_allclose(shifts[1], 0.5 * shifts[2], rtol=1e-12)


# --- What events cause. -------------------------------------------------------------------------------------


def test_covariates_decay_to_the_background(start, stirred):
    stage, block = start()
    block, days = stirred(stage, block, 1), 60
    setting, before = stage.setting, stage.world(block.cells.copy())
    far = before.covariates - setting.start[:, None]
    seed = checked_seed(1)
    drift_days(stage.world(block.cells), setting, block.coefficients, seed, block.worlds, 0, days - 1)
    after = stage.world(block.cells)
    expected = setting.start[:, None] + setting.decay[:, None] ** days * far
    np.testing.assert_allclose(after.covariates, expected, atol=1e-12)
    assert np.all(np.abs(after.covariates - setting.start[:, None]) <= np.abs(far))
    lasting = [COVARIATES[c] for c in np.flatnonzero(setting.decay == 1.0)]
    assert lasting == ["elite"]
    np.testing.assert_allclose(after.echo, before.echo * setting.news_decay**days, atol=1e-12)
    np.testing.assert_array_equal(after.culpability, before.culpability)


@pytest.mark.parametrize("force", [0, 3])
def test_killing_makes_the_force_that_killed_culpable_and_no_other(start, force):
    stage, block = start()
    before = stage.world(block.cells)
    after = stage.world(imposed(stage, block, one_row(stage, "kill_protesters", force=force))[0])
    risen = after.culpability - before.culpability
    per_row = float(stage.priors.sections["culpability"]["per_kill_row"])
    np.testing.assert_allclose(risen[force], np.minimum(per_row, 1.0 - before.culpability[force]), atol=1e-15)
    np.testing.assert_array_equal(np.delete(risen, force, axis=0), 0.0)
    nobody = stage.world(imposed(stage, block, one_row(stage, "kill_protesters"))[0])
    np.testing.assert_array_equal(nobody.culpability, before.culpability)
    for code in ("order_obeyed", "mass_arrests", "mutiny"):
        harmless = stage.world(imposed(stage, block, one_row(stage, code, force=force))[0])
        np.testing.assert_array_equal(harmless.culpability, before.culpability)


def test_a_false_report_is_heard_but_causes_nothing(start):
    stage, block = start()
    before = stage.world(block.cells)
    row = one_row(stage, "concession", detect=0.0, fabricate=1.0)
    after = stage.world(imposed(stage, block, row)[0])
    np.testing.assert_array_equal(after.covariates, before.covariates)
    assert np.all(after.belief_mean < before.belief_mean)
    true = stage.world(imposed(stage, block, one_row(stage, "concession"))[0])
    assert np.all(true.covariates[COVARIATES.index("concession")] > before.covariates[COVARIATES.index("concession")])


def test_covariates_and_culpability_stay_shares(start):
    stage, block = start()
    names = ["kill_protesters", "concession", "challenger_arrested", "intervention", "blackout"] * 8
    rows = [one_row(stage, name, force=2) for name in names]
    trail = Trail(*(np.concatenate(columns) for columns in zip(*rows, strict=True)))
    world = stage.world(imposed(stage, block, trail)[0])
    for level in (world.covariates, world.culpability):
        assert level.min() >= 0.0
        assert level.max() == 1.0
    assert world.reports[0] == trail.code.size


# --- A day without rows. ------------------------------------------------------------------------------------


def test_imposing_no_rows_does_nothing(stage_of):
    stage, trail = stage_of(NAME)
    block = start_block(stage, 0, WORLDS)
    cells, weights = block.cells.copy(), np.random.default_rng(0).normal(size=(1, WORLDS))
    before = weights.copy()
    args = (7, 7, 0, checked_seed(7), block.worlds, 3, weights)
    impose_rows(stage.world(cells), stage.setting, block.coefficients, trail, *args)
    np.testing.assert_array_equal(cells, block.cells)
    np.testing.assert_array_equal(weights, before)


def test_a_day_without_rows_is_silence_and_dynamics_alone(stage_of, compiled, row_names):
    stage, trail = stage_of("syria-2011")
    quiet = int(next(day for day in range(30) if day not in trail.day))
    state = advance(stage, trail, begin(stage, 0, WORLDS), quiet - 1)
    state = replace(state, weights=equal_weights(WORLDS))  # so that nothing is resampled
    after = advance(stage, trail, state, quiet)
    assert (after.row, after.rows_of_day) == (state.row, 0)
    assert [step.kind for step in after.steps[len(state.steps) :]] == ["dynamics", "silence"]
    empty = Trail(*(column[:0] for column in trail))
    expected, weights = compiled.backward_day(stage, state.block, empty, quiet)
    np.testing.assert_array_equal(after.block.cells, expected)
    np.testing.assert_array_equal(after.weights.log_weight, state.weights.log_weight + weights[0])
    still = np.isin(row_names(stage), [*FIXED, "belief_mean", "culpability", "reports", "outcome", "ended", *PEOPLE_OUT])
    np.testing.assert_array_equal(expected[still], state.block.cells[still])


def test_silence_weighs_and_changes_nothing_but_exposure(start, row_names):
    stage, block = start()
    cells, weights = block.cells.copy(), np.zeros(WORLDS)
    expected = np.zeros((stage.shape[2] + 1, WORLDS))
    pass_silence(stage.world(cells), stage.setting, block.coefficients, expected, weights)
    exposure = row_names(stage) == "exposure"
    np.testing.assert_array_equal(cells[~exposure], block.cells[~exposure])
    assert np.all(cells[exposure] > block.cells[exposure])
    assert np.all(weights < 0.0)
    likelier = np.zeros(WORLDS)
    expected[-1] = 2.0
    pass_silence(stage.world(block.cells.copy()), stage.setting, block.coefficients, expected, likelier)
    assert np.all(likelier < weights)  # the more was to be heard, the more silence says


# --- Crowds and outcomes. -----------------------------------------------------------------------------------


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
