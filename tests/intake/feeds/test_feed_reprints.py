"""An agency's story in many papers of a feed: one voice, merged or not; reports at odds stay side by side; a merge undone."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from standoff.case.library import load_case
from standoff.cli.main import main
from standoff.model.echoes import gather

CASE = Path(__file__).parents[3] / "examples/intake/kestria-2031.yaml"
HEAD = ("date", "public", "code", "actor", "target", "text", "source", "size", "unit")
STORY = "Officers of the State Police refused to fire on protesters near the Assembly on Sunday, witnesses said."


@pytest.fixture
def case_with(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def written(rows):
        path = tmp_path / "case.yaml"
        path.write_bytes(CASE.read_bytes())
        with open("feed.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD, *rows])
        assert main(["import", "feed.csv", "--case", str(path), "-q"]) == 0
        return path

    return written


def refused(outlet, public="2031-03-17"):
    return ("2031-03-16", public, "order_refused", "Officers of the State Police", "protesters", STORY, outlet, "", "")


REPRINTS = [refused(f"Paper {number} / Reuters", f"2031-03-{17 + number % 4}") for number in range(18)]


def accepted(path):
    return [replace(row, status="accepted") for row in load_case(path).events]


def test_many_reprints_are_one_voice_to_the_model_merged_or_not(case_with):
    path = case_with([refused("Reuters"), *REPRINTS])
    before = path.read_bytes()
    (told,) = gather(accepted(path), load_case(path).end)
    assert [source.voice for source in told.sources] == ["reuters"]
    assert main(["merge", str(path), "--apply"]) == 0
    (merged,) = gather(accepted(path), load_case(path).end)
    assert (merged.event.id, merged.sources) == (told.event.id, told.sources)
    assert sum(row.merged_into is not None for row in load_case(path).events) == 18
    assert main(["merge", str(path), "--undo", merged.event.id]) == 0
    assert path.read_bytes() == before


def test_reports_at_odds_are_shown_side_by_side(case_with, capsys):
    def killed(outlet, number):
        text = f"The State Police killed {number} protesters near the Assembly."
        return ("2031-03-16", "2031-03-16", "kill_protesters", "State Police", "protesters", text, outlet, number, "people")

    path = case_with([killed("EFE", 4), killed("AFP", 58)])
    before = path.read_bytes()
    capsys.readouterr()
    assert main(["merge", str(path), "--apply"]) == 0
    shown = capsys.readouterr().out
    assert "No rows are proposed to be merged" in shown
    assert "Reports at odds, which stay side by side" in shown
    assert path.read_bytes() == before
