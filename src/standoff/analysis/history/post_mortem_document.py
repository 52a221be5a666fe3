"""A post-mortem as the JSON document `standoff-score/1`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from standoff._version import __version__
from standoff.analysis.answer import EvidenceAnswer
from standoff.analysis.history.post_mortem import LEAST_DECIBANS, PostMortem

SCHEMA = "standoff-score/1"


def post_mortem_document(found: PostMortem) -> dict[str, Any]:
    """Beliefs by day, evidence in the order it became known with whether it was right, and the parts that no row tells."""
    steps = found.waterfall
    return {
        "schema": SCHEMA,
        "version": __version__,
        "case": found.case,
        "seed": found.seed,
        "digest": found.digest,
        "worlds": found.worlds,
        "order": found.order,
        "outcome": {**asdict(found.outcome), "date": found.outcome.date.isoformat(), "forsaken": found.forsaken},
        "beliefs": [{**asdict(each), "as_of": each.as_of.isoformat()} for each in found.beliefs],
        "evidence": [_row(found, row) for row in found.evidence],
        "silence": found.towards * steps.silence,
        "dynamics": found.towards * steps.dynamics,
    }


def post_mortem_text(found: PostMortem) -> str:
    """The document as text, one line feed at its end."""
    return json.dumps(post_mortem_document(found), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _row(found: PostMortem, row: EvidenceAnswer) -> dict[str, Any]:
    gain = found.gain(row)
    return {
        "id": row.id,
        "date": row.date.isoformat(),
        "public": row.public.isoformat(),
        "code": row.code,
        "source": row.source,
        "text": row.text,
        "decibans": row.decibans,
        "gain": gain,
        "verdict": "told nothing" if abs(gain) < LEAST_DECIBANS else "right" if gain > 0.0 else "misled",
    }
