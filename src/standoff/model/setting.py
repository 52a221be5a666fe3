"""A case as the arrays the day needs: groups, orders, report streams, effects. Nothing here depends on evidence."""

from __future__ import annotations

from math import log, log1p
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.case.values import Case
from standoff.model.groups import Group, coercive_shares, groups_of
from standoff.model.priors import COVARIATES, ORDERS, CodePrior, Priors
from standoff.model.reports import REFERENCE_CHOICE, slope_of_factor

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# How much of a row's actors are command, by tier; the rest are troops.
COMMAND_SHARE_OF_TIER = {"command": 1.0, "officers": 0.7, "unit": 0.35, "troops": 0.0, "none": 0.35}
# A force's conduct speaks half for itself and half for the whole, the more for the whole the further its kind reaches.
COMMON_SHARE = 0.5
ARREST, UNTOUCHED = "challenger_arrested", "challenger_untouched"
# From yesterday's threshold two Newton steps end within 1e-6 of today's, but for the day after the largest events.
NEWTON_STEPS = 2


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
    code_stream: Integers  # [K + 1] first stream of each code; streams of a code stand together
    code_rate: Floats  # [K] reports a day of each code at tempo 1, all streams; 0 for the arrest, which keeps no tempo
    code_detect: Floats  # [K] chance that the usual source sees such a thing: 1 for the arrest, which nobody can miss
    code_fabricate: Floats  # [K] its rate of false reports, in units of the base rate: 0 for the arrest
    arrest_code: int
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
    citizens_base: float
    citizens_base_sd: float
    citizens_spread: float
    citizens_spread_sd: float
    turnout_noise: float
    size_noise: float
    reference_crowd: float
    push_of_occasion: float
    push_of_blackout: float
    officials_threshold: float
    officials_spread: float
    foreign_threshold: float
    foreign_spread: float
    desertion_rate: float
    test_share: float
    test_rate: float
    test_per_crowd: float
    test_settles: float
    fade_rate: float
    negotiated_rate: float
    foreign_rate: float
    coup_stake: float
    split_counterweight: float


def setting_of(case: Case, priors: Priors) -> Setting:
    """Lay a case out as arrays; the case's events and outcome are not read."""
    groups = groups_of(case, priors)
    return Setting(
        **_group_arrays(groups, case, priors),
        **_order_arrays(priors),
        **_covariate_arrays(case, priors),
        **_effect_arrays(priors),
        **_stream_arrays(case, priors),
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


def _stream_arrays(case: Case, priors: Priors) -> dict[str, Any]:
    total = sum(code.rate for code in priors.codes.values())
    shares = coercive_shares(case, priors)
    rows = []
    for index, (name, code) in enumerate(priors.codes.items()):
        rate = priors.value("world", "tempo") * code.rate / total
        if name == ARREST:  # it could not go unnoticed: its rate hangs on the occasion, not on how fast the case is written
            rate = priors.value("world", "arrest_rate") * REFERENCE_CHOICE
        for tier, factor in code.factor.items():
            rows += _streams_of(index, code, tier, factor, rate / len(code.factor), shares, case, priors)
    columns = list(zip(*rows, strict=True))
    names = ("code", "force", "rate", "slope", "common", "command", "troops", "mix", "order", "withheld")
    kinds = (np.int64, np.int64, float, float, float, np.int64, np.int64, float, np.int64, float)
    pairs = zip(names, columns, kinds, strict=True)
    streams = {f"stream_{name}": np.array(column, dtype=kind) for name, column, kind in pairs}
    codes = np.arange(len(priors.codes) + 1)
    rates = np.bincount(streams["stream_code"], weights=streams["stream_rate"], minlength=len(priors.codes))
    arrest = tuple(priors.codes).index(ARREST)
    rates[arrest] = 0.0
    first = np.searchsorted(streams["stream_code"], codes)
    return {**streams, **_usual_source(arrest, priors), "code_stream": first, "code_rate": rates, "arrest_code": arrest}


def _usual_source(arrest: int, priors: Priors) -> dict[str, Any]:
    """How the average source, sure of its dates, sees and makes up reports of each code."""
    sources = priors.sections["sources"]
    usual = sources["letters"][sources["ungraded"]]
    detect = np.full(len(priors.codes), usual["detect"] * sources["confidence"]["high"])
    fabricate = np.full(len(priors.codes), float(usual["fabricate"]))
    detect[arrest], fabricate[arrest] = 1.0, 0.0
    return {"code_detect": detect, "code_fabricate": fabricate}


def untouched_days(code: int, priors: Priors) -> float:
    """Days over which a report of this code says that the leader was not arrested."""
    return priors.value("world", "untouched_days") if tuple(priors.codes)[code] == UNTOUCHED else 0.0


def _streams_of(
    index: int, code: CodePrior, tier: str, factor: float, rate: float, shares: Floats, case: Case, priors: Priors
) -> list[tuple[float, ...]]:
    order = ORDERS.index(code.order) if code.order else -1
    slope = float(slope_of_factor(log(factor)))
    withheld = untouched_days(index, priors)
    if tier == "none":
        return [(index, -1, rate, slope, 1.0, 0, 0, 0.0, order, withheld)]
    streams: list[tuple[float, ...]] = []
    for force, share in enumerate(shares):
        reach = priors.kinds[case.forces[force].kind].reach
        mix = COMMAND_SHARE_OF_TIER[tier]
        groups = (2 * force, 2 * force + 1)
        streams.append((index, force, rate * share, slope * reach, COMMON_SHARE * reach, *groups, mix, order, withheld))
    return streams


def _scalars(case: Case, priors: Priors) -> dict[str, Any]:
    """The single numbers, under the names `Setting` gives them."""
    crowds = priors.sections["crowds"]
    outcomes = ("test_rate", "test_per_crowd", "test_settles", "fade_rate", "negotiated_rate", "foreign_rate")
    world: tuple[str, ...] = ("strength_sd", "strength_return", "public_mean", "cohesion_sd", "cohesion_volatility")
    world += ("uniqueness_cap", "tempo_shape", "news_decay", "lapse", "arrest_rate", "arrest_occasion")
    return {
        **{name: priors.value("outcomes", name) for name in (*outcomes, "coup_stake", "split_counterweight")},
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
        "reference_crowd": priors.value("crowds", "reference_crowd_log10"),
        "push_of_occasion": priors.value("crowds", "push_of_occasion"),
        "push_of_blackout": priors.value("crowds", "push_of_blackout"),
        "officials_threshold": float(crowds["officials_threshold"]["value"]),
        "officials_spread": float(crowds["officials_threshold"]["spread"]),
        "foreign_threshold": float(crowds["foreign_threshold"]["value"]),
        "foreign_spread": float(crowds["foreign_threshold"]["spread"]),
        "desertion_rate": priors.value("crowds", "desertion_rate"),
        "test_share": float(priors.sections["tests"]["capital"]),
    }


def _strength_mean(case: Case, priors: Priors) -> float:
    table, known = priors.sections["background"], case.background
    tenure = priors.value("world", "strength_per_log_year") * (log1p(max(known.years_in_power, 0.0)) - log1p(5.0))
    leaving = table["ruler_leaving"]["strength"] * known.ruler_leaving
    stolen = table["election_stolen"]["strength"] * known.election_stolen
    return float(priors.value("world", "strength_mean") + tenure + leaving + stolen)
