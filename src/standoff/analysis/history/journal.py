"""The journal of a fit: work done, one line each, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.history.learning import Heard
from standoff.errors import CaseError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Journal:
    """What is done: draws by number, and by case the rows that the record learns from. `path` None keeps nothing on disk."""

    path: Path | None
    draws: dict[int, Heard] = field(default_factory=dict)
    rows: dict[str, Floats] = field(default_factory=dict)

    def keep_draw(self, number: int, made: Heard) -> None:
        """Write a draw down."""
        self.draws[number] = made
        self._write({"draw": number, "evidence": made.evidence.tolist(), "shares": made.shares.tolist()})

    def keep_rows(self, case: str, rows: Floats) -> None:
        """Write down what forecasts of a case give the record."""
        self.rows[case] = rows
        self._write({"case": case, "rows": rows.tolist()})

    def _write(self, row: dict[str, Any]) -> None:
        if self.path is not None:
            # Threads write at once: unbuffered, so that a line goes out whole, in one call.
            with _told(self.path), self.path.open("ab", buffering=0) as stream:
                stream.write((json.dumps(row) + "\n").encode("ascii"))


def open_journal(path: Path | None, digest: str) -> Journal:
    """What a journal of the same plan keeps; one of another plan is begun anew. A line cut short is no work done.

    Raises:
        CaseError: it cannot be read or written.
    """
    if path is None:
        return Journal(None)
    with _told(path):
        return _opened(path, digest)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the file system refuses, as an error of ours."""
    try:
        yield
    except OSError as error:
        raise CaseError(f"{path}: the work done cannot be kept: {error.strerror}; choose another place with --to") from error


def _opened(path: Path, digest: str) -> Journal:
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.exists() else []
    if not lines or lines[0] != digest:
        path.write_text(digest + "\n", encoding="utf-8")
        return Journal(path)
    journal = Journal(path)
    for row in filter(None, map(_parsed, lines[1:])):
        if row.keys() == {"draw", "evidence", "shares"}:
            journal.draws[int(row["draw"])] = Heard(np.array(row["evidence"]), np.array(row["shares"]))
        elif row.keys() == {"case", "rows"}:
            journal.rows[row["case"]] = np.array(row["rows"])
    if lines[-1]:  # stopped in the middle of a line: the next one begins on its own
        path.write_text("\n".join([*lines[:-1], ""]), encoding="utf-8")
    return journal


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        return None
    return row if isinstance(row, dict) else None
