"""YAML text as a tree of plain nodes that know their line and column; nothing is ever constructed.

Only the events of ruamel's YAML 1.2 parser are used, one at a time, so a file that is too deep or too long is
refused while it is being read. Aliases, anchors and tags are refused altogether: a case file needs none, and
they are how YAML is made to explode or to build objects.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml import events as parsed
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

MAX_DEPTH = 50
MAX_ITEMS = 20_000

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NULL = re.compile(r"(?:null|Null|NULL|~|)\Z")
_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_INFINITE = re.compile(r"([-+]?)\.(?:inf|Inf|INF)\Z")
_NAN = re.compile(r"\.(?:nan|NaN|NAN)\Z")
_MOST_DIGITS = 18
_BEGINS_NO_TEXT = frozenset("~nNtTfF+-.0123456789")  # what null, true, false and numbers begin with

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


@dataclass(slots=True)
class Mark:
    """A place in the text: line and column from 1, index in characters from 0; never changed.

    Not declared frozen, which would make it five times slower to make, and a long case has a quarter of a million.
    """

    line: int
    column: int
    index: int


@dataclass(slots=True)
class Scalar:
    """A single value as written; `style` is YAML's sign for the quotes, "" for a plain word."""

    start: Mark
    end: Mark
    text: str
    style: str

    def plain(self) -> Plain:
        """The value by the YAML 1.2 core rules; anything in quotes is text."""
        return self.text if self.style else resolve(self.text)


@dataclass(slots=True)
class Sequence:
    """A list; `flow` when written in brackets."""

    start: Mark
    end: Mark
    flow: bool
    items: list[Node] = field(default_factory=list)

    def plain(self) -> Plain:
        """The list as plain data."""
        return [item.plain() for item in self.items]


@dataclass(slots=True)
class Mapping:
    """Keys and values; `flow` when in braces; a repeated key goes to `repeated`, its value nowhere."""

    start: Mark
    end: Mark
    flow: bool
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)
    repeated: list[Scalar] = field(default_factory=list)

    def plain(self) -> Plain:
        """The mapping as plain data."""
        return {key: value.plain() for key, value in self.values.items()}


Node: TypeAlias = "Scalar | Sequence | Mapping"


class YamlFault(Exception):
    """The text is no YAML that a case file may use; `mark` is None when no place is known."""

    def __init__(self, what: str, mark: Mark | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.mark = mark


def resolve(text: str) -> Plain:
    """What an unquoted word means by the YAML 1.2 core rules: null, bool, int, float or text.

    Example:
        >>> resolve("NO"), resolve("true"), resolve("0x1f"), resolve("2019-01-10")
        ('NO', True, 31, '2019-01-10')
    """
    if text and text[0] not in _BEGINS_NO_TEXT:
        return text
    if _NULL.match(text):
        return None
    if _BOOL.match(text):
        return text[0] in "tT"
    return _number(text)


def _number(text: str) -> str | int | float:
    if _BASED.match(text) and len(text) <= _MOST_DIGITS:
        return int(text, 0)
    if _INT.match(text) and len(text) <= _MOST_DIGITS:
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    if infinite := _INFINITE.match(text):
        return -math.inf if infinite[1] == "-" else math.inf
    return math.nan if _NAN.match(text) else text


def parse_tree(text: str) -> Node:
    """The one document of a YAML text as a tree of nodes with marks.

    Raises:
        YamlFault: a syntax error, an alias, anchor or tag, nesting deeper than 50, a list longer than 20,000
            items, unprintable signs, no document or more than one.
    """
    builder = _Builder()
    for event in _events(text):
        builder.take(event)
    if builder.root is None:
        raise YamlFault("the file is empty; `standoff new ID` writes one to fill in")
    return builder.root


def _events(text: str) -> Iterator[Any]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except YamlFault:
        raise
    except MarkedYAMLError as error:
        raise YamlFault(_syntax(error), _mark(error.problem_mark or error.context_mark)) from error
    except ReaderError as error:
        raise YamlFault(f"the sign {chr(error.character)!r} is not allowed", _at(text, error.position)) from error
    except YAMLError as error:
        raise YamlFault(f"not YAML: {_one_line(str(error))}") from error
    except (RecursionError, MemoryError) as error:
        raise YamlFault("not YAML that can be read: nested too deeply") from error
    except Exception as error:  # the parser lets plain Python errors out on some malformed escapes and directives
        raise YamlFault(f"not YAML that can be read: {_one_line(str(error))}") from error


def _syntax(error: MarkedYAMLError) -> str:
    said = [part for part in (error.context, error.problem) if part]
    return f"not YAML: {_one_line(', '.join(said))}"


def _one_line(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub("?", text).split())[:200]


def _mark(mark: Any) -> Mark | None:
    return None if mark is None else Mark(mark.line + 1, mark.column + 1, mark.index)


def _at(text: str, index: int) -> Mark:
    before = text[:index]
    return Mark(before.count("\n") + 1, index - before.rfind("\n"), index)


class _Builder:
    """Puts parser events together, one at a time, without recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Sequence | Mapping] = []
        self._key: list[Scalar | None] = []

    def take(self, event: Any) -> None:
        """Add one parser event to the tree."""
        if isinstance(event, parsed.ScalarEvent):
            self._refuse_extras(event)
            self._place(_scalar(event))
        elif isinstance(event, parsed.SequenceStartEvent):
            self._refuse_extras(event)
            self._descend(Sequence(*_marks(event), bool(event.flow_style)))
        elif isinstance(event, parsed.MappingStartEvent):
            self._refuse_extras(event)
            self._descend(Mapping(*_marks(event), bool(event.flow_style)))
        elif isinstance(event, parsed.CollectionEndEvent):
            self._ascend(event)
        elif isinstance(event, parsed.AliasEvent):
            raise YamlFault(f"'*{event.anchor}' is an alias; write the value out", _mark(event.start_mark))
        elif isinstance(event, parsed.DocumentStartEvent) and self.root is not None:
            raise YamlFault("a second document starts here; one file holds one case", _mark(event.start_mark))

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            raise YamlFault(f"'&{event.anchor}' is an anchor; case files use no anchors", _mark(event.start_mark))
        if event.tag is not None:
            raise YamlFault(f"'{_one_line(str(event.tag))}' is a tag; case files use no tags", _mark(event.start_mark))

    def _descend(self, node: Sequence | Mapping) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise YamlFault(f"nested deeper than {MAX_DEPTH} levels", node.start)
        self._place(node)
        self._open.append(node)
        self._key.append(None)

    def _ascend(self, event: Any) -> None:
        node = self._open.pop()
        self._key.pop()
        node.end = _marks(event)[1] if node.flow else _last_end(node)

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            _append(parent, node)
        elif (key := self._key[-1]) is None:
            self._key[-1] = _as_key(node)
        else:
            self._key[-1] = None
            _enter(parent, key, node)


def _marks(event: Any) -> tuple[Mark, Mark]:
    start, end = event.start_mark, event.end_mark
    return (
        Mark(start.line + 1, start.column + 1, start.index),
        Mark(end.line + 1, end.column + 1, end.index),
    )


def _scalar(event: Any) -> Scalar:
    start, end = _marks(event)
    text = str(event.value)
    if found := _UNPRINTABLE.search(text):
        raise YamlFault(f"the sign {found[0]!r} is not allowed in text", start)
    return Scalar(start, end, text, event.style or "")


def _as_key(node: Node) -> Scalar:
    if not isinstance(node, Scalar):
        raise YamlFault("a key must be a single word", node.start)
    return node


def _append(parent: Sequence, node: Node) -> None:
    if len(parent.items) >= MAX_ITEMS:
        raise YamlFault(f"a list of more than {MAX_ITEMS:,} items; allowed: at most {MAX_ITEMS:,}", node.start)
    parent.items.append(node)


def _enter(parent: Mapping, key: Scalar, node: Node) -> None:
    if key.text in parent.keys:
        parent.repeated.append(key)
        return
    if len(parent.keys) >= MAX_ITEMS:
        raise YamlFault(f"a mapping of more than {MAX_ITEMS:,} keys", key.start)
    parent.keys[key.text] = key
    parent.values[key.text] = node


def _last_end(node: Sequence | Mapping) -> Mark:
    """Where a block really ends: at its last value, not at the next token the parser happened to see."""
    last = node.items if isinstance(node, Sequence) else list(node.values.values())
    return max((child.end for child in last), key=lambda mark: mark.index, default=node.start)
