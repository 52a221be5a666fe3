"""Phoenix event files: commas, a header whose first name is empty, CAMEO codes that lost their zeros.

RootCode gives the zeros back: 10 of root 1 is 010. GID ends in the version of the coder or in none; the same event of several
versions counts once. ID and URL hold lists parted by `;`: one row merges several reports.
"""

from __future__ import annotations

import re

from standoff.case.values import Source
from standoff.intake.coding.schemes import cameo_text, plover_root, root_words
from standoff.intake.feeds.fields import Cells, cell, day_of, digest, iso3, many_of, needed, outlet_of, web_address
from standoff.intake.feeds.roles import roles_of_letters, roles_of_name
from standoff.intake.feeds.values import NOBODY, Party, Record, UnreadableError

MARKS = ("gid", "srcactor", "srcagent", "tgtactor", "cameo", "rootcode")
"""Columns that tell the layout and are needed."""

_VERSION = re.compile(r"[_-]?v?[0-9]+\.[0-9]+\.[0-9]+\Z")


def record(row: Cells, line: int) -> Record:
    """A row of a Phoenix file.

    Raises:
        UnreadableError: no day, or a code that is none.
    """
    happened = day_of(row, "date", month_first=True)
    given = needed(row, "cameo")
    cameo = cameo_text(given, cell(row, "rootcode"))
    if not cameo:
        raise UnreadableError("cameo", f"cameo is {given[:40]!r} of root {cell(row, 'rootcode')[:40]!r}, no code of CAMEO")
    actor, target = _party(row, "source", "src", "soth"), _party(row, "target", "tgt", "toth")
    place, country = cell(row, "geoname"), iso3(cell(row, "countrycode"))
    sources = _sources(row)
    return Record(
        line=line,
        key=_key(row, cameo),
        scheme="cameo",
        event=cameo,
        cameo=cameo,
        plover=plover_root(cameo),
        first=happened,
        last=happened,
        actor=actor,
        target=target,
        place=", ".join(part for part in (place, cell(row, "admininfo"), cell(row, "countrycode")) if part),
        city=place,
        country=country,
        quote=" ".join(part for part in (cell(row, "source"), cameo, cell(row, "target")) if part),
        sources=sources,
        firm=len(sources) > 1,
        label=root_words(cameo),
    )


def _key(row: Cells, cameo: str) -> str:
    """The same event in the words of another version of the coder has the same key."""
    number = _VERSION.sub("", cell(row, "gid"))
    if not number:
        return digest(*row.values())
    return digest(number, cell(row, "date"), cell(row, "source"), cell(row, "target"), cameo)


def _party(row: Cells, whole: str, part: str, other: str) -> Party:
    code, agent = cell(row, whole), cell(row, f"{part}agent")
    if not code:
        return NOBODY
    country = iso3(cell(row, f"{part}actor")) or iso3(code[:3])
    letters = [agent, *many_of(cell(row, f"{other}agent"))]
    return Party(code, country, roles_of_letters(letters, bare=bool(country) and not agent) or roles_of_name(code))


def _sources(row: Cells) -> tuple[Source, ...]:
    outlets = many_of(cell(row, "sourcetxt"))
    pages = many_of(cell(row, "url"))
    if not pages:
        return tuple(Source(outlet=one) for one in outlets) or (Source(outlet="Phoenix"),)
    named = outlets if len(outlets) == len(pages) else tuple(outlet_of(page) for page in pages)
    return tuple(Source(outlet=one, url=web_address(page)) for one, page in zip(named, pages, strict=True))
