"""A draft as a row of a case file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from standoff.case.values import Drafted, Source
from standoff.errors import StandoffError
from standoff.intake.drafts.rows import draft_row
from standoff.intake.values import Draft, Span

DRAFT = Draft(
    code="protest",
    date=date(2019, 1, 23),
    date_last=date(2019, 1, 24),
    public=date(2019, 1, 25),
    actor="Protesters",
    text="Protesters march.",
    quote="march",
    span=Span(0, 5),
    page="feed:3",
    rule="icews 141",
    size=200.0,
    unit="people",
    bound="at_least",
    sources=(Source("AP; Reuters"), Source("AFP", quote="own words")),
    why="A crowd.",
    notes=("a note",),
)


def test_a_draft_becomes_a_row_of_status_draft():
    row = draft_row(DRAFT)
    assert (row.status, row.id, row.modality, row.size, row.unit) == ("draft", "", "done", 200.0, "people")
    assert (row.date, row.public) == (date(2019, 1, 23), date(2019, 1, 25))
    assert row.source == "AP, Reuters; AFP"
    assert [source.quote for source in row.sources] == ["march", "own words"]
    assert row.note == "some day from 2019-01-23 to 2019-01-24; A crowd; a note"
    assert (row.bound, row.drafted) == ("at_least", Drafted("feed:3", "icews 141", 0, 5))


def test_what_cannot_be_a_row_is_said():
    with pytest.raises(StandoffError, match=r"feed:3: .* no date is told"):
        draft_row(replace(DRAFT, date=None))
    with pytest.raises(StandoffError, match="a precedent of another time"):
        draft_row(replace(DRAFT, modality="precedent"))
