"""A case laid out as arrays: background, streams, effects; never the evidence or the outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import log, log1p

import numpy as np
import pytest

from standoff.case.library import library_names
from standoff.case.values import Outcome
from standoff.model.manipulation import manipulated_threshold
from standoff.model.priors import COVARIATES, ORDERS
from standoff.model.report_streams import COMMAND_SHARE_OF_TIER, COMMON_SHARE
from standoff.model.setting import code_index, setting_of


def same(first, other):
    return all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


def of(setting, name):
    return setting.start[COVARIATES.index(name)]


@pytest.mark.parametrize("name", library_names())
def test_evidence_and_outcome_are_not_read(name, priors, library):
    case = library(name)
    blind = replace(case, events=(), outcome=Outcome(date(1900, 1, 1), "civil_war", True, "nonsense"))
    assert same(setting_of(case, priors), setting_of(blind, priors))


@pytest.mark.parametrize("name", library_names())
def test_every_library_case_gives_finite_arrays(name, priors, library):
    setting = setting_of(library(name), priors)
    assert all(np.all(np.isfinite(part)) for part in setting)
    assert setting.stream_rate.min() > 0.0
    assert setting.population > 0


def test_background_by_hand(make_case, priors):
    known = {"gdp_growth_prev_year_pct": -8.0, "forces_in_business": True, "patron_presence": "advisers", "rival_force": True}
    setting = setting_of(make_case(background=known), priors)
    table = priors.sections["background"]
    assert of(setting, "hardship") == pytest.approx(8 * table["hardship_per_gdp_point"]["value"], abs=1e-15)
    assert of(setting, "patronage") == table["in_business"]["patronage"]
    assert of(setting, "patron") == table["patron_presence"]["advisers"]
    assert of(setting, "surveillance") == table["rival_force"]["surveillance"]
    assert of(setting, "amnesty") == 0.0
    assert setting.culpable.tolist() == [0.0, 0.0]


def test_a_quiet_background_starts_every_covariate_at_zero(make_case, priors):
    assert setting_of(make_case(background={"gdp_growth_prev_year_pct": 9.0}), priors).start.tolist() == [0.0] * len(COVARIATES)


def test_a_slump_is_full_hardship_at_most(make_case, priors):
    assert of(setting_of(make_case(background={"gdp_growth_prev_year_pct": -90.0}), priors), "hardship") == 1.0


def test_crimes_of_before_make_every_force_culpable(make_case, priors):
    expected = priors.sections["background"]["repressed_before"]["culpability"]
    assert setting_of(make_case(background={"repressed_before": True}), priors).culpable.tolist() == [expected] * 2


def test_revolutionary_origin_binds_both_sides(make_case, priors):
    plain = setting_of(make_case(), priors)
    bound = setting_of(make_case(background={"revolutionary_origin": True}), priors)
    loyalty = priors.sections["background"]["revolutionary_origin"]["loyalty"]
    assert bound.stake - plain.stake == pytest.approx(plain.sign * loyalty, abs=1e-12)
    assert loyalty > 0.0


def test_strength_by_hand(make_case, priors):
    """Tenure counts from five years in power; a ruler who leaves, or who stole an election, starts weaker."""
    table, base = priors.sections["background"], priors.value("world", "strength_mean")

    case = make_case()
    at_five = replace(case, background=replace(case.background, years_in_power=5.0))
    assert setting_of(at_five, priors).strength_mean == pytest.approx(base, abs=1e-15)
    slope = priors.value("world", "strength_per_log_year") * (log1p(4.0) - log1p(5.0))
    assert setting_of(case, priors).strength_mean == pytest.approx(base + slope, abs=1e-15)
    for name in ("ruler_leaving", "election_stolen"):
        weaker = setting_of(make_case(background={name: True}), priors).strength_mean
        assert weaker - base - slope == pytest.approx(table[name]["strength"], abs=1e-12)
        assert table[name]["strength"] < 0.0


def test_streams_share_the_tempo_of_the_library(make_case, priors):
    """All streams together bring the usual number of rows a day; the arrest's rate hangs on the occasion instead."""
    setting = setting_of(make_case(), priors)
    total = sum(code.rate for code in priors.codes.values())
    for name, index in code_index(priors).items():
        expected = priors.value("world", "tempo") * priors.codes[name].rate / total
        arrest = name == "challenger_arrested"
        assert setting.code_rate[index] == pytest.approx(0.0 if arrest else expected, abs=1e-15), name
        expected = 0.5 * priors.value("world", "arrest_rate") if arrest else expected
        first, last = setting.code_stream[index : index + 2]
        assert np.all(setting.stream_code[first:last] == index)
        assert setting.stream_rate[first:last].sum() == pytest.approx(expected, abs=1e-15)
    assert setting.code_stream[-1] == setting.stream_code.size
    assert setting.arrest_code == code_index(priors)["challenger_arrested"]
    assert setting.code_detect[setting.arrest_code] == 1.0  # nobody can miss it
    assert setting.protest_code == code_index(priors)["protest"]


@pytest.mark.parametrize("media", ["free", "partial", "closed"])
def test_the_usual_source_is_the_average_of_those_who_write(media, make_case, priors):
    """For each code: of what those who write see and make up where such content serves whom it serves."""
    setting = setting_of(make_case(background={"media": media}), priors)
    assert setting.source_share.sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-12)
    for name, index in code_index(priors).items():
        serves = setting.code_serves[index]
        assert ("order_giver", "challenger")[serves] == priors.codes[name].serves
        seen = 1.0 if index == setting.arrest_code else setting.source_share[serves] @ setting.source_detect[serves]
        assert setting.code_detect[index] == pytest.approx(seen, abs=1e-15), name
        made_up = setting.source_share[serves] @ setting.source_fabricate[serves]
        assert setting.code_fabricate[index] == pytest.approx(made_up, abs=1e-15), name
    assert np.ptp(setting.source_detect, axis=1).min() > 0.5
    assert np.ptp(setting.source_fabricate, axis=1).min() > 0.5


def test_the_less_free_the_media_the_more_good_news_is_made_up_and_the_less_his_side_counts_in_bad_news(make_case, priors):
    found = [setting_of(make_case(background={"media": media}), priors) for media in ("free", "partial", "closed")]
    serves_him = found[0].code_serves == 0
    for freer, closer in pairwise(found):
        assert np.all(closer.code_fabricate[serves_him] > freer.code_fabricate[serves_him] + 0.02)
        assert np.all(closer.code_fabricate[~serves_him] < 1.1 * freer.code_fabricate[~serves_him])
        assert closer.code_detect == pytest.approx(freer.code_detect, abs=0.005)
        assert closer.code_detect[serves_him].tolist() == freer.code_detect[serves_him].tolist()
        assert closer.source_share[0].tolist() == freer.source_share[0].tolist()
        assert np.sum(closer.source_share[1] < freer.source_share[1]) == 18  # six letters, three confidences


def test_plotters_have_what_fact_2_gives_them_to_lose(make_case, priors):
    setting = setting_of(make_case(), priors)
    stakes = 1.0 / (1.0 + np.exp(-setting.plot_stake))
    expected = [priors.value("outcomes", f"plot_stake_of_{tier}") for tier in ("troops", "command")]
    assert stakes == pytest.approx(expected, abs=1e-12)
    assert stakes[0] < stakes[1]


def test_a_stream_speaks_through_its_force_as_far_as_that_reaches(make_case, priors):
    setting = setting_of(make_case(), priors)
    army, militia = priors.kinds["army"], priors.kinds["paramilitary"]
    code = code_index(priors)["unit_defects"]
    tiers = list(priors.codes["unit_defects"].factor.items())
    streams = range(*setting.code_stream[code : code + 2])
    assert len(streams) == 2 * len(tiers)
    for stream, (tier, factor), (force, kind) in zip(
        streams, [pair for pair in tiers for _ in range(2)], [(0, army), (1, militia)] * len(tiers), strict=True
    ):
        span = np.exp(setting.stream_slope[stream] * 2 * 0.6826894921370859)  # index +-(2 Phi(1) - 1) at margins -+0.2
        assert setting.stream_force[stream] == force
        assert span == pytest.approx(factor**kind.reach, rel=1e-9)
        assert setting.stream_common[stream] == COMMON_SHARE * kind.reach
        assert setting.stream_mix[stream] == COMMAND_SHARE_OF_TIER[tier]
        assert (setting.stream_command[stream], setting.stream_troops[stream]) == (2 * force, 2 * force + 1)


def test_news_of_nobody_armed_speaks_of_the_whole(make_case, priors):
    setting = setting_of(make_case(), priors)
    stream = setting.code_stream[code_index(priors)["concession"]]
    assert setting.stream_force[stream] == -1
    assert setting.stream_common[stream] == 1.0
    factor = priors.codes["concession"].factor["none"]
    assert setting.stream_slope[stream] * 2 * 0.6826894921370859 == pytest.approx(log(factor), abs=1e-9)


def test_effects_and_tests_stand_at_their_codes(make_case, priors):
    setting, codes = setting_of(make_case(), priors), code_index(priors)
    table = priors.sections["effects"]
    assert setting.effect[codes["claim_power"], COVARIATES.index("occasion")] == table["claim_power"]["occasion"]
    neutral = codes["declare_neutral"]
    assert [setting.shift[neutral], setting.loudness[neutral]] == table["declare_neutral"]["signal"]
    assert np.all(setting.effect[codes["order_obeyed"]] == 0.0)
    tests = {name: (setting.test[index], ORDERS[setting.tested_order[index]]) for name, index in codes.items()}
    assert {name: test for name, test in tests.items() if test[0]} == {
        "order_obeyed": (1.0, "clear_crowd"),
        "challenger_arrested": (1.0, "arrest_leader"),
        "kill_protesters": (1.0, "shoot"),
        "order_refused": (-1.0, "clear_crowd"),
    }


def test_signals_of_costly_disloyalty_lower_what_everybody_believes(make_case, priors):
    setting, codes = setting_of(make_case(), priors), code_index(priors)
    for name in ("declare_neutral", "ultimatum", "unit_defects", "mutiny", "fraternise"):
        assert setting.shift[codes[name]] < 0.0
    assert setting.shift[codes["pledge_loyalty"]] > 0.0
    assert np.all(setting.loudness >= 0.0)


def test_1_5_closed_media_win_something_back_and_leave_citizens_in_the_dark(make_case, priors):
    """Edmond's relief at even stakes and troops' signals; Casper & Tyson's slope at the citizens' precision."""
    relief, slope, told = {}, {}, {}
    for media in ("free", "partial", "closed"):
        case = make_case()
        setting = setting_of(replace(case, background=replace(case.background, media=media)), priors)
        relief[media], slope[media] = setting.media_relief, setting.crowd_per_strength
        told[media] = setting.crowd_signal_precision
        cost = priors.sections["media"][media]["cost"]
        troops = priors.sections["signal_precision"]["troops"]
        assert setting.media_relief == pytest.approx(0.5 - manipulated_threshold(0.5, troops, cost), abs=1e-12)
    assert relief["free"] == pytest.approx(0.0, abs=1e-12)
    assert 0.0 < relief["partial"] < relief["closed"] < 0.2
    assert slope["free"] > slope["partial"] > slope["closed"] > 0.0
    assert told["free"] > told["partial"] > told["closed"] > 0.0
