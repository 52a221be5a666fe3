"""Values as YAML text that reads back as exactly the same values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite

from standoff.case.yaml_tree import resolve

_SAFE_START = re.compile(r"[^\W_]")
_UNSAFE = re.compile(r": |:\Z| #|\s\Z|[\n\t]|  ")
_OLD_BOOLEANS = frozenset({"y", "n", "yes", "no", "on", "off"})  # to readers of YAML 1.1
_UNSAFE_IN_BRACKETS = re.compile(r"[\[\]{},:?]")


def scalar_text(value: object, *, flow: bool = False) -> str:
    """One value on one line: plain where that is safe, in double quotes otherwise.

    Args:
        value: text, a number, true or false, a date, or None.
        flow: the text will stand within brackets or braces.

    Example:
        >>> scalar_text("Reuters; AP"), scalar_text("yes: no"), scalar_text(27.0), scalar_text("12")
        ('Reuters; AP', '"yes: no"', '27', '"12"')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return text if _is_plain(text, flow) else _in_quotes(text)


def flow_text(value: object) -> str:
    """A value of any depth on one line, in brackets and braces."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{scalar_text(key, flow=True)}: {flow_text(item)}" for key, item in value.items())
        return f"{{{inside}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(flow_text(item) for item in value)}]"
    return scalar_text(value, flow=True)


def block_lines(row: Mapping[str, object], indent: str) -> list[str]:
    """The lines of a mapping as an item of a block list: the first with its dash, values of any depth."""
    lines: list[str] = []
    for key, value in row.items():
        lead = f"{indent}{'  ' if lines else '- '}{scalar_text(key)}:"
        if isinstance(value, list):
            lines.append(lead)
            for item in value:
                lines.extend(_item_lines(item, f"{indent}  "))
        else:
            lines.append(f"{lead} {flow_text(value) if isinstance(value, Mapping) else scalar_text(value)}")
    return lines


def _number_text(value: float) -> str:
    if not isfinite(value):
        return ".nan" if value != value else ".inf" if value > 0 else "-.inf"
    return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def _item_lines(item: object, indent: str) -> list[str]:
    return block_lines(item, indent) if isinstance(item, Mapping) and item else [f"{indent}- {flow_text(item)}"]


def _is_plain(text: str, flow: bool) -> bool:
    if not _SAFE_START.match(text) or not text.isprintable() or _UNSAFE.search(text):
        return False
    if flow and _UNSAFE_IN_BRACKETS.search(text):
        return False
    return isinstance(resolve(text), str) and text.casefold() not in _OLD_BOOLEANS


def _in_quotes(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in quoted)


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) <= 0xFFFF else f"\\U{ord(sign):08x}"
