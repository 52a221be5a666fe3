"""A voice that lied: an agency's story is the agency's, whoever prints it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from standoff.analysis.why.retold import alone_in, first_outlet, outlets, told_by
from standoff.case.values import Event, Source
from standoff.model.echoes import Evidence


def told(*sources: Source) -> Evidence:
    words = ("", "none", "capital", "a", "b", "c", "d", "neutral", "high")
    return Evidence(Event("x", date(2031, 1, 1), "protest", *words), sources)  # type: ignore[arg-type]


def test_a_paper_that_reprints_an_agency_is_its_voice() -> None:
    papers = told(Source("Gazette", agency="AFP")), told(Source("Courier"), Source("Herald", agency=" afp "))
    posterior: Any = SimpleNamespace(evidence=papers)
    assert outlets(posterior) == {"afp": "AFP", "courier": "Courier"}
    assert told_by(posterior, "afp") == (0, 1)
    assert told_by(posterior, "gazette") == ()
    assert alone_in(posterior, "afp") == 1
    assert first_outlet(papers[0]) == "AFP"
