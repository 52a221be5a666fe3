"""What parts two texts, as a unified diff; quick where most of them is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from io import StringIO

CONTEXT = 3
MOST_LINES = 6_000
_HUNK = re.compile(r"@@ -(\d+)((?:,\d+)?) \+(\d+)((?:,\d+)?) @@")


def unified(before: str, after: str, name: str) -> str:
    r"""A unified diff of two texts, "" where they are equal.

    Args:
        before: the text there is.
        after: the text there shall be.
        name: of the file, for the two lines at the head.

    Example:
        >>> print(unified("a\nb\n", "a\nc\n", "x.yaml"), end="")
        --- x.yaml
        +++ x.yaml
        @@ -1,2 +1,2 @@
         a
        -b
        +c
    """
    old, new = list(StringIO(before)), list(StringIO(after))  # parted at line feeds, and at no other sign
    start = _common(old, new)
    stop = _common(old[start:][::-1], new[start:][::-1])
    first = max(0, start - CONTEXT)
    left, right = old[first : _end(old, stop)], new[first : _end(new, stop)]
    lines = _hunks(left, right) if max(len(left), len(right)) <= MOST_LINES else _whole(left, right)
    body = [_HUNK.sub(lambda found: _shifted(found, first), line) if line.startswith("@@") else line for line in lines]
    ended = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in body)
    return f"--- {name}\n+++ {name}\n{ended}" if body else ""


def _hunks(old: Sequence[str], new: Sequence[str]) -> list[str]:
    return list(unified_diff(old, new, n=CONTEXT))[2:]


def _whole(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """All of the one against all of the other: what a search for likeness would take too long for."""
    yield f"@@ -1,{len(old)} +1,{len(new)} @@\n"
    yield from (f"-{line}" for line in old)
    yield from (f"+{line}" for line in new)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _end(lines: Sequence[str], stop: int) -> int:
    return min(len(lines), len(lines) - stop + CONTEXT)


def _shifted(found: re.Match[str], by: int) -> str:
    return f"@@ -{int(found[1]) + by}{found[2]} +{int(found[3]) + by}{found[4]} @@"
