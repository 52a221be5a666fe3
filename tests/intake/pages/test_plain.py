"""Plain text: which line is the headline."""

from __future__ import annotations

import pytest

from standoff.intake.pages.plain import plain_page


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Army stays in barracks\n\nTalks go on.", "Army stays in barracks"),
        ("January 30, 2019\n\nArmy stays in barracks\n\nTalks go on.", "Army stays in barracks"),
        ("CARACAS (Reuters) - Soldiers stayed in\nMore.", None),
        ("The army stayed in its barracks on Tuesday.\nMore.", None),
        ("word " * 60, None),
        ("", None),
    ],
)
def test_the_headline_is_a_first_line_that_stands_alone(text, title):
    assert plain_page(text).title == title
    assert plain_page(text).text == text
