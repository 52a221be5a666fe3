"""`make matrix`: install the wheel into empty environments and try it: lowest and newest releases, core and each extra alone.

From wheels alone, so that nobody needs a compiler. pip's own settings hold: with PIP_NO_INDEX and PIP_FIND_LINKS it asks no
network. Every environment is temporary; the kernels compiled for one serve the next of the same releases.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from delivery import contents, trials
from delivery.environments import LOWEST, NEWEST, Environment, Row, installed, plain, version
from delivery.packages import DIST, ROOT

CORE = "core"
Trial = Callable[[], str | None]


@dataclass
class Outcome:
    """What became of one row."""

    row: Row
    seconds: float = 0.0
    cells: dict[str, str] = field(default_factory=dict)
    releases: dict[str, str] = field(default_factory=dict)

    @property
    def fine(self) -> bool:
        """Whether nothing failed."""
        return not any(cell.startswith("FAILED") for cell in self.cells.values())


def main(words: Sequence[str] | None = None) -> int:
    """Run the rows asked for and print the table; 1 where a trial failed."""
    options = _options(words)
    wheel = next(DIST.glob("*.whl"))
    told = contents.metadata(contents.held(wheel))
    extras = ["" if name == CORE else name for name in options.extras or [CORE, *told["Provides-Extra"]]]
    rows = [Row(python, bounds, extra) for python in options.python for bounds in options.bounds for extra in extras]
    outcomes: list[Outcome] = []
    with TemporaryDirectory() as room:
        tried = Matrix(Path(room), told, options.quick)
        for row in rows:
            outcomes.append(tried.outcome(row, wheel))
            _say(outcomes[-1])
        if options.sdist:
            outcomes.append(tried.outcome(Row(options.python[0], NEWEST, ""), next(DIST.glob("*.tar.gz"))))
            _say(outcomes[-1])
    Console(width=None if sys.stdout.isatty() else 130).print(_table(outcomes))
    for outcome in outcomes:
        print(f"{outcome.row.name}: {_releases(outcome, told['Requires-Dist'])}")
    return 0 if all(outcome.fine for outcome in outcomes) else 1


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m delivery.matrix", description=__doc__)
    parser.add_argument("--python", nargs="+", default=[sys.executable], help="interpreters; by default this one")
    parser.add_argument("--bounds", nargs="+", choices=(LOWEST, NEWEST), default=(LOWEST, NEWEST))
    parser.add_argument("--extras", nargs="+", help="core, or names of extras; by default all")
    parser.add_argument("--quick", action="store_true", help="leave out what compiles: answers and reports")
    parser.add_argument("--sdist", action="store_true", help="also install the sdist, built where it is installed")
    return parser.parse_args(words)


class Matrix:
    """The rows, tried one after the other in one place; every answer is held against the first."""

    def __init__(self, room: Path, told: contents.Fields, quick: bool) -> None:
        self._room = room
        self._compiles = not quick
        self._requirements = told["Requires-Dist"]
        self._extras = told["Provides-Extra"]
        self._first: tuple[str, str] | None = None

    def outcome(self, row: Row, archive: Path) -> Outcome:
        """Install one row and try everything in it."""
        env = Environment(self._room / "env", self._room / "work", self._room / "kernels")
        shutil.rmtree(env.work, ignore_errors=True)
        env.work.mkdir()
        for path in trials.examples(ROOT):
            shutil.copy(path, env.work)
        found, begun = Outcome(row), time.perf_counter()
        wrong = installed(row, archive, self._requirements, env)
        found.cells["install"] = f"FAILED: {wrong}" if wrong else "ok"
        if not wrong:
            found.releases = env.releases()
            found.cells |= {name: _tried(trial) for name, trial in self._trials(row, env, archive)}
        found.seconds = time.perf_counter() - begun
        return found

    def _trials(self, row: Row, env: Environment, archive: Path) -> Iterator[tuple[str, Trial]]:
        yield "basics", lambda: trials.basics(env)
        yield "refusals", lambda: trials.refusals(env, self._missing(row))
        if row.extra in trials.SERVES and (self._compiles or row.extra != "view"):
            yield "serves", lambda: trials.SERVES[row.extra](env)
        if self._compiles and archive.suffix == ".whl":
            yield "answer", lambda: self._compared(row, trials.answer(env))
        yield "--help, CPU", lambda: "{:.2f} / {:.2f} s".format(*trials.start_up(env))

    def _missing(self, row: Row) -> list[str]:
        """The extras that the row lacks; `web` brings what `view` needs."""
        there = {row.extra, "view"} if row.extra == "web" else {row.extra}
        return [extra for extra in trials.REFUSED if extra not in there]

    def _compared(self, row: Row, answer: str) -> str:
        if self._first is None:
            self._first = (row.name, answer)
            return "the first"
        return trials.same(self._first[1], answer)


def _tried(trial: Trial) -> str:
    try:
        return trial() or "ok"
    except (trials.Failed, OSError) as failure:
        return f"FAILED: {failure}"


COLUMNS = ("install", "basics", "refusals", "serves", "answer", "--help, CPU")


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table("Python", "releases", "extra", *COLUMNS, "seconds")
    for outcome in outcomes:
        row = outcome.row
        cells = [outcome.cells.get(name, "") for name in COLUMNS]
        table.add_row(version(row.python), row.bounds, row.extra or "none", *cells, f"{outcome.seconds:.0f}")
    return table


def _releases(outcome: Outcome, requirements: Sequence[str]) -> str:
    """The direct dependencies with their releases; the others are told with a word."""
    direct = {plain(line.partition(">=")[0]) for line in requirements}
    shown = [f"{name} {version}" for name, version in sorted(outcome.releases.items()) if name in direct]
    return ", ".join(shown)


def _say(outcome: Outcome) -> None:
    cells = "; ".join(f"{name} {cell}" for name, cell in outcome.cells.items())
    print(f"{outcome.row.name}: {cells}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
