"""A case as the arrays the day needs: groups, orders, report streams, effects. Nothing here depends on evidence."""

from __future__ import annotations

from math import log1p
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.case.values import Case
from standoff.model.crowds import crowd_per_strength, crowd_signal_precision
from standoff.model.groups import Group, groups_of
from standoff.model.manipulation import state_media_relief
from standoff.model.maths import normal_quantile
from standoff.model.priors import COVARIATES, ORDERS, Priors
from standoff.model.report_streams import stream_arrays

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# From yesterday's threshold two Newton steps end within 1e-6 of today's, but for the day after the largest events.
NEWTON_STEPS = 2
PLOTTERS = ("stake", "precision", "edge")
EVEN_STAKE = 0.5


class Setting(NamedTuple):
    """Arrays of a case. G groups, F forces, X orders, C covariates, K codes, S report streams."""

    # Groups.
    force: Integers  # [G]
    command: Floats  # [G] 1 for command, 0 for troops
    sign: Floats  # [G]
    headcount: Integers  # [G]
    stake: Floats  # [G] prior stake logit, background included
    kin: Floats  # [G]
    cover: Floats  # [G]
    hardship: Floats  # [G]
    weight: Floats  # [G, X]
    signal: Floats  # [G] precision of its members' private signals, median
    # Orders.
    moral: Floats  # [X]
    harsh: Floats  # [X]
    fall: Floats  # [X]
    backlash: Floats  # [X]
    # Covariates.
    start: Floats  # [C]
    decay: Floats  # [C]
    drift: Floats  # [C] of strength a day
    culpable: Floats  # [F] at the start
    # What a report of each code causes.
    effect: Floats  # [K, C]
    shift: Floats  # [K] of the public signal
    loudness: Floats  # [K] the signal's precision
    test: Floats  # [K] +1 the forces were seen to obey, -1 to refuse, 0 no test
    tested_order: Integers  # [K] which order the test is of
    kills: Floats  # [K] culpability that it adds to the force that did it
    # Report streams: a code from a tier of a force (or from nobody armed).
    stream_code: Integers  # [S]
    stream_force: Integers  # [S] -1 for none
    stream_rate: Floats  # [S] rows a day at tempo 1
    stream_slope: Floats  # [S]
    stream_common: Floats  # [S] weight of the margin's index; the rest is the groups'
    stream_command: Integers  # [S] group index
    stream_troops: Integers  # [S] group index
    stream_mix: Floats  # [S] share of command in the groups' part
    stream_order: Integers  # [S] order that it shows given, -1 none
    stream_withheld: Floats  # [S] days without arrest that it reports
    stream_test: Floats  # [S] how much of a full test of obedience it is
    code_stream: Integers  # [K + 1] first stream of each code; streams of a code stand together
    code_rate: Floats  # [K] reports a day of each code at tempo 1, all streams; 0 for the arrest, which keeps no tempo
    code_serves: Integers  # [K] whom the content serves: 0 the order-giver, 1 the challenger
    code_detect: Floats  # [K] chance that the usual source sees such a thing: 1 for the arrest, which nobody can miss
    code_fabricate: Floats  # [K] its rate of false reports, in units of the base rate
    arrest_code: int
    protest_code: int
    # Who writes: J classes of sources, of which the usual one is the average.
    source_share: Floats  # [2, J] of content that serves the order-giver, the challenger; they add up to 1 for each
    source_detect: Floats  # [2, J]
    source_fabricate: Floats  # [2, J]
    # Scalars.
    newton_steps: int
    population: int
    officials: int
    foreign_states: int
    strength_mean: float
    strength_sd: float
    strength_return: float
    public_mean: float
    cohesion_sd: float
    cohesion_volatility: float
    group_sd: float
    force_sd: float
    uniqueness_cap: float
    tempo_shape: float
    news_decay: float
    lapse: float
    arrest_rate: float
    arrest_occasion: float
    blackout_hides: float
    citizens_base: float
    citizens_base_sd: float
    citizens_spread: float
    citizens_spread_sd: float
    turnout_noise: float
    size_noise: float
    made_up_size: float
    made_up_spread: float
    reference_crowd: float
    push_of_occasion: float
    push_of_blackout: float
    push_of_outrage: float
    media_relief: float
    crowd_per_strength: float
    crowd_signal_precision: float
    crowd_signal_share: float
    sized_share: float
    officials_threshold: float
    officials_spread: float
    foreign_threshold: float
    foreign_spread: float
    desertion_rate: float
    test_rate: float
    test_per_crowd: float
    test_settles: float
    fade_rate: float
    negotiated_rate: float
    foreign_rate: float
    coup_stake: float
    split_counterweight: float
    plot_rate: float
    plot_provoked: float
    plot_stake: Floats  # [2] logit of what plotters have to lose: troops, command
    plot_precision: Floats  # [2] of their private signals
    plot_edge: Floats  # [2] what they add to the missing obedience


def setting_of(case: Case, priors: Priors) -> Setting:
    """Lay a case out as arrays; the case's events and outcome are not read."""
    groups = groups_of(case, priors)
    return Setting(
        **_group_arrays(groups, case, priors),
        **_order_arrays(priors),
        **_covariate_arrays(case, priors),
        **_effect_arrays(priors),
        **stream_arrays(case, priors),
        **_scalars(case, priors),
    )


def code_index(priors: Priors) -> dict[str, int]:
    """Place of each report code in the arrays."""
    return {code: index for index, code in enumerate(priors.codes)}


def _column(groups: tuple[Group, ...], name: str, kind: type = np.float64) -> NDArray[Any]:
    return np.array([getattr(group, name) for group in groups], dtype=kind)


def _group_arrays(groups: tuple[Group, ...], case: Case, priors: Priors) -> dict[str, Any]:
    sign = _column(groups, "sign")
    return {
        "force": _column(groups, "force", np.int64),
        "command": np.array([float(group.tier == "command") for group in groups]),
        "sign": sign,
        "headcount": _column(groups, "headcount", np.int64),
        "stake": _column(groups, "stake_logit") + sign * _background_loyalty(case, priors),
        "kin": _column(groups, "kin"),
        "cover": _column(groups, "cover"),
        "hardship": _column(groups, "hardship"),
        "signal": _column(groups, "signal_precision"),
        "weight": np.array([group.weights for group in groups], dtype=np.float64),
    }


def _background_loyalty(case: Case, priors: Priors) -> float:
    table = priors.sections["background"]
    revolution = table["revolutionary_origin"]["loyalty"] * case.background.revolutionary_origin
    return float(revolution + table["officer_corps"].get(case.background.officer_corps, 0.0))


def _order_arrays(priors: Priors) -> dict[str, Any]:
    table = priors.sections["orders"]
    return {name: np.array([float(table[order][name]) for order in ORDERS]) for name in ("moral", "harsh", "fall", "backlash")}


def _covariate_arrays(case: Case, priors: Priors) -> dict[str, Any]:
    drift = priors.sections["strength_drift"]
    started = _background_covariates(case, priors)
    repressed = priors.sections["background"]["repressed_before"]["culpability"] * case.background.repressed_before
    return {
        "start": np.array([started.get(name, 0.0) for name in COVARIATES]),
        "decay": np.array([float(priors.sections["covariates"][name]["decay"]) for name in COVARIATES]),
        "drift": np.array([float(drift.get(name, 0.0)) for name in COVARIATES]),
        "culpable": np.full(len(case.forces), float(repressed)),
    }


def _background_covariates(case: Case, priors: Priors) -> dict[str, float]:
    table, known = priors.sections["background"], case.background
    slump = -known.gdp_growth_prev_year_pct * table["hardship_per_gdp_point"]["value"]
    return {
        "hardship": min(max(slump, 0.0), 1.0),
        "patronage": table["in_business"]["patronage"] * known.forces_in_business,
        "patron": float(table["patron_presence"].get(known.patron_presence, 0.0)),
        "surveillance": table["rival_force"]["surveillance"] * known.rival_force,
    }


def _effect_arrays(priors: Priors) -> dict[str, Any]:
    table = priors.sections["effects"]
    rows = [table.get(code, {}) for code in priors.codes]
    per_row = float(priors.sections["culpability"]["per_kill_row"])
    tests = {"order_obeyed": 1.0, "challenger_arrested": 1.0, "kill_protesters": 1.0, "order_refused": -1.0}
    orders = {**{code: prior.order for code, prior in priors.codes.items()}, "order_refused": "clear_crowd"}
    return {
        "effect": np.array([[float(row.get(name, 0.0)) for name in COVARIATES] for row in rows]),
        "shift": np.array([float(row.get("signal", (0.0, 0.0))[0]) for row in rows]),
        "loudness": np.array([float(row.get("signal", (0.0, 0.0))[1]) for row in rows]),
        "test": np.array([tests.get(code, 0.0) for code in priors.codes]),
        "kills": np.array([per_row * (code == "kill_protesters") for code in priors.codes]),
        "tested_order": np.array([ORDERS.index(orders[code] or "clear_crowd") for code in priors.codes]),
    }


def _scalars(case: Case, priors: Priors) -> dict[str, Any]:
    """The single numbers, under the names `Setting` gives them."""
    crowds = priors.sections["crowds"]
    outcomes: tuple[str, ...] = ("test_rate", "test_per_crowd", "test_settles", "fade_rate", "negotiated_rate", "foreign_rate")
    outcomes += ("coup_stake", "split_counterweight", "plot_rate", "plot_provoked")
    world: tuple[str, ...] = ("strength_sd", "strength_return", "public_mean", "cohesion_sd", "cohesion_volatility")
    world += ("uniqueness_cap", "tempo_shape", "news_decay", "lapse", "arrest_rate", "arrest_occasion", "blackout_hides")
    return {
        **{name: priors.value("outcomes", name) for name in outcomes},
        **_street(case, priors),
        **_plotters(priors),
        **{name: priors.value("world", name) for name in world},
        "newton_steps": NEWTON_STEPS,
        "population": round(case.background.population_m * 1e6),
        "officials": round(crowds["officials"]["value"]),
        "foreign_states": round(crowds["foreign_states"]["value"]),
        "strength_mean": _strength_mean(case, priors),
        "group_sd": priors.value("world", "group_stake_sd"),
        "force_sd": priors.value("world", "force_loyalty_sd"),
        "citizens_base": priors.value("crowds", "citizens_base_log10"),
        "citizens_base_sd": priors.value("crowds", "citizens_base_sd"),
        "citizens_spread": priors.value("crowds", "citizens_spread"),
        "citizens_spread_sd": priors.value("crowds", "citizens_spread_sd"),
        "turnout_noise": priors.value("crowds", "turnout_noise"),
        "size_noise": priors.value("crowds", "size_report_noise"),
        "made_up_size": float(crowds["made_up_size"]["value"]),
        "made_up_spread": float(crowds["made_up_size"]["spread"]),
        "reference_crowd": priors.value("crowds", "reference_crowd_log10"),
        "officials_threshold": float(crowds["officials_threshold"]["value"]),
        "officials_spread": float(crowds["officials_threshold"]["spread"]),
        "foreign_threshold": float(crowds["foreign_threshold"]["value"]),
        "foreign_spread": float(crowds["foreign_threshold"]["spread"]),
        "desertion_rate": priors.value("crowds", "desertion_rate"),
    }


def _street(case: Case, priors: Priors) -> dict[str, float]:
    """What moves the crowd, what its size tells (Casper & Tyson 2014), what state media win back (Edmond 2013)."""
    names = ("push_of_occasion", "push_of_blackout", "push_of_outrage", "crowd_signal_share", "sized_share")
    media, troops = priors.sections["media"][case.background.media], priors.sections["signal_precision"]["troops"]
    precision = priors.value("crowds", "citizens_precision") * media["citizens"]
    usual = normal_quantile(10.0 ** priors.value("crowds", "reference_crowd_log10"))
    return {
        **{name: priors.value("crowds", name) for name in names},
        "media_relief": float(state_media_relief(EVEN_STAKE, troops, media["cost"])),
        "crowd_per_strength": float(crowd_per_strength(precision, usual)),
        "crowd_signal_precision": float(crowd_signal_precision(precision, priors.value("crowds", "reform_slope"))),
    }


def _plotters(priors: Priors) -> dict[str, Floats]:
    """Stakes, signals and weight of those who might plot, troops before command."""
    parts = {part: [priors.value("outcomes", f"plot_{part}_of_{tier}") for tier in ("troops", "command")] for part in PLOTTERS}
    stake = np.array(parts.pop("stake"))
    return {"plot_stake": np.log(stake / (1.0 - stake)), **{f"plot_{part}": np.array(row) for part, row in parts.items()}}


def _strength_mean(case: Case, priors: Priors) -> float:
    table, known = priors.sections["background"], case.background
    tenure = priors.value("world", "strength_per_log_year") * (log1p(max(known.years_in_power, 0.0)) - log1p(5.0))
    leaving = table["ruler_leaving"]["strength"] * known.ruler_leaving
    stolen = table["election_stolen"]["strength"] * known.election_stolen
    return float(priors.value("world", "strength_mean") + tenure + leaving + stolen)
