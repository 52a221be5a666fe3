"""One job as a client sees it: where it stands, what happened so far, and a way to follow what happens next."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["queued", "running", "rough", "done", "failed", "cancelled"]
Name = Literal["progress", "rough", "done", "failed", "cancelled"]
OVER: tuple[State, ...] = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a job; `number` rises within it, with gaps where progress was overtaken by newer progress."""

    number: int
    name: Name
    text: str

    @property
    def data(self) -> dict[str, Any]:
        """What goes with it; `text` is the same as JSON in ASCII, on one line."""
        found: dict[str, Any] = json.loads(self.text)
        return found


@dataclass(slots=True, eq=False)
class Job:
    """One wish of one client.

    Attributes:
        id: opaque.
        key: of the wish; jobs of one key share a run.
        cached: whether it was answered from the cache.
        state: where it stands.
        progress: {done, total, what} of the part under way.
        error: {code, message, problems?} where it failed.
        events: what happened so far; of progress only the newest.
    """

    id: str
    key: str
    client: str
    cached: bool = False
    state: State = "queued"
    progress: dict[str, Any] = field(default_factory=lambda: {"done": 0, "total": 0, "what": "waiting"})
    error: dict[str, Any] | None = None
    result_text: str | None = None
    events: tuple[Event, ...] = ()
    followers: tuple[Follower, ...] = ()

    @property
    def result(self) -> dict[str, Any] | None:
        """The newest result, rough or whole; None where there is none yet."""
        return None if self.result_text is None else json.loads(self.result_text)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in OVER


def happened(job: Job, name: Name, text: str) -> None:
    """Add an event; a rough result or progress takes the place of an earlier one of its kind."""
    number = job.events[-1].number + 1 if job.events else 0
    kept = (event for event in job.events if event.name != name)
    job.events = (*kept, Event(number, name, text))
    for follower in job.followers:
        follower.wake()


class Follower(AsyncIterator[Event]):
    """Events of one job for one reader."""

    def __init__(self, job: Job, after: int, lock: threading.RLock) -> None:
        self._job, self._after, self._lock = job, after, lock
        self._awake: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __anext__(self) -> Event:
        awake = self._begun()
        while True:
            awake.clear()
            with self._lock:
                event = next((event for event in self._job.events if event.number > self._after), None)
                over = self._job.over
            if event is not None:
                self._after = event.number
                return event
            if over:
                self._end()
                raise StopAsyncIteration
            await awake.wait()

    async def aclose(self) -> None:
        """Stop listening."""
        self._end()

    def wake(self) -> None:
        """Something happened; called in whatever thread it happened in."""
        if self._loop is not None and self._awake is not None:
            with suppress(RuntimeError):  # the loop is closed, and nobody waits
                self._loop.call_soon_threadsafe(self._awake.set)

    def _begun(self) -> asyncio.Event:
        if self._awake is None:
            self._awake, self._loop = asyncio.Event(), asyncio.get_running_loop()
            with self._lock:
                self._job.followers = (*self._job.followers, self)
        return self._awake

    def _end(self) -> None:
        with self._lock:
            self._job.followers = tuple(one for one in self._job.followers if one is not self)
