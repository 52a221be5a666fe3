"""Splicing rows into the text of a case file, at the place the marked tree says they belong; `edits.py` changes rows there.

Nothing here decides whether the result is a good case; `writer.py` reads it back before it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from standoff.case.yaml_parts import Known, kept_tree
from standoff.case.yaml_text import block_lines, flow_text
from standoff.case.yaml_tree import Mapping as MappingNode
from standoff.case.yaml_tree import Node, Scalar, parse_tree
from standoff.case.yaml_tree import Sequence as SequenceNode
from standoff.errors import CaseError

_BLOCK_STYLES = ("|", ">")


def insert_rows(text: str, rows: Sequence[Mapping[str, object]], known: Known | None = None) -> str:
    """The text of a case file with more rows, each after the last row there that is not younger.

    Args:
        text: the case file.
        rows: keys and values as the file shall hold them, in date order.
        known: parts of texts read before, as `reader.review_text` takes them.
    """
    if not rows:
        return text
    listed = events_of(parse_tree(text) if known is None else kept_tree(text, known))
    if not listed.items:
        return insert_rows(_fill_empty(text, listed, rows[0]), rows[1:], known)
    dates = [_date_of(item) for item in listed.items]
    for row in reversed(rows):
        after = sum(1 for day in dates if day <= str(row["date"]))
        at, fragment = (flow_splice if listed.flow else block_splice)(text, listed, after, row)
        text = text[:at] + fragment + text[at:]
    return text


def block_splice(text: str, listed: SequenceNode, after: int, row: Mapping[str, object]) -> tuple[int, str]:
    """Where a row in block style goes, and its text; right only while nothing before that place has moved."""
    newline = newline_of(text)
    lines = newline.join(block_lines(row, " " * (listed.start.column - 1)))
    if after == 0:
        return text.rfind("\n", 0, listed.start.index) + 1, lines + newline
    return line_end(text, end_of(text, listed.items[after - 1])), newline + lines


def flow_splice(text: str, listed: SequenceNode, after: int, row: Mapping[str, object]) -> tuple[int, str]:
    """Where a row in brackets goes, and its text."""
    if after == 0:
        return listed.items[0].start.index, f"{flow_text(row)}, "
    return end_of(text, listed.items[after - 1]), f", {flow_text(row)}"


def _fill_empty(text: str, rows: SequenceNode, row: Mapping[str, object]) -> str:
    """`events: []` becomes a list with one row; a comment between the brackets goes."""
    newline = newline_of(text)
    start, end = rows.start.index, rows.end.index
    if text[:start].rstrip(" ").endswith(":") and text[end : line_end(text, end)].strip(" ")[:1] in (
        "",
        "#",
    ):
        rest = line_end(text, end)
        lines = newline.join(block_lines(row, "  "))
        return f"{text[:start].rstrip(' ')}{text[end:rest]}{newline}{lines}{text[rest:]}"
    return f"{text[:start]}[{flow_text(row)}]{text[end:]}"


def end_of(text: str, node: Node) -> int:
    """Where a node's own text ends, without the blank lines YAML counts to a text in block style."""
    last = node
    while not isinstance(last, Scalar) and not last.flow:
        children = last.items if isinstance(last, SequenceNode) else list(last.values.values())
        last = max(children, key=lambda child: child.end.index)
    if isinstance(last, Scalar) and last.style in _BLOCK_STYLES:
        return last.start.index + len(text[last.start.index : last.end.index].rstrip())
    return last.end.index


def line_end(text: str, index: int) -> int:
    """The end of the line that holds `index`, before its line break."""
    at = text.find("\n", index)
    at = len(text) if at < 0 else at
    return at - 1 if at > index and text[at - 1] == "\r" else at


def newline_of(text: str) -> str:
    """The line break of a text: that of Windows if it has any."""
    return "\r\n" if "\r\n" in text else "\n"


def events_of(root: Node) -> SequenceNode:
    """The list of rows in the tree of a case file.

    Raises:
        CaseError: there is none.
    """
    rows = root.values.get("events") if isinstance(root, MappingNode) else None
    if not isinstance(rows, SequenceNode):
        raise CaseError("the case has no list of events")
    return rows


def _date_of(item: Node) -> str:
    day = item.values.get("date") if isinstance(item, MappingNode) else None
    return day.text if isinstance(day, Scalar) else ""
