"""The document `standoff-answer/1`: an `Answer` as plain JSON values, the same bytes for the same answer.

Numbers that are not finite become null, and the time it took is left out.
"""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from math import isfinite
from typing import Any

from standoff.analysis.answer import (
    Answer,
    Checks,
    Confidence,
    Equilibria,
    Estimate,
    EvidenceAnswer,
    GroupAnswer,
    Horizon,
    OrderAnswer,
    RecordAnswer,
    Waterfall,
    WhyNot,
)
from standoff.analysis.words import likelihood

SCHEMA = "standoff-answer/1"
_REASONS = ("refusal", "overthrow", "intervention", "backlash")
_LIBRARIES = ("numpy", "numba")


def answer_document(answer: Answer) -> dict[str, Any]:
    """The answer as a dictionary of JSON values (text, numbers, true, false, null, lists, dictionaries)."""
    return {
        "schema": SCHEMA,
        **_subject(answer),
        "orders": [_order(order) for order in answer.orders],
        "outcomes": [_horizon(horizon) for horizon in answer.outcomes],
        "order_giver_out": number(answer.order_giver_out.p),
        "order_giver_out_interval": _interval(answer.order_giver_out),
        "record": None if answer.record is None else _record(answer.record),
        "evidence": [_evidence(row) for row in answer.evidence],
        "waterfall": waterfall_document(answer.waterfall),
        "confidence": confidence_document(answer.confidence),
        "checks": checks_document(answer.checks),
        "rows_known": int(answer.rows_known),
        "libraries": libraries(),
    }


def answer_text(answer: Answer) -> str:
    """The document as text in plain ASCII, so that no terminal or file can spoil a letter; ends with a newline."""
    return json.dumps(answer_document(answer), indent=2, allow_nan=False) + "\n"


def _subject(answer: Answer) -> dict[str, Any]:
    return {
        "case": answer.case,
        "title": answer.title,
        "question": answer.question,
        "order_giver": answer.order_giver,
        "challenger": answer.challenger,
        "start": answer.start.isoformat(),
        "as_of": answer.as_of.isoformat(),
        "focus": answer.focus,
        "seed": int(answer.seed),
        "worlds": int(answer.worlds),
        "version": answer.version,
        "digest": answer.digest,
    }


def _order(order: OrderAnswer) -> dict[str, Any]:
    return {
        "order": order.order,
        "obeyed": estimate_document(order.obeyed) | {"words": likelihood(order.obeyed.p)},
        "prior_p": number(order.prior_p),
        "groups": [_group(group) for group in order.groups],
        "why_not": {name: number(getattr(order.why_not, name).p) for name in _REASONS},
        "why_not_intervals": {name: _interval(getattr(order.why_not, name)) for name in _REASONS},
        "own_chance": _own_chance(order.why_not),
        "equilibria": _equilibria(order.equilibria),
    }


def _record(record: RecordAnswer) -> dict[str, Any]:
    return {
        "worlds_alone": number(record.worlds_alone.p),
        "worlds_alone_interval": _interval(record.worlds_alone),
        "interval": [number(bound) for bound in record.interval],
        "initiative": number(record.initiative),
        "weight": number(record.weight),
        "cases": int(record.cases),
        "fell": number(record.fell),
    }


def _own_chance(why_not: WhyNot) -> dict[str, Any]:
    return estimate_document(why_not.own_chance) | {"words": likelihood(why_not.own_chance.p)}


def _group(group: GroupAnswer) -> dict[str, Any]:
    return {
        "force": group.force,
        "kind": group.kind,
        "tier": group.tier,
        "headcount": int(group.headcount),
        "defends": bool(group.defends),
        "disobey": estimate_document(group.disobey),
        "prior_disobey": number(group.prior_disobey),
    }


def _equilibria(both: Equilibria) -> dict[str, Any]:
    return {
        "lowest": number(both.lowest),
        "highest": number(both.highest),
        "p_at_lowest": number(both.p_at_lowest),
        "p_at_highest": number(both.p_at_highest),
        "share_of_worlds": number(both.share_of_worlds),
    }


def _horizon(horizon: Horizon) -> dict[str, Any]:
    shares = horizon.by_kind()
    return {
        "horizon_days": "end" if horizon.days is None else int(horizon.days),
        **{kind: number(share) for kind, share in shares.items()},
        "worlds": int(horizon.worlds),
        "below": [kind for kind, share in shares.items() if share == 0],
    }


def _evidence(row: EvidenceAnswer) -> dict[str, Any]:
    return {
        "id": row.id,
        "date": row.date.isoformat(),
        "public": row.public.isoformat(),
        "code": row.code,
        "decibans": number(row.decibans),
        "force": row.force,
        "tier": row.tier,
        "text": row.text,
        "source": row.source,
        "echoes": list(row.echoes),
    }


def waterfall_document(steps: Waterfall) -> dict[str, Any]:
    """The parts in decibans."""
    return {
        "prior": number(steps.prior),
        "evidence": number(steps.evidence),
        "silence": number(steps.silence),
        "dynamics": number(steps.dynamics),
        "posterior": number(steps.posterior),
    }


def confidence_document(confidence: Confidence) -> dict[str, Any]:
    """The level and its grounds."""
    grounds = [{"name": one.name, "measure": number(one.measure), "carries": one.carries} for one in confidence.grounds]
    return {"level": confidence.level, "grounds": grounds}


def checks_document(checks: Checks) -> dict[str, Any]:
    """What the machine says of its own arithmetic."""
    return {
        "ess_min": number(checks.ess_min),
        "ess_min_at": checks.ess_min_at,
        "mc_error": number(checks.mc_error),
        "log_evidence": number(checks.log_evidence),
        "log_evidence_error": number(checks.log_evidence_error),
        "worlds_run": int(checks.worlds_run),
        "blocks": int(checks.blocks),
        "block_ess": number(checks.block_ess),
        "starts_left": number(checks.starts_left),
        "runs": int(checks.runs),
        "warnings": list(checks.warnings),
        "notes": list(checks.notes),
    }


def estimate_document(estimate: Estimate) -> dict[str, Any]:
    """A number with its interval."""
    return {"p": number(estimate.p), **_interval(estimate)}


def _interval(estimate: Estimate) -> dict[str, Any]:
    return {"low": number(estimate.low), "high": number(estimate.high), "interval": estimate.interval}


def number(value: float) -> float | None:
    """A finite number of the language itself (NumPy's print otherwise), or null; -0 is 0."""
    number = float(value)
    return number + 0.0 if isfinite(number) else None


def libraries() -> dict[str, str]:
    """Versions of the language and of the libraries that compute the numbers."""
    return {"python": platform.python_version()} | {name: _version(name) for name in _LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
