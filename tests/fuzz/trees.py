"""Blows that know the structure: a value of a YAML or JSON text is told anew, taken out, doubled or put elsewhere."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from mutants import DAYS, MARKS, NUMBERS, SIGNS

from standoff.case.yaml_tree import YamlFault, parse_tree

_HOSTILE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 10**17, 0.1, 1e308, -1e308, 1e-308, 5e-324, "", " ", "\n"),
    *([], {}, [[]], [None], {"": ""}, {"a": 1}),
    *(*NUMBERS, *DAYS, *SIGNS, *MARKS, "x" * 5_000, "a" * 81, "Z" * 121, "\ud800", "2019-01-21", "protest", "Army"),
)


def rearranged(data: bytes, chance: random.Random) -> bytes:
    """A YAML or JSON text with one to three values told otherwise, as JSON, which is YAML too; what is neither stays."""
    try:
        whole = parse_tree(data.decode("utf-8")).plain()
    except (YamlFault, UnicodeDecodeError):
        return data
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        holders = [holder for holder in _holders(whole) if holder]
        if holders:
            _struck(chance.choice(holders), chance)
    return json.dumps(whole, ensure_ascii=False, indent=chance.choice((None, 1))).encode("utf-8", "surrogatepass")


def _holders(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)


def _struck(holder: Any, chance: random.Random) -> None:
    place = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
    what = chance.randrange(6)
    if what == 0:
        del holder[place]
    elif what == 1 and isinstance(holder, dict):
        holder[str(chance.choice(_HOSTILE))] = holder[place]
    elif what == 1:
        holder.extend([holder[place]] * chance.choice((1, 60)))
    elif what == 2:
        holder[place] = [holder[place]]
    elif what == 3 and isinstance(holder[place], int | float):
        holder[place] = holder[place] * chance.choice((-1, 0, 1e-9, 1e3, 1e9, 1e300))
    else:
        holder[place] = chance.choice(_HOSTILE)
