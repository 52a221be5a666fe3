"""What every handler works with: the settings, the shelf, the texts and what was read of them, and the jobs."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

import anyio.to_thread

from standoff.case.reader import Review, review_text
from standoff.case.yaml_parts import Known
from standoff.errors import CaseError
from standoff.web.files.shelf import Entry, Shelf
from standoff.web.files.texts import Text, Texts, text_of, unreadable
from standoff.web.refusals import Refusal
from standoff.web.settings import Settings
from standoff.web.work.wanted import Wanted

_Made = TypeVar("_Made")
_MOST_REVIEWS = 96
_MOST_WAITING = 8
_MOST_KNOWN = 4


class Jobs(Protocol):
    """The engine of jobs (`web.work.jobs`)."""

    def submit(self, wanted: Wanted, client: str) -> Any:
        """Begin, or find what is there."""

    def get(self, id: str) -> Any:
        """A job by name, None where there is none."""

    def cancel(self, id: str) -> None:
        """Give a job up."""

    def follow(self, job: Any, after: int = -1) -> AsyncIterator[Any]:
        """Events of a job, those after a number."""

    async def close(self) -> None:
        """End all workers."""


class Busy:
    """A few at a time do the same slow thing, a few wait, the others are told to come back."""

    def __init__(self, most: int, what: str, waiting: int = _MOST_WAITING) -> None:
        self._what, self._room, self._waiting = what, most + waiting, 0
        self._turn = asyncio.Semaphore(most)

    async def run(self, work: Callable[[], _Made]) -> _Made:
        """The result of the work, done in a thread of its own.

        Raises:
            Refusal: too many wait already (503).
        """
        async with self.turn():
            return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One's turn, once it comes.

        Raises:
            Refusal: too many wait already (503).
        """
        if self._waiting >= self._room:
            more = {"retry-after": "5"}
            raise Refusal(503, "busy", f"{self._what}: too many are asked for at once; try again shortly", headers=more)
        self._waiting += 1
        try:
            async with self._turn:
                yield
        finally:
            self._waiting -= 1


@dataclass(slots=True)
class Bench:
    """All that the handlers share; made once a server."""

    settings: Settings
    shelf: Shelf
    texts: Texts = field(default_factory=Texts)
    jobs: Jobs | None = None
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    drafts: Busy = field(default_factory=lambda: Busy(2, "drafting"))
    parses: Busy = field(default_factory=lambda: Busy(4, "reading", waiting=100))
    _reviews: OrderedDict[tuple[str, str], Review] = field(default_factory=OrderedDict)
    _known: OrderedDict[str, tuple[Known, threading.RLock]] = field(default_factory=OrderedDict)
    _later: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    failures: list[float] = field(default_factory=list)

    def entry(self, name: str) -> Entry:
        """The case of that name.

        Raises:
            Refusal: there is none (404).
        """
        found = self.shelf.find(name)
        if found is None:
            raise Refusal(404, "no_such_case", "no case of that name is in the library or the folder")
        return found

    def own(self, name: str) -> Entry:
        """The case of that name, if it may be written.

        Raises:
            Refusal: there is none (404), it is of the library, or all is read-only (403).
        """
        found = self.entry(name)
        if found.library:
            raise Refusal(403, "library", f"{name} is a case of the library, which stays as it is; copy it first")
        self.writable()
        return found

    def writable(self) -> None:
        """Refuse where nothing may be written.

        Raises:
            Refusal: the server was started with --read-only (403).
        """
        if self.settings.read_only:
            raise Refusal(403, "read_only", "this workbench was started with --read-only; nothing is written")

    def engine(self) -> Jobs:
        """The engine of jobs.

        Raises:
            Refusal: it is not there (503).
        """
        if self.jobs is None:
            raise Refusal(503, "no_engine", "the workers are not running; start `standoff serve` again")
        return self.jobs

    def text(self, entry: Entry) -> Text:
        """What the file of a case holds; a file that cannot be read is an empty text with its problem."""
        try:
            return self.texts.read(entry.path, entry.spoken)
        except CaseError as error:
            return Text("", "", unreadable(error) or text_of(b"", entry.spoken).problems)

    def reviewed(self, digest: str, name: str) -> Review | None:
        """What is kept of a text, None where it was not read yet."""
        with self._lock:
            if (digest, name) not in self._reviews:
                return None
            self._reviews.move_to_end((digest, name))
            return self._reviews[(digest, name)]

    def review_later(self, text: str, digest: str, name: str) -> None:
        """Read a long text while nobody waits for it; one that is being read already is not read twice."""
        with self._lock:
            if name in self._later:
                return
            self._later.add(name)

        def read() -> None:
            try:
                self.review(text, digest, name)
            finally:
                self._later.discard(name)

        threading.Thread(target=read, daemon=True, name=f"reading {name}").start()

    @contextmanager
    def reading(self, name: str) -> Iterator[Known]:
        """Parts of the texts of a case that were read before; one at a time reads with them."""
        with self._lock:
            known, lock = self._known.setdefault(name, (Known(), threading.RLock()))
            self._known.move_to_end(name)
            while len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)
        with lock:
            yield known

    def review(self, text: str, digest: str, name: str) -> Review:
        """Everything there is to say about a text; kept by digest."""
        key = (digest, name)
        kept = self.reviewed(digest, name)
        if kept is not None:
            return kept
        with self.reading(name) as known:
            made = self.reviewed(digest, name) or review_text(text, name, known=known)
        with self._lock:
            self._reviews[key] = made
            while len(self._reviews) > _MOST_REVIEWS:
                self._reviews.popitem(last=False)
        return made


async def in_thread(work: Callable[..., _Made], *given: Any) -> _Made:
    """The result of work that would hold up the others, done in a thread."""
    return await anyio.to_thread.run_sync(partial(work, *given))
