"""What a case file may not say although every value is of the right type: dates, names, numbers at odds.

Each check is a small generator over `Parts` (the valid parts of a case, so that one wrong row does not hide
the mistakes of the others) and yields findings with the path of the value they are about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from difflib import SequenceMatcher

from standoff.case.codes import CROWDS, INSIDE_THE_FORCES, KNOWN_UNITS, OUTSIDE_THE_FORCES
from standoff.case.merged import drafts_problems, merged_problems
from standoff.case.parts import Finding, Parts, row_ids
from standoff.case.problems import nearest, quoted
from standoff.case.schema import EventModel

MOST_DAYS = 3660
MOST_STATES = 250

_SLACK = 1.5  # reports round and headcounts are rough
_NAMED_SLACK = 5.0  # a row may name one force and count men of several (ivory-coast-2010, 1 April 2011)
_CLOSE_SPELLING = 0.8


def problems_of(parts: Parts) -> Iterator[Finding]:
    """Every contradiction that makes a case unusable."""
    for check in _CHECKS:
        yield from check(parts)


def notes_of(parts: Parts) -> Iterator[Finding]:
    """What an analyst may want to look at although the case can be used."""
    yield from _rows_not_accepted(parts)
    yield from _odd_tiers(parts)
    yield from _more_than_the_named_force(parts)
    if not parts.events:
        yield Finding(("events",), "no rows yet; every answer will be the prior's")
    if parts.outcome is None:
        yield Finding(("outcome",), "not given, so the case cannot be scored")
    elif parts.end is not None and parts.outcome.date > parts.end:
        yield Finding(("outcome", "date"), f"{parts.outcome.date} is after the end, {parts.end}")


def _span(parts: Parts) -> Iterator[Finding]:
    if parts.start is None or parts.end is None:
        return
    if parts.start > parts.end:
        yield Finding(("end",), f"{parts.end} is before the start, {parts.start}")
    elif (parts.end - parts.start).days > MOST_DAYS:
        yield Finding(("end",), f"{parts.end} is more than {MOST_DAYS} days after the start, {parts.start}")


def _outcome_date(parts: Parts) -> Iterator[Finding]:
    if parts.outcome is not None and parts.start is not None and parts.outcome.date < parts.start:
        yield Finding(("outcome", "date"), f"{parts.outcome.date} is before the start, {parts.start}")


def _dates_within(parts: Parts) -> Iterator[Finding]:
    for index, row in parts.rows():
        path = ("events", index, "date")
        if parts.start is not None and row.date < parts.start:
            yield Finding(path, f"{row.date} is before the start, {parts.start}")
        elif parts.end is not None and parts.start is not None and row.date > max(parts.end, parts.start):
            yield Finding(path, f"{row.date} is after the end, {parts.end}")
        if row.public is not None and row.public < row.date:
            yield Finding(("events", index, "public"), f"{row.public} is before the row's date, {row.date}")


def _dates_in_order(parts: Parts) -> Iterator[Finding]:
    latest = date.min
    for index, row in parts.rows():
        if row.date < latest:
            what = f"{row.date} is out of order: a row above is of {latest}; rows stand in date order"
            yield Finding(("events", index, "date"), what)
        latest = max(latest, row.date)


def _known_forces(parts: Parts) -> Iterator[Finding]:
    for index, row in parts.rows():
        if row.force and row.force not in parts.names:
            yield Finding(
                ("events", index, "force"),
                f"{quoted(row.force)} is not one of the forces",
                (*parts.names, '""'),
                nearest(row.force, parts.names),
            )


def _unique_names(parts: Parts) -> Iterator[Finding]:
    yield from _twice("forces", "name", [force.name if force else None for force in parts.forces])
    yield from _twice("assumptions", "name", [held.name if held else None for held in parts.assumptions])
    yield from _twice("events", "id", row_ids(parts.events))


def _twice(table: str, key: str, names: list[str | None]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if name is None:
            continue
        if name in first:
            yield Finding((table, index, key), f"{quoted(name)} is taken by {table}[{first[name]}]")
        first.setdefault(name, index)


def _rated_rows(parts: Parts) -> Iterator[Finding]:
    known = [name for name in row_ids(parts.events) if name is not None]
    for index, rating in enumerate(parts.ratings):
        if rating is not None and rating.row not in known:
            what = f"{quoted(rating.row)} is not the id of a row"
            yield Finding(("ratings", index, "row"), what, (), nearest(rating.row, known))


def _sizes_and_units(parts: Parts) -> Iterator[Finding]:
    for index, row in parts.rows():
        if row.size is None and row.bound != "exact":
            yield Finding(("events", index, "bound"), f"{quoted(row.bound)} has no size; a bound says what size is")
        if row.size is not None and row.unit is None:
            yield Finding(("events", index, "size"), f"{row.size:g} has no unit; say of what, such as unit: people")
        elif row.unit is not None and row.size is None:
            yield Finding(("events", index, "unit"), f"{quoted(row.unit)} has no size; give both or neither")
        elif row.unit is not None and (slip := _misspelt(row.unit)) is not None:
            yield Finding(("events", index, "unit"), f"{quoted(row.unit)} looks misspelt", KNOWN_UNITS, slip)


def _misspelt(unit: str) -> str | None:
    """The known unit a word is a slip of; one of a thing (a state, a unit) is no slip."""
    for known in KNOWN_UNITS:
        if known.startswith(unit):
            return None
        if SequenceMatcher(None, unit, known).ratio() >= _CLOSE_SPELLING:
            return known
    return None


def _possible_numbers(parts: Parts) -> Iterator[Finding]:
    for index, row in parts.rows():
        if row.size is None:
            continue
        limit = _limit(parts, row)
        if limit is not None and row.size > limit[0]:
            what = f"{row.size:,.0f} {row.unit} is more than {limit[1]}"
            yield Finding(("events", index, "size"), what)


def _limit(parts: Parts, row: EventModel) -> tuple[float, str] | None:
    """The largest size a row can have, and why; None where nothing bounds it."""
    if row.unit == "states":
        return MOST_STATES, "there are states"
    if row.unit != "people":
        return None
    if row.code in INSIDE_THE_FORCES:
        return _headcount_limit(parts, row)
    if parts.population is not None and row.scope != "abroad":
        subject = "a crowd of the whole population" if row.code in CROWDS else "the whole population"
        return parts.population, f"{subject} ({parts.population:,.0f})"
    return None


def _headcount_limit(parts: Parts, row: EventModel) -> tuple[float, str] | None:
    counts = parts.headcounts
    limits = []
    if row.force in counts:
        limits.append((_NAMED_SLACK * counts[row.force], f"{row.force} can have ({counts[row.force]:,.0f} in all)"))
    if parts.forces and len(counts) == len(parts.forces):
        total = sum(counts.values())
        limits.append((_SLACK * total, f"all forces together can have ({total:,.0f})"))
    return min(limits, default=None)


def _forces_fit_population(parts: Parts) -> Iterator[Finding]:
    total = sum(parts.headcounts.values())
    if parts.population is not None and total > parts.population:
        what = f"{total:,.0f} in all forces is more than the population ({parts.population:,.0f})"
        yield Finding(("forces",), f"{what}; size_k is in thousands")


def _actors_of_the_forces(parts: Parts) -> Iterator[Finding]:
    allowed = ("command", "officers", "unit", "troops")
    for index, row in parts.rows():
        if row.code in INSIDE_THE_FORCES and row.tier == "none":
            yield Finding(
                ("events", index, "tier"),
                f"'none' contradicts {row.code}: its actor is of the forces",
                allowed,
            )


def _rows_not_accepted(parts: Parts) -> Iterator[Finding]:
    for index, row in parts.rows():
        if row.status == "draft" and row.merged_into is None:
            yield Finding(("events", index, "status"), "draft: nobody has judged this row yet")
        elif row.status == "retracted":
            yield Finding(("events", index, "status"), "retracted: the row is kept for the record only")


def _odd_tiers(parts: Parts) -> Iterator[Finding]:
    for index, row in parts.rows():
        if row.code in OUTSIDE_THE_FORCES and row.tier != "none":
            yield Finding(("events", index, "tier"), f"{quoted(row.tier)} is odd with {row.code}; usually none")


def _more_than_the_named_force(parts: Parts) -> Iterator[Finding]:
    counts = parts.headcounts
    for index, row in parts.rows():
        if row.code in INSIDE_THE_FORCES and row.unit == "people" and row.size is not None:
            headcount = counts.get(row.force)
            if headcount is not None and row.size > _SLACK * headcount:
                what = f"{row.size:,.0f} people is more than {row.force} has ({headcount:,.0f})"
                yield Finding(("events", index, "size"), what)


_CHECKS: tuple[Callable[[Parts], Iterator[Finding]], ...] = (
    _span,
    _outcome_date,
    _unique_names,
    _forces_fit_population,
    _dates_within,
    _dates_in_order,
    _known_forces,
    _sizes_and_units,
    _possible_numbers,
    _actors_of_the_forces,
    _rated_rows,
    drafts_problems,
    merged_problems,
)
