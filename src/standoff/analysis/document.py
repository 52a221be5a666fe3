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
        "order_giver_out": _number(answer.order_giver_out.p),
        "order_giver_out_interval": _interval(answer.order_giver_out),
        "record": None if answer.record is None else _record(answer.record),
        "evidence": [_evidence(row) for row in answer.evidence],
        "waterfall": _waterfall(answer.waterfall),
        "checks": _checks(answer.checks),
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
        "obeyed": _estimate(order.obeyed) | {"words": likelihood(order.obeyed.p)},
        "prior_p": _number(order.prior_p),
        "groups": [_group(group) for group in order.groups],
        "why_not": {name: _number(getattr(order.why_not, name).p) for name in _REASONS},
        "why_not_intervals": {name: _interval(getattr(order.why_not, name)) for name in _REASONS},
        "own_chance": _own_chance(order.why_not),
        "equilibria": _equilibria(order.equilibria),
    }


def _record(record: RecordAnswer) -> dict[str, Any]:
    return {
        "worlds_alone": _number(record.worlds_alone.p),
        "worlds_alone_interval": _interval(record.worlds_alone),
        "interval": [_number(bound) for bound in record.interval],
        "initiative": _number(record.initiative),
        "weight": _number(record.weight),
        "cases": int(record.cases),
        "fell": _number(record.fell),
    }


def _own_chance(why_not: WhyNot) -> dict[str, Any]:
    return _estimate(why_not.own_chance) | {"words": likelihood(why_not.own_chance.p)}


def _group(group: GroupAnswer) -> dict[str, Any]:
    return {
        "force": group.force,
        "kind": group.kind,
        "tier": group.tier,
        "headcount": int(group.headcount),
        "defends": bool(group.defends),
        "disobey": _estimate(group.disobey),
        "prior_disobey": _number(group.prior_disobey),
    }


def _equilibria(both: Equilibria) -> dict[str, Any]:
    return {
        "lowest": _number(both.lowest),
        "highest": _number(both.highest),
        "p_at_lowest": _number(both.p_at_lowest),
        "p_at_highest": _number(both.p_at_highest),
        "share_of_worlds": _number(both.share_of_worlds),
    }


def _horizon(horizon: Horizon) -> dict[str, Any]:
    shares = horizon.by_kind()
    return {
        "horizon_days": "end" if horizon.days is None else int(horizon.days),
        **{kind: _number(share) for kind, share in shares.items()},
        "worlds": int(horizon.worlds),
        "below": [kind for kind, share in shares.items() if share == 0],
    }


def _evidence(row: EvidenceAnswer) -> dict[str, Any]:
    return {
        "id": row.id,
        "date": row.date.isoformat(),
        "public": row.public.isoformat(),
        "code": row.code,
        "decibans": _number(row.decibans),
        "force": row.force,
        "tier": row.tier,
        "text": row.text,
        "source": row.source,
        "echoes": list(row.echoes),
    }


def _waterfall(steps: Waterfall) -> dict[str, Any]:
    return {
        "prior": _number(steps.prior),
        "evidence": _number(steps.evidence),
        "silence": _number(steps.silence),
        "dynamics": _number(steps.dynamics),
        "posterior": _number(steps.posterior),
    }


def _checks(checks: Checks) -> dict[str, Any]:
    return {
        "ess_min": _number(checks.ess_min),
        "ess_min_at": checks.ess_min_at,
        "mc_error": _number(checks.mc_error),
        "log_evidence": _number(checks.log_evidence),
        "log_evidence_error": _number(checks.log_evidence_error),
        "worlds_run": int(checks.worlds_run),
        "blocks": int(checks.blocks),
        "block_ess": _number(checks.block_ess),
        "starts_left": _number(checks.starts_left),
        "runs": int(checks.runs),
        "warnings": list(checks.warnings),
        "notes": list(checks.notes),
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {"p": _number(estimate.p), **_interval(estimate)}


def _interval(estimate: Estimate) -> dict[str, Any]:
    return {"low": _number(estimate.low), "high": _number(estimate.high), "interval": estimate.interval}


def _number(value: float) -> float | None:
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
