"""The call behind `standoff.draft` and the command: a page is read, coded and checked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from standoff.case.library import load_case
from standoff.case.values import Case
from standoff.errors import UsageError
from standoff.intake.drafters.checked import checked
from standoff.intake.drafters.protocol import Drafter
from standoff.intake.drafters.rules import RulesDrafter
from standoff.intake.drafts.document import Reading
from standoff.intake.pages.reading import read_pages
from standoff.intake.values import Drafted, Page


def draft(
    page: str | os.PathLike[str] | Page | Iterable[str | os.PathLike[str] | Page],
    case: Case | str | os.PathLike[str] | None = None,
    published: date | str | None = None,
    *,
    drafter: Drafter | None = None,
) -> Drafted:
    """Rows of evidence proposed from a page, or from several: drafts, and the sentences that fit no code. Nothing is written.

    Args:
        page: a file of text, HTML, mail or a feed, "-" for standard input, or a `Page` already read; or several of these.
        case: whose people, forces and country to look for, by name, path or as loaded; read off the page where None.
        published: the day the pages came out, a date or YYYY-MM-DD, where they do not say so; it wins over what they say.
        drafter: the coder, the package's rules by default.

    Returns:
        Drafts in the order of the pages, each with its page, its words and their place (characters of
        its text); what stayed uncoded; notes.

    Raises:
        StandoffError: a page or the case cannot be read, or `published` is no date.

    Example:
        >>> from standoff.intake.values import Page
        >>> page = Page("memo.txt", "Police detained 40 protesters in Caracas on Tuesday.")
        >>> [(row.code, row.size, str(row.date)) for row in draft(page, published="2019-01-30").drafts]
        [('mass_arrests', 40.0, '2019-01-29')]
    """
    pages = (page,) if isinstance(page, str | os.PathLike | Page) else page
    known = case if case is None or isinstance(case, Case) else load_case(case)
    day, coder = _day(published), RulesDrafter() if drafter is None else drafter
    found = [reading.drafted for one in pages for reading in readings(one, known, day, coder)]
    return Drafted(
        tuple(row for each in found for row in each.drafts),
        tuple(left for each in found for left in each.uncoded),
        tuple(note for each in found for note in each.notes),
    )


def readings(page: str | os.PathLike[str] | Page, case: Case | None, published: date | None, coder: Drafter) -> list[Reading]:
    """Every page of a file, or a page already read, with what a coder makes of it and the gate lets pass.

    Args:
        page: the file, "-" for standard input, or the page.
        case: the case it is read for, None where there is none.
        published: the day it came out, None to let the page tell.
        coder: who proposes.

    Raises:
        StandoffError: the file cannot be read, is no page, or the coder cannot be reached.
    """
    if isinstance(page, Page):
        pages: tuple[Page, ...] = (_dated(page, published),)
    else:
        pages = read_pages(page, published=published, within=None if case is None else (case.start, case.end))
    return [Reading(one, checked(coder.draft(one, case), one, case)) for one in pages]


def _dated(page: Page, published: date | None) -> Page:
    return page if published is None else replace(page, published=published, published_by="option")


def _day(given: date | str | None) -> date | None:
    if not isinstance(given, str):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"published: {given!r} given; allowed: a date, or YYYY-MM-DD such as 2019-01-30") from None
