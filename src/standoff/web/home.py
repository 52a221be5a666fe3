"""Cards of the home page: what each case is about, and how it stands; no answer, which the page asks for by itself."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from standoff.case.index import Summary
from standoff.case.library import library_table
from standoff.case.reader import Review
from standoff.case.values import Case
from standoff.case.yaml_tree import Mapping, YamlFault, parse_tree
from standoff.web.bench import Bench
from standoff.web.files.shelf import Entry

_HEAD = ("title", "country", "iso3", "start", "end", "order_giver", "challenger", "question")

LONG = 200_000
"""Characters of a text that takes seconds to read: its card comes at once, with a guess of its rows, and is right later."""


def cards(bench: Bench) -> list[dict[str, Any]]:
    """A card for every case; one that cannot be read says so, and bars no other."""
    return [card(bench, entry) for entry in bench.shelf.entries()]


def card(bench: Bench, entry: Entry) -> dict[str, Any]:
    """The card of one case."""
    held = bench.text(entry)
    base = {"name": entry.name, "library": entry.library, "digest": held.digest}
    base |= {"path": None if entry.library else str(entry.path), "spoken": entry.spoken}
    if entry.library:
        known = _library()[entry.name]
        return {**base, **_head(held.text), "rows": known.rows, "drafts": 0, "problems": 0}
    if len(held.text) > LONG and bench.reviewed(held.digest, entry.spoken) is None:
        bench.review_later(held.text, held.digest, entry.spoken)
        return {**base, **_head(held.text), "rows": _guessed(held.text), "drafts": 0, "problems": 0, "reading": True}
    review = Review(None, held.problems) if held.problems else bench.review(held.text, held.digest, entry.spoken)
    if review.case is None or review.problems:
        told = _head(held.text) if held.text else dict.fromkeys(_HEAD)
        return {**base, **told, "rows": 0, "drafts": 0, "problems": max(1, len(review.problems))}
    case = review.case
    return {**base, **_facts(case), "rows": len(case.events), "drafts": drafts(case), "problems": 0}


def drafts(case: Case) -> int:
    """How many rows wait for a judgement."""
    return sum(row.status == "draft" and row.merged_into is None for row in case.events)


def _guessed(text: str) -> int:
    """How many rows a text seems to have."""
    return len(re.findall(r"^ *- ", text.partition("\nevents:")[2], re.MULTILINE))


def _facts(case: Case) -> dict[str, Any]:
    told = {name: getattr(case, name) for name in _HEAD}
    return told | {"start": case.start.isoformat(), "end": case.end.isoformat()}


@cache
def _library() -> dict[str, Summary]:
    return {summary.id: summary for summary in library_table()}


def _head(text: str) -> dict[str, Any]:
    """The facts at the head of a text, read without its rows; what is not there as plain words is None."""
    return dict(zip(_HEAD, _head_values(text.partition("\nevents:")[0]), strict=True))


@lru_cache(maxsize=512)
def _head_values(head: str) -> tuple[str | None, ...]:
    try:
        root = parse_tree(head)
    except YamlFault:
        return (None,) * len(_HEAD)
    plain: Any = root.plain() if isinstance(root, Mapping) else {}
    found = (plain.get(name) for name in _HEAD)
    return tuple(value if isinstance(value, str) else None for value in found)
