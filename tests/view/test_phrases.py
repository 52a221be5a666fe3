from __future__ import annotations

from datetime import date

import pytest

from standoff.case.schema import EVENT_CODES
from standoff.model.outcomes import KINDS
from standoff.model.priors import ORDERS
from standoff.view import phrases


def test_every_code_has_words() -> None:
    assert set(phrases.EVENTS) == set(EVENT_CODES)
    assert set(phrases.ORDERS) == set(ORDERS)
    assert list(phrases.OUTCOMES) == [*KINDS, "undecided"]
    assert phrases.event("a_new_code") == "a new code"


def test_small_words() -> None:
    assert phrases.day(date(1991, 8, 9)) == "9 August 1991"
    assert [phrases.count(number, "row") for number in (0, 1, 2_000)] == ["0 rows", "1 row", "2,000 rows"]
    assert [phrases.listed(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("[bold]x[/bold]", "[bold]x[/bold]"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\x9b31mb", "a\\x9b31mb"),
        ("a\r\n\tb", "a b"),
        ("a\u202eb\u2066", "a\\u202eb\\u2066"),
        ("a\u200cb", "a\u200cb"),
        ("\ud800\x00", "\\ud800\\x00"),
    ],
)
def test_visible(text: str, seen: str) -> None:
    assert phrases.visible(text) == seen
