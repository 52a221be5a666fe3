"""`standoff sensitivity`: a page that fits, and one JSON document."""

from __future__ import annotations

import json

import pytest

from standoff.cli.main import main

WORDS = ["sensitivity", "venezuela-2019", "--as-of", "2019-01-13", "--worlds", "160", "-q"]


@pytest.mark.parametrize("columns", ["60", "120"])
def test_the_page_fits_and_tells_its_parts(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert main(WORDS) == 0
    page = capsys.readouterr().out
    for words in ("What drives the answer", "Where the spread of the answer", "Do prior and evidence pull apart?", "distance"):
        assert words in page
    assert max(map(len, page.splitlines())) <= int(columns)


def test_the_same_as_one_document(capsys):
    assert main([*WORDS, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "standoff-sensitivity/1"
    assert told["power_scaling"]["prior"]["powers"] == [0.8, 1.25]
    assert {swing["kind"] for swing in told["swings"]} == {"coefficient", "grade"}
