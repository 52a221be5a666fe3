"""One worker: a process that computes one document after the other and tells the server how far it is.

It speaks through a pipe and holds no truth: where it dies, the server starts another. A task is given up when the shared number
`stop` names it; that is looked at whenever progress is made.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Literal, Protocol

from standoff.errors import StandoffError
from standoff.web.work.wanted import Wanted

LEAST_SECONDS = 0.05
"""Between two notes of progress on the same thing."""
QUICK_PRIORITY, LONG_PRIORITY = 4, 12
"""How patient (`nice`) workers are: the server itself, which must answer every click, comes first, then first answers."""

log = logging.getLogger(__name__)


class StopNumber(Protocol):
    """The number of the task that is to stop, shared between processes."""

    value: int


class Stopped(Exception):
    """The task is no longer wanted."""


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work for one worker.

    Attributes:
        number: rising from 1; no two tasks share one.
        wanted: what to compute.
        worlds: how many, by stage, in the order in which they are run; all but the last are rough.
        rough: whether the last stage is rough too.
    """

    number: int
    wanted: Wanted
    worlds: tuple[int, ...]
    rough: bool = False


Name = Literal["starting", "ready", "progress", "rough", "done", "over", "failed", "stopped"]
Message = tuple[Name, int, Any]
"""What a worker tells: a word, the number of the task (0 of none), and what goes with it."""


def serve(connection: Connection, stop: StopNumber, patient: bool) -> None:
    """The life of a worker: warm up, then one task after the other until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ending a worker is the server's to do
    if hasattr(os, "nice"):
        os.nice(LONG_PRIORITY if patient else QUICK_PRIORITY)
    try:
        _serve(connection, stop)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the server is gone, and nobody is left to tell


def _serve(connection: Connection, stop: StopNumber) -> None:
    from standoff.web.work.documents import Worker, warm

    worker = Worker()
    warm(worker, lambda what: connection.send(("starting", 0, what)))
    gc.collect()
    gc.freeze()  # what was loaded stays: later collections need not walk it
    connection.send(("ready", 0, None))
    while True:
        task: Task = connection.recv()
        connection.send(_done(worker, task, connection.send, stop))


def _done(worker: Any, task: Task, send: Callable[[Message], None], stop: StopNumber) -> Message:
    """Do a task; returns the message that ends it."""
    progress = _Progress(task.number, send, stop)
    try:
        last = len(task.worlds) - 1
        for place, worlds in enumerate(task.worlds):
            rough = place < last or task.rough
            for text in worker.documents(task.wanted, worlds, rough, progress):
                send(("rough" if rough else "done", task.number, text))
    except Stopped:
        return ("stopped", task.number, None)
    except StandoffError as error:
        return ("failed", task.number, told(error))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:
        log.exception("a task failed: %s", task.wanted.kind)
        return ("failed", task.number, unexpected(error))
    return ("over", task.number, None)


def told(error: StandoffError) -> dict[str, Any]:
    """An error meant for the user as JSON values; problems of a file by line and column."""
    from standoff.case.problems import CaseFileError
    from standoff.errors import CaseError, InferenceError, UsageError

    codes = {CaseError: "case", UsageError: "usage", InferenceError: "inference"}
    code = next((code for kind, code in codes.items() if isinstance(error, kind)), "error")
    found: dict[str, Any] = {"code": code, "message": str(error)}
    if isinstance(error, CaseFileError):
        found["problems"] = [
            {"line": one.line, "column": one.column, "where": one.where, "message": one.message, "severity": "error"}
            for one in error.problems
        ]
    return found


def unexpected(error: Exception) -> dict[str, Any]:
    """An error nobody foresaw: its kind, and where to look; what it says may be of no use to a reader."""
    kind = type(error).__name__
    return {"code": "internal", "message": f"a fault of the program ({kind}) ended this; the server's own log says where"}


class _Progress:
    """Passes progress on, not too often, and stops the task where it is no longer wanted."""

    def __init__(self, number: int, send: Callable[[Message], None], stop: StopNumber) -> None:
        self._number, self._send, self._stop = number, send, stop
        self._last, self._what = 0.0, ""

    def __call__(self, done: int, total: int, what: str) -> None:
        if self._stop.value == self._number:
            raise Stopped
        now = time.monotonic()
        if what == self._what and now - self._last < LEAST_SECONDS:
            return
        self._last, self._what = now, what
        self._send(("progress", self._number, {"done": done, "total": total, "what": what}))
