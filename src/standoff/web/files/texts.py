"""The text of a case: read with its digest, saved whole and only over what the writer saw, undone and redone.

The file on disk is the only truth. Whoever saves says which bytes he had before him; where the file holds others meanwhile, it
is a conflict, and nothing is written.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path

from standoff.case.atomic import ChangedMeanwhile, create_file, replace_file
from standoff.case.problems import CaseFileError, Problem, whole_file
from standoff.case.reader import MAX_BYTES, decode, read_bytes
from standoff.errors import CaseError, StandoffError
from standoff.web.files.diffs import unified
from standoff.web.files.history import History
from standoff.web.files.locks import locked
from standoff.web.files.shelf import is_plain
from standoff.web.refusals import Refusal

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Text:
    """What a file holds.

    Attributes:
        text: its text, "" where it is none that can be shown.
        digest: SHA-256 of its bytes.
        problems: why it cannot be shown as text.
        marked: whether a byte order mark stands before it.
    """

    text: str
    digest: str
    problems: tuple[Problem, ...] = ()
    marked: bool = False


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of_text(text: str) -> str:
    """The digest of a text that is in no file yet; one that no file can hold has one too."""
    return digest_of(text.encode("utf-8", "surrogatepass"))


def text_of(data: bytes, name: str) -> Text:
    """The text some bytes are; `name` stands for the file in messages."""
    try:
        return Text(decode(data, name), digest_of(data), (), data.startswith(_BOM))
    except CaseFileError as error:
        return Text("", digest_of(data), error.problems)


def read_text(path: Path, name: str) -> Text:
    """What a file holds; never raises on what that is.

    Raises:
        CaseFileError: it cannot be read at all.
    """
    return text_of(plain_bytes(path, name), name)


def plain_bytes(path: Path, name: str) -> bytes:
    """The bytes of a plain file.

    Raises:
        CaseFileError: there is none, or it cannot be read.
    """
    if not is_plain(path):
        raise whole_file(name, "cannot be read: no plain file is there any more")
    return read_bytes(path)


def encoded(text: str, marked: bool) -> bytes:
    """The bytes of a text.

    Raises:
        Refusal: it cannot be written as UTF-8, or is too large.
    """
    try:
        data = (_BOM if marked else b"") + text.encode("utf-8")
    except UnicodeEncodeError:
        raise Refusal(422, "not_text", "the text holds half of a letter (a lone surrogate), which no file can hold") from None
    if len(data) > MAX_BYTES:
        raise Refusal(413, "too_large", f"{len(data) / 1e6:.1f} MB; a case file has at most {MAX_BYTES / 1e6:.0f} MB")
    return data


class Texts:
    """Files of cases, each with its history; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._histories: dict[Path, History] = {}

    def read(self, path: Path, name: str) -> Text:
        """What a file holds now.

        Raises:
            CaseFileError: it cannot be read.
        """
        return read_text(path, name)

    def save(self, path: Path, name: str, text: str, seen: str) -> Text:
        """Put a text in the place of the one whose digest the writer saw.

        Raises:
            Refusal: the file holds something else meanwhile (409), or the text cannot be written.
            CaseError: the file is read-only, or the disk is full; it is then as it was.
        """
        with self._lock, locked(path):
            before, now = self._seen(path, name, seen, text)
            data, history = encoded(text, now.marked), self._history(path)
            steps = history.step(now.digest, before, data)
            if steps:
                try:
                    replace_file(path, data, seen=before)
                except ChangedMeanwhile:
                    history.dropped()
                    raise conflict(name, read_text(path, name), text) from None
                except CaseError:
                    history.dropped()
                    raise
                history.moved(steps)
            return text_of(data, name)

    def create(self, path: Path, text: str) -> None:
        """Write a new file; an existing one is never overwritten.

        Raises:
            Refusal: something of that name is there (409).
            CaseError: it cannot be written.
        """
        data = encoded(text, marked=False)
        with self._lock:
            if path.exists() or path.is_symlink():
                raise Refusal(409, "exists", f"{path.name} exists already; choose another name")
            create_file(path, data)

    def turn(self, path: Path, name: str, seen: str, steps: int) -> Text:
        """Go back one step (-1) or forward again (1) in what was saved.

        Raises:
            Refusal: the file holds something else meanwhile (409), or there is no such step (422).
            CaseError: the file cannot be written.
        """
        with self._lock, locked(path):
            before, now = self._seen(path, name, seen, None)
            history = self._history(path)
            history.meet(now.digest, before)
            found = history.beside(steps)
            if found is None:
                word = "undo" if steps < 0 else "redo"
                raise Refusal(422, f"nothing_to_{word}", f"nothing to {word}: no other text of {name} is kept")
            try:
                replace_file(path, found, seen=before)
            except ChangedMeanwhile:
                raise conflict(name, read_text(path, name), None) from None
            history.moved(steps)
            return text_of(found, name)

    def steps(self, path: Path, digest: str) -> tuple[int, int]:
        """How many steps back and forward there are from what the file holds."""
        with self._lock:
            return self._history(path).steps(digest)

    def _seen(self, path: Path, name: str, seen: str, mine: str | None) -> tuple[bytes, Text]:
        """What the file holds, if that is what the writer saw."""
        held = plain_bytes(path, name)
        now = text_of(held, name)
        if now.digest != seen:
            raise conflict(name, now, mine)
        return held, now

    def _history(self, path: Path) -> History:
        return self._histories.setdefault(path, History(path))


def conflict(name: str, now: Text, mine: str | None) -> Refusal:
    """The refusal of a change to a file that is not what its writer saw, with both texts and what parts them."""
    more: dict[str, object] = {"current": {"text": now.text, "digest": now.digest}, "mine": mine}
    more["diff"] = "" if mine is None else unified(now.text, mine, name)
    message = f"{name} was changed meanwhile, by another window or program; nothing was written"
    return Refusal(409, "conflict", message, more=more)


def unreadable(error: StandoffError) -> tuple[Problem, ...]:
    """The problems of a file that could not be read."""
    return error.problems if isinstance(error, CaseFileError) else ()
