"""The page of a report: the answer's sections with their figures, whatever further sections there are, and every source.

It is the terminal's page and more: the same sentences, then what a terminal has no room for.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace

from standoff.analysis.answer import Answer
from standoff.analysis.timeline import Timeline
from standoff.analysis.words import band, percent
from standoff.case.values import Case
from standoff.model.echoes import Evidence
from standoff.view.answer_page import answer_page
from standoff.view.document import Bar, Cell, Column, Document, Figure, Highlight, Section, Table
from standoff.view.evidence import FROM_PRIOR, IN_ORDER, WHAT_MOVED, strongest_sentence
from standoff.view.figures.forces import defenders_figure, forces_figure
from standoff.view.figures.losses import losses_figure
from standoff.view.figures.outcomes import outcomes_figure
from standoff.view.figures.timeline import timeline_figure
from standoff.view.figures.waterfall import waterfall_figure
from standoff.view.future import WHAT_NEXT
from standoff.view.grounds import ARITHMETIC, RESTS_ON
from standoff.view.obedience import BY_FORCE, DEFENDERS, WOULD_THEY
from standoff.view.phrases import ORDERS, span_words
from standoff.view.reasons import WHY_NOT, largest_reason
from standoff.view.sources import assumptions_section, sources_section

DAY_BY_DAY = "Day by day"
COMPUTED = "How this was computed"
OF_THE_ANSWER = ("timeline", "forces", "defenders", "why-not", "outcomes", "waterfall")
"""Figures that need nothing but the answer, by their ids."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a report is made of.

    Attributes:
        answer: the answer.
        line: the focal order's chance day by day.
        case: the case as read; rows public after the as-of date and the outcome are not shown.
        evidence: the distinct pieces of evidence, as the posterior holds them.
        name: the case as the user named it, for the commands that repeat the page.
        libraries: versions of what computed and what drew it.
    """

    answer: Answer
    line: Timeline
    case: Case
    evidence: tuple[Evidence, ...]
    name: str
    libraries: Mapping[str, str]


def report_document(parts: Parts, further: tuple[Section, ...] = ()) -> Document:
    """The whole report as a document.

    Args:
        parts: what is known.
        further: sections that other analyses supply; they stand between the answer and its evidence.
    """
    answer, assumptions = parts.answer, parts.case.assumptions
    page = answer_page(answer, case=parts.name, assumptions=assumptions)
    figures = _figures(answer)
    known = {section.title: replace(section, figures=figures.get(section.title, ())) for section in page.sections}
    rests = (RESTS_ON, ARITHMETIC, IN_ORDER)
    return replace(
        page,
        summary=(largest_reason(answer), strongest_sentence(answer)),  # the rest of it stands in the highlights
        sections=(
            known[WOULD_THEY],
            _day_by_day(parts),
            *(section for title, section in known.items() if title not in (WOULD_THEY, *rests)),
            *further,
            sources_section(answer, parts.evidence, parts.case),
            known[RESTS_ON],
            *assumptions_section(assumptions),
            replace(known[ARITHMETIC], notes=(), command=()),
            _computed(parts),
        ),
        highlights=_highlights(answer),
        checks=_checks(answer),
        command=report_command(answer, parts.name),
    )


def illustrated(answer: Answer) -> Document:
    """The terminal's page of an answer with the figures that need nothing but the answer, for a notebook."""
    page, figures = answer_page(answer), _figures(answer)
    return replace(page, sections=tuple(replace(section, figures=figures.get(section.title, ())) for section in page.sections))


def report_command(answer: Answer, name: str) -> tuple[str, ...]:
    """The words to type that make the report again, each safe for a shell; the name of the file is the user's to add."""
    return (
        *("standoff", "report", shlex.quote(name or answer.case)),
        f"--as-of {answer.as_of.isoformat()}",
        f"--order {answer.focus}",
        f"--worlds {answer.worlds}",
        f"--seed {answer.seed}",
    )


def _figures(answer: Answer) -> dict[str, tuple[Figure, ...]]:
    """Figures by the title of the section they belong to."""
    boards = {BY_FORCE: forces_figure(answer), DEFENDERS: defenders_figure(answer)}
    return {
        **{title: (board,) for title, board in boards.items() if board is not None},
        WHY_NOT: (losses_figure(answer),),
        **({WHAT_NEXT: (outcomes_figure(answer),)} if answer.outcomes else {}),
        FROM_PRIOR: (waterfall_figure(answer),),
    }


def _day_by_day(parts: Parts) -> Section:
    sides = {piece.event.id: piece.event.sided for piece in parts.evidence}
    sentence = (
        f"What was believed of an order to {ORDERS[parts.answer.focus]} at the end of each day, from what was public by then. "
        f"It ends at the answer above; each piece of evidence is told under “{WHAT_MOVED}” and in the list of all evidence."
    )
    return Section(DAY_BY_DAY, (sentence,), figures=(timeline_figure(parts.answer, parts.line, sides),))


def _highlights(answer: Answer) -> tuple[Highlight, ...]:
    order = answer.order(answer.focus)
    obeyed = Highlight(
        f"Would the forces obey an order to {ORDERS[order.order]}?",
        percent(order.obeyed.p, answer.worlds),
        (band(order.obeyed.p), f"Interval {span_words(order.obeyed)}", f"Prior: {percent(order.prior_p, answer.worlds)}"),
        Bar(order.obeyed.p),
    )
    return (obeyed, _out(answer)) if answer.outcomes else (obeyed,)


def _out(answer: Answer) -> Highlight:
    out = answer.order_giver_out
    return Highlight(
        f"Is {answer.order_giver} out when it ends?",
        percent(out.p, answer.worlds),
        (band(out.p), f"Interval {span_words(out)}"),
        Bar(out.p),
    )


def _checks(answer: Answer) -> tuple[str, ...]:
    """How far the arithmetic is to be trusted, apart from how likely anything is."""
    checks = answer.checks
    warnings = tuple(f"{warning[0].upper()}{warning[1:]}." for warning in checks.warnings)
    return (
        *(warnings or ("No check of the arithmetic raised a warning.",)),
        f"Another seed would move the first number by about {100 * checks.mc_error:.1f} percentage points.",
        f"The evidence leaves the weight of about {checks.block_ess:,.0f} of {checks.blocks:,} draws of the coefficients.",
    )


def _computed(parts: Parts) -> Section:
    answer = parts.answer
    told = {
        "Standoff": answer.version,
        "case": answer.case,
        "as of": answer.as_of.isoformat(),
        "seed": str(answer.seed),
        "worlds asked for": f"{answer.worlds:,}",
        "worlds run": f"{answer.checks.worlds_run:,}",
        "digest of what was read": answer.digest,
        **parts.libraries,
    }
    rows = tuple((Cell(name), Cell(value)) for name, value in told.items())
    sentences = (
        "Worlds are drawn from the priors, run day by day, and weighed by how well each explains what was reported and what "
        "was not (a particle filter). The same seed gives the same numbers on any number of cores.",
        "This file holds all it shows: it loads nothing, sends nothing, and its figures are drawn from the data within.",
    )
    table = Table((Column("what"), Column("value")), rows)
    notes = ("To make this page again:",)
    return Section(COMPUTED, sentences, table, notes, (*report_command(answer, parts.name), "-o page.html"))
