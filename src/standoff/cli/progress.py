"""Progress on standard error: a bar on a terminal, a plain line now and then elsewhere, nothing when quiet."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

EVERY_SECONDS = 5.0


class Report(Protocol):
    """What long work calls as it gets on: `done` of `total` units of `what`."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show how far it is."""


@contextmanager
def progress(quiet: bool = False, stream: TextIO | None = None) -> Iterator[Report]:
    """A report to hand to long work; the bar is gone from the terminal when the work is done.

    Args:
        quiet: show nothing.
        stream: where to; standard error when None.
    """
    shown = sys.stderr if stream is None else stream
    if quiet:
        yield _nothing
    elif _is_live(shown):
        with _bar(shown) as report:
            yield report
    else:
        yield plain_lines(shown)


def plain_lines(stream: TextIO, clock: Callable[[], float] = time.monotonic) -> Report:
    """A report that writes a line at most every five seconds, the first one at once."""
    next_at = clock()

    def report(done: int, total: int, what: str) -> None:
        nonlocal next_at
        now = clock()
        if now >= next_at:
            next_at = now + EVERY_SECONDS
            stream.write(f"{what}: {done:,} of {total:,}\n")
            stream.flush()

    return report


def _nothing(done: int, total: int, what: str) -> None:
    """Show nothing."""


def _is_live(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


@contextmanager
def _bar(stream: TextIO) -> Iterator[Report]:
    """A bar that is erased at the end; one task changes its words with the work."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(file=stream, markup=False, color_system=None if os.environ.get("NO_COLOR") else "auto")
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("loading the model", total=None)
        yield lambda done, total, what: bar.update(task, description=what, completed=done, total=total)
