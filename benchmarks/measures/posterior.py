"""Time to one accuracy of a posterior: pyABC's sequential Monte Carlo, and Standoff's particles that carry what is sought."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from benchmarks.harness import Ratio, ratio, shown
from benchmarks.peer import PEERS, Peer, Program, missing, running
from benchmarks.peers.walk import PRIOR_MEDIAN, PRIOR_SPREAD
from benchmarks.sections import Bar, Row, Section, Table, milliseconds
from benchmarks.walk import exact_step

TITLE = "A posterior: time to the same accuracy"
ASKED = f"""The step size of the walk of the section before, from its prior (log-normal about {PRIOR_MEDIAN}, spread
{PRIOR_SPREAD}) and the same counts. The error of a run is that of its posterior mean and standard deviation together, against a
grid. pyABC runs to its end; then the smallest number of particles is sought whose root mean square error over many runs is no
larger."""
THEIRS, OURS = "pyABC, ABC-SMC", "Standoff"
PROGRAMS = (Program(THEIRS, "posterior_pyabc.py", PEERS), Program(OURS, "filter_standoff.py", arguments=("1",)))
POPULATION, GENERATIONS, RUNS, MANY = 200, 6, 4, 40
SIZES = (50, 100, 200, 400, 800, 1600, 3200, 6400, 10_000)
Pair = tuple[float, float]


def measure() -> Section:
    """Alternating runs: pyABC, then as many of Standoff's of every size as are wanted."""
    if absent := missing([PEERS]):
        return Section(TITLE, ASKED, skipped=absent)
    exact = exact_step()
    with running(PROGRAMS) as peers:
        theirs, ours = _taken(peers)
        version = peers[THEIRS].ready["versions"]["pyabc"]
    found = [(told["report"]["mean"], told["report"]["sd"]) for told in theirs]
    error = rms(found, exact)
    size = next((size for size in SIZES if rms([pair for pair, _ in ours[size]], exact) <= error), SIZES[-1])
    return _section(exact, theirs, ours, error, size, version)


def _taken(peers: dict[str, Peer]) -> tuple[list[Any], dict[int, list[tuple[Pair, float]]]]:
    """What pyABC told, and Standoff's posteriors with the seconds of each, by size."""
    theirs: list[Any] = []
    ours: dict[int, list[tuple[Pair, float]]] = {size: [] for size in SIZES}
    for turn in range(RUNS):
        theirs.append(peers[THEIRS].ask("posterior", population=POPULATION, generations=GENERATIONS, seed=turn))
        for size in SIZES:
            for run in range(MANY // RUNS):
                told = peers[OURS].ask("posterior", size=size, blocks=1, seed=1000 * turn + run)
                ours[size].append((tuple(told["report"]), told["seconds"]))
    return theirs, ours


def rms(found: Sequence[Pair], exact: Pair) -> float:
    """Root mean square error of means and standard deviations together.

    >>> rms([(1.0, 2.0), (1.0, 2.0)], (1.3, 1.6))
    0.5
    """
    squares = [(mean - exact[0]) ** 2 + (sd - exact[1]) ** 2 for mean, sd in found]
    return round(float((sum(squares) / len(squares)) ** 0.5), 12)


def _faster(theirs: list[Any], ours: list[tuple[Pair, float]]) -> Ratio:
    """Turn by turn, a run of theirs over the median of ours in that turn."""
    each = len(ours) // len(theirs)
    turns = [median(seconds for _, seconds in ours[turn * each : (turn + 1) * each]) for turn in range(len(theirs))]
    return ratio([told["seconds"] for told in theirs], turns)


def _section(
    exact: Pair, theirs: list[Any], ours: dict[int, list[tuple[Pair, float]]], error: float, size: int, version: str
) -> Section:
    found = [(told["report"]["mean"], told["report"]["sd"]) for told in theirs]
    seconds, simulated = median(told["seconds"] for told in theirs), median(told["report"]["simulated"] for told in theirs)
    rows: list[Row] = [("a grid", "", "", *_told([exact]), "")]
    rows.append((THEIRS, f"{simulated:,.0f} simulated walks", milliseconds(seconds), *_told(found), f"{error:.4f}"))
    for each in sorted({size, SIZES[-1]}):
        pairs = [pair for pair, _ in ours[each]]
        taken = milliseconds(median(seconds for _, seconds in ours[each]))
        rows.append((OURS, f"{each:,} particles", taken, *_told(pairs), f"{rms(pairs, exact):.4f}"))
    faster, most = _faster(theirs, ours[size]), _faster(theirs, ours[SIZES[-1]])
    header = ("program", "a run", "time", "posterior mean", "standard deviation", "error")
    closer = shown(error / rms([pair for pair, _ in ours[SIZES[-1]]], exact))
    notes = (
        f"To pyABC's accuracy Standoff takes {size:,} particles: {faster} × as fast. With {SIZES[-1]:,} it is {most} × "
        f"as fast and {closer} × as accurate.",
        f"pyABC {version}: population {POPULATION}, {GENERATIONS} generations at most, or until one in a hundred is accepted; "
        "an adaptive distance on five summaries, one core. It needs simulations alone, Standoff the likelihood of a day: where "
        "there is none, pyABC has no rival here. Its error is mostly that it finds another posterior, of the summaries alone.",
    )
    numbers = {"exact": exact, "pyabc": theirs, "standoff": {str(size): told for size, told in ours.items()}}
    bar = Bar("Time to pyABC's accuracy", 1.0, faster.median)
    return Section(TITLE, ASKED, (Table(header, tuple(rows)),), (bar,), notes, numbers)


def _told(pairs: Sequence[Pair]) -> tuple[str, str]:
    """The mean over runs of means and of standard deviations."""
    return f"{sum(mean for mean, _ in pairs) / len(pairs):.4f}", f"{sum(sd for _, sd in pairs) / len(pairs):.4f}"
