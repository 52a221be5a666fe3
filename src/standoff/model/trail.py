"""The public trail as arrays: one row for each distinct event known by the as-of date, day by day.

A row says how likely such a report is in a world (slope on which index), how far its source carries, and what the event, if
it is true, causes. Hindsight has no way in: rows are taken by the day they were public.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from math import log, log10
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.case.values import Case, Event
from standoff.model.echoes import Evidence, gather
from standoff.model.priors import ORDERS, Priors
from standoff.model.report_streams import ARREST, COMMAND_SHARE_OF_TIER, COMMON_SHARE, untouched_days
from standoff.model.reports import REFERENCE_CHOICE, slope_of_factor
from standoff.model.setting import Setting, code_index
from standoff.model.sources import reliability_of

PEOPLE = ("people", "persons", "officers", "soldiers", "police")
DEFECTORS = ("officer_defects", "unit_defects", "mutiny")


class Trail(NamedTuple):
    """Rows of evidence as arrays, in the order they became known. R rows, G groups."""

    day: NDArray[np.int64]  # [R] days since the case's start
    code: NDArray[np.int64]  # [R]
    force: NDArray[np.int64]  # [R] -1 for none
    base_log_rate: NDArray[np.float64]  # [R] log of the base rate of such reports a day
    slope: NDArray[np.float64]  # [R]
    common: NDArray[np.float64]  # [R] weight of the margin's index
    mix: NDArray[np.float64]  # [R, G] weights of the groups' indices; they add up to 1
    detect: NDArray[np.float64]  # [R]
    fabricate: NDArray[np.float64]  # [R]
    order: NDArray[np.int64]  # [R] order that it shows given, -1 none
    withheld: NDArray[np.float64]  # [R] days without arrest that it reports
    strength: NDArray[np.float64]  # [R] how much of the event's effects to apply where it is true: modality
    credibility: NDArray[np.float64]  # [R] how much of the public signal is believed: modality times reliability of the source
    test_share: NDArray[np.float64]  # [R] how much of a full test of obedience it was
    crowd_log10: NDArray[np.float64]  # [R] log10 share of the population in the street, NaN where it does not say
    weighed: NDArray[np.float64]  # [R] 1 for evidence; 0 for a deed of a what-if, which acts in every world and tells nothing


def trail_of(case: Case, setting: Setting, priors: Priors, as_of: date) -> tuple[tuple[Evidence, ...], Trail]:
    """Evidence known by `as_of`, with echoes merged, and its arrays."""
    evidence = gather(case.events, as_of)
    return evidence, trail_arrays(evidence, case, setting, priors)


def trail_arrays(
    evidence: Sequence[Evidence], case: Case, setting: Setting, priors: Priors, deeds: Collection[str] = ()
) -> Trail:
    """Arrays of the given evidence, in its order; rows whose ids are in `deeds` are done rather than reported."""
    rows = [{**_row(item, case, setting, priors), "weighed": float(item.event.id not in deeds)} for item in evidence]
    names = Trail._fields
    integers = {"day", "code", "force", "order"}
    columns = {name: np.array([row[name] for row in rows], dtype=np.int64 if name in integers else float) for name in names}
    columns["mix"] = columns["mix"].reshape(len(rows), setting.sign.size)
    return Trail(**columns)


def _row(item: Evidence, case: Case, setting: Setting, priors: Priors) -> dict[str, Any]:
    event, prior = item.event, priors.codes[item.event.code]
    force = next((index for index, known in enumerate(case.forces) if known.name == event.force), -1)
    reliability = reliability_of(event, item.sources, case.background.media, priors)
    modality = priors.sections["sources"]["modality"][event.modality]
    reach = _reach(event, force, case, priors)
    mix = _mix(event, force, setting)
    code = code_index(priors)[event.code]
    detect = 1.0 if event.code == ARREST else reliability.detect  # nobody can miss it
    return {
        "day": max((item.known_on - case.start).days, 0),
        "code": code,
        "force": force,
        "base_log_rate": log(_base_rate(event, priors)),
        "slope": modality * reach * _scope(event, priors) * slope_of_factor(_log_factor(event, force, case, setting, priors)),
        "common": COMMON_SHARE * reach if mix.any() else 1.0,
        "mix": mix if mix.any() else np.full(setting.sign.size, 1.0 / setting.sign.size),
        "detect": detect,
        "fabricate": reliability.fabricate,
        "order": ORDERS.index(prior.order) if prior.order else -1,
        "withheld": modality * untouched_days(code, priors),
        "strength": modality,
        "credibility": modality * detect / (detect + reliability.fabricate),
        "test_share": modality * float(priors.sections["tests"][event.scope]) * reach,
        "crowd_log10": _crowd(event, case),
    }


def _base_rate(event: Event, priors: Priors) -> float:
    """Reports a day of the row's code at tempo 1; of the arrest, at full occasion."""
    if event.code == ARREST:
        return priors.value("world", "arrest_rate") * REFERENCE_CHOICE
    total = sum(code.rate for code in priors.codes.values())
    return priors.value("world", "tempo") * priors.codes[event.code].rate / total


def _reach(event: Event, force: int, case: Case, priors: Priors) -> float:
    return priors.kinds[case.forces[force].kind].reach if force >= 0 else 1.0


def _scope(event: Event, priors: Priors) -> float:
    return float(priors.sections["scope"][event.scope])


def _mix(event: Event, force: int, setting: Setting) -> NDArray[np.float64]:
    """Which groups' disloyalty a row speaks of: those of its force, or of all who obey orders when a joint command acts."""
    if force < 0 and event.tier == "none":
        return np.zeros(setting.sign.size)
    acting = setting.force == force if force >= 0 else setting.sign > 0
    command = COMMAND_SHARE_OF_TIER[event.tier]
    tier = np.where(setting.command > 0, command, 1.0 - command)
    weight = acting * tier * (1.0 if force >= 0 else setting.weight.mean(axis=1))
    mixed: NDArray[np.float64] = weight / max(weight.sum(), 1e-12)
    return mixed


def _log_factor(event: Event, force: int, case: Case, setting: Setting, priors: Priors) -> float:
    """Logarithm of the Bayes factor the row would have from a perfect source, by tier and by size."""
    factors = priors.codes[event.code].factor
    usual = next(iter(factors))
    value = factors.get(event.tier, factors.get("unit" if event.tier == "none" else usual, factors[usual]))
    if event.code in DEFECTORS and counts_people(event) and event.size is not None and event.tier != "command":
        people = _headcount(force, setting)
        return log(value) * _interpolated(event.size / people, priors.sections["size_factors"]["defectors"])
    return log(value)


def counts_people(event: Event) -> bool:
    """Whether the row's size is a number of people taking part (not units, states or dead)."""
    return event.unit is not None and event.unit.split()[0] in PEOPLE


def _headcount(force: int, setting: Setting) -> float:
    of_force = setting.force == force if force >= 0 else setting.sign > 0
    return float(setting.headcount[of_force].sum())


def _interpolated(share: float, table: Sequence[Sequence[float]]) -> float:
    """Value at a share, linear in its logarithm between the table's points, flat outside."""
    at = np.log10([point[0] for point in table])
    values = np.array([point[1] for point in table])
    return float(np.interp(log10(max(share, 1e-12)), at, values))


def _crowd(event: Event, case: Case) -> float:
    if event.code != "protest" or event.modality == "denied" or not counts_people(event) or event.size is None:
        return float("nan")
    return log10(min(max(event.size / (case.background.population_m * 1e6), 1e-7), 1.0))


__all__ = ["Trail", "counts_people", "trail_arrays", "trail_of"]
