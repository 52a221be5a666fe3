"""Workers of a Dask cluster as a standard executor: `local` makes one of processes here, an address joins one that runs.

A task is packed with plain pickle, so that only functions of modules and plain arguments travel, and bears the digest of the
code that its bits hang on: a worker with other code refuses it by name. A task whose worker is lost is run again by the
scheduler; its draws are addressed, so that the second run gives the bits of the first. Needs the extra `dask`.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import pickle
import re
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

import numba
import numpy as np

from standoff._version import __version__
from standoff.engine.executors import Progress, Workers, no_progress
from standoff.errors import ClusterError, StandoffError, UsageError

Given = ParamSpec("Given")
Result = TypeVar("Result")

LOCAL = "local"
ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx|inproc)://\S+:\d+")
CONNECT_SECONDS, WORKER_SECONDS = 10, 30
PIECES_A_WORKER, LEAST_IN_FLIGHT = 4, 64
"""Tasks handed to the scheduler at once: enough that no worker waits, few enough that their arguments fit in memory."""
CALM = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.tick.limit": "60s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1, "MKL_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1},
}
"""Dask looks after its workers a hundred times a second, samples their stacks, and has them give memory back after every array
(`MALLOC_TRIM_THRESHOLD_`); here they have half a second's work in hand, and keep what they will want again.
"""


class Cluster(Executor):
    """The workers of a Dask client; every task has a key of its own, by which the scheduler knows it."""

    def __init__(self, client: Any) -> None:
        self._client, self._inner = client, client.get_executor(pure=False)
        self._run, self._numbers = uuid4().hex[:8], count()

    @property
    def in_flight(self) -> int:
        """How many tasks to hand on at once."""
        cores: int = sum(each["nthreads"] for each in self._client.scheduler_info(n_workers=-1)["workers"].values())
        return max(PIECES_A_WORKER * cores, LEAST_IN_FLIGHT)

    def submit(self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Send a task; its function must be one of a module and its arguments plain."""
        named = getattr(fn, "func", fn)
        key = f"{getattr(named, '__name__', 'task').strip('_')}-{self._run}-{next(self._numbers)}"
        sent: Future[Result] = self._inner.submit(unpacked, code_digest(), pickle.dumps((fn, args, kwargs), 5), key=key)
        return sent

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no further tasks."""
        self._inner.shutdown(wait and not cancel_futures)


def unpacked(digest: str, packed: bytes) -> Any:
    """Do a task on a worker.

    Raises:
        ClusterError: the worker has other code than the one who sent it.
    """
    if digest != code_digest():
        has = f"Standoff {__version__}, NumPy {np.__version__}, numba {numba.__version__}"
        raise ClusterError(f"--cluster: a worker has other code ({has}), which may give other bits; install the same there")
    fn, args, kwargs = pickle.loads(packed)
    return fn(*args, **kwargs)


@cache
def code_digest() -> str:
    """Digest of what the bits of a result hang on: the package's sources and data, NumPy and numba."""
    package, total = Path(__file__).resolve().parents[1], hashlib.sha256()
    total.update(repr((__version__, np.__version__, numba.__version__)).encode())
    for path in sorted(each for each in package.rglob("*") if each.suffix in (".py", ".yaml", ".json")):
        source = path.read_bytes()
        total.update(f"{path.relative_to(package).as_posix()} {len(source)}\n".encode())
        total.update(source)
    return total.hexdigest()[:16]


@contextmanager
def workers_of(cluster: str | None, threads: int | None = None, progress: Progress = no_progress) -> Iterator[Workers]:
    """The workers that a command line asks for: threads where no cluster is named.

    Args:
        cluster: None; "local" for processes on this machine; the address of a Dask scheduler.
        threads: how many threads, or processes of a local cluster; by default one a core.
        progress: told while workers are waited for.

    Raises:
        UsageError: no address, the extra is missing, or threads are given beside an address.
        ClusterError: the address does not answer, has no workers, or its workers were lost.
    """
    if cluster is None:
        yield threads
        return
    _check(cluster, threads)
    distributed = _distributed()
    with ExitStack() as stack, _quiet(), _told(distributed, cluster):
        progress(0, 1, "starting workers" if cluster == LOCAL else f"joining {cluster}")
        client = _local(distributed, threads, stack) if cluster == LOCAL else _joined(distributed, cluster, stack)
        yield Cluster(client)


def _check(cluster: str, threads: int | None) -> None:
    if cluster != LOCAL and not ADDRESS.fullmatch(cluster):
        raise UsageError(f"--cluster: {cluster!r} given; allowed: local, or a scheduler's address, such as tcp://127.0.0.1:8786")
    if cluster != LOCAL and threads is not None:
        raise UsageError("--threads and an address of --cluster: both given; a cluster has the workers that it has")


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ModuleNotFoundError as error:
        raise UsageError("--cluster: Dask is not installed; run: pip install 'standoff[dask]'") from error


def _local(distributed: Any, threads: int | None, stack: ExitStack) -> Any:
    """A client of processes on this machine, one a core, each with one thread."""
    folder = stack.enter_context(TemporaryDirectory(prefix="standoff-", ignore_cleanup_errors=True))
    stack.enter_context(importlib.import_module("dask.config").set(CALM))
    cluster = distributed.LocalCluster(
        n_workers=threads,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",  # none at all would be one at 8787, for everybody
        silence_logs=logging.CRITICAL,
        local_directory=folder,
    )
    stack.enter_context(cluster)
    return stack.enter_context(distributed.Client(cluster))


def _joined(distributed: Any, address: str, stack: ExitStack) -> Any:
    """A client of a scheduler that runs elsewhere and has workers."""
    try:
        client = distributed.Client(address, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError) as error:
        raise ClusterError(f"--cluster: nobody answers at {address}; start one with: dask scheduler, dask worker") from error
    stack.enter_context(client)
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError as error:
        raise ClusterError(f"--cluster: {address} has no workers; start some with: dask worker {address}") from error
    without = [worker for worker, has in client.run(_finder(), "standoff").items() if not has]
    if without:
        raise ClusterError(f"--cluster: {', '.join(without)} cannot import Standoff; install it there, the same version")
    return client


def _finder() -> Callable[[str], bool]:
    """What asks a worker whether it can import a package; a function within a function travels by value."""

    def found(name: str) -> bool:
        from importlib.util import find_spec

        return find_spec(name) is not None

    return found


@contextmanager
def _told(distributed: Any, cluster: str) -> Iterator[None]:
    """What becomes of lost workers and schedulers, as an error of ours."""
    try:
        yield
    except StandoffError:
        raise
    except distributed.KilledWorker as error:
        raise ClusterError(f"--cluster: {error.task} was given up: the workers it ran on died, time and again") from error
    except (CancelledError, distributed.comm.CommClosedError) as error:
        raise ClusterError(f"--cluster: {cluster} went away in the middle of the work") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """No traceback of Dask's own on the terminal: what matters is told as an error."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
