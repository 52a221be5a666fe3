"""How much confidence an answer deserves: what is measured, and how the level follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.analysis.answer import Answer, Confidence, Estimate, EvidenceAnswer
from standoff.analysis.confidence import confidence
from standoff.case.library import load_case
from standoff.case.values import Source
from standoff.model.echoes import Evidence, gather
from standoff.view.answer_page import answer_page
from standoff.view.confidence import ground_sentences

CASE = load_case("venezuela-2019")
TOLD = gather(CASE.events, CASE.end)


def worth(piece: Evidence, decibans: float) -> EvidenceAnswer:
    event = piece.event
    return EvidenceAnswer(
        *(event.id, event.date, event.known_on, event.code, event.force or "", event.tier, event.text, "AP", decibans, ())
    )


def found(
    width: float = 0.1, weights: tuple[float, ...] = (1.0,) * 24, told: tuple[Evidence, ...] = TOLD, error: float = 0.005
) -> Confidence:
    pieces = told[: len(weights)]
    rows = tuple(map(worth, pieces, weights))
    return confidence(Estimate(0.5, 0.5 - width / 2, 0.5 + width / 2, "90%"), rows, pieces, error)


def measured(of: Confidence, name: str) -> tuple[float, str]:
    return next((ground.measure, ground.carries) for ground in of.grounds if ground.name == name)


def sided(side: str) -> tuple[Evidence, ...]:
    return tuple(replace(piece, event=replace(piece.event, sided=side)) for piece in TOLD)  # type: ignore[arg-type]


def test_a_narrow_interval_on_much_varied_evidence_is_high() -> None:
    assert found(told=sided("neutral")).level == "high"


@pytest.mark.parametrize(("width", "level"), [(0.2, "high"), (0.21, "moderate"), (0.4, "moderate"), (0.41, "low")])
def test_the_interval_bounds_the_level(width: float, level: str) -> None:
    assert found(width=width, told=sided("neutral")).level == level


def test_one_weak_ground_is_moderate_and_two_are_low() -> None:
    assert found(told=sided("order_giver")).level == "moderate"
    assert found(told=sided("challenger"), error=0.05).level == "low"


def test_shares_are_of_decibans_without_their_sign() -> None:
    told = (*sided("order_giver")[:1], *sided("neutral")[1:4])
    one = found(weights=(-6.0, 2.0, 1.0, -1.0), told=told)
    assert measured(one, "weight") == (10.0, "strongly")
    assert measured(one, "linchpin")[0] == pytest.approx(0.6)
    assert measured(one, "interest")[0] == pytest.approx(0.6)


def test_reprints_of_an_agency_are_one_voice() -> None:
    sources = tuple(Source(outlet, agency="Reuters") for outlet in ("A", "B", "C"))
    told = tuple(replace(piece, sources=sources) for piece in TOLD)
    assert measured(found(told=told), "voices") == (1.0, "weakly")


def test_no_evidence_is_low_and_has_words() -> None:
    none = found(weights=(), told=())
    assert none.level == "low"
    assert {ground.name for ground in none.grounds if ground.carries == "weakly"} >= {"pieces", "voices", "weight", "linchpin"}
    assert any("0 pieces of evidence" in words for words in ground_sentences(none.grounds))


def test_the_page_tells_the_level_by_itself(fake_answer: Answer) -> None:
    """ICD 203: a confidence never stands in the sentence of a likelihood."""
    page = answer_page(fake_answer)
    assert page.confidence is not None
    assert page.confidence.value == "moderate"
    assert "onfidence" not in page.headline
    assert "Weakly grounded: 4 pieces of evidence; 57 % of that in the largest piece." in page.confidence.words
