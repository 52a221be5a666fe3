"""Reading single cells of a feed: days in the forms feeds write, numbers, words that stand for nothing, countries."""

from __future__ import annotations

import calendar
import hashlib
import html
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from standoff.intake.feeds.values import UnreadableError
from standoff.intake.tables.countries import country_of

Cells = Mapping[str, str]
"""A row by the names of its columns, lower case, words parted by one blank."""

_NOTHING = frozenset({"", "na", "n/a", "none", "null", "nan", "-", "--", "---"})
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # signs that steer a terminal, halves of letters, none
_YEARS = range(1900, 2101)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{6})?\Z")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?\Z")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\Z")
_WORDED = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3})[a-z]*[- ]([0-9]{4})\Z")
_MONTHS = {name.casefold(): place for place, name in enumerate(calendar.month_abbr) if name}


def name_of(column: str) -> str:
    """The name of a column as layouts write it: lower case, one blank for dots, lines and blanks."""
    return re.sub(r"[\s._-]+", " ", column.strip()).casefold()


def cell(row: Cells, column: str) -> str:
    """A cell with single blanks, `&amp;` and the like as letters, no control signs; "" where it stands for nothing."""
    text = row.get(column, "")
    if not text:
        return ""
    text = " ".join(text.split())
    if text.casefold() in _NOTHING:
        return ""
    if "&" in text:
        text = html.unescape(text)
    return text if text.isprintable() else " ".join(_UNSAFE.sub(" ", text).split())


def needed(row: Cells, column: str) -> str:
    """A cell that must hold something.

    Raises:
        UnreadableError: it is empty.
    """
    text = cell(row, column)
    if not text:
        raise UnreadableError(column, f"{column} is empty")
    return text


def day_of(row: Cells, column: str, month_first: bool = False) -> date:
    """The day in a cell: 20150218, 20150218230000, 2015-02-18, 18 February 2015, and 2/18/2015 where a feed writes that.

    Raises:
        UnreadableError: no day, or one that does not exist.
    """
    text = needed(row, column)
    try:
        year, month, day = _parts(text, month_first)
        if year not in _YEARS:
            raise ValueError(text)
        return date(year, month, day)
    except ValueError:
        allowed = "YYYY-MM-DD, YYYYMMDD, 18 February 2015" + (", M/D/YYYY" if month_first else "")
        raise UnreadableError(
            column, f"{column} is {text[:40]!r}, no day of {_YEARS[0]} to {_YEARS[-1]}; allowed: {allowed}"
        ) from None


def maybe_day(row: Cells, column: str, month_first: bool = False) -> date | None:
    """The day in a cell that may be empty; None where it is.

    Raises:
        UnreadableError: something else stands there.
    """
    return day_of(row, column, month_first) if cell(row, column) else None


def day_of_seconds(row: Cells, column: str) -> date | None:
    """The day (UTC) of a count of seconds since 1970; None where the cell is empty or holds no such count."""
    text = cell(row, column)
    if not re.fullmatch(r"[0-9]{6,10}(?:\.0+)?", text):
        return None
    return datetime.fromtimestamp(int(text.split(".")[0]), UTC).date()


def count_of(row: Cells, column: str) -> float | None:
    """A number not below 0; None where the cell is empty.

    Raises:
        UnreadableError: something else stands there.
    """
    text = cell(row, column)
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]+)?", text):
        raise UnreadableError(column, f"{column} is {text[:40]!r}; a number from 0 is allowed")
    return float(text)


def iso3(name: str) -> str:
    """The ISO letters of a country's name or of its letters; "" where unknown."""
    found = country_of(name) if name else None
    return found.iso3 if found else ""


def bracketed_country(name: str) -> str:
    """The ISO letters of the country in brackets at the end of a name, "Police (Mali)"; "" where there is none."""
    found = re.search(r"\(([^()]+)\)\s*$", name)
    return iso3(found[1]) if found else ""


def many_of(text: str, mark: str = ";") -> tuple[str, ...]:
    """The parts of a cell that holds a list, without empty ones and repetitions, in order."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(mark) if part.strip()))


def digest(*parts: str) -> str:
    """A short key made of what a row says, for feeds that number nothing."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def web_address(text: str) -> str | None:
    """The text where it is an address of the web without blanks, else None."""
    return text if re.fullmatch(r"https?://\S+", text) else None


def outlet_of(text: str) -> str:
    """Who published: the host of an address without `www.`, or the words as they stand; "" where there are none."""
    found = re.match(r"https?://(?:www\.)?([^/\s:]+)", text)
    return found[1] if found else text


def _parts(text: str, month_first: bool) -> tuple[int, int, int]:
    if found := _COMPACT.match(text) or _ISO.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _WORDED.match(text):
        return int(found[3]), _MONTHS.get(found[2].casefold(), 0), int(found[1])
    found = _SLASHED.match(text)
    if found is None or not month_first:
        raise ValueError(text)
    return int(found[3]), int(found[1]), int(found[2])
