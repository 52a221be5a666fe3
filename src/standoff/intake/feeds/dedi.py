"""DEDI records: JSON objects one after another, each spread over many lines; `event` is CAMEO as text, `text` the sentence."""

from __future__ import annotations

import re

from standoff.case.values import Source
from standoff.intake.coding.schemes import cameo_text, plover_root, root_words
from standoff.intake.feeds.fields import Cells, bracketed_country, cell, day_of, digest, iso3, maybe_day, needed
from standoff.intake.feeds.roles import roles_of_sectors
from standoff.intake.feeds.values import NOBODY, Party, Record, UnreadableError

MARKS = ("event", "date", "text", "publication")
"""Keys that tell the layout and are needed."""


def record(row: Cells, line: int) -> Record:
    """A record; the parts of `location` are named `location city` and so on.

    Raises:
        UnreadableError: no day, no sentence, or a code that is none.
    """
    first, told = day_of(row, "date"), needed(row, "text")
    given = needed(row, "event")
    cameo = cameo_text(given)
    if not cameo:
        raise UnreadableError("event", f"event is {given[:40]!r}, no code of CAMEO")
    last = maybe_day(row, "enddate") or first
    outlet = cell(row, "publication").removesuffix(": Factiva") or "DEDI"
    country = iso3(cell(row, "ccode")) or iso3(cell(row, "country"))
    city = cell(row, "location city")
    return Record(
        line=line,
        key=digest(cell(row, "id"), given, told),
        scheme="cameo",
        event=cameo,
        cameo=cameo,
        plover=plover_root(cameo),
        first=first,
        last=max(first, last),
        actor=_protester(cell(row, "protesteridentity"), country),
        target=NOBODY,
        place=", ".join(part for part in (city, cell(row, "location province"), cell(row, "country")) if part),
        city=city,
        country=country,
        quote=told,
        text=told,
        sources=(Source(outlet=outlet, quote=told),),
        size=_size(cell(row, "size")),
        unit="people" if _size(cell(row, "size")) else None,
        label=root_words(cameo),
    )


def _protester(identity: str, home: str) -> Party:
    """`Citizen (Belarus): Social,General Population: Belarus`: the name, its sectors, its country."""
    name, _, rest = identity.partition(": ")
    if not name:
        return NOBODY
    sectors, _, country = rest.rpartition(": ")
    return Party(name, iso3(country) or bracketed_country(name) or home, roles_of_sectors(sectors, name, bare=False))


def _size(text: str) -> float | None:
    found = re.fullmatch(r"[0-9]{1,8}(?:\.0+)?", text.replace(",", ""))
    return float(found[0]) if found and float(found[0]) > 0 else None
