"""`standoff merge`: nothing changes unless told; what is written can be taken back to the letter."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from standoff.case.library import case_path
from standoff.case.reader import read_case
from standoff.cli import main as cli

QUOTE = "STRELSAU (Reuters) - Soldiers of the third company have locked the gate of their barracks, officers said."
ROW = """\
- date: 2031-01-15
  id: {id}
  code: mutiny
  tier: troops
  scope: provincial
  actor: the third company
  target: its officers
  text: Soldiers of the third company have locked the gate of their barracks, officers said.  # {id}
  source: {outlet}
  sources:
  - outlet: {outlet}
    quote: {quote}
  sided: mixed
  confidence: medium
  status: draft{more}
"""
HEAD = """\
# my case
id: ruritania-2031
title: Ruritania, a test
country: Ruritania
iso3: RUR
start: 2031-01-10
end: 2031-02-10
order_giver: Rudolf V
challenger: Black Michael
background: {regime: monarchy, years_in_power: 3, population_m: 2.5}
forces:
- {name: Army, kind: army, size_k: 10}
events:
"""


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    papers = [ROW.format(id=f"p{n}", outlet=f"Paper {n}", quote=QUOTE, more="") for n in range(4)]
    own = ROW.format(id="own", outlet="BBC", quote="The gate is shut and nobody comes out.", more="")
    denied = ROW.format(id="no", outlet="army command", quote="Nothing of the kind.", more="\n  modality: denied")
    agency = ROW.format(id="r", outlet="Reuters", quote=QUOTE, more="")
    path.write_text(HEAD + "".join((*papers, agency, own, denied)), "utf-8")
    return path


def test_proposals_are_shown_with_reasons_and_nothing_is_changed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = path.read_bytes()
    code, out, err = called(capsys, "merge", str(path))
    assert code == 0
    assert "5 rows would be merged into 1" in out
    assert "Paper 3: reprint" in out
    assert "BBC: adds a voice" in out
    assert "Reports at odds, which stay side by side" in out
    assert f"nothing was changed; to merge: standoff merge {path} --apply" in err
    assert path.read_bytes() == before


def test_applied_and_taken_back(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = path.read_bytes()
    code, out, err = called(capsys, "merge", str(path), "--apply", "r")
    assert code == 0
    assert "5 rows were merged into 1" in out
    assert "--undo" in err
    rows = {row.id: row for row in read_case(path).events}
    assert [source.outlet for source in rows["r"].sources] == ["Reuters", "BBC"]
    assert rows["r"].sources[1].merged_from == "own"
    assert {name for name, row in rows.items() if row.merged_into == "r"} == {"p0", "p1", "p2", "p3", "own"}
    assert rows["no"].merged_into is None
    assert b"officers said.  # p2" in path.read_bytes()
    code, out, err = called(capsys, "merge", str(path))
    assert "No rows are proposed" in out
    assert "5 rows of the case merged before" in err
    assert called(capsys, "merge", str(path), "--undo", "own", "--undo", "p1")[1].endswith("2 rows no longer merged: p1, own\n")
    assert len({row.id: row for row in read_case(path).events}["r"].sources) == 1
    assert called(capsys, "merge", str(path), "--undo", "r")[0] == 0
    assert path.read_bytes() == before


def test_json_is_one_document(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "merge", str(path), "--json")
    document = json.loads(out)
    assert (code, err, document["schema"], document["applied"]) == (0, "", "standoff-merge/1", False)
    (found,) = document["proposals"]
    assert (found["keep"], len(found["echoes"]), len(found["sources"])) == ("r", 5, 2)
    assert {one["kind"] for one in document["conflicts"]} == {"denied"}
    assert json.loads(called(capsys, "merge", str(path), "--apply", "--json")[1])["applied"] is True
    undone = json.loads(called(capsys, "merge", str(path), "--undo", "r", "--json")[1])
    assert sorted(undone["undone"]) == ["own", "p0", "p1", "p2", "p3"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--apply", "--undo", "r"), "both given"),
        (("nobody",), "'nobody' is no row of the case"),
        (("no",), "'no' is in no proposal"),
        (("--undo", "p0"), "'p0' given; allowed: the id of a merged row"),
        (("--table", "none.csv"), "none.csv: cannot be read"),
    ],
)
def test_bad_usage_is_exit_2_and_changes_nothing(
    path: Path, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    code, out, err = called(capsys, "merge", str(path), *words)
    assert (code, out) == (2, "")
    assert says in err
    assert path.read_bytes() == before


def test_the_library_is_looked_at_and_not_changed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = called(capsys, "merge", "paraguay-1996")
    assert (code, "No rows are proposed" in out) == (0, True)
    assert "--include-accepted" in err
    code, out, err = called(capsys, "merge", "paraguay-1996", "--include-accepted")
    assert "would be merged into 2" in out
    for words in (("--apply", "--include-accepted"), ("--undo", "x")):
        code, out, err = called(capsys, "merge", "paraguay-1996", *words)
        assert (code, out) == (2, "")
    copy = tmp_path / "mine.yaml"
    shutil.copy(case_path("paraguay-1996"), copy)
    before = copy.read_bytes()
    copy.chmod(0o644)
    assert called(capsys, "merge", str(copy), "--apply", "--include-accepted")[0] == 0
    kept = [row.merged_into for row in read_case(copy).events if row.merged_into]
    assert len(kept) == 2
    assert called(capsys, "merge", str(copy), *(word for name in kept for word in ("--undo", name)))[0] == 0
    assert copy.read_bytes() == before
