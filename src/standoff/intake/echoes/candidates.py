"""Rows that may tell the same as another, found by rare common words and by common runs of words, without comparing all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeAlias

from standoff.case.values import Event
from standoff.intake.echoes.likeness import REPRINT_DAYS, Features, window

Spans: TypeAlias = Mapping[str, tuple[date, date]]
"""First and last possible day of rows, by id, for those whose day is not certain."""

_MOST_COMPARED = 24
_COMMON_WORD = 200  # rows of a day that share a word; from here it finds nothing
_OF_A_RUN = 3  # common runs of words say more than common words
_TOLD = ("done", "denied", "planned")


class Candidates:
    """Rows that lead, found by day and words: of a common word that thousands share nothing is asked."""

    def __init__(self) -> None:
        self._rows: list[Features] = []
        self._by_word: defaultdict[tuple[str, str, int, str], list[int]] = defaultdict(list)
        self._by_run: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)

    def add(self, each: Features) -> None:
        """Put a row where it will be found."""
        number, row = len(self._rows), each.row
        self._rows.append(each)
        for day in range(each.first.toordinal(), each.last.toordinal() + 1):
            for word in each.who | each.words:
                self._by_word[row.code, row.modality, day, word].append(number)
        for run in each.sketch:
            self._by_run[row.code, row.modality, run].append(number)

    def near(self, each: Features, across: bool = False) -> list[Features]:
        """Rows that share the most with this one, in the order they were put in; `across`: of whatever modality."""
        shared: Counter[int] = Counter()
        modalities = _TOLD if across else (each.row.modality,)
        for modality in modalities:
            self._count_words(each, modality, shared)
            self._count_runs(each, modality, shared)
        found = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_MOST_COMPARED]
        return [self._rows[number] for number, _ in sorted(found)]

    def _count_words(self, each: Features, modality: str, shared: Counter[int]) -> None:
        slack = window(each.row.code)
        first, last = each.first - timedelta(slack), each.last + timedelta(slack)
        for day in range(first.toordinal(), last.toordinal() + 1):
            for word in each.who | each.words:
                rows = self._by_word.get((each.row.code, modality, day, word), ())
                if len(rows) < _COMMON_WORD:
                    shared.update(rows)

    def _count_runs(self, each: Features, modality: str, shared: Counter[int]) -> None:
        for run in each.sketch:
            for number in self._by_run.get((each.row.code, modality, run), ())[:_COMMON_WORD]:
                if abs((self._rows[number].row.date - each.row.date).days) <= REPRINT_DAYS:
                    shared[number] += _OF_A_RUN


def can_merge(row: Event) -> bool:
    """Whether a row can tell the same as another: not merged already, not retracted, not only supposed."""
    return row.merged_into is None and row.status != "retracted" and row.modality != "hypothetical"


def known_first(row: Event) -> tuple[object, ...]:
    """What rows are sorted by: earlier known first, then earlier happened, then by name."""
    return (row.known_on, row.date, row.id)
