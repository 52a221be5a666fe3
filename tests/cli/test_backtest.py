"""`standoff backtest`: a page with failures first, one JSON document, folders of cases, and clear refusals."""

from __future__ import annotations

import json
import shutil

import pytest

from standoff.case.library import case_path
from standoff.cli.main import main


def test_a_page_with_rivals_and_misses(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["backtest", "ussr-1991", "spain-1981", "--fractions", "1", "--worlds", "160", "-q"]) == 0
    page = capsys.readouterr().out
    for words in ("Track record", "base rate", "product of Bayes factors", "The worst misses", "ussr-1991"):
        assert words in page
    assert max(len(line) for line in page.splitlines()) <= 120


def test_a_folder_is_scored_file_by_file(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("romania-1989", "spain-1981"):
        shutil.copy(case_path(name), tmp_path)
    assert main(["backtest", str(tmp_path), "--fractions", "0.5,1.0", "--worlds", "160", "--json", "-q"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["case"] for row in told["forecasts"]] == ["romania-1989", "romania-1989", "spain-1981", "spain-1981"]
    assert [row["fraction"] for row in told["summary"]] == [0.5, 1.0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--fractions", "0.5,x"], "--fractions: '0.5,x' given; allowed: numbers above 0, at most 1"),
        (["--fractions", "0"], "--fractions: 0 given; allowed: above 0, at most 1"),
        (["--worlds", "3"], "--worlds: 3 given"),
        (["no-such-case"], "no-such-case"),
    ],
)
def test_what_cannot_be_used_is_refused(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", "-q", *words]) == 2
    assert said in capsys.readouterr().err


def test_an_empty_folder_is_refused(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", str(tmp_path), "-q"]) == 2
    assert "a folder without case files" in capsys.readouterr().err
