"""Rows of evidence as arrays: dated by the day they were public, read through their source, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import log

import numpy as np
import pytest

from standoff.case.library import library_names
from standoff.case.values import Force, Outcome, Source
from standoff.model.priors import ORDERS
from standoff.model.report_streams import COMMAND_SHARE_OF_TIER, COMMON_SHARE
from standoff.model.setting import setting_of
from standoff.model.sources import reliability_of
from standoff.model.trail import trail_of

LATE = date(2031, 1, 31)
SPAN = 2 * 0.6826894921370859  # of the index between margins -0.2 and +0.2
FORCES = (Force("Army", "army", 100.0), Force("Police", "police", 40.0), Force("Militia", "paramilitary", 15.0))


@pytest.fixture
def trail(make_case, priors):
    def arrays(*events, as_of=LATE, media="partial"):
        case = make_case(FORCES, events, background={"media": media})
        return trail_of(case, setting_of(case, priors), priors, as_of)[1]

    return arrays


def factor(trail, row=0):
    """Bayes factor of true news of a row between margins -0.2 and +0.2, where it speaks of the whole alone."""
    return np.exp(trail.slope[row] * SPAN)


def test_rows_stand_on_the_day_they_were_public(trail, make_event):
    secret = make_event("secret_talks", 2, public=date(2031, 1, 9))
    rows = trail(secret, make_event("strike", 5))
    assert rows.day.tolist() == [4, 8]
    assert rows.code[0] != rows.code[1]
    assert trail(secret, as_of=date(2031, 1, 8)).day.size == 0


def test_rows_from_before_the_start_stand_on_the_first_day(trail, make_event):
    assert trail(make_event("strike", 5, date=date(2030, 12, 1))).day.tolist() == [0]


def test_only_accepted_rows_that_happened_count(trail, make_event):
    rows = trail(
        make_event("strike", 5),
        make_event("mutiny", 6, status="draft"),
        make_event("mutiny", 7, status="retracted"),
        make_event("mutiny", 8, modality="hypothetical"),
    )
    assert rows.day.tolist() == [4]


def test_no_rows_give_empty_arrays(trail):
    rows = trail()
    assert rows.day.shape == (0,)
    assert rows.mix.shape == (0, 2 * len(FORCES))


@pytest.mark.parametrize("name", library_names())
def test_no_library_row_leaks_from_later_days_or_the_outcome(name, priors, library):
    case = library(name)
    setting = setting_of(case, priors)
    days = sorted({event.known_on for event in case.events})
    cut = days[len(days) // 2]
    known = tuple(event for event in case.events if event.known_on <= cut)
    blind = replace(case, events=known, outcome=Outcome(date(1900, 1, 1), "civil_war", True, ""))
    for one, other in zip(trail_of(case, setting, priors, cut)[1], trail_of(blind, setting, priors, cut)[1], strict=True):
        assert np.array_equal(one, other, equal_nan=True)


@pytest.mark.parametrize("name", library_names())
def test_every_library_trail_is_finite_and_in_order(name, priors, library):
    case = library(name)
    evidence, rows = trail_of(case, setting_of(case, priors), priors, case.end)
    assert all(np.all(np.isfinite(part)) for field, part in rows._asdict().items() if field != "crowd_log10")
    assert np.all(np.diff(rows.day) >= 0)
    assert rows.mix.sum(axis=1) == pytest.approx(np.ones(len(evidence)), abs=1e-12)
    assert np.all((rows.common > 0.0) & (rows.common <= 1.0))
    assert np.all((rows.credibility >= 0.0) & (rows.credibility <= 1.0))


def test_a_row_of_a_force_by_hand(trail, make_event, priors):
    row = trail(make_event("mutiny", 6, force="Police", tier="troops", scope="provincial", sources=(Source("AP", grade="B2"),)))
    police = priors.kinds["police"]
    expected = priors.codes["mutiny"].factor["troops"] ** (police.reach * priors.sections["scope"]["provincial"])
    assert factor(row) == pytest.approx(expected, rel=1e-9)
    assert row.common[0] == COMMON_SHARE * police.reach
    assert row.mix[0].tolist() == [0.0, 0.0, 0.0, 1.0, 0.0, 0.0]  # troops of the second force
    assert (row.detect[0], row.fabricate[0]) == pytest.approx((0.85 * 0.95, 0.03), abs=1e-15)
    assert row.force[0] == 1
    assert row.order[0] == -1
    assert row.test_share[0] == pytest.approx(priors.sections["tests"]["provincial"] * police.reach, abs=1e-15)
    assert row.credibility[0] == pytest.approx(0.8075 / 0.8375, abs=1e-12)
    assert np.isnan(row.crowd_log10[0])


def test_a_row_is_read_through_its_source_under_the_media_of_its_case(trail, make_event, priors):
    """His own media on killings and on pledges; the same rows by others read alike everywhere."""
    for code in ("kill_protesters", "pledge_loyalty"):
        for side in ("order_giver", "challenger", "neutral"):
            event = make_event(code, force="Army", tier="unit", sided=side)
            rows = {media: trail(event, media=media) for media in ("free", "closed")}
            for media, row in rows.items():
                told = reliability_of(event, event.sources, media, priors)
                assert (row.detect[0], row.fabricate[0]) == told
                assert row.credibility[0] == pytest.approx(told.detect / (told.detect + told.fabricate), abs=1e-12)
            moved = rows["closed"].credibility[0] - rows["free"].credibility[0]
            if side == "order_giver":
                assert moved > 0.0 if code == "kill_protesters" else moved < -0.05
            else:
                assert moved == 0.0


def test_base_rates_are_those_of_the_library(trail, make_event, priors):
    total = sum(code.rate for code in priors.codes.values())
    expected = log(priors.value("world", "tempo") * priors.codes["strike"].rate / total)
    assert trail(make_event("strike")).base_log_rate[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("tier", ["command", "officers", "unit", "troops"])
def test_tiers_say_whose_disloyalty_a_row_speaks_of(trail, make_event, tier):
    row = trail(make_event("mutiny", force="Army", tier=tier))
    share = COMMAND_SHARE_OF_TIER[tier]
    assert row.mix[0] == pytest.approx([share, 1 - share, 0, 0, 0, 0], abs=1e-15)


def test_a_joint_command_speaks_for_all_who_obey_orders_by_their_weight(trail, make_event, make_case, priors):
    row = trail(make_event("pledge_loyalty", tier="command"))
    setting = setting_of(make_case(FORCES), priors)
    weight = setting.weight.mean(axis=1) * (setting.command > 0) * (setting.sign > 0)
    assert row.mix[0] == pytest.approx(weight / weight.sum(), abs=1e-12)
    assert row.mix[0, 4:].tolist() == [0.0, 0.0]
    assert row.common[0] == COMMON_SHARE


def test_civil_news_speaks_of_the_whole_alone(trail, make_event):
    assert trail(make_event("concession")).common[0] == 1.0


@pytest.mark.parametrize(
    ("code", "order"), [("kill_protesters", "shoot"), ("mass_arrests", "mass_arrest"), ("challenger_arrested", "arrest_leader")]
)
def test_deeds_show_the_order_they_were_given(trail, make_event, code, order):
    row = trail(make_event(code, force="Army", tier="unit"))
    assert ORDERS[row.order[0]] == order


def test_a_notable_absence_of_arrest_speaks_of_days(trail, make_event, priors):
    assert trail(make_event("challenger_untouched")).withheld[0] == priors.value("world", "untouched_days")
    assert trail(make_event("strike")).withheld[0] == 0.0


def test_denials_and_plans_speak_softly(trail, make_event, priors):
    known = priors.sections["sources"]["modality"]
    done = trail(make_event("order_refused", force="Army", tier="unit"))
    for modality in ("denied", "planned"):
        row = trail(make_event("order_refused", force="Army", tier="unit", modality=modality))
        assert row.slope[0] == pytest.approx(known[modality] * done.slope[0], rel=1e-12)
        assert row.strength[0] == known[modality] < 1.0
        assert row.test_share[0] == pytest.approx(known[modality] * done.test_share[0], rel=1e-12)
        assert row.credibility[0] == pytest.approx(known[modality] * done.credibility[0], rel=1e-12)


def test_crowds_are_told_by_their_share_and_speak_through_it_alone(trail, make_event, priors):
    """Ten million people: the size is a mark on the crowd of the day, not a factor of its own."""
    usual = priors.codes["protest"].factor["none"]
    for share in np.geomspace(1e-5, 0.9, 12):
        row = trail(make_event("protest", size=float(share) * 1e7, unit="people"))
        assert factor(row) == pytest.approx(usual, rel=1e-9)
        assert row.crowd_log10[0] == pytest.approx(np.log10(share), abs=1e-12)
    assert trail(make_event("protest", size=0.1, unit="people")).crowd_log10[0] == -7.0


def test_nobody_misses_the_arrest_but_some_may_make_it_up(trail, make_event, priors):
    row = trail(make_event("challenger_arrested", confidence="low"))
    assert row.detect[0] == 1.0
    assert row.fabricate[0] > 0.0
    assert trail(make_event("mass_arrests", confidence="low")).detect[0] < 0.6


def test_a_crowd_denied_or_not_counted_in_people_is_no_crowd(trail, make_event, priors):
    usual = priors.codes["protest"].factor["none"]
    for event in (make_event("protest"), make_event("protest", size=12.0, unit="cities")):
        row = trail(event)
        assert np.isnan(row.crowd_log10[0])
        assert factor(row) == pytest.approx(usual, rel=1e-9)
    assert np.isnan(trail(make_event("protest", size=1e5, unit="people", modality="denied")).crowd_log10[0])


def test_defectors_by_their_share_of_the_force(trail, make_event, priors):
    """A hundred of an army of 100,000: the table's multiplier of the logarithm at one in a thousand."""
    table = dict(map(tuple, priors.sections["size_factors"]["defectors"]))
    usual = priors.codes["officer_defects"].factor["officers"]
    row = trail(make_event("officer_defects", force="Army", tier="officers", size=100.0, unit="officers"))
    assert factor(row) == pytest.approx(usual ** table[0.001], rel=1e-9)
    lone = trail(make_event("officer_defects", force="Army", tier="officers", size=1.0, unit="officers"))
    assert 1.0 < factor(lone) < factor(row)
    unsized = trail(make_event("officer_defects", force="Army", tier="officers"))
    assert factor(unsized) == pytest.approx(usual, rel=1e-9)
