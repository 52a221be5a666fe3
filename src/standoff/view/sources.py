"""Every piece of evidence with all who told it, and the priors that the case sets itself."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.analysis.answer import Answer, EvidenceAnswer
from standoff.analysis.words import decibans
from standoff.case.values import Assumption, Case, Source
from standoff.model.echoes import Evidence, is_evidence
from standoff.view.document import Bar, Cell, Column, Link, Section, Table
from standoff.view.phrases import count, day, event, listed
from standoff.view.pieces import rows_of

EVIDENCE = "Every piece of evidence, with its sources"
ASSUMPTIONS = "Assumptions of this case"
_SERVES = {
    "order_giver": "its source serves the order-giver",
    "challenger": "its source serves the challenger",
    "neutral": "its source serves neither side",
    "mixed": "sources of both sides",
}


def sources_section(answer: Answer, evidence: Sequence[Evidence], case: Case) -> Section:
    """All evidence in the order it became known: what was reported, its weight, who told it, which rows repeat it.

    Args:
        answer: weights, in the same order as `evidence`.
        evidence: distinct pieces with their sources.
        case: for the count of rows that were not read.
    """
    if not evidence:
        return Section(EVIDENCE, ("No evidence was public yet.", *_unread(case, answer)))
    columns = (
        Column("date"),
        Column("what was reported"),
        Column("decibans", "number"),
        Column("obey | refuse", "bar"),
        Column("sources"),
    )
    reach = max(1.0, *(abs(row.decibans) for row in answer.evidence))
    rows = tuple(_row(row, piece, reach) for row, piece in zip(answer.evidence, evidence, strict=True))
    sentences = (
        "Decibans are for the order being refused, each piece given all that came before it. Grades after a source are those "
        "of the Admiralty system: A to G for the source, 1 to 6 for what it says; addresses are as the case gives them.",
    )
    notes = (*_echo_notes(evidence), *_unread(case, answer))
    return Section(EVIDENCE, sentences, Table(columns, rows, tuple(map(rows_of, answer.evidence))), notes)


def _row(row: EvidenceAnswer, piece: Evidence, reach: float) -> tuple[Cell, ...]:
    return (
        Cell(row.date.isoformat(), links=(Link(f"public {row.public.isoformat()}"),) if row.public != row.date else ()),
        Cell(_what(row), strong=True, links=tuple(map(Link, filter(None, _report(piece))))),
        Cell(decibans(row.decibans)),
        Cell(bar=Bar(row.decibans, -reach, reach)),
        Cell(links=tuple(_source(source) for source in piece.sources)),
    )


def _what(row: EvidenceAnswer) -> str:
    who = ", ".join(filter(None, (row.force, "" if row.tier == "none" else row.tier)))
    return f"{event(row.code)} ({who})" if who else event(row.code)


def _report(piece: Evidence) -> tuple[str, ...]:
    """The words of the row, who did what to whom, how it is vouched for, its note and its echoes."""
    told = piece.event
    acted = f"{told.actor} → {told.target}" if told.actor and told.target else told.actor or told.target
    size = f"{told.size:,g} {told.unit or ''}".strip() if told.size is not None else ""
    vouched = (
        "" if told.modality == "done" else told.modality,
        f"asserted by {told.asserted_by}" if told.asserted_by else "",
        f"confidence {told.confidence}",
        _SERVES.get(told.sided, told.sided),
    )
    echoes = f"Repeated by {count(len(piece.echoes), 'row')}: {listed(piece.echoes)}." if piece.echoes else ""
    facts = "; ".join(filter(None, (acted, size, *vouched)))
    return (told.text, facts, told.note or "", echoes)


def _source(source: Source) -> Link:
    grade = f" [{source.grade}]" if source.grade else ""
    quote = f" “{source.quote}”" if source.quote else ""
    agency = f" (for {source.agency})" if source.agency else ""
    return Link(f"{source.outlet}{agency}{grade}{quote}", source.url or "")


def _echo_notes(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    echoes = sum(len(piece.echoes) for piece in evidence)
    if not echoes:
        return ()
    return (
        f"{count(echoes, 'row repeats', 'rows repeat')} what was told already: a source heard before on the same event counts "
        "once, with the first; a new one corroborates.",
    )


def _unread(case: Case, answer: Answer) -> tuple[str, ...]:
    later = sum(row.known_on > answer.as_of for row in case.events)
    unfit = sum(row.known_on <= answer.as_of and not is_evidence(row) for row in case.events)
    told = (
        f"{count(later, 'row')} of the case became public after {day(answer.as_of)} and had no part in this." if later else "",
        f"{count(unfit, 'row')} by then: drafts, retracted, merged or hypothetical, and so no evidence." if unfit else "",
    )
    return tuple(filter(None, told))


def assumptions_section(assumptions: Sequence[Assumption]) -> tuple[Section, ...]:
    """The priors that the case sets itself, with the reasons its author gives; nothing where there are none."""
    if not assumptions:
        return ()
    columns = (Column("prior"), Column("value", "number"), Column("reason"))
    rows = tuple((Cell(one.name), Cell(f"{one.value:g}"), Cell(one.reason)) for one in assumptions)
    sentence = "The case sets these priors in place of the package's; every other one is in model/priors.yaml with its source."
    return (Section(ASSUMPTIONS, (sentence,), Table(columns, rows)),)
