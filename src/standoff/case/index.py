"""The table of contents of the library, kept beside the chronicles so that listing them opens one file.

`python -m standoff.case.index` writes it anew after a chronicle was added or changed; a test holds the two
equal. It says nothing about how a case ended.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from standoff.case.values import Case

CHRONICLES = Path(__file__).parent / "chronicles"
INDEX = CHRONICLES / "index.json"


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the table: `days` counts start and end, `rows` the evidence, `forces` the forces."""

    id: str
    title: str
    start: date
    days: int
    rows: int
    forces: int


def summarise(case: Case) -> Summary:
    """The line for one case."""
    days = (case.end - case.start).days + 1
    return Summary(case.id, case.title, case.start, days, len(case.events), len(case.forces))


def read_index() -> tuple[Summary, ...]:
    """The whole table, in the order of the names."""
    lines = json.loads(INDEX.read_text("utf-8"))
    return tuple(Summary(**(line | {"start": date.fromisoformat(line["start"])})) for line in lines)


def index_text() -> str:
    """The table as it should stand in the file, made from the chronicles themselves."""
    from standoff.case.reader import read_case

    cases = [read_case(path) for path in sorted(CHRONICLES.glob("*.yaml"))]
    lines = [json.dumps(asdict(summarise(case)), default=str, ensure_ascii=False) for case in cases]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    INDEX.write_text(index_text(), "utf-8")
