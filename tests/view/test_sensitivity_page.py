"""The page of what drives an answer: words that say what is not told apart, figures that are valid and fit a telephone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from math import inf, nan

import pytest

from standoff.analysis.sensitivity.sensitivity import sensitivity_from
from standoff.analysis.sensitivity.values import End, Index, TornadoBar
from standoff.case.library import load_case
from standoff.case.values import Assumption
from standoff.inference.posterior import infer
from standoff.view.sensitivity.figures import share_words, span_of
from standoff.view.sensitivity.names import COEFFICIENTS, HIDDEN, PARTS, bar_words, input_words
from standoff.view.sensitivity.page import AGAINST, DRIVES, SPREAD, VERDICTS, difference_words, sensitivity_page
from standoff.view.serialise import plain


@pytest.fixture(scope="module")
def found():
    case = replace(load_case("venezuela-2019"), assumptions=(Assumption("world.strength_mean", 0.7, "a test"),))
    posterior = infer(case, as_of=date(2019, 1, 15), worlds=640, seed=2, threads=2)
    return sensitivity_from(posterior, outlets=2, threads=2)


def words_of(section):
    cells = [cell.text for row in section.table.rows for cell in row] if section.table else []
    return " ".join((*section.sentences, *section.notes, *cells))


def test_every_input_has_words_of_its_own(found):
    assert {one.name for one in found.inputs if one.kind == "coefficient"} <= set(COEFFICIENTS)
    assert {one.name for one in found.inputs if one.kind == "hidden"} == set(HIDDEN)
    assert {part.part for part in found.scaled} == set(PARTS)
    assert len({input_words(one) for one in found.inputs}) == len(found.inputs)
    assert len({bar_words(bar) for bar in found.bars}) == len(found.bars)


def test_the_page_names_what_drives_and_counts_the_rest(found):
    page = sensitivity_page(found, case="my case.yaml")
    told = [bar for bar in found.tornado() if bar.told_apart]
    assert bar_words(told[0]) in page.summary[0]
    section = page.section(DRIVES)
    assert f"{len(found.bars) - len(told)} other things looked at did not move it" in words_of(section)
    assert f"{found.outlets_left} sources told fewer rows" in words_of(section)
    assert [bar_words(bar) for bar in told[:16]] == list(dict.fromkeys(row[0].text for row in section.table.rows))
    assert VERDICTS[found.verdict] in page.section(AGAINST).sentences[0]
    assert page.sections[-1].command[2] == "'my case.yaml'"


def test_what_noise_would_show_too_is_said_not_to_be_told_apart(found):
    quiet = tuple(replace(one, posterior=Index(0.1, 0.1, 0.6)) if one.kind != "hidden" else one for one in found.inputs)
    section = sensitivity_page(replace(found, inputs=quiet, draws=(12.0, 9.4))).section(SPREAD)
    assert "No single coefficient is told apart from noise by 9 effective draws" in section.sentences[1]
    assert "more than 60 % once in twenty times" in words_of(section)
    loud = (replace(quiet[0], posterior=Index(0.7, 0.1, 0.6)), *quiet[1:])
    section = sensitivity_page(replace(found, inputs=loud)).section(SPREAD)
    assert f"{input_words(loud[0])} (70 %)" in section.sentences[1]
    assert section.table.rows[0][3].text == "yes"


def test_too_few_draws_are_told_and_not_drawn(found):
    none = tuple(replace(one, prior=Index(nan, nan, 1.0), posterior=Index(nan, nan, 1.0)) for one in found.inputs)
    section = sensitivity_page(replace(found, inputs=none)).section(SPREAD)
    assert section.figures == ()
    assert section.table.rows[0][1].text == "too few draws"
    assert "more than anything once in twenty" in words_of(section)


def test_nothing_moves_and_nothing_is_drawn(found):
    still = tuple(replace(bar, low=None, high=None) for bar in found.bars)
    section = sensitivity_page(replace(found, bars=still)).section(DRIVES)
    assert section.sentences == ("Nothing alone moves the answer by more than the Monte Carlo error.",)
    assert section.figures == ()


def test_a_verdict_near_the_threshold_says_so(found):
    near = tuple(replace(part, distance=0.05, error=0.01) for part in found.scaled)
    assert "within two standard errors of the threshold" in sensitivity_page(replace(found, scaled=near)).summary[1]
    far = tuple(replace(part, distance=0.01, error=0.001) for part in found.scaled)
    assert "close" not in sensitivity_page(replace(found, scaled=far)).summary[1]
    lost = tuple(replace(part, low=None, error=inf) for part in found.scaled)
    assert "no world left" in words_of(sensitivity_page(replace(found, scaled=lost)).section(AGAINST))


def test_figures_are_valid_and_have_words_rows_and_names_above_their_marks(found):
    altair = pytest.importorskip("altair")
    figures = [figure for section in sensitivity_page(found).sections for figure in section.figures]
    assert [figure.id for figure in figures] == ["tornado", "indices"]
    for figure in figures:
        altair.Chart.from_dict(json.loads(json.dumps(plain(figure.drawable()))), validate=True)
        assert figure.alt.endswith(".")
        assert set(figure.heads) <= set(figure.rows[0])
        assert all(row.keys() == figure.rows[0].keys() for row in figure.rows)
        assert all(0.0 <= row["low"] <= row["high"] <= 1.0 for row in figure.rows)
        assert figure.spec["height"] == 36 * len({row["row"] for row in figure.rows})


def test_a_hostile_name_of_a_source_is_shown_and_steers_nothing(found):
    bar = TornadoBar("source", "x\x1b[31m<b>", 1, End("a letter worse", 0.2, -0.3, 0.01), None)
    page = sensitivity_page(replace(found, bars=(bar,)))
    row = page.section(DRIVES).figures[0].rows[0]
    assert "\x1b" not in row["label"]
    assert "<b>" in row["label"]


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (End("x", 0.5, 0.0312, 0.004), "+3.1 ± 0.4"),
        (End("x", 0.5, -0.0001, 0.004), "0.0 ± 0.4"),
        (End("x", 0.5, -0.2, inf), "-20.0 ± unknown"),
    ],
)
def test_differences_in_points(end, words):
    assert difference_words(end) == words


def test_shares_and_spans_in_words(found):
    assert [share_words(value) for value in (0.38, 0.001, -0.2, nan)] == ["38 %", "none", "none", "not known"]
    still = TornadoBar("grade", "A", 1, None, None)
    assert " to " not in span_of(still, found)
    wide = TornadoBar("grade", "A", 1, End("x", 0.011, 0.0, 0.0), End("y", 0.98, 0.0, 0.0))
    assert span_of(wide, found) == "1 % to 98 %"
