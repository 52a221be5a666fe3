"""The journal of long work: what is done, one line each, so that a run that was stopped at any moment goes on where it was.

The first line says what the work is: `standoff-journal/1`, of which command, version, seed, digest of all that was read, and
the day it was begun. Every other line holds a key, a plain value and a check of both. Lines are added whole and brought to the
disk; what a stop left of the last one is no work done, and a line that a disk spoiled is done again. A journal of other work is
never written over: it is refused by name.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from standoff._version import __version__
from standoff.engine.executors import run_tasks
from standoff.errors import CaseError

SCHEMA = "standoff-journal/1"
_FAMILY = '{"schema": "standoff-journal/'


@dataclass(frozen=True)
class Work:
    """What a journal is of: the command, the seed, the digest of all that was read, and the day it is begun."""

    of: str
    seed: int
    digest: str
    begun: date = field(default_factory=date.today)

    def head(self) -> dict[str, Any]:
        """The first line."""
        told = {"schema": SCHEMA, "of": self.of, "version": __version__, "seed": self.seed}
        return told | {"digest": self.digest, "begun": self.begun.isoformat()}


@dataclass(frozen=True)
class Journal:
    """What is done by key, since when, and how many lines a disk spoiled. `path` None keeps nothing on disk."""

    path: Path | None = None
    kept: dict[str, Any] = field(default_factory=dict)
    begun: date = field(default_factory=date.today)
    spoiled: int = 0

    def keep(self, key: str, value: Any) -> None:
        """Write down what a piece of work gave.

        Raises:
            CaseError: the file system refuses; what was kept before stays.
        """
        self.kept[key] = value
        if self.path is not None:
            with _told(self.path, f"{len(self.kept) - 1} pieces of work are kept; start again with the same words"):
                _add(self.path, _line({"key": key, "value": value}))

    def pieces(self, kind: str) -> int:
        """How many pieces of work of a kind, the first word of their keys, are done."""
        return sum(key.split()[0] == kind for key in self.kept)

    @property
    def words(self) -> str:
        """What to say of lines that cannot be used; nothing where there are none."""
        lines = "1 line" if self.spoiled == 1 else f"{self.spoiled} lines"
        return f"{self.path}: {lines} spoiled, done again" if self.spoiled else ""


def done_once(
    journal: Journal,
    tasks: Mapping[str, Callable[[], Any]],
    pool: Executor,
    say: Callable[[int], None] = lambda _done: None,
    effort: Callable[[str], float] = lambda _key: 0.0,
) -> dict[str, Any]:
    """What each task gives, in the order of the tasks; those that the journal keeps are not done again.

    Args:
        journal: takes what each task gives: plain values, as JSON has them.
        tasks: by key; each can be sent to another process.
        pool: whose workers do them.
        say: called with how many of these tasks are done.
        effort: how long each may take, in any unit; the longest go first, so that none is still at work when all else is done.
    """
    order = sorted(tasks, key=effort, reverse=True)
    fresh = {key: tasks[key] for key in order if key not in journal.kept}
    before = len(tasks) - len(fresh)
    say(before)
    run_tasks(pool, fresh, took=journal.keep, beat=lambda done: say(before + done))
    return {key: journal.kept[key] for key in tasks}


def open_journal(path: Path | None, work: Work) -> Journal:
    """What a journal of the same work keeps; a new one where there is none yet.

    Raises:
        CaseError: it is of other work, of another version or no journal at all, or it cannot be read or written.
    """
    if path is None:
        return Journal(begun=work.begun)
    with _told(path, "choose another place with --to"):
        text = path.read_bytes() if path.exists() else b""
        first, end, rest = text.partition(b"\n")
        if end:
            return _opened(path, work, first, rest)
        head = (json.dumps(work.head()) + "\n").encode("ascii")
        if not _cut_short(text, head):
            raise CaseError(f"{path}: is no journal of work done; choose another place with --to")
        with path.open("wb"):
            pass
        _add(path, head)
        return Journal(path, begun=work.begun)


def _cut_short(text: bytes, head: bytes) -> bool:
    """Whether a file without a whole first line is what a stop left of such a journal; the day it was begun may be another."""
    family = _FAMILY.encode("ascii")
    return family.startswith(text) or (text.startswith(family) and len(text) < len(head))


def _opened(path: Path, work: Work, first: bytes, rest: bytes) -> Journal:
    head = _parsed(first)
    _check_head(path, head, work)
    *lines, cut = rest.split(b"\n")
    rows = [row for row in map(_checked, lines) if row is not None]
    if cut:  # stopped in the middle of a line: the next one begins on its own
        with path.open("r+b") as stream:
            stream.truncate(len(first) + 1 + len(rest) - len(cut))
    kept = {row["key"]: row["value"] for row in rows}
    return Journal(path, kept, date.fromisoformat(head["begun"]), len(lines) - len(rows))


def _check_head(path: Path, head: Any, work: Work) -> None:
    """Refuse what is not of this work, by name."""
    if not isinstance(head, dict) or not str(head.get("schema", "")).startswith("standoff-journal/"):
        raise CaseError(f"{path}: is no journal of work done; choose another place with --to")
    wanted, what = work.head(), f"{path}: keeps work done"
    way = "finish it with those words, remove it to begin anew, or choose another place with --to"
    if head["schema"] != SCHEMA:
        raise CaseError(f"{what} as {head['schema']}, and this version reads {SCHEMA}; {way}")
    if head.keys() != wanted.keys():
        raise CaseError(f"{path}: its first line is spoiled; remove it to begin anew, or choose another place with --to")
    for name, words in (("of", "by `standoff {}`"), ("version", "by version {}"), ("seed", "with seed {}")):
        if head[name] != wanted[name]:
            raise CaseError(f"{what} {words.format(head[name])}, not {wanted[name]}; {way}")
    if head["digest"] != wanted["digest"]:
        raise CaseError(f"{what} on other cases, priors or sizes (digest {head['digest']}, not {work.digest}); {way}")


def _line(row: dict[str, Any]) -> bytes:
    told = json.dumps(row)
    return (json.dumps(row | {"check": _check(told)}) + "\n").encode("ascii")


def _check(told: str) -> str:
    return f"{zlib.crc32(told.encode('ascii')):08x}"


def _checked(line: bytes) -> dict[str, Any] | None:
    """The row of a line, if it is whole."""
    row = _parsed(line)
    if not isinstance(row, dict) or row.keys() != {"key", "value", "check"}:
        return None
    return row if row.pop("check") == _check(json.dumps(row)) else None


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode("ascii"))
    except ValueError:
        return None


def _add(path: Path, line: bytes) -> None:
    """Add a line whole and bring it to the disk, or take back what of it was written."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND)
    try:
        before = os.fstat(handle).st_size
        try:
            left = memoryview(line)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)


@contextmanager
def _told(path: Path, way: str) -> Iterator[None]:
    """What the file system refuses, as an error of ours."""
    try:
        yield
    except OSError as error:
        raise CaseError(f"{path}: the work done cannot be kept: {error.strerror}; {way}") from error
