"""The date line of a page of text: a line near the head or foot that holds little but a date, or an agency's "CITY (Agency) -".

A date within a sentence is no date line, nor is one under a quotation ("- A Senator, January 29, 2019").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from standoff.intake.pages.stated import day_or_none

Day = date  # the name of the type where a field is called `date`

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES_OF_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})\b"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_WEEKDAY}{_MONTH}\s+{_DAY}\b,?\s+{_YEAR}",
        rf"\b{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        r"\b(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"\b(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4})\b",
    )
)
_BEFORE = re.compile(
    r"(?:(?:first |last |originally )?(?:posted|published|issued|released|filed|dated?|updated|modified|created)"
    r"(?:\s+(?:on|at|by [^|,]{1,60}[|,]?))?[:,\s]*|on\s+|by\s[^|,]{1,60}[|,·•–—-]?\s*|[^—–\"“'-][^.!?\"“]{0,60}[|·•:]\s*)?",
    re.IGNORECASE,
)
_PLACED = re.compile(r"[^\W_][^.!?:\"“”—–\d]{0,60},\s+")  # "Brussels, ", "Press release, ": only above the first sentence
_SENTENCE_ENDS = (".", "!", "?", '"', "”")
_AFTER = re.compile(
    r"[\s,.]*(?:$|[|·•–—(/@-].{0,60}$|(?:T|at\s|by\s|\d{1,2}[:.h]\d{2}|updated\b|last\b).{0,60}$)", re.IGNORECASE
)
_LATER = re.compile(r"\s*(?:last\s+)?(?:updated|modified)", re.IGNORECASE)
_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ .'’/-]{1,40}"
_SHORT_DATE = (
    r"(?P<months>[A-Z][a-z]{2,8})\.?\s+(?P<days>\d{1,2})(?:,?\s+(?P<years>\d{4}))?"
    r"|(?P<day2>\d{1,2})\s+(?P<month2>[A-Z][a-z]{2,8})\.?(?:,?\s+(?P<year2>\d{4}))?"
)
_AGENCIES = (
    r"Reuters|AP|AFP|EFE|dpa|DPA|ANSA|TASS|UPI|Xinhua|Bloomberg|Kyodo(?: News)?|Yonhap|Anadolu|Sputnik|RIA Novosti|PTI|IANS"
)
_AGENCY = re.compile(
    rf"\s*(?:{_CAPITALS}(?:,\s+[A-Z][A-Za-zÀ-ÿ .'’-]{{1,30}}?)?(?:,\s+(?:{_SHORT_DATE}))?"
    r"\s+\((?P<outlet>[A-Z][\w .&/-]{1,40})\)"
    rf"|(?:[A-Z][\w .,'’-]{{1,60}}\s+)?\((?P<agency>{_AGENCIES})\))\s*[-–—]"
)
_FIRST_LINES, _LAST_LINES, _LONGEST = 12, 6, 160


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the date lines of a text tell.

    Attributes:
        day: the day of publication, None where no line tells it.
        outlet: the agency a text begins with, None where there is none.
        yearless: month and day of an agency's line that leaves out the year, None otherwise.
        notes: a weekday that does not fit, lines at odds, a date that can be read in two ways.
    """

    day: Day | None = None
    outlet: str | None = None
    yearless: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    day: Day | None
    later: bool  # "updated", which is not when it was published
    note: str


def find_dateline(text: str) -> Dateline:
    r"""The day and the agency that the first and last lines of a text name.

    Example:
        >>> find_dateline("Wednesday, January 30, 2019\n\nTalks go on.").day
        datetime.date(2019, 1, 30)
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    head, foot = lines[:_FIRST_LINES], lines[_FIRST_LINES:][-_LAST_LINES:]
    agency = next((match for line in head if (match := _AGENCY.match(line[:_LONGEST]))), None)
    found = list(_dated(head)) or list(_dated(foot))
    known = [line for line in found if line.day is not None]
    notes = [line.note for line in found if line.note]
    best = next((line for line in known if not line.later), known[0] if known else None)
    day = best.day if best else None
    if len({line.day for line in known if not line.later}) > 1:
        notes.append(f"several date lines: {', '.join(str(line.day) for line in known)}; the first is used")
    if agency is None:
        return Dateline(day, notes=tuple(notes))
    return _with_agency(day, agency, notes)


def behind_agency(text: str) -> int:
    """How many characters of a text are an agency's line before the story: its date is no date of what is told.

    Example:
        >>> behind_agency("KHARTOUM, April 7 (Reuters) - Soldiers moved on Saturday.")
        29
    """
    found = _AGENCY.match(text[:_LONGEST])
    return 0 if found is None else len(found.group())


def _with_agency(day: date | None, agency: re.Match[str], notes: list[str]) -> Dateline:
    outlet = agency.group("outlet") or agency.group("agency")
    month = _number(agency.group("months") or agency.group("month2") or "", _MONTHS)
    number = int(agency.group("days") or agency.group("day2") or 0)
    year = agency.group("years") or agency.group("year2")
    if not month:
        return Dateline(day, outlet, notes=tuple(notes))
    if day is None and year:
        day = day_or_none(int(year), month, number)
    return Dateline(day, outlet, (month, number) if day is None and day_or_none(2000, month, number) else None, tuple(notes))


def _dated(lines: list[str]) -> Iterator[_Line]:
    above = True  # whether no line of prose came yet
    for line in lines:
        for form in _FORMS if len(line) <= _LONGEST else ():
            found = form.search(line)
            before = line[: found.start()] if found else ""
            led = _BEFORE.fullmatch(before) or (above and _PLACED.fullmatch(before))
            if found and led and _AFTER.match(line[found.end() :]):
                yield _line(found, later=bool(_LATER.match(line)))
                break
        above = above and len(line) <= _LONGEST and not line.endswith(_SENTENCE_ENDS)


def _line(found: re.Match[str], later: bool) -> _Line:
    parts = found.groupdict()
    if "one" in parts:
        return _numeric(found.group(), int(parts["one"]), int(parts["two"]), int(parts["year"]), later)
    month = int(parts["month"]) if parts["month"].isdigit() else _number(parts["month"], _MONTHS)
    day = day_or_none(int(parts["year"]), month, int(parts["day"]))
    if day is None:
        return _Line(None, later, f"the date line {found.group()!r} is no day of the calendar")
    told = _number(parts.get("weekday") or "", _WEEKDAYS)
    if told and told - 1 != day.weekday():
        return _Line(
            day, later, f"the date line {found.group()!r} is at odds with itself: {day} was a {_NAMES_OF_DAYS[day.weekday()]}"
        )
    return _Line(day, later, "")


def _numeric(words: str, one: int, two: int, year: int, later: bool) -> _Line:
    """30/01/2019 can be read in one way only; 03/04/2019 in two, so it is left to the reader."""
    days = {day for month, number in ((one, two), (two, one)) if (day := day_or_none(year, month, number))}
    if len(days) == 1:
        return _Line(days.pop(), later, "")
    return _Line(None, later, f"the date line {words!r} can be read in two ways; give --published YYYY-MM-DD" if days else "")


def _number(word: str, names: tuple[str, ...]) -> int:
    """The place of a month or weekday in its row from 1, 0 where it is none."""
    short = word[:3].lower()
    return names.index(short) + 1 if short in names else 0
