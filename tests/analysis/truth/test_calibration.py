"""Simulation-based calibration in a reduced form: the pipeline passes, a wrong model does not, and nothing hangs on threads."""

from __future__ import annotations

import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from standoff.analysis.truth import calibration
from standoff.analysis.truth.calibration import (
    DRAWS,
    FAMILIES,
    UNCHANGED,
    Design,
    inferred,
    of_family,
    quantities,
    quantity_names,
    ranks,
)
from standoff.analysis.truth.invented import TOLD, invented
from standoff.analysis.truth.uniformity import holm, verdicts
from standoff.analysis.truth.wrong_models import WRONG_MODELS
from standoff.case.library import load_case
from standoff.engine.ensemble import make_stage
from standoff.engine.reference import today_of
from standoff.engine.reference_news import expected_reports, row_tilt
from standoff.errors import InferenceError
from standoff.model.priors import load_priors
from standoff.model.trail import trail_of

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parents[3] / "docs"
CASE = load_case("venezuela-2019")
REDUCED = Design(CASE, datasets=220, days=3, blocks=24, size=16, seed=5)


def ranked(design, change=UNCHANGED, threads=1):
    with ThreadPoolExecutor(threads) as pool:
        return ranks(design, load_priors(), pool, change=change)


def least_p(found):
    """Smallest p-value over all quantities, adjusted for their number."""
    return holm([each.p for each in verdicts(found.names, found.rank, DRAWS)]).min()


# --- The pipeline. -----------------------------------------------------------------------------------------------------------


def test_ranks_of_the_truth_are_uniform():
    """At a level that a right pipeline misses once in ten thousand seeds."""
    found = ranked(REDUCED)
    assert found.rank.shape[0] > 120
    assert found.rank.min() == 0
    assert found.rank.max() == DRAWS
    assert found.rows.max() > 5
    assert least_p(found) > 1e-4


def test_a_wrong_model_is_found_out():
    found = ranked(REDUCED, WRONG_MODELS["strength varies half as much"])
    verdict = next(each for each in verdicts(found.names, found.rank, DRAWS) if each.name == "strength")
    assert not verdict.inside
    assert least_p(found) < 0.01


def test_ranks_are_the_same_for_any_number_of_threads():
    few = replace(REDUCED, datasets=8, blocks=16)
    one, two = ranked(few, threads=1), ranked(few, threads=2)
    for left, right in zip(one, two, strict=True):
        np.testing.assert_array_equal(left, right)
    assert not np.array_equal(one.rank, ranked(replace(few, seed=6)).rank[: one.rank.shape[0]])


def test_a_run_in_which_nothing_lasts_says_so():
    with pytest.raises(InferenceError, match="none of 1 invented standoffs lasted"):
        ranked(replace(REDUCED, datasets=1, days=240))


@pytest.mark.parametrize("name", WRONG_MODELS)
def test_every_wrong_model_is_another_model(name):
    stage = make_stage(CASE, load_priors(), 1)
    log_evidence, change = np.array([-1.0, -2.0]), pickle.loads(pickle.dumps(WRONG_MODELS[name]))  # as another process gets it
    changed = change.stage(stage)
    same = all(np.array_equal(a, b) for a, b in zip(stage.setting, changed.setting, strict=True))
    same &= changed.priors == stage.priors
    assert not (same and np.array_equal(change.blocks(log_evidence), log_evidence))


# --- What is ranked. ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made():
    """An invented case of several reports, its stage and its trail."""
    stage = make_stage(replace(CASE, events=()), load_priors(), 11)
    found = next(each for each in (invented(stage, n, 6) for n in range(50)) if each is not None and len(each.case.events) > 4)
    stage = make_stage(found.case, load_priors(), 12)
    return found, stage, trail_of(found.case, stage.setting, stage.priors, found.case.end)[1]


def test_quantities_have_names(made):
    found, stage, trail = made
    table = quantities(stage, trail, found.block, found.days)
    names = quantity_names()
    assert table.shape == (len(names), found.block.worlds.size)
    world = stage.world(found.block.cells)
    np.testing.assert_array_equal(table[names.index("margin of shoot")], world.strength - world.root[3])
    np.testing.assert_array_equal(table[names.index("shoot obeyed")], world.strength > world.root[3])
    np.testing.assert_array_equal(table[names.index("news_echo")], found.block.coefficients.news_echo)
    assert np.isfinite(table).all()


def test_how_a_world_explains_the_trail_agrees_with_the_reference_day(made):
    found, stage, trail = made
    setting = stage.setting
    world, today = stage.world(found.block.cells.copy()), today_of(stage, found.block, found.days - 1)
    expected = -found.days * expected_reports(world, today).sum(axis=0)
    for row in range(trail.code.size):
        expected += np.log(trail.detect[row] * row_tilt(world, today, trail, row) + trail.fabricate[row])
        if np.isfinite(trail.crowd_log10[row]):
            true = trail.detect[row] * row_tilt(world, today, trail, row)
            there = stats.norm(world.crowd, setting.size_noise).pdf(trail.crowd_log10[row])
            made_up = stats.norm(setting.made_up_size, setting.made_up_spread).pdf(trail.crowd_log10[row])
            expected += np.log((true * there / made_up + trail.fabricate[row]) / (true + trail.fabricate[row]))
    explained = calibration.trail_explained(stage, trail, found.block, found.days)
    np.testing.assert_allclose(explained, expected, rtol=1e-9)


def test_draws_come_from_blocks_by_their_weight(made):
    found, stage, _ = made
    result = inferred(stage, found, 6, 16)
    assert len(result.states) == result.log_evidence.size == result.log_ratio.size == 6
    picked = calibration._picked(result.states, np.array([0.0, 0.6, 0.0, 0.4, 0.0, 0.0]), 1, 2)
    blocks = np.array([block for block, _ in picked])
    assert np.bincount(blocks, minlength=6).tolist() == [0, 9, 0, 6, 0, 0]
    assert all(0 <= world < 16 for _, world in picked)


def test_ranks_count_draws_below_and_share_ties_by_lot():
    drawn = np.array([[1.0, 2.0, 3.0], [5.0, 5.0, 5.0]])
    found = [calibration._rank(np.array([2.5, 5.0 + 1e-13]), drawn, 1, number) for number in range(200)]
    assert {int(rank[0]) for rank in found} == {2}
    assert {int(rank[1]) for rank in found} == {0, 1, 2, 3}


# --- Families. ---------------------------------------------------------------------------------------------------------------


def test_families_share_out_every_code():
    codes = [code for family in FAMILIES.values() for code in family]
    assert sorted(codes) == sorted(load_priors().codes)


@pytest.mark.parametrize("family", FAMILIES)
def test_only_the_family_is_reported_and_as_often_as_all_are(family):
    whole = make_stage(replace(CASE, events=()), load_priors(), 4)
    stage = of_family(whole, family)
    rows = [event.code for n in range(12) for event in getattr(invented(stage, n, 6), "case", stage.case).events]
    assert set(rows) <= set(FAMILIES[family])
    assert rows
    assert stage.setting.code_rate.sum() == pytest.approx(whole.setting.code_rate.sum(), rel=1e-12)
    by_code = np.bincount(stage.setting.stream_code, weights=stage.setting.stream_rate)
    paced = np.arange(by_code.size) != stage.setting.arrest_code
    np.testing.assert_allclose(by_code[paced], stage.setting.code_rate[paced], rtol=1e-12)


def test_without_a_family_nothing_changes():
    stage = make_stage(CASE, load_priors(), 4)
    assert of_family(stage, None) is stage
    assert TOLD == 0


# --- The page. ---------------------------------------------------------------------------------------------------------------


def test_the_page_tells_of_everything_and_its_figures_are_there():
    page = (DOCS / "calibration.md").read_text(encoding="utf-8")
    for name in (*FAMILIES, *quantity_names(), *WRONG_MODELS):
        assert name in page
    shown = re.findall(r"\]\((calibration/[\w-]+\.svg)\)", page)
    assert len(shown) == 5
    for figure in shown:
        text = (DOCS / figure).read_text(encoding="utf-8")
        assert text.startswith("<svg xmlns=")
        assert "<title>" in text
    assert sorted(path.name for path in (DOCS / "calibration").iterdir()) == sorted(Path(figure).name for figure in shown)
