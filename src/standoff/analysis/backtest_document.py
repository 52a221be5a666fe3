"""A track record as the JSON document `standoff-backtest/1`."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

from standoff._version import __version__
from standoff.analysis.backtest import Forecast
from standoff.analysis.scoring import Interval
from standoff.analysis.track_record import Bin, Score, TrackRecord

SCHEMA = "standoff-backtest/1"
FITTED = "nothing: the model's coefficients are its stated priors; rivals learn from the library less the case"


def backtest_document(record: TrackRecord, worlds: int, seed: int) -> dict[str, Any]:
    """Forecasts by case and fraction, and in `summary` the scores of every forecaster by fraction."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "seed": seed,
        "worlds": worlds,
        "fitted": FITTED,
        "interval": "90 % equal-tailed, bootstrap over cases",
        "forecasts": [_forecast(each) for each in record.forecasts],
        "summary": [_fraction(record, fraction) for fraction in record.fractions],
    }


def backtest_text(record: TrackRecord, worlds: int, seed: int) -> str:
    """The document as text, one line feed at its end."""
    return json.dumps(backtest_document(record, worlds, seed), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _forecast(each: Forecast) -> dict[str, Any]:
    return {
        "case": each.case,
        "fraction": each.fraction,
        "as_of": each.as_of.isoformat(),
        "rows": each.rows,
        "p_out": each.p_out,
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
        "calibration": {"slope": _number(score.slope), "intercept": _number(score.intercept), **score.parts._asdict()},
        "auc": _number(score.auc),
    }


def _bin(each: Bin) -> dict[str, Any]:
    return {"low": each.low, "high": each.high, "cases": each.cases, "forecast": each.forecast, "came": each.came}


def _interval(interval: Interval) -> dict[str, float]:
    return interval._asdict()


def _number(value: float) -> float | None:
    return value if isfinite(value) else None
