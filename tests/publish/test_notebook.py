"""Results in a notebook: the figures of the report as pictures with words, text escaped, words alone without vl-convert."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import standoff as so
from standoff.publish import drawing
from standoff.publish.notebook import document_html, document_of_result, html_of
from standoff.view.document import Cell, Column, Document, Section, Table

DAY = {"as_of": date(2019, 1, 13), "worlds": 160, "threads": 2}


@pytest.fixture(scope="module")
def answer():
    return so.ask("venezuela-2019", **DAY)


def test_each_result_shows_its_figures(answer):
    arrest = so.Scenario("x", without=("challenger_arrested",))
    results = (
        (answer, {"forces", "waterfall", "outcomes"}),
        (so.explain("venezuela-2019", most=2, **DAY), {"matrix", "would-change"}),
        (so.why_not("venezuela-2019", **DAY), {"why-not-over-time"}),
        (so.what_if("venezuela-2019", arrest, days=3, **DAY), {"what-if-obeyed", "what-if-out"}),
        (so.simulate("venezuela-2019", days=5, **DAY), {"ends", "spread", "crowd", "paths"}),
    )
    for result, wanted in results:
        assert {figure.id for figure in document_of_result(result).figures()} >= wanted
        shown = result._repr_html_()
        assert shown.count("data:image/svg+xml;base64,") == len(document_of_result(result).figures())
        assert "<script" not in shown


def test_text_of_a_case_is_escaped(answer):
    shown = html_of(replace(answer, title="<script>alert(1)</script>", order_giver='"><img src=x onerror=alert(1)>'))
    assert "<script" not in shown
    assert "<img src=x" not in shown


def test_signs_that_steer_are_made_visible():
    """As on the page of the report: a direction sign turns what follows, half a letter can be written nowhere."""
    section = Section("s", table=Table((Column("\x1b[31m"),), ((Cell("a\u202eb\ud800"),),)))
    shown = document_html(Document("t\u2066", "q", "h\x00", ("s\u200f",), (section,)))
    assert shown.encode("utf-8").decode("utf-8").isprintable()
    assert r"a\u202eb\ud800" in shown


def test_without_the_library_that_draws_the_words_remain(answer, monkeypatch):
    def missing(name):
        raise so.StandoffError(name) if name != "vl_convert" else drawing.UsageError("not installed")

    monkeypatch.setattr(drawing, "needed", missing)
    shown = html_of(answer)
    assert "<img" not in shown
    assert all(figure.alt.split(".")[0].split("&")[0][:20] in shown for figure in document_of_result(answer).figures()[:1])


def test_of_other_things_there_is_no_page():
    with pytest.raises(TypeError, match="no page for a int"):
        html_of(3)
