"""From rows before and after merging, or taking it back, to the changes of a case file that make the one of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from standoff.case.values import Event, Source
from standoff.case.writer import RowEdit


def row_edits(before: Sequence[Event], after: Sequence[Event]) -> tuple[RowEdit, ...]:
    """The changes of every row that merging or its undoing has changed; one write can make them all.

    Args:
        before: rows as the file has them.
        after: the same rows, in the same order, with other `merged_into` and `sources`.
    """
    pairs = zip(before, after, strict=True)
    return tuple(_edit(was, now) for was, now in pairs if (was.merged_into, was.sources) != (now.merged_into, now.sources))


def _edit(was: Event, now: Event) -> RowEdit:
    changes = {"merged_into": now.merged_into} if now.merged_into not in (None, was.merged_into) else {}
    gone, new = _parted(was.sources, now.sources)
    dropped = frozenset({"merged_into"}) if now.merged_into is None and was.merged_into is not None else frozenset[str]()
    return RowEdit(was.id, changes, dropped, new, gone)


def _parted(was: Sequence[Source], now: Sequence[Source]) -> tuple[frozenset[int], tuple[Source, ...]]:
    """Places of the sources that go, and the sources that come after those that stay."""
    left = Counter(now)
    gone = set()
    for place, source in enumerate(was):
        if left[source]:
            left[source] -= 1
        else:
            gone.add(place)
    return frozenset(gone), tuple(now[len(was) - len(gone) :])
