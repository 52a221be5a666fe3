"""The pages that `standoff explain` and `standoff why-not` print."""

from __future__ import annotations

from standoff.analysis.why.values import Explanation
from standoff.analysis.words import judgement
from standoff.view.document import Document, Section
from standoff.view.evidence import waterfall_of
from standoff.view.phrases import command_to, day
from standoff.view.repeat import repeat_section
from standoff.view.why.change import change_section, lies_section
from standoff.view.why.matrix import matrix_section
from standoff.view.why.why_not import why_not_sections
from standoff.view.why.worth import worth_sections


def explanation_sections(found: Explanation) -> tuple[Section, ...]:
    """Everything an explanation tells, for the page and the report."""
    return (
        *worth_sections(found),
        *lies_section(found),
        *matrix_section(found),
        *change_section(found),
    )


def explanation_page(found: Explanation, *, case: str = "") -> Document:
    """An explanation as a page; `case` as the user named it, for the command that repeats it."""
    sections = (waterfall_of(found.waterfall), *explanation_sections(found), *why_not_sections(found))
    return _page(found, "Because of what?", (*sections, repeat_section(found, "explain", case)))


def why_not_page(found: Explanation, *, case: str = "") -> Document:
    """Why the order was not given, as a page."""
    return _page(found, "Why was the order not given?", (*why_not_sections(found), repeat_section(found, "why-not", case)))


def _page(found: Explanation, question: str, sections: tuple[Section, ...]) -> Document:
    order = command_to(found.order, found.challenger)
    start = judgement(found.refused.p, found.worlds)
    headline = f"As of {day(found.as_of)}, {start} that the forces would refuse an order to {order}."
    return Document(found.title, question, headline, (), sections)
