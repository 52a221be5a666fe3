"""POLECAT files: tabs, a header, ISO 8859-1, `None` for nothing, PLOVER words, the day of publication."""

from __future__ import annotations

from standoff.case.values import Source
from standoff.intake.feeds.fields import Cells, cell, day_of, iso3, many_of, maybe_day, needed, outlet_of, web_address
from standoff.intake.feeds.roles import roles_of_letters, roles_of_name
from standoff.intake.feeds.values import NOBODY, Party, Record

MARKS = ("event id", "event date", "event type", "event mode", "actor name", "recipient name", "publication date")
"""Columns that tell the layout and are needed."""


def record(row: Cells, line: int) -> Record:
    """A row of a POLECAT file.

    Raises:
        UnreadableError: no number, day or kind of event.
    """
    happened = day_of(row, "event date")
    kind, mode = needed(row, "event type").upper(), cell(row, "event mode")
    city, country = cell(row, "city"), cell(row, "country")
    told = " ".join(part for part in (kind, mode, cell(row, "contexts")) if part)
    actor, target = _party(row, "actor"), _party(row, "recipient")
    published = maybe_day(row, "publication date")
    outlet = cell(row, "source") or "POLECAT"
    return Record(
        line=line,
        key=needed(row, "event id"),
        scheme="plover",
        event=f"{kind} {mode}".strip().casefold(),
        plover=kind,
        first=happened,
        last=happened,
        public=None if published is None else max(published, happened),
        actor=actor,
        target=target,
        place=", ".join(part for part in (city or cell(row, "placename"), cell(row, "province"), country) if part),
        city=city,
        country=iso3(country),
        quote=" ".join(part for part in (actor.name, told, target.name) if part),
        sources=(Source(outlet=outlet_of(outlet), url=web_address(outlet)),),
        label=kind,
    )


def _party(row: Cells, who: str) -> Party:
    name = cell(row, f"{who} name") or cell(row, f"{who} name raw")
    country = iso3(cell(row, f"{who} country"))
    if not name and not country:
        return NOBODY
    letters = [
        cell(row, f"primary {who} sector"),
        *many_of(cell(row, f"{who} sectors")),
        *many_of(cell(row, f"{who} sectors"), ","),
    ]
    bare = not any(letters) and (not name or bool(iso3(name)))
    return Party(name or country, country, roles_of_letters(letters, bare) or roles_of_name(name))
