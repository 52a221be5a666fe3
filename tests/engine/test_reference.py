"""The compiled day against the reference day: every number of every world, every day, in both directions.

Both run the same formulas at the same addresses; they differ in the exponential and the logarithm (numpy's or the
compiler's, an ulp apart), in the order of sums, and in nothing else. Measured over all tests here the worst disagreement is
about 1e-12 where a number nearly cancels (an index of disloyalty near 0) and 1e-14 elsewhere. Counts of people, outcomes and
days must be the same to the bit.
"""

from dataclasses import replace

import numpy as np
import pytest

from standoff.case.library import load_case
from standoff.engine import reference, sites
from standoff.engine.draws import checked_seed, uniforms
from standoff.engine.ensemble import make_stage, start_block
from standoff.engine.news import MOST_REPORTS, impose_row
from standoff.engine.obedience import FIRST_STEPS, INTERVENTION, decide
from standoff.engine.reference_news import impose_row as reference_row
from standoff.engine.reference_obedience import core_of
from standoff.engine.reference_obedience import decide as reference_decide
from standoff.inference.particle_filter import advance, begin
from standoff.inference.weighting import resample
from standoff.model.core import attack_index, group_mass
from standoff.model.outcomes import KINDS
from standoff.model.priors import ORDERS, load_priors
from standoff.model.setting import NEWTON_STEPS
from standoff.model.trail import Trail, trail_of

CASES = ("venezuela-2019", "ussr-1991", "syria-2011")  # defenders: four groups, none, two
WORLDS, DAYS = 300, 12
RELATIVE, NEAR_ZERO = 1e-10, 1e-12
COUNTED = ("outcome", "ended", "officials_out", "states_out", "members_out", "reports")


@pytest.fixture
def agree(row_names):
    """`agree(stage, found, expected)`: cells are the same, counts to the bit and the rest to rounding."""

    def check(stage, found, expected):
        names = row_names(stage)
        whole = np.isin(names, COUNTED)
        np.testing.assert_array_equal(found[whole], expected[whole])
        close = np.isclose(found, expected, rtol=RELATIVE, atol=NEAR_ZERO)
        assert close.all(), f"{sorted(set(names[~close.all(axis=1)]))} in {(~close).any(axis=0).sum()} worlds"

    return check


def weights_agree(found, expected):
    np.testing.assert_allclose(found, expected, rtol=RELATIVE, atol=NEAR_ZERO)


@pytest.fixture(scope="module", params=CASES)
def lived(request, stage_of, compiled):
    """A case, and both days' trajectories, neither seeing the other: twelve days under real rows, then twelve alone."""
    stage, trail = stage_of(request.param)
    days = {}
    for name, engine in (("compiled", compiled), ("reference", reference)):
        block, days[name] = start_block(stage, 3, WORLDS), []
        for day in range(2 * DAYS):
            if day < DAYS:
                cells, weights = engine.backward_day(stage, block, trail, day)
            else:
                cells, weights = engine.forward_day(stage, block, day), None
            block = replace(block, cells=cells)
            days[name].append((cells, weights))
    return stage, trail, days


def test_twelve_days_under_public_rows(lived, agree):
    stage, trail, days = lived
    rows = 0
    for day in range(DAYS):
        (found, weights), (expected, expected_weights) = days["compiled"][day], days["reference"][day]
        agree(stage, found, expected)
        weights_agree(weights, expected_weights)
        rows += len(weights) - 1
    assert rows == np.sum(trail.day < DAYS) >= 4


def test_twelve_days_lived_forward(lived, agree):
    stage, _, days = lived
    for day in range(DAYS, 2 * DAYS):
        agree(stage, days["compiled"][day][0], days["reference"][day][0])
    before, after = stage.world(days["compiled"][DAYS - 1][0]), stage.world(days["compiled"][-1][0])
    reports, ended = after.reports - before.reports, after.outcome >= 0.0
    assert reports.sum() > WORLDS
    assert reports.max() < DAYS * MOST_REPORTS
    assert 10 < ended.sum() < WORLDS
    assert after.members_out.sum() > 100
    assert after.officials_out.sum() > 20


@pytest.mark.parametrize("name", CASES)
def test_days_from_the_ends_of_every_range(name, stage_of, stirred, compiled, agree):
    stage, trail = stage_of(name)
    seen = set()
    for seed in range(4):
        block = stirred(stage, start_block(stage, seed, WORLDS), seed)
        found, weights = compiled.backward_day(stage, block, trail, 0)
        expected, expected_weights = reference.backward_day(stage, block, trail, 0)
        agree(stage, found, expected)
        weights_agree(weights, expected_weights)
        for day in range(3):
            found, expected = compiled.forward_day(stage, block, day), reference.forward_day(stage, block, day)
            agree(stage, found, expected)
            block = replace(block, cells=found)
        world = stage.world(found)
        seen |= set(world.outcome[world.ended > 0.0])
    assert seen >= {KINDS.index(kind) for kind in ("survived", "forces_stood_aside", "foreign_removed")}


@pytest.mark.parametrize("media", ["free", "closed"])
def test_days_under_other_media(media, stirred, compiled, agree):
    """Sources of his side see and make up other shares there; the library's cases have partial media."""
    case, priors = load_case("venezuela-2019"), load_priors()
    case = replace(case, background=replace(case.background, media=media))
    stage = make_stage(case, priors, 7)
    trail = trail_of(case, stage.setting, priors, case.end)[1]
    block = stirred(stage, start_block(stage, 0, WORLDS), 1)
    found, weights = compiled.backward_day(stage, block, trail, 13)
    expected, expected_weights = reference.backward_day(stage, block, trail, 13)
    assert len(weights) > 3
    agree(stage, found, expected)
    weights_agree(weights, expected_weights)
    for day in range(14, 17):
        found, expected = compiled.forward_day(stage, block, day), reference.forward_day(stage, block, day)
        agree(stage, found, expected)
        block = replace(block, cells=found)


def test_every_kind_of_fall(stage_of, stirred, compiled, agree):
    """A decisive test in every undecided world every day, stakes thrown wide, orders that presuppose a larger crowd."""
    stage, _ = stage_of("venezuela-2019")
    wide = {"test_rate": 50.0, "fall": np.ones(4), "coup_stake": 0.9, "split_counterweight": 0.05, "reference_crowd": -1.5}
    stage, kinds = replace(stage, setting=stage.setting._replace(**wide)), []
    for seed in range(8):
        block = stirred(stage, start_block(stage, seed, WORLDS), seed)
        stage.world(block.cells).base_logit[:] += np.random.default_rng(seed).normal(0.0, 3.0, (stage.shape[0], 1))
        for day in (1, 2):
            found = compiled.forward_day(stage, block, day)
            agree(stage, found, reference.forward_day(stage, block, day))
            block = replace(block, cells=found)
        kinds.append(stage.world(found).outcome[stage.world(found).ended > 0.0])
    counts = np.bincount(np.concatenate(kinds).astype(int), minlength=len(KINDS))
    falls = [KINDS.index(kind) for kind in ("forces_stood_aside", "forces_shifted", "removed_by_forces", "civil_war")]
    assert counts[falls].min() > 20


def every_code(stage, seed):
    """A trail of one row a code, its numbers anywhere in their ranges."""
    groups, forces, codes = stage.shape
    rng = np.random.default_rng(seed)
    part = {
        "day": np.zeros(codes, dtype=np.int64),
        "code": np.arange(codes),
        "force": rng.integers(-1, forces, codes),
        "mix": rng.dirichlet(np.full(groups, 0.3), codes),
        "order": rng.integers(-1, len(ORDERS), codes),
        "arrest": (rng.random(codes) < 0.2).astype(float),
        "withheld": np.where(rng.random(codes) < 0.2, 5.0, 0.0),
        "slope": rng.normal(0.0, 1.0, codes),
        "base_log_rate": rng.uniform(-5.0, -1.0, codes),
        "crowd_log10": np.where(rng.random(codes) < 0.3, rng.uniform(-6.0, -1.0, codes), np.nan),
    }
    return Trail(**{name: part[name] if name in part else rng.random(codes) for name in Trail._fields})


@pytest.mark.parametrize("seed", range(3))
def test_a_row_of_every_code(seed, stage_of, stirred, agree):
    stage, _ = stage_of("venezuela-2019")
    block, trail, day = stirred(stage, start_block(stage, 0, WORLDS), seed), every_code(stage, seed), 5
    found, expected = block.cells.copy(), block.cells.copy()
    today, key = reference.today_of(stage, block, day), checked_seed(stage.seed)
    for row in range(trail.code.size):
        weight = np.zeros(WORLDS)
        arguments = (stage.setting, block.coefficients, trail, row, row, key, block.worlds, day, weight)
        impose_row(stage.world(found), *arguments)
        weights_agree(weight, reference_row(stage.world(expected), today, trail, row, row))
        agree(stage, found, expected)
    assert np.any(stage.world(found).culpability != stage.world(block.cells).culpability)


def test_the_filter_lives_the_reference_day_between_resamplings(stage_of, agree):
    """Days within which worlds were resampled, before a row, are not compared: the reference knows whole days."""
    stage, trail = stage_of("ussr-1991")
    state, resampled, compared = begin(stage, 2, WORLDS), 0, 0
    for day in range(DAYS):
        u = float(uniforms(stage.seed, state.block.worlds[:1], day, sites.RESAMPLE)[0])
        chosen, weights = resample(state.weights, u)
        resampled += chosen is not None
        cells = state.block.cells if chosen is None else state.block.cells[:, chosen]
        expected, logs = reference.backward_day(stage, replace(state.block, cells=cells), trail, day)
        state = advance(stage, trail, state, day)
        if state.weights.banked == weights.banked:
            agree(stage, state.block.cells, expected)
            weights_agree(state.weights.log_weight, weights.log_weight + logs.sum(axis=0))
            compared += 1
    assert resampled > 0
    assert compared > DAYS / 2


def residual(stage, block, order):
    """How far each world's root is from solving its core."""
    world, today = stage.world(block.cells), reference.today_of(stage, block, 0)
    core = core_of(world, today, order)
    mass = group_mass(core.sign, core.weight, attack_index(*core.line(world.belief_mean), world.root[order]))
    return np.abs(core.pressure + mass.sum(axis=0) - world.root[order])


@pytest.mark.parametrize("name", CASES)
def test_two_newton_steps_a_day_keep_every_root_solved(name, stage_of):
    """Roots start solved and follow the news; a day of the most news there is, Moscow's first, leaves them 1e-6 off."""
    stage, trail = stage_of(name)
    state = begin(stage, 0, WORLDS)
    assert max(residual(stage, state.block, order).max() for order in range(len(ORDERS))) < 1e-13
    for day in range(DAYS):
        state = advance(stage, trail, state, day)
        block = replace(state.block, cells=state.block.cells.copy())
        world = stage.world(block.cells)
        moved = world.root.copy()
        reference_decide(world, reference.today_of(stage, block, day), NEWTON_STEPS)
        moved = np.abs(world.root - moved).max()
        left = max(residual(stage, block, order).max() for order in range(len(ORDERS)))
        assert left < max(min(1e-5, 1e-3 * moved), 1e-13)


def test_newton_from_the_prior_mean_agrees_step_by_step(stage_of, stirred, agree):
    stage, _ = stage_of("syria-2011")
    for seed, steps in ((0, 1), (1, NEWTON_STEPS), (2, FIRST_STEPS)):
        block = stirred(stage, start_block(stage, 1, WORLDS), seed)
        found, expected = block.cells.copy(), block.cells.copy()
        decide(stage.world(found), stage.setting, block.coefficients, block.beta, steps)
        reference_decide(stage.world(expected), reference.today_of(stage, block, 0), steps)
        agree(stage, found, expected)
    assert stage.world(block.cells).covariates[INTERVENTION].max() == 1.0
