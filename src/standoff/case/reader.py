"""Reading a case file: bytes -> text -> marked tree -> models -> frozen case, with every problem at its line.

The order never changes: the file is looked at (size, bytes), then parsed, then held against the schema, then
checked for contradictions. The first two stop at their first fault, since nothing can be said about the rest;
the last two collect everything and report it at once.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from standoff.case.build import build_case
from standoff.case.checks import notes_of, problems_of
from standoff.case.complaints import locate, repeated_keys, schema_problems
from standoff.case.parts import Finding, Parts
from standoff.case.problems import CaseFileError, Problem, path_text, whole_file
from standoff.case.schema import (
    AssumptionModel,
    BackgroundModel,
    CaseModel,
    EventModel,
    ForceModel,
    OutcomeModel,
    RatingModel,
    as_day,
)
from standoff.case.values import Case
from standoff.case.yaml_parts import Known, kept_tree
from standoff.case.yaml_tree import Mapping, Node, Sequence, YamlFault, parse_tree

MAX_BYTES = 4_000_000

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Review:
    """What reading a file found: the case when it can be used, every problem, and notes that bar nothing."""

    case: Case | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


def read_case(path: str | os.PathLike[str], *, check: bool = True) -> Case:
    """The case in a file.

    Args:
        path: the YAML file.
        check: also look for contradictions (dates out of order, unknown forces, impossible numbers).

    Raises:
        CaseFileError: the file cannot be read or has problems; all of them are in its text, one a line.
    """
    review = review_bytes(read_bytes(path), os.fspath(path), check=check)
    return replace(_usable(review), path=os.fspath(path))


def parse_case(text: str, *, name: str = "<text>", check: bool = True, known: Known | None = None) -> Case:
    """The case in a YAML text; `name` stands for the file in messages, `known` is as `review_text` takes it.

    Raises:
        CaseFileError: the text has problems; all of them are in its text, one a line.
    """
    return _usable(review_text(text, name, check=check, known=known))


def parse_placed(text: str, *, name: str = "<text>") -> tuple[Case, Node]:
    """The case in a YAML text, and the tree that says where each of its values stands.

    Raises:
        CaseFileError: the text has problems, as `parse_case`.
    """
    root = tree_of(text, name)
    return _usable(_review_tree(root, name, check=True)), root


def review_file(path: str | os.PathLike[str], *, check: bool = True) -> Review:
    """Everything there is to say about a file; never raises on what the file holds."""
    try:
        return review_bytes(read_bytes(path), os.fspath(path), check=check)
    except CaseFileError as error:
        return Review(None, error.problems)


def review_bytes(data: bytes, name: str, *, check: bool = True) -> Review:
    """Everything there is to say about the bytes of a case file; `name` stands for the file in messages."""
    try:
        text = decode(data, name)
    except CaseFileError as error:
        return Review(None, error.problems)
    return review_text(text, name, check=check)


def review_text(text: str, name: str, *, check: bool = True, known: Known | None = None) -> Review:
    """Everything there is to say about the text of a case file; `name` stands for the file in messages.

    `known` holds parts of texts that were read before, so that one that changed a little is read again in a tenth of the
    time; what is found is the same.
    """
    try:
        root = tree_of(text, name, known)
    except CaseFileError as error:
        return Review(None, error.problems)
    return _review_tree(root, name, check)


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file of at most 4 MB.

    Raises:
        CaseFileError: no such file, a directory or device, not readable, or too large.
    """
    name = os.fspath(path)
    try:
        with Path(path).open("rb") as stream:
            status = os.fstat(stream.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > MAX_BYTES:
                raise whole_file(name, _too_large(status.st_size))
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise whole_file(name, f"cannot be read: {_reason(error)}") from error
    except ValueError as error:  # a NUL in the file's name
        raise whole_file(repr(name), "cannot be read: no such file") from error
    if len(data) > MAX_BYTES:
        raise whole_file(name, _too_large(len(data)))
    return data


def decode(data: bytes, name: str) -> str:
    """The text of a case file: UTF-8, with or without a byte order mark.

    Raises:
        CaseFileError: empty, binary, too large or not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise whole_file(name, _too_large(len(data)))
    if not data.strip():
        raise whole_file(name, "the file is empty; `standoff new ID` writes one to fill in")
    if b"\0" in data:
        raise whole_file(name, "a binary file (it holds NUL bytes), not YAML text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise whole_file(name, f"not UTF-8 text: line {line} holds byte 0x{data[error.start]:02x}") from error


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()


def _too_large(size: int) -> str:
    return f"too large: {size / 1e6:.1f} MB or more; allowed: at most {MAX_BYTES / 1e6:.0f} MB"


def tree_of(text: str, name: str = "<text>", known: Known | None = None) -> Mapping:
    """The tree of a text that is a mapping at its top level; `name` stands for the file in messages.

    `known` is as `review_text` takes it.

    Raises:
        CaseFileError: it is no YAML that a file of ours may use, or no mapping.
    """
    try:
        root = parse_tree(text) if known is None else kept_tree(text, known)
    except YamlFault as fault:
        line, column = (fault.mark.line, fault.mark.column) if fault.mark else (0, 0)
        raise CaseFileError([Problem(name, line, column, "", fault.what)]) from None
    if not isinstance(root, Mapping):
        what = "the top level is not a mapping (lines of key: value)"
        raise CaseFileError([Problem(name, root.start.line, root.start.column, "", what)])
    return root


def _usable(review: Review) -> Case:
    if review.case is None or review.problems:
        raise CaseFileError(review.problems)
    return review.case


def _review_tree(root: Mapping, name: str, check: bool) -> Review:
    plain: Any = root.plain()
    problems = list(repeated_keys(root, name))
    model: CaseModel | None = None
    try:
        model = CaseModel.model_validate(plain)
    except ValidationError as error:
        problems.extend(schema_problems(error, root, name))
    parts = _parts(plain)
    if check:
        problems.extend(_placed(problems_of(parts), root, name))
    if problems or model is None:
        return Review(None, tuple(sorted(problems, key=lambda found: (found.line, found.column))))
    case = build_case(model, lines=_row_lines(root))
    return Review(case, (), tuple(_placed(notes_of(parts), root, name)))


def _placed(findings: Iterable[Finding], root: Node, name: str) -> Iterable[Problem]:
    for found in findings:
        mark = locate(root, found.path)
        yield Problem(name, mark.line, mark.column, path_text(found.path), found.what, found.allowed, found.nearest)


def _row_lines(root: Mapping) -> list[int]:
    rows = root.values.get("events")
    return [row.start.line for row in rows.items] if isinstance(rows, Sequence) else []


def _parts(plain: dict[str, Any]) -> Parts:
    """The valid parts of a file, each tried by itself, so that one mistake does not hide the others."""
    forces = _rows(plain, "forces")
    names = [force.get("name") for force in forces if isinstance(force, dict)]
    return Parts(
        start=as_day(plain.get("start")),
        end=as_day(plain.get("end")),
        background=_tried(BackgroundModel, plain.get("background")),
        forces=tuple(_tried(ForceModel, force) for force in forces),
        events=tuple(_tried(EventModel, row) for row in _rows(plain, "events")),
        assumptions=tuple(_tried(AssumptionModel, held) for held in _rows(plain, "assumptions")),
        outcome=_tried(OutcomeModel, plain.get("outcome")),
        names=tuple(found for found in names if isinstance(found, str)),
        ratings=tuple(_tried(RatingModel, rating) for rating in _rows(plain, "ratings")),
    )


def _rows(plain: dict[str, Any], key: str) -> list[Any]:
    value = plain.get(key)
    return value if isinstance(value, list) else []


def _tried(model: type[_Model], value: object) -> _Model | None:
    try:
        return model.model_validate(value)
    except ValidationError:
        return None
