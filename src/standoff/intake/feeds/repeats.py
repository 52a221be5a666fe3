"""Which rows of a feed were read already: exact, in memory that does not grow with the feed."""

from __future__ import annotations

import sqlite3
from types import TracebackType

IN_MEMORY = 50_000
"""Keys held in memory; once there are more, all lie in a temporary file that is gone when it is closed."""
_CACHE_KILOBYTES = 8_000


class Repeats:
    """A set of keys that only grows.

    Example:
        >>> with Repeats() as rows:
        ...     [rows.is_new(key) for key in (b"1", b"2", b"1")]
        [True, True, False]
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._few: set[bytes] = set()
        self._many: sqlite3.Connection | None = None

    def __enter__(self) -> Repeats:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def is_new(self, key: bytes) -> bool:
        """Whether a key comes for the first time; it is known from then on."""
        if self._many is not None:
            return self._many.execute("INSERT OR IGNORE INTO keys VALUES (?)", (key,)).rowcount == 1
        if key in self._few:
            return False
        self._few.add(key)
        if len(self._few) > self._in_memory:
            self._many = _file_of(self._few)
            self._few = set()
        return True

    def close(self) -> None:
        """Forget every key."""
        self._few = set()
        if self._many is not None:
            self._many.close()
            self._many = None


def _file_of(keys: set[bytes]) -> sqlite3.Connection:
    """A temporary database of keys, never written safely: nothing in it outlives the run."""
    made = sqlite3.connect("", isolation_level=None)
    for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KILOBYTES}"):
        made.execute(f"PRAGMA {setting}")
    made.execute("CREATE TABLE keys (key BLOB PRIMARY KEY) WITHOUT ROWID")
    made.execute("BEGIN")
    made.executemany("INSERT INTO keys VALUES (?)", ((key,) for key in sorted(keys)))
    return made
