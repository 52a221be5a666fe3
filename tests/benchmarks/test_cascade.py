"""The street of the benchmarks: person by person and lumped it is one law, and the lumped day is the engine's own."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from benchmarks.cascade import Law, outcomes_of, turn_out, visit, walk_people, walk_worlds
from benchmarks.peers.street import STREET, TIPPED, observed, share_of_today, threshold_of_today
from standoff.case.library import load_case
from standoff.engine.day import OUTRAGE, turnout
from standoff.engine.draws import checked_seed, normals
from standoff.engine.effects import BLACKOUT
from standoff.engine.ensemble import make_stage, start_block
from standoff.engine.sites import TURNOUT_NOISE
from standoff.engine.streams import OCCASION
from standoff.model.priors import load_priors

LEVEL = 1e-5
LAW = Law(STREET.threshold_mean, STREET.threshold_sd, STREET.push, STREET.noise, STREET.start)
PEOPLE, WORLDS = 400, 4000


@pytest.fixture(scope="module")
def paths():
    """Days by worlds, person by person and lumped, at addresses of their own."""
    explicit, lumped = np.empty((STREET.days, WORLDS)), np.empty((STREET.days, WORLDS))
    walk_people(explicit, np.empty(PEOPLE, dtype=np.uint8), LAW, checked_seed(1), np.arange(WORLDS))
    walk_worlds(lumped, LAW, PEOPLE, checked_seed(2), np.arange(WORLDS))
    return explicit, lumped


def test_person_by_person_and_lumped_are_one_law(paths):
    """Peak, day of tipping and last share: Kolmogorov-Smirnov on shares, chi-square on days."""
    explicit, lumped = (outcomes_of(side, TIPPED) for side in paths)
    assert 0.5 < np.mean(lumped[:, 0] > TIPPED[0]) < 0.8  # some crowds grow and some die out
    for k in (0, -1):
        assert stats.ks_2samp(explicit[:, k], lumped[:, k], method="asymp").pvalue > LEVEL
    for k in (1, 2):
        table = np.array([np.bincount(side[:, k].astype(int), minlength=STREET.days + 2) for side in (explicit, lumped)])
        assert stats.chi2_contingency(table[:, table.sum(axis=0) >= 20]).pvalue > LEVEL


def test_each_day_by_itself_is_one_law(paths):
    """All worlds from the same crowd: a binomial, person by person and lumped."""
    out, chance = np.empty(PEOPLE, dtype=np.uint8), 0.237
    counts = np.array([visit(out, chance, checked_seed(3), world, 5) for world in range(WORLDS)])
    expected = stats.binom(PEOPLE, chance)
    assert abs(counts.mean() - expected.mean()) < 4.5 * expected.std() / WORLDS**0.5
    assert counts.var() / expected.var() == pytest.approx(1.0, abs=4.5 * (2 / WORLDS) ** 0.5)
    assert visit(out, 1.0, checked_seed(3), 0, 5) == PEOPLE
    assert visit(out, 0.0, checked_seed(3), 0, 5) == 0


@pytest.mark.parametrize("chance", [2.0**-18, 5.0**-5, 1.0 - 2.0**-17])
def test_ranks_are_finer_than_the_bytes_they_are_read_from(chance):
    """Where the chance falls between two bytes, those who stand just there come with what is left of it."""
    out, days = np.empty(40_000, dtype=np.uint8), 4000
    came = sum(visit(out, chance, checked_seed(5), 0, day) for day in range(days))
    expected = stats.binom(days * out.size, chance)
    assert abs(came - expected.mean()) < 4.5 * expected.std()


def test_everybody_has_a_rank_of_his_own():
    """Over many days each of few people comes as often as any other, and pairs are independent."""
    out, days, chance = np.empty(24, dtype=np.uint8), 20_000, 0.3
    came = np.empty((days, out.size))
    for day in range(days):
        visit(out, chance, checked_seed(4), 0, day)
        came[day] = out
    error = (chance * (1 - chance) / days) ** 0.5
    assert np.all(np.abs(came.mean(axis=0) - chance) < 4.5 * error)
    apart = np.corrcoef(came.T)[~np.eye(out.size, dtype=bool)]
    assert np.all(np.abs(apart) < 5.0 / days**0.5)


def test_the_lumped_day_is_the_engines_street_to_the_bit():
    """`turnout` of the engine, where citizens know nothing of his strength."""
    stage = make_stage(load_case("venezuela-2019"), load_priors(), 1)
    setting = stage.setting._replace(crowd_per_strength=0.0)
    block = start_block(stage, 0, 200)
    world, seed = stage.world(block.cells.copy()), checked_seed(stage.seed)
    for i in range(3):
        occasion, blackout, outrage = world.covariates[[OCCASION, BLACKOUT, OUTRAGE], i]
        push = setting.push_of_occasion * occasion + setting.push_of_blackout * blackout + setting.push_of_outrage * outrage
        law = Law(world.threshold_mean[i], world.threshold_sd[i], push, setting.turnout_noise, 0.01)
        crowd, came = world.crowd[i : i + 1].copy(), np.empty(1)
        turn_out(came, crowd, law, setting.population, seed, block.worlds[i : i + 1], 3)
        before = world.crowd.copy()
        turnout(world, setting, seed, block.worlds, 3)
        assert crowd[0] == world.crowd[i]
        world.crowd[:] = before


def test_the_street_of_the_peers_has_the_same_share():
    """Plain Python against the kernel's formulas, and the threshold that stands for a share."""
    for share in (0.0, 0.004, 0.02, 0.3, 1.0):
        lumped, crowd = np.empty(50_000), np.full(50_000, np.log10(max(share, 1e-7)))
        turn_out(lumped, crowd, LAW, 2**40, checked_seed(6), np.arange(50_000), 2)
        z = normals(6, [17], 2, TURNOUT_NOISE)[0]
        assert lumped[17] == pytest.approx(share_of_today(share, z), rel=1e-3, abs=1e-6)
    below = stats.norm(STREET.threshold_mean, STREET.threshold_sd).cdf(threshold_of_today(0.37))
    assert below == pytest.approx(0.37, abs=1e-12)
    assert observed([0.05, 0.2, 0.4, 0.1]) == [0.4, 2.0, 3.0, 0.1]
    assert outcomes_of(np.array([[0.05, 0.2, 0.4, 0.1]]).T, TIPPED)[0].tolist() == [0.4, 2.0, 3.0, 0.1]
