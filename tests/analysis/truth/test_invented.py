"""Invented cases: the file says all that the likelihood reads, and nothing of the truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from standoff.analysis.truth.invented import case_text, events_of, invented, size_told
from standoff.case.library import load_case
from standoff.case.reader import review_text
from standoff.engine.ensemble import make_stage
from standoff.engine.notes import Notes
from standoff.model.priors import load_priors
from standoff.model.report_streams import stream_tiers
from standoff.model.sources import source_classes
from standoff.model.trail import trail_of

NAMES = ("venezuela-2019", "ussr-1991")
DAYS = 8


def stage_of(name, priors=None, seed=3):
    return make_stage(replace(load_case(name), events=()), priors or load_priors(), seed)


@pytest.fixture(scope="module", params=NAMES)
def stage(request):
    return stage_of(request.param)


@pytest.fixture(scope="module")
def all_notes(stage):
    """Two reports from every stream, by classes of sources in turn, over the days; every other protest tells a size."""
    setting, classes = stage.setting, source_classes(stage.case.background.media, stage.priors)
    stream = np.tile(np.arange(setting.stream_code.size), 2)
    every = np.arange(stream.size)
    sized = (setting.stream_code[stream] == setting.protest_code) & (every % 2 == 0)
    size = np.where(sized, -6.5 + 6.5 * (every / every.size), np.nan)
    day = np.sort(every % DAYS)
    return Notes(np.array([every.size]), 0 * every, day, stream, (7 * every) % len(classes), every % 2, size)


@pytest.fixture(scope="module")
def review(stage, all_notes):
    """What the reader makes of the file."""
    return review_text(case_text(stage.case, events_of(stage, all_notes), DAYS), "invented")


@pytest.fixture(scope="module")
def trail(stage, all_notes, review):
    evidence, trail = trail_of(review.case, stage.setting, stage.priors, review.case.end)
    assert len(evidence) == all_notes.day.size  # none is taken for the echo of another
    return trail


def test_the_file_is_good_and_says_what_the_notes_say(stage, all_notes, review):
    assert review.problems == ()
    classes, tiers = source_classes(stage.case.background.media, stage.priors), stream_tiers(stage.case, stage.priors)
    codes = tuple(stage.priors.codes)
    assert len(review.case.events) == all_notes.day.size
    for at, event in enumerate(review.case.events):
        source, stream = classes[all_notes.source[at]], all_notes.stream[at]
        code, force = codes[stage.setting.stream_code[stream]], stage.setting.stream_force[stream]
        serves = stage.priors.codes[code].serves
        assert (event.date - stage.case.start).days == all_notes.day[at]
        assert (event.code, event.tier, event.confidence) == (code, tiers[stream], source.confidence)
        assert event.force == (stage.case.forces[force].name if force >= 0 else "")
        assert event.sources[0].grade[0] == source.letter
        assert {"agrees": event.sided == serves, "neutral": event.sided == "neutral"}.get(source.side, True)
        assert (source.side == "against") == (event.sided not in ("neutral", serves))
        assert (event.size is None) == np.isnan(all_notes.size_log10[at])


def test_every_number_of_the_likelihood_comes_back_from_the_file(stage, all_notes, trail):
    """A row read back is the stream it came from, told by the source that told it."""
    setting, stream, source = stage.setting, all_notes.stream, all_notes.source
    arrest = setting.stream_code[stream] == setting.arrest_code
    np.testing.assert_array_equal(trail.day, all_notes.day)
    np.testing.assert_array_equal(trail.code, setting.stream_code[stream])
    np.testing.assert_array_equal(trail.force, setting.stream_force[stream])
    np.testing.assert_allclose(trail.slope, setting.stream_slope[stream], rtol=1e-14)
    np.testing.assert_array_equal(trail.common, setting.stream_common[stream])
    np.testing.assert_array_equal(trail.order, setting.stream_order[stream])
    np.testing.assert_array_equal(trail.withheld, setting.stream_withheld[stream])
    np.testing.assert_array_equal(trail.test_share, setting.stream_test[stream])
    np.testing.assert_array_equal(trail.strength, 1.0)
    told = setting.code_serves[setting.stream_code[stream]], source
    detect, fabricate = np.where(arrest, 1.0, setting.source_detect[told]), setting.source_fabricate[told]
    np.testing.assert_allclose(trail.detect, detect, rtol=1e-14)
    np.testing.assert_allclose(trail.fabricate, fabricate, rtol=1e-14)
    np.testing.assert_allclose(trail.credibility, detect / (detect + fabricate), rtol=1e-14)
    np.testing.assert_allclose(trail.crowd_log10, all_notes.size_log10, rtol=1e-12)


def test_a_row_speaks_of_the_groups_its_stream_speaks_of(stage, all_notes, trail):
    setting, stream = stage.setting, all_notes.stream
    of_forces = setting.stream_force[stream] >= 0
    expected = np.zeros((stream.size, setting.sign.size))
    every = np.arange(stream.size)
    np.add.at(expected, (every, setting.stream_command[stream]), setting.stream_mix[stream])
    np.add.at(expected, (every, setting.stream_troops[stream]), 1.0 - setting.stream_mix[stream])
    np.testing.assert_allclose(trail.mix[of_forces], expected[of_forces], rtol=1e-14)
    assert np.all(trail.common[~of_forces] == 1.0)


def test_streams_name_their_tiers(stage):
    tiers = stream_tiers(stage.case, stage.priors)
    assert len(tiers) == stage.setting.stream_code.size
    assert all((tier == "none") == (force < 0) for tier, force in zip(tiers, stage.setting.stream_force, strict=True))


# --- Worlds. --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases():
    stage = stage_of("venezuela-2019")
    return stage, [invented(stage, number, DAYS) for number in range(24)]


def test_a_case_holds_every_report_of_its_world_and_no_other(cases):
    """Reports and arrests that the world counted are the rows; what nobody told is missing."""
    stage, made = cases
    kept = [each for each in made if each is not None]
    assert sum(len(each.case.events) for each in kept) > 50
    for each in kept:
        arrests = sum(event.code == "challenger_arrested" for event in each.case.events)
        assert len(each.case.events) - arrests == stage.world(each.block.cells).reports[0]
        assert each.case.outcome is None
        assert (each.case.end - each.case.start).days == DAYS - 1
        assert each.case.background == stage.case.background
        assert each.case.forces == stage.case.forces


def test_a_standoff_that_is_over_is_no_case(cases):
    _, made = cases
    assert 0 < sum(each is None for each in made) < len(made)


def test_the_same_number_is_the_same_case_and_another_is_another(cases):
    stage, made = cases
    at = next(number for number, each in enumerate(made) if each is not None and len(each.case.events) > 3)
    assert invented(stage, at, DAYS).text == made[at].text
    assert len({each.text for each in made if each is not None}) == sum(each is not None for each in made)


def test_what_nobody_sees_or_makes_up_is_missing():
    """With sources that see nothing and make nothing up only the arrest that nobody can miss is reported."""
    priors = load_priors()
    blind = {letter: {"detect": 0.0, "fabricate": 0.0} for letter in priors.sections["sources"]["letters"]}
    sources = {**priors.sections["sources"], "letters": blind}
    stage = stage_of("venezuela-2019", replace(priors, sections={**priors.sections, "sources": sources}))
    setting = stage.setting._replace(source_fabricate=0.0 * stage.setting.source_fabricate)
    stage = replace(stage, setting=setting._replace(code_fabricate=0.0 * setting.code_fabricate))
    rows = [event.code for number in range(40) for event in getattr(invented(stage, number, DAYS), "case", stage.case).events]
    assert set(rows) <= {"challenger_arrested"}
    assert rows


def test_a_size_is_told_in_people():
    assert size_told(float("nan"), 1000) is None
    assert size_told(-2.0, 1000) == pytest.approx(10.0)
