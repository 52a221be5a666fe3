"""Worker processes: first answers on quick workers, long work on patient ones, the dead replaced, none left behind.

A quick worker never does long work, so that a first answer waits for no long one; with a single worker it does both, first
answers first. Messages of all workers are read in one thread and handed on under the owner's lock.
"""

from __future__ import annotations

import heapq
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import connection as pipes
from multiprocessing import get_context, resource_tracker
from multiprocessing.context import SpawnProcess
from typing import Any, Literal

from standoff.web.work.worker import Message, StopNumber, Task, serve

log = logging.getLogger(__name__)

Lane = Literal["quick", "long"]
LANES: tuple[Lane, ...] = ("quick", "long")
MOST_FAILED_STARTS = 3
"""Workers that die before they were ever ready, one after the other, after which no further one is started."""
DIED = "the process that computed this ended unexpectedly ({how}); a new one was started: ask again"
CLOSED = "the server is closing"
NO_WORKER = "no process that computes can be started ({how}); the server's own log says why"


@dataclass(slots=True)
class _Worker:
    """One process, our end of its pipe, and what it is at; `stop` holds the number of the task it is to give up."""

    process: SpawnProcess
    pipe: pipes.Connection
    stop: StopNumber
    lanes: tuple[Lane, ...]
    ready: bool = False
    task: Task | None = None


@dataclass(slots=True)
class _Queues:
    """Tasks that wait, by lane; lower `urgency` first, then as they came."""

    waiting: dict[Lane, list[tuple[int, int, Task]]] = field(default_factory=lambda: {lane: [] for lane in LANES})
    placed: Iterator[int] = field(default_factory=count)

    def put(self, lane: Lane, urgency: int, task: Task) -> None:
        heapq.heappush(self.waiting[lane], (urgency, next(self.placed), task))

    def take(self, lanes: tuple[Lane, ...]) -> Task | None:
        lane = next((lane for lane in lanes if self.waiting[lane]), None)
        return None if lane is None else heapq.heappop(self.waiting[lane])[2]

    def drop(self, number: int) -> bool:
        """Take a task out; whether it waited."""
        for lane, tasks in self.waiting.items():
            kept = [entry for entry in tasks if entry[2].number != number]
            if len(kept) < len(tasks):
                heapq.heapify(kept)
                self.waiting[lane] = kept
                return True
        return False

    def tasks(self) -> tuple[Task, ...]:
        return tuple(entry[2] for tasks in self.waiting.values() for entry in tasks)


class Pool:
    """So many worker processes, started at once and warmed; `tell` gets each message under `lock`."""

    def __init__(self, workers: int, tell: Callable[[Message], None], lock: threading.RLock) -> None:
        self._tell, self._lock = tell, lock
        self._context = get_context("spawn")
        self._queues, self._closed, self._failed_starts = _Queues(), False, 0
        self._ours, self._theirs = pipes.Pipe(duplex=False)  # a byte on it wakes the reader
        self._workers = [self._started(lanes) for lanes in lanes_of(max(workers, 1))]
        self._reader = threading.Thread(target=self._read, name="standoff-workers", daemon=True)
        self._reader.start()

    def submit(self, task: Task, lane: Lane, urgency: int = 0) -> None:
        """Queue a task; lower urgency first."""
        with self._lock:
            if not self._workers:
                why = CLOSED if self._closed else NO_WORKER.format(how="each ended as it began")
                self._tell(("failed", task.number, {"code": "worker", "message": why}))
                return
            self._queues.put(lane, urgency, task)
            self._hand_out()

    def stop(self, number: int) -> None:
        """Give a task up: one that waits is dropped at once, one that runs stops at its next progress."""
        with self._lock:
            if self._queues.drop(number):
                self._tell(("stopped", number, None))
            for worker in self._workers:
                if worker.task is not None and worker.task.number == number:
                    worker.stop.value = number

    def processes(self) -> tuple[int, ...]:
        """Process numbers of the workers that live."""
        with self._lock:
            return tuple(worker.process.pid or 0 for worker in self._workers)

    def close(self, patience: float = 0.5) -> None:
        """End every worker, whatever it is at; returns when none is left."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            workers, self._workers = self._workers, []
        with suppress(OSError):
            self._theirs.send_bytes(b"!")
        self._reader.join()
        for worker in workers:
            worker.process.terminate()
        for worker in workers:
            worker.process.join(patience)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()
            worker.pipe.close()
        self._ours.close()
        self._theirs.close()

    def _started(self, lanes: tuple[Lane, ...]) -> _Worker:
        ours, theirs = self._context.Pipe()
        stop: Any = self._context.Value("q", 0, lock=False)
        process = self._context.Process(
            target=serve, args=(theirs, stop, lanes == ("long",)), name=f"standoff-{'-'.join(lanes)}", daemon=True
        )
        with _deaf_to_interrupts():
            process.start()
        theirs.close()  # so that the pipe ends when the process does
        return _Worker(process, ours, stop, lanes)

    def _hand_out(self) -> None:
        for worker in self._workers:
            if worker.ready and worker.task is None and (task := self._queues.take(worker.lanes)) is not None:
                worker.task = task
                with suppress(OSError):  # it died this moment: the reader will see to its task
                    worker.pipe.send(task)

    def _read(self) -> None:
        """Read messages until closed; a pipe that ends is a worker that died."""
        while True:
            with self._lock:
                by_pipe = {worker.pipe: worker for worker in self._workers}
            for pipe in pipes.wait([self._ours, *by_pipe]):
                if pipe is self._ours:
                    return
                self._read_one(by_pipe[pipe])  # type: ignore[index]

    def _read_one(self, worker: _Worker) -> None:
        try:
            message: Message = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        with self._lock:
            if self._closed:
                return
            if message[0] == "ready":
                worker.ready, self._failed_starts = True, 0
            elif message[0] in ("over", "failed", "stopped"):
                worker.task = None
            try:
                self._tell(message)
            except Exception:  # the reader must go on for all others
                log.exception("a message of a worker could not be passed on: %s", message[0])
            self._hand_out()

    def _bury(self, worker: _Worker) -> None:
        """A worker died: its task fails, and another takes its place."""
        worker.process.join()
        how = _how(worker.process.exitcode)
        worker.process.close()
        worker.pipe.close()
        with self._lock:
            if self._closed:
                return
            place = self._workers.index(worker)
            self._failed_starts += not worker.ready
            if self._failed_starts < MOST_FAILED_STARTS:
                self._workers[place] = self._started(worker.lanes)
            else:
                del self._workers[place]
                for other in self._workers:
                    other.lanes = LANES
            if worker.task is not None:
                self._tell(("failed", worker.task.number, {"code": "worker", "message": DIED.format(how=how)}))
            if not self._workers:
                self._fail_all(how)

    def _fail_all(self, how: str) -> None:
        for task in self._queues.tasks():
            self._queues.drop(task.number)
            self._tell(("failed", task.number, {"code": "worker", "message": NO_WORKER.format(how=how)}))


def lanes_of(workers: int) -> tuple[tuple[Lane, ...], ...]:
    """What each of so many workers does: half of them (at least one) first answers alone, the others long work.

    >>> lanes_of(1), lanes_of(3)
    ((('quick', 'long'),), (('quick',), ('long',), ('long',)))
    """
    if workers == 1:
        return (LANES,)
    quick = workers // 2
    return (("quick",),) * quick + (("long",),) * (workers - quick)


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _how(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        with suppress(ValueError):
            return f"signal {signal.Signals(-exit_code).name}"
    return f"exit code {exit_code}"


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started here never hear Ctrl-C, which goes to all of a terminal's: ending them is the server's to do."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it unblocks the signal when it starts, so it must have started before
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
