"""Figures: valid Vega-Lite, rows that add up, words with the numbers in them; and none on the terminal's page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import inf, nan

import numpy as np
import pytest

from standoff.analysis.answer import Answer, Estimate
from standoff.analysis.timeline import DayPoint, Timeline
from standoff.case.library import load_case
from standoff.case.values import Source
from standoff.model.echoes import Evidence
from standoff.view.answer_page import answer_page
from standoff.view.document import Document, Figure, Section
from standoff.view.drawing import KINDS_RANGE
from standoff.view.figures.forces import defenders_figure, forces_figure
from standoff.view.figures.labels import ink_on, label, luminance
from standoff.view.figures.losses import losses_figure
from standoff.view.figures.outcomes import outcomes_figure
from standoff.view.figures.timeline import timeline_figure
from standoff.view.figures.waterfall import MOST, waterfall_figure
from standoff.view.report_page import Parts, report_document
from standoff.view.serialise import plain, view_document, view_text
from standoff.view.sources import EVIDENCE

EVE = date(2019, 1, 9)


def line() -> Timeline:
    chances = (0.71, 0.8, 0.6, 0.68)
    return Timeline(
        "arrest_leader",
        tuple(
            DayPoint(EVE + timedelta(days=7 * n), Estimate(p, p - 0.2, p + 0.1, "90 % of draws"), None if n == 1 else 0.71)
            for n, p in enumerate(chances)
        ),
    )


def figures(answer: Answer) -> dict[str, Figure]:
    made = (
        timeline_figure(answer, line(), {"row-1": "order_giver", "row-2": "challenger"}),
        waterfall_figure(answer),
        forces_figure(answer),
        defenders_figure(answer),
        losses_figure(answer),
        outcomes_figure(answer),
    )
    return {figure.id: figure for figure in made if figure is not None}


@pytest.fixture
def drawn(fake_answer: Answer) -> dict[str, Figure]:
    return figures(fake_answer)


@pytest.fixture
def report(fake_answer: Answer) -> Document:
    case = load_case("venezuela-2019")
    told = (Source("AP", "https://ap.org", "B2"),)
    evidence = tuple(
        Evidence(replace(case.events[n], id=row.id, date=row.date, public=row.public), told, row.echoes)
        for n, row in enumerate(fake_answer.evidence)
    )
    return report_document(Parts(fake_answer, line(), case, evidence, "my case.yaml", {"python": "3"}), (Section("Further"),))


def test_every_specification_is_valid_vega_lite(drawn: dict[str, Figure]) -> None:
    altair = pytest.importorskip("altair")
    assert set(drawn) == {"timeline", "waterfall", "forces", "defenders", "why-not", "outcomes"}
    for figure in drawn.values():
        assert (
            figure.spec["$schema"] == f"https://vega.github.io/schema/vega-lite/v{altair.SCHEMA_VERSION[1:].split('.')[0]}.json"
        )
        altair.Chart.from_dict(json.loads(json.dumps(plain(figure.drawable()))), validate=True)


def test_every_row_of_a_figure_has_the_same_keys(drawn: dict[str, Figure]) -> None:
    for figure in drawn.values():
        assert len({frozenset(row) for row in figure.rows}) == 1, figure.id
        assert set(figure.heads) <= set(figure.rows[0]), figure.id
        assert figure.how
        assert figure.alt


def test_the_waterfall_adds_up_exactly(fake_answer: Answer) -> None:
    template = fake_answer.evidence[0]
    weights = [0.1 * (-1) ** n * n for n in range(1, 31)]
    rows = tuple(replace(template, id=f"r{n}", decibans=value, public=EVE + timedelta(n)) for n, value in enumerate(weights))
    steps = replace(fake_answer.waterfall, evidence=sum(weights), posterior=-3.9 + sum(weights) - 1.1 + 0.4)
    bars = waterfall_figure(replace(fake_answer, evidence=rows, waterfall=steps)).rows
    assert len(bars) == 1 + MOST + 1 + 3
    for before, after in pairwise(bars[:-1]):
        assert after["start"] == before["end"]
    assert bars[-1]["start"] == 0.0
    assert bars[-2]["end"] == pytest.approx(bars[-1]["end"], abs=1e-12)
    assert [bar["decibans"] for bar in bars[1 : 1 + MOST]] == weights[-MOST:]
    assert bars[1 + MOST]["label"] == "the other 18 pieces of evidence"
    assert bars[1 + MOST]["decibans"] == pytest.approx(sum(weights[:-MOST]), abs=1e-12)


def test_a_waterfall_without_evidence(fake_answer: Answer) -> None:
    steps = replace(fake_answer.waterfall, evidence=0.0)
    figure = waterfall_figure(replace(fake_answer, evidence=(), waterfall=steps))
    assert [row["label"] for row in figure.rows] == [
        *("before any evidence", "what was not reported", "drift of strength and loyalty", "now"),
    ]
    assert figure.alt.endswith("There was no evidence.")


def test_outcomes_fill_their_bars(drawn: dict[str, Figure]) -> None:
    rows = drawn["outcomes"].rows
    assert len(rows) == 4 * 8
    for after in ("7 days", "30 days", "90 days", "at the end"):
        bar = [row for row in rows if row["after"] == after]
        assert bar[0]["start"] == 0.0
        assert bar[-1]["end"] == pytest.approx(1.0, abs=0.01)
        assert all(one["end"] == two["start"] for one, two in pairwise(bar))
    unseen = next(row for row in rows if row["outcome"] == "civil war")
    assert unseen["shown"] == "< 1 in 20,000"


def test_numbers_in_bars_can_be_read() -> None:
    for colour in KINDS_RANGE:
        light, ink = luminance(colour), luminance(ink_on(colour))
        assert (max(light, ink) + 0.05) / (min(light, ink) + 0.05) >= 4.5, colour
    assert luminance("#ffffff") == pytest.approx(1.0)
    assert luminance("#000000") == 0.0


def test_the_timeline_hangs_evidence_under_its_day(drawn: dict[str, Figure]) -> None:
    figure = drawn["timeline"]
    ticks = [row for row in figure.rows if row["kind"] == "evidence"]
    assert [row["date"] for row in figure.rows] == sorted(row["date"] for row in figure.rows)
    assert [row["way"] for row in ticks] == ["for obedience", "for refusal", "neither way", "for refusal"]
    assert [row["serves"] for row in ticks] == ["the order-giver", "the challenger", "neither", "neither"]
    same_day = [row["y"] for row in ticks if row["date"] == "2019-01-21"]
    assert 0 > same_day[0] > same_day[1]
    assert figure.alt.startswith("A line from 71 % on 9 January 2019, before any evidence, to 68 % on 30 January 2019; lowest")


def test_the_board_holds_who_would_refuse_and_the_other_who_would_defend(fake_answer: Answer, drawn: dict[str, Figure]) -> None:
    assert [row["label"] for row in drawn["defenders"].rows] == ["colectivos, troops"]
    assert drawn["defenders"].alt == "One group: 81 % (colectivos, troops; interval 29 to >99 %)."
    assert len(drawn["forces"].rows) == 4
    assert drawn["forces"].alt.startswith("4 groups, from 48 % (Bolivarian Army, troops; interval 5 to 95 %) down to 14 %")
    nobody = replace(fake_answer, orders=tuple(replace(order, groups=()) for order in fake_answer.orders))
    assert forces_figure(nobody) is None
    assert defenders_figure(nobody) is None


def test_labels_show_what_would_hide() -> None:
    assert label("a\u202eb") == "a\\u202eb"
    assert label("x" * 200) == "x" * 89 + "…"


def test_the_report_holds_the_page_and_more(fake_answer: Answer, report: Document) -> None:
    page = answer_page(fake_answer)
    titles = [section.title for section in report.sections]
    assert page.figures() == ()
    assert {section.title for section in page.sections} - set(titles) == {"All the evidence, in order"}
    assert titles.index("From the prior to the answer") < titles.index("Further") < titles.index(EVIDENCE)
    assert [figure.id for figure in report.figures()] == ["timeline", "forces", "defenders", "why-not", "outcomes", "waterfall"]
    assert [one.value for one in report.highlights] == ["68 %", "20 %"]
    assert report.checks[0] == "No check of the arithmetic raised a warning."
    assert report.command[:3] == ("standoff", "report", "'my case.yaml'")


def test_the_report_names_every_source(report: Document) -> None:
    table = report.section(EVIDENCE).table
    assert table is not None
    assert [link.href for row in table.rows for link in row[4].links] == ["https://ap.org"] * 4
    assert table.rows[0][4].links[0].text == "AP [B2]"
    assert "Repeated by 2 rows: row-7 and row-8." in [link.text for link in table.rows[1][1].links]
    assert [link.text for link in table.rows[3][0].links] == ["public 2019-01-31"]


def test_the_document_as_json(report: Document) -> None:
    document = view_document(report)
    text = view_text(report)
    assert json.loads(text) == document
    assert (next(iter(document)), document["schema"]) == ("schema", "standoff-view/1")
    assert text.isascii()
    assert text == view_text(report)
    assert document["sections"][1]["figures"][0]["rows"][0]["date"] == "2019-01-09"


def test_values_that_json_lacks() -> None:
    assert plain({"a": nan, "b": -inf, "c": np.float64(0.5), "d": np.int64(3), "e": (date(2019, 1, 2), True, None)}) == {
        **{"a": None, "b": None, "c": 0.5, "d": 3},
        "e": ["2019-01-02", True, None],
    }
    assert str(plain(-0.0)) == "0.0"
    with pytest.raises(TypeError, match="a set, which JSON has no word for"):
        plain({1})
