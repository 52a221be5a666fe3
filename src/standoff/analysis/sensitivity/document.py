"""The document `standoff-sensitivity/1`: what drives the answer, as plain JSON values."""

from __future__ import annotations

import json
from typing import Any

from standoff.analysis.about import about_document
from standoff.analysis.document import estimate_document, number
from standoff.analysis.sensitivity.values import Index, Scaled, Sensitivity, Swing

SCHEMA = "standoff-sensitivity/1"


def sensitivity_document(found: Sensitivity) -> dict[str, Any]:
    """What drives the answer, as a dictionary of JSON values."""
    return {
        "schema": SCHEMA,
        **about_document(found),
        "draws": int(found.draws),
        "obeyed": estimate_document(found.obeyed),
        "indices": [_index(index) for index in found.indices],
        "swings": [_swing(swing) for swing in found.swings],
        "sources_left_out": int(found.sources_left_out),
        "power_scaling": {"prior": _scaled(found.prior), "likelihood": _scaled(found.likelihood)},
        "diagnosis": found.diagnosis,
    }


def sensitivity_text(found: Sensitivity) -> str:
    """The document as text in plain ASCII; ends with a newline."""
    return json.dumps(sensitivity_document(found), indent=2, allow_nan=False) + "\n"


def _index(index: Index) -> dict[str, Any]:
    numbers = {name: number(getattr(index, name)) for name in ("share", "error", "floor")}
    return {"name": index.name, "kind": index.kind, **numbers, "told_apart": bool(index.told_apart)}


def _swing(swing: Swing) -> dict[str, Any]:
    words = {name: getattr(swing, name) for name in ("name", "kind", "low", "high")}
    return {**words, **{name: number(getattr(swing, name)) for name in ("p_low", "p_high", "error")}}


def _scaled(scaled: Scaled) -> dict[str, Any]:
    return {
        "powers": [number(power) for power in scaled.powers],
        "obeyed": [number(p) for p in scaled.p],
        "obeyed_error": [number(error) for error in scaled.p_error],
        "distance_per_doubling": number(scaled.distance),
        "distance_error": number(scaled.error),
    }
