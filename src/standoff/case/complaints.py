"""Pydantic's errors and the parser's faults, put into words at their place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from standoff._version import __version__
from standoff.case.codes import EVENT_CODES
from standoff.case.problems import Problem, nearest, path_text, quoted
from standoff.case.schema import CaseModel, EventModel
from standoff.case.yaml_tree import Mapping as MappingNode
from standoff.case.yaml_tree import Mark, Node, Scalar
from standoff.case.yaml_tree import Sequence as SequenceNode

Path: TypeAlias = tuple[str | int, ...]

_SHAPES = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case letters, digits and single hyphens, as in venezuela-2019",
    r"^[A-Z]{3}$": "three capital letters, as in VEN",
    r"^https?://\S+$": "an address that begins with http:// or https://",
    r"^[A-G][1-6]?$": "a letter A to G, then a digit 1 to 6 or nothing, as in B2",
    r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$": "letters, digits, hyphen, dot and underscore, at most 80",
    r"^[A-Za-z][A-Za-z0-9_.-]*$": "a letter, then letters, digits, hyphen, dot and underscore",
}

_PLAIN_WORDS = {
    "float_type": "is not a number",
    "int_type": "is not a whole number",
    "bool_type": "is not true or false",
    "list_type": "is not a list",
    "model_type": "is not a mapping (lines of key: value)",
    "finite_number": "is not a finite number",
    "greater_than": "is too small; allowed: more than {gt:g}",
    "greater_than_equal": "is too small; allowed: at least {ge:g}",
    "less_than_equal": "is too large; allowed: at most {le:g}",
    "string_too_long": "is too long; allowed: at most {max_length} letters",
    "string_too_short": "is empty; a few words are needed",
    "too_short": "has too few items; allowed: at least {min_length}",
    "too_long": "has too many items; allowed: at most {max_length}",
}


def locate(root: Node, path: Path) -> Mark:
    """The place of the value a path leads to, or of the deepest mapping or list on the way that exists."""
    node = root
    for step in path:
        following = _child(node, step)
        if following is None:
            break
        node = following
    return node.start


def locate_key(root: Node, path: Path) -> Mark:
    """The place of the key a path ends with; of its mapping where it has none."""
    node: Node | None = root
    for step in path[:-1]:
        node = _child(node, step) if node is not None else None
    if isinstance(node, MappingNode) and path[-1] in node.keys:
        return node.keys[str(path[-1])].start
    return locate(root, path)


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return node.values.get(str(step))
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def schema_problems(
    error: ValidationError, root: Node, file: str, top: type[BaseModel] = CaseModel
) -> Iterator[Problem]:
    """Every error pydantic found, one problem each, at its line and column; `top` is the model the file was held against."""
    for detail in error.errors(include_url=False):
        yield _problem(detail, root, file, top)


def repeated_keys(root: Node, file: str) -> Iterator[Problem]:
    """A problem for every key that stands twice in the same mapping."""
    waiting: list[tuple[Path, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, MappingNode):
            for key in node.repeated:
                what = f"{quoted(key.text)} stands here for the second time"
                first = f"the first is on line {node.keys[key.text].start.line}"
                yield _at(file, key.start, (*path, key.text), f"{what}; {first}")
            waiting.extend(((*path, key), value) for key, value in node.values.items())
        elif isinstance(node, SequenceNode):
            waiting.extend(((*path, index), item) for index, item in enumerate(node.items))


def _at(file: str, mark: Mark, path: Path, what: str, allowed: Iterable[str] = (), near: str | None = None) -> Problem:
    return Problem(file, mark.line, mark.column, path_text(path), what, tuple(allowed), near)


def _problem(detail: ErrorDetails, root: Node, file: str, top: type[BaseModel]) -> Problem:
    path: Path = detail["loc"]
    kind, given = detail["type"], detail["input"]
    if kind == "missing":
        return _at(file, locate(root, path), path, f"{quoted(path[-1])} is missing{_purpose(path, top)}")
    if kind == "extra_forbidden":
        allowed = _fields_at(path[:-1], top)
        what = f"{quoted(path[-1])} is not a key here"
        return _at(file, locate_key(root, path), path, what, allowed, nearest(path[-1], allowed))
    what, choices = _words(detail, root)
    return _at(file, locate(root, path), path, what, choices, nearest(given, choices))


def _words(detail: ErrorDetails, root: Node) -> tuple[str, tuple[str, ...]]:
    """What to say about a wrong value, and the words allowed in its stead."""
    kind, given = detail["type"], quoted(detail["input"])
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind == "literal_error":
        return f"{given} is not allowed{_newer(detail, context)}", tuple(re.findall(r"'([^']*)'", context["expected"]))
    if kind == "event_code":
        return f"{given} is not an event code", tuple(EVENT_CODES)
    if kind == "bool_type":
        return f"{given} is not true or false", ("true", "false")
    if kind == "string_type":
        return f"{given} is not text{_how_to_quote(root, detail['loc'])}", ()
    if kind == "string_pattern_mismatch":
        return f"{given} will not do; allowed: {_SHAPES[context['pattern']]}", ()
    if kind == "no_source":
        return detail["msg"], ()
    return f"{given} {_PLAIN_WORDS.get(kind, detail['msg']).format(**context)}", ()


def _newer(detail: ErrorDetails, context: Mapping[str, Any]) -> str:
    """What to say of a file whose format a newer Standoff has given a higher number."""
    given, read = str(detail["input"]).rpartition("/"), str(context["expected"]).strip("'").rpartition("/")
    known = given[0] == read[0] and given[2].isdecimal() and read[2].isdecimal()
    return f": a newer Standoff wrote it, and this one is {__version__}" if known and int(given[2]) > int(read[2]) else ""


def _how_to_quote(root: Node, path: Path) -> str:
    node: Node | None = root
    for step in path:
        node = _child(node, step) if node is not None else None
    if isinstance(node, Scalar) and node.text:
        return f'; to have it as text write "{node.text[:40]}" with quotes'
    return ""


def _purpose(path: Path, top: type[BaseModel]) -> str:
    """What the missing key is for, from the schema's own description."""
    owner = _model_at(path[:-1], top)
    described = owner.model_fields[str(path[-1])].description if owner and path[-1] in owner.model_fields else None
    return f" ({described})" if described else ""


def _fields_at(path: Path, top: type[BaseModel]) -> tuple[str, ...]:
    model = _model_at(path, top)
    if model is None:
        return ()
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _model_at(path: Path, top: type[BaseModel]) -> type[BaseModel] | None:
    """The model that a path into the file leads to."""
    model: type[BaseModel] | None = top
    for step in path:
        if isinstance(step, str) and model is not None:
            found = model.model_fields.get(step)
            model = _model_in(found.annotation) if found else None
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def event_fields() -> tuple[str, ...]:
    """The keys a row may have, in the order they are written."""
    return tuple(EventModel.model_fields)
