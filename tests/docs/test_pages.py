"""Example pages are run: every block, in order, prints what the page says it prints."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from standoff.case.library import library_names, load_case

DOCS = Path(__file__).parents[2] / "docs"
TOOL = runpy.run_path(str(DOCS / "run_page.py"))


@pytest.mark.parametrize("name", TOOL["PAGES"])
def test_a_page_prints_what_it_says(name):
    page = (DOCS / name).read_text(encoding="utf-8")
    assert "```text" in page
    assert TOOL["executed"](page) == page


def test_a_page_that_lies_is_found_out():
    page = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    assert TOOL["executed"](page) == page.replace("3", "2")


def test_the_datasheet_counts_the_library_that_is_there():
    tool = runpy.run_path(str(DOCS / "datasheet.py"))
    cases = [load_case(name) for name in library_names()]
    assert (DOCS / "datasheet.md").read_text(encoding="utf-8") == tool["page"](cases)


def test_the_track_record_tells_of_every_fraction_failures_first():
    page = (DOCS / "track-record.md").read_text(encoding="utf-8")
    assert page.index("no better than the base rate") < page.index("## ") < page.index("## Limits")
    for words in ("At 25 % of the span", "the day before the end", "The worst misses", "product of Bayes factors"):
        assert words in page
    assert f"{len(library_names())} cases, of which the order-giver fell in" in page
