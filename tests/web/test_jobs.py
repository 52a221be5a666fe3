"""Jobs end to end, in worker processes: rough then whole, the library's bits, cancelled, superseded, shared, cached."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from web_kit import looped

from standoff.analysis.ask import ask
from standoff.analysis.words import percent
from standoff.case.library import case_path, load_case
from standoff.web.work.jobs import Event, Job, Jobs, Wanted, start

NAME, AS_OF = "venezuela-2019", date(2019, 1, 12)
TEXT = case_path(NAME).read_text(encoding="utf-8")
PATIENCE = 300.0  # a first run compiles its kernels


@dataclass(frozen=True)
class Few:
    """Settings with few worlds."""

    rough: int = 160
    worlds: int = 400
    workers: int | None = 2


def answer(number: int = 0, **more: object) -> Wanted:
    """A wish for an answer; another number is another text."""
    return Wanted("answer", f"{TEXT}# {number}\n", NAME, AS_OF, **more)  # type: ignore[arg-type]


def heavy(number: int = 0) -> Wanted:
    """A wish that would take minutes."""
    return Wanted("answer", f"{TEXT}# heavy {number}\n", NAME, date(2019, 4, 30), worlds=200_000)


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    """One server's jobs for all tests here, warmed by the first of them."""
    made = start(Few())
    yield made
    made.shut()


def run(work: Awaitable[list[Event]]) -> list[Event]:
    async def bounded() -> list[Event]:
        return await asyncio.wait_for(work, PATIENCE)

    return looped(bounded())


async def told(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events]


def finished(jobs: Jobs, wanted: Wanted, client: str = "one") -> tuple[Job, list[Event]]:
    job = jobs.submit(wanted, client)
    return job, run(told(jobs.follow(job)))


def until(happened: Callable[[], bool], patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def test_an_answer_comes_rough_then_whole(jobs: Jobs) -> None:
    job, events = finished(jobs, answer(1))
    names = [event.name for event in events]
    assert "rough" in names
    assert names[-1] == "done"
    rough, whole = (next(event.data for event in events if event.name == name) for name in ("rough", "done"))
    assert (rough["rough"], rough["worlds"]) == (True, 192)
    assert (whole["rough"], whole["worlds"]) == (False, 480)
    assert (job.state, job.result, job.cached, job.error) == ("done", whole, False, None)
    for found in (rough, whole):
        assert (found["schema"], found["as_of"], found["order"], found["seed"]) == (
            "standoff-view/1",
            "2019-01-12",
            "arrest_leader",
            1,
        )
        assert found["command"].startswith(f"standoff report {NAME} --as-of 2019-01-12 --order arrest_leader")
        assert found["mc_error"] > 0.0
        assert 1.0 <= found["ess"] <= found["blocks"]


def test_the_numbers_are_those_of_ask_to_the_bit(jobs: Jobs) -> None:
    job, _ = finished(jobs, answer(2))
    known = ask(load_case(NAME), as_of=AS_OF, worlds=400)
    found = job.result
    assert found is not None
    obeyed, out = (one["bar"]["value"] for one in found["highlights"])
    assert obeyed == known.order("arrest_leader").obeyed.p
    assert out == known.order_giver_out.p
    assert found["highlights"][0]["value"] == percent(obeyed, known.worlds)
    assert found["mc_error"] == known.checks.mc_error
    assert found["digest"] == known.digest


def test_the_same_again_comes_from_the_cache(jobs: Jobs) -> None:
    first, _ = finished(jobs, answer(3))
    again, events = finished(jobs, answer(3), "another")
    assert (again.cached, again.key, again.state) == (True, first.key, "done")
    assert [event.name for event in events] == ["done"]
    assert again.result == first.result
    assert again.id != first.id


def test_equal_wishes_share_one_run(jobs: Jobs) -> None:
    wanted = answer(4)
    first, other = jobs.submit(wanted, "left"), jobs.submit(wanted, "right")

    async def both() -> list[Event]:
        one, two = await asyncio.gather(told(jobs.follow(first)), told(jobs.follow(other)))
        return [one[-1], two[-1]]

    ends = run(both())
    assert ends[0].text is ends[1].text  # one text, computed once
    assert (first.cached, other.cached) == (False, False)


def test_one_of_two_who_share_may_leave(jobs: Jobs) -> None:
    wanted = answer(5)
    first, other = jobs.submit(wanted, "left"), jobs.submit(wanted, "right")
    jobs.cancel(first.id)
    assert run(told(jobs.follow(other)))[-1].name == "done"
    assert first.state == "cancelled"


def test_a_newer_job_of_the_client_cancels_the_older(jobs: Jobs) -> None:
    older = jobs.submit(heavy(1), "panel")
    until(lambda: older.state in ("running", "rough"))
    newer = jobs.submit(answer(6), "panel")
    events = run(told(jobs.follow(older)))
    assert events[-1].name == "cancelled"
    assert "newer" in events[-1].data["reason"]
    assert run(told(jobs.follow(newer)))[-1].name == "done"


def test_a_client_that_asks_for_the_same_again_does_not_begin_anew(jobs: Jobs) -> None:
    older = jobs.submit(answer(7), "panel")
    newer = jobs.submit(answer(7), "panel")
    assert (older.state, newer.key) == ("cancelled", older.key)
    assert run(told(jobs.follow(newer)))[-1].name == "done"


def test_cancelled_work_frees_its_worker(jobs: Jobs) -> None:
    job = jobs.submit(heavy(2), "one")
    until(lambda: job.state in ("running", "rough"))
    jobs.cancel(job.id)
    assert (job.state, job.over) == ("cancelled", True)
    _, events = finished(jobs, answer(8))
    assert events[-1].name == "done"
    jobs.cancel(job.id)  # over already: nothing happens
    jobs.cancel("no such job")


def test_what_waits_is_dropped_at_once(jobs: Jobs) -> None:
    busy = [jobs.submit(heavy(number), f"busy {number}") for number in (3, 4, 5)]
    for job in busy:
        jobs.cancel(job.id)
    assert [run(told(jobs.follow(job)))[-1].name for job in busy] == ["cancelled"] * 3


def test_events_are_numbered_and_can_be_taken_up_again(jobs: Jobs) -> None:
    job, events = finished(jobs, answer(9))
    numbers = [event.number for event in events]
    assert numbers == sorted(set(numbers))
    rough = next(event for event in events if event.name == "rough")
    later = run(told(jobs.follow(job, after=rough.number)))
    assert [event.name for event in later][-1] == "done"
    assert all(event.number > rough.number for event in later)
    assert run(told(jobs.follow(job, after=numbers[-1]))) == []


def test_waiting_may_be_given_up_and_taken_up_again(jobs: Jobs) -> None:
    async def with_heartbeats(job: Job) -> list[Event]:
        events, found = jobs.follow(job), []
        while True:
            try:
                found.append(await asyncio.wait_for(anext(events), 0.002))
            except TimeoutError:
                continue
            except StopAsyncIteration:
                return found

    found = run(with_heartbeats(jobs.submit(answer(10), "one")))
    assert found[-1].name == "done"


def test_problems_of_the_text_come_through_with_their_lines(jobs: Jobs) -> None:
    job, events = finished(jobs, Wanted("answer", TEXT.replace("code: ", "code: x", 1), "mine.yaml"))
    assert (job.state, events[-1].name) == ("failed", "failed")
    error = events[-1].data["error"]
    assert error == job.error
    assert error["code"] == "case"
    assert error["message"].startswith("mine.yaml:")
    assert error["problems"][0]["line"] > 1
    assert "Traceback" not in json.dumps(error)


@pytest.mark.parametrize(
    ("wanted", "code", "words"),
    [
        (Wanted("answer", TEXT, NAME, date(1999, 1, 1)), "usage", "as-of: 1999-01-01 given"),
        (Wanted("answer", TEXT, NAME, order="arrest_leaderr"), "usage", "did you mean 'arrest_leader'"),
        (Wanted("answer", TEXT, NAME, worlds=3), "usage", "worlds: 3 given; allowed: 160"),
        (Wanted("record", TEXT.split("\noutcome:")[0] + "\n", NAME), "usage", "has no outcome yet"),
        (Wanted("what_if", TEXT, NAME, AS_OF, scenarios=("name: [",)), "case", "scenario 1"),
        (Wanted("nothing", TEXT, NAME), "usage", "allowed: answer, why"),  # type: ignore[arg-type]
    ],
)
def test_what_is_not_allowed_is_told_as_on_the_command_line(jobs: Jobs, wanted: Wanted, code: str, words: str) -> None:
    job, _ = finished(jobs, wanted)
    assert job.state == "failed"
    assert job.error is not None
    assert job.error["code"] == code
    assert words in job.error["message"]
    assert "Traceback" not in job.error["message"]


def test_a_worker_that_dies_fails_its_job_and_is_replaced(jobs: Jobs) -> None:
    before = jobs.processes()
    job = jobs.submit(heavy(6), "one")
    until(lambda: job.state in ("running", "rough"))
    for process in before:
        os.kill(process, signal.SIGKILL)
    assert run(told(jobs.follow(job)))[-1].name == "failed"
    assert job.error is not None
    assert job.error["code"] == "worker"
    assert "signal SIGKILL" in job.error["message"]
    until(lambda: len(jobs.processes()) == 2 and not set(jobs.processes()) & set(before))
    _, events = finished(jobs, answer(11))
    assert events[-1].name == "done"


def test_jobs_are_found_by_id_and_the_oldest_forgotten(jobs: Jobs) -> None:
    first, _ = finished(jobs, answer(12))
    assert jobs.get(first.id) is first
    assert jobs.get("no such job") is None
    for _ in range(101):
        jobs.submit(answer(12), "one")
    assert jobs.get(first.id) is None


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_closing_leaves_no_process_and_nobody_waiting() -> None:
    async def work() -> list[Event]:
        jobs = start(Few(workers=1))
        processes = jobs.processes()
        job = jobs.submit(heavy(7), "one")
        following = asyncio.create_task(told(jobs.follow(job)))
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        await jobs.close()
        assert time.monotonic() - begun < 1.0
        assert not any(map(alive, processes))
        await jobs.close()  # twice does no harm
        late = jobs.submit(answer(13), "one")
        assert (await told(jobs.follow(late)))[-1].name == "failed"
        return await following

    events = run(work())
    assert (events[-1].name, events[-1].data) == ("cancelled", {"reason": "the server is closing"})


INTERRUPTED = """
import asyncio, os, sys
from standoff.web.work.jobs import start
class Few:
    rough, worlds, workers = 160, 400, 2
async def main():
    jobs = start(Few())
    try:
        print(*jobs.processes(), flush=True)
        await asyncio.sleep(60)
    finally:
        await jobs.close()
if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="process groups are those of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_server_nor_complains(sign: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(INTERRUPTED, encoding="utf-8")
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, str(script)], stdout=pipe, stderr=pipe, text=True, start_new_session=True) as server:
        assert server.stdout is not None
        processes = [int(word) for word in server.stdout.readline().split()]
        assert len(processes) == 2
        if sign == signal.SIGINT:
            os.killpg(server.pid, sign)  # as a terminal does: the workers hear it too
        else:
            server.kill()
        _, complaints = server.communicate(timeout=PATIENCE)
    assert "standoff-" not in complaints  # how a worker's traceback would begin
    until(lambda: not any(map(alive, processes)), 20.0)
