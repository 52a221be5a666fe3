"""From the bytes of a feed to numbered lines, one at a time: plain, .gz or .zip; UTF-8, UTF-16 or Windows-1252.

Nothing is held but the line at hand. A line that is too long or holds a NUL byte comes out with its fault named, so that the
rest of the file is still read. Archives are unpacked as they are read and refused once they swell like a bomb.
"""

from __future__ import annotations

import codecs
import contextlib
import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from standoff.errors import StandoffError

MOST_OF_A_LINE = 1 << 20
"""Longest line read, in bytes; a row of any feed known is under a tenth of that."""
MOST_SWELLING = 200
"""How many times larger than its archive a feed may be: text packs 5 to 40 times, a bomb 1,000 times."""
FREE_BYTES = 8 << 20
"""Unpacked bytes before the swelling is looked at."""

_NUL_FAULT = "holds a NUL byte; a feed is text"
_LONG_FAULT = f"is longer than {MOST_OF_A_LINE:,} bytes"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; `fault` says why it cannot be used, and the text is then only its beginning."""

    number: int
    text: str
    fault: str = ""


class Feed:
    """An open feed: its bytes unpacked, and how far the file itself has been read."""

    def __init__(self, name: str, stream: io.BufferedReader, packed: IO[bytes], size: int) -> None:
        self.name = name
        self.stream = stream
        self.size = size
        self._packed = packed

    def position(self) -> int:
        """Bytes of the file read so far, of `size`."""
        return min(self._packed.tell(), self.size)


@contextlib.contextmanager
def open_feed(path: str | os.PathLike[str]) -> Iterator[Feed]:
    """Open a feed to be read once from the start.

    Raises:
        StandoffError: no such file, a folder, an archive that is broken, locked, swells too much or holds not just one file.
    """
    name = os.fspath(path)
    if Path(name).is_dir():
        raise StandoffError(f"{name}: is a folder; give the file of a feed")
    try:
        packed = Path(name).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise StandoffError(f"{name}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    with packed, contextlib.ExitStack() as opened:
        size = os.fstat(packed.fileno()).st_size
        with _named_faults(name):
            stream = _unpacked(name, packed, size, opened)
        yield Feed(name, stream, packed, size)


@contextlib.contextmanager
def _named_faults(name: str) -> Iterator[None]:
    """Faults of a file or archive as errors that say what to do."""
    try:
        yield
    except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise StandoffError(f"{name}: the archive is broken or cut short ({error}); fetch it again") from None
    except (NotImplementedError, RuntimeError) as error:
        raise StandoffError(f"{name}: the archive cannot be unpacked here ({error}); unpack it first") from None
    except OSError as error:
        raise StandoffError(f"{name}: cannot be read: {(error.strerror or str(error)).lower()}") from None


def _unpacked(name: str, packed: IO[bytes], size: int, opened: contextlib.ExitStack) -> io.BufferedReader:
    start = packed.read(4)
    packed.seek(0)
    if start[:2] == b"\x1f\x8b":
        return _guarded(name, cast("IO[bytes]", opened.enter_context(gzip.GzipFile(fileobj=packed))), size)
    if start in (b"PK\x03\x04", b"PK\x05\x06"):
        archive = opened.enter_context(zipfile.ZipFile(packed))
        return _guarded(name, opened.enter_context(archive.open(_only_member(name, archive))), size)
    return io.BufferedReader(_Unpacked(packed, name, most=None))


def _only_member(name: str, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX/")]
    if len(members) != 1:
        shown = ", ".join(one.filename for one in members[:5]) or "none"
        raise StandoffError(f"{name}: the archive holds {len(members)} files ({shown}); one is allowed: unpack it first")
    return members[0]


class _Unpacked(io.RawIOBase):
    """The bytes of a feed; it stops where an archive swells like a bomb, and names the file in every fault."""

    def __init__(self, stream: IO[bytes], name: str, most: int | None) -> None:
        self._stream = stream
        self._name = name
        self._most = most
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _named_faults(self._name):
            found = self._stream.read(len(buffer))
        buffer[: len(found)] = found
        self._out += len(found)
        if self._most is not None and self._out > self._most:
            raise StandoffError(
                f"{self._name}: unpacks to over {MOST_SWELLING} times its size; unpack it first if it is a feed"
            )
        return len(found)


def _guarded(name: str, stream: IO[bytes], size: int) -> io.BufferedReader:
    return io.BufferedReader(_Unpacked(stream, name, max(FREE_BYTES, MOST_SWELLING * size)))


def lines_of(feed: Feed, note: Callable[[str], None]) -> Iterator[Line]:
    """Every line of an open feed, numbered from 1, without its end.

    Args:
        feed: as `open_feed` gives it.
        note: told once what a reader should know of the encoding.
    """
    if feed.stream.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        note("the file is UTF-16")
        yield from _wide_lines(feed.stream)
    else:
        yield from _byte_lines(feed.stream, note)


def _wide_lines(stream: io.BufferedReader) -> Iterator[Line]:
    text = io.TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="\n")
    number, going_on = 0, False
    while piece := text.readline(MOST_OF_A_LINE):
        whole = piece.endswith("\n")
        if not going_on:
            number += 1
            fault = _fault(piece, whole or len(piece) < MOST_OF_A_LINE)
            yield Line(number, piece.rstrip("\r\n"), fault)
        going_on = not whole


def _byte_lines(stream: io.BufferedReader, note: Callable[[str], None]) -> Iterator[Line]:
    number, going_on, noted = 0, False, False
    while piece := stream.readline(MOST_OF_A_LINE):
        whole = piece.endswith(b"\n")
        if not going_on:
            number += 1
            if number == 1:
                piece = piece.removeprefix(codecs.BOM_UTF8)
            text, clean = _decoded(piece)
            if not clean and not noted:
                noted = True
                note(f"line {number} is not UTF-8; such lines are read as Windows-1252 (Latin 1)")
            yield Line(number, text.rstrip("\r\n"), _fault(text, whole or len(piece) < MOST_OF_A_LINE - len(codecs.BOM_UTF8)))
        going_on = not whole


def _fault(text: str, whole: bool) -> str:
    if "\x00" in text:
        return _NUL_FAULT
    return "" if whole else _LONG_FAULT


def _decoded(piece: bytes) -> tuple[str, bool]:
    """The text of a line, and whether it was UTF-8; a line cut off at the limit may end inside a letter."""
    try:
        return piece.decode("utf-8"), True
    except UnicodeDecodeError as error:
        if len(piece) >= MOST_OF_A_LINE and error.start >= len(piece) - 4:
            return piece.decode("utf-8", errors="ignore"), True
    try:
        return piece.decode("cp1252"), False
    except UnicodeDecodeError:
        return piece.decode("latin-1"), False
