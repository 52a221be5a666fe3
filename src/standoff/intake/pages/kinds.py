"""What kind of page some bytes are: text, HTML, a feed, mail; or something that is refused with a word on what to do."""

from __future__ import annotations

import re
from typing import Literal

from standoff.errors import StandoffError
from standoff.intake.pages.decoding import decode
from standoff.intake.pages.raw import MAX_BYTES

Kind = Literal["plain", "html", "feed", "mail"]

_UNPACK = "packed files are not opened; unpack it first and give the page within"
_SAVE = "save the page as text or HTML first"
_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x1f\x8b", "a gzip file", _UNPACK),
    (0, b"PK\x03\x04", "a zip file (or a document that is one: docx, odt, epub)", _UNPACK),
    (0, b"PK\x05\x06", "a zip file", _UNPACK),
    (0, b"BZh", "a bzip2 file", _UNPACK),
    (0, b"\xfd7zXZ\x00", "an xz file", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z file", _UNPACK),
    (0, b"Rar!\x1a\x07", "a rar file", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a zstd file", _UNPACK),
    (257, b"ustar", "a tar file", _UNPACK),
    (0, b"%PDF-", "a PDF document", _SAVE),
    (0, b"{\\rtf", "an RTF document", _SAVE),
    (0, b"\xd0\xcf\x11\xe0", "an old Office document", _SAVE),
    (0, b"\x89PNG", "a PNG image", _SAVE),
    (0, b"\xff\xd8\xff", "a JPEG image", _SAVE),
    (0, b"GIF8", "a GIF image", _SAVE),
    (0, b"RIFF", "an image, sound or video file", _SAVE),
    (4, b"ftyp", "a video file", _SAVE),
    (0, b"ID3", "a sound file", _SAVE),
    (0, b"OggS", "a sound or video file", _SAVE),
    (0, b"\x7fELF", "a program", _SAVE),
    (0, b"SQLite format 3\x00", "a database", _SAVE),
)
_CONTROLS = bytes([*range(0x00, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_MOST_CONTROLS = 0.05
_PROLOG = re.compile(r"[\s>]*(<\?|<!--|<!DOCTYPE)", re.IGNORECASE)
_ENDS = (("<?", "?>"), ("<!--", "-->"), ("<!", ">"))
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
_MARKUP = re.compile(r"\s*<(?:[!?a-zA-Z])")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|br|li|td|h[1-6]|span|a)\b[^<>]{0,500}>", re.IGNORECASE)
_MBOX = re.compile(r"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d")
_FIELD = re.compile(r"([!-9;-~]{1,80}):")
_MAIL_FIELDS = frozenset({"date", "to", "subject", "message-id", "received", "mime-version", "return-path", "delivered-to"})


def refuse_unreadable(data: bytes, name: str) -> None:
    """Stop at what is no page.

    Raises:
        StandoffError: empty, over 10 MB, packed, an image, a document of another program, or binary.
    """
    if len(data) > MAX_BYTES:
        raise StandoffError(
            f"{name}: too large: more than {MAX_BYTES / 1e6:.0f} MB, which no page of news is; give the page alone"
        )
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise StandoffError(f"{name}: the page is empty; give a page of text, HTML, a feed (RSS, Atom) or mail")
    for place, magic, what, instead in _MAGIC:
        if data.startswith(magic, place):
            raise StandoffError(f"{name}: this is {what}, not a page of text; {instead}")
    head = data[:65_536]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > max(8, _MOST_CONTROLS * len(head)) and not _is_wide(data):
        raise StandoffError(f"{name}: a binary file, not a page of text; {_SAVE}")


def kind_of(data: bytes, name: str) -> Kind:
    """What kind of page these bytes are, told by what they hold and, in doubt, by the end of the file's name."""
    if _is_mail(data[:20_000]):
        return "mail"
    head, _ = decode(data[:200_000])
    if _FEED.match(without_prolog(head)):
        return "feed"
    text = head[:20_000]
    named = name.lower().endswith((".html", ".htm", ".xhtml")) and "<" in text
    marked = _MARKUP.match(text) or _HTML.search(text, 0, 4_000) or len(_BLOCK.findall(text)) >= 6
    return "html" if named or marked else "plain"


def without_prolog(markup: str) -> str:
    """XML or HTML from its first element on: declarations, comments and the document type (with its entities) are left out."""
    place = 0
    while found := _PROLOG.match(markup, place):
        closing = next(end for opening, end in _ENDS if found.group(1).startswith(opening))
        if closing == ">" and markup.find("[", found.end(), markup.find(">", found.end())) >= 0:
            closing = "]"  # a document type with entities of its own
        end = markup.find(closing, found.end())
        if end < 0:
            return ""
        place = end + len(closing)
    return markup[place:].lstrip().removeprefix(">").lstrip()


def _is_wide(data: bytes) -> bool:
    """Whether the bytes are UTF-16 or UTF-32, where every letter holds zeros."""
    text, _ = decode(data[:4_096])
    return b"\0" in data[:4_096] and "\0" not in text


def _is_mail(head: bytes) -> bool:
    lines = head.decode("latin-1").lstrip("\r\n").splitlines()
    if lines and _MBOX.match(lines[0]):
        return True
    fields: set[str] = set()
    for line in lines:
        found = _FIELD.match(line)
        if found:
            fields.add(found.group(1).lower())
        elif not line.startswith((" ", "\t")):
            break
    return "from" in fields and bool(fields & _MAIL_FIELDS)
