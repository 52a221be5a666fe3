"""What each piece of evidence was worth: sequential and leave-one-out, the linchpins, sums by group."""

from __future__ import annotations

from standoff.analysis.why.values import Explanation, Group, Shift, Worth
from standoff.analysis.words import band, decibans, percent
from standoff.view.document import Bar, Cell, Column, Section, Table
from standoff.view.phrases import count, day, event
from standoff.view.pieces import rows_named, rows_of
from standoff.view.why.figures import linchpin_figure
from standoff.view.why.names import evidence_what

LINCHPINS = "Linchpins: what the answer hangs on"
TWO_FACTORS = "Every piece of evidence, with both Bayes factors"
SUMMED_BY = "The evidence by "
"""How the title of the section of sums begins."""
MOST = 8
SIDES = {"order_giver": "the order-giver", "challenger": "the challenger", "neutral": "nobody", "mixed": "both sides"}
GROUPED = {"source": "source", "code": "kind of event", "force": "force", "side": "side its source serves"}
FACTORS_NOTE = (
    "Sequential: given all that came before it; these add up from prior to posterior. Leave-one-out: what the answer has more "
    "than the same worlds run again without the row, with its Monte Carlo standard error. They differ where rows tell the same "
    "story, or where a row acted on what came later: by what it did, or by showing that the case is written down, so that "
    "later silence counts for more."
)


THIN_NOTE = "* At some step few worlds carried the weight, so that the error may be too small: ask for more worlds."


def worth_sections(found: Explanation) -> tuple[Section, ...]:
    """Linchpins, the table of both factors, and sums by group."""
    if not found.worth:
        return ()
    return (_linchpins(found), _table(found), _groups(found))


def _linchpins(found: Explanation) -> Section:
    most = [row for row in found.linchpins() if row.without and abs(row.without.decibans) > row.without.error][:MOST]
    figures = (linchpin_figure(found, most),) if most else ()
    return Section(LINCHPINS, tuple(_sentence(found, row) for row in most[:3]) or (_none(found),), figures=figures)


def _none(found: Explanation) -> str:
    if found.not_run_again == len(found.worth):
        return "No row was run again, so that none can be called a linchpin."
    return "No single row moves the answer by more than the Monte Carlo error: it rests on all of them together."


def _sentence(found: Explanation, row: Worth) -> str:
    without = row.without
    if without is None:
        return ""
    now = found.refused.p
    turns = band(without.p) != band(now)
    word = f", so that refusal would be {band(without.p)} rather than {band(now)}" if turns else ""
    return (
        f"Without the {evidence_what(row)} of {day(row.evidence.date)}, P(refused) would be {percent(without.p)} and not "
        f"{percent(now)}{word} ({decibans(without.decibans)} decibans, standard error {without.error:.1f})."
    )


def _table(found: Explanation) -> Section:
    columns = (
        Column("date"),
        Column("evidence"),
        Column("serves", optional=True),
        Column("sequential", "number"),
        Column("left out", "number"),
        Column("obey | refuse", "bar"),
    )
    scale = max([1.0, *(abs(row.without.decibans) for row in found.worth if row.without)])
    rows = tuple(_row(row, scale) for row in found.worth)
    thin = any(row.without and row.without.thin for row in found.worth)
    notes = (FACTORS_NOTE, *_not_run(found), *((THIN_NOTE,) if thin else ()))
    about = tuple(rows_of(row.evidence) for row in found.worth)
    return Section(TWO_FACTORS, table=Table(columns, rows, about), notes=notes)


def _not_run(found: Explanation) -> tuple[str, ...]:
    if not found.not_run_again:
        return ()
    return (f"{count(found.not_run_again, 'row')} not run again (shown as a dash): ask for more with --most.",)


def _row(row: Worth, scale: float) -> tuple[Cell, ...]:
    value = row.without.decibans if row.without else 0.0
    return (
        Cell(row.evidence.public.isoformat()),
        Cell(evidence_what(row)),
        Cell(SIDES.get(row.sided, row.sided)),
        Cell(decibans(row.evidence.decibans)),
        Cell(shift_words(row.without)),
        Cell(bar=Bar(value, -scale, scale)),
    )


def shift_words(shift: Shift | None) -> str:
    """Decibans with their Monte Carlo error; a dash where nothing was run or no world left; a star where few carried it."""
    return "-" if shift is None else f"{decibans(shift.decibans)} ± {shift.error:.1f}{'*' if shift.thin else ''}"


def _groups(found: Explanation) -> Section:
    name = GROUPED[found.grouped_by]
    columns = (Column(name), Column("rows", "number"), Column("sequential", "number"), Column("left out", "number"))
    ordered = sorted(found.groups, key=lambda group: -abs(group.sequential))
    rows = tuple(_group(group) for group in ordered)
    notes = ["The sums add up to all the evidence."]
    if found.grouped_by == "source":
        notes.append("A row that several sources told is put down to the one named first.")
    about = rows_named((group.rows for group in ordered), (row.evidence for row in found.worth))
    return Section(f"{SUMMED_BY}{name}", table=Table(columns, rows, about), notes=tuple(notes))


def _group(group: Group) -> tuple[Cell, ...]:
    name = SIDES.get(group.name) or (event(group.name) if "_" in group.name else group.name) or "no force named"
    return Cell(name), Cell(str(len(group.rows))), Cell(decibans(group.sequential)), Cell(shift_words(group.without))
