"""The document as JSON, `standoff-view/1`: what every face that is not a terminal draws, the same bytes for the same document.

Numbers that are not finite become null, dates ISO text; NumPy's scalars become those of the language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from math import isfinite
from typing import Any

from standoff.view.document import Document


def view_document(document: Document) -> dict[str, Any]:
    """The document as a dictionary of JSON values, keys in the order of its dataclasses; `schema` comes first.

    Raises:
        TypeError: a figure holds a value that is no text, number, truth value, date, null, list or mapping.
    """
    whole: dict[str, Any] = plain(document)
    return {"schema": whole.pop("schema"), **whole}


def view_text(document: Document) -> str:
    """The document as text in plain ASCII, so that no terminal or file can spoil a letter; ends with a newline."""
    return json.dumps(view_document(document), indent=1, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """A value of a document as JSON has it; -0 is 0.

    Raises:
        TypeError: there is no such value in JSON.

    Example:
        >>> plain({"day": date(2019, 1, 30), "p": float("nan"), "who": ("a", None)})
        {'day': '2019-01-30', 'p': None, 'who': ['a', None]}
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "item"):  # a scalar of NumPy, which this layer need not know
        return plain(value.item())
    raise TypeError(f"a document holds a {type(value).__name__}, which JSON has no word for")


def _number(value: float) -> float | None:
    if isinstance(value, int):
        return int(value)
    return float(value) + 0.0 if isfinite(value) else None
