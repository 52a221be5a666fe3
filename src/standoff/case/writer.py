"""Adding and changing rows of a case file while every other byte stays as the user wrote it.

An edit is a splice: the marked tree says where a row or a value stands in the text, and only that stretch is
replaced. The result is read back before anything is written: unless it is a good case with exactly the rows
asked for, the file keeps its old bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType

from standoff.case.atomic import replace_file
from standoff.case.build import split_sources
from standoff.case.complaints import event_fields
from standoff.case.edits import Edit, edited, items_added, items_removed, key_removal, list_added, row_nodes, value_edit
from standoff.case.problems import nearest
from standoff.case.reader import decode, parse_case, parse_placed, read_bytes
from standoff.case.splice import insert_rows
from standoff.case.values import Case, Drafted, Event, Source
from standoff.case.yaml_tree import Mapping as MappingNode
from standoff.errors import CaseError

_BOM = b"\xef\xbb\xbf"
_OPTIONAL: dict[str, object] = {
    "size": None,
    "unit": None,
    "bound": "exact",
    "asserted_by": None,
    "modality": "done",
    "status": "accepted",
    "note": None,
    "merged_into": None,
}


@dataclass(frozen=True, slots=True)
class RowEdit:
    """Changes of one row.

    Attributes:
        row: its id, its own or the one made from date and code.
        changes: new values by key of the format.
        drop: optional keys to take out, where the row has them.
        add_sources: sources to put after those it has, as an item each; a row that only has `source` is given a list.
        drop_sources: places of sources to take out of its list, from 0.
    """

    row: str
    changes: Mapping[str, object] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    add_sources: tuple[Source, ...] = ()
    drop_sources: frozenset[int] = frozenset()

    @property
    def names_sources(self) -> bool:
        """Whether sources are added or taken out one by one."""
        return bool(self.add_sources or self.drop_sources)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the row that this touches."""
        return frozenset({*self.changes, *self.drop, *(("sources",) if self.names_sources else ())})

    def sources_of(self, row: Event) -> tuple[Source, ...]:
        """The sources the row has afterwards."""
        kept = (source for place, source in enumerate(row.sources) if place not in self.drop_sources)
        return (*kept, *self.add_sources)


def append_events(path: str | os.PathLike[str], rows: Sequence[Event]) -> Case:
    """Add rows to a case file, each after the last row of its date or before; comments and order stay.

    Args:
        path: the case file.
        rows: the rows; an empty `id` leaves the name to be made from date and code.

    Returns:
        The case as it now stands in the file.

    Raises:
        CaseError: the file has problems, a row is not valid in it, or it cannot be written; it then stays.
    """
    text, name = _read(path)
    case = parse_case(text, name=name)
    fresh = sorted(rows, key=lambda row: row.date)
    edited = insert_rows(text, [event_row(row) for row in fresh])
    expected = sorted((*case.events, *fresh), key=lambda row: row.date)
    return _write(path, edited, case, [_bare(row) for row in expected])


def update_event(path: str | os.PathLike[str], event_id: str, changes: Mapping[str, object]) -> Case:
    """Change values of one row of a case file; everything else stays byte for byte.

    Args:
        path: the case file.
        event_id: `id` of the row, its own or the one made from date and code.
        changes: new values by key of the format, such as `{"status": "accepted", "size": 40}`.

    Returns:
        The case as it now stands in the file.

    Raises:
        CaseError: the file has problems, no such row or key, the changed row is not valid, or the file cannot
            be written; it is then as before.
    """
    return edit_rows(path, [RowEdit(event_id, changes)])


def edit_rows(path: str | os.PathLike[str], edits: Sequence[RowEdit]) -> Case:
    """Change several rows of a case file in one write; everything else stays byte for byte.

    Args:
        path: the case file.
        edits: at most one a row.

    Returns:
        The case as it now stands in the file.

    Raises:
        CaseError: as `update_event`; no change is then made.
    """
    return edit_case(path, lambda case: edits)


def edit_case(path: str | os.PathLike[str], plan: Callable[[Case], Sequence[RowEdit]]) -> Case:
    """Change rows of a case file by what the file holds; read once, written once, everything else byte for byte.

    Args:
        path: the case file.
        plan: makes the edits, at most one a row, of the case that is there; none leaves the file alone.

    Returns:
        The case as it now stands in the file.

    Raises:
        CaseError: as `update_event`, and whatever `plan` raises; no change is then made.
    """
    text, name = _read(path)
    case, root = parse_placed(text, name=name)
    edits = plan(case)
    if not edits:
        return replace(case, path=name)
    places = {_index_of(case, edit.row, name): edit for edit in edits}
    for edit in edits:
        for key in (*edit.changes, *edit.drop):
            _known_key(key, name)
    nodes = row_nodes(root)
    found = (made for index, edit in places.items() for made in _text_edits(text, nodes[index], case.events[index], edit))
    keys = {index: edit.keys for index, edit in places.items()}
    sources = {index: edit.sources_of(case.events[index]) for index, edit in places.items() if edit.names_sources}
    return _write(path, edited(text, found), case, [_bare(row) for row in case.events], keys, sources)


def _text_edits(text: str, node: MappingNode, row: Event, edit: RowEdit) -> Iterator[Edit]:
    for key, value in edit.changes.items():
        yield value_edit(text, node, key, value)
    for key in sorted(edit.drop & node.keys.keys()):
        yield key_removal(text, node, key)
    if edit.names_sources:
        yield from _source_edits(text, node, row, edit)


def _source_edits(text: str, node: MappingNode, row: Event, edit: RowEdit) -> Iterator[Edit]:
    """Sources put at the end of a row's list or taken out of it; a list that would only repeat `source` is not kept."""
    wanted, listed = edit.sources_of(row), node.values.get("sources")
    if listed is None:
        yield list_added(text, node, "sources", [source_row(source) for source in wanted])
    elif "source" in node.values and edit.drop_sources and wanted == split_sources(row.source):
        yield key_removal(text, node, "sources")
    else:
        yield from items_removed(text, listed, edit.drop_sources)
        yield from items_added(text, listed, [source_row(source) for source in edit.add_sources])


def event_row(event: Event) -> dict[str, object]:
    """The row a case file would hold for an event: keys in order, defaults and made names left out."""
    row: dict[str, object] = {key: getattr(event, key) for key in ("date", "code", "force", "tier", "scope")}
    row |= {key: getattr(event, key) for key in ("actor", "target")}
    tail = {key: getattr(event, key) for key in ("text", "source", "sided", "confidence")}
    extras = {key: getattr(event, key) for key, usual in _OPTIONAL.items() if getattr(event, key) != usual}
    row |= {key: extras.pop(key) for key in ("size", "unit", "bound") if key in extras}
    row |= tail
    if event.id:
        row = {"id": event.id} | row
    if event.public not in (None, event.date):
        row["public"] = event.public
    if event.sources not in ((), split_sources(event.source)):
        row["sources"] = [source_row(source) for source in event.sources]
    if event.drafted is not None:
        row["drafted"] = _given(event.drafted)
    return row | extras


def source_row(source: Source) -> dict[str, object]:
    """The item a case file's list of sources would hold for a source: what is not given is left out."""
    return _given(source)


def _given(value: Source | Drafted) -> dict[str, object]:
    told = {one.name: getattr(value, one.name) for one in fields(value)}
    return {key: value for key, value in told.items() if value is not None}


def _index_of(case: Case, event_id: str, name: str) -> int:
    ids = [row.id for row in case.events]
    if event_id in ids:
        return ids.index(event_id)
    near = nearest(event_id, ids)
    raise CaseError(f"{name}: no row has the id {event_id!r}" + (f"; did you mean {near!r}?" if near else ""))


def _known_key(key: str, name: str) -> None:
    allowed = event_fields()
    if key not in allowed:
        near = nearest(key, allowed)
        hint = f"; did you mean {near!r}?" if near else ""
        raise CaseError(f"{name}: {key!r} is not a key of a row; allowed: {', '.join(allowed)}{hint}")


def _read(path: str | os.PathLike[str]) -> tuple[str, str]:
    name = os.fspath(path)
    return decode(read_bytes(path), name), name


def _write(
    path: str | os.PathLike[str],
    text: str,
    before: Case,
    rows: list[dict[str, object]],
    changed: Mapping[int, frozenset[str]] = MappingProxyType({}),
    sources: Mapping[int, tuple[Source, ...]] = MappingProxyType({}),
) -> Case:
    """Write the edited text if it reads as the case before with these rows, save the keys changed, and with these sources."""
    name = os.fspath(path)
    after = parse_case(text, name=name)
    found = [_bare(row) for row in after.events]
    for table in (found, rows) if len(found) == len(rows) else ():
        for index, keys in changed.items():
            table[index] = _without(table[index], keys)
    as_told = all(after.events[index].sources == wanted for index, wanted in sources.items() if index < len(found))
    if found != rows or not as_told or replace(after, events=()) != replace(before, events=()):
        raise CaseError(f"{name}: the layout of this file cannot be edited safely; it is unchanged")
    mark = _BOM if read_bytes(path).startswith(_BOM) else b""
    replace_file(path, mark + text.encode("utf-8"))
    return replace(after, path=name)


def _without(row: dict[str, object], keys: frozenset[str]) -> dict[str, object]:
    """A row without the keys that were changed; the two ways to name sources depend on each other."""
    gone = keys | {"source", "sources"} if keys & {"source", "sources"} else keys
    return {key: value for key, value in row.items() if key not in gone}


def _bare(row: Event) -> dict[str, object]:
    """A row as the file would hold it, without its name, which is made anew where the file gives none."""
    return {key: value for key, value in event_row(row).items() if key != "id"}
