"""The valid parts of a case file, and what is found about them: what the checks look at, and what they yield."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from standoff.case.schema import AssumptionModel, BackgroundModel, EventModel, ForceModel, OutcomeModel, RatingModel


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction at a path of the case, with the nearest allowed word where one helps."""

    path: tuple[str | int, ...]
    what: str
    allowed: tuple[str, ...] = ()
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The valid parts of a case file; what is missing or wrong is None, `names` holds every force named."""

    start: date | None
    end: date | None
    background: BackgroundModel | None
    forces: tuple[ForceModel | None, ...]
    events: tuple[EventModel | None, ...]
    assumptions: tuple[AssumptionModel | None, ...]
    outcome: OutcomeModel | None
    names: tuple[str, ...]
    ratings: tuple[RatingModel | None, ...] = ()

    def rows(self) -> Iterator[tuple[int, EventModel]]:
        """The valid rows with their places in the list."""
        return ((index, row) for index, row in enumerate(self.events) if row is not None)

    @property
    def population(self) -> float | None:
        """Population in people."""
        return None if self.background is None else self.background.population_m * 1e6

    @property
    def headcounts(self) -> dict[str, float]:
        """Headcount in people of every force whose size is given."""
        return {force.name: force.size_k * 1e3 for force in self.forces if force and force.size_k is not None}


def row_ids(rows: tuple[EventModel | None, ...]) -> list[str | None]:
    """The id of every row: its own, or `<date>-<code>-<n>`, n counting rows of equal date and code from 1."""
    seen: Counter[str] = Counter()
    ids: list[str | None] = []
    for row in rows:
        if row is None:
            ids.append(None)
            continue
        stem = f"{row.date}-{row.code}"
        seen[stem] += 1
        ids.append(row.id or f"{stem}-{seen[stem]}")
    return ids
