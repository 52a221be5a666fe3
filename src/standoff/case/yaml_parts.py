"""The tree of a YAML text, put together from parts that were parsed before: reading again after a small change is cheap.

A case file is a mapping at its left edge whose longest value is a list of rows. Each key at the edge and each row is a part;
one that was seen before is not parsed again. A part that is parsed alone and is whole (no quote, bracket or brace left open)
leaves the parser where the next line at the edge begins afresh, so that parts are what the whole would be. Wherever that is
not certain, and wherever something is wrong, nothing is returned and the whole text is to be parsed: problems are told from
there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from standoff.case.yaml_tree import MAX_ITEMS, Mapping, Mark, Node, Scalar, Sequence, YamlFault, parse_tree

_OTHER_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff\t]")
_MARKERS = re.compile(r"^(?:---|\.\.\.|%|\?)", re.MULTILINE)
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*[ ]*(?:#.*)?$", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*:(?= |$)")
_BARE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*: *(?:#.*)?$")
_ITEM = re.compile(r"( *)-(?= |$)")
_EMPTY = re.compile(r" *(?:#.*)?$")
DEEPEST = 40
"""Parts deeper than this are left to the whole parse, which knows its own limit."""


@dataclass(slots=True)
class Known:
    """Parts of the last two texts that were read, by their own text, with marks counted from their beginning; and the trees."""

    now: dict[str, Node] = field(default_factory=dict)
    before: dict[str, Node] = field(default_factory=dict)
    trees: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    line: int
    index: int
    item: bool


def parse_known(text: str, known: Known) -> Node:
    """The tree that `parse_tree` makes of a text; parts in `known` are not parsed again, and those of this text are kept.

    Raises:
        YamlFault: as `parse_tree`.
    """
    root = _from_parts(text, known)
    return parse_tree(text) if root is None else root


def kept_tree(text: str, known: Known) -> Node:
    """The tree of a text as `parse_known` makes it, or the very one made before of the same text: only to be looked at.

    Raises:
        YamlFault: as `parse_tree`.
    """
    if text not in known.trees:
        made = parse_known(text, known)
        known.trees = dict([*known.trees.items()][-1:]) | {text: made}
    return known.trees[text]


def _from_parts(text: str, known: Known) -> Mapping | None:
    """The tree from parts; None where only the whole parse can tell."""
    if _OTHER_BREAKS.search(text) or _MARKERS.search(text) or _BLOCK_TEXT.search(text):
        return None
    used: dict[str, Node] = {}
    root: Mapping | None = None
    for part in _parts(text):
        node = used.get(part.text) or known.now.get(part.text) or known.before.get(part.text) or _alone(part.text)
        if node is None:
            return None
        used[part.text] = node
        root = _joined(root, part, _moved(node, part.line, part.index))
        if root is None:
            return None
    if root is not None:
        _close(root)
        known.before, known.now = known.now, used
    return root


def _parts(text: str) -> Iterator[_Part]:
    """Stretches of whole lines, each begun by a key at the left edge or by an item of its list; the first has what is above."""
    starts = [(0, 0, False), *list(_starts(text))[1:]]
    ends = [index for index, _, _ in starts[1:]] + [len(text)]
    for (index, line, item), end in zip(starts, ends, strict=True):
        yield _Part(text[index:end], line, index, item)


def _starts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where parts start: index, line from 0, whether it is an item."""
    index, indent, awaits_list = 0, -1, False
    for line, words in enumerate(text.split("\n")):
        if _KEY.match(words):
            indent, awaits_list = -1, bool(_BARE_KEY.match(words))
            yield index, line, False
        elif (dash := _ITEM.match(words)) and (len(dash[1]) == indent or awaits_list):
            indent, awaits_list = len(dash[1]), False
            yield index, line, True
        elif not _EMPTY.match(words):
            awaits_list = False
        index += len(words) + 1


def _alone(text: str) -> Node | None:
    """The tree of one part; None where it is not whole, or so deep that the limit of the whole might be passed."""
    try:
        node = parse_tree(text)
    except YamlFault:
        return None
    ends_open = isinstance(node, Sequence) and _ends_empty(node)  # where an empty value stands hangs on what comes next
    return None if ends_open or _depth(node) > DEEPEST else node


def _ends_empty(node: Node) -> bool:
    """Whether the last value of a tree is an empty one."""
    while not isinstance(node, Scalar):
        inside = node.items if isinstance(node, Sequence) else [*node.values.values(), *node.repeated]
        if not inside:
            return False
        node = inside[-1]
    return not node.text and not node.style


def _depth(node: Node) -> int:
    if isinstance(node, Scalar):
        return 0
    inside = node.items if isinstance(node, Sequence) else node.values.values()
    return 1 + max(map(_depth, inside), default=0)


def _joined(root: Mapping | None, part: _Part, node: Node) -> Mapping | None:
    """The mapping with one part more; None where the part is not what its first line promised."""
    if part.item:
        return _with_item(root, node)
    if not isinstance(node, Mapping) or node.flow or len(node.keys) != 1 or node.repeated:
        return None
    if root is None:
        return node
    ((name, key),) = node.keys.items()
    if name in root.keys:
        return None
    root.keys[name], root.values[name] = key, node.values[name]
    return root


def _with_item(root: Mapping | None, node: Node) -> Mapping | None:
    if root is None or not isinstance(node, Sequence) or node.flow or len(node.items) != 1:
        return None
    name = next(reversed(root.values))
    held = root.values[name]
    if isinstance(held, Scalar):
        if held.text or held.style:
            return None
        root.values[name] = node
        return root
    if not isinstance(held, Sequence) or held.flow or held.start.column != node.start.column or len(held.items) >= MAX_ITEMS:
        return None
    held.items.append(node.items[0])
    return root


def _close(root: Mapping) -> None:
    """Let lists and the mapping end where their last value does."""
    for value in root.values.values():
        if isinstance(value, Sequence) and not value.flow and value.items:
            value.end = value.items[-1].end
    root.end = max((value.end for value in root.values.values()), key=lambda mark: mark.index)


def _moved(node: Node, lines: int, index: int) -> Node:
    """A tree of its own, so many lines and signs further down."""
    start, end = _further(node.start, lines, index), _further(node.end, lines, index)
    if isinstance(node, Scalar):
        return Scalar(start, end, node.text, node.style)
    if isinstance(node, Sequence):
        return Sequence(start, end, node.flow, [_moved(item, lines, index) for item in node.items])
    keys = {name: _moved_key(key, lines, index) for name, key in node.keys.items()}
    values = {name: _moved(value, lines, index) for name, value in node.values.items()}
    return Mapping(start, end, node.flow, keys, values, [_moved_key(key, lines, index) for key in node.repeated])


def _moved_key(key: Scalar, lines: int, index: int) -> Scalar:
    return Scalar(_further(key.start, lines, index), _further(key.end, lines, index), key.text, key.style)


def _further(mark: Mark, lines: int, index: int) -> Mark:
    return Mark(mark.line + lines, mark.column, mark.index + index)
