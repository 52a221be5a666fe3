"""`standoff score`: a page that says how it ended and what misled, the same as JSON, and clear refusals."""

from __future__ import annotations

import json

import pytest

from standoff.cli.main import main

WORDS = ["score", "romania-1989", "--worlds", "160", "-q"]


@pytest.mark.parametrize("columns", ["60", "120"])
def test_the_page_fits_and_tells_the_parts(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert main(WORDS) == 0
    page = capsys.readouterr().out
    for words in ("Post-mortem: Romania", "What was believed when", "What misled", "What was right", "What no row told"):
        assert words in page
    assert "Nicolae Ceaușescu fell on 22 December 1989" in " ".join(page.split())
    assert max(map(len, page.splitlines())) <= int(columns)


def test_the_same_as_one_document(capsys):
    assert main([*WORDS, "--fractions", "1.0", "--order", "shoot", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["case"], told["order"]) == ("romania-1989", "shoot")
    assert told["outcome"]["forsaken"] is True
    assert [each["fraction"] for each in told["beliefs"]] == [1.0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["romania-1989", "--order", "clear_crowds"], "did you mean 'clear_crowd'?"),
        (["romania-1989", "--fractions", "2"], "--fractions: 2 given; allowed: above 0, at most 1"),
        (["romania-1989", "--worlds", "1"], "--worlds: 1 given"),
        (["no-such-case"], "no-such-case"),
    ],
)
def test_what_cannot_be_used_is_refused(words, said, capsys):
    assert main(["score", *words, "-q"]) == 2
    assert said in capsys.readouterr().err


def test_a_case_that_is_not_over_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "my-case"]) == 0
    assert main(["score", "my-case.yaml", "-q"]) == 2
    assert "has no outcome yet" in capsys.readouterr().err
