"""`standoff sensitivity`: a page that fits, one JSON document, the same for any number of threads, refusals."""

from __future__ import annotations

import json

import pytest

from standoff.cli.main import main

ASK = ["sensitivity", "venezuela-2019", "--as-of", "2019-01-14", "--worlds", "160", "--outlets", "1", "-q"]


def told(capsys, *words):
    assert main(list(words)) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


@pytest.mark.parametrize("columns", ["60", "120"])
def test_the_page_fits_and_tells_its_parts(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    page = told(capsys, *ASK)
    for words in ("What drives the answer", "What the spread of the answer rests on", "Prior against evidence", "--outlets 1"):
        assert words in page
    assert max(map(len, page.splitlines())) <= int(columns)


def test_one_document_the_same_for_any_number_of_threads(capsys):
    one, two = (told(capsys, *ASK, "--order", "shoot", "--json", "--threads", threads) for threads in ("1", "2"))
    assert one == two
    document = json.loads(one)
    assert (document["schema"], document["order"], document["outlets"]) == ("standoff-sensitivity/1", "shoot", 1)
    assert document["power_scaling"]["verdict"] in ("none", "prior-data conflict", "strong prior or weak evidence")
    assert sum(bar["kind"] == "source" for bar in document["tornado"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--outlets", "-1"], "--outlets: -1 given"),
        (["--order", "shot"], "did you mean 'shoot'"),
        (["--worlds", "3"], "--worlds: 3"),
    ],
)
def test_bad_usage_is_refused(words, said, capsys):
    assert main([*ASK, *words]) == 2
    assert said in capsys.readouterr().err
