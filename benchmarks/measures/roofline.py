"""The compiled day against the sum of its measured parts: what the machine could do if nothing stood between them.

The reference day, which calls the same formulas on arrays, is lived once on arrays that count what is done to them: so many
exponentials, divisions, simple operations, draws; what is reckoned twice from the same numbers counts once. Each of these is
timed in a loop of its own that does nothing else, its numbers in the first cache; their sum is the limit. Loads and stores
between the formulas, loop heads and calls are left out of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np

import standoff as so
from benchmarks.harness import interleaved, ratio
from benchmarks.measures.curves import with_forces
from benchmarks.measures.parts import PARTS, WORDS, filler, part_of
from benchmarks.sections import Bar, Section, Table, milliseconds
from standoff.case.library import library_names
from standoff.case.values import Case
from standoff.engine.binomials import fill_binomial
from standoff.engine.day import begin_day
from standoff.engine.draws import checked_seed
from standoff.engine.ensemble import Block, Stage, make_stage, start_block
from standoff.engine.reference import begin_day as reference_begin_day
from standoff.engine.reference import today_of
from standoff.engine.reference_obedience import Today
from standoff.model import maths
from standoff.model.priors import load_priors

ASKED = """Stages 1 to 5 of a day and what it expects to hear, for a block of 400 worlds on one thread, against the sum of its
measured parts; for cases of few groups and many, with headcounts a hundred times smaller and larger. The bar: at least half."""
WORLDS, ROUNDS, SHOWN = 400, 41, "venezuela-2019"
HEADCOUNTS = (0.01, 1.0, 100.0)


@dataclass
class Tally:
    """Numbers made, by part; what was reckoned before from the same numbers is not counted again. And the people drawn."""

    made: Counter[str] = field(default_factory=Counter)
    known: set[tuple[Any, ...]] = field(default_factory=set)
    people: list[tuple[Any, Any, int]] = field(default_factory=list)

    def note(self, name: str, inputs: Sequence[Any], made: int) -> None:
        """Count an operation, unless a compiler could take its result from an earlier one."""
        key = (name, *((np.shape(each), np.asarray(each).tobytes()) for each in inputs))
        if key not in self.known:
            self.known.add(key)
            self.made[part_of(name)] += made


class Counted(np.ndarray[Any, Any]):
    """An array that tells a tally of everything done to it."""

    tally: Tally

    def __array_finalize__(self, origin: Any) -> None:
        """What is made of an array has its tally."""
        if isinstance(origin, Counted):
            self.tally = origin.tally

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **more: Any) -> Any:
        """Do it on the plain arrays, count it, and hand on a counted one."""
        tally, plain = _tally_of(inputs, out), _plain(inputs)
        if out is not None:
            more["out"] = tuple(np.asarray(each) for each in out)
        made = getattr(ufunc, method)(*plain, **more)
        done = np.size(made) if method == "__call__" else max(np.size(each) for each in plain)
        tally.note(ufunc.__name__, plain, done)
        return out[0] if out is not None else counted(made, tally)

    def __array_function__(self, function: Callable[..., Any], types: Any, given: Any, more: Any) -> Any:
        """The same for `where` and its like."""
        tally, plain = _tally_of(given, None), _plain(given)
        made = function(*plain, **more)
        tally.note(function.__name__, plain, np.size(made))
        return counted(made, tally)


def counted(made: Any, tally: Tally) -> Any:
    """An array that tells this tally; a number stays one."""
    if not isinstance(made, np.ndarray):
        return made
    seen = made.view(Counted)
    seen.tally = tally
    return seen


def one_operation(word: Callable[..., Any], tally: Tally) -> Callable[..., Any]:
    """A word of the vocabulary that tells a tally of itself alone, not of the steps it takes in NumPy."""

    def done(*inputs: Any) -> Any:
        plain = _plain(inputs)
        made = word(*plain)
        tally.note(word.__name__, plain, np.size(made))
        return counted(made, tally)

    return done


def _tally_of(inputs: Sequence[Any], out: Sequence[Any] | None) -> Tally:
    return next(each.tally for each in (*inputs, *(out or ())) if isinstance(each, Counted))


def _plain(inputs: Sequence[Any]) -> list[Any]:
    return [np.asarray(each) if isinstance(each, Counted) else each for each in inputs]


@dataclass(frozen=True, slots=True)
class Drawn(Today):
    """A day that tells a tally what is drawn in it."""

    tally: Tally

    def normal(self, site: int) -> Any:
        """One standard normal number a world."""
        self.tally.made["normal draw"] += self.worlds.size
        return counted(Today.normal(self, site), self.tally)

    def people(self, trials: Any, chance: Any, site: int) -> Any:
        """People of that chance; the draw is timed by itself."""
        trials, chance = _plain((trials, chance))
        self.tally.people.append((trials, chance, site))
        return counted(Today.people(self, trials, chance, site), self.tally)


@dataclass(frozen=True)
class Limit:
    """What a day is made of: numbers of each part a world-day, and the draws of people."""

    counts: dict[str, float]
    people: Callable[[], object]


def limit_of(stage: Stage, block: Block) -> Limit:
    """Live the reference day once, and count."""
    tally, plain = Tally(), today_of(stage, block, 1)
    today = Drawn(*(getattr(plain, each.name) for each in fields(Today)), tally)
    words = {name: one_operation(getattr(maths, name), tally) for name in WORDS}
    with patch.multiple(maths, **words):
        reference_begin_day(stage.world(counted(block.cells.copy(), tally)), today)
    counts = {part: made / block.worlds.size for part, made in tally.made.items()}
    counts["cell read and written"] = float(block.cells.shape[0])
    return Limit(counts, _people(stage, block, tally.people))


def _people(stage: Stage, block: Block, drawn: list[tuple[Any, Any, int]]) -> Callable[[], object]:
    """The day's draws of people once more, by themselves."""
    seed, size, out = checked_seed(stage.seed), block.worlds.size, np.empty(block.worlds.size, np.int64)
    ready = [
        (np.broadcast_to(trials, size).astype(np.int64), np.broadcast_to(chance, size).astype(float), site)
        for trials, chance, site in drawn
    ]

    def draw() -> None:
        for trials, chance, site in ready:
            fill_binomial(out, trials, chance, seed, block.worlds, 1, site)

    return draw


def _day(stage: Stage, block: Block) -> Callable[[], object]:
    world, seed = stage.world(block.cells.copy()), checked_seed(stage.seed)
    unread, expected = np.empty((1, block.worlds.size)), np.empty((stage.shape[2] + 1, block.worlds.size))

    def live() -> None:
        begin_day(world, stage.setting, block.coefficients, block.beta, seed, block.worlds, 1, unread, expected)

    live()
    return live


@dataclass(frozen=True)
class Found:
    """One case, measured: seconds a world-day of the kernel and of each part, and the share of the limit in each round."""

    case: str
    groups: int
    streams: int
    people: float
    day: float
    parts: dict[str, float]
    counts: dict[str, float]
    shares: list[float]


def found(case: Case, title: str, people: float = 1.0, rounds: int = ROUNDS) -> Found:
    """The day of a case and its parts, interleaved round by round."""
    stage = _stage(case, people)
    block = start_block(stage, 0, WORLDS)
    limit = limit_of(stage, block)
    fillers = {part: filler(part, WORLDS, block.cells) for part in limit.counts if part in PARTS}
    work = {"day": _day(stage, block), "people": limit.people} | {part: fill for part, (fill, _) in fillers.items()}
    taken = interleaved(work, rounds)
    seconds = {part: [limit.counts[part] * each / fillers[part][1] for each in taken[part]] for part in fillers}
    seconds["draws of people"] = [each / WORLDS for each in taken["people"]]
    whole = [sum(each) for each in zip(*seconds.values(), strict=True)]
    day = [each / WORLDS for each in taken["day"]]
    shares = [a / b for a, b in zip(whole, day, strict=True)]
    parts = {part: median(each) for part, each in seconds.items()}
    groups, streams = stage.shape[0], int(stage.setting.stream_code.size)
    return Found(title, groups, streams, people, median(day), parts, limit.counts, shares)


def _stage(case: Case, people: float) -> Stage:
    """A case with all headcounts so many times as large."""
    stage = make_stage(case, load_priors(), 1)
    setting = stage.setting
    many = {each: max(int(people * getattr(setting, each)), 10) for each in ("population", "officials")}
    headcount = np.maximum((people * setting.headcount).astype(np.int64), 10)
    return Stage(stage.case, stage.priors, setting._replace(**many, headcount=headcount), stage.seed)


def cases() -> dict[str, Case]:
    """Cases of few groups and many: one force alone, the library's smallest and middle, and one with its forces four times."""
    one, library = so.load_case(SHOWN), [so.load_case(name) for name in library_names()]
    ordered = sorted(library, key=lambda case: make_stage(case, load_priors(), 1).shape[0])
    alone = replace(one, forces=one.forces[:1])
    of_library = {case.id: case for case in (ordered[0], ordered[len(ordered) // 2])}
    return {f"{SHOWN}, one force": alone} | of_library | {f"{SHOWN}, forces four times": with_forces(one, 4)}


def measure() -> Section:
    """The parts of one case, then the share of the limit for few groups and many, small and large."""
    shown = [found(so.load_case(SHOWN), SHOWN, people) for people in HEADCOUNTS]
    all_found = [*shown, *(found(case, title) for title, case in cases().items())]
    tables = (_parts_table(shown[1]), _cases_table(all_found))
    least = min(median(each.shares) for each in all_found)
    bars = (Bar("day kernel, share of the measured parts' limit, least of the cases below", 0.5, least, ""),)
    numbers = {"cases": [each.__dict__ for each in all_found]}
    return Section("The day kernel against the machine", ASKED, tables, bars, NOTES, numbers)


NOTES = (
    "Simple operations are additions, multiplications, comparisons, choices and signs, in vectors of eight numbers of 64 bits.",
    "Draws are of Philox4x32-10. People are drawn by exact binomials, one world after the other, by the routine of the kernel "
    "itself, so that this part cannot tell what a better routine would gain.",
    "What stands between: numbers that go through the first cache from formula to formula, loops of their own where a formula "
    "would run out of vector registers, and what is reckoned anew for each order though it is the same.",
)


def _parts_table(one: Found) -> Table:
    """What a world-day is made of."""
    whole = sum(one.parts.values())
    rows = [
        (part, f"{one.counts[part]:,.0f}" if part in one.counts else "", milliseconds(each), f"{each / whole:.0%}")
        for part, each in sorted(one.parts.items(), key=lambda pair: -pair[1])
    ]
    rows.append(("**the limit**, all parts", "", milliseconds(whole), "100%"))
    rows.append(("**the day kernel**", "", milliseconds(one.day), f"{one.day / whole:.0%}"))
    return Table((f"part of a world-day of {one.case}", "how many", "time", "share of the limit"), tuple(rows))


def _cases_table(all_found: list[Found]) -> Table:
    rows = tuple(
        (
            one.case,
            f"{one.people:g}",
            str(one.groups),
            str(one.streams),
            milliseconds(one.day),
            milliseconds(one.day / one.groups),
            milliseconds(sum(one.parts.values())),
            str(ratio(one.shares, [1.0] * len(one.shares))),
        )
        for one in all_found
    )
    header = ("case", "headcounts ×", "groups", "streams", "a world-day", "a group-day", "limit", "share reached (least–most)")
    return Table(header, rows)
