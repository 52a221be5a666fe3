"""What would change the answer: kinds of event not yet seen, and sources that may have lied."""

from __future__ import annotations

from standoff.analysis.why.values import Explanation, Lie, Possible
from standoff.analysis.words import decibans, percent
from standoff.view.document import Bar, Cell, Column, Section, Table
from standoff.view.phrases import count
from standoff.view.pieces import rows_named
from standoff.view.why.figures import change_figure
from standoff.view.why.names import kind_words
from standoff.view.why.worth import shift_words

WOULD_CHANGE = "What would change the answer"
IF_LIED = "If a source lied throughout"
MOST = 12


def change_section(found: Explanation) -> tuple[Section, ...]:
    """Kinds of event by expected information: those not yet seen, then how many are left out."""
    unseen = [event_ahead for event_ahead in found.possible if event_ahead.times_seen == 0]
    if not unseen:
        return ()
    shown = unseen[:MOST]
    columns = (
        Column("not yet seen"),
        Column(f"within {found.days_ahead} days", "number"),
        Column("refused, if seen", "number"),
        Column("if not", "number"),
        Column("decibans", "number"),
        Column("obey | refuse", "bar", optional=True),
        Column("millibits", "number"),
    )
    scale = max([1.0, *(abs(one.decibans) for one in shown)])
    table = Table(columns, tuple(_row(one, scale) for one in shown))
    notes = (
        "Sorted by expected information: millibits that hearing of it, or not, would tell about refusal (1,000 settle it). "
        f"Chances at the rates of the day after, of a report within {found.days_ahead} days.",
        *((f"{len(unseen) - len(shown)} more kinds of event would tell less.",) if len(unseen) > len(shown) else ()),
    )
    return (Section(WOULD_CHANGE, _sentences(found, unseen), table, notes, figures=(change_figure(found, shown),)),)


def _sentences(found: Explanation, unseen: list[Possible]) -> tuple[str, ...]:
    first = unseen[0]
    towards = max(unseen, key=lambda one: one.decibans if one.chance > 0.01 else 0.0)
    told = [
        f"Worth watching for most: {kind_words(first)}. It has a chance of {percent(first.chance)} within "
        f"{found.days_ahead} days; seen, P(refused) would be {percent(first.if_seen)}, not seen {percent(first.if_not)}."
    ]
    if towards is not first:
        told.append(
            f"What would move it furthest towards refusal: {kind_words(towards)} ({decibans(towards.decibans)} decibans, "
            f"chance {percent(towards.chance)})."
        )
    return tuple(told)


def _row(one: Possible, scale: float) -> tuple[Cell, ...]:
    return (
        Cell(kind_words(one)),
        Cell(percent(one.chance)),
        Cell(percent(one.if_seen)),
        Cell(percent(one.if_not)),
        Cell(f"{decibans(one.decibans)} ± {one.error:.1f}"),
        Cell(bar=Bar(one.decibans, -scale, scale)),
        Cell(f"{one.information:.1f}"),
    )


def lies_section(found: Explanation) -> tuple[Section, ...]:
    """The answer if each source had lied throughout."""
    ordered = sorted(
        (lie for lie in found.lies if lie.if_lied), key=lambda lie: -abs(lie.if_lied.decibans if lie.if_lied else 0.0)
    )
    if not ordered:
        return ()
    columns = (
        Column("source"),
        Column("rows", "number"),
        Column("alone", "number"),
        Column("refused, had it lied", "number"),
        Column("decibans", "number"),
    )
    about = rows_named((lie.rows for lie in ordered), (row.evidence for row in found.worth))
    table = Table(columns, tuple(_lie(lie) for lie in ordered), about)
    first = ordered[0].if_lied
    sentence = "No source by itself carries the answer: had any one of them lied throughout, it would hardly move."
    if first and abs(first.decibans) > first.error:
        told = f"P(refused) would be {percent(first.p)} and not {percent(found.refused.p)}"
        sentence = f"If {ordered[0].source} had lied throughout, {told}."
    note = (
        "What only that source told then tells nothing and has no effect; what others told too rests on them alone. "
        "Decibans: what the answer has more than without it, with the Monte Carlo standard error."
    )
    return (Section(IF_LIED, (sentence,), table, (note,)),)


def _lie(lie: Lie) -> tuple[Cell, ...]:
    shift = lie.if_lied
    told = (percent(shift.p), shift_words(shift)) if shift else ("-", "-")
    return Cell(lie.source), Cell(count(len(lie.rows), "row")), Cell(str(lie.alone)), Cell(told[0]), Cell(told[1])
