"""Particle-days per second of a bootstrap filter: the library `particles` and Standoff's building blocks; likelihoods too."""

from __future__ import annotations

from statistics import fmean, median, stdev
from typing import Any

from benchmarks.harness import ratio, spread
from benchmarks.peer import ORACLE, Program, missing, rounds, running
from benchmarks.peers.walk import DAYS, STEP
from benchmarks.sections import Bar, Row, Section, Table, many
from benchmarks.walk import BLOCK, exact_evidence

TITLE = "A particle filter: particle-days per second"
ASKED = f"""A logit that walks for {DAYS} days by steps of {STEP}, a Poisson count a day (`benchmarks/peers/walk.py`). Bootstrap
filter, systematic resampling whenever the effective sample size is under half the particles, in double precision. Standoff's
generator, normal quantile, weights and resampling are those its own filter is made of; the rank of a step is a 32-bit word of a
draw, and all days of a block are one compiled loop."""
SIZES, ROUNDS = (10_000, 100_000), 15
THEIRS, ONE, TWO = "particles", "Standoff", "Standoff, two threads"
PROGRAMS = (
    Program(THEIRS, "filter_particles.py", ORACLE),
    Program(ONE, "filter_standoff.py", arguments=("1",)),
    Program(TWO, "filter_standoff.py", arguments=("2",), threads=2),
)
WORK = {THEIRS: 100_000, ONE: 500_000, TWO: 1_000_000}  # particles of a round, at least


def measure() -> Section:
    """Rounds for each size; log likelihoods of all runs that were timed."""
    if absent := missing([ORACLE]):
        return Section(TITLE, ASKED, skipped=absent)
    found: dict[int, dict[str, list[Any]]] = {}
    with running(PROGRAMS) as peers:
        for size in SIZES:
            given = {name: {"size": size, "runs": WORK[name] // size} for name in peers}
            found[size] = rounds(peers, "run", given, ROUNDS)
        parts = peers[ONE].ask("parts", times=60)["report"]
        versions = ", ".join(f"{name} {version}" for name, version in peers[THEIRS].ready["versions"].items())
    return _section(found, parts, versions)


def _rates(found: dict[str, list[Any]], size: int) -> dict[str, list[float]]:
    return {name: [len(t["report"]) * size * DAYS / t["seconds"] for t in told] for name, told in found.items()}


def _section(found: dict[int, dict[str, list[Any]]], parts: dict[str, float], versions: str) -> Section:
    exact, rows, bars, numbers = exact_evidence(STEP), [], [], {}
    for size in SIZES:
        rates = _rates(found[size], size)
        rows += [_row(size, name, rates, found[size][name], exact) for name in rates]
        for name, least, cores in ((ONE, 10.0, "one core"), (TWO, 20.0, "two")):
            faster = ratio(rates[name], rates[THEIRS]).median
            bars.append(Bar(f"Filter of {size:,} against particles, {cores}", least, faster))
        numbers[str(size)] = {"particle_days_per_second": rates, "log_likelihoods": _likelihoods(found[size])}
    speed = ("particles", "program", "particle-days/s", "spread", "ratio (least–most)", "busy cores")
    header = (*speed, "log likelihood, off", "sd", "runs")
    notes = (
        f"Versions: {versions} of {THEIRS}, which runs on one thread.",
        f"The log likelihood on a grid is {exact:.3f}; the column tells how far the mean of the runs is off. "
        "The logarithm of an unbiased estimate lies low by half its variance.",
        "What is left: draws, likelihood and weights are polynomials and quotients of 64 bits, eight at a time, whose terms "
        "wait for each other; Philox, whose numbers have addresses, costs more than a stream; the ladder is no vector.",
        f"Standoff filters in blocks of {BLOCK:,} at most, each resampled by itself, and pools their evidence, as with worlds.",
    )
    return Section(TITLE, ASKED, (Table(header, tuple(rows)), _parts(parts)), tuple(bars), notes, numbers | {"parts": parts})


def _parts(parts: dict[str, float]) -> Table:
    """Where Standoff's time goes."""
    return Table(("part of Standoff's filter", "ns a particle"), tuple((name, f"{part:.2f}") for name, part in parts.items()))


def _row(size: int, name: str, rates: dict[str, list[float]], told: list[Any], exact: float) -> Row:
    likelihoods = [each for answer in told for each in answer["report"]]
    busy = median(answer["cpu"] / answer["seconds"] for answer in told)
    found = "1" if name == THEIRS else str(ratio(rates[name], rates[THEIRS]))
    rate = (f"{size:,}", name, many(median(rates[name])), f"{100 * spread(rates[name]):.0f} %", found, f"{busy:.1f}")
    return (*rate, f"{fmean(likelihoods) - exact:+.4f}", f"{stdev(likelihoods):.4f}", f"{len(likelihoods):,}")


def _likelihoods(found: dict[str, list[Any]]) -> dict[str, list[float]]:
    return {name: [each for answer in told for each in answer["report"]] for name, told in found.items()}
