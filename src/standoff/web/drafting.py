"""Drafts of rows from a page pasted or dropped: the document of `standoff draft --json`, with the text of each page."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any

from standoff.case.values import Case
from standoff.errors import StandoffError
from standoff.web.bench import Bench
from standoff.web.refusals import Refusal, printable

LONGEST_NAME = 200


def drafted(data: bytes, name: str, published: date | None, case: Case | None) -> dict[str, Any]:
    """What was drafted from some bytes.

    Args:
        data: the page as it came.
        name: of its file, for messages and rows.
        published: the day it came out, None to let the page tell.
        case: the case it is read for.

    Raises:
        StandoffError: the bytes are no page.
    """
    from standoff.intake.drafters.rules import RulesDrafter
    from standoff.intake.drafts.document import document
    from standoff.intake.drafts.draft import readings
    from standoff.intake.pages.reading import pages_in

    coder = RulesDrafter()
    found = [made for page in pages_in(data, name, published=published) for made in readings(page, case, published, coder)]
    told = document(found, coder.name)
    told["pages"] = [{**page, "text": made.page.text} for page, made in zip(told["pages"], found, strict=True)]
    return told


def page_name(given: str | None) -> str:
    """A file's name as it can be shown and kept in a row: its last part, without control signs."""
    last = PurePosixPath((given or "").replace("\\", "/")).name
    plain = "".join(sign for sign in printable(last) if sign.isprintable()).strip()
    return plain[:LONGEST_NAME] or "uploaded page"


def case_for(bench: Bench, name: str | None) -> Case | None:
    """The case a page is read for, None where none is named.

    Raises:
        Refusal: there is none of that name (404), or it has problems (422).
    """
    return None if name is None else good_case(bench, name)


def good_case(bench: Bench, name: str) -> Case:
    """A case by its name on the shelf.

    Raises:
        Refusal: there is none of that name (404), or it has problems (422).
    """
    entry = bench.entry(name)
    held = bench.text(entry)
    problems = held.problems or bench.review(held.text, held.digest, entry.spoken).problems
    case = None if problems else bench.review(held.text, held.digest, entry.spoken).case
    if case is None:
        raise Refusal(422, "problems", f"{name} has problems; mend them first", problems)
    return case


def outlet_told(given: str, case: Case | None) -> dict[str, Any]:
    """What the table knows of an outlet, whose side it serves in a case, and the grade suggested: each with its reason."""
    from standoff.intake.outlets.grades import grade_words, suggested
    from standoff.intake.outlets.sides import side_of
    from standoff.intake.outlets.table import outlet_of

    outlet = outlet_of(given)
    side, side_why = (None, "no case given") if case is None else side_of(given if outlet is None else outlet, case)
    grade, grade_why = suggested(outlet)
    return {
        "given": given,
        "known": outlet is not None,
        "name": given if outlet is None else outlet.name,
        "kind": None if outlet is None else outlet.kind,
        "country": None if outlet is None else outlet.country,
        "side": side,
        "side_why": side_why,
        "grade": grade,
        "grade_why": grade_why,
        "grade_words": None if grade is None else grade_words(grade),
    }


def day_of(text: str | None) -> date | None:
    """The day a field of a form names.

    Raises:
        StandoffError: it is none.
    """
    if not text:
        return None
    from standoff.case.schema import as_day

    found = as_day(text)
    if found is None:
        raise StandoffError("published: not a date; allowed: YYYY-MM-DD, such as 2019-01-30")
    return found
