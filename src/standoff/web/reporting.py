"""The report as a file to hand on: the same page that `standoff report` writes."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date

from standoff.case.values import Case

_MOST_PAGES = 8


@dataclass(slots=True)
class Pages:
    """Reports made so far, the latest few."""

    _kept: OrderedDict[tuple[str, ...], str] = field(default_factory=OrderedDict)

    def get(self, key: tuple[str, ...]) -> str | None:
        """The page made before of the same things."""
        return self._kept.get(key)

    def keep(self, key: tuple[str, ...], page: str) -> str:
        """Remember a page, and forget the oldest."""
        self._kept[key] = page
        while len(self._kept) > _MOST_PAGES:
            self._kept.popitem(last=False)
        return page


def report_page(case: Case, spoken: str, as_of: date | None, order: str, worlds: int) -> str:
    """The report on a case as one HTML text.

    Raises:
        StandoffError: the day lies outside the case, the evidence kills every world, or a library is missing.
    """
    from standoff.publish.build import document_of
    from standoff.publish.page import page_html

    return page_html(document_of(case, name=spoken, as_of=as_of, order=order, worlds=worlds))


def file_name(case: str, as_of: date | None) -> str:
    """What to call the file: the case and the day, in signs that any system takes."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", case).strip("-.") or "case"
    return f"{plain[:80]}{'' if as_of is None else f'-{as_of}'}.html"
