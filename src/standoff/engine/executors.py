"""Running blocks side by side through the standard executor interface; kernels release the interpreter's lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class Progress(Protocol):
    """Called as work gets done: `done` of `total` units of `what`."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Take note; must be quick and must not raise."""


def no_progress(done: int, total: int, what: str) -> None:
    """Say nothing."""


@contextmanager
def thread_pool(threads: int | None) -> Iterator[Executor]:
    """A pool of threads, by default one a core that this process may use."""
    count = threads if threads is not None else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    with ThreadPoolExecutor(count or os.cpu_count() or 1) as pool:
        yield pool


def run_blocks(
    pool: Executor, work: Callable[[int], Result], blocks: int, progress: Progress, what: str
) -> tuple[Result, ...]:
    """`work(0)` to `work(blocks - 1)`, results in the order of the blocks whatever order they finish in."""
    progress(0, blocks, what)
    futures: list[Future[Result]] = [pool.submit(work, block) for block in range(blocks)]
    try:
        _watch(futures, progress, what)
        return tuple(future.result() for future in futures)
    finally:
        for future in futures:
            future.cancel()


def _watch(futures: list[Future[Result]], progress: Progress, what: str) -> None:
    """Report each block as it finishes, and stop at the first that failed."""
    waiting = set(futures)
    while waiting:
        finished, waiting = wait(waiting, timeout=1.0, return_when="FIRST_COMPLETED")
        progress(len(futures) - len(waiting), len(futures), what)
        if any(future.exception() for future in finished):
            return
