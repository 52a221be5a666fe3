"""From bytes to text: byte order mark, then what the page declares, then UTF-8, then Windows-1252 with a note."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = (
    re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})"),
    re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE),
)
# Only encodings of text; Python's own (idna, punycode, unicode_escape) are none that a page is written in.
_OF_TEXT = re.compile(r"(utf|iso8859|cp\d|koi8|gb|big5|shift_jis|euc|iso2022|mac|tis|latin|ascii|hz|johab|kz|ptcp)")
_LATIN = frozenset({"ascii", "iso8859-1", "cp1252", "iso8859-15"})
_HEAD = 4_096


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of some bytes, and notes where it had to be guessed. It never fails.

    Args:
        data: the bytes.
        declared: the encoding a header names (mail, HTTP); where None, a declaration within the bytes is looked for.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), (f"read as {wide} although nothing says so",)
    named = _codec(declared) if declared else _declared(data)
    if named and named not in _LATIN and not named.startswith(("utf-16", "utf-32")):
        text = _strictly(data, named)
        if text is not None:
            return text, ()
    text = _strictly(data, "utf-8")
    if text is None:
        return _guessed(data, named)
    surprising = named is not None and not text.isascii() and named not in ("utf-8", "ascii")
    return text, ((f"declared as {named}, read as utf-8, which it is",) if surprising else ())


def _guessed(data: bytes, named: str | None) -> tuple[str, tuple[str, ...]]:
    """The text of bytes that are not UTF-8: mostly UTF-8 with some strays, else what was declared, else Windows-1252."""
    escaped = data.decode("utf-8", "surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", escaped))
    if stray <= len(re.findall("[^\x00-\x7f\udc80-\udcff]", escaped)):
        return escaped.translate(_strays()), (f"{stray:,} bytes are not UTF-8 and were read as Windows-1252",)
    if named in _LATIN and named != "ascii":
        text = _strictly(data, "cp1252" if named == "iso8859-1" else str(named))
        if text is not None:
            return text, ()
    text = _strictly(data, "cp1252")
    if text is not None:
        return text, ("neither UTF-8 nor as declared: read as Windows-1252" if named else "not UTF-8: read as Windows-1252",)
    return data.decode("latin-1"), ("not UTF-8: read as Latin-1",)


def _strays() -> dict[int, str]:
    """What each byte escaped by Python's decoder means in Windows-1252, or in Latin-1 where that has none."""
    letters = {byte: bytes([byte]) for byte in range(0x80, 0x100)}
    return {0xDC00 + byte: _strictly(one, "cp1252") or one.decode("latin-1") for byte, one in letters.items()}


def _wide(data: bytes) -> str | None:
    """UTF-16 told by its zero bytes: Latin letters have one in every second place."""
    head = data[:_HEAD]
    if len(head) < 4 or b"\0" not in head:
        return None
    pairs = len(head) // 2
    first, second = (head[place::2].count(0) / pairs for place in (0, 1))
    if second > 0.4 and first < 0.1:
        return "utf-16-le"
    return "utf-16-be" if first > 0.4 and second < 0.1 else None


def _declared(data: bytes) -> str | None:
    found = (pattern.search(data[:_HEAD]) for pattern in _DECLARED)
    names = (match.group(1).decode("ascii") for match in found if match)
    return next((codec for name in names if (codec := _codec(name))), None)


def _codec(name: str) -> str | None:
    """Python's name of an encoding of text, None for anything else."""
    try:
        known = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    return known if _OF_TEXT.match(known) else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError):
        return None
