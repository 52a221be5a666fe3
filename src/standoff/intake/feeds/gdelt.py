"""GDELT event files: 1.0 (57 or 58 columns, both in one file) and 2.0 (61); tabs, no header, no quoting.

A row has codes but no sentence; its quote is made of its own cells. SQLDATE is the day of the event, and a machine's reading
of "a year ago" may put it far before DATEADDED, the day the news was taken in, which stands for the day it was public. The back
file of 1.0 was taken in at once in early 2013; there DATEADDED says nothing and the day of the event stands for both.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from standoff.case.values import Source
from standoff.intake.coding.schemes import cameo_text, plover_root, root_words
from standoff.intake.feeds.fields import Cells, cell, count_of, day_of, iso3, maybe_day, needed, outlet_of, web_address
from standoff.intake.feeds.roles import roles_of_letters, roles_of_name
from standoff.intake.feeds.values import NOBODY, Party, Record, UnreadableError
from standoff.intake.tables.countries import by_fips

BACK_FILE_ENDS = date(2013, 3, 31)
"""Last day DATEADDED may have for a row of the back file; daily files begin on the day after."""
LATE_DAYS = 30
"""From how many days between event and news a row is doubted."""

_ACTOR = (
    *("code", "name", "countrycode", "knowngroupcode", "ethniccode", "religion1code", "religion2code"),
    *("type1code", "type2code", "type3code"),
)
_GEO = ("type", "fullname", "countrycode", "adm1code", "lat", "long", "featureid")
_GEO_2 = ("type", "fullname", "countrycode", "adm1code", "adm2code", "lat", "long", "featureid")
_HEAD = ("globaleventid", "sqldate", "monthyear", "year", "fractiondate")
_MIDDLE = (
    *("isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass", "goldsteinscale"),
    *("nummentions", "numsources", "numarticles", "avgtone"),
)


def _columns(geo: tuple[str, ...]) -> tuple[str, ...]:
    actors = [f"{who}{part}" for who in ("actor1", "actor2") for part in _ACTOR]
    places = [f"{who}geo {part}" for who in ("actor1", "actor2", "action") for part in geo]
    return (*_HEAD, *actors, *_MIDDLE, *places, "dateadded", "sourceurl")


COLUMNS_1 = _columns(_GEO)
COLUMNS_2 = _columns(_GEO_2)
MENTIONS = 16
"""Columns of the third file of 2.0, which names no event and gives no drafts."""

# Where CAMEO's letters of countries are not those of ISO.
_CAMEO_COUNTRIES = MappingProxyType({"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "WSB": "PSE", "GZS": "PSE", "BAG": "IRQ"})


def record(row: Cells, line: int) -> Record:
    """A row of a GDELT event file.

    Raises:
        UnreadableError: no number, day or code of the event.
    """
    number = needed(row, "globaleventid")
    if not number.isdigit():
        raise UnreadableError("globaleventid", f"globaleventid is {number[:40]!r}; digits are allowed")
    cameo = cameo_text(cell(row, "eventcode"), cell(row, "eventrootcode"))
    if not cameo:
        raise UnreadableError("eventcode", f"eventcode is {cell(row, 'eventcode')[:40]!r}, no code of CAMEO")
    actor, target = _party(row, "actor1"), _party(row, "actor2")
    happened, public, notes = _days(row)
    place = by_fips(cell(row, "actiongeo countrycode"))
    where = cell(row, "actiongeo fullname")
    return Record(
        line=line,
        key=number,
        scheme="cameo",
        event=cameo,
        cameo=cameo,
        plover=plover_root(cameo),
        first=happened,
        last=happened,
        public=public,
        actor=actor,
        target=target,
        place=where,
        city=where.split(",")[0] if cell(row, "actiongeo type") in ("3", "4") else "",
        country=place.iso3 if place else "",
        quote=" ".join(part for part in (actor.name, cameo, target.name) if part),
        sources=(_source(row),),
        firm=_firm(row) and not notes,
        label=root_words(cameo),
        notes=notes,
    )


def _days(row: Cells) -> tuple[date, date | None, tuple[str, ...]]:
    happened, added = day_of(row, "sqldate"), maybe_day(row, "dateadded")
    if added is None or (added <= BACK_FILE_ENDS and added != happened):
        return happened, None, ()
    apart = (added - happened).days
    if apart > LATE_DAYS:
        return happened, added, (f"GDELT dates the event {apart} days before the news: check the day",)
    return happened, max(added, happened), ()


def _party(row: Cells, who: str) -> Party:
    name = cell(row, f"{who}name")
    letters = [cell(row, f"{who}type{place}code") for place in (1, 2, 3)]
    code = cell(row, f"{who}countrycode")
    country = iso3(_CAMEO_COUNTRIES.get(code, code))
    if not name and not code:
        return NOBODY
    roles = roles_of_letters(letters, bare=bool(country) and not any(letters))
    told = "/".join(part for part in (country or code, *letters) if part)
    return Party(f"{name} ({told})" if told else name, country, roles or roles_of_name(name))


def _source(row: Cells) -> Source:
    text = cell(row, "sourceurl")
    return Source(outlet=outlet_of(text) or "GDELT back file", url=web_address(text))


def _firm(row: Cells) -> bool:
    """Whether the event stands in the lead of its stories and more than one source has it."""
    return cell(row, "isrootevent") == "1" and (count_of(row, "numsources") or 0) > 1
