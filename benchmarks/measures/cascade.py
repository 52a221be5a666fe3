"""Person-days per second of a threshold cascade: Mesa, mesa-frames, AgentPy, NumPy and Standoff, and whether it is one law."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from scipy import stats

from benchmarks.harness import ratio, spread
from benchmarks.peer import OURS, PEERS, Peer, Program, missing, rounds, running
from benchmarks.peers.street import STREET, TIPPED
from benchmarks.sections import Bar, Row, Section, Table, many

TITLE = "A cascade of thresholds: person-days per second"
ASKED = f"""{STREET.days} days of a street on which every citizen turns out iff the crowd he saw yesterday, with a noise common
to all, passes his own threshold, renewed each day (`benchmarks/peers/street.py`). Explicit programs visit every person every
day; the lumped one draws the number of those who come, as the engine does. Same law, same observables."""
NATION, TOWN, ROUNDS, RUNS, MANY_RUNS = 29_000_000, 10_000, 7, 250, 20_000
SMALL = 1_000
EXPLICIT, LUMPED, PAIR = "Standoff, person by person", "Standoff, lumped", "Standoff, lumped, two threads"
MESAS = ("Mesa, plain lists", "Mesa, its AgentSet")
DRAWN = "Mesa, lists, a threshold drawn for a rank"


@dataclass(frozen=True)
class Entry:
    """A program and the size at which its rate is taken: large enough that a round takes some tenths of a second."""

    program: Program
    people: int
    runs: int
    compared: bool = True

    @property
    def person_days(self) -> int:
        """In a round."""
        return self.people * self.runs * STREET.days


def _entry(name: str, file: str, people: int, runs: int, *words: str, threads: int = 1, compared: bool = True) -> Entry:
    python = OURS if file in ("standoff", "numpy") else PEERS
    return Entry(Program(name, f"cascade_{file}.py", python, words, threads), people, runs, compared)


ENTRIES = (
    _entry(MESAS[0], "mesa", TOWN, 8, "lists"),
    _entry(MESAS[1], "mesa", TOWN, 2, "agentset"),
    _entry(DRAWN, "mesa", TOWN, 2, "thresholds"),
    _entry("AgentPy", "agentpy", TOWN, 2),
    _entry("mesa-frames (Polars)", "frames", 1_000_000, 1),
    _entry("NumPy", "numpy", 100_000, 10),
    _entry(EXPLICIT, "standoff", TOWN, 1000, "explicit", "1"),
    _entry(f"{EXPLICIT}, a nation", "standoff", NATION, 1, "explicit", "1", compared=False),
    _entry(LUMPED, "standoff", NATION, 40_000, "lumped", "1"),
    _entry(PAIR, "standoff", NATION, 80_000, "lumped", "2", threads=2, compared=False),
)


def measure() -> Section:
    """Rates over interleaved rounds, then outcomes of many runs of a small town."""
    if absent := missing([PEERS]):
        return Section(TITLE, ASKED, skipped=absent)
    with running([entry.program for entry in ENTRIES]) as peers:
        given = {entry.program.name: {"people": entry.people, "runs": entry.runs} for entry in ENTRIES}
        taken = rounds(peers, "rate", given, ROUNDS)
        outcomes = {e.program.name: _outcomes(peers[e.program.name], 70 + k) for k, e in enumerate(ENTRIES) if e.compared}
        versions = {name: version for peer in peers.values() for name, version in peer.ready["versions"].items()}
    rates = {e.program.name: [e.person_days / told["seconds"] for told in taken[e.program.name]] for e in ENTRIES}
    busy = {name: median(told["cpu"] / told["seconds"] for told in answers) for name, answers in taken.items()}
    return _section(rates, busy, outcomes, versions)


def _outcomes(peer: Peer, seed: int) -> Any:
    """Of many runs of a small town; more of Standoff's, since they cost nothing."""
    runs = MANY_RUNS if peer.program.name.startswith("Standoff") else RUNS
    return np.array(peer.ask("run", people=SMALL, runs=runs, seed=seed)["report"])


def _section(rates: dict[str, list[float]], busy: dict[str, float], outcomes: dict[str, Any], versions: Any) -> Section:
    base = max(MESAS, key=lambda name: median(rates[name]))
    compared, least, tests = _compared(outcomes)
    found = {name: ratio(rates[name], rates[base]) for name in rates}
    bars = (
        Bar("Explicit cascade against Mesa's faster way, one thread", 300.0, found[EXPLICIT].median),
        Bar("The same against Mesa where every person draws a threshold", 300.0, ratio(rates[EXPLICIT], rates[DRAWN]).median),
        Bar("Lumped at national scale against Mesa's faster way, one thread", 1e6, found[LUMPED].median),
    )
    return Section(
        TITLE,
        ASKED,
        (_rates(rates, busy, base), compared),
        bars,
        (
            f"Versions: {', '.join(f'{name} {version}' for name, version in versions.items() if name != 'standoff')}.",
            "A rank is a uniform number; no program but the third draws the threshold it stands for. Agents exist beforehand. "
            f"The reference is {base}, the faster of Mesa's two ways.",
            f"Of {tests} comparisons the least p-value is {least:.3g}; {1 / (tests + 1):.2g} is to be expected of equals.",
            "A rank of Standoff's explicit street is a byte of a draw, and a word more for who stands just at the chance.",
            f"Two threads carry {ratio(rates[PAIR], rates[LUMPED])} × the lumped worlds of one.",
        ),
        {"person_days_per_second": rates, "busy_cores": busy, "reference": base, "least_p": least},
    )


def _rates(rates: dict[str, list[float]], busy: dict[str, float], base: str) -> Table:
    rows = []
    for entry in ENTRIES:
        name, rate = entry.program.name, rates[entry.program.name]
        found = "1" if name == base else str(ratio(rate, rates[base]))
        size = f"{entry.people:,} × {entry.runs:,}"
        rows.append((name, size, many(median(rate)), f"{100 * spread(rate):.0f} %", f"{busy[name]:.1f}", found))
    header = ("program", "people × runs a round", "person-days/s", "spread", "busy cores", f"ratio to {base} (least–most)")
    return Table(header, tuple(rows))


def _compared(outcomes: dict[str, Any]) -> tuple[Table, float, int]:
    """Every program's outcomes against the lumped ones': Kolmogorov–Smirnov on shares, chi-square on days."""
    reference, rows = outcomes[LUMPED], []
    found: list[float] = []
    for name, told in outcomes.items():
        tipped, last = np.mean(told[:, 0] > TIPPED[0]), np.mean(told[:, -1])
        cells: Row = (name, f"{len(told):,}", f"{tipped:.3f}", f"{np.median(told[:, 1]):.0f}", f"{last:.3f}")
        if told is reference:
            rows.append((*cells, "", "", ""))
            continue
        pairs = [(told[:, k], reference[:, k]) for k in (0, 1, -1)]
        values = (_shares(*pairs[0]), _days(*pairs[1]), _shares(*pairs[2]))
        found += values
        rows.append((*cells, *(f"{value:.2f}" for value in values)))
    header = ("program", "runs", f"over {TIPPED[0]:.0%}", "median day of it", "mean last share", "p: peak", "p: day", "p: last")
    return Table(header, tuple(rows)), min(found), len(found)


def _shares(one: Any, other: Any) -> float:
    return float(stats.ks_2samp(one, other, method="asymp").pvalue)


def _days(one: Any, other: Any, least: int = 5) -> float:
    """Days are whole numbers: chi-square on those that enough runs of both ended with, the later ones as one."""
    days = np.arange(STREET.days + 3)
    table = np.array([np.histogram(side, days)[0] for side in (one, other)])
    enough = table[0] >= least
    table = np.column_stack([table[:, enough], table[:, ~enough].sum(axis=1)])
    return float(stats.chi2_contingency(table[:, table.sum(axis=0) > 0]).pvalue)
