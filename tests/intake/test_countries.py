"""The table of countries: its keys are unique, its codes well formed, and it knows the names the feeds use."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from standoff.case.library import case_path, library_names
from standoff.intake.tables.countries import Country, by_cow, by_fips, by_gw, by_iso3, countries, country_of

FEEDS = Path(__file__).parents[2] / "../shared/data/event-feeds"
NEEDS_FEEDS = pytest.mark.skipif(not FEEDS.is_dir(), reason="the development feeds are not here")


def _twice(values: list[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_keys_are_unique() -> None:
    rows = countries()
    assert len(rows) > 240
    for column in ("iso3", "iso2", "name"):
        assert _twice([getattr(row, column) for row in rows]) == []
    assert _twice([code for row in rows for code in row.fips]) == []
    assert _twice([row.cow for row in rows if row.cow is not None]) == []
    assert _twice([row.gw for row in rows if row.gw is not None]) == []


def test_no_name_belongs_to_two_countries() -> None:
    owners: dict[str, set[str]] = {}
    for row in countries():
        for name in (row.name, *row.aliases):
            owners.setdefault(name.casefold(), set()).add(row.iso3)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}
    codes = {row.iso3.casefold() for row in countries()}
    assert {name for name in owners if name in codes and owners[name] != {name.upper()}} == set()


def test_codes_are_well_formed() -> None:
    for row in countries():
        assert re.fullmatch("[A-Z]{3}", row.iso3), row
        assert re.fullmatch("[A-Z]{2}", row.iso2), row
        assert all(re.fullmatch("[A-Z]{2}", code) for code in row.fips), row
        assert row.cow is None or 2 <= row.cow <= 990, row
        assert row.gw is None or 2 <= row.gw <= 990, row


def test_words_are_clean() -> None:
    for row in countries():
        for words in (row.aliases, row.demonyms, row.capital, row.governs_as):
            assert all(word and word == word.strip() for word in words), row
            assert len(set(words)) == len(words), row
        assert row.name not in row.aliases


@pytest.mark.parametrize(
    ("country", "iso3"),
    [
        (by_fips("VE"), "VEN"),
        (by_fips("rs"), "RUS"),
        (by_fips("SF"), "ZAF"),
        (by_fips("CH"), "CHN"),
        (by_fips("GM"), "DEU"),
        (by_fips("AU"), "AUT"),
        (by_fips("AS"), "AUS"),
        (by_fips("RB"), "SRB"),
        (by_fips("GZ"), "PSE"),
        (by_cow(652), "SYR"),
        (by_cow("002"), "USA"),
        (by_cow(255), "DEU"),
        (by_gw(260), "DEU"),
        (by_gw("101"), "VEN"),
        (by_gw(340), "SRB"),
        (by_iso3("sun"), "SUN"),
        (country_of("Burma/Myanmar"), "MMR"),
        (country_of("ivory  coast"), "CIV"),
        (country_of("U.S."), "USA"),
        (country_of("Congo"), "COG"),
        (country_of("Zaire"), "COD"),
        (country_of("South Korea"), "KOR"),
        (country_of("USSR"), "SUN"),
        (country_of("ven"), "VEN"),
    ],
)
def test_spot_checks(country: Country | None, iso3: str) -> None:
    assert country is not None
    assert country.iso3 == iso3


@pytest.mark.parametrize("name", ["", "Atlantis", "VE", "the"])
def test_what_is_no_country(name: str) -> None:
    assert country_of(name) is None


def test_no_code_of_no_country() -> None:
    assert by_fips("") is None
    assert by_iso3("XXX") is None
    assert by_cow("") is None
    assert by_gw(0) is None


def test_every_case_of_the_library_has_its_country() -> None:
    for name in library_names():
        text = case_path(name).read_text(encoding="utf-8")
        found = dict(re.findall(r"^(country|iso3): (.+)$", text, flags=re.MULTILINE))
        assert by_iso3(found["iso3"]) is not None, name
        assert country_of(found["country"].strip("'\"")) is not None, found["country"]


def _column(name: str, columns: list[str], delimiter: str) -> set[str]:
    with (FEEDS / name).open(encoding="utf-8", newline="") as stream:
        return {row[column] for row in csv.DictReader(stream, delimiter=delimiter) for column in columns}


@NEEDS_FEEDS
def test_every_country_of_icews_and_ucdp_is_known() -> None:
    icews = _column("icews-events-2018-sample.tab", ["Source Country", "Target Country", "Country"], "\t") - {"NA"}
    assert [name for name in sorted(icews) if country_of(name) is None] == []
    for row in _column("ucdp-ged-19.1-syria-first500.csv", ["country_id"], ","):
        assert by_gw(row) == country_of("Syria")


@NEEDS_FEEDS
def test_every_place_of_gdelt_is_known() -> None:
    for name, column in (("gdelt1-events-1979-aamend.tsv", 51), ("gdelt2-events-20150218-aamend.tsv", 53)):
        lines = (FEEDS / name).read_text(encoding="utf-8").splitlines()
        codes = {line.split("\t")[column] for line in lines} - {""}
        assert [code for code in sorted(codes) if by_fips(code) is None] == []
        assert len(codes) > 20
