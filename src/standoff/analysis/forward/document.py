"""The document `standoff-simulation/1`: worlds that live on, as plain JSON values."""

from __future__ import annotations

import json
from typing import Any

from standoff.analysis.about import about_document
from standoff.analysis.document import estimate_document, number
from standoff.analysis.forward.values import LEVELS, Parting, SamplePath, SimulatedDay, Simulation, Week

SCHEMA = "standoff-simulation/1"


def simulation_document(found: Simulation) -> dict[str, Any]:
    """The simulation as a dictionary of JSON values."""
    return {
        "schema": SCHEMA,
        **about_document(found),
        "from": found.source,
        "days_ahead": int(found.ahead),
        "levels": list(LEVELS),
        "days": [_day(day) for day in found.days],
        "weeks": [_week(week) for week in found.weeks],
        "paths": [_path(path) for path in found.paths],
        "partings": [_parting(one) for one in found.partings],
        "weighed_out": None if found.weighed_out is None else number(found.weighed_out),
    }


def simulation_text(found: Simulation) -> str:
    """The document as text in plain ASCII; ends with a newline."""
    return json.dumps(simulation_document(found), indent=2, allow_nan=False) + "\n"


def _day(day: SimulatedDay) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "outcomes": {kind: estimate_document(share) for kind, share in day.outcomes.items()},
        "out": estimate_document(day.out),
        "refused": number(day.refused),
        "margin": [number(value) for value in day.margin],
        "crowd": [number(value) for value in day.crowd],
    }


def _week(week: Week) -> dict[str, Any]:
    return {
        "first": week.first.isoformat(),
        "last": week.last.isoformat(),
        "undecided": number(week.undecided),
        "hazards": {kind: number(hazard) for kind, hazard in week.hazards.items()},
    }


def _path(path: SamplePath) -> dict[str, Any]:
    return {"world": path.world, "margin": [number(value) for value in path.margin], "outcome": path.outcome}


def _parting(one: Parting) -> dict[str, Any]:
    return {
        "code": one.code,
        "tier": one.tier,
        "first_day": int(one.first),
        "last_day": int(one.last),
        "chance": number(one.chance),
        "out_if_seen": number(one.out_if_seen),
        "out_if_not": number(one.out_if_not),
        "information_millibits": number(one.information),
        "error": number(one.error),
    }
