"""The document `standoff-what-if/1`: scenarios beside the baseline as plain JSON values."""

from __future__ import annotations

import json
from typing import Any

from standoff.analysis.about import about_document
from standoff.analysis.document import number
from standoff.analysis.whatif.values import DayPaired, OrderGiven, Paired, ScenarioAnswer, WhatIf
from standoff.case.scenario import scenario_text

SCHEMA = "standoff-what-if/1"


def what_if_document(found: WhatIf) -> dict[str, Any]:
    """The scenarios as a dictionary of JSON values."""
    return {
        "schema": SCHEMA,
        **about_document(found),
        "days": int(found.ahead),
        "interval": found.interval,
        "scenarios": [_scenario(answer) for answer in found.scenarios],
    }


def what_if_text(found: WhatIf) -> str:
    """The document as text in plain ASCII; ends with a newline."""
    return json.dumps(what_if_document(found), indent=2, allow_nan=False) + "\n"


def _scenario(answer: ScenarioAnswer) -> dict[str, Any]:
    return {
        "name": answer.scenario.name,
        "file": scenario_text(answer.scenario),
        "first_changed": answer.first_changed.isoformat(),
        "days": [_day(day) for day in answer.days],
        "orders_given": [_given(order) for order in answer.orders_given],
        "notes": list(answer.notes),
    }


def _day(day: DayPaired) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "obeyed": {name: _paired(pair) for name, pair in day.obeyed.items()},
        "outcomes": {name: _paired(pair) for name, pair in day.outcomes.items()},
        "out": _paired(day.out),
    }


def _paired(pair: Paired) -> dict[str, Any]:
    names = ("baseline", "scenario", "difference", "low", "high", "draw_low", "draw_high")
    return {name: number(getattr(pair, name)) for name in names}


def _given(order: OrderGiven) -> dict[str, Any]:
    shares = ("undecided", "obeyed", "settled", "fell")
    return {"day": order.day.isoformat(), "order": order.order, **{name: number(getattr(order, name)) for name in shares}}
