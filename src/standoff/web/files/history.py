"""What was saved of one case, in order, so that it can be undone and redone, also after the server was stopped.

Texts are kept in memory, and the newest in a folder `.standoff` beside the case, each under its digest, with a list that says
their order. The case file itself is never read from here: a list that does not fit what the file holds is mended by the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from standoff.case.atomic import create_file, write_file
from standoff.errors import StandoffError

FOLDER = ".standoff"
MOST_KEPT, MOST_BYTES, MOST_ON_DISK = 100, 64_000_000, 20
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_LIST = "order.json"


class History:
    """The texts of one case, the oldest first, and which of them the file holds."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent / FOLDER / path.name
        self._order: list[str] = []
        self._texts: dict[str, bytes] = {}
        self._at = -1
        self._load()

    def step(self, digest: str, before: bytes, after: bytes) -> int:
        """Note that the file, which holds `before`, is about to hold `after`; what could be redone is forgotten.

        Returns:
            How many steps away the new text is: 1, or 0 where it is the same.
        """
        self.meet(digest, before)
        fresh = _digest(after)
        if fresh == digest:
            return 0
        del self._order[self._at + 1 :]
        self._order.append(fresh)
        self._texts[fresh] = after
        self._bound()
        self._keep()
        return 1

    def meet(self, digest: str, data: bytes) -> None:
        """Note what the file holds now, whoever wrote it."""
        if 0 <= self._at < len(self._order) and self._order[self._at] == digest:
            return
        near = [place for place, known in enumerate(self._order) if known == digest]
        if near:  # of two as near the later: a server may have been killed after it saved and before it noted so
            self._at = min(near, key=lambda place: (abs(place - self._at), -place))
            return
        del self._order[self._at + 1 :]
        self._order.append(digest)
        self._texts[digest] = data
        self._at = len(self._order) - 1
        self._bound()

    def moved(self, by: int) -> None:
        """Note that the file now holds the text so many steps away."""
        if 0 <= self._at + by < len(self._order):
            self._at += by
        self._keep()

    def dropped(self) -> None:
        """Note that what was about to be saved was not."""
        del self._order[self._at + 1 :]
        self._keep()

    def beside(self, steps: int) -> bytes | None:
        """The text so many steps away, None where there is none."""
        place = self._at + steps
        return self._texts.get(self._order[place]) if 0 <= place < len(self._order) else None

    def steps(self, digest: str) -> tuple[int, int]:
        """Steps back and forward from a text; from one that is not kept, back to the last that is."""
        if digest not in self._order:
            return (self._at + 1, 0)
        at = self._at if self._order[self._at] == digest else self._order.index(digest)
        return (at, len(self._order) - 1 - at)

    def _bound(self) -> None:
        """Forget the oldest beyond what is kept."""
        while len(self._order) > 1 and (len(self._order) > MOST_KEPT or self._bytes() > MOST_BYTES):
            del self._order[0]
            self._at -= 1
            self._texts = {digest: self._texts[digest] for digest in dict.fromkeys(self._order)}
        self._texts = {digest: self._texts[digest] for digest in dict.fromkeys(self._order)}

    def _bytes(self) -> int:
        return sum(len(text) for text in self._texts.values())

    def _load(self) -> None:
        """What an earlier server left; nothing where that is missing, spoilt or not to be trusted."""
        if not self._is_own_folder():
            return
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, StandoffError):
            told: Any = json.loads((self._folder / _LIST).read_text("utf-8"))
            order = [digest for digest in told["order"] if isinstance(digest, str) and _DIGEST.match(digest)]
            at = told["at"]
            texts = {digest: self._kept_text(digest) for digest in dict.fromkeys(order[-MOST_KEPT:])}
            if isinstance(at, int) and 0 <= at < len(order) and len(order) <= MOST_KEPT:
                self._order, self._at = order, at
                self._texts = {digest: text for digest, text in texts.items() if text is not None}
                self._cut_to_known()

    def _cut_to_known(self) -> None:
        """Keep the stretch around the present text of which every text is there."""
        known = [digest in self._texts for digest in self._order]
        if not known[self._at]:
            self._order, self._texts, self._at = [], {}, -1
            return
        first = max((place + 1 for place in range(self._at) if not known[place]), default=0)
        last = min((place for place in range(self._at, len(known)) if not known[place]), default=len(known))
        self._order, self._at = self._order[first:last], self._at - first

    def _kept_text(self, digest: str) -> bytes | None:
        path = self._folder / digest
        if path.is_symlink() or not path.is_file():
            return None
        data = path.read_bytes()
        return data if _digest(data) == digest else None

    def _keep(self) -> None:
        """Write the newest texts and their order; a folder that cannot be written costs no more than undo after a restart."""
        first = max(0, min(self._at - 1, len(self._order) - MOST_ON_DISK))
        order = self._order[first : first + MOST_ON_DISK]
        with contextlib.suppress(OSError, StandoffError):
            self._folder.parent.mkdir(mode=0o700, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            if not self._is_own_folder():
                return
            for digest in order:
                if not os.path.lexists(self._folder / digest):
                    create_file(self._folder / digest, self._texts[digest])
            told = {"order": order, "at": self._at - first}
            write_file(self._folder / _LIST, json.dumps(told).encode())
            for path in self._folder.iterdir():
                if _DIGEST.match(path.name) and path.name not in order:
                    path.unlink()

    def _is_own_folder(self) -> bool:
        """Whether the folder is one, and no link to somewhere else."""
        return all(path.is_dir() and not path.is_symlink() for path in (self._folder.parent, self._folder))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
