"""Days as headers, metadata and markup state them: ISO 8601 or the mail format; the day is that of the writer's own clock."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_tz

_ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:T|Z|\s|$)")
_YEARS = range(1800, 2201)


def stated_day(value: str | None) -> date | None:
    """The day a stated time falls on where it was written, None where the value is no time.

    Example:
        >>> stated_day("2019-01-30T23:30:00-05:00"), stated_day("Wed, 30 Jan 2019 10:00:00 GMT")
        (datetime.date(2019, 1, 30), datetime.date(2019, 1, 30))
    """
    given = (value or "")[:100]
    found = _ISO.match(given) or _COMPACT.match(given)
    if found:
        return day_or_none(*map(int, found.groups()))
    try:
        parts = parsedate_tz(given)
    except (ValueError, TypeError, IndexError, OverflowError):  # hostile headers
        return None
    return day_or_none(*parts[:3]) if parts else None


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day of the calendar, None where there is no such day or the year is none a page of news could have."""
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
