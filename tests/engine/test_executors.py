"""Work side by side: results in the order of their keys, the first failure told, an executor lent and never closed."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from functools import partial

import pytest

from standoff.engine.executors import no_progress, run_blocks, run_tasks, thread_pool, threads_of


def slowly(value, seconds):
    time.sleep(seconds)
    return value


def failing(words, seconds=0.0):
    time.sleep(seconds)
    raise ValueError(words)


def test_results_are_in_the_order_of_the_keys_whatever_order_they_come_in():
    waits, took, beats = [0.05, 0.0, 0.03, 0.01, 0.0, 0.02], [], []
    tasks = {f"key {k}": partial(slowly, k, wait) for k, wait in enumerate(waits)}
    with ThreadPoolExecutor(3) as pool:
        found = run_tasks(pool, tasks, lambda key, value: took.append((key, value)), beats.append)
    assert list(found.items()) == [(f"key {k}", k) for k in range(6)]
    assert sorted(took) == list(found.items())
    assert beats[-1] == 6
    assert beats == sorted(beats)


@pytest.mark.parametrize("seed", range(5))
def test_the_first_that_failed_in_the_order_of_keys_is_told(seed):
    draw = random.Random(seed)
    tasks = {k: partial(slowly, k, 0.01 * draw.random()) for k in range(12)}
    for k in (4, 5, 9):
        tasks[k] = partial(failing, f"task {k}", 0.02 * draw.random())
    with ThreadPoolExecutor(4) as pool, pytest.raises(ValueError, match="task 4"):
        run_tasks(pool, tasks)


def test_what_was_done_beside_a_failure_is_taken():
    took = []
    tasks = {0: partial(slowly, 0, 0.05), 1: partial(failing, "task 1")}
    with ThreadPoolExecutor(2) as pool, pytest.raises(ValueError, match="task 1"):
        run_tasks(pool, tasks, lambda key, _value: took.append(key))
    assert took == [0]


class Few(Executor):
    """Runs nothing by itself; counts what it holds."""

    in_flight = 3

    def __init__(self):
        self.most, self.held = 0, 0

    def submit(self, fn, /, *args, **kwargs):
        future, self.held = Future(), self.held + 1
        self.most = max(self.most, self.held)

        def later():
            time.sleep(0.005)
            self.held -= 1
            future.set_result(fn(*args, **kwargs))

        threading.Thread(target=later).start()
        return future


def test_no_more_is_handed_on_at_once_than_an_executor_takes():
    pool = Few()
    assert run_blocks(pool, lambda k: k * k, 20, no_progress, "squares") == tuple(k * k for k in range(20))
    assert pool.most <= 3


def test_work_that_an_executor_drops_is_no_result():
    class Gone(Executor):
        def submit(self, fn, /, *args, **kwargs):
            future = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    with pytest.raises(CancelledError):
        run_tasks(Gone(), {0: partial(int, 1)})


def test_an_executor_is_lent_and_stays_open():
    with ThreadPoolExecutor(1) as pool:
        with thread_pool(pool) as lent:
            assert lent is pool
        assert pool.submit(int, 3).result() == 3
        assert (threads_of(pool), threads_of(None), threads_of(2)) == (None, None, 2)
