"""The table of outlets: well formed, found by name and address, laid over by the user's own, errors in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.case.problems import CaseFileError
from standoff.case.schema import SourceModel
from standoff.intake.outlets.table import COLUMNS, KINDS, OutletTable, outlet_of, outlets, plain_name
from standoff.intake.tables.countries import by_iso3

HEAD = ",".join(COLUMNS)


def test_the_table_is_well_formed() -> None:
    table = outlets()
    assert 120 <= len(table) == len({plain_name(one.name) for one in table})
    for one in table:
        assert one.kind in KINDS
        assert all(by_iso3(code) for code in (one.country, one.speaks_for, one.opposes) if code), one.name
        assert not one.grade or SourceModel(outlet="x", grade=one.grade)
        assert not (one.speaks_for and one.opposes), one.name
    assert all(one.speaks_for for one in table if one.kind == "state_media")
    assert {one.grade for one in table if one.kind == "social" and not one.opposes} == {"F"}


def test_no_name_and_no_address_belongs_to_two() -> None:
    names = [plain_name(name) for one in outlets() for name in (one.name, *one.aliases)]
    addresses = [domain for one in outlets() for domain in one.domains]
    assert len(names) == len(set(names))
    assert len(addresses) == len(set(addresses))


def test_the_agencies_and_state_media_of_the_standoffs_are_known() -> None:
    for name in ("Reuters", "AP", "AFP", "EFE", "BBC", "New York Times", "Folha", "Clarín"):
        found = outlet_of(name)
        assert found is not None
        assert not found.speaks_for
    owners = {"Sputnik": "RUS", "RT": "RUS", "TASS": "RUS", "Xinhua": "CHN", "IRNA": "IRN", "teleSUR": "VEN", "VTV": "VEN"}
    owners |= {"AVN": "VEN", "Granma": "CUB", "Anadolu": "TUR", "SANA": "SYR", "MENA": "EGY", "BelTA": "BLR", "MRTV": "MMR"}
    owners |= {"SUNA": "SDN", "ENA": "ETH", "KCNA": "PRK"}
    for name, owner in owners.items():
        state = outlet_of(name)
        assert state is not None
        assert state.speaks_for == owner


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("  the associated press ", "AP"),
        ("A.P.", "AP"),
        ("EL PAIS", "El País"),
        ("Reuters, Caracas", "Reuters"),
        ("Sputnik news agency", "Sputnik"),
        ("Venezolana de Televisión (VTV)", "VTV"),
        ("https://www.nytimes.com/2019/01/30/opinion/x.html", "New York Times"),
        ("mundo.sputniknews.com", "Sputnik"),
        ("https://bbc.com/persian/iran", "BBC Persian"),
        ("bbc.com/news", "BBC"),
        ("t.me/nexta_live/123", "Nexta"),
        ("t.me/somebody", "Telegram"),
        ("Civil.ge", "Civil Georgia"),
        ("HTTPS://USER@WWW.RT.COM:443/x", "RT"),
    ],
)
def test_an_outlet_is_found_as_people_write_it(given_name: str, name: str) -> None:
    found = outlet_of(given_name)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "unknown", ["", " ", "nobody", "http://[bad", "notreuters.com", "reuters.com.evil.example", "Reuters; AP", "x" * 9999]
)
def test_what_is_not_there_is_not_found(unknown: str) -> None:
    assert outlet_of(unknown) is None


@given(st.text(max_size=60))
def test_any_words_can_be_looked_up(words: str) -> None:
    found = outlet_of(words)
    assert found is None or found in set(outlets().rows)


def written(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    return path


def test_a_users_table_lies_over_the_built_in(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'sputnik,Novosti,sputnik.example,agency,RUS,,,C,"fine, says I"',
        "",
        "Radio X,,radiox.example,broadcaster,VEN,,VEN,E3,",
    )
    mine = outlets(path)
    assert isinstance(mine, OutletTable)
    assert len(mine) == len(outlets()) + 1
    sputnik, radio = mine.of("Sputnik"), mine.of("https://news.radiox.example/1")
    assert sputnik is not None
    assert radio is not None
    assert (sputnik.speaks_for, sputnik.grade, sputnik.note, sputnik.own) == ("", "C", "fine, says I", True)
    assert (radio.name, radio.opposes, radio.grade) == ("Radio X", "VEN", "E3")
    assert mine.of("Novosti") == sputnik  # his own alias wins over that of another built-in row
    assert outlet_of("Sputnik") != sputnik  # the built-in table is as it was


def test_only_name_and_kind_are_needed_in_any_order(tmp_path: Path) -> None:
    found = outlets(written(tmp_path, "newspaper,The Daily Bugle", head="kind,name")).of("daily bugle")
    assert found is not None
    assert (found.kind, found.country, found.domains) == ("newspaper", "", ())


@pytest.mark.parametrize(
    ("head", "row", "says"),
    [
        (HEAD, "X,,,radio,VEN,,,C,", ":2:5: kind: 'radio' is not a kind; allowed: agency, newspaper,"),
        (HEAD, "X,,,newspapr,VEN,,,C,", "did you mean 'newspaper'?"),
        (HEAD, "X,,,ngo,Venezuela,,,C,", ":2:9: country: 'Venezuela' is not an ISO 3166 code; allowed: three capital letters"),
        (HEAD, "X,,,ngo,Venezuela,,,C,", "did you mean 'VEN'?"),
        (HEAD, "X,,,ngo,,ven,,C,", ":2:10: speaks_for: 'ven' is not"),
        (HEAD, "X,,,ngo,,,,H,", ":2:12: grade: 'H' will not do; allowed: a letter A to G"),
        (HEAD, ",,,ngo,,,,,", ":2:1: name: is empty"),
        (HEAD, "X,,,ngo", ":2:8: 4 cells; allowed: 9, as in the first line"),
        (HEAD, "X,,no host,ngo,,,,,", ":2:4: domains: 'no host' is not a host"),
        (HEAD, 'X,"a;b",,ngo,,,,H,', ":2:17: grade: 'H'"),
        (HEAD, 'X,"open,,ngo,,,,,', ":2:1: not CSV on one line"),
        (HEAD, "X,,,ngo,,,,,\nx,,,ngo,,,,,", ":3:1: name: 'x' has a row above already"),
        ("name,kin", "X,ngo", ":1:6: 'kin' is not a column; allowed: name, aliases, domains, kind,"),
        ("name,kin", "X,ngo", "did you mean 'kind'?"),
        ("kind", "ngo", ":1:1: the column 'name' is missing from the first line"),
        ("name,kind,name", "X,ngo,Y", ":1:11: name: stands here for the second time"),
        (HEAD, "X" * 301 + ",,,ngo,,,,,", ":2:1: name: 'XXX"),
        (HEAD, "X" * 301 + ",,,ngo,,,,,", "is too long; allowed: at most 300 letters"),
        ("name" + ",kind" * 5_000, "X", ":1:251: 5001 columns; allowed: name, aliases, domains"),
    ],
)  # fmt: skip
def test_wrong_rows_are_told_in_place(tmp_path: Path, head: str, row: str, says: str) -> None:
    path = written(tmp_path, row, head=head)
    with pytest.raises(CaseFileError) as caught:
        outlets(path)
    assert says in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_all_wrong_rows_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError) as caught:
        outlets(written(tmp_path, "X,,,radio,,,,H,", "Y,,,ngo,ZZZ,,,,"))
    assert [(found.line, found.where) for found in caught.value.problems] == [(2, "kind"), (2, "grade"), (3, "country")]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xff\xfe", b"name,kind\nX\xe9,ngo\n"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(data)
    with pytest.raises(CaseFileError, match=r"mine\.csv"):
        outlets(path)
    with pytest.raises(CaseFileError, match="cannot be read"):
        outlets(tmp_path / "none.csv")


def test_a_table_of_many_rows_costs_what_its_length_costs(tmp_path: Path) -> None:
    """Each name was held against all above it, so that 50,000 rows took the better part of an hour."""
    assert len(outlets(written(tmp_path, *(f"Paper {count},,,ngo,,,,," for count in range(50_000))))) > 50_000
