"""Reports at odds: told as done and denied, or with sizes that cannot both be right. They are shown side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from standoff.case.values import Event
from standoff.intake.echoes.candidates import Candidates, Spans, can_merge, known_first
from standoff.intake.echoes.likeness import Features, compare, features
from standoff.intake.echoes.proposals import LEAST

LEAST_DENIED = 0.4
"""Likeness from which a denial is shown as one of a report: it shares fewer words with it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two reports at odds that stay side by side: one told as done, the other denied, or sizes that cannot both be right."""

    one: str
    other: str
    kind: str
    why: str


def conflicts(rows: Iterable[Event], *, spans: Spans | None = None) -> tuple[Conflict, ...]:
    """Reports at odds, in the order the first of each pair became known: they are shown, never merged.

    Args:
        rows: rows of one case, ids unique; merged, retracted and hypothetical ones are left out.
        spans: first and last possible day by id, for rows whose day is not certain.
    """
    told = sorted((row for row in rows if can_merge(row)), key=known_first)
    seen = [features(row, (spans or {}).get(row.id)) for row in told]
    index = Candidates()
    found = []
    for each in seen:
        for other in index.near(each, across=True):
            conflict = _conflict(other, each)
            if conflict is not None:
                found.append(conflict)
        index.add(each)
    return tuple(found)


def _conflict(one: Features, other: Features) -> Conflict | None:
    likeness = compare(one, other)
    if likeness is None:
        return None
    why = "; ".join(likeness.why)
    first, second = one.row, other.row
    if {first.modality, second.modality} == {"done", "denied"} and likeness.score >= LEAST_DENIED:
        return Conflict(first.id, second.id, "denied", f"{first.modality} against {second.modality}: {why}")
    if first.modality == second.modality and likeness.sizes_at_odds and not likeness.days and likeness.score >= LEAST:
        return Conflict(first.id, second.id, "size", f"{first.size:,g} against {second.size:,g} {second.unit}: {why}")
    return None
