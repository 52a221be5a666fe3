"""`make facts`: print the table of stylised facts, and put it on its page."""

from __future__ import annotations

import sys
from math import inf
from pathlib import Path

from rich.console import Console
from rich.table import Table

from standoff.analysis.truth.facts import Fact, stylised_facts
from standoff.case.library import library_names, load_case
from standoff.cli.progress import progress
from standoff.model.priors import load_priors

PAGE = Path(__file__).resolve().parent / "facts.md"
HEAD = """# What is known of coups and campaigns, and what the model makes of it

`make facts` lives worlds of the {cases} built-in cases (background and forces only, neither rows nor outcomes) from the priors,
without any evidence, and sets what comes of it beside published regularities. Priors marked "set so that" in `priors.yaml`
were chosen with this table in view, the rest was not; no row is left out because it lies outside. "+-" is the Monte Carlo
standard error. Facts with a star must be inside, or the command fails.

| fact | | source | published | ours | |
| --- | --- | --- | --- | --- | --- |
"""


def interval(fact: Fact) -> str:
    """The published interval, or the sign it stands for."""
    if fact.low == -inf:
        return f"below {fact.high:g}"
    if fact.high == inf:
        return f"above {fact.low:g}"
    return f"{fact.low:g}" if fact.low == fact.high else f"{fact.low:.2f} to {fact.high:.2f}"


def ours(fact: Fact) -> str:
    """Our number with its error."""
    return f"{fact.ours:.3f}" + (f" +- {fact.error:.3f}" if fact.error > 0.0 else "")


def verdict(fact: Fact) -> str:
    """Inside or not, and whether it must be."""
    return ("inside" if fact.inside else "OUTSIDE") + (" *" if fact.required else "")


def page(facts: tuple[Fact, ...], cases: int) -> str:
    """The page in Markdown."""
    rows = [f"| {f.number} | {f.statement} | {f.source} | {interval(f)} | {ours(f)} | {verdict(f)} |" for f in facts]
    notes = [f"- {f.number}, {f.statement}: {f.note}." for f in facts]
    how = "## How ours was measured, or why it lies outside"
    return "\n".join([HEAD.format(cases=cases) + "\n".join(rows), "", how, "", *notes, ""])


def main() -> int:
    """Measure, print, write; 1 if a required fact lies outside."""
    cases, console = tuple(load_case(name) for name in library_names()), Console()
    with progress() as report:
        facts = stylised_facts(cases, load_priors(), blocks=4, progress=report)
    table = Table("fact", "", "published", "ours", "")
    for fact in facts:
        table.add_row(fact.number, fact.statement, interval(fact), ours(fact), verdict(fact))
    console.print(table)
    PAGE.write_text(page(facts, len(cases)), encoding="utf-8")
    return int(any(fact.required and not fact.inside for fact in facts))


if __name__ == "__main__":
    sys.exit(main())
