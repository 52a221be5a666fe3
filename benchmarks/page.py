"""The page of the benchmarks: docs/benchmarks.json holds the sections as measured, docs/benchmarks.md is written from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import OF_SECTIONS
from benchmarks.harness import ROOT, shown
from benchmarks.sections import Bar, Row, Section, Table, plain, section_from

NUMBERS, PAGE = ROOT / "docs" / "benchmarks.json", ROOT / "docs" / "benchmarks.md"

HEAD = """# Benchmarks

What `make bench` measures, written by it. What is compared runs in one go: programs are started beforehand, each in a process
of its own, and take turns A B C A B C …; a ratio is the median of the ratios of single rounds, with the least
and the greatest after it. Idle programs are stopped by a signal between their turns. Absolute figures move with the machine;
ratios hold better. The raw figures are in `docs/benchmarks.json`.
"""


@dataclass(frozen=True)
class Taken:
    """A section with the machine and the moment it was measured on."""

    section: Section
    machine: dict[str, Any]


def kept(path: Path = NUMBERS) -> dict[str, Taken]:
    """What was measured before, by the names of sections."""
    if not path.exists():
        return {}
    held = json.loads(path.read_text(encoding="utf-8"))
    return {name: Taken(section_from(each["section"]), each["machine"]) for name, each in held.items()}


def keep(sections: dict[str, Taken], path: Path = NUMBERS) -> None:
    """Write what was measured as JSON."""
    held = {name: {"machine": taken.machine, "section": plain(taken.section)} for name, taken in sections.items()}
    path.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def page(sections: dict[str, Taken]) -> str:
    """The whole page."""
    return "\n".join([HEAD, *_machine(sections), *_bars(sections), *_sections(sections)])


def verdict(bar: Bar) -> str:
    """Met or missed, computed from the number."""
    return "met" if bar.met else "**missed**"


def _machine(sections: dict[str, Taken]) -> Iterator[str]:
    latest = max((taken.machine for taken in sections.values()), key=lambda machine: str(machine["when"]))
    versions = ", ".join(f"{name} {version}" for name, version in latest["versions"].items())
    hardware = f"{latest['processor']}, {latest['cores']} cores, {latest['memory']}"
    yield "## The machine\n"
    yield f"{hardware}; {latest['system']}; {versions}. Last measured {latest['when']}.\n"


def _bars(sections: dict[str, Taken]) -> Iterator[str]:
    bars = [bar for taken in sections.values() for bar in taken.section.bars]
    rows = [(bar.what, _asked(bar), _figure(bar.got, bar.unit), verdict(bar)) for bar in bars]
    yield "## The bars\n"
    yield f"{sum(bar.met for bar in bars)} of {len(bars)} met.\n"
    yield "![How far each bar was passed or missed, in times of what was asked](benchmarks/bars.svg)\n"
    yield from _table(Table(("what", "asked", "measured", "verdict"), tuple(rows)))


def _sections(sections: dict[str, Taken]) -> Iterator[str]:
    for name, taken in sections.items():
        section, machine = taken.section, taken.machine
        yield f"## {section.title}\n"
        yield f"{' '.join(section.asked.split())}\n"
        if section.skipped:
            yield f"Not measured: {section.skipped}.\n"
            continue
        if name in OF_SECTIONS:
            yield f"![{OF_SECTIONS[name][0]}](benchmarks/{name}.svg)\n"
        for table in section.tables:
            yield from _table(table)
        yield from (f"- {note}" for note in section.notes)
        yield from ([""] if section.notes else [])
        yield f"*Measured {machine['when']}, load before {machine['load']}.*\n"


def _asked(bar: Bar) -> str:
    return f"{'at least' if bar.least else 'at most'} {_figure(bar.asked, bar.unit)}"


def _figure(figure: float, unit: str) -> str:
    return f"{shown(figure)} {unit}"


def _table(table: Table) -> Iterable[str]:
    return [_row(table.header), _row(["---"] * len(table.header)), *(_row(row) for row in table.rows), ""]


def _row(cells: Row | Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
