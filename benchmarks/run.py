"""`make bench`, `python -m benchmarks.run SECTION...`: measure all sections, or those named, and write docs/benchmarks.md.

Sections that are not named keep what was measured before. To add one, write a module in `benchmarks/measures/` with
`measure() -> Section` and name it here. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import time
from importlib import import_module

from rich.console import Console
from rich.table import Table as Shown

from benchmarks.figures import draw
from benchmarks.machine import machine
from benchmarks.page import NUMBERS, PAGE, Taken, keep, kept, page, verdict
from benchmarks.peer import PeerFailed
from benchmarks.sections import Measure, Section

SECTIONS = ("starting", "answers", "day", "roofline", "cascade", "filtering", "posterior", "curves", "cluster")


def measured(name: str, console: Console) -> Taken:
    """One section, shown as soon as it is there."""
    before, begun = machine(), time.perf_counter()
    module = import_module(f"benchmarks.measures.{name}")
    measure: Measure = module.measure
    try:
        section = measure()
    except PeerFailed as failed:
        section = Section(getattr(module, "TITLE", name), getattr(module, "ASKED", ""), skipped=str(failed))
    show(section, console)
    console.print(f"{name}: {time.perf_counter() - begun:.0f} s, load before {before['load']}\n", style="dim")
    return Taken(section, before)


def show(section: Section, console: Console) -> None:
    """The tables and bars of a section on the terminal."""
    if section.skipped:
        console.print(f"{section.title}: not measured, {section.skipped}")
    for table in section.tables:
        shown = Shown(*table.header, title=section.title)
        for row in table.rows:
            shown.add_row(*row)
        console.print(shown)
    for bar in section.bars:
        console.print(f"{bar.what}: asked {bar.asked:g} {bar.unit}, measured {bar.got:.4g} {bar.unit}: {verdict(bar)}")


def main(argv: list[str] | None = None) -> None:
    """Measure, keep and write; a section is written as soon as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure; write docs/benchmarks.md.")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}; all by default")
    names = parser.parse_args(argv).sections or list(SECTIONS)
    if unknown := sorted(set(names) - set(SECTIONS)):
        parser.error(f"no such section: {', '.join(unknown)}")
    console, sections = Console(), kept()
    for name in names:
        sections[name] = measured(name, console)
        sections = {each: sections[each] for each in SECTIONS if each in sections}
        keep(sections)
        PAGE.write_text(page(sections), encoding="utf-8")
        draw({each: taken.section for each, taken in sections.items()})
    console.print(f"Written: {PAGE.relative_to(NUMBERS.parents[1])}, {NUMBERS.relative_to(NUMBERS.parents[1])}")


if __name__ == "__main__":
    main()
