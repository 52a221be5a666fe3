"""A track record as the JSON document `standoff-backtest/1`."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

from standoff._version import __version__
from standoff.analysis.answer import EvidenceAnswer
from standoff.analysis.history.backtest import Forecast
from standoff.analysis.history.track_record import Bin, Score, TrackRecord
from standoff.analysis.scoring import Interval

SCHEMA = "standoff-backtest/1"


def backtest_document(record: TrackRecord, worlds: int, seed: int, how: str) -> dict[str, Any]:
    """Forecasts by case and fraction, and in `summary` the scores of every forecaster by fraction.

    `how` the coefficients were learned: "prior", "unseen", "leave-one-out" or "in-sample".
    """
    return {
        "schema": SCHEMA,
        "version": __version__,
        "seed": seed,
        "digest": record.digest,
        "worlds": worlds,
        "fitted": how,
        "interval": "90 % equal-tailed, bootstrap over cases",
        "forecasts": [_forecast(each) for each in record.forecasts],
        "summary": [_fraction(record, fraction) for fraction in record.fractions],
        "misled": [_misled(case, row) for case, row in record.misled.items() if row is not None],
    }


def _misled(case: str, row: EvidenceAnswer) -> dict[str, Any]:
    return {"case": case, "row": row.id, "code": row.code, "text": row.text, "decibans": row.decibans}


def backtest_text(record: TrackRecord, worlds: int, seed: int, how: str) -> str:
    """The document as text, one line feed at its end."""
    return json.dumps(backtest_document(record, worlds, seed, how), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _forecast(each: Forecast) -> dict[str, Any]:
    return {
        "case": each.case,
        "fraction": each.fraction,
        "as_of": each.as_of.isoformat(),
        "rows": each.rows,
        "p_out": each.p_out,
        "initiative": each.signs.initiative,
        "weight_of_signs": each.signs.weight,
        "out": each.out,
        "p_forsaken": each.p_forsaken,
        "kind": each.kind,
        "forces": each.forces,
        "shares": list(each.shares),
        "baselines": dict(each.rivals),
    }


def _fraction(record: TrackRecord, fraction: float) -> dict[str, Any]:
    scores = {each.forecaster: _score(each) for each in record.scores if each.fraction == fraction}
    return {
        "fraction": fraction,
        "scores": scores,
        "ranked_score": _interval(record.ranked[fraction]),
        "forces_brier": _interval(record.forsaken[fraction]),
        "reliability": [_bin(each) for each in record.reliability[fraction]],
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "cases": score.cases,
        "brier": _interval(score.brier),
        "log_score": _interval(score.log_loss),
        "brier_gain_on_base_rate": _interval(score.brier_gain),
        "skill": _number(score.skill),
        "lead_of_standoff": _interval(score.lead),
        "calibration": {"slope": _number(score.slope), "intercept": _number(score.intercept), **score.parts._asdict()},
        "auc": _number(score.auc),
    }


def _bin(each: Bin) -> dict[str, Any]:
    return {"low": each.low, "high": each.high, "cases": each.cases, "forecast": each.forecast, "came": each.came}


def _interval(interval: Interval) -> dict[str, float]:
    return interval._asdict()


def _number(value: float) -> float | None:
    return value if isfinite(value) else None
