"""What moved the answer: each piece of evidence in decibans, and the way from the prior to the posterior."""

from __future__ import annotations

from standoff.analysis.answer import Answer, EvidenceAnswer, Waterfall
from standoff.analysis.words import decibans, factor, factor_words
from standoff.view.document import Bar, Cell, Column, Section, Table
from standoff.view.phrases import ORDERS, count, day, event
from standoff.view.pieces import rows_of

WHAT_MOVED = "What moved the answer most"
IN_ORDER = "All the evidence, in order"
FROM_PRIOR = "From the prior to the answer"
_MOST = 5
_LEAST = 0.05  # decibans; below this a row moved nothing that would print
_STEPS = (
    ("prior", "on the eve of the first day"),
    ("evidence", "what was reported"),
    ("silence", "what was not, day by day"),
    ("dynamics", "how strength and loyalty drift"),
    ("posterior", "now"),
)


def strongest(answer: Answer) -> tuple[EvidenceAnswer, ...]:
    """The few pieces that moved most, strongest first; none that moved nothing."""
    moving = [row for row in answer.evidence if abs(row.decibans) >= _LEAST]
    return tuple(sorted(moving, key=lambda row: -abs(row.decibans))[:_MOST])


def strongest_sentence(answer: Answer) -> str:
    """The one piece of evidence that moved the answer most."""
    found = strongest(answer)
    if not found:
        return "No piece of evidence moved the answer."
    first = found[0]
    return (
        f"The evidence that moved this most is of {day(first.date)}: {_what(first)}, "
        f"{factor_words(first.decibans)} ({decibans(first.decibans)} decibans)."
    )


def evidence_sections(answer: Answer) -> tuple[Section, ...]:
    """The strongest with what was reported, all in order, and the waterfall."""
    if not answer.evidence:
        return (Section(WHAT_MOVED, ("No evidence was public yet.",)), waterfall_section(answer))
    return (_strongest_section(answer), _all_section(answer), waterfall_section(answer))


def _strongest_section(answer: Answer) -> Section:
    columns = (Column("decibans", "number"), Column("report"))
    most = strongest(answer)
    rows = tuple((Cell(decibans(row.decibans), strong=True), Cell(_report(row))) for row in most)
    sentences = (
        f"Decibans for the order to {ORDERS[answer.focus]} being refused, each given all that came before it: "
        "10 are a factor of 10, 3 a factor of 2; above 0 towards refusal, below 0 towards obedience.",
    )
    return Section(WHAT_MOVED, sentences, Table(columns, rows, tuple(map(rows_of, most))) if rows else None)


def _report(row: EvidenceAnswer) -> str:
    return f"{day(row.date)}, {_what(row)}, {factor_words(row.decibans)}: {row.text} [{row.source}]"


def _all_section(answer: Answer) -> Section:
    columns = (
        Column("date"),
        Column("evidence"),
        Column("decibans", "number"),
        Column("obey | refuse", "bar"),
        Column("factor", "number", optional=True),
    )
    scale = max(abs(row.decibans) for row in answer.evidence)
    strong = {row.id for row in strongest(answer)}
    days = [None, *(row.date for row in answer.evidence)]
    rows = tuple(
        _row(row, scale, row.id in strong, row.date == before) for before, row in zip(days, answer.evidence, strict=False)
    )
    about = tuple(map(rows_of, answer.evidence))
    return Section(IN_ORDER, table=Table(columns, rows, about), notes=_echo_notes(answer))


def _row(row: EvidenceAnswer, scale: float, strong: bool, repeats: bool) -> tuple[Cell, ...]:
    return (
        Cell(row.date.isoformat(), repeats=repeats),
        Cell(f"{_what(row)}{_known_later(row)}{_echoes(row)}", strong=strong),
        Cell(decibans(row.decibans), strong=strong),
        Cell(bar=_both_ways(row.decibans, scale), strong=strong),
        Cell(factor(row.decibans)),
    )


def _what(row: EvidenceAnswer) -> str:
    """The event in words, and whose it was where the row says."""
    tier = "" if row.tier == "none" else row.tier
    who = ", ".join(filter(None, (row.force, tier)))
    return f"{event(row.code)} ({who})" if who else event(row.code)


def _known_later(row: EvidenceAnswer) -> str:
    return f", public on {day(row.public)}" if row.public != row.date else ""


def _echoes(row: EvidenceAnswer) -> str:
    return f" [+{count(len(row.echoes), 'echo', 'echoes')}]" if row.echoes else ""


def _echo_notes(answer: Answer) -> tuple[str, ...]:
    if not any(row.echoes for row in answer.evidence):
        return ()
    return ("An echo is a row that repeats a source already heard on the same event; it counts once, with the first.",)


def waterfall_section(answer: Answer) -> Section:
    """Prior, evidence, silence and dynamics add up to the posterior, in decibans for refusal."""
    return waterfall_of(answer.waterfall)


def waterfall_of(steps: Waterfall) -> Section:
    """The same for a waterfall by itself."""
    values = {name: getattr(steps, name) for name, _ in _STEPS}
    scale = max(map(abs, values.values()))
    columns = (Column("step"), Column("decibans", "number"), Column("obey | refuse", "bar"), Column("what it is"))
    rows = tuple(
        (
            Cell(name, strong=name == "posterior"),
            Cell(decibans(values[name]), strong=name == "posterior"),
            Cell(bar=_both_ways(values[name], scale)),
            Cell(what),
        )
        for name, what in _STEPS
    )
    note = "The first four add up to the last, here rounded."
    return Section(FROM_PRIOR, table=Table(columns, rows), notes=(note,))


def _both_ways(value: float, scale: float) -> Bar:
    reach = max(scale, 1.0)  # a deciban at least, so that a trail of trifles does not look like a landslide
    return Bar(value, -reach, reach)
