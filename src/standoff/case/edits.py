"""Changes within rows of a case file, as stretches of its text to be replaced; all of them are found before any is made.

Nothing here decides whether the result is a good case; `writer.py` reads it back before it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from standoff.case.splice import block_splice, end_of, events_of, flow_splice, line_end, newline_of
from standoff.case.yaml_text import block_lines, flow_text, scalar_text
from standoff.case.yaml_tree import Mapping as MappingNode
from standoff.case.yaml_tree import Node
from standoff.case.yaml_tree import Sequence as SequenceNode
from standoff.errors import CaseError


class Edit(NamedTuple):
    """Characters `start` up to, not including, `end` become `text`."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; those at one place stand in the order given. They must not overlap."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*parts, text[at:]))


def row_nodes(root: Node) -> list[MappingNode]:
    """The rows of a case file with their places in its text, from the tree of all of it.

    Raises:
        CaseError: the file has no list of rows.
    """
    nodes = []
    for index, item in enumerate(events_of(root).items):
        if not isinstance(item, MappingNode):
            raise CaseError(f"events[{index}] is not a mapping")
        nodes.append(item)
    return nodes


def value_edit(text: str, row: MappingNode, key: str, value: object) -> Edit:
    """One value of a row replaced, or added where the row has no such key."""
    if key in row.values:
        return _replaced(text, row, key, value)
    last = _row_end(text, row)
    if row.flow:
        return Edit(last, last, f", {key}: {flow_text(value)}")
    at = line_end(text, last)
    return Edit(at, at, f"{newline_of(text)}{_pad(row)}{key}: {_inline(value)}")


def key_removal(text: str, row: MappingNode, key: str) -> Edit:
    """One key of a row and its value taken out, with the line they stand on."""
    names = list(row.keys)
    place, start, end = names.index(key), row.keys[key].start.index, end_of(text, row.values[key])
    if place == 0:
        return Edit(start, row.keys[names[1]].start.index, "")
    if row.flow:
        return Edit(end_of(text, row.values[names[place - 1]]), end, "")
    return Edit(_before_line(text, start), line_end(text, end), "")


def list_added(text: str, row: MappingNode, key: str, items: Sequence[Mapping[str, object]]) -> Edit:
    """A list of mappings under a new key at the end of a row."""
    if row.flow:
        return value_edit(text, row, key, items)
    at = line_end(text, _row_end(text, row))
    lines = [f"{_pad(row)}{key}:", *(line for item in items for line in block_lines(item, _pad(row)))]
    newline = newline_of(text)
    return Edit(at, at, "".join(f"{newline}{line}" for line in lines))


def items_added(text: str, listed: Node, items: Sequence[Mapping[str, object]]) -> list[Edit]:
    """Mappings put at the end of a list."""
    if not isinstance(listed, SequenceNode):
        raise CaseError("what items were to be added to is not a list")
    splice = flow_splice if listed.flow else block_splice
    places = (splice(text, listed, len(listed.items), item) for item in items)
    return [Edit(at, at, fragment) for at, fragment in places]


def items_removed(text: str, listed: Node, places: Iterable[int]) -> list[Edit]:
    """Items taken out of a list, of which at least one stays, with the lines they stand on."""
    if not isinstance(listed, SequenceNode):
        raise CaseError("what items were to be taken out of is not a list")
    gone = sorted(set(places))
    first = next(place for place in range(len(listed.items)) if place not in gone)
    ahead = [Edit(listed.items[0].start.index, listed.items[first].start.index, "")] if listed.flow and first else []
    return ahead + [_item_removal(text, listed, place) for place in gone if place > first or not listed.flow]


def all_removed(text: str, holder: MappingNode, key: str) -> list[Edit]:
    """Every item of a list under a key taken out, so that an empty list stays; comments between the items stay too."""
    listed = holder.values[key]
    if not isinstance(listed, SequenceNode) or not listed.items:
        raise CaseError("what items were to be taken out of is not a list of some")
    if listed.flow:
        return [Edit(listed.start.index, end_of(text, listed), "[]")]
    colon = text.index(":", holder.keys[key].end.index) + 1
    return [Edit(colon, colon, " []"), *(_item_removal(text, listed, place) for place in range(len(listed.items)))]


def list_replaced(text: str, holder: MappingNode, key: str, items: Sequence[Mapping[str, object]]) -> Edit:
    """A list of mappings in the place of the one under a key; comments among the old items go with them."""
    listed = holder.values[key]
    if not isinstance(listed, SequenceNode) or listed.flow or not listed.items:
        return Edit(listed.start.index, end_of(text, listed), flow_text(items))
    dash = text.rindex("-", 0, listed.items[0].start.index)
    lines = [line for item in items for line in block_lines(item, " " * (listed.start.column - 1))]
    newline = newline_of(text)
    return Edit(_before_line(text, dash), end_of(text, listed), "".join(f"{newline}{line}" for line in lines))


def item_moved(text: str, listed: SequenceNode, place: int, to: int) -> list[Edit]:
    """An item of a block list, as it is written, put at place `to` of the list without it."""
    if listed.flow:
        raise CaseError("a row of a list in brackets would have to move to another place; move it by hand")
    gone = _item_removal(text, listed, place)
    others = [item for index, item in enumerate(listed.items) if index != place]
    newline = newline_of(text)
    start = text.rfind("\n", 0, text.rindex("-", 0, listed.items[place].start.index)) + 1
    lines = text[start : gone.end]
    if to == 0:
        dash = text.rindex("-", 0, others[0].start.index)
        at = text.rfind("\n", 0, dash) + 1
        return [gone, Edit(at, at, lines + newline)]
    at = line_end(text, end_of(text, others[to - 1]))
    return [gone, Edit(at, at, newline + lines)]


def value_placed(text: str, holder: MappingNode, key: str, value: object, after: str) -> Edit:
    """One value replaced, or added on a line of its own after the key named, where both stand in a block."""
    if key in holder.values or holder.flow or after not in holder.values:
        return value_edit(text, holder, key, value)
    at = line_end(text, end_of(text, holder.values[after]))
    return Edit(at, at, f"{newline_of(text)}{_pad(holder)}{key}: {_inline(value)}")


def _item_removal(text: str, listed: SequenceNode, place: int) -> Edit:
    item = listed.items[place]
    if listed.flow:
        return Edit(end_of(text, listed.items[place - 1]), end_of(text, item), "")
    dash = text.rindex("-", 0, item.start.index)
    return Edit(_before_line(text, dash), line_end(text, end_of(text, item)), "")


def _replaced(text: str, row: MappingNode, key: str, value: object) -> Edit:
    node = row.values[key]
    start, end = node.start.index, end_of(text, node)
    if start == end or (isinstance(node, SequenceNode) and not node.flow):
        start = text.index(":", row.keys[key].end.index) + 1
        return Edit(start, max(start, end), f" {_inline(value)}")
    return Edit(start, end, flow_text(value) if row.flow else _inline(value))


def _inline(value: object) -> str:
    return flow_text(value) if isinstance(value, list | tuple | Mapping) else scalar_text(value)


def _row_end(text: str, row: MappingNode) -> int:
    return max((end_of(text, node) for node in row.values.values()), default=row.start.index + 1)


def _pad(row: MappingNode) -> str:
    return " " * (row.start.column - 1)


def _before_line(text: str, index: int) -> int:
    """Where the line break before the line of `index` begins."""
    start = text.rfind("\n", 0, index)
    return start - 1 if start > 0 and text[start - 1] == "\r" else max(start, 0)
