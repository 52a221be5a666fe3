"""Jobs: wishes for documents, computed in worker processes; told as they come, shared, cached, and cancelled.

A wish that equals one under way joins it; one that was fulfilled before is answered from the cache. A newer job of the same
client (one panel of one window) cancels the older. An answer comes rough first, from a quick worker, then whole.

    jobs = start(settings)
    job = jobs.submit(Wanted("answer", text, "venezuela-2019"), client="window-1/brief")
    async for event in jobs.follow(job):
        ...
    await jobs.close()
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal, Protocol

from standoff.web.work.cache import Cache
from standoff.web.work.job import Event, Follower, Job, happened
from standoff.web.work.pool import Lane, Pool, usable_cores
from standoff.web.work.wanted import Wanted, key_of
from standoff.web.work.worker import Message, Task

__all__ = ["Event", "Job", "JobSettings", "Jobs", "Wanted", "start"]

MOST_REMEMBERED = 100
"""Jobs that are over and can still be asked for."""
FULL_ANSWER, LONG, LONGEST = 0, 1, 2
"""Urgency of long work, the most urgent first."""


class JobSettings(Protocol):
    """What jobs need of the server's settings."""

    @property
    def rough(self) -> int:
        """Worlds of the first answer."""

    @property
    def worlds(self) -> int:
        """Worlds where a wish names none."""

    @property
    def workers(self) -> int | None:
        """How many processes compute; None is one a core, two at least."""


@dataclass(slots=True, eq=False)
class _Run:
    """One computation and all who wait for it; `task` is the part under way."""

    key: str
    wanted: Wanted
    task: int = 0
    jobs: list[Job] = field(default_factory=list)
    rough: str | None = None
    answered: bool = False


class Jobs:
    """All jobs of a server. Methods may be called from any thread."""

    def __init__(self, settings: JobSettings) -> None:
        self._settings = settings
        self._lock = threading.RLock()
        self._cache, self._numbers = Cache(), count(1)
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._runs: dict[str, _Run] = {}
        self._of_task: dict[int, _Run] = {}
        self._of_client: dict[str, Job] = {}
        self._pool = Pool(settings.workers or max(usable_cores(), 2), self._heard, self._lock)

    def submit(self, wanted: Wanted, client: str) -> Job:
        """Ask for a document; the client's older job is cancelled."""
        key = key_of(wanted, self._settings.worlds)
        with self._lock:
            job = Job(secrets.token_urlsafe(9), key, client)
            self._jobs[job.id] = job
            older = self._of_client.get(client)
            known = self._cache.get(key)
            if known is not None:
                job.cached = True
                self._finish(job, "done", known)
            else:
                self._of_client[client] = job
                self._join(job, wanted)
            if older is not None and older is not job:
                self._cancel(older, "a newer one of the same client took its place")
            self._forget()
            return job

    def get(self, id: str) -> Job | None:
        """The job of that id, while it is remembered."""
        with self._lock:
            return self._jobs.get(id)

    def cancel(self, id: str) -> None:
        """Give a job up; nothing happens to one that is over or unknown."""
        with self._lock:
            job = self._jobs.get(id)
            if job is not None:
                self._cancel(job, "cancelled")

    def follow(self, job: Job, after: int = -1) -> AsyncIterator[Event]:
        """The events of a job with numbers above `after`, as they come; ends after the last.

        Waiting for the next event may be given up (a heartbeat is due) and taken up again.
        """
        return Follower(job, after, self._lock)

    def processes(self) -> tuple[int, ...]:
        """Process numbers of the workers that live."""
        return self._pool.processes()

    async def close(self) -> None:
        """Cancel what is under way and end every worker."""
        await asyncio.to_thread(self.shut)

    def shut(self) -> None:
        """The same, waited for."""
        self._pool.close()
        with self._lock:
            for job in [job for job in self._jobs.values() if not job.over]:
                self._cancel(job, "the server is closing")

    def _join(self, job: Job, wanted: Wanted) -> None:
        """Let a job wait for the run of its key, begun where there is none."""
        run = self._runs.get(job.key)
        if run is None:
            run = self._runs[job.key] = _Run(job.key, wanted)
            run.jobs.append(job)
            self._begin(run)
            return
        run.jobs.append(job)
        if run.rough is not None:
            self._rough(job, run.rough)

    def _begin(self, run: _Run) -> None:
        """The first part of a run: a rough answer by itself; of anything else, rough and whole at one go."""
        full = run.wanted.asked_worlds(self._settings.worlds)
        rough = self._settings.rough
        if run.wanted.kind in ("record", "report"):
            self._put(run, (full,), False, "long", LONGEST)
        elif run.wanted.kind != "answer":
            self._put(run, (rough, full) if rough < full else (full,), False, "long", LONG)
        else:
            run.answered = rough >= full
            self._put(run, (min(rough, full),), not run.answered, "quick", FULL_ANSWER)

    def _put(self, run: _Run, worlds: tuple[int, ...], rough: bool, lane: Lane, urgency: int) -> None:
        run.task = next(self._numbers)
        self._of_task[run.task] = run
        self._pool.submit(Task(run.task, run.wanted, worlds, rough), lane, urgency)

    def _heard(self, message: Message) -> None:
        """A message of a worker; those of runs that nobody waits for are passed over."""
        name, number, told = message
        if name == "starting":
            for waiting in self._runs.values():
                self._progress(waiting, {"done": 0, "total": 0, "what": told})
            return
        run = self._of_task.get(number)
        if run is None:
            return
        if name == "progress":
            self._progress(run, told)
        elif name == "rough":
            run.rough = told
            for job in run.jobs:
                self._rough(job, told)
        elif name == "done":
            self._cache.put(run.key, told)
            self._end(run, "done", told)
        elif name == "failed":
            self._end(run, "failed", json.dumps({"error": told}))
        elif name == "over" and not run.answered:
            del self._of_task[number]
            run.answered = True
            self._put(run, (run.wanted.asked_worlds(self._settings.worlds),), False, "long", FULL_ANSWER)

    def _progress(self, run: _Run, told: dict[str, Any]) -> None:
        for job in run.jobs:
            job.progress = told
            job.state = "running" if job.state == "queued" and told["total"] else job.state
            happened(job, "progress", json.dumps(told))

    def _rough(self, job: Job, text: str) -> None:
        job.state, job.result_text = "rough", text
        happened(job, "rough", text)

    def _end(self, run: _Run, state: Literal["done", "failed"], text: str) -> None:
        self._drop(run)
        for job in run.jobs:
            self._finish(job, state, text)

    def _drop(self, run: _Run) -> None:
        self._of_task.pop(run.task, None)
        self._runs.pop(run.key, None)

    def _finish(self, job: Job, state: Literal["done", "failed", "cancelled"], text: str) -> None:
        job.state = state
        if state == "done":
            job.result_text = text
        if state == "failed":
            job.error = json.loads(text)["error"]
        if self._of_client.get(job.client) is job:
            del self._of_client[job.client]
        happened(job, state, text)

    def _cancel(self, job: Job, why: str) -> None:
        if job.over:
            return
        self._finish(job, "cancelled", json.dumps({"reason": why}))
        run = self._runs.get(job.key)
        if run is None:
            return
        run.jobs.remove(job)
        if not run.jobs:
            number = run.task
            self._drop(run)
            self._pool.stop(number)

    def _forget(self) -> None:
        """Let go of the oldest jobs that are over."""
        over = [id for id, job in self._jobs.items() if job.over]
        for id in over[: max(len(over) - MOST_REMEMBERED, 0)]:
            del self._jobs[id]


def start(settings: JobSettings) -> Jobs:
    """Start the workers; jobs can be submitted at once and wait until one is warm."""
    return Jobs(settings)
