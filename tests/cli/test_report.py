"""The command `standoff report`: one file, one figure, or one JSON document; bad usage told before any work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from standoff.cli.main import main

QUICK = ("report", "ussr-1991", "--worlds", "160", "--as-of", "1991-08-20", "--quiet")


def test_the_page_is_written_in_the_place_of_an_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ussr-1991.html").write_text("old")
    assert main(QUICK) == 0
    assert (tmp_path / "ussr-1991.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert capsys.readouterr() == ("", "")


def test_one_figure_in_the_format_its_file_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.svg"
    assert main((*QUICK[:-1], "--figure", "outcomes", "-o", str(target))) == 0
    assert target.read_text(encoding="utf-8").startswith("<svg")
    told = capsys.readouterr()
    assert told.out == ""
    assert f"wrote {target}" in told.err


def test_json_is_one_document_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main((*QUICK, "--json")) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["schema"] == "standoff-view/1"
    assert told.err == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--format", "png"), "--format: goes with --figure ID"),
        (("--figure", "timeline", "--format", "gif"), "--format: 'gif' given; allowed: png, svg, pdf"),
        (("--figure", "timeline", "--json"), "--json and --figure: both given"),
        (("--figure", "sunrise", "--format", "svg"), "figure: 'sunrise' given; this report has timeline"),
        (("--order", "shot"), "did you mean 'shoot'"),
        (("-o", "."), "is a folder"),
        (("-o", "no/such/page.html"), "does not exist"),
    ],
)
def test_bad_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main((*QUICK, *more)) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
