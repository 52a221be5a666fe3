"""A model's words: JSON found in whatever surrounds it, and every odd value told."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import StandoffError
from standoff.intake.drafters.proposals import MOST_EVENTS, drafted_from
from standoff.intake.values import Page, Span

PAGE = Page("memo.txt", "Soldiers refused to fire. Soldiers refused to fire.", published=date(2019, 1, 30))
WHOLE = Span(0, len(PAGE.text))
EVENT = {"quote": "Soldiers refused to fire.", "code": "order_refused", "date": "2019-01-29", "actor": "soldiers"}


def drafted(answer: object, part: Span = WHOLE):
    return drafted_from(answer if isinstance(answer, str) else json.dumps(answer), PAGE, part, "a model")


@pytest.mark.parametrize(
    "answer",
    [
        json.dumps({"events": [EVENT]}),
        json.dumps([EVENT]),
        "```json\n" + json.dumps({"events": [EVENT]}) + "\n```",
        "Here is what I found {as asked}: " + json.dumps({"events": [EVENT], "uncoded": None}) + " I hope that helps.",
        '<think>{"events": []} or not?</think>' + json.dumps({"events": [EVENT]}),
    ],
)
def test_json_is_found(answer):
    (draft,) = drafted(answer).drafts
    assert (draft.code, draft.date, draft.actor, draft.rule, draft.public) == (
        "order_refused",
        date(2019, 1, 29),
        "soldiers",
        "a model",
        date(2019, 1, 30),
    )
    assert draft.span.of(PAGE.text) == draft.quote == EVENT["quote"]


def test_a_quote_is_looked_for_in_its_own_stretch():
    assert drafted({"events": [EVENT]}, Span(20, WHOLE.end)).drafts[0].span == Span(26, 51)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("I cannot help with that.", "is not JSON of the shape asked for: 'I cannot help"),
        ("", "is not JSON"),
        (json.dumps({"events": [EVENT] * 3})[:-40], "breaks off or is not well formed"),
        ('{"events": ' + "[" * 100_000, "breaks off or is not well formed"),
        ('{"events": {"a": 1}}', 'wrong shape: "events" and "uncoded" must be lists'),
        ('{"items": []}', "is not JSON"),
        ("[1, 2]", "is not JSON"),
    ],
)
def test_what_is_no_answer(answer, message):
    with pytest.raises(StandoffError, match=f"the answer of the model server.*{message}"):
        drafted(answer)


def test_odd_values_are_told_and_the_proposal_stays():
    odd = EVENT | {"date": "late January", "size": "many", "status": "accepted", "text": 4, "date_last": "2019-02-30"}
    found = drafted({"events": [odd, "words", None]})
    (draft,) = found.drafts
    assert (draft.date, draft.size, draft.text) == (None, None, "")
    assert draft.notes == (
        "date 'late January' is no day; allowed: YYYY-MM-DD",
        "date_last '2019-02-30' is no day; allowed: YYYY-MM-DD",
        "size 'many' is no number",
    )
    assert found.notes == (
        "memo.txt: 2 entries of the answer are no objects and were dropped",
        "memo.txt: keys of the answer that mean nothing here: status",
    )


def test_a_list_too_long_is_cut_with_a_note():
    found = drafted({"events": [EVENT] * (MOST_EVENTS + 1)})
    assert len(found.drafts) == MOST_EVENTS
    assert found.notes == ("memo.txt: the answer lists 201 events, 0 uncoded; the first 200 are read",)


def test_uncoded():
    (left,) = drafted({"events": [], "uncoded": [{"quote": "Soldiers refused to fire.", "why": "odd"}]}).uncoded
    assert (left.quote, left.why, left.page, left.span.start) == ("Soldiers refused to fire.", "odd", "memo.txt", 0)


@pytest.mark.parametrize("size", ["1e999", "-1e999", "NaN", "1" + "0" * 400, "12", "true", "[1]"])
def test_numbers_of_every_kind(size):
    answer = json.dumps({"events": [{"quote": "a", "code": "b", "size": "here"}]}).replace('"here"', size)
    assert isinstance(drafted(answer).drafts[0].size, float | None)


def test_a_number_too_long_to_read():
    answer = json.dumps({"events": [{"quote": "a", "size": "here"}]}).replace('"here"', "1" * 5_000)
    with pytest.raises(StandoffError, match="not well formed"):
        drafted(answer)


def test_an_answer_that_breaks_off_after_a_whole_list_is_an_error():
    answer = json.dumps({"events": [EVENT], "uncoded": [{"quote": "a"}]})[:-8]
    with pytest.raises(StandoffError, match="breaks off"):
        drafted(answer)


@settings(max_examples=40)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)))
def test_no_value_makes_it_fail(value):
    event = dict.fromkeys(["quote", "code", "date", "date_last", "size", "unit", "sources", "modality", "outlet", "why"], value)
    assert len(drafted({"events": [event], "uncoded": [event]}).drafts) == 1
