"""Long work of a command: its progress on standard error, and the workers that the command line asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from standoff.cli.progress import Report, progress

if TYPE_CHECKING:
    from standoff.engine.executors import Workers

Where = tuple[str | None, int | None]
"""What `--cluster` and `--threads` say."""


@contextmanager
def at_work(where: Where, quiet: bool) -> Iterator[tuple[Workers, Report]]:
    """Workers for long work and the report it calls, from its beginning to its end.

    Args:
        where: the cluster, None for threads of this process; and how many threads.
        quiet: show no progress.

    Raises:
        UsageError: no address, the extra is missing, or threads are given beside an address.
        ClusterError: the cluster does not answer or was lost.
    """
    with progress(quiet) as report:
        from standoff.engine.cluster import workers_of

        with workers_of(*where, report) as workers:
            yield workers, report
