"""What goes out of a text, and that a note tells it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.intake.pages.cleaning import clean, cut, tidy


@pytest.mark.parametrize(
    ("given_text", "left", "note"),
    [
        ("a\x00b\x1bc", "abc", "2 control characters taken out"),
        ("a\ud800b", "ab", "1 unpaired surrogate taken out"),
        ("a\ufffeb\uffff", "ab", "2 noncharacters taken out"),
        ("zero\u200b\ufeff\u00adwidth", "zerowidth", "3 zero-width characters taken out"),
        ("\u202eright\u202c to \u2066left\u2069", "right to left", "4 text direction characters taken out"),
        ("unread \ufffd", "unread \ufffd", "1 character could not be read and stands as \ufffd"),
    ],
)
def test_what_cannot_be_seen_goes_with_a_note(given_text, left, note):
    assert clean(given_text) == (left, (note,))


def test_line_ends_and_blanks_are_made_alike_without_a_note():
    assert clean("a\r\nb\rc\u2028d\u2029e\ff\tg\u00a0h\u2009i") == ("a\nb\nc\nd\n\ne\nf\tg h i", ())


def test_normal_form_c():
    assert clean("Guaido\u0301") == ("Guaidó", ())


def test_right_to_left_words_stay():
    assert clean("قال الجيش إنه لن يطلق النار") == ("قال الجيش إنه لن يطلق النار", ())


def test_piled_accents_cost_no_time_that_grows_with_the_square():
    text, notes = clean("a" + "\u0301\u0323" * 200_000)
    assert len(text) <= 31
    assert notes == ("399,970 accents piled on one letter taken out",)


def test_a_row_of_dashes_is_no_pile_of_accents():
    assert clean("—" * 100) == ("—" * 100, ())


@given(st.text(st.characters(), max_size=200))
def test_clean_is_its_own_end(text):
    once, _ = clean(text)
    again, _ = clean(once)
    assert again == once
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n" for sign in once)


def test_cut_at_a_line_then_a_word_then_anywhere():
    assert cut("ab cd\nef gh ij", 10)[0] == "ab cd"
    assert cut("abcd\nefgh", 7) == ("abcd", ("cut short: the first 4 of 9 characters are read",))
    assert cut("abcd efgh", 7)[0] == "abcd"
    assert cut("abcdefghi", 7)[0] == "abcdefg"
    assert cut("abc", 7) == ("abc", ())


def test_tidy():
    assert tidy("\n\n  a  \n\n\n\n\n\nb \n") == "  a\n\n\nb"
