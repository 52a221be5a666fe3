"""Reports of one event from many outlets become one row with several sources: proposed here, decided by the analyst.

Rows are taken in an order of their own (accepted before drafts, earlier known before later), and each joins the row that it is
most like, if it is like any; so every echo is like the row that is kept, and the order of the file does not matter. Candidates
are found by rare common words, not by comparing all with all. What is told as done and what is denied never join.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from standoff.case.problems import nearest
from standoff.case.values import Event, Source
from standoff.errors import UsageError
from standoff.intake.likeness import Features, Likeness, compare, features, folded
from standoff.intake.near import Index
from standoff.intake.tables.outlets import OutletTable, outlet_of
from standoff.intake.voices import joined_sources

LEAST = 0.6
"""Likeness from which two rows are proposed as one event."""
LEAST_DENIED = 0.4
"""Likeness from which a denial is shown as one of a report: it shares fewer words with it."""

Spans: TypeAlias = Mapping[str, tuple[date, date]]
_Group: TypeAlias = tuple[Event, list[tuple[Event, Likeness]]]


@dataclass(frozen=True, slots=True)
class Merge:
    """A proposal: rows that tell one event.

    Attributes:
        keep: id of the row that stays evidence.
        echoes: ids of the rows that would be merged into it, in the order they became known.
        sources: the kept row's sources and, after them, every voice that the echoes add, marked with where it came from.
        why: a sentence for the analyst.
        score: likeness of the least like echo, 0 to 1.
        reasons: why, echo by echo.
        reprints: ids of echoes in nearly the same words as another report: no voice of their own.
        notes: what to look at before accepting.
    """

    keep: str
    echoes: tuple[str, ...]
    sources: tuple[Source, ...]
    why: str
    score: float
    reasons: tuple[str, ...] = ()
    reprints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two reports at odds that stay side by side: one told as done, the other denied, or sizes that cannot both be right."""

    one: str
    other: str
    kind: str
    why: str


def propose(
    rows: Iterable[Event],
    *,
    include_accepted: bool = False,
    spans: Spans | None = None,
    table: OutletTable | None = None,
) -> tuple[Merge, ...]:
    """Groups of rows that tell one event, in the order their kept rows became known.

    Args:
        rows: rows of one case, ids unique; merged, retracted and hypothetical ones are left out.
        include_accepted: let accepted rows be echoes too; by default only drafts are, of whatever row.
        spans: first and last possible day by id, for rows whose day is not certain.
        table: outlets, to know agencies and other names of one outlet; the built-in table by default.
    """
    told = [row for row in rows if _can_merge(row)]
    staying = {row.id for row in told if _carries(row) or not (include_accepted or row.status == "draft")}
    groups = _groups(told, staying, spans or {}, table)
    found = [_merge(kept, echoes, table) for kept, echoes in groups if echoes]
    return tuple(found)


def conflicts(rows: Iterable[Event], *, spans: Spans | None = None) -> tuple[Conflict, ...]:
    """Reports at odds, in the order the first of each pair became known: they are shown, never merged."""
    told = sorted((row for row in rows if _can_merge(row)), key=_known_first)
    seen = [features(row, (spans or {}).get(row.id)) for row in told]
    index = Index()
    found = []
    for each in seen:
        for other in index.near(each, across=True):
            conflict = _conflict(other, each)
            if conflict is not None:
                found.append(conflict)
        index.add(each)
    return tuple(found)


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
    echoes = sorted((row for row in rows if row.merged_into == kept.id), key=_known_first)
    left = replace(kept, sources=tuple(source for source in kept.sources if source.merged_from not in back))
    return replace(kept, sources=joined_sources(left, echoes, table).sources)


def _check_free(name: str, known: Mapping[str, Event], into: Mapping[str, str]) -> None:
    if name not in known:
        near = nearest(name, known)
        raise UsageError(f"merge: no row has the id {name!r}" + (f"; did you mean {near!r}?" if near else ""))
    already = into.get(name) or known[name].merged_into
    if already is not None:
        raise UsageError(f"merge: {name!r} is merged into {already!r} already; allowed: a row that is not merged")


def _can_merge(row: Event) -> bool:
    return row.merged_into is None and row.status != "retracted" and row.modality != "hypothetical"


def _carries(row: Event) -> bool:
    return any(source.merged_from is not None for source in row.sources)


def _known_first(row: Event) -> tuple[object, ...]:
    return (row.known_on, row.date, row.id)


def _groups(rows: Sequence[Event], staying: Container[str], spans: Spans, table: OutletTable | None) -> list[_Group]:
    """Every row that leads, with the rows that joined it, in the order the leaders became known; rows `staying` join none."""
    ordered = sorted(rows, key=lambda row: (row.id not in staying, row.status != "accepted", *_by_agency(row, table)))
    index = Index()
    groups: dict[str, _Group] = {}
    for row in ordered:
        each = features(row, spans.get(row.id))
        best = _best(each, index) if row.id not in staying else None
        if best is None:
            index.add(each)
            groups[row.id] = (row, [])
        else:
            groups[best[0]][1].append((row, best[1]))
    return sorted(groups.values(), key=lambda group: _known_first(group[0]))


def _by_agency(row: Event, table: OutletTable | None) -> tuple[object, ...]:
    """Earlier known first; of one day the agency itself before those who print it."""
    outlets = (outlet_of(source.outlet, table) for source in row.sources)
    is_agency = any(outlet is not None and outlet.kind == "agency" for outlet in outlets)
    return (row.known_on, row.date, not is_agency, row.id)


def _best(each: Features, index: Index) -> tuple[str, Likeness] | None:
    """The leader a row is most like, if it is like any."""
    found: tuple[str, Likeness] | None = None
    for other in index.near(each):
        likeness = compare(other, each)
        if likeness is None or likeness.sizes_at_odds or likeness.score < LEAST:
            continue
        if found is None or likeness.score > found[1].score:
            found = (other.row.id, likeness)
    return found


def _merge(kept: Event, echoes: Sequence[tuple[Event, Likeness]], table: OutletTable | None) -> Merge:
    ordered = sorted(echoes, key=lambda echo: _known_first(echo[0]))
    rows = [row for row, _ in ordered]
    joined = joined_sources(kept, rows, table)
    reasons = tuple("; ".join(likeness.why) for _, likeness in ordered)
    return Merge(
        keep=kept.id,
        echoes=tuple(row.id for row in rows),
        sources=joined.sources,
        why=_sentence(len(rows), len(joined.sources) - len(kept.sources), len(joined.reprints), reasons),
        score=min(likeness.score for _, likeness in ordered),
        reasons=reasons,
        reprints=joined.reprints,
        notes=tuple(_notes(kept, rows)),
    )


def _sentence(echoes: int, added: int, reprints: int, reasons: Sequence[str]) -> str:
    rows = "1 row tells" if echoes == 1 else f"{echoes} rows tell"
    voices = {0: "no new voice", 1: "1 new voice"}.get(added, f"{added} new voices")
    reprinted = f", {reprints} of them as a reprint" if reprints else ""
    return f"{rows} the same{reprinted}, with {voices}: {reasons[0]}"


def _notes(kept: Event, echoes: Sequence[Event]) -> Iterator[str]:
    sides = sorted({row.sided for row in echoes} - {kept.sided})
    if sides:
        yield f"sided {kept.sided} stays, though an echo has {', '.join(sides)}: look at whose sources they are"
    sizes = [row.id for row in echoes if kept.size is None and row.size is not None]
    if sizes:
        yield f"{sizes[0]} gives a size and the kept row none: it is not taken over"
    if any(row.known_on < kept.known_on for row in echoes):
        yield "an echo became known before the kept row: see to its date of publication"
    relayed = [row.id for row in echoes if row.asserted_by and folded(row.asserted_by) == folded(kept.asserted_by or "")]
    if relayed:
        yield f"{kept.asserted_by} is who says so in both {relayed[0]} and the kept row: who only relays him is no voice"


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
