"""UCDP Georeferenced Event Dataset: commas, a header, deaths counted by side, spans of days, sources parted by `;`.

`type_of_violence` is 1 between a state and others, 2 between others, 3 against civilians. `date_prec` from 2 on says that the
day is known only within `date_start` to `date_end`. The first report not before the event stands for the day it was public.
"""

from __future__ import annotations

from datetime import date

from standoff.case.values import Source
from standoff.intake.feeds.fields import Cells, cell, count_of, day_of, iso3, many_of, maybe_day, needed
from standoff.intake.feeds.roles import roles_of_name
from standoff.intake.feeds.values import NOBODY, Party, Record, Role, UnreadableError
from standoff.intake.tables.countries import by_gw

MARKS = ("id", "type of violence", "side a", "side b", "date start", "date end", "best")
"""Columns that tell the layout and are needed."""

_KINDS = {"1": "state-based violence", "2": "violence between others", "3": "one-sided violence"}
_CIVILIANS: frozenset[Role] = frozenset({"crowd", "people"})


def record(row: Cells, line: int) -> Record:
    """A row of the event data set.

    Raises:
        UnreadableError: no number, kind or days, or an end before the start.
    """
    kind = needed(row, "type of violence")
    if kind not in _KINDS:
        raise UnreadableError("type of violence", f"type of violence is {kind[:40]!r}; 1, 2 or 3 is allowed")
    first, last = day_of(row, "date start"), day_of(row, "date end")
    if last < first:
        raise UnreadableError("date end", f"date end {last} is before date start {first}")
    country = by_gw(cell(row, "country id")) or None
    home = country.iso3 if country else iso3(cell(row, "country"))
    told = cell(row, "source headline") or cell(row, "source article") or cell(row, "dyad name") or _KINDS[kind]
    return Record(
        line=line,
        key=needed(row, "id"),
        scheme="ucdp",
        event=kind,
        first=first,
        last=last,
        public=_public(row, first),
        actor=_party(cell(row, "side a"), home),
        target=_party(cell(row, "side b"), home),
        place=", ".join(part for part in (cell(row, "where coordinates"), cell(row, "adm 1"), cell(row, "country")) if part),
        city=cell(row, "where coordinates").removesuffix(" town").removesuffix(" city"),
        country=home,
        quote=told,
        sources=_sources(row),
        deaths=count_of(row, "deaths civilians") if kind == "3" else count_of(row, "best"),
        firm=cell(row, "date prec") == "1" and cell(row, "event clarity") != "2",
        label=_KINDS[kind],
        notes=_notes(row, first, last),
    )


def _public(row: Cells, first: date) -> date | None:
    days: list[date] = []
    for text in many_of(cell(row, "source date")):
        try:
            told = maybe_day({"source date": text}, "source date")
        except UnreadableError:  # one odd day among several reports costs no row
            continue
        days += [told] if told is not None and told >= first else []
    return min(days, default=None)


def _party(name: str, home: str) -> Party:
    if not name:
        return NOBODY
    if name.startswith("Government of "):
        return Party(name, iso3(name.removeprefix("Government of ")), frozenset({"government", "forces", "state"}))
    return Party(name, home, _CIVILIANS if name == "Civilians" else roles_of_name(name) or frozenset({"armed"}))


def _sources(row: Cells) -> tuple[Source, ...]:
    headlines = many_of(cell(row, "source headline"))
    outlets = many_of(cell(row, "source office")) or many_of(cell(row, "source original")) or ("UCDP",)
    if len(headlines) == len(outlets):
        return tuple(Source(outlet, quote=words) for outlet, words in zip(outlets, headlines, strict=True))
    return tuple(Source(outlet) for outlet in outlets)


def _notes(row: Cells, first: date, last: date) -> tuple[str, ...]:
    low, high = cell(row, "low"), cell(row, "high")
    spread = (f"deaths in all {low} to {high}",) if low != high and low and high else ()
    return spread + ((f"some day from {first} to {last}",) if last > first else ())
