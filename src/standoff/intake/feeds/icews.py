"""ICEWS event files: tabs, a header, NA for nothing, sectors parted by commas, CAMEO codes as text.

Known faults: the file of 2017 has no column CAMEO Code and writes days as M/D/YYYY (the name of the event then gives the code);
some codes end in a letter ("13y"); whole files were published twice. The feed tells only when it happened.
"""

from __future__ import annotations

from standoff.case.values import Source
from standoff.intake.coding.schemes import cameo_text, plover_root, root_words
from standoff.intake.feeds.fields import Cells, bracketed_country, cell, day_of, digest, iso3, needed
from standoff.intake.feeds.roles import roles_of_sectors
from standoff.intake.feeds.rules import cameo_of_name
from standoff.intake.feeds.values import NOBODY, Party, Record, UnreadableError

MARKS = ("event id", "event date", "source name", "event text", "target name")
"""Columns that tell the layout and are needed."""


def record(row: Cells, line: int) -> Record:
    """A row of an ICEWS file.

    Raises:
        UnreadableError: no day, no name of the event, or a code that is none.
    """
    happened = day_of(row, "event date", month_first=True)
    named = needed(row, "event text")
    cameo = _code(row, named)
    actor, target = _party(row, "source"), _party(row, "target")
    city, country = cell(row, "city"), cell(row, "country")
    return Record(
        line=line,
        key=cell(row, "event id") or digest(*row.values()),
        scheme="cameo",
        event=cameo,
        cameo=cameo,
        plover=plover_root(cameo),
        first=happened,
        last=happened,
        actor=actor,
        target=target,
        place=", ".join(part for part in (city, cell(row, "province"), country) if part),
        city=city,
        country=iso3(country),
        quote=named,
        sources=(Source(outlet=cell(row, "publisher") or "ICEWS", quote=named),),
        label=root_words(cameo),
    )


def _code(row: Cells, named: str) -> str:
    given = cell(row, "cameo code")
    if not given:
        return cameo_of_name(named)
    cameo = cameo_text(given)
    if not cameo:
        raise UnreadableError("cameo code", f"cameo code is {given[:40]!r}, no code of CAMEO")
    return cameo


def _party(row: Cells, who: str) -> Party:
    name = cell(row, f"{who} name")
    if not name or name.startswith("Unspecified"):
        return NOBODY
    given = cell(row, f"{who} country")
    country = iso3(given) or bracketed_country(name)
    return Party(name, country, roles_of_sectors(cell(row, f"{who} sectors"), name, bare=bool(iso3(name))))
