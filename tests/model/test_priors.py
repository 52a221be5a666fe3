"""The file of priors: every number finite and sourced, every code known; overrides by a case's assumptions."""

from __future__ import annotations

from datetime import date
from math import isfinite

import numpy as np
import pytest

from standoff.case.library import library_names, load_case
from standoff.case.schema import EVENT_CODES
from standoff.case.values import Assumption
from standoff.engine.ensemble import coefficients_of
from standoff.errors import CaseError
from standoff.model.priors import COVARIATES, ORDERS, Coefficients, assumption_names, load_priors, with_assumptions
from standoff.model.setting import setting_of
from standoff.model.trail import trail_of

FAMILIES = {"normal", "half_normal", "log_normal"}
SOURCED_AS_A_WHOLE = {"signal_precision", "strength_drift", "sources", "scope", "size_factors", "effects", "tests"}
SOURCED_AS_A_WHOLE |= {"culpability", "media"}
ENTRY_BY_ENTRY = {"coefficients", "world", "kinds", "orders", "covariates", "background", "crowds", "outcomes"}
ENTRY_BY_ENTRY |= {"record"}
SOURCED_IN_COMMENTS = {"codes"}


def override(priors, **values):
    return with_assumptions(priors, tuple(Assumption(name.replace("__", "."), value, "test") for name, value in values.items()))


def numbers(node):
    """Every number below a node of the file."""
    if isinstance(node, dict):
        return [found for value in node.values() for found in numbers(value)]
    if isinstance(node, list):
        return [found for value in node for found in numbers(value)]
    return [node] if isinstance(node, int | float) and not isinstance(node, bool) else []


def test_every_section_is_accounted_for(priors):
    assert set(priors.sections) == {"schema"} | SOURCED_AS_A_WHOLE | ENTRY_BY_ENTRY | SOURCED_IN_COMMENTS
    assert priors.sections["schema"] == "standoff-priors/1"


def test_every_entry_names_its_source(priors):
    for section in SOURCED_AS_A_WHOLE:
        assert str(priors.sections[section]["source"]).strip(), section
    for section in ENTRY_BY_ENTRY:
        for name, entry in priors.sections[section].items():
            assert isinstance(entry["source"], str), f"{section}.{name}"
            assert entry["source"].strip(), f"{section}.{name}"


def test_every_number_is_finite(priors):
    found = numbers(priors.sections)
    assert len(found) > 300
    assert all(isfinite(number) for number in found)


def test_coefficients_are_those_the_engine_draws(priors):
    assert tuple(priors.coefficients) == Coefficients._fields
    for name, prior in priors.coefficients.items():
        assert prior.family in FAMILIES, name
        assert prior.spread > 0.0, name
        assert prior.unit, name
        assert prior.centre > 0.0 or prior.family != "log_normal", name
        assert prior.centre == 0.0 or prior.family != "half_normal", name


def test_signs_imposed_by_theory_are_imposed_by_the_family(priors):
    """T 5: all but the foreign threat have a sign; its own is open (1.11)."""
    free = {name for name, prior in priors.coefficients.items() if prior.family == "normal"}
    assert free == {"threat"}
    assert priors.coefficients["threat"].centre == 0.0


def test_codes_are_the_codes_of_the_case_schema(priors, library):
    assert set(priors.codes) == set(EVENT_CODES)
    used = {event.code for name in library_names() for event in library(name).events}
    assert used <= set(priors.codes)
    for name, code in priors.codes.items():
        assert code.rate > 0.0, name
        assert code.serves in ("order_giver", "challenger"), name
        assert code.order is None or code.order in ORDERS, name
        assert code.factor, name
        assert all(0.0 < factor < 100.0 for factor in code.factor.values()), name
        assert set(code.factor) <= {"command", "officers", "unit", "troops", "none"}, name


def test_rates_are_counts_of_rows_in_the_library(priors):
    assert sum(code.rate for code in priors.codes.values()) == 1859


def test_what_is_said_of_sizes_is_counted_in_the_library(priors):
    """The share of protests that tell their size, and the sizes themselves, which are what a made-up one is like."""
    sizes, protests = [], 0
    for name in library_names():
        case = load_case(name)
        setting = setting_of(case, priors)
        trail = trail_of(case, setting, priors, date.max)[1]
        sizes += list(trail.crowd_log10[np.isfinite(trail.crowd_log10)])
        protests += sum(event.code == "protest" for event in case.events)
    crowds = priors.sections["crowds"]
    assert f"its {len(sizes)} sizes, {np.mean(sizes):.2f} and {np.std(sizes):.2f}" in crowds["made_up_size"]["source"]
    assert crowds["made_up_size"]["value"] == pytest.approx(np.mean(sizes), abs=0.1)
    assert crowds["made_up_size"]["spread"] == pytest.approx(np.std(sizes), abs=0.1)
    assert f"{len(sizes)} of {protests} rows" in crowds["sized_share"]["source"]
    assert crowds["sized_share"]["value"] == pytest.approx(len(sizes) / protests, abs=0.01)


@pytest.mark.parametrize("code", ["declare_neutral", "ultimatum", "order_refused", "unit_defects", "fraternise"])
def test_section_3_costly_signs_of_disloyalty_raise_the_odds(priors, code):
    assert all(factor > 1.0 for factor in priors.codes[code].factor.values())


@pytest.mark.parametrize("code", ["order_obeyed", "kill_protesters", "challenger_arrested", "mass_arrests", "pledge_loyalty"])
def test_section_3_orders_seen_carried_out_lower_the_odds(priors, code):
    assert all(factor < 1.0 for factor in priors.codes[code].factor.values())


def test_section_3_cheap_talk_says_little(priors):
    for code in ("claim_power", "appeal_to_forces", "amnesty_offer", "foreign_recognition", "pledge_loyalty"):
        assert all(0.8 <= factor <= 1.25 for factor in priors.codes[code].factor.values()), code


def test_covariates_fade_and_effects_name_them(priors):
    assert set(priors.sections["covariates"]) == set(COVARIATES)
    assert all(0.0 < entry["decay"] <= 1.0 for entry in priors.sections["covariates"].values())
    for code, effects in priors.sections["effects"].items():
        if code != "source":
            assert code in priors.codes
            assert set(effects) <= {*COVARIATES, "signal"}, code


def test_kinds_of_force_are_plausible(priors):
    for name, kind in priors.kinds.items():
        assert len(kind.relevance) == len(ORDERS), name
        assert all(0.0 < relevant <= 1.0 for relevant in kind.relevance), name
        assert 0.0 < kind.command_stake < 1.0, name
        assert 0.0 < kind.troop_stake <= kind.command_stake, name
        assert 0.0 < kind.reach <= 1.0, name
        assert kind.defends == (name in ("paramilitary", "foreign_troops")), name
    assert priors.kinds["paramilitary"].coercive_weight < 0.5 * priors.kinds["army"].coercive_weight


def test_a_coefficient_is_held_at_an_assumed_value(priors):
    held = override(priors, hardship=0.9)
    draws = np.random.default_rng(1).standard_normal((3, len(Coefficients._fields)))
    assert [coefficients_of(held, draw).hardship for draw in draws] == [0.9] * 3
    assert len({coefficients_of(priors, draw).hardship for draw in draws}) == 3
    assert coefficients_of(held, draws[0])._replace(hardship=0.0) == coefficients_of(priors, draws[0])._replace(hardship=0.0)


def test_a_single_number_is_replaced_and_nothing_else(priors):
    changed = override(priors, world__strength_mean=0.7, crowds__officials=12)
    assert changed.value("world", "strength_mean") == 0.7
    assert changed.value("crowds", "officials") == 12.0
    assert changed.sections["world"]["strength_mean"]["source"] == priors.sections["world"]["strength_mean"]["source"]
    for name in assumption_names(priors):
        if "." in name and name not in ("world.strength_mean", "crowds.officials"):
            assert changed.value(*name.split(".")) == priors.value(*name.split("."))
    assert load_priors() is priors
    assert priors.value("world", "strength_mean") != 0.7


def test_every_assumption_name_works(priors):
    for name in assumption_names(priors):
        changed = with_assumptions(priors, (Assumption(name, 0.125, "test"),))
        if "." in name:
            assert changed.value(*name.split(".")) == 0.125
        else:
            assert changed.coefficients[name].centre == 0.125


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("hardhsip", "hardship"), ("world.strenght_mean", "world.strength_mean"), ("outcomes.test-rate", "outcomes.test_rate")],
)
def test_an_unknown_assumption_is_refused_with_the_nearest_name(priors, given, nearest):
    with pytest.raises(CaseError, match=rf"'{given}' is not a prior of the model; did you mean '{nearest}'\?"):
        with_assumptions(priors, (Assumption(given, 1.0, "typo"),))


def test_a_wild_assumption_name_is_refused_with_all_names(priors):
    with pytest.raises(CaseError, match=r"allowed: patronage, hardship, .*outcomes\.longest_days"):
        with_assumptions(priors, (Assumption("zzz", 1.0, "?"),))
