"""`python -m benchmarks.first_answer`: how long after a change the first answer is there, in a warm worker, and where it goes.

Venezuela as of 30 January 2019, 2,000 worlds: medians of ten, whole and by part. A change late in the case lives few days
again, one on its first day all of them. Figures move with the machine and with what else it does; the load is told. Nothing
here is a test.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

import standoff as so
from standoff.analysis.ask import answer_now, with_ends
from standoff.analysis.document import libraries
from standoff.analysis.timeline import timeline, unseen
from standoff.case.library import case_path
from standoff.case.reader import parse_case
from standoff.engine.executors import no_progress
from standoff.inference.memory import Memory
from standoff.inference.posterior import infer
from standoff.publish.drawing import drawn_by
from standoff.view.report_page import Parts, report_document
from standoff.view.serialise import view_document
from standoff.web.work.documents import Worker, warm
from standoff.web.work.jobs import Jobs, start
from standoff.web.work.wanted import Wanted

NAME, AS_OF, WORLDS, ROUNDS = "venezuela-2019", date(2019, 1, 30), 2000, 10
BAR = "bar 300 ms on two idle cores"
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Few:
    """A server whose whole answer is no larger than its first, so that nothing runs beside what is measured."""

    rough: int = WORLDS
    worlds: int = WORLDS + 1
    workers: int = 2


def texts(first_of: str) -> list[str]:
    """The case told a little otherwise ten times, from the first row of a day on."""
    text = case_path(NAME).read_text(encoding="utf-8")
    place = text.index(f"date: {first_of}")
    head, tail = text[:place], text[place:]
    words = ("confidence: high", "confidence: medium", "confidence: low")
    found = next(word for word in words if word in tail)
    return [head + tail.replace(found, words[turn % 3], 1) + f"# {turn}\n" for turn in range(ROUNDS + 1)]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def part_rows() -> Iterator[Row]:
    """Each part of a first answer by itself, nothing kept from before."""
    text = case_path(NAME).read_text(encoding="utf-8")
    laps: dict[str, list[float]] = {}

    def lap(name: str, work: Callable[..., Any], *given: Any, **more: Any) -> Any:
        seconds, found = timed(partial(work, *given, **more))
        laps.setdefault(name, []).append(seconds)
        return found

    memory = Memory()
    for turn in range(ROUNDS + 1):
        case = lap("read the text", parse_case, text)
        posterior = lap("infer, nothing known", infer, case, as_of=AS_OF, worlds=WORLDS)
        lap("infer, all days known", infer, case, as_of=AS_OF, worlds=WORLDS, memory=memory)
        now = lap("read the worlds", answer_now, posterior)
        without = lap("line without evidence", unseen, posterior)
        line = lap("day by day", timeline, posterior, without=without)
        lap("worlds followed forward (not in the first)", with_ends, posterior, now)
        parts = Parts(now, line, case, posterior.evidence, NAME, {**libraries(), **drawn_by()})
        document = lap("document", report_document, parts)
        view = lap("as plain values", view_document, document)
        told = lap("JSON", json.dumps, view)
        if turn == 0:
            laps.clear()
    for name, seconds in laps.items():
        yield name, _ms(seconds), ""
    yield "size of the JSON", f"{len(told) / 1000:.0f} kB", ""


def worker_rows() -> Iterator[Row]:
    """The first answer and the whole rough one after a change, in this process."""
    worker = Worker()
    warm(worker)
    gc.collect()
    gc.freeze()
    for day in ("2019-01-10", "2019-01-23", "2019-01-29"):
        firsts, wholes = [], []
        for text in texts(day):
            pages = worker.documents(Wanted("answer", text, NAME, AS_OF), WORLDS, True, no_progress)
            begun = time.perf_counter()
            next(pages)
            firsts.append(time.perf_counter() - begun)
            next(pages)
            wholes.append(time.perf_counter() - begun)
        yield f"a row of {day} changed: first answer", _ms(firsts[1:]), BAR
        yield "  with worlds followed forward", _ms(wholes[1:]), ""
    firsts = []
    for seed in range(2, ROUNDS + 2):
        wanted = Wanted("answer", texts("2019-01-10")[0], NAME, AS_OF, seed=seed)
        firsts.append(timed(partial(next, worker.documents(wanted, WORLDS, True, no_progress)))[0])
    yield "another seed, nothing known: first answer", _ms(firsts), BAR


def server_rows() -> Iterator[Row]:
    """From `submit` to the event, through a worker process."""
    seconds = asyncio.run(_through_jobs(texts("2019-01-29")))
    yield "through a worker process: first answer", _ms(seconds), BAR


async def _through_jobs(changed: list[str]) -> list[float]:
    jobs = start(Few())
    try:
        return [await _until_rough(jobs, text) for text in changed][1:]
    finally:
        await jobs.close()


async def _until_rough(jobs: Jobs, text: str) -> float:
    begun = time.perf_counter()
    job = jobs.submit(Wanted("answer", text, NAME, AS_OF), "bench")
    async for event in jobs.follow(job):
        if event.name == "rough":
            taken = time.perf_counter() - begun
            break
    jobs.cancel(job.id)
    await asyncio.sleep(1.0)  # what was given up must not share the cores with the next
    return taken


def _ms(seconds: list[float]) -> str:
    return f"{1000 * median(seconds):.0f} ms (least {1000 * min(seconds):.0f})"


def main() -> None:
    """Measure and print the table."""
    load = os.getloadavg()[0]
    title = f"Standoff {so.__version__}, {os.cpu_count()} cores, load {load:.1f} at the start, {date.today()}"
    table, console = Table("what", "median of 10", "note", title=title), Console()
    for rows in (part_rows, worker_rows, server_rows):
        for row in rows():
            table.add_row(*row)
            console.print(f"{row[0]}: {row[1]} {row[2]}", style="dim")
    console.print(table)
    console.print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
