"""Words of explanations: letters of the matrix, disagreement with the analyst, rival readings, differences in points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from standoff.analysis.answer import Estimate
from standoff.analysis.why.explain import explanation_from
from standoff.case.library import load_case
from standoff.case.scenario import parse_scenario
from standoff.case.values import Rating
from standoff.inference.posterior import infer
from standoff.view.figures.labels import luminance
from standoff.view.whatif.page import points
from standoff.view.whatif.words import scenario_words
from standoff.view.why.figures import LETTER, SHADES
from standoff.view.why.matrix import MATRIX
from standoff.view.why.names import disagrees, letter
from standoff.view.why.page import explanation_page
from standoff.view.why.why_not import equal


@pytest.fixture(scope="module")
def found():
    case = load_case("venezuela-2019")
    rated = (Rating("2019-01-13-challenger_arrested-1", (("obey", "II"), ("overthrow", "NA"))),)
    posterior = infer(replace(case, ratings=rated), as_of=date(2019, 1, 15), worlds=320, seed=2, threads=2)
    return explanation_from(posterior, threads=2)


@pytest.mark.parametrize(
    ("value", "word"), [(3.0, "CC"), (2.99, "C"), (0.75, "C"), (0.74, "N"), (-0.74, "N"), (-0.75, "I"), (-3.0, "II")]
)
def test_letters_of_decibans(value, word):
    assert letter(value) == word


@pytest.mark.parametrize(
    ("model", "own", "apart"),
    [
        ("C", "I", True),
        ("CC", "C", False),
        ("N", "C", False),
        ("N", "II", True),
        ("CC", "N", True),
        ("C", "NA", False),
        ("I", "II", False),
    ],
)
def test_disagreement(model, own, apart):
    assert disagrees(model, own) is apart


def test_the_analysts_letters_and_the_disagreement_are_shown(found):
    section = explanation_page(found).section(MATRIX)
    assert section.sentences[0] == "You rated 2 cells; the model disagrees with 1."
    assert "challenger arrested" in section.sentences[1]
    cells = [cell.text for row in section.table.rows for cell in row]
    assert any("you: II, disagree" in text for text in cells)
    assert any(text.endswith("you: NA") for text in cells)


def test_every_figure_has_words_rows_and_heads(found):
    figures = [figure for section in explanation_page(found).sections for figure in section.figures]
    assert {figure.id for figure in figures} >= {"matrix", "would-change", "why-not-over-time"}
    for figure in figures:
        assert figure.alt.endswith(".")
        assert figure.rows
        assert set(figure.heads) <= set(figure.rows[0])
        assert all(row.keys() == figure.rows[0].keys() for row in figure.rows)


@pytest.mark.parametrize("shade", SHADES)
def test_letters_of_the_matrix_can_be_read_on_every_shade(shade):
    light, dark = luminance(shade), luminance(LETTER)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_readings_are_about_as_good_where_each_lies_in_the_others_interval(found):
    def loss(p, low, high):
        return Estimate(p, low, high, "90 %")

    rivals = found.rivals
    assert equal(replace(rivals, first_loss=loss(1.0, 0.5, 1.5), second_loss=loss(0.8, 0.2, 1.3)))
    assert not equal(replace(rivals, first_loss=loss(1.0, 0.9, 1.5), second_loss=loss(0.8, 0.2, 1.3)))
    assert not equal(replace(rivals, first_loss=loss(1.0, 0.5, 1.5), second_loss=loss(0.8, 0.2, 0.9)))


@pytest.mark.parametrize(("value", "words"), [(0.0523, "+5.2 points"), (-0.1, "-10.0 points"), (0.0004, "0.0 points")])
def test_points(value, words):
    assert points(value) == words


def test_a_scenario_in_words():
    scenario = parse_scenario(
        "name: x\ndo:\n- {date: 2019-02-01, code: kill_protesters}\n- {date: 2019-02-02, code: sanctions}\n"
        "see:\n- {date: 2019-02-03, code: mutiny, force: Navy}\nwithout: [amnesty_offer, row-7]\n"
        "move:\n- {row: row-8, to: 2019-01-02}\nchange:\n- {row: row-9, set: {size: 3}}\n"
        "assume:\n- {name: level.threat, value: 0, since: 2019-02-01, reason: gone}\n"
    )
    assert scenario_words(scenario) == (
        "on 1 February 2019 the order is given to shoot at the crowd",
        "done on 2 February 2019: sanctions",
        "learned on 3 February 2019: mutiny (Navy, unit)",
        "without offer of amnesty",
        "without row row-7",
        "row-8 public on 2 January 2019",
        "row-9 told with size 3",
        "the level of threat held at 0 from 1 February 2019 on (gone)",
    )
