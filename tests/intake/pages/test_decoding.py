"""Bytes to text: what is declared, what is true, and what is guessed with a note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.intake.pages.decoding import decode

RUSSIAN = "Армия отказалась стрелять в народ. " * 3


def test_a_mark_at_the_start_decides():
    assert decode("é".encode("utf-16")) == ("é", ())
    assert decode(b"\xef\xbb\xbfa") == ("a", ())


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "iso-8859-5"])
def test_a_declared_encoding_is_used(encoding):
    page = f'<html><head><meta charset="{encoding}"></head><p>{RUSSIAN}</p>'
    assert decode(page.encode(encoding)) == (page, ())
    assert decode(RUSSIAN.encode(encoding), encoding) == (RUSSIAN, ())


def test_what_is_utf8_is_read_so_although_declared_otherwise():
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>Nicolás'
    assert decode(page.encode()) == (page, ("declared as iso8859-1, read as utf-8, which it is",))


def test_windows_1252_is_guessed_with_a_note():
    assert decode(b"\x93Guaid\xf3\x94") == ("“Guaidó”", ("not UTF-8: read as Windows-1252",))


def test_declared_latin_is_read_as_windows_1252_without_a_note():
    assert decode(b"\x93Guaid\xf3\x94", "iso-8859-1") == ("“Guaidó”", ())


def test_bytes_windows_1252_lacks_are_latin_1():
    assert decode(b"\x81\xe9\xe9\xe9") == ("\x81ééé", ("not UTF-8: read as Latin-1",))


def test_mixed_encodings_keep_what_is_utf8():
    text, notes = decode("Nicolás, Guaidó, López".encode() + b" and M\xfcller\x94")
    assert text == "Nicolás, Guaidó, López and Müller”"
    assert notes == ("2 bytes are not UTF-8 and were read as Windows-1252",)


@pytest.mark.parametrize("name", ["punycode", "unicode_escape", "idna", "rot13", "zip", "no-such", "base64", "\0"])
def test_what_is_no_encoding_of_text_is_not_used(name):
    assert decode(b"Talks \\u0041 go on", name)[0] == "Talks \\u0041 go on"


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data):
    text, notes = decode(data)
    assert isinstance(text, str)
    assert all(notes)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=200))
def test_utf8_comes_back_as_it_was(text):
    assert decode(text.encode())[0] == text
