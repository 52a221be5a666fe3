"""Learned coefficients: what a draw becomes, what a case forgets, and a file that is read with every problem at its line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from standoff.case.library import library_names
from standoff.case.problems import CaseFileError
from standoff.model.learned import Learned, Made, Record
from standoff.model.learned_file import learned_text, parse_learned, shipped, usual_priors
from standoff.model.priors import Coefficients

LEARNED = Learned(
    names=("news_echo", "report_gain"),
    mean=(1.5, -0.5),
    sd=(0.5, 0.8),
    correlation=((1.0, 0.3), (0.3, 1.0)),
    without={"ussr-1991": (1.2, -0.4)},
    made=Made("0.1.0", "2026-11-25", 1, 16, 192, "0123456789abcdef"),
)


def test_draws_have_the_mean_and_covariance_learned_and_others_stay():
    standard = np.random.default_rng(1).standard_normal((40_000, len(Coefficients._fields) + 2))
    moved = np.array([LEARNED.moved(row, Coefficients._fields) for row in standard])
    places = [Coefficients._fields.index(name) for name in LEARNED.names]
    own = moved[:, places]
    np.testing.assert_allclose(own.mean(axis=0), LEARNED.mean, atol=0.02)
    np.testing.assert_allclose(np.cov(own.T), LEARNED.root @ LEARNED.root.T, atol=0.02)
    others = np.setdiff1d(np.arange(moved.shape[1]), places)
    np.testing.assert_array_equal(moved[:, others], standard[:, others])


def test_a_case_forgets_what_it_taught():
    assert LEARNED.forgetting("ussr-1991").mean == (1.2, -0.4)
    assert LEARNED.forgetting("never-seen") is LEARNED


def test_the_file_comes_back_as_it_was_written():
    assert parse_learned(learned_text(LEARNED).encode(), "x.yaml") == LEARNED


def test_the_package_ships_what_its_library_taught():
    assert sorted(shipped().without) == sorted(library_names())
    learned = usual_priors("ussr-1991").learned
    assert learned is not None
    assert learned.mean == shipped().without["ussr-1991"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("report_gain: {", "reprt_gain: {", "x.yaml:7:15: coefficients.reprt_gain: 'reprt_gain' is not a coefficient; did"),
        ("sd: 0.5000", "sd: 0", "x.yaml:6:33: coefficients.news_echo.sd: 0 is too small; allowed: more than 0"),
        ("[1.2000, -0.4000]", "[1.2]", "x.yaml:12:14: cases.ussr-1991: 1 numbers given; allowed: 2, one a coefficient"),
        ("[1.0000, 0.3000]", "[1.0, 2.0]", "not a correlation matrix"),
        ("  - [0.3000, 1.0000]\n", "", "not a square of 2 rows of 2 numbers"),
        ("seed: 1", "seed: one", "made.seed"),
        ("schema: standoff-coefficients/1", "schema: standoff-case/1", "x.yaml:3:9: schema"),
        ("schema: standoff-coefficients/1", "schema: standoff-coefficients/2", "coefficients/2' is not allowed: a newer"),
        ("schema: standoff-coefficients/1", "schema: standoff-coefficients/0", "allowed; allowed: standoff-coefficients/1"),
    ],
)
def test_problems_are_told_at_their_line(old, new, said):
    text = learned_text(LEARNED)
    assert old in text
    with pytest.raises(CaseFileError) as caught:
        parse_learned(text.replace(old, new).encode(), "x.yaml")
    assert said in str(caught.value)


def test_what_is_no_yaml_is_told_too():
    for data, said in ((b"", "empty"), (b"- 1\n", "mapping"), (b"a: [1\n", "x.yaml:")):
        with pytest.raises(CaseFileError, match=said):
            parse_learned(data, "x.yaml")


RECORDED = replace(LEARNED, record=Record((0.2, 0.5, 1.5), (0.1, 0.2, 0.4), {"ussr-1991": (0.1, 0.4, 1.4)}, ("ussr-1991",)))


def test_a_record_comes_back_as_it_was_written_and_is_forgotten_with_the_case():
    assert parse_learned(learned_text(RECORDED).encode(), "x.yaml") == RECORDED
    told = RECORDED.forgetting("ussr-1991").record
    assert told is not None
    assert told.mean == (0.1, 0.4, 1.4)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  trust: {", "  trst: {", "record.trst"),
        ("fell: [ussr-1991]", "fell: [ussr-1919]", "'ussr-1919' is not a case that was learned from; did you mean 'ussr-1991'"),
        ("[0.1000, 0.4000, 1.4000]", "[0.1]", "record.cases.ussr-1991: 1 numbers given; allowed: 3"),
        ("    ussr-1991:", "    ussr-1992:", "record.cases: not the cases that the coefficients were learned from"),
    ],
)
def test_problems_of_a_record_are_told_at_their_line(old, new, said):
    text = learned_text(RECORDED)
    assert old in text
    with pytest.raises(CaseFileError, match=r"^x.yaml:\d+:\d+: ") as caught:
        parse_learned(text.replace(old, new).encode(), "x.yaml")
    assert said in str(caught.value)
