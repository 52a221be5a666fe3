"""Splicing rows and values into the text of a case file, at the place the marked tree says they belong.

Nothing here decides whether the result is a good case; `writer.py` reads it back before it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from standoff.case.yaml_text import block_lines, flow_text, scalar_text
from standoff.case.yaml_tree import Mapping as MappingNode
from standoff.case.yaml_tree import Node, Scalar, parse_tree
from standoff.case.yaml_tree import Sequence as SequenceNode
from standoff.errors import CaseError

_BLOCK_STYLES = ("|", ">")


def insert_rows(text: str, rows: Sequence[Mapping[str, object]]) -> str:
    """The text of a case file with more rows, each after the last row there that is not younger.

    Args:
        text: the case file.
        rows: keys and values as the file shall hold them, in date order.
    """
    if not rows:
        return text
    listed = _events_node(text)
    if not listed.items:
        return insert_rows(_fill_empty(text, listed, rows[0]), rows[1:])
    dates = [_date_of(item) for item in listed.items]
    for row in reversed(rows):
        after = sum(1 for day in dates if day <= str(row["date"]))
        at, fragment = (_flow_splice if listed.flow else _block_splice)(text, listed, after, row)
        text = text[:at] + fragment + text[at:]
    return text


def set_value(text: str, index: int, key: str, value: object) -> str:
    """The text of a case file with one value of row `index` replaced, or added where it has no such key."""
    row = _events_node(text).items[index]
    if not isinstance(row, MappingNode):
        raise CaseError(f"events[{index}] is not a mapping")
    if key in row.values:
        return _replace_value(text, row, key, value)
    last = max((_end_of(text, node) for node in row.values.values()), default=row.start.index + 1)
    if row.flow:
        return f"{text[:last]}, {key}: {flow_text(value)}{text[last:]}"
    at = _line_end(text, last)
    pad = " " * (row.start.column - 1)
    newline = _newline(text)
    return f"{text[:at]}{newline}{pad}{key}: {_inline(value)}{text[at:]}"


def _replace_value(text: str, row: MappingNode, key: str, value: object) -> str:
    node = row.values[key]
    start, end = node.start.index, _end_of(text, node)
    if start == end or (isinstance(node, SequenceNode) and not node.flow):
        start = row.keys[key].end.index
        start = text.index(":", start) + 1
        return f"{text[:start]} {_inline(value)}{text[max(start, end) :]}"
    written = flow_text(value) if row.flow else _inline(value)
    return f"{text[:start]}{written}{text[end:]}"


def _inline(value: object) -> str:
    return flow_text(value) if isinstance(value, list | tuple | Mapping) else scalar_text(value)


def _block_splice(text: str, listed: SequenceNode, after: int, row: Mapping[str, object]) -> tuple[int, str]:
    """Where a row in block style goes, and its text; right only while nothing before that place has moved."""
    newline = _newline(text)
    lines = newline.join(block_lines(row, " " * (listed.start.column - 1)))
    if after == 0:
        return text.rfind("\n", 0, listed.start.index) + 1, lines + newline
    return _line_end(text, _end_of(text, listed.items[after - 1])), newline + lines


def _flow_splice(text: str, listed: SequenceNode, after: int, row: Mapping[str, object]) -> tuple[int, str]:
    if after == 0:
        return listed.items[0].start.index, f"{flow_text(row)}, "
    return _end_of(text, listed.items[after - 1]), f", {flow_text(row)}"


def _fill_empty(text: str, rows: SequenceNode, row: Mapping[str, object]) -> str:
    """`events: []` becomes a list with one row; a comment between the brackets goes."""
    newline = _newline(text)
    start, end = rows.start.index, rows.end.index
    if text[:start].rstrip(" ").endswith(":") and text[end : _line_end(text, end)].strip(" ")[:1] in (
        "",
        "#",
    ):
        rest = _line_end(text, end)
        lines = newline.join(block_lines(row, "  "))
        return f"{text[:start].rstrip(' ')}{text[end:rest]}{newline}{lines}{text[rest:]}"
    return f"{text[:start]}[{flow_text(row)}]{text[end:]}"


def _end_of(text: str, node: Node) -> int:
    """Where a node's own text ends, without the blank lines YAML counts to a text in block style."""
    last = node
    while not isinstance(last, Scalar) and not last.flow:
        children = last.items if isinstance(last, SequenceNode) else list(last.values.values())
        last = max(children, key=lambda child: child.end.index)
    if isinstance(last, Scalar) and last.style in _BLOCK_STYLES:
        return last.start.index + len(text[last.start.index : last.end.index].rstrip())
    return last.end.index


def _line_end(text: str, index: int) -> int:
    """The end of the line that holds `index`, before its line break."""
    at = text.find("\n", index)
    at = len(text) if at < 0 else at
    return at - 1 if at > index and text[at - 1] == "\r" else at


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _events_node(text: str) -> SequenceNode:
    root = parse_tree(text)
    rows = root.values.get("events") if isinstance(root, MappingNode) else None
    if not isinstance(rows, SequenceNode):
        raise CaseError("the case has no list of events")
    return rows


def _date_of(item: Node) -> str:
    day = item.values.get("date") if isinstance(item, MappingNode) else None
    return day.text if isinstance(day, Scalar) else ""
