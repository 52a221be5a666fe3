"""Damaged inputs, each named by a text: the same seeds and the same name make the same bytes on every machine.

A mutant is a seed with a few blows: bits flipped, bytes and lines cut, doubled and swapped, words replaced by others that have
broken readers before, another seed spliced in, the whole written in another encoding. Blows that know the structure of YAML and
JSON stand in `trees.py`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

MOST_BYTES = 60_000

NUMBERS = (
    *("0", "-0", "-1", "1e999", "-1e999", "1e308", "1e-320", "nan", "NaN", ".nan", "inf", ".inf", "-.inf", "Infinity"),
    *("1_000", "0x1F", "0o17", "00", "1.", ".5", "1e", "9223372036854775808", "111111111111111111", "9999999999999999999"),
    *("7" * 400, "7" * 5_000, "²", "٣", "1,5"),
)
DAYS = (
    *("0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2019-02-29", "2019-13-01", "2019-00-00", "-2019-01-01"),
    *("1899-12-31", "2019-01-30T23:59:60Z", "2019-01-30T00:00:00+99:99", "20190130", "99991231", "00000000", "30/01/2019"),
    *("1/1/0000", "2100-12-31", "Thu, 99 Foo 0000 99:99:99 +9999", "Wed, 30 Jan 2019 10:00:00 -2400", "31 February 2019"),
    *("February 30", "the 45th of May"),
)
SIGNS = (
    *("\x00", "\x01", "\x07", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad", "\u200b", "\u200f", "\u202e", "\u2028", "\u2029"),
    *("\u2066", "\ufeff", "\ufffd", "\ufffe", "\U000e0041", "\U0001f642", "é", "ß", "İ", "ﬁ", "\u0301" * 50, "ـ", "٪"),
    *("\u180e", "\u3000"),
)
MARKS = (
    *("'", '"', '""', "'''", "\\", "\t", "  ", ":", ": ", " #", "- ", "? ", "! ", "!!python/object/apply:os.system [id]"),
    *("&a ", "*a", "<<: ", "%YAML 1.1\n---\n", "---\n", "...\n", "| \n", ">-\n", "|9\n", "@", "`", "{", "}", "[", "]", "{{"),
    *("}}", "%s", "{0}", "{x!r}", "null", "~", "true", "yes", "Null", "=", ",", ";", "\r", "\n", "\r\n", "\n\n\n", "[" * 60),
    *("{" * 60, "- " * 60, "[" * 3_000, "<", ">", "&", "&lt;", "&#0;", "&#x202e;", "&#99999999;", "&nbsp;", "</script>"),
    *("<script>alert(1)</script>", "<!--", "]]>", "<![CDATA[", "<?xml version='1.0'?>"),
    *("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]>", "&b;", "<svg onload=x>", "javascript:alert(1)"),
    *("http://[::1", "https://", "http://a b", "data:text/html,x", "=cmd|' /C calc'!A0", "${7*7}", "{{7*7}}"),
    *("=?utf-8?b?AAAA?=", "=?x?q?=00?=", "=?utf-8?q?", "Content-Type: multipart/mixed; boundary=x\n\n--x", "charset=utf-7"),
    *("From ", "Content-Transfer-Encoding: base64\n\n====", "Content-Type: message/rfc822\n", "\x1f\x8b", "PK\x03\x04"),
    *("%PDF-", "\ufeff"),
)
WORDS = tuple(word.encode("utf-8", "surrogatepass") for word in (*NUMBERS, *DAYS, *SIGNS, *MARKS, "\ud800", "\udfff"))
"""What is put into a mutant: numbers and days at the edges, signs that steer or hide, marks that mean something to a reader."""

_WORD = re.compile(rb"[A-Za-z_]{2,}|[0-9][0-9.:-]*")
_NUMBER = re.compile(rb"[0-9]+(?:[.-][0-9]+)*")
_WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "utf-7")
_ENCODINGS = (*_WIDE, "latin-1", "cp1252", "cp037", "shift_jis", "big5")

Blow = Callable[[bytearray, random.Random, Sequence[bytes]], bytes]


def mutant(seeds: Sequence[bytes], name: str, first: Callable[[bytes, random.Random], bytes] | None = None) -> bytes:
    """A damaged seed.

    Args:
        seeds: inputs that are well, or nearly so.
        name: which mutant; the same name makes the same one.
        first: a blow that knows the structure, dealt before the others to every second mutant.
    """
    chance = random.Random(name)
    data = chance.choice(seeds)
    structured = first is not None and chance.random() < 0.5
    if structured and first is not None:
        data = first(data, chance)
    for _ in range(chance.choice((0, 0, 1) if structured else (1, 1, 1, 2, 2, 3, 5, 8))):
        data = chance.choice(BLOWS)(bytearray(data), chance, seeds)[:MOST_BYTES]
    return data


def _flip(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _byte(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(data))
    data[place : place + chance.randint(0, 1)] = bytes([chance.randrange(256)]) * chance.choice((1, 1, 1, 4, 300))
    return bytes(data)


def _word(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(data))
    data[place:place] = chance.choice(WORDS)
    return bytes(data)


def _for_a_word(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    return _replaced(data, _WORD, chance)


def _for_a_number(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    return _replaced(data, _NUMBER, chance)


def _replaced(data: bytearray, pattern: re.Pattern[bytes], chance: random.Random) -> bytes:
    found = list(pattern.finditer(data))
    if found:
        one = chance.choice(found)
        data[one.start() : one.end()] = chance.choice(WORDS)
    return bytes(data)


def _cut(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(data))
    del data[place : place + chance.choice((1, 2, 10, 100, len(data)))]
    return bytes(data)


def _doubled(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(data))
    piece = bytes(data[place : place + chance.choice((1, 5, 40, 400))])
    data[place:place] = piece * min(chance.choice((1, 2, 30, 1_000)), 1 + MOST_BYTES // (len(piece) + 1))
    return bytes(data)


def _spliced(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    other = chance.choice(seeds)
    return bytes(data[: chance.randint(0, len(data))]) + other[chance.randint(0, len(other)) :]


def _lines(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    lines = bytes(data).splitlines(keepends=True)
    if len(lines) < 2:
        return bytes(data)
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    what = chance.randrange(4)
    if what == 0:
        lines[one], lines[two] = lines[two], lines[one]
    elif what == 1:
        lines.insert(two, lines[one])
    elif what == 2:
        del lines[one]
    else:
        lines[one : one + 1] = [lines[one]] * min(chance.choice((2, 50, 800)), 1 + MOST_BYTES // (len(lines[one]) + 1))
    return b"".join(lines)


def _indented(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    lines = bytes(data).splitlines(keepends=True)
    if lines:
        lines[chance.randrange(len(lines))] = chance.choice((b" ", b"  ", b"\t", b"- ", b"")) + chance.choice(lines).lstrip()
    return b"".join(lines)


def _windows(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    return bytes(data).replace(b"\n", chance.choice((b"\r\n", b"\r", b"\x0b", b"\x0c", b"\xe2\x80\xa8", b"\xc2\x85")))


def _encoded(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    return bytes(data).decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def _around(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    before, after = chance.choice(((b"[", b"]"), (b"{a: ", b"}"), (b"<div>", b""), (b'"', b'"'), (b"- ", b""), (b"> ", b"")))
    times = chance.choice((1, 2, 60, 2_000))
    return before * times + bytes(data) + after * times


BLOWS: tuple[Blow, ...] = (
    *(_flip, _byte, _word, _word, _word, _for_a_word, _for_a_word, _for_a_word, _for_a_number, _for_a_number, _for_a_number),
    *(_cut, _doubled, _spliced, _lines, _lines, _indented, _windows, _encoded, _around),
)
