"""Revisions of the text of a case file: rows added, changed and taken out, assumptions held or dropped, facts set anew.

Only text goes in and only text comes out; whoever calls decides what to do with it. Every other byte stays. The result is read
back as plain data and held against what was asked for, so that an odd layout is refused and never garbled. Whether it makes a
good case is for `reader.review_text` to say: a text with problems can be revised, to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from standoff.case.edits import (
    Edit,
    all_removed,
    edited,
    item_moved,
    items_added,
    items_removed,
    key_removal,
    list_added,
    list_replaced,
    row_nodes,
    value_edit,
    value_placed,
)
from standoff.case.problems import quoted
from standoff.case.reader import tree_of
from standoff.case.revising import Expected, expected_of
from standoff.case.revisions import BACKGROUND, Assume, Revision, Set, Unassume, checked_list, plain_value
from standoff.case.splice import events_of, insert_rows
from standoff.case.yaml_parts import Known
from standoff.case.yaml_tree import Mapping as MappingNode
from standoff.case.yaml_tree import Sequence as SequenceNode
from standoff.case.yaml_tree import YamlFault
from standoff.errors import CaseError


def revised(text: str, revisions: Sequence[Revision], *, name: str = "<text>", known: Known | None = None) -> str:
    r"""The text of a case file with all revisions made, or none.

    Args:
        text: the case file.
        revisions: what to do; rows go by their id in `text`, their own or the one made from date and code. A row whose new
            date puts it out of order moves to its place; an added one goes after the last of its date or before.
        name: stands for the file in messages.
        known: parts of texts read before, as `reader.review_text` takes them.

    Raises:
        CaseError: no such row, key or assumption; two revisions at odds; a layout that cannot be edited safely.

    Example:
        >>> revised("title: A # as told\nevents: []\n", [Set("title", "B")])
        'title: B # as told\nevents: []\n'
    """
    if not revisions:
        return text
    root = tree_of(text, name, known)
    expected = expected_of(root, revisions, name)
    made = edited(text, _edits(text, root, revisions, expected))
    for place, to in expected.moves:
        made = edited(made, item_moved(made, events_of(tree_of(made, name, known)), place, to))
    try:
        made = insert_rows(made, sorted(expected.added, key=lambda row: str(row["date"])), known)
    except YamlFault as fault:  # a value that no file can hold
        raise CaseError(f"{name}: {fault.what}; nothing was changed") from None
    if _plain(tree_of(made, name, known)) != expected.whole:
        raise CaseError(f"{name}: the layout of this file cannot be edited safely; nothing was changed")
    return made


def _plain(root: MappingNode) -> Any:
    return root.plain()


def _edits(text: str, root: MappingNode, revisions: Sequence[Revision], expected: Expected) -> Iterator[Edit]:
    """Changes in place: all but the rows that move or come new."""
    nodes = row_nodes(root) if expected.changed or expected.removed else []
    for place, values in expected.changed.items():
        yield from _row_edits(text, nodes[place], values)
    if expected.removed:
        yield from _removals(text, root, expected.removed)
    if any(isinstance(one, Assume | Unassume) for one in revisions):
        yield from _assumption_edits(text, root, expected.whole.get("assumptions") or [])
    for one in revisions:
        if isinstance(one, Set):
            yield from _set_edits(text, root, one)


def _row_edits(text: str, node: MappingNode, values: dict[str, object]) -> Iterator[Edit]:
    for key, value in values.items():
        if value is None:
            if key in node.keys:
                yield key_removal(text, node, key)
        elif key not in node.keys and isinstance(value, list):
            yield list_added(text, node, key, value)
        else:
            yield value_edit(text, node, key, value)


def _removals(text: str, root: MappingNode, gone: frozenset[int]) -> list[Edit]:
    listed = events_of(root)
    return all_removed(text, root, "events") if len(gone) == len(listed.items) else items_removed(text, listed, gone)


def _assumption_edits(text: str, root: MappingNode, wanted: list[dict[str, Any]]) -> Iterator[Edit]:
    """The list of assumptions brought to what is wanted, item by item; an empty list is not kept."""
    listed = root.values.get("assumptions")
    if listed is None:
        if wanted:
            yield list_added(text, root, "assumptions", wanted)
        return
    if not wanted:
        yield key_removal(text, root, "assumptions")
        return
    if not isinstance(listed, SequenceNode) or not listed.items:
        yield list_replaced(text, root, "assumptions", wanted)
        return
    yield from _held_edits(text, root, listed, {held["name"]: held for held in wanted})


def _held_edits(text: str, root: MappingNode, listed: SequenceNode, wanted: dict[str, Any]) -> Iterator[Edit]:
    names = [item.values["name"].plain() if isinstance(item, MappingNode) else None for item in listed.items]
    gone = frozenset(place for place, name in enumerate(names) if name not in wanted)
    if len(gone) == len(names):
        yield list_replaced(text, root, "assumptions", list(wanted.values()))
        return
    for place, name in enumerate(names):
        item = listed.items[place]
        if place not in gone and isinstance(item, MappingNode):
            had = item.plain()
            new = {key: value for key, value in wanted[str(name)].items() if not isinstance(had, dict) or had.get(key) != value}
            yield from (value_edit(text, item, key, value) for key, value in new.items())
    yield from items_removed(text, listed, gone)
    yield from items_added(text, listed, [held for name, held in wanted.items() if name not in names])


def _set_edits(text: str, root: MappingNode, one: Set) -> Iterator[Edit]:
    holder, key = _holder(root, one.key)
    value = checked_list(key, plain_value(one.value))
    if value is None:
        if key in holder.keys:
            yield key_removal(text, holder, key)
    elif isinstance(value, list) and key in holder.values:
        yield list_replaced(text, holder, key, value)
    else:
        yield value_placed(text, holder, key, value, "challenger")


def _holder(root: MappingNode, key: str) -> tuple[MappingNode, str]:
    """The mapping that holds a fact, and its key there."""
    if not key.startswith(BACKGROUND):
        return root, key
    background = root.values.get("background")
    if not isinstance(background, MappingNode):
        raise CaseError(f"{quoted(key)} cannot be set: the case has no background")
    return background, key.removeprefix(BACKGROUND)
