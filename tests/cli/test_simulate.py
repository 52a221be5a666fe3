"""`standoff simulate`: a page that fits, one JSON document, clear refusals."""

from __future__ import annotations

import json

import pytest

from standoff.cli.main import main

WORDS = ["simulate", "venezuela-2019", "--as-of", "2019-01-16", "--worlds", "160", "--days", "9", "-q"]


@pytest.mark.parametrize("columns", ["60", "120"])
def test_the_page_fits_and_tells_its_parts(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert main(WORDS) == 0
    page = capsys.readouterr().out
    for words in (
        "What follows in the next 9 days?",
        "How it ends",
        "the chance a day",
        "How far paths spread",
        "Where paths part",
    ):
        assert words in page
    assert "The worlds alone say" in page
    assert max(map(len, page.splitlines())) <= int(columns)


def test_the_same_as_one_document(capsys):
    assert main([*WORDS, "--from", "prior", "--order", "shoot", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["from"], told["order"]) == ("standoff-simulation/1", "prior", "shoot")
    assert len(told["days"]) == 10
    assert sum(share["p"] for share in told["days"][-1]["outcomes"].values()) == pytest.approx(1.0)
    assert told["weighed_out"] is None


@pytest.mark.parametrize(
    ("words", "said"), [(["--days", "0"], "--days: 0 given"), (["--from", "here"], "allowed: posterior, prior")]
)
def test_bad_usage_is_refused(words, said, capsys):
    assert main([*WORDS, *words]) == 2
    assert said in capsys.readouterr().err
