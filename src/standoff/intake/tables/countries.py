"""Countries by every code and name that pages and feeds use for them (`countries.csv`; its sources are in `README.md`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from standoff.intake.tables.tables import rows, several


@dataclass(frozen=True, slots=True)
class Country:
    """One country, dependency or vanished state.

    Attributes:
        iso3, iso2: ISO 3166-1 letters, upper case.
        fips: FIPS 10-4 letters, the present code first, then retired ones; empty where none.
        cow, gw: numbers of Correlates of War and of Gleditsch and Ward; None where the list does not hold it.
        name: the usual English name; `aliases` are other names of it, never those of another country.
        demonyms: adjectives and nouns of its people; two countries may share one ("Congolese").
        capital: seats of government, former names too.
        governs_as: houses and offices that stand for its government in the news ("Kremlin").
    """

    iso3: str
    iso2: str
    fips: tuple[str, ...]
    cow: int | None
    gw: int | None
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: tuple[str, ...]
    governs_as: tuple[str, ...]


@cache
def countries() -> tuple[Country, ...]:
    """Every row of the table, in the order of the names.

    Example:
        >>> next(country.capital for country in countries() if country.iso3 == "VEN")
        ('Caracas',)
    """
    return tuple(map(_country, rows("countries")))


def by_iso3(code: str) -> Country | None:
    """The country with these three ISO letters, in any case of letters; None where there is none."""
    return _index("iso3").get(code.strip().casefold())


def by_fips(code: str) -> Country | None:
    """The country with these two FIPS 10-4 letters, a retired code included; None where there is none."""
    return _index("fips").get(code.strip().casefold())


def by_cow(code: int | str) -> Country | None:
    """The country with this number of Correlates of War; None where there is none."""
    return _index("cow").get(_number(code))


def by_gw(code: int | str) -> Country | None:
    """The country with this number of Gleditsch and Ward; None where there is none."""
    return _index("gw").get(_number(code))


def country_of(name: str) -> Country | None:
    """The country of this name, alias or ISO code of three letters, in any case of letters; None where there is none.

    Example:
        >>> country_of("Ivory Coast").iso3
        'CIV'
    """
    words = " ".join(name.split()).casefold()
    return _names().get(words) or by_iso3(words)


def _number(code: int | str) -> str:
    return str(code).strip().lstrip("0")


@cache
def _index(column: str) -> MappingProxyType[str, Country]:
    return MappingProxyType({key: country for country in countries() for key in _keys(getattr(country, column))})


def _keys(value: tuple[str, ...] | str | int | None) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(code.casefold() for code in value)
    return () if value in (None, "") else (str(value).casefold(),)


@cache
def _names() -> MappingProxyType[str, Country]:
    return MappingProxyType({name.casefold(): country for country in countries() for name in (country.name, *country.aliases)})


def _country(row: dict[str, str]) -> Country:
    return Country(
        iso3=row["iso3"],
        iso2=row["iso2"],
        fips=several(row["fips"]),
        cow=int(row["cow"]) if row["cow"] else None,
        gw=int(row["gw"]) if row["gw"] else None,
        name=row["name"],
        aliases=several(row["aliases"]),
        demonyms=several(row["demonyms"]),
        capital=several(row["capital"]),
        governs_as=several(row["governs_as"]),
    )
