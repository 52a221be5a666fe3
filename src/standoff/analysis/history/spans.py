"""Days at fractions of a past standoff's span."""

from __future__ import annotations

from datetime import date, timedelta

from standoff.case.values import Case
from standoff.errors import UsageError


def forecast_day(case: Case, fraction: float) -> date:
    """The day at a fraction of a case's span, but never the day on which it ended: at 1 it is the day before.

    Raises:
        UsageError: a fraction outside (0, 1].
    """
    if not 0.0 < fraction <= 1.0:
        raise UsageError(f"fraction: {fraction:g} given; allowed: above 0, at most 1")
    span = (case.end - case.start).days
    return case.start + timedelta(days=max(min(round(fraction * span), span - 1), 0))
