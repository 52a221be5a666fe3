from __future__ import annotations

import json
from dataclasses import replace
from math import inf, nan
from typing import Any

import numpy as np
import pytest

from standoff.analysis.answer import Answer, Estimate
from standoff.analysis.document import answer_document, answer_text
from standoff.model.outcomes import KINDS as OUTCOMES

KINDS = (*OUTCOMES, "undecided")


@pytest.fixture
def document(fake_answer: Answer) -> dict[str, Any]:
    return answer_document(fake_answer)


def test_the_subject(document: dict[str, Any]) -> None:
    assert document["schema"] == "standoff-answer/1"
    assert (document["case"], document["as_of"], document["start"]) == ("venezuela-2019", "2019-01-30", "2019-01-10")
    assert (document["seed"], document["worlds"], document["version"]) == (1, 20_000, "0.1.0")
    assert (document["focus"], document["digest"], document["rows_known"]) == ("arrest_leader", "8abd06bf5f1ed375", 4)
    assert set(document["libraries"]) == {"python", "numpy", "numba"}
    assert "seconds" not in document


def test_the_orders(document: dict[str, Any]) -> None:
    assert [order["order"] for order in document["orders"]] == ["arrest_leader", "mass_arrest", "clear_crowd", "shoot"]
    first = document["orders"][0]
    interval = "90% equal-tailed, over draws of the coefficients"
    obeyed = first["obeyed"]
    assert [obeyed[key] for key in ("p", "low", "high")] == pytest.approx([0.68, 0.48, 0.81])
    assert (obeyed["interval"], obeyed["words"]) == (interval, "likely")
    assert first["prior_p"] == 0.71
    assert first["why_not"] == {"refusal": 0.58, "overthrow": 0.29, "intervention": 0.36, "backlash": 0.62}
    assert first["why_not_intervals"]["refusal"] == {"low": 0.32, "high": 0.86, "interval": interval}
    assert first["own_chance"]["words"] == "likely"
    assert first["equilibria"]["share_of_worlds"] == 0
    troops = first["groups"][1]
    assert (troops["force"], troops["tier"], troops["headcount"], troops["defends"]) == (
        "Bolivarian Army",
        "troops",
        62_874,
        False,
    )
    assert {key: troops["disobey"][key] for key in ("p", "low", "high")} == {"p": 0.48, "low": 0.05, "high": 0.95}


def test_the_outcomes(document: dict[str, Any]) -> None:
    assert [outcome["horizon_days"] for outcome in document["outcomes"]] == [7, 30, 90, "end"]
    for outcome in document["outcomes"]:
        assert sum(outcome[kind] for kind in KINDS) == pytest.approx(1)
        assert outcome["worlds"] == 20_000
        assert outcome["below"] == [kind for kind in KINDS if outcome[kind] == 0]
    assert document["outcomes"][0]["below"] == ["foreign_removed", "civil_war"]
    assert document["order_giver_out"] == 0.2
    assert document["order_giver_out_interval"]["low"] == 0.15


def test_the_evidence_and_checks(document: dict[str, Any]) -> None:
    assert [row["id"] for row in document["evidence"]] == ["row-1", "row-2", "row-3", "row-4"]
    talks = document["evidence"][3]
    assert (talks["date"], talks["public"], talks["code"], talks["decibans"]) == (
        "2019-01-30",
        "2019-01-31",
        "secret_talks",
        0.28,
    )
    assert document["evidence"][1]["echoes"] == ["row-7", "row-8"]
    assert document["waterfall"]["posterior"] == -3.3
    assert {"ess_min", "mc_error", "log_evidence", "warnings"} <= set(document["checks"])
    assert document["checks"]["warnings"] == []


def test_the_method_of_the_answer_gives_the_same(fake_answer: Answer, document: dict[str, Any]) -> None:
    assert fake_answer.to_json() == document


def test_text_is_ascii_and_the_same_bytes_whatever_time_it_took(fake_answer: Answer) -> None:
    text = answer_text(fake_answer)
    assert text.isascii()
    assert text == answer_text(replace(fake_answer, seconds=99.0))
    assert json.loads(text) == answer_document(fake_answer)


def test_what_is_not_finite_is_null(fake_answer: Answer) -> None:
    checks = replace(fake_answer.checks, log_evidence=-inf, mc_error=nan)
    text = answer_text(replace(fake_answer, checks=checks, order_giver_out=Estimate(nan, -inf, inf, "none")))
    assert "NaN" not in text
    assert "Infinity" not in text
    found = json.loads(text)
    assert found["checks"]["log_evidence"] is None
    assert found["checks"]["mc_error"] is None
    assert found["order_giver_out"] is None


def test_numbers_of_numpy_are_plain_numbers(fake_answer: Answer) -> None:
    checks = replace(fake_answer.checks, ess_min=np.float32(1.5), blocks=np.int64(40))
    assert json.loads(answer_text(replace(fake_answer, checks=checks)))["checks"]["ess_min"] == 1.5
