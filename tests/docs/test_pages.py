"""Example pages are run: every block, in order, prints what the page says it prints."""

from __future__ import annotations

import runpy
import subprocess
from pathlib import Path

import pytest

from standoff.analysis.history.ablation import MECHANISMS, OF_RECORD
from standoff.analysis.history.recovery import WAYS
from standoff.case.library import library_names, load_case

DOCS = Path(__file__).parents[2] / "docs"
TOOL = runpy.run_path(str(DOCS / "run_page.py"))


SLOW = ("tipping.md", "tutorial.md", "how-to/score-against-history.md", "how-to/call-from-python.md")


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in TOOL["PAGES"]])
def test_a_page_prints_what_it_says(name):
    page = (DOCS / name).read_text(encoding="utf-8")
    assert TOOL["executed"](page) == page


def test_a_page_that_lies_is_found_out():
    page = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    assert TOOL["executed"](page) == page.replace("3", "2")
    page = "```console\n$ standoff check kestria-2031.yaml\n...\n"
    page += "kestria-2031.yaml: fine (kestria-2031: 7 rows, 4 forces)\n```\n"
    assert TOOL["executed"](page) == page.replace("7 rows", "0 rows")


def test_a_block_that_is_not_run_is_refused():
    for block in ("```json\n{}\n```\n", "```console\n$ ls\n```\n\n```text\n3\n```\n", "```yaml\na: 1\n```\n"):
        with pytest.raises(ValueError, match="block"):
            TOOL["executed"](block)
    with pytest.raises(subprocess.CalledProcessError):
        TOOL["executed"]("```console\n$ false\n```\n")


def test_files_shown_are_written_and_used():
    page = "```yaml\n# a.yaml\na: 1\n```\n\n```yaml\n# added to a.yaml\nb: 2\n```\n"
    page += "\n```console\n$ cat a.yaml\na: 1\nb: 2\n```\n"
    assert TOOL["executed"](page) == page


def test_a_server_that_does_not_start_is_found_out():
    with pytest.raises(StopIteration):
        TOOL["executed"]("```console\n$ standoff serve no-such-case.yaml --no-browser\n```\n")


def test_the_heading_of_a_section_stands_for_all_of_it():
    printed = ["A", "══", "1", "", "B", "══", "2", "3", "", "C"]
    assert TOOL["_recut"](["...", "B", "..."], printed) == ["...", "B", "══", "2", "3", "..."]
    assert TOOL["_recut"](["A", "══", "...", "B", "══", "2", "9", "...", "C"], printed)[3:7] == ["B", "══", "2", "3"]


def test_the_datasheet_counts_the_library_that_is_there():
    tool = runpy.run_path(str(DOCS / "datasheet.py"))
    cases = [load_case(name) for name in library_names()]
    assert (DOCS / "datasheet.md").read_text(encoding="utf-8") == tool["page"](cases)


def test_the_track_record_tells_of_every_fraction_failures_first():
    page = (DOCS / "track-record.md").read_text(encoding="utf-8")
    assert page.index("the model's forecasts were") < page.index("## What was to be reached") < page.index("## At a glance")
    assert page.index("missed by") < page.index("## At a glance") < page.index("## Limits")
    for words in ("At 25 % of the span", "the day before the end", "The worst misses", "What each mechanism adds"):
        assert words in page
    assert f"{len(library_names())} cases, of which the order-giver fell in" in page
    for each in (*MECHANISMS, *OF_RECORD):
        assert f"\n| {each.name} | " in page


def test_targets_are_called_reached_or_missed_as_they_are():
    tool = runpy.run_path(str(DOCS / "track_record.py"))
    brier, rate = {0.5: 0.26, 0.75: 0.2, 0.9: 0.2, 1.0: 0.15}, dict.fromkeys((0.5, 0.75, 0.9, 1.0), 0.25)
    told = tool["targets"](brier, {0.5: 1.0, 0.75: 0.6, 0.9: 1.4, 1.0: 1.5}, rate)
    assert "above it at 0.5." in told
    assert "at 0.75: reached (0.200)" in told
    assert "at 0.9: missed by 0.010 (0.200)" in told
    assert "outside at 0.75 (0.60), 1 (1.50)" in told


def test_the_page_on_learning_tells_of_every_way():
    page = (DOCS / "learning.md").read_text(encoding="utf-8")
    for way in WAYS:
        assert f"\n| {way.name} | " in page
    assert "| nothing learned | " in page
