"""What the words of a date mean: each reading takes a match of its rule and the setting, and gives days or None."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from standoff.intake.language import days
from standoff.intake.language.date_words import MONTHS, WEEKDAYS, number_of, part_of
from standoff.intake.language.days import Stretch


@dataclass(frozen=True, slots=True)
class Setting:
    """What a date is read against.

    Attributes:
        published: the dateline, None where unknown: then only dates that need none are resolved.
        future: whether words before the date put it in the future.
        before: the last stretch resolved earlier in the text, None at its start.
    """

    published: date | None
    future: bool
    before: Stretch | None


Found = re.Match[str]
Resolve = Callable[[Found, Setting], Stretch | None]


def _one(found: date | None) -> Stretch | None:
    return (found, found) if found else None


def _month_number(found: Found, group: str = "month") -> int:
    return MONTHS[found.group(group).lower()]


def _in_year(found: Found, number: int, month_number: int, setting: Setting) -> date | None:
    """A day of a month in the year the text names, else in the nearest one."""
    year = found.groupdict().get("year")
    if year:
        return days.day(int(year), month_number, number)
    if not setting.published:
        return None
    found_day = days.nearest_year(setting.published, month_number, number, setting.future)
    lead = (found.groupdict().get("lead") or "").lower()
    if lead and found_day and found_day.weekday() != WEEKDAYS[lead]:  # "Sunday, Feb. 3": the weekday tells the year
        other = days.nearest_year(setting.published, month_number, number, not setting.future)
        return other if other and other.weekday() == WEEKDAYS[lead] else found_day
    return found_day


def month_day(found: Found, setting: Setting) -> Stretch | None:
    """A day of a month, with its year or in the nearest one."""
    return _one(_in_year(found, int(found["day"]), _month_number(found), setting))


def day_range(found: Found, setting: Setting) -> Stretch | None:
    """Two days of one month, or of two: the last is resolved first and the first lies before it."""
    groups = found.groupdict()
    last_month = _month_number(found, "month_to") if groups.get("month_to") else _month_number(found)
    last = _in_year(found, int(found["to"]), last_month, setting)
    first = days.nearest_year(last, _month_number(found), int(found["day"]), future=False) if last else None
    return (first, last) if first and last else None


def iso_day(found: Found, setting: Setting) -> Stretch | None:
    """Year, month and day in numbers."""
    return _one(days.day(int(found["year"]), int(found["m"]), int(found["day"])))


def numeric_day(found: Found, setting: Setting) -> Stretch | None:
    """Day and month in either order: both readings where both fit; with stops between the day comes first."""
    year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
    first, second = int(found["a"]), int(found["b"])
    readings = [days.day(year, second, first)]
    if found["sep"] != ".":
        readings.append(days.day(year, first, second))
    fitting = sorted(reading for reading in readings if reading)
    return (fitting[0], fitting[-1]) if fitting else None


def month_year(found: Found, setting: Setting) -> Stretch | None:
    """A month of a year, or a part of it."""
    return days.month(int(found["year"]), _month_number(found), part_of(found["part"]))


def month_alone(found: Found, setting: Setting) -> Stretch | None:
    """A month without a year: the latest that had begun by the dateline, in the future the next one to end."""
    if not setting.published:
        return None
    number, year = _month_number(found), setting.published.year
    if setting.future:
        year += number < setting.published.month
    else:
        year -= number > setting.published.month
    return days.month(year, number, part_of(found.groupdict().get("part")))


def a_year(found: Found, setting: Setting) -> Stretch | None:
    """A year, or a part of it."""
    return days.year(int(found["year"]), part_of(found.groupdict().get("part")))


def year_range(found: Found, setting: Setting) -> Stretch | None:
    """From one year to another."""
    first, last = days.year(int(found["year"])), days.year(int(found["year_to"]))
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def a_decade(found: Found, setting: Setting) -> Stretch | None:
    """A decade, or a part of it."""
    return days.decade(int(found["year"]), part_of(found["part"]))


def shift_of(number: int) -> Resolve:
    """A rule for a day so many days after the dateline."""
    return lambda found, setting: _one(days.shifted(setting.published, number)) if setting.published else None


def stretch_back(first: int, last: int = 0) -> Resolve:
    """A rule for the stretch from `first` to `last` days before the dateline."""

    def resolve(found: Found, setting: Setting) -> Stretch | None:
        base = setting.published
        return (base - timedelta(days=first), base - timedelta(days=last)) if base else None

    return resolve


def a_weekday(found: Found, setting: Setting) -> Stretch | None:
    """A weekday: the nearest not after the dateline, or as "last", "next" and words of the future put it."""
    if not setting.published:
        return None
    groups, number = found.groupdict(), WEEKDAYS[found["weekday"].lower()]
    which = (groups.get("which") or "").lower().removeprefix("this ").strip()
    if which in {"next", "coming"}:
        return _one(days.weekday_after(setting.published, number, same=False))
    if which in {"last", "past", "previous"}:
        return _one(days.weekday_before(setting.published, number, same=False))
    if which == "this":
        return _one(days.week(setting.published)[0] + timedelta(days=number))
    nearest = days.weekday_after if setting.future else days.weekday_before
    return _one(nearest(setting.published, number))


def a_week(found: Found, setting: Setting) -> Stretch | None:
    """The last, this or the next week, Monday to Sunday; this week ends, or begins, with the dateline."""
    base = setting.published
    if not base:
        return None
    which, side = found["which"].lower(), (found["side"] or "").lower()
    if which != "this":
        return days.week(base, 1 if which == "next" else -1)
    monday, sunday = days.week(base)
    if side == "earlier":
        return monday, max(monday, base - timedelta(days=1))
    return (base, sunday) if side == "later" or setting.future else (monday, base)


def a_weekend(found: Found, setting: Setting) -> Stretch | None:
    """The nearest weekend gone by, or the coming one where the words say so."""
    base, which = setting.published, (found["which"] or "").lower()
    if not base:
        return None
    if which in {"last", "past"}:
        return (
            days.weekend(base - timedelta(days=2), upcoming=False) if base.weekday() > 4 else days.weekend(base, upcoming=False)
        )
    upcoming = setting.future or which in {"next", "coming"} or (which == "this" and base.weekday() > 1)
    return days.weekend(base, upcoming)


def month_of_dateline(found: Found, setting: Setting) -> Stretch | None:
    """The last, this or the next month."""
    base = setting.published
    if not base:
        return None
    which, side = found["which"].lower(), part_of(found["part"])
    stretch = days.month(base.year, base.month + {"last": -1, "this": 0, "next": 1}[which], side)
    return _until_now(stretch, base, which, found["side"], setting)


def year_of_dateline(found: Found, setting: Setting) -> Stretch | None:
    """The last, this or the next year."""
    base = setting.published
    if not base:
        return None
    which = found["which"].lower()
    stretch = days.year(base.year + {"last": -1, "this": 0, "next": 1}[which], part_of(found["part"]))
    return _until_now(stretch, base, which, found["side"], setting)


def _until_now(stretch: Stretch | None, base: date, which: str, side: str | None, setting: Setting) -> Stretch | None:
    """End "this month" and "this year" today in what is told as past, and begin them today in what is to come."""
    if not stretch or which != "this" or not stretch[0] <= base <= stretch[1]:
        return stretch
    return (base, stretch[1]) if setting.future or (side or "").lower() == "later" else (stretch[0], base)


def begun_with(found: Found, setting: Setting) -> Stretch | None:
    """From the first day of the dateline's year, month or week to the dateline."""
    base = setting.published
    if not base:
        return None
    first = {"year": base.replace(month=1, day=1), "month": base.replace(day=1), "week": days.week(base)[0]}[found["unit"]]
    return first, base


def week_of_month(found: Found, setting: Setting) -> Stretch | None:
    """The first, second, third or last seven days of a month."""
    first = _in_year(found, 1, _month_number(found), setting)
    if first is None:
        return None
    if found["nth"] == "last":
        last = days.month(first.year, first.month)
        return (last[1] - timedelta(days=6), last[1]) if last else None
    begin = first + timedelta(days=7 * ("first", "second", "third").index(found["nth"]))
    return begin, begin + timedelta(days=6)


def named_month(found: Found, setting: Setting) -> Stretch | None:
    """As "last November", "next March": the nearest one that ended before, or begins after, the month of the dateline."""
    base, number = setting.published, _month_number(found)
    if not base:
        return None
    if found["which"].lower() == "this":
        return days.month(base.year, number)
    if found["which"].lower() == "next":
        return days.month(base.year + (number <= base.month), number)
    return days.month(base.year - (number >= base.month), number)


def so_long_ago(found: Found, setting: Setting) -> Stretch | None:
    """As "two days ago" is a day; weeks give a day three more or less, months their month, years their year."""
    base = setting.published
    if not base:
        return None
    word, unit = found["count"].lower(), found["unit"].lower()
    number = number_of(word)
    if unit.startswith("year"):
        return days.year(base.year - number)
    if unit.startswith("month"):
        return days.month(base.year, base.month - number)
    about = number * 7 if unit.startswith("week") else number
    loose = 3 if unit.startswith("week") else 2 if word in {"few", "several"} else 0
    first, last = days.shifted(base, -about - loose), days.shifted(base, min(0, loose - about))
    return (first, last) if first and last else None


def past_stretch(found: Found, setting: Setting) -> Stretch | None:
    """As "over the past three weeks": so many days up to and with the dateline's; a month counts 30, a year 365."""
    base = setting.published
    if not base:
        return None
    length = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}[found["unit"].lower().rstrip("s")]
    number = number_of(found["count"]) if found["count"] else 1
    first = days.shifted(base, -max(1, number * length - 1) if length else -((number + 23) // 24))
    return (first, base) if first else None


def from_date_before(found: Found, setting: Setting) -> Stretch | None:
    """As "a day earlier", "two days later": counted from the last date told, else from the dateline."""
    anchor = setting.before or ((setting.published, setting.published) if setting.published else None)
    if not anchor:
        return None
    number = number_of(found["count"]) * (7 if found["unit"].lower().startswith("week") else 1)
    way = -number if found["way"].lower() in {"earlier", "before"} else number
    first, last = days.shifted(anchor[0], way), days.shifted(anchor[1], way)
    return (first, last) if first and last else None


def next_to_date_before(number: int) -> Resolve:
    """As "the following day", "the day before", "that day": next to the last date told."""

    def resolve(found: Found, setting: Setting) -> Stretch | None:
        anchor = setting.before or ((setting.published, setting.published) if setting.published and number < 0 else None)
        first, last = (days.shifted(anchor[0], number), days.shifted(anchor[1], number)) if anchor else (None, None)
        return (first, last) if first and last else None

    return resolve
