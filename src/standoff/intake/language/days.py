"""Days of the calendar as news counts them: pure arithmetic, no text. A stretch is a pair of days, both included."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

Stretch = tuple[date, date]
"""First and last day, both included; equal for a single day."""

EARLIEST, LATEST = 1500, 2199
"""Years a page of news can mean; anything outside is a number, not a year."""


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None where the calendar has none such."""
    if not EARLIEST <= year <= LATEST or not 1 <= month <= 12:
        return None
    return date(year, month, number) if 1 <= number <= monthrange(year, month)[1] else None


def shifted(base: date, days: int) -> date | None:
    """`base` moved by whole days; None outside the calendar."""
    moved = base.toordinal() + days
    return date.fromordinal(moved) if date(MINYEAR, 1, 1).toordinal() <= moved <= date(MAXYEAR, 12, 31).toordinal() else None


def month(year: int, number: int, part: str = "") -> Stretch | None:
    """A month, or its early (to the 10th), mid (to the 20th) or late part; the month number may run over 12 or under 1."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    if not EARLIEST <= year <= LATEST:
        return None
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}.get(part, (1, 31))
    return date(year, number, first), date(year, number, min(last, monthrange(year, number)[1]))


def year(number: int, part: str = "") -> Stretch | None:
    """A year, or its early (January to April), mid (May to August) or late (September to December) part."""
    if not EARLIEST <= number <= LATEST:
        return None
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "first half": (1, 6), "second half": (7, 12)}.get(
        part, (1, 12)
    )
    return date(number, first, 1), date(number, last, monthrange(number, last)[1])


def decade(number: int, part: str = "") -> Stretch | None:
    """A decade by its first year, or its early, mid or late years."""
    if not EARLIEST <= number <= LATEST:
        return None
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "first half": (0, 4), "second half": (5, 9)}.get(
        part, (0, 9)
    )
    return date(number + first, 1, 1), date(number + last, 12, 31)


def week(base: date, offset: int = 0) -> Stretch:
    """The week from Monday to Sunday that holds `base`, `offset` weeks on."""
    monday = base + timedelta(days=7 * offset - base.weekday())
    return monday, monday + timedelta(days=6)


def weekend(base: date, upcoming: bool) -> Stretch:
    """The Saturday and Sunday around `base`, else the ones before it, or with `upcoming` the ones after."""
    saturday = base + timedelta(days=5 - base.weekday())
    if base.weekday() < 5 and not upcoming:
        saturday -= timedelta(days=7)
    return saturday, saturday + timedelta(days=1)


def weekday_before(base: date, weekday: int, same: bool = True) -> date:
    """The nearest such weekday (Monday 0) not after `base`; with `same` False strictly before it."""
    back = (base.weekday() - weekday) % 7
    return base - timedelta(days=back if back or same else 7)


def weekday_after(base: date, weekday: int, same: bool = True) -> date:
    """The nearest such weekday (Monday 0) not before `base`; with `same` False strictly after it."""
    on = (weekday - base.weekday()) % 7
    return base + timedelta(days=on if on or same else 7)


def nearest_year(base: date, month_number: int, number: int, future: bool) -> date | None:
    """The day of that month nearest to `base` and not after it; with `future` not before it.

    29 February looks back (or on) to the leap year it needs.
    """
    for step in range(9):
        found = day(base.year + (step if future else -step), month_number, number)
        if found and (found >= base if future else found <= base):
            return found
    return None
