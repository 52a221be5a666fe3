"""Reports of one event from many outlets become one row with several sources: proposed here, decided by the analyst.

Rows are taken in an order of their own (accepted before drafts, earlier known before later), and each joins the row that it is
most like, if it is like any; so every echo is like the row that is kept, and the order of the file does not matter. Candidates
are found by rare common words, not by comparing all with all. What is told as done and what is denied never join.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from standoff.case.values import Event, Source
from standoff.intake.echoes.candidates import Candidates, Spans, can_merge, known_first
from standoff.intake.echoes.likeness import Features, Likeness, compare, features
from standoff.intake.echoes.voices import joined_sources
from standoff.intake.language.words import folded
from standoff.intake.outlets.table import OutletTable, outlet_of

LEAST = 0.6
"""Likeness from which two rows are proposed as one event."""
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
    told = [row for row in rows if can_merge(row)]
    staying = {row.id for row in told if _carries(row) or not (include_accepted or row.status == "draft")}
    groups = _groups(told, staying, spans or {}, table)
    found = [_merge(kept, echoes, table) for kept, echoes in groups if echoes]
    return tuple(found)


def _carries(row: Event) -> bool:
    return any(source.merged_from is not None for source in row.sources)


def _groups(rows: Sequence[Event], staying: Container[str], spans: Spans, table: OutletTable | None) -> list[_Group]:
    """Every row that leads, with the rows that joined it, in the order the leaders became known; rows `staying` join none."""
    ordered = sorted(rows, key=lambda row: (row.id not in staying, row.status != "accepted", *_by_agency(row, table)))
    index = Candidates()
    groups: dict[str, _Group] = {}
    for row in ordered:
        each = features(row, spans.get(row.id))
        best = _best(each, index) if row.id not in staying else None
        if best is None:
            index.add(each)
            groups[row.id] = (row, [])
        else:
            groups[best[0]][1].append((row, best[1]))
    return sorted(groups.values(), key=lambda group: known_first(group[0]))


def _by_agency(row: Event, table: OutletTable | None) -> tuple[object, ...]:
    """Earlier known first; of one day the agency itself before those who print it."""
    outlets = (outlet_of(source.outlet, table) for source in row.sources)
    is_agency = any(outlet is not None and outlet.kind == "agency" for outlet in outlets)
    return (row.known_on, row.date, not is_agency, row.id)


def _best(each: Features, index: Candidates) -> tuple[str, Likeness] | None:
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
    ordered = sorted(echoes, key=lambda echo: known_first(echo[0]))
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
