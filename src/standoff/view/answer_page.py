"""The page of an answer: what `standoff ask` prints, and what every other face of an answer draws from."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.analysis.answer import Answer
from standoff.case.values import Assumption
from standoff.view.confidence import confidence_highlight
from standoff.view.document import Document
from standoff.view.evidence import evidence_sections, strongest_sentence
from standoff.view.future import out_sentence, outcomes_section
from standoff.view.grounds import arithmetic_section, grounds_section
from standoff.view.obedience import group_sections, headline, interval_sentence, orders_section
from standoff.view.reasons import largest_reason, reasons_section


def answer_page(answer: Answer, *, case: str = "", assumptions: Sequence[Assumption] = ()) -> Document:
    """An answer as a page.

    Args:
        answer: what `ask` returned.
        case: the case as the user named it, for the command that repeats the page; the answer's own name if empty.
        assumptions: priors the case overrides, to be told among what the answer rests on.
    """
    return Document(
        title=answer.title,
        question=answer.question,
        headline=headline(answer),
        confidence=confidence_highlight(answer),
        summary=(
            interval_sentence(answer),
            largest_reason(answer),
            strongest_sentence(answer),
            *((out_sentence(answer),) if answer.outcomes else ()),
        ),
        sections=(
            orders_section(answer),
            *group_sections(answer),
            reasons_section(answer),
            *((outcomes_section(answer),) if answer.outcomes else ()),
            *evidence_sections(answer),
            grounds_section(answer, assumptions),
            arithmetic_section(answer, case),
        ),
    )
