"""What can be done to the text of a case file, as frozen values; `revise.revised` does it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from standoff.case.complaints import event_fields
from standoff.case.problems import nearest, quoted
from standoff.case.schema import BackgroundModel
from standoff.errors import CaseError

BACKGROUND = "background."
FACTS = ("title", "country", "iso3", "start", "end", "order_giver", "challenger", "question", "forces")
_MAY_GO = ("question",)
_MOST_DEPTH = 5
_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Add:
    """A new row: keys of the format and their values, the date among them."""

    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """Values of a row told anew; None takes an optional key out."""

    row: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Remove:
    """A row taken out of the file altogether; `status: retracted` keeps it for the record."""

    row: str


@dataclass(frozen=True, slots=True)
class Assume:
    """A prior held at a value, with the reason; in the place of what was assumed of it before."""

    name: str
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Unassume:
    """A prior left to the model again."""

    name: str


@dataclass(frozen=True, slots=True)
class Set:
    """A fact of the case told anew: one of `FACTS`, or of the background as in "background.media"; None takes it out."""

    key: str
    value: Any


Revision: TypeAlias = Add | Change | Remove | Assume | Unassume | Set


def checked_key(key: str) -> str:
    """The key, if a row may have it.

    Raises:
        CaseError: it may not; the nearest is named.
    """
    return _among(key, event_fields(), "a key of a row")


def checked_fact(one: Set) -> Set:
    """The revision, if it names a fact that can be set, or taken out where its value is None.

    Raises:
        CaseError: it does not.
    """
    known = tuple(f"{BACKGROUND}{name}" for name in BackgroundModel.model_fields)
    _among(one.key, (*FACTS, *known), "a fact that can be set")
    optional = one.key in _MAY_GO or one.key.startswith(BACKGROUND)
    if one.value is None and not optional:
        raise CaseError(f"{one.key}: every case needs one; give a value")
    return one


def plain_value(value: Any, depth: int = 0) -> Any:
    """A value as a file holds it: text, a number, true or false, lists and mappings of these; a date as text.

    Raises:
        CaseError: nested too deeply, or no such value.
    """
    if depth > _MOST_DEPTH:
        raise CaseError(f"a value is nested deeper than {_MOST_DEPTH} levels")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {_plain_key(key): plain_value(one, depth + 1) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [plain_value(one, depth + 1) for one in value]
    raise CaseError(f"{quoted(value)} cannot stand in a case file")


def _plain_key(key: Any) -> str:
    """A key of a mapping within a value; those of the format are plain words, which need no quotes."""
    if not isinstance(key, str) or not _KEY.match(key):
        raise CaseError(f"{quoted(key)} is not a key that a case file has")
    return key


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A new row as the file will hold it: keys in the order of the format, those without a value left out.

    Raises:
        CaseError: a key that no row has, no date, or a list whose items are not mappings.
    """
    for key in row:
        checked_key(key)
    given = {key: plain_value(row[key]) for key in event_fields() if row.get(key) is not None}
    if not isinstance(given.get("date"), str):
        raise CaseError("a new row needs a date, YYYY-MM-DD")
    return {key: checked_list(key, value) for key, value in given.items()}


def checked_list(key: str, value: Any) -> Any:
    """A value of a row; where it is a list, one of mappings that are not empty.

    Raises:
        CaseError: it is a list of something else.
    """
    if isinstance(value, list) and not (value and all(isinstance(item, dict) and item for item in value)):
        raise CaseError(f"{key}: a list of mappings (lines of key: value) is needed")
    return value


def _among(word: str, allowed: Sequence[str], what: str) -> str:
    if word not in allowed:
        near = nearest(word, allowed)
        hint = f"; did you mean {near!r}?" if near else ""
        raise CaseError(f"{quoted(word)} is not {what}; allowed: {', '.join(allowed)}{hint}")
    return word
