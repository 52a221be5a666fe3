"""Lets the reference show the examples of docstrings as code; loaded by mkdocstrings, see zensical.toml."""

from __future__ import annotations

import re
from typing import Any

import griffe

DOCTEST = re.compile(r"^(?P<indent> *)(?P<code>>>> .*(?:\n(?! *$) *\S.*)*)", re.MULTILINE)
TWO_PLACES = re.compile(r"\](?=\[)")


def shown(text: str) -> str:
    """A docstring whose doctests are fenced blocks, and in which `[a][b]` is no link."""
    parts = DOCTEST.split(text)  # prose, indent, code, prose, ...
    for at in range(0, len(parts), 3):
        parts[at] = TWO_PLACES.sub(r"]\\", parts[at])
    for at in range(1, len(parts), 3):
        indent, code = parts[at], parts[at + 1]
        parts[at : at + 2] = [f"{indent}```python\n", f"{indent}{code}\n{indent}```"]
    return "".join(parts)


class Doctests(griffe.Extension):
    """Rewrites every docstring before it is shown."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Rewrite the docstring of a module, class, function or attribute."""
        if obj.docstring is not None:
            obj.docstring.value = shown(obj.docstring.value)
