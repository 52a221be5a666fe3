"""A stand-in for the engine of jobs: it answers at once, in this process, with what it was asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from standoff.web.work.wanted import Wanted


@dataclass
class Told:
    number: int
    name: str
    data: Any

    @property
    def text(self) -> str:
        return json.dumps(self.data, separators=(",", ":"))


@dataclass
class Job:
    id: str
    key: str
    cached: bool
    state: str = "done"
    progress: Any = None
    result: Any = None
    error: Any = None
    events: list[Told] = field(default_factory=list)


class Jobs:
    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.wanted: list[Wanted] = []
        self.closed = False

    def submit(self, wanted: Wanted, client: str) -> Job:
        self.wanted.append(wanted)
        key = hashlib.sha256(repr(wanted).encode("utf-8", "backslashreplace")).hexdigest()
        result = {"rough": False, "command": f"standoff ask {wanted.name}"}
        if wanted.kind == "report":
            result["page"] = "<!DOCTYPE html><p>report</p>"
        told = [
            Told(0, "progress", {"done": 1, "total": 2, "what": "worlds"}),
            Told(1, "rough", result),
            Told(2, "done", result),
        ]
        job = Job(
            f"j{len(self.jobs) + 1}", key, False, progress={"done": 2, "total": 2, "what": ""}, result=result, events=told
        )
        self.jobs[job.id] = job
        return job

    def get(self, id: str) -> Job | None:
        return self.jobs.get(id)

    def cancel(self, id: str) -> None:
        self.jobs[id].state = "cancelled"

    async def follow(self, job: Job, after: int = -1) -> AsyncIterator[Told]:
        for event in job.events[after + 1 :]:
            yield event

    async def close(self) -> None:
        self.closed = True
