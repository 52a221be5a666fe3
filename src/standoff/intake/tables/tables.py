"""Reading the small tables of this folder, once each."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `<name>.csv`, each a mapping of its head to text.

    Example:
        >>> rows("kinds")[0]["kind"]
        'talks'
    """
    text = files("standoff.intake.tables").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def several(cell: str) -> tuple[str, ...]:
    """The parts of a cell that lists several, parted by ";", each on one line.

    Example:
        >>> several("Agence France-Presse; AFP;")
        ('Agence France-Presse', 'AFP')
    """
    return tuple(" ".join(part.split()) for part in cell.split(";") if part.strip())


def listed(text: str) -> frozenset[str]:
    """A set of words written as one text, parted by blanks.

    Example:
        >>> sorted(listed("who which"))
        ['which', 'who']
    """
    return frozenset(text.split())
