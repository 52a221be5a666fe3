"""The document `standoff-explanation/1`: an `Explanation` as plain JSON values."""

from __future__ import annotations

import json
from typing import Any

from standoff.analysis.about import about_document
from standoff.analysis.document import checks_document, estimate_document, number, waterfall_document
from standoff.analysis.orders import LOSSES
from standoff.analysis.why.values import Explanation, Group, Lie, Possible, Rivals, Shift, WhyNotDay, Worth

SCHEMA = "standoff-explanation/1"


def explanation_document(found: Explanation) -> dict[str, Any]:
    """The explanation as a dictionary of JSON values."""
    return {
        "schema": SCHEMA,
        **about_document(found),
        "refused": estimate_document(found.refused),
        "waterfall": waterfall_document(found.waterfall),
        "hypotheses": {name: number(p) for name, p in found.hypotheses.items()},
        "evidence": [_worth(row) for row in found.worth],
        "not_run_again": int(found.not_run_again),
        "grouped_by": found.grouped_by,
        "groups": [_group(group) for group in found.groups],
        "if_a_source_lied": [_lie(lie) for lie in found.lies],
        "days_ahead": int(found.days_ahead),
        "possible": [_possible(event) for event in found.possible],
        "why_not": [_why_not(day) for day in found.why_not],
        "rivals": None if found.rivals is None else _rivals(found.rivals),
        "checks": checks_document(found.checks),
    }


def explanation_text(found: Explanation) -> str:
    """The document as text in plain ASCII; ends with a newline."""
    return json.dumps(explanation_document(found), indent=2, allow_nan=False) + "\n"


def _worth(row: Worth) -> dict[str, Any]:
    return {
        "id": row.evidence.id,
        "public": row.evidence.public.isoformat(),
        "code": row.evidence.code,
        "sided": row.sided,
        "sequential": number(row.evidence.decibans),
        "leave_one_out": _shift(row.without),
        "cells": {name: number(value) for name, value in row.cells.items()},
        "ratings": dict(row.ratings),
    }


def _shift(shift: Shift | None) -> dict[str, Any] | None:
    if shift is None:
        return None
    return {"refused": number(shift.p), "decibans": number(shift.decibans), **_sure(shift)}


def _sure(shift: Shift) -> dict[str, Any]:
    return {"error": number(shift.error), "thin": bool(shift.thin)}


def _group(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "rows": list(group.rows),
        "sequential": number(group.sequential),
        "leave_out": _shift(group.without),
    }


def _lie(lie: Lie) -> dict[str, Any]:
    return {"source": lie.source, "rows": list(lie.rows), "alone": int(lie.alone), "if_lied": _shift(lie.if_lied)}


def _possible(event: Possible) -> dict[str, Any]:
    return {
        "code": event.code,
        "tier": event.tier,
        "times_seen": int(event.times_seen),
        "chance": number(event.chance),
        "refused_if_seen": number(event.if_seen),
        "refused_if_not": number(event.if_not),
        "decibans": number(event.decibans),
        "error": number(event.error),
        "information_millibits": number(event.information),
        "tells": {name: number(value) for name, value in event.tells.items()},
    }


def _why_not(day: WhyNotDay) -> dict[str, Any]:
    names = (*LOSSES, "own_chance")
    orders = {order: {name: estimate_document(getattr(part, name)) for name in names} for order, part in day.orders.items()}
    return {"day": day.day.isoformat(), "orders": orders}


def _rivals(rivals: Rivals) -> dict[str, Any]:
    return {
        "first": rivals.first,
        "second": rivals.second,
        "first_loss": estimate_document(rivals.first_loss),
        "second_loss": estimate_document(rivals.second_loss),
        "first_leads": number(rivals.first_leads),
        "apart": [_possible(event) for event in rivals.apart],
    }
