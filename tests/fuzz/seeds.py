"""What mutants are made of: the small files of `corpus/`, a folder a surface, and real cases cut short."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from standoff.case.index import CHRONICLES
from standoff.case.template import new_case_text

CORPUS = Path(__file__).parent / "corpus"
EXAMPLES = Path(__file__).parents[2] / "examples" / "intake"
_CASES = ("venezuela-2019", "ussr-1991", "egypt-2011", "portugal-1974", "sudan-2019")
_ROWS = 4
_FURTHER = {"pages": "the-quiet-barracks.html", "feeds": "kestria.csv", "outlets": "outlets-of-my-own.csv"}


@cache
def seeds(surface: str) -> tuple[bytes, ...]:
    """The seeds of a surface: its folder of the corpus, with what the examples have of its kind."""
    further = [EXAMPLES / _FURTHER[surface]] if surface in _FURTHER else []
    return tuple(path.read_bytes() for path in (*sorted((CORPUS / surface).iterdir()), *further))


@cache
def cases() -> tuple[bytes, ...]:
    """A small case, the template and real cases, each cut to a few of its rows, so that a thousand mutants take seconds."""
    found = [path for name in _CASES if (path := CHRONICLES / f"{name}.yaml").is_file()]
    return (
        *seeds("case"),
        new_case_text("ruritania-2031").encode(),
        *(_short(path.read_text("utf-8")).encode() for path in found),
    )


def _short(text: str) -> str:
    head, _, rest = text.partition("\nevents:\n")
    rows = rest.split("\n- ")
    if len(rows) <= _ROWS:
        return text
    kept = random.Random(len(text)).sample(range(1, len(rows) - 1), _ROWS)
    return f"{head}\nevents:\n{rows[0]}" + "".join(f"\n- {rows[place]}" for place in sorted(kept)) + "\n"
