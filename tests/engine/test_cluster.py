"""Addresses of a cluster: what is refused, and in what words."""

from __future__ import annotations

import importlib
import os
import pickle
import signal
import socket
import time
from functools import partial

import pytest

from standoff.engine import cluster
from standoff.engine.cluster import Cluster, code_digest, unpacked, workers_of
from standoff.engine.executors import run_tasks
from standoff.errors import ClusterError, UsageError
from standoff.inference.particle_filter import DeadWorlds


def test_without_a_cluster_there_are_threads():
    with workers_of(None, 3) as workers:
        assert workers == 3


@pytest.mark.parametrize("word", ["", "locl", "127.0.0.1:8786", "tcp://127.0.0.1", "http://127.0.0.1:8786"])
def test_what_is_no_address_is_refused(word):
    said = r"--cluster: .* allowed: local, or a scheduler's address, such as tcp://"
    with pytest.raises(UsageError, match=said), workers_of(word):
        pass


def test_threads_beside_an_address_are_refused():
    with pytest.raises(UsageError, match="a cluster has the workers that it has"), workers_of("tcp://127.0.0.1:8786", 2):
        pass


def test_a_missing_extra_is_told_with_what_to_type(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(UsageError, match=r"Dask is not installed; run: pip install 'standoff\[dask\]'"), workers_of("local"):
        pass


def test_other_code_on_a_worker_is_refused():
    packed = pickle.dumps((pow, (2, 3), {}))
    assert unpacked(code_digest(), packed) == 8
    with pytest.raises(ClusterError, match="a worker has other code"):
        unpacked("other", packed)


def test_an_impossible_row_keeps_its_number_on_its_way_from_a_worker():
    again = pickle.loads(pickle.dumps(DeadWorlds(7)))
    assert (again.row, str(again)) == (7, str(DeadWorlds(7)))


def slowly(value):
    time.sleep(0.2)
    return value


@pytest.mark.slow
@pytest.mark.xdist_group("cluster")
@pytest.mark.filterwarnings("default")
class TestReal:
    def test_an_address_that_nobody_answers_at(self, monkeypatch):
        pytest.importorskip("distributed")
        monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ClusterError, match=f"nobody answers at {address}"), workers_of(address):
            pass

    def test_a_worker_that_dies_time_and_again_is_told(self):
        pytest.importorskip("distributed")
        tasks = {0: partial(int, 1), 1: die}
        with pytest.raises(ClusterError, match="was given up: the workers it ran on died"), workers_of("local", 1) as workers:
            run_tasks(workers, tasks)

    def test_an_error_of_the_work_comes_back_as_it_was(self):
        pytest.importorskip("distributed")
        with pytest.raises(DeadWorlds) as caught, workers_of("local", 1) as workers:
            run_tasks(workers, {0: partial(dead, 5)})
        assert caught.value.row == 5

    def test_an_address_does_the_work_and_one_without_workers_is_told(self, monkeypatch):
        distributed = pytest.importorskip("distributed")
        monkeypatch.setattr(cluster, "WORKER_SECONDS", 1)
        with distributed.LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address=None) as running:
            address, said = running.scheduler_address, "has no workers; start some with: dask worker"
            with pytest.raises(ClusterError, match=said), workers_of(address):
                pass
            running.scale(1)
            running.wait_for_workers(1, timeout=60)
            with workers_of(address) as workers:
                assert isinstance(workers, Cluster)
                assert run_tasks(workers, {k: partial(slowly, k) for k in (3, 1, 2)}) == {3: 3, 1: 1, 2: 2}


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def dead(row):
    raise DeadWorlds(row)
