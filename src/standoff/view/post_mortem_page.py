"""The post-mortem as a page: how it ended, what was believed when, which evidence misled and which was right."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.analysis.answer import EvidenceAnswer
from standoff.analysis.history.post_mortem import Belief, PostMortem
from standoff.analysis.words import decibans, likelihood, percent
from standoff.view.document import Bar, Cell, Column, Document, Section, Table
from standoff.view.phrases import DONE_BY_FORCES, EVENTS, ORDERS, OUTCOMES, count, day
from standoff.view.pieces import rows_of

BELIEVED, MISLED, RIGHT, UNTOLD = "What was believed when", "What misled", "What was right", "What no row told"
_MOST = 8


def post_mortem_page(found: PostMortem) -> Document:
    """The whole page."""
    return Document(
        title=f"Post-mortem: {found.title}",
        question=f"Would {found.order_giver} fall, and what told it?",
        headline=_headline(found),
        summary=_summary(found),
        sections=(
            _believed(found),
            _evidence(MISLED, found, found.misled, "No row moved the odds away from what came."),
            _evidence(RIGHT, found, found.right, "No row moved the odds towards what came."),
            _untold(found),
        ),
    )


def _headline(found: PostMortem) -> str:
    last, came = found.beliefs[-1], found.outcome
    fate = "fell" if came.order_giver_out else "stayed"
    said = f"the day before, a fall was called {likelihood(last.p_out)} ({percent(last.p_out)})"
    if last.fraction < 1.0:
        said = f"on {day(last.as_of)} a fall was called {likelihood(last.p_out)} ({percent(last.p_out)})"
    did = DONE_BY_FORCES.get(came.forces, came.forces)
    return f"{found.order_giver} {fate} on {day(came.date)} ({OUTCOMES[came.kind]}; {did}): {said}."


def _summary(found: PostMortem) -> tuple[str, ...]:
    better = sum(each.brier < each.brier_of_base_rate for each in found.beliefs)
    return (
        *((found.outcome.text,) if found.outcome.text else ()),
        f"On {better} of {count(len(found.beliefs), 'day')} the forecast was better than the base rate of other cases.",
        "One case judges no forecaster: who says 30 % is wrong three times in ten. What misled may have been well weighed "
        "all the same; it is where to look first.",
        f"{count(found.worlds, 'world')} a belief, seed {found.seed}.",
    )


def _believed(found: PostMortem) -> Section:
    columns = (
        *(Column("as of"), Column("rows", "number"), Column("falls", "number"), Column("", "bar")),
        *(Column("by the forces", "number"), Column(f"{found.order} obeyed", "number")),
        *(Column("Brier", "number"), Column("base rate's", "number")),
    )
    return Section(BELIEVED, (), Table(columns, tuple(map(_belief_row, found.beliefs))))


def _belief_row(each: Belief) -> tuple[Cell, ...]:
    return (
        *(Cell(each.as_of.isoformat()), Cell(str(each.rows))),
        *(Cell(percent(each.p_out), strong=True), Cell(bar=Bar(each.p_out))),
        *(Cell(percent(each.p_forsaken)), Cell(percent(each.p_obeyed))),
        *(Cell(f"{each.brier:.3f}"), Cell(f"{each.brier_of_base_rate:.3f}")),
    )


def _evidence(title: str, found: PostMortem, rows: Sequence[EvidenceAnswer], none: str) -> Section:
    if not rows:
        return Section(title, (none,))
    total = sum(map(found.gain, rows))
    sentence = (
        f"{count(len(rows), 'row')}, {decibans(total)} decibans in all for what the forces then did, as the order to "
        f"{ORDERS[found.order]} has it" + (f"; the {_MOST} strongest:" if len(rows) > _MOST else ":")
    )
    columns = (Column("decibans", "number"), Column("report"))
    most = rows[:_MOST]
    told = tuple((Cell(decibans(found.gain(row)), strong=True), Cell(_report(row))) for row in most)
    return Section(title, (sentence,), Table(columns, told, tuple(map(rows_of, most))))


def _report(row: EvidenceAnswer) -> str:
    return f"{day(row.date)}, {EVENTS[row.code]}: {row.text} [{row.source}]"


def _untold(found: PostMortem) -> Section:
    steps = found.waterfall
    parts = (("silence, day by day", steps.silence), ("drift of strength and loyalty", steps.dynamics))
    rows = tuple((Cell(decibans(found.towards * value), strong=True), Cell(name)) for name, value in parts)
    return Section(UNTOLD, (), Table((Column("decibans", "number"), Column("")), rows))
