"""Everyone is there: a country of explicit people against the engine's one draw a group.

The twin below has an array element for every soldier, citizen and official. A soldier sees the order-giver's strength with
his own error and weighs by Bayes' rule whether the order-giver falls; a citizen has his own threshold and looks at
yesterday's crowd; an official his own and looks at the public chance of a fall. The engine draws binomials from shares
instead. One world is repeated at many addresses, so that both sides are independent samples of one distribution; seeds are
fixed, and the level of each of the three hundred comparisons is such that a right engine fails for one choice of seeds in 300.
"""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from standoff.engine.answers import people_of_order, shares_of_order
from standoff.engine.day import crossings, turnout
from standoff.engine.draws import checked_seed
from standoff.engine.ensemble import start_block
from standoff.engine.obedience import FIRST_STEPS, solve_root
from standoff.engine.reference import today_of
from standoff.engine.reference_obedience import core_of
from standoff.model.core import attack_base, attack_gain, attack_index, group_mass, share_moved, uniqueness_bound
from standoff.model.priors import ORDERS

LEVEL, DEVIATIONS = 1e-5, 4.5  # of one comparison: both are about one in 100,000
ADDRESSES = 20_000


def same_distribution(engine, agents):
    """Two-sample tests on whole counts: chi-square on classes of at least 20, Kolmogorov-Smirnov, mean and variance."""
    pooled = np.sort(np.concatenate([engine, agents]))
    edges = np.unique(pooled[np.linspace(0, pooled.size - 1, 25).astype(int)])
    table = np.array([np.bincount(np.searchsorted(edges, side), minlength=edges.size) for side in (engine, agents)])
    table = table[:, table.sum(axis=0) >= 20]
    if table.shape[1] > 1:
        assert stats.chi2_contingency(table).pvalue > LEVEL
    assert stats.ks_2samp(engine, agents, method="asymp").pvalue > LEVEL
    error = np.sqrt(engine.var() / engine.size + agents.var() / agents.size)
    assert abs(engine.mean() - agents.mean()) <= DEVIATIONS * error
    fourth = [np.mean((side - side.mean()) ** 4) - side.var() ** 2 for side in (engine, agents)]
    error = np.sqrt(fourth[0] / engine.size + fourth[1] / agents.size)
    assert abs(engine.var() - agents.var()) <= DEVIATIONS * error


def repeated(stage, block, i, addresses):
    """World i of a block at many addresses."""
    cells = np.repeat(block.cells[:, [i]], addresses, axis=1)
    return replace(block, cells=cells, worlds=np.arange(addresses))


def soldiers(rng, worlds, headcount, sign, beta, alpha, mean, theta, root, stake):
    """Numbers that disobey (defenders: defend) in each of `worlds` countries, every one by his own posterior.

    Signal x ~ N(theta, 1 / beta), belief N((alpha z + beta x) / (alpha + beta), 1 / (alpha + beta)); the order-giver falls
    below `root`. Disobey iff P(falls) >= c; defend iff P(survives) >= c.
    """
    x = theta + rng.standard_normal((worlds, headcount)) / np.sqrt(beta)
    posterior = (alpha * mean + beta * x) / (alpha + beta)
    falls = ndtr(np.sqrt(alpha + beta) * (root - posterior))
    acts = (falls if sign > 0.0 else 1.0 - falls) >= stake
    index = (np.sqrt(alpha + beta) * ndtri(1.0 - stake) - sign * alpha * (mean - root)) / np.sqrt(beta)
    cutoff = root + sign * index / np.sqrt(beta)
    np.testing.assert_array_equal(acts, sign * (cutoff - x) >= 0.0)  # the equilibrium's cutoff rule is the same choice
    return acts.sum(axis=1)


@pytest.mark.parametrize("i", [0, 5, 23])
@pytest.mark.parametrize("order", ["arrest_leader", "shoot"])
def test_soldier_by_soldier(small_country, order, i):
    stage, number = small_country, ORDERS.index(order)
    block = repeated(stage, start_block(stage, 0, 40), i, ADDRESSES)
    engine = people_of_order(stage, block, number, shares_of_order(stage, block, number), day=4)
    world, rng = stage.world(block.cells), np.random.default_rng(1000 + i)
    core = core_of(world, today_of(stage, block, 4), number)
    theta, root, mean, alpha = (row[0] for row in (world.strength, world.root[number], world.belief_mean, core.alpha))
    for g, headcount in enumerate(stage.setting.headcount):
        stake = 1.0 - ndtr(core.quantile[g, 0])
        acts = (headcount, stage.setting.sign[g], block.beta[g], alpha, mean, theta, root, stake)
        agents = np.concatenate([soldiers(rng, ADDRESSES // 4, *acts) for _ in range(4)])
        same_distribution(engine[g], agents)
        assert engine[g].max() <= headcount


def test_orders_are_obeyed_just_where_strength_covers_the_missing_obedience(stage_of, stirred):
    """Add up what every group withholds or adds at the true strength: it exceeds strength exactly below the root."""
    for name in ("venezuela-2019", "syria-2011", "ussr-1991"):
        stage, _ = stage_of(name)
        block = start_block(stage, 1, 400)
        world = stage.world(block.cells)
        for order in range(len(ORDERS)):
            world.strength[:] = world.root[order] + np.random.default_rng(2).normal(0.0, 0.1, 400)
            core = core_of(world, today_of(stage, block, 0), order)
            shares = shares_of_order(stage, block, order)
            missing = core.pressure + (core.sign * core.weight * shares).sum(axis=0)
            margin = world.strength - world.root[order]
            clear = np.abs(margin) > 1e-9
            np.testing.assert_array_equal((missing < world.strength)[clear], (margin > 0.0)[clear])
            assert 150 < np.sum(margin > 0.0) < 250


GOLDEN = {  # theory 1.7, four groups: senior, middle, troops, counterweight
    "weight": np.array([0.35, 0.30, 0.35, 0.25]),
    "stake": np.array([0.7, 0.5, 0.35, 0.3]),
    "beta": np.array([9.0, 4.0, 1.0, 4.0]),
    "sign": np.array([1.0, 1.0, 1.0, -1.0]),
}


def golden_root(alpha, z, pressure, **changed):
    """The root of the golden setting by the compiled solver, started at 0.5, and the shares at it."""
    group = GOLDEN | changed
    weight, stake, beta, sign = (group[name][:, None] for name in ("weight", "stake", "beta", "sign"))
    base = attack_base(ndtri(1.0 - stake), sign, alpha, beta, z)
    gain = attack_gain(sign, alpha, beta)
    root = np.array([0.5])
    solve_root(base, gain, weight.copy(), sign[:, 0].copy(), np.array([pressure]), FIRST_STEPS, root)
    return root[0], attack_index(base, gain, root)[:, 0]


def test_golden_roots_of_the_model_paper():
    root, index = golden_root(0.5, 0.4, 0.05)
    assert root == pytest.approx(0.358477, abs=5e-7)
    np.testing.assert_allclose(ndtr(index), [0.292639, 0.495859, 0.674062, 0.714504], atol=5e-7)
    assert golden_root(0.0, 0.4, 0.05)[0] == pytest.approx(0.3575, abs=1e-12)
    assert golden_root(0.5, 0.8, 0.05)[0] == pytest.approx(0.295607, abs=5e-7)
    assert golden_root(1.5, 0.4, 0.05)[0] == pytest.approx(0.354865, abs=5e-7)
    assert golden_root(0.5, 0.4, 0.15)[0] == pytest.approx(0.473910, abs=5e-7)
    assert golden_root(0.5, 0.4, 0.05, weight=np.array([0.35, 0.30, 0.35, 0.40]))[0] == pytest.approx(0.232767, abs=5e-7)
    swapped = golden_root(0.5, -0.4, -0.05, sign=-GOLDEN["sign"])[0]
    assert swapped == pytest.approx(-0.358477, abs=5e-7)
    spread = np.sum(GOLDEN["weight"] / np.sqrt(GOLDEN["beta"]))
    assert uniqueness_bound(0.5, spread) == pytest.approx(0.147941, abs=5e-7)  # printed there as 0.147940
    shares = share_moved(GOLDEN["sign"], GOLDEN["beta"], index, root, 0.5)
    np.testing.assert_allclose(shares, [0.16596, 0.38460, 0.62158, 0.80224], atol=5e-6)


def test_two_million_agents_flip_at_the_root():
    """Everybody goes by his own signal and the equilibrium root: the order fails at .3535 and is obeyed at .3635."""
    root, _ = golden_root(0.5, 0.4, 0.05)
    rng, agents, missing = np.random.default_rng(17), 500_000, {}
    for theta in (0.3535, 0.3635):
        shares = [
            soldiers(rng, 1, agents, sign, beta, 0.5, 0.4, theta, root, stake)[0] / agents
            for sign, beta, stake in zip(GOLDEN["sign"], GOLDEN["beta"], GOLDEN["stake"], strict=True)
        ]
        missing[theta] = 0.05 + np.sum(GOLDEN["sign"] * GOLDEN["weight"] * shares)
    noise = 0.5 * np.sqrt(np.sum(GOLDEN["weight"] ** 2) / agents)
    assert missing[0.3535] > 0.3535 + 10.0 * noise
    assert missing[0.3635] < 0.3635 - 10.0 * noise


def test_the_solver_finds_the_root_that_bisection_finds():
    """Against scipy, on random settings under the uniqueness guard, from the start the day uses."""
    rng = np.random.default_rng(3)
    for _ in range(200):
        groups = int(rng.integers(1, 9))
        sign = np.where(np.arange(groups) == 0, 1.0, rng.choice([-1.0, 1.0], groups))
        weight, beta = rng.dirichlet(np.ones(groups)), np.exp(rng.uniform(-0.5, 3.0, groups))
        stake, z, pressure = rng.uniform(0.05, 0.95, groups), rng.normal(0.4, 0.3), rng.uniform(0.0, 0.3)
        alpha = 0.9 * rng.random() / uniqueness_bound(1.0, np.sum(weight / np.sqrt(beta)))
        base, gain = attack_base(ndtri(1.0 - stake), sign, alpha, beta, z), attack_gain(sign, alpha, beta)
        gap = lambda t: t - pressure - np.sum(group_mass(sign, weight, attack_index(base, gain, t)))  # noqa: B023, E731
        root = np.array([0.5])
        columns = (np.ascontiguousarray(part[:, None]) for part in (base, gain, weight))
        solve_root(*columns, sign, np.array([pressure]), FIRST_STEPS, root)
        assert root[0] == pytest.approx(brentq(gap, -5.0, 5.0, xtol=1e-14), abs=1e-10)


@pytest.mark.parametrize(("i", "crowd"), [(0, -3.3), (7, -2.5), (30, -1.2)])
def test_citizen_by_citizen(small_country, i, crowd):
    """Each of 20,000 citizens has a threshold of his own; the day's common noise and what they know of him are left out."""
    stage, addresses = small_country, 2_000
    setting = stage.setting._replace(turnout_noise=0.0, crowd_per_strength=0.0)
    block = repeated(stage, start_block(stage, 0, 40), i, addresses)
    world = stage.world(block.cells)
    world.crowd[:] = crowd
    pushed = setting.push_of_occasion * world.covariates[10, 0] + setting.push_of_blackout * world.covariates[8, 0]
    rng, agents = np.random.default_rng(20 + i), []
    for _ in range(addresses):
        thresholds = world.threshold_mean[0] + world.threshold_sd[0] * rng.standard_normal(setting.population)
        agents.append(np.sum(crowd + pushed > thresholds))
    turnout(world, setting, checked_seed(5), block.worlds, 3)
    engine = 10.0**world.crowd * setting.population
    np.testing.assert_allclose(engine, np.round(engine), atol=1e-6)  # whole people
    same_distribution(np.round(engine), np.array(agents))


def leavers(rng, addresses, total, threshold, spread, seen, chances):
    """People out after each day, each leaving for good on the first day the public chance passes his own threshold.

    Nobody is there whose threshold had been passed before: the highest chance so far was `seen`.
    """
    own = threshold + spread * ndtri(rng.uniform(ndtr((seen - threshold) / spread), 1.0, (addresses, total)))
    return [np.sum(own < chance, axis=1) for chance in np.maximum.accumulate(chances)]


def believed(world, chance):
    """Let the public see a fall coming with that chance."""
    world.belief_mean[:] = world.root[2] - ndtri(chance) / np.sqrt(world.belief_precision)


@pytest.mark.parametrize(("seen", "chance"), [(0.0, 0.2), (0.3, 0.5), (0.5, 0.7), (0.4, 0.9), (0.7, 0.6)])
def test_official_by_official(small_country, seen, chance):
    """A day on which the public sees a fall coming with that chance, after one on which it saw the highest so far."""
    stage, addresses = small_country, 10_000
    setting, block = stage.setting, repeated(small_country, start_block(small_country, 0, 40), 3, addresses)
    world, rng = stage.world(block.cells), np.random.default_rng(9)
    world.chance_seen[:] = seen
    believed(world, chance)
    crossings(world, setting, checked_seed(8), block.worlds, 1)
    officials = leavers(
        rng, addresses, setting.officials, setting.officials_threshold, setting.officials_spread, seen, [max(seen, chance)]
    )
    same_distribution(world.officials_out, officials[0])
    states = leavers(
        rng, addresses, setting.foreign_states, setting.foreign_threshold, setting.foreign_spread, seen, [max(seen, chance)]
    )
    same_distribution(world.states_out, states[0])
    np.testing.assert_allclose(world.chance_seen, max(seen, chance), atol=1e-12)
    assert (world.officials_out.sum() > 0) == (chance > seen)


def test_thresholds_last_from_day_to_day(small_country):
    """Agent by agent as the chance rises, falls and stands still: who is out, and who left that day, mean and variance."""
    stage, addresses, chances = small_country, 10_000, (0.35, 0.3, 0.55, 0.55, 0.5, 0.7, 0.9, 0.85)
    setting, block = stage.setting, repeated(small_country, start_block(small_country, 0, 40), 3, addresses)
    world, rng = stage.world(block.cells), np.random.default_rng(10)
    world.chance_seen[:] = 0.2
    of_kind = (
        ("officials_out", setting.officials, setting.officials_threshold, setting.officials_spread),
        ("states_out", setting.foreign_states, setting.foreign_threshold, setting.foreign_spread),
    )
    agents = {name: leavers(rng, addresses, *numbers, 0.2, chances) for name, *numbers in of_kind}
    rising = [chance > max((0.2, *chances[:day])) for day, chance in enumerate(chances)]
    assert sum(rising) == 4
    for day, chance in enumerate(chances):
        before = {name: getattr(world, name).copy() for name in agents}
        believed(world, chance)
        crossings(world, setting, checked_seed(8), block.worlds, day)
        for name, out in agents.items():
            left = getattr(world, name) - before[name]
            if not rising[day]:
                np.testing.assert_array_equal(left, 0.0)
                continue
            same_distribution(getattr(world, name), out[day])
            same_distribution(left, out[day] - out[day - 1] if day else out[day])
        assert np.all((world.chance_seen > chances[day] - 1e-12) & (world.chance_seen < max(0.2, *chances[: day + 1]) + 1e-12))


def test_the_chance_seen_at_the_start_is_the_public_one(small_country):
    """Nobody crosses on a first day that brings no news: thresholds already passed are of people who had left before."""
    block = start_block(small_country, 0, 400)
    world = small_country.world(block.cells)
    fall = ndtr((world.root[2] - world.belief_mean) * np.sqrt(world.belief_precision))
    np.testing.assert_allclose(world.chance_seen, fall, atol=1e-12)
    crossings(world, small_country.setting, checked_seed(8), block.worlds, 0)
    assert world.officials_out.sum() == world.states_out.sum() == 0.0
