"""The document `standoff-sensitivity/1`: what drives an answer as plain JSON values."""

from __future__ import annotations

import json
from typing import Any

from standoff.analysis.document import checks_document, estimate_document, number
from standoff.analysis.sensitivity.values import End, Index, Input, Scaled, Sensitivity, TornadoBar

SCHEMA = "standoff-sensitivity/1"


def sensitivity_document(found: Sensitivity) -> dict[str, Any]:
    """What drives the answer, as a dictionary of JSON values; numbers that are not finite become null."""
    return {
        "schema": SCHEMA,
        "case": found.case,
        "title": found.title,
        "order": found.order,
        "as_of": found.as_of.isoformat(),
        "seed": int(found.seed),
        "worlds": int(found.worlds),
        "version": found.version,
        "digest": found.digest,
        "obeyed": estimate_document(found.obeyed),
        "indices": [_input(one) for one in found.inputs],
        "effective_draws": {"prior": number(found.draws[0]), "posterior": number(found.draws[1])},
        "between_draws": number(found.between),
        "noise_within_blocks": number(found.within_noise),
        "tornado": [_bar(bar) for bar in found.tornado()],
        "outlets": int(found.outlets),
        "outlets_left": int(found.outlets_left),
        "power_scaling": {
            "powers": list(found.powers),
            "threshold": found.threshold,
            "verdict": found.verdict,
            "parts": [_scaled(part) for part in found.scaled],
        },
        "checks": checks_document(found.checks),
    }


def sensitivity_text(found: Sensitivity) -> str:
    """The document as text in plain ASCII; ends with a newline."""
    return json.dumps(sensitivity_document(found), indent=2, allow_nan=False) + "\n"


def _input(one: Input) -> dict[str, Any]:
    return {"kind": one.kind, "name": one.name, "prior": _index(one.prior), "posterior": _index(one.posterior)}


def _index(index: Index) -> dict[str, Any]:
    shown = {name: number(getattr(index, name)) for name in ("value", "error", "noise")}
    return {**shown, "told_apart": bool(index.told_apart)}


def _bar(bar: TornadoBar) -> dict[str, Any]:
    return {
        "kind": bar.kind,
        "name": bar.name,
        "rows": int(bar.rows),
        "low": _end(bar.low),
        "high": _end(bar.high),
        "swing": number(bar.swing),
        "told_apart": bool(bar.told_apart),
    }


def _end(end: End | None) -> dict[str, Any] | None:
    if end is None:
        return None
    numbers = {"obeyed": end.p, "difference": end.difference, "error": end.error}
    return {"what": end.what, **{name: number(value) for name, value in numbers.items()}}


def _scaled(part: Scaled) -> dict[str, Any]:
    return {
        "part": part.part,
        "low": _end(part.low),
        "high": _end(part.high),
        "distance": number(part.distance),
        "error": number(part.error),
    }
