"""The library as tidy tables: nothing is lost, keys join, and no file is overwritten."""

from __future__ import annotations

import csv
import io

import pytest

from standoff.case.library import library_names, load_case
from standoff.case.tables import COLUMNS, csv_text, tables_of, write_tables
from standoff.cli.main import main
from standoff.errors import CaseError


@pytest.fixture(scope="module")
def cases():
    return [load_case(name) for name in library_names()]


def read(table, rows):
    return list(csv.DictReader(io.StringIO(csv_text(table, rows), newline="")))


def test_every_row_of_the_library_is_there_once(cases):
    tables = tables_of(cases)
    assert len(tables["cases"]) == len(tables["outcomes"]) == len(cases)
    assert len(tables["forces"]) == sum(len(case.forces) for case in cases)
    assert len(tables["events"]) == sum(len(case.events) for case in cases)
    assert len({(row["case"], row["id"]) for row in tables["events"]}) == len(tables["events"])
    assert len(tables["sources"]) == sum(len(event.sources) for case in cases for event in case.events)


def test_keys_join(cases):
    tables = tables_of(cases)
    known = {row["id"] for row in tables["cases"]}
    forces = {(row["case"], row["name"]) for row in tables["forces"]}
    for row in tables["events"]:
        assert row["case"] in known
        assert not row["force"] or (row["case"], row["force"]) in forces


def test_cells_come_back_as_they_were(cases):
    case = next(case for case in cases if case.id == "venezuela-2019")
    told = {table: read(table, rows) for table, rows in tables_of([case]).items()}
    assert tuple(told["events"][0]) == COLUMNS["events"]
    for row, event in zip(told["events"], case.events, strict=True):
        assert (row["text"], row["code"], row["tier"]) == (event.text, event.code, event.tier)
        assert row["public"] == event.known_on.isoformat()
        assert row["size"] == ("" if event.size is None else str(event.size))
    assert told["cases"][0]["conscripts"] == str(case.background.conscripts).lower()
    assert float(told["cases"][0]["population_m"]) == case.background.population_m


def test_how_it_ended_is_in_no_other_table(cases):
    others = {name for table, names in COLUMNS.items() if table != "outcomes" for name in names}
    assert not {"order_giver_out", "outcome"} & others
    assert COLUMNS["outcomes"] == ("case", "date", "kind", "order_giver_out", "forces", "text")
    rows = tables_of(cases)
    assert {row["kind"] for row in rows["outcomes"]} == {case.outcome.kind for case in cases}


def test_commas_quotes_and_lines_within_a_cell_survive():
    row = dict.fromkeys(COLUMNS["sources"], 'a, "b"\nc')
    assert read("sources", [row]) == [row]


def test_no_file_is_overwritten(cases, tmp_path):
    assert [path.name for path in write_tables(cases[:1], tmp_path / "new")] == [f"{name}.csv" for name in COLUMNS]
    before = (tmp_path / "new" / "events.csv").read_bytes()
    with pytest.raises(CaseError, match="already there"):
        write_tables(cases[1:2], tmp_path / "new")
    assert (tmp_path / "new" / "events.csv").read_bytes() == before


def test_the_command_writes_the_library(tmp_path, capsys):
    assert main(["cases", "--export", "csv", "--to", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().err.count("written: ") == len(COLUMNS)
    with (tmp_path / "out" / "cases.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["id"] for row in csv.DictReader(stream)] == list(library_names())
    assert main(["cases", "--export", "xlsx"]) == 2
    assert "--export: 'xlsx' given; allowed: csv" in capsys.readouterr().err
