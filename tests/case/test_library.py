from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import standoff
from standoff.case.codes import EVENT_CODES
from standoff.case.index import CHRONICLES, INDEX, index_text, read_index
from standoff.case.library import case_path, library_names, library_table, load_case
from standoff.errors import CaseError

SHARED = Path(__file__).parents[2].parent / "shared" / "cases"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared chronicles are not on this machine")
def test_library_is_the_shared_chronicles_byte_for_byte() -> None:
    shared = {path.name: path.read_bytes() for path in SHARED.glob("*.yaml")}
    ours = {path.name: path.read_bytes() for path in CHRONICLES.glob("*.yaml")}
    assert ours == shared


def test_there_are_seventy_cases() -> None:
    assert len(library_names()) == 70
    assert list(library_names()) == sorted(library_names())


@pytest.mark.parametrize("name", library_names())
def test_every_case_loads(name: str) -> None:
    case = load_case(name)
    assert case.id == name
    assert case.outcome is not None
    assert case.start <= case.events[0].date
    assert case.events[-1].date <= case.end
    assert len({row.id for row in case.events}) == len(case.events)
    assert all(row.sources and row.line for row in case.events)
    assert {row.code for row in case.events} <= set(EVENT_CODES)


def test_values_of_a_case_are_exact() -> None:
    case = load_case("venezuela-2019")
    row = case.events[0]
    assert case.order_giver == "Nicolás Maduro"
    assert case.background.years_in_power == 5.8
    assert case.background.patron_presence == "advisers"
    assert (case.forces[2].name, case.forces[2].size_k) == ("Air Force", 11.5)
    assert (row.id, row.line) == ("2019-01-10-pledge_loyalty-1", 54)
    assert row.date == row.public == row.known_on == date(2019, 1, 10)
    assert (row.modality, row.status, row.size) == ("done", "accepted", None)


def test_index_equals_the_chronicles() -> None:
    assert INDEX.read_text("utf-8") == index_text(), "run: python -m standoff.case.index"
    assert library_table() == read_index()


def test_index_tells_no_outcome() -> None:
    assert set(read_index()[0].__slots__) == {"id", "title", "start", "days", "rows", "forces"}


def test_a_path_loads_as_the_name_does() -> None:
    assert load_case(case_path("ussr-1991")) == load_case("ussr-1991")
    assert load_case(str(case_path("ussr-1991"))) == load_case("ussr-1991", check=False)


def test_unknown_name_says_how_many_and_which_are_near() -> None:
    with pytest.raises(CaseError, match=r"'venezuela-2091' is neither one of the 70 .*venezuela-2019"):
        load_case("venezuela-2091")
    with pytest.raises(CaseError, match="70 library cases"):
        case_path("atlantis")


@pytest.mark.parametrize("name", ["", " ", "a\0b", "x" * 5000, "no/such.yaml", "ümlaut", "."])
def test_odd_names_are_case_errors(name: str) -> None:
    with pytest.raises(CaseError):
        load_case(name)


def test_the_package_offers_the_library() -> None:
    assert standoff.load_case("ussr-1991").country
    assert standoff.library_names() is library_names()
