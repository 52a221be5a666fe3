"""ACLED files: commas, a header, a dated sentence in `notes`, deaths in `fatalities`, the crowd in `tags`.

`inter1` and `inter2` are numbers in older exports and words in later ones. `timestamp` (seconds since 1970) is when the row was
last changed, which may be years after the news; the day it was public is therefore at the latest that day, and is taken from it
only where it is within a month.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from standoff.case.values import Source
from standoff.intake.feeds.fields import (
    Cells,
    bracketed_country,
    cell,
    count_of,
    day_of,
    day_of_seconds,
    iso3,
    many_of,
    needed,
)
from standoff.intake.feeds.roles import roles_of_inter, roles_of_name
from standoff.intake.feeds.values import NOBODY, Party, Record

MARKS = ("event id cnty", "event date", "event type", "sub event type", "actor1")
"""Columns that tell the layout and are needed."""
SOON = timedelta(days=31)
"""How long after the event a change of the row still stands for its first publication."""

Bound = Literal["exact", "at_least", "at_most", "about"]

_SIZE = re.compile(r"\bsize ?= ?([^;\]]+)", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,9}(?:[,.][0-9]{1,3})*")
_SCALES = ("million", 1e6), ("thousand", 1e3)
_OF_STATE = re.compile(r"\b(?:Forces|Government|Guard|Army) of (?:the )?([^()]+?) *(?:\(|$)")
_WEEK = "the day is known to the week", 6
_MONTH = "the day is known to the month", 30


def record(row: Cells, line: int) -> Record:
    """A row of an ACLED file.

    Raises:
        UnreadableError: no number, day, kind of event or sentence.
    """
    happened = day_of(row, "event date")
    kind = needed(row, "sub event type")
    told = needed(row, "notes") if "notes" in row else kind
    last, notes = _last(row, happened)
    size, bound = _size(cell(row, "tags"))
    country, city = cell(row, "country"), cell(row, "location")
    return Record(
        line=line,
        key=needed(row, "event id cnty"),
        scheme="acled",
        event=kind.casefold(),
        first=happened,
        last=last,
        public=_public(row, last),
        actor=_party(row, "1", iso3(country)),
        target=_party(row, "2", iso3(country)),
        place=", ".join(part for part in (city, cell(row, "admin1"), country) if part),
        city=city,
        country=iso3(country),
        quote=told,
        text=told,
        sources=tuple(Source(outlet=one, quote=told) for one in many_of(cell(row, "source"))) or (Source("ACLED", quote=told),),
        size=size,
        unit=None if size is None else "people",
        bound=bound,
        deaths=count_of(row, "fatalities"),
        firm=not notes,
        label=kind,
        notes=notes,
    )


def _last(row: Cells, happened: date) -> tuple[date, tuple[str, ...]]:
    """The last day it may have happened on, by `time_precision`: 1 the day, 2 the week, 3 the month."""
    for precision, (words, days) in (("2", _WEEK), ("3", _MONTH)):
        if cell(row, "time precision") == precision:
            return happened + timedelta(days=days), (words,)
    return happened, ()


def _public(row: Cells, last: date) -> date | None:
    changed = day_of_seconds(row, "timestamp")
    return changed if changed is not None and last <= changed <= last + SOON else None


def _party(row: Cells, which: str, home: str) -> Party:
    name = cell(row, f"actor{which}")
    if not name:
        return NOBODY
    inter = cell(row, f"inter{which}")
    roles = roles_of_inter(inter) or roles_of_name(name)
    if "forces" in roles:
        roles |= roles_of_name(name) & {"army", "police"}
    companions = cell(row, f"assoc actor {which}")
    return Party(f"{name} with {companions}" if companions else name, _country(name) or home, roles)


def _country(name: str) -> str:
    """The country of `Protesters (Mali)` or of `Military Forces of Russia (2000-)`; "" where the name tells none."""
    of_state = _OF_STATE.search(name)
    return bracketed_country(name) or (iso3(of_state[1]) if of_state else "")


def _size(tags: str) -> tuple[float | None, Bound]:
    """The crowd of `size=about 200`; words without a number ("several hundred", "no report") give none."""
    told = _SIZE.search(tags)
    number = _NUMBER.search(told[1]) if told else None
    if told is None or number is None:
        return None, "exact"
    words = told[1].casefold()
    bound: Bound = "exact"
    if re.search("at least|more than|over|between", words):
        bound = "at_least"
    elif re.search("up to|at most|less than|fewer", words):
        bound = "at_most"
    elif re.search("about|around|approx|nearly|almost|some", words):
        bound = "about"
    size = _number(number[0], words)
    return (size, bound) if size > 0 else (None, "exact")


def _number(digits: str, words: str) -> float:
    """`1,200` and `1.200` are 1200, `1.5 million` is 1500000."""
    for scale, factor in _SCALES:
        if scale in words and digits.count(".") <= 1:
            return round(float(digits.replace(",", "")) * factor)
    return float(re.sub("[,.]", "", digits))
