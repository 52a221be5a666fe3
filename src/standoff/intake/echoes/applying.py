"""Merging proposed rows, and taking a merge back: rows in, rows out; the file is written elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from standoff.case.problems import nearest
from standoff.case.values import Event
from standoff.errors import UsageError
from standoff.intake.echoes.candidates import known_first
from standoff.intake.echoes.proposals import Merge
from standoff.intake.echoes.voices import joined_sources
from standoff.intake.outlets.table import OutletTable


def apply(rows: Iterable[Event], merges: Iterable[Merge]) -> tuple[Event, ...]:
    """The rows after merging: kept ones carry the sources, echoes say where they went. Order and everything else stay.

    Raises:
        UsageError: a merge names a row that is not there, or one that is merged already.
    """
    listed, planned = tuple(rows), tuple(merges)
    known = {row.id: row for row in listed}
    into: dict[str, str] = {}
    for merge in planned:
        for name in (merge.keep, *merge.echoes):
            _check_free(name, known, into)
        into |= dict.fromkeys(merge.echoes, merge.keep)
    sources = {merge.keep: merge.sources for merge in planned}
    if set(sources) & set(into):
        raise UsageError(f"merge: {sorted(set(sources) & set(into))[0]!r} is kept and merged at once; allowed: one of them")
    return tuple(
        replace(row, merged_into=into.get(row.id, row.merged_into), sources=sources.get(row.id, row.sources)) for row in listed
    )


def undo(rows: Iterable[Event], ids: Iterable[str], table: OutletTable | None = None) -> tuple[Event, ...]:
    """The rows with some merges taken back: those of the given echoes, and of all echoes of a given kept row.

    The kept row loses what came from them; a voice that another of its echoes has too stays, as of that one.

    Raises:
        UsageError: no such row, or one that is neither merged nor carries a merged one.
    """
    listed = tuple(rows)
    back = _taken_back(listed, ids)
    rest = tuple(replace(row, merged_into=None) if row.id in back else row for row in listed)
    touched = {row.merged_into for row in listed if row.id in back}
    return tuple(_without(row, back, rest, table) if row.id in touched else row for row in rest)


def _taken_back(rows: Sequence[Event], ids: Iterable[str]) -> frozenset[str]:
    merged = {row.id: row.merged_into for row in rows if row.merged_into is not None}
    found: set[str] = set()
    for name in ids:
        echoes = {name} if name in merged else {echo for echo, kept in merged.items() if kept == name}
        if not echoes:
            near = nearest(name, [*merged, *merged.values()])
            hint = f"; did you mean {near!r}?" if near else "" if merged else "; no row of the case is merged"
            raise UsageError(f"undo: {name!r} given; allowed: the id of a merged row or of one that carries merged rows{hint}")
        found |= echoes
    return frozenset(found)


def _without(kept: Event, back: frozenset[str], rows: Sequence[Event], table: OutletTable | None) -> Event:
    """The kept row without sources of echoes taken back, and with voices that the remaining echoes then add."""
    echoes = sorted((row for row in rows if row.merged_into == kept.id), key=known_first)
    left = replace(kept, sources=tuple(source for source in kept.sources if source.merged_from not in back))
    return replace(kept, sources=joined_sources(left, echoes, table).sources)


def _check_free(name: str, known: Mapping[str, Event], into: Mapping[str, str]) -> None:
    if name not in known:
        near = nearest(name, known)
        raise UsageError(f"merge: no row has the id {name!r}" + (f"; did you mean {near!r}?" if near else ""))
    already = into.get(name) or known[name].merged_into
    if already is not None:
        raise UsageError(f"merge: {name!r} is merged into {already!r} already; allowed: a row that is not merged")
