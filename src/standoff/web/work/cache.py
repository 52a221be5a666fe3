"""Results kept by key, the least recently used dropped first, bounded by their bytes."""

from __future__ import annotations

from collections import OrderedDict

MOST_BYTES = 64_000_000


class Cache:
    """Texts by key, of at most so many bytes together; not safe for threads by itself."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """Bytes kept (the texts are ASCII)."""
        return self._bytes

    def get(self, key: str) -> str | None:
        """The text under a key, which is then the most recently used."""
        text = self._kept.get(key)
        if text is not None:
            self._kept.move_to_end(key)
        return text

    def put(self, key: str, text: str) -> None:
        """Keep a text; one larger than all the room is not kept."""
        self._drop(key)
        if len(text) > self._most:
            return
        self._kept[key] = text
        self._bytes += len(text)
        while self._bytes > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: str) -> None:
        self._bytes -= len(self._kept.pop(key, ""))
