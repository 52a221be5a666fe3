"""Running work side by side through the standard executor interface; kernels release the interpreter's lock.

Work is named by keys and its results are handed back in the order of the keys, whatever order they came in: threads, processes
and the workers of a cluster give the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")
Key = TypeVar("Key", bound=Hashable)
Workers = int | Executor | None
"""How many threads, by default one a core; or an executor, whose workers may be processes of other machines."""

IN_FLIGHT = 256
"""Pieces of work handed to an executor at once, unless it has its own `in_flight`: what waits holds its arguments in memory."""


class Progress(Protocol):
    """Called as work gets done: `done` of `total` units of `what`."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Take note; must be quick and must not raise."""


def no_progress(done: int, total: int, what: str) -> None:
    """Say nothing."""


@contextmanager
def thread_pool(workers: Workers) -> Iterator[Executor]:
    """A pool of threads, by default one a core that this process may use; an executor is lent and stays open."""
    if isinstance(workers, Executor):
        yield workers
        return
    count = workers if workers is not None else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    with ThreadPoolExecutor(count or os.cpu_count() or 1) as pool:
        yield pool


def threads_of(workers: Workers) -> int | None:
    """How many threads take what is cheap to do here and dear to send away."""
    return None if isinstance(workers, Executor) else workers


def run_blocks(
    pool: Executor, work: Callable[[int], Result], blocks: int, progress: Progress, what: str
) -> tuple[Result, ...]:
    """`work(0)` to `work(blocks - 1)`, results in the order of the blocks whatever order they finish in."""
    return run_each(pool, [partial(work, block) for block in range(blocks)], progress, what)


def run_each(pool: Executor, tasks: Sequence[Callable[[], Result]], progress: Progress, what: str) -> tuple[Result, ...]:
    """What each task gives, in their order."""
    progress(0, len(tasks), what)
    return tuple(run_tasks(pool, dict(enumerate(tasks)), beat=lambda done: progress(done, len(tasks), what)).values())


def run_tasks(
    pool: Executor,
    tasks: Mapping[Key, Callable[[], Result]],
    took: Callable[[Key, Result], None] = lambda _key, _result: None,
    beat: Callable[[int], None] = lambda _done: None,
) -> dict[Key, Result]:
    """What each task gives, in the order of the tasks whatever order they finish in.

    Args:
        pool: whose workers do the work; to be sent to other processes it must be picklable.
        tasks: by key.
        took: called in this thread with each result as it comes.
        beat: called with how many are done, at least once a second.

    Raises:
        Exception: that of the first task, in the order of the tasks, that failed; those after it are given up.
    """
    keys, done, failed = list(tasks), dict[int, Result](), dict[int, BaseException]()
    fresh, waiting, came = enumerate(tasks.values()), dict[Future[Result], int](), SimpleQueue[Future[Result]]()
    try:
        while _submit(pool, fresh, waiting, came) if not failed else waiting:
            for future in _come(came, waiting):
                place, error = waiting.pop(future), future.exception()
                if error is not None:
                    failed[place] = error
                    continue
                done[place] = future.result()
                took(keys[place], done[place])
            beat(len(done))
            if failed:
                _give_up([future for future, place in waiting.items() if place > min(failed)], waiting)
    finally:
        _give_up(list(waiting), waiting)
    if failed:
        raise failed[min(failed)]
    return {key: done[place] for place, key in enumerate(keys)}


def _submit(
    pool: Executor,
    fresh: Iterator[tuple[int, Callable[[], Result]]],
    waiting: dict[Future[Result], int],
    came: SimpleQueue[Future[Result]],
) -> dict[Future[Result], int]:
    """Hand on as many tasks as there is room for."""
    room: int = getattr(pool, "in_flight", IN_FLIGHT) - len(waiting)
    for place, task in islice(fresh, room):
        future = pool.submit(task)
        waiting[future] = place
        future.add_done_callback(came.put)
    return waiting


def _come(came: SimpleQueue[Future[Result]], waiting: dict[Future[Result], int]) -> Iterator[Future[Result]]:
    """Those that are done by now, the first of them waited for a second; what was given up is passed over."""
    with suppress(Empty):
        future = came.get(timeout=1.0)
        while True:
            if future in waiting:
                yield future
            future = came.get_nowait()


def _give_up(futures: Sequence[Future[Any]], waiting: dict[Future[Result], int]) -> None:
    for future in futures:
        future.cancel()
        waiting.pop(future)
