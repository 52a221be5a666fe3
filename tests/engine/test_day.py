"""How the stages of a day behave: what each may move, in which direction, and within which bounds."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from standoff.engine.day import drift_days, impose_rows, pass_silence
from standoff.engine.draws import checked_seed
from standoff.engine.effects import BLACKOUT
from standoff.engine.ensemble import start_block
from standoff.inference.particle_filter import advance, begin
from standoff.inference.weighting import equal_weights
from standoff.model.priors import COVARIATES, ORDERS
from standoff.model.setting import code_index
from standoff.model.trail import Trail

NAME, WORLDS = "venezuela-2019", 200
FIXED = ("anchor", "base_logit", "signal_noise", "threshold_mean", "threshold_sd")


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
        "withheld": 0.0,
        "strength": 1.0,
        "credibility": 1.0,
        "test_share": 0.0,
        "crowd_log10": np.nan,
        "weighed": 1.0,
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


# --- What everybody believes. -------------------------------------------------------------------------------


def test_a_blackout_dampens_public_signals(start):
    stage, block = start()
    world, levels = stage.world(block.cells), np.linspace(0.0, 1.0, WORLDS)
    world.covariates[BLACKOUT] = levels
    after = stage.world(imposed(stage, block, one_row(stage, "declare_neutral"))[0])
    code = code_index(stage.priors)["declare_neutral"]
    precision, shift = stage.setting.loudness[code], stage.setting.shift[code]
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
    silent = stage.setting._replace(loudness=np.zeros_like(stage.setting.loudness))
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
    quiet, mean = stage.setting._replace(loudness=np.zeros_like(stage.setting.loudness)), stage.world(block.cells).belief_mean
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
    np.testing.assert_array_equal(world.reports, np.sum(trail.code != stage.setting.arrest_code))
    assert world.reports[0] == 32


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
    still = np.isin(row_names(stage), [*FIXED, "belief_mean", "culpability", "reports", "outcome", "ended", "members_out"])
    np.testing.assert_array_equal(expected[still], state.block.cells[still])
    for name in ("officials_out", "states_out", "chance_seen", "exposure"):
        assert np.all(getattr(stage.world(expected), name) >= getattr(stage.world(state.block.cells), name)), name


def test_silence_weighs_and_changes_nothing(start):
    stage, block = start()
    cells, weights = block.cells.copy(), np.zeros(WORLDS)
    expected = np.zeros((stage.shape[2] + 1, WORLDS))
    pass_silence(stage.world(cells), stage.setting, block.coefficients, expected, weights)
    np.testing.assert_array_equal(cells, block.cells)
    assert np.all(weights < 0.0)
    likelier = np.zeros(WORLDS)
    expected[-1] = 2.0
    pass_silence(stage.world(block.cells.copy()), stage.setting, block.coefficients, expected, likelier)
    np.testing.assert_allclose(likelier - weights, -2.0, atol=1e-14)  # the more was to be heard, the more silence says


def test_both_directions_begin_the_same_day(start, stirred, compiled, row_names):
    """A day without rows or reports, lived forward, moves what the backward day moves, but for members and the end."""
    stage, block = start()
    block = stirred(stage, block, 2)
    stage.world(block.cells).outcome[:] = -1.0
    setting = stage.setting
    quiet = replace(stage, setting=setting._replace(stream_rate=0.0 * setting.stream_rate, code_rate=0.0 * setting.code_rate))
    forward = compiled.forward_day(quiet, block, 4)
    backward, _ = compiled.backward_day(quiet, block, one_row(stage, "protest", day=9), 4)
    shared = ~np.isin(row_names(stage), ["members_out", "outcome", "ended"])
    np.testing.assert_array_equal(forward[shared], backward[shared])
    world, before = stage.world(forward), stage.world(block.cells)
    assert world.officials_out.sum() > before.officials_out.sum()
    assert np.any(world.outcome >= 0.0)


def test_the_tempo_of_the_morning_holds_all_day(start):
    stage, block = start()
    stage.world(block.cells).tempo[:] = 0.7
    after = stage.world(imposed(stage, block, one_row(stage, "protest"))[0])
    np.testing.assert_array_equal(after.tempo, 0.7)
    np.testing.assert_array_equal(after.exposure, stage.world(block.cells).exposure)
