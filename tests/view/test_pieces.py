"""Tables and figures say by id which rows of the case they tell of: no other ids, every piece where all stand, echoes too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from standoff.analysis.answer import Answer
from standoff.analysis.ask import answer_now
from standoff.analysis.history.post_mortem import Belief, PostMortem
from standoff.analysis.timeline import timeline
from standoff.analysis.why.explain import explanation_from
from standoff.case.library import load_case
from standoff.case.values import Outcome
from standoff.inference.posterior import infer
from standoff.view.answer_page import answer_page
from standoff.view.document import Cell, Column, Document, Figure, Section, Table
from standoff.view.evidence import IN_ORDER, WHAT_MOVED
from standoff.view.figures.waterfall import MOST, waterfall_figure
from standoff.view.pieces import in_figure, rows_named, rows_of
from standoff.view.post_mortem_page import MISLED, RIGHT, post_mortem_page
from standoff.view.report_page import Parts, report_document
from standoff.view.serialise import view_document
from standoff.view.sources import EVIDENCE
from standoff.view.why.change import IF_LIED
from standoff.view.why.matrix import MATRIX
from standoff.view.why.page import explanation_sections
from standoff.view.why.worth import SUMMED_BY, TWO_FACTORS

CASE = load_case("venezuela-2019")
AS_OF = date(2019, 1, 15)
ECHO = replace(CASE.events[0], id="told-again")
ALL = {event.id for event in CASE.events if event.known_on <= AS_OF} | {ECHO.id}
WHOLE = (IN_ORDER, EVIDENCE, TWO_FACTORS, f"{SUMMED_BY}source")
"""Sections whose tables tell of all the evidence."""
OF_EVIDENCE = (*WHOLE, WHAT_MOVED, MATRIX, IF_LIED)
DRAWN = ("timeline", "waterfall", "linchpins", "matrix")


@pytest.fixture(scope="module")
def told() -> Document:
    """A report with all that an explanation tells, and the list that only the terminal's page has; one row is told twice."""
    posterior = infer(replace(CASE, events=(*CASE.events, ECHO)), as_of=AS_OF, worlds=320, seed=2, threads=2)
    answer, line = answer_now(posterior, threads=2), timeline(posterior, threads=2, without={})
    further = (*explanation_sections(explanation_from(posterior, threads=2)), *answer_page(answer).sections)
    return report_document(Parts(answer, line, posterior.case, posterior.evidence, "", {}), further)


def about(section: Section) -> tuple[tuple[str, ...], ...]:
    assert section.table is not None
    assert len(section.table.about) == len(section.table.rows), section.title
    return section.table.about


def figure_of(document: Document, name: str) -> Figure:
    return next(figure for figure in document.figures() if figure.id == name)


def test_every_id_is_one_of_a_row_of_the_case(told: Document) -> None:
    for section in told.sections:
        if section.title in OF_EVIDENCE:
            assert all(about(section))
            assert {row for rows in about(section) for row in rows} <= ALL
        else:
            assert section.table is None or section.table.about == ()


@pytest.mark.parametrize("title", WHOLE)
def test_every_piece_of_evidence_stands_once(told: Document, title: str) -> None:
    rows = [row for rows in about(told.section(title)) for row in rows]
    assert sorted(rows) == sorted(ALL)


@pytest.mark.parametrize("title", [title for title in OF_EVIDENCE if title not in (f"{SUMMED_BY}source", IF_LIED)])
def test_an_echo_stands_behind_the_piece_it_repeats(told: Document, title: str) -> None:
    found = about(told.section(title))
    assert all(len(rows) == 1 or rows == (CASE.events[0].id, ECHO.id) for rows in found)
    assert title not in WHOLE or (CASE.events[0].id, ECHO.id) in found


def test_a_source_tells_of_all_its_rows(told: Document) -> None:
    table = told.section(IF_LIED).table
    assert table is not None
    for row, rows in zip(table.rows, table.about, strict=True):
        assert int(row[1].text.split()[0]) == len([name for name in rows if name != ECHO.id])


def test_figures_of_evidence_say_which(told: Document) -> None:
    assert {figure.id for figure in told.figures()} >= set(DRAWN)
    for figure in told.figures():
        assert ("evidence" in figure.rows[0]) == (figure.id in DRAWN), figure.id
        assert "evidence" not in figure.heads
        assert {row for datum in figure.rows for row in datum.get("evidence", "").split()} <= ALL
    for name in ("timeline", "waterfall"):
        rows = [row for datum in figure_of(told, name).rows for row in datum["evidence"].split()]
        assert sorted(rows) == sorted(ALL)
    assert all((datum["evidence"] != "") == (datum["kind"] == "evidence") for datum in figure_of(told, "timeline").rows)
    assert all(datum["evidence"] for datum in figure_of(told, "matrix").rows)


def test_the_bar_of_the_others_tells_of_them_all(fake_answer: Answer) -> None:
    template = fake_answer.evidence[0]
    pieces = tuple(replace(template, id=f"r{n}", decibans=float(n), echoes=(f"e{n}",)) for n in range(MOST + 3))
    bars = waterfall_figure(replace(fake_answer, evidence=pieces)).rows
    assert [bar["evidence"] for bar in bars] == [
        "",
        *(f"r{n} e{n}" for n in range(3, MOST + 3)),
        "r0 e0 r1 e1 r2 e2",
        *("", "", ""),
    ]


def test_what_misled_and_what_was_right_say_which(fake_answer: Answer) -> None:
    belief = Belief(1.0, fake_answer.as_of, 4, 0.3, 0.2, 0.6, 0.49, 1.2, 0.5, 0.25)
    came = Outcome(fake_answer.as_of, "forces_shifted", True, "shifted", "They went over.")
    case = (fake_answer.case, fake_answer.title, fake_answer.order_giver)
    whole = PostMortem(*case, fake_answer.focus, came, True, (belief,), fake_answer.evidence, fake_answer.waterfall, 160, 1)
    page = post_mortem_page(whole)
    assert about(page.section(MISLED)) == (("row-1",),)
    assert about(page.section(RIGHT)) == (("row-2", "row-7", "row-8"), ("row-4",))


def test_sets_of_pieces_by_their_ids(fake_answer: Answer) -> None:
    pieces = fake_answer.evidence
    assert rows_named([("row-3", "row-2"), ()], pieces) == (("row-3", "row-2", "row-7", "row-8"), ())
    assert in_figure(rows_of(pieces[1])) == "row-2 row-7 row-8"
    assert in_figure(()) == ""


def test_a_table_tells_of_every_row_or_of_none() -> None:
    rows = ((Cell("a"),), (Cell("b"),))
    assert Table((Column("c"),), rows, (("x",), ())).about == (("x",), ())
    with pytest.raises(ValueError, match="a table of 2 rows that says of 1 what they are about"):
        Table((Column("c"),), rows, (("x",),))


def test_the_ids_stand_in_the_json(fake_answer: Answer) -> None:
    sections = {section["title"]: section for section in view_document(answer_page(fake_answer))["sections"]}
    assert sections[IN_ORDER]["table"]["about"] == [["row-1"], ["row-2", "row-7", "row-8"], ["row-3"], ["row-4"]]
    assert sections[WHAT_MOVED]["table"]["about"][0] == ["row-2", "row-7", "row-8"]
