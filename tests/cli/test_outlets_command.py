"""`standoff outlets`: what is known of an outlet, with reasons, and what the model makes of a grade."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from standoff.cli import main as cli


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_whole_table_and_every_grade(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "outlets")
    assert (code, err) == (0, "")
    for line in ("Sputnik ", "no verdict", "What a grade becomes in the model", "B       usually reliable", "0.85     0.030"):
        assert line in out


def test_one_looked_up_for_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "outlets", "https://sputniknews.com/x", "Nobody", "--case", "venezuela-2019")
    assert (code, err) == (0, "")
    assert "1 of 2 in the table." in out
    assert "state media of Russia, named as patron." in out
    assert "Nobody is not in the table of outlets." in out
    assert "Nobody: not in the table of outlets; an ungraded source is read as F" in out.replace("\n", " ")


def test_json_gives_side_grade_rates_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "outlets", "VTV", "Nobody", "--case", "venezuela-2019", "--json")
    document = json.loads(out)
    assert (code, err, document["schema"]) == (0, "", "standoff-outlets/1")
    first, other = document["outlets"]
    assert (first["side"], first["grade"], first["detect"], first["fabricate"]) == ("order_giver", "D", 0.5, 0.15)
    assert (other["known"], other["side"], other["grade"], other["detect"], other["fabricate"]) == (
        False,
        "neutral",
        None,
        0.65,
        0.1,
    )
    assert other["rates_why"] == "no grade: read as F, the average source; model/priors.yaml, sources"
    assert document["grades"]["B4"] == pytest.approx({"detect": 0.85, "fabricate": 0.09})
    assert len(document["grades"]) == 7 * 7


def test_a_grade_is_read_as_written(capsys: pytest.CaptureFixture[str]) -> None:
    out = called(capsys, "outlets", "Nobody", "--grade", "usually reliable / confirmed", "--json")[1]
    assert json.loads(out)["outlets"][0]["grade"] == "B1"
    code, out, err = called(capsys, "outlets", "--grade", "H1")
    assert (code, out) == (2, "")
    assert "'H1' given; allowed: a letter A" in err
    assert "The table" not in called(capsys, "outlets", "--grade", "B1")[1]


def test_ones_own_table_and_its_errors(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    mine = tmp_path / "mine.csv"
    mine.write_text("name,kind,speaks_for\nVTV,broadcaster,\nRadio X,party,VEN\n")
    out = called(capsys, "outlets", "VTV", "Radio X", "--table", str(mine), "--case", "venezuela-2019", "--json")[1]
    assert [one["side"] for one in json.loads(out)["outlets"]] == ["neutral", "order_giver"]
    assert "(yours)" in called(capsys, "outlets", "--table", str(mine))[1]
    mine.write_text("name,kind\nX,radio\n")
    code, out, err = called(capsys, "outlets", "--table", str(mine))
    assert (code, out) == (2, "")
    assert f"error: {mine}:2:3: kind: 'radio' is not a kind" in err
