"""What is run again: without which rows, groups of rows, and with which sources lying, given what that costs.

Living worlds again costs the days from the first changed one on. In a long standoff with many rows not all can be had in the
time that somebody will wait, so that those with the largest sequential factors come first, and the others say that they were
not run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from standoff.analysis.answer import EvidenceAnswer
from standoff.analysis.why.retold import had_lied, outlets, told_by, without_rows
from standoff.inference.posterior import Posterior
from standoff.inference.twins import Twin
from standoff.model.echoes import Evidence

DAYS_AGAIN = 600
"""Days of all worlds lived again for each of rows, groups and sources: some ten seconds of a usual machine."""


@dataclass(frozen=True)
class RunAgain:
    """Single rows; all groups by name, and those of several rows that are run; sources by key."""

    rows: tuple[int, ...]
    groups: Mapping[str, tuple[int, ...]]
    groups_alone: tuple[str, ...]
    sources: Mapping[str, str]

    def twins(self, posterior: Posterior) -> tuple[Twin, ...]:
        """Rows, then groups, then sources."""
        singles = [without_rows(posterior, (row,)) for row in self.rows]
        groups = [without_rows(posterior, self.groups[name]) for name in self.groups_alone]
        return (*singles, *groups, *(had_lied(posterior, key) for key in self.sources))


NOTHING_AGAIN = RunAgain((), {}, (), {})


def plan_of_runs(
    posterior: Posterior, rows: Sequence[EvidenceAnswer], group_of: Callable[[Evidence], str], most: int | None
) -> RunAgain:
    """What to run: the largest first, at most so many rows and sources, or as many as `DAYS_AGAIN` affords.

    A group of one row is not run by itself: its number is the row's.
    """
    groups = _grouped(posterior, group_of)
    voices = outlets(posterior)
    told = {key: told_by(posterior, key) for key in voices}

    def size(members: Iterable[int]) -> float:
        return -sum(abs(rows[row].decibans) for row in members)

    singles = sorted(((row,) for row in range(len(rows))), key=size)
    several = sorted((name for name, members in groups.items() if len(members) > 1), key=lambda name: size(groups[name]))
    spoken = sorted(voices, key=lambda key: size(told[key]))
    chosen = affordable(posterior, singles, most)
    return RunAgain(
        rows=tuple(sorted(row for (row,) in chosen)),
        groups=groups,
        groups_alone=tuple(several[: len(affordable(posterior, [groups[name] for name in several], None))]),
        sources={key: voices[key] for key in spoken[: len(affordable(posterior, [told[key] for key in spoken], most))]},
    )


def _grouped(posterior: Posterior, group_of: Callable[[Evidence], str]) -> dict[str, tuple[int, ...]]:
    groups: dict[str, tuple[int, ...]] = {}
    for row, item in enumerate(posterior.evidence):
        name = group_of(item)
        groups[name] = (*groups.get(name, ()), row)
    return groups


def affordable(posterior: Posterior, sets: Sequence[Sequence[int]], most: int | None) -> Sequence[Sequence[int]]:
    """The first sets of rows that may be run again: at most so many, or until the days are spent (one at least)."""
    if most is not None:
        return sets[:most]
    spent, last = 0, posterior.day + 1
    for count, members in enumerate(sets):
        spent += last - int(posterior.trail.day[min(members)])
        if spent > DAYS_AGAIN and count > 0:
            return sets[:count]
    return sets
