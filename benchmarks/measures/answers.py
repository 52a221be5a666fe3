"""The full answer for Venezuela: cold and warm, small and large, on one thread and two, and its peak memory."""

from __future__ import annotations

from statistics import median
from typing import NamedTuple

from benchmarks.harness import Child, cold_cache, fresh, shown
from benchmarks.sections import Bar, Section, Table, milliseconds

ASKED = """`standoff.ask` on the case of Venezuela in 2019, in fresh interpreters. Cold: no kernel is compiled yet. Warm:
kernels come from the disk. Again: a second question in the same process. The whole case lasts 111 days, to 1 May."""
ANSWER = """
import time, datetime, standoff
case = standoff.load_case("venezuela-2019")
report = {{}}
for name in ("first", "again"):
    begun = time.perf_counter()
    standoff.ask(case, as_of=datetime.date({day}), worlds={worlds}, threads={threads})
    report[name] = time.perf_counter() - begun
"""
FIRST_PAGE, LAST_DAY = "2019, 1, 30", "2019, 5, 1"
TIMES = 3


class Found(NamedTuple):
    """Children by what was asked of them."""

    cold: Child
    warm: list[Child]
    large: list[Child]
    alone: list[Child]


def measure() -> Section:
    """One cold answer, then rounds of small, large, and large on one thread."""
    with cold_cache() as cache:
        cold = _ask(2000, FIRST_PAGE, cache=cache)
        turns = [
            (_ask(2000, FIRST_PAGE, cache=cache), _ask(20_000, LAST_DAY, cache=cache), _ask(20_000, LAST_DAY, 1, cache))
            for _ in range(TIMES)
        ]
    return _section(Found(cold, *map(list, zip(*turns, strict=True))))


def _ask(worlds: int, day: str, threads: int | None = None, cache: str | None = None) -> Child:
    return fresh(ANSWER.format(day=day, worlds=worlds, threads=threads), cache)


def _told(children: list[Child], key: str) -> float:
    return float(median(child.report[key] for child in children))


def _peak(children: list[Child]) -> str:
    return f"{median(child.peak_mib for child in children):.0f} MiB"


def _section(found: Found) -> Section:
    gain = median(a.report["again"] / b.report["again"] for a, b in zip(found.alone, found.large, strict=True))
    again, large, peak = _told(found.warm, "again"), _told(found.large, "again"), max(child.peak_mib for child in found.large)
    rows = (
        ("first answer ever, 2,000 worlds to 30 January", milliseconds(_told([found.cold], "first")), _peak([found.cold])),
        ("the same, kernels from the disk", milliseconds(_told(found.warm, "first")), _peak(found.warm)),
        ("the same, again", milliseconds(again), ""),
        ("20,000 worlds over 111 days, kernels from the disk", milliseconds(_told(found.large, "first")), _peak(found.large)),
        ("the same, again", milliseconds(large), ""),
        ("the same, again, on one thread", milliseconds(_told(found.alone, "again")), _peak(found.alone)),
    )
    bars = (
        Bar("2,000 worlds to 30 January, again", 0.5, round(again, 3), "s", least=False),
        Bar("20,000 worlds over 111 days, again", 10.0, round(large, 2), "s", least=False),
        Bar("Peak memory of 20,000 worlds over 111 days", 1024.0, round(peak), "MiB", least=False),
    )
    numbers = {name: [[child.report, child.peak_mib] for child in getattr(found, name)] for name in ("warm", "large", "alone")}
    numbers["cold"] = [[found.cold.report, found.cold.peak_mib]]
    notes = (f"One thread takes {shown(gain)} × the time of two.",)
    return Section("The answer, cold and warm", ASKED, (Table(("what", "time", "peak memory"), rows),), bars, notes, numbers)
