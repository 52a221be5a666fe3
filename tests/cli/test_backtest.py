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


def test_a_file_is_written_and_goes_on_where_a_run_stopped(tmp_path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    from standoff.analysis.history import backtest as forecasting

    words = ["backtest", "spain-1981", "romania-1989", "--fractions", "0.5,1.0", "--worlds", "160", "-q", "--json"]
    assert main([*words, "--to", str(tmp_path / "whole.json")]) == 0
    whole = (tmp_path / "whole.json").read_text()
    assert capsys.readouterr().out == whole
    assert {"schema", "version", "seed", "digest"} <= json.loads(whole).keys()
    ends, counted = forecasting.ends_at, []

    def stopping(case, fraction, *others):
        counted.append((case.id, fraction))
        if len(counted) == 3:
            raise KeyboardInterrupt
        return ends(case, fraction, *others)

    monkeypatch.setattr(forecasting, "ends_at", stopping)
    again = [*words, "--threads", "1", "--to", str(tmp_path / "again.json")]
    assert main(again) == 130
    before = len(counted)
    assert [path.name for path in tmp_path.iterdir() if path.name != "whole.json"] == ["again.json.part"]
    assert main(again) == 0
    assert counted[before:] == [counted[2], ("romania-1989", 0.5)]  # the longest first
    assert (tmp_path / "again.json").read_text() == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.json", "whole.json"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--fractions", "0.5,x"], "--fractions: '0.5,x' given; allowed: numbers above 0, at most 1"),
        (["--fractions", "0"], "--fractions: 0 given; allowed: above 0, at most 1"),
        (["--worlds", "3"], "--worlds: 3 given"),
        (["--to", "."], "--to: . is a folder"),
        (["--cluster", "somewhere"], "--cluster: 'somewhere' given; allowed: local, or a scheduler's address"),
        (["no-such-case"], "no-such-case"),
    ],
)
def test_what_cannot_be_used_is_refused(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", "-q", *words]) == 2
    assert said in capsys.readouterr().err


def test_an_empty_folder_is_refused(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", str(tmp_path), "-q"]) == 2
    assert "a folder without case files" in capsys.readouterr().err
