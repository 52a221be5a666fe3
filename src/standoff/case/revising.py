"""What a case file must hold once revisions are made, worked out on its plain data, apart from any text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from standoff.case.problems import nearest, quoted
from standoff.case.revisions import (
    BACKGROUND,
    Add,
    Assume,
    Change,
    Remove,
    Revision,
    Set,
    Unassume,
    checked_fact,
    checked_key,
    checked_list,
    plain_row,
    plain_value,
)
from standoff.case.yaml_tree import Mapping as MappingNode
from standoff.errors import CaseError


@dataclass(frozen=True, slots=True)
class Expected:
    """What revisions come to.

    Attributes:
        whole: the file as plain data once all is done.
        changed: new values by the place of a row in the file, None for keys to take out.
        removed: places of rows that go.
        moves: rows to be moved, one after the other, once those are gone: from a place to a place in the list without it.
        added: new rows.
    """

    whole: dict[str, Any]
    changed: dict[int, dict[str, Any]]
    removed: frozenset[int]
    moves: tuple[tuple[int, int], ...]
    added: tuple[dict[str, Any], ...]


@dataclass(slots=True)
class _Row:
    """A row on its way: its plain data, its id before (empty for a new one), and whether its date was told anew."""

    data: Any
    name: str | None
    dated: bool = field(default=False)


def expected_of(root: MappingNode, revisions: Sequence[Revision], file: str) -> Expected:
    """What revisions come to for a file.

    Raises:
        CaseError: no such row, key or assumption, or two revisions at odds.
    """
    whole: Any = root.plain()
    given = _items(whole, "events", file) if any(isinstance(one, Add | Change | Remove) for one in revisions) else []
    rows = [_Row(data, name) for data, name in zip(given, plain_names(given), strict=True)]
    changed, removed = _touched(rows, revisions, file)
    left = [row for place, row in enumerate(rows) if place not in removed]
    moves = tuple(_moves(left))
    added = tuple(plain_row(one.row) for one in revisions if isinstance(one, Add))
    for row in sorted(added, key=lambda row: str(row["date"])):
        left.insert(_place(left, row["date"]), _Row(row, None))
    if rows or added:
        whole["events"] = [row.data for row in left]
        _no_one_renamed(left, whole, file)
    _assume(whole, revisions, file)
    _set_facts(whole, revisions)
    return Expected(whole, changed, removed, moves, added)


def plain_names(rows: Sequence[Any]) -> list[str | None]:
    """The id of every row of plain data, its own or the one made from date and code; None for what is no row."""
    seen: Counter[str] = Counter()
    names: list[str | None] = []
    for row in rows:
        if not isinstance(row, dict):
            names.append(None)
            continue
        stem = f"{row.get('date')}-{row.get('code')}"
        seen[stem] += 1
        names.append(str(row.get("id") or f"{stem}-{seen[stem]}"))
    return names


def _touched(rows: list[_Row], revisions: Sequence[Revision], file: str) -> tuple[dict[int, dict[str, Any]], frozenset[int]]:
    """Changes made to the rows, and which of them go."""
    places = {row.name: place for place, row in reversed(list(enumerate(rows))) if row.name is not None}
    changed: dict[int, dict[str, Any]] = {}
    removed: set[int] = set()
    for one in revisions:
        if isinstance(one, Remove):
            removed.add(_known(one.row, places, file))
        elif isinstance(one, Change):
            place = _known(one.row, places, file)
            values = {checked_key(key): checked_list(key, plain_value(value)) for key, value in one.values.items()}
            changed.setdefault(place, {}).update(values)
    both = sorted(removed & changed.keys())
    if both:
        raise CaseError(f"{file}: row {rows[both[0]].name!r} is both changed and removed")
    for place, values in changed.items():
        changed[place] = _changed(rows[place], values)
    return changed, frozenset(removed)


def _changed(row: _Row, values: dict[str, Any]) -> dict[str, Any]:
    """The row told anew; only values that are not what they were are given back."""
    had = row.data
    new = {
        key: value for key, value in values.items() if key not in had or had[key] != value or type(had[key]) is not type(value)
    }
    new = {key: value for key, value in new.items() if value is not None or key in had}
    row.dated = "date" in new
    row.data = {key: value for key, value in {**had, **new}.items() if value is not None or key not in new}
    return new


def _moves(left: list[_Row]) -> Iterator[tuple[int, int]]:
    """Rows whose new date puts them out of order, taken to their places."""
    for row in [row for row in left if row.dated]:
        place = next(index for index, one in enumerate(left) if one is row)
        around = (_date(left[place - 1]) if place else "", _date(row), _date(left[place + 1]) if place + 1 < len(left) else "~")
        if list(around) == sorted(around):
            continue
        del left[place]
        to = _place(left, _date(row))
        left.insert(to, row)
        if to != place:
            yield place, to


def _place(rows: list[_Row], day: Any) -> int:
    return sum(1 for row in rows if _date(row) <= str(day))


def _date(row: _Row) -> str:
    return str(row.data.get("date", "")) if isinstance(row.data, dict) else ""


def _no_one_renamed(rows: list[_Row], whole: dict[str, Any], file: str) -> None:
    """Refuse where a row that others name, and that has no id of its own, would go by another name afterwards."""
    named = set(_named(whole))
    for row, now in zip(rows, plain_names([row.data for row in rows]), strict=True):
        if row.name in named and now != row.name:
            raise CaseError(
                f"{file}: row {row.name!r} is named elsewhere in the case and would become {now!r}; give it an id first"
            )


def _named(whole: dict[str, Any]) -> Iterator[str]:
    """Ids of rows that something in the case refers to."""
    ratings, rows = whole.get("ratings"), whole.get("events")
    for rating in ratings if isinstance(ratings, list) else ():
        if isinstance(rating, dict):
            yield str(rating.get("row"))
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            sources = row.get("sources")
            yield str(row.get("merged_into"))
            listed = sources if isinstance(sources, list) else ()
            yield from (str(one.get("merged_from")) for one in listed if isinstance(one, dict))


def _assume(whole: dict[str, Any], revisions: Sequence[Revision], file: str) -> None:
    told = [one for one in revisions if isinstance(one, Assume | Unassume)]
    if not told:
        return
    held = _items(whole, "assumptions", file) if "assumptions" in whole else []
    if not all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in held):
        raise CaseError(f"{file}: assumptions: not a list of named values; mend it by hand")
    kept = {one["name"]: one for one in held}
    if len(kept) < len(held):
        raise CaseError(f"{file}: assumptions: two of one name; mend it by hand")
    for one in told:
        if isinstance(one, Assume):
            kept[one.name] = {**kept.get(one.name, {}), "name": one.name, "value": one.value, "reason": one.reason}
        elif kept.pop(one.name, None) is None:
            raise CaseError(f"{file}: {quoted(one.name)} is not assumed; assumed: {', '.join(kept) or 'nothing'}")
    whole["assumptions"] = list(kept.values())
    if not kept:
        del whole["assumptions"]


def _set_facts(whole: dict[str, Any], revisions: Sequence[Revision]) -> None:
    told: set[str] = set()
    for one in revisions:
        if not isinstance(one, Set):
            continue
        if checked_fact(one).key in told:
            raise CaseError(f"{one.key}: set twice")
        told.add(one.key)
        inner = one.key.startswith(BACKGROUND)
        holder = whole.get("background") if inner else whole
        key = one.key.removeprefix(BACKGROUND) if inner else one.key
        if not isinstance(holder, dict):
            raise CaseError(f"{quoted(one.key)} cannot be set: the case has no background")
        if one.value is None:
            holder.pop(key, None)
        else:
            holder[key] = checked_list(key, plain_value(one.value))


def _items(whole: dict[str, Any], key: str, file: str) -> list[Any]:
    found = whole.get(key)
    if not isinstance(found, list):
        raise CaseError(f"{file}: {key}: the case has no list of them")
    return found


def _known(name: str, places: dict[str, int], file: str) -> int:
    if name in places:
        return places[name]
    near = nearest(name, places)
    raise CaseError(f"{file}: no row has the id {quoted(name)}" + (f"; did you mean {near!r}?" if near else ""))
