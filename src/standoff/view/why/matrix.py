"""The matrix of competing hypotheses: what each row says of each, beside the analyst's own letters.

Letters as in the analysis of competing hypotheses (Heuer 1999): CC and C consistent, N neutral, I and II inconsistent.
"""

from __future__ import annotations

from standoff.analysis.why.values import HYPOTHESES, Explanation, Worth
from standoff.analysis.words import decibans, percent
from standoff.view.document import Cell, Column, Section, Table
from standoff.view.phrases import count
from standoff.view.pieces import rows_of
from standoff.view.why.figures import matrix_figure
from standoff.view.why.names import CLEAR, HYPOTHESIS, PLAIN, disagrees, evidence_name, letter

MATRIX = "The evidence against each hypothesis"


def matrix_section(found: Explanation) -> tuple[Section, ...]:
    """Rows run again, the most telling first, against the four hypotheses."""
    rows = sorted((row for row in found.worth if row.cells), key=lambda row: -spread(row))
    if not rows:
        return ()
    columns = (
        Column("evidence"),
        *(Column(f"{HYPOTHESIS[name]} ({percent(found.hypotheses[name], found.worlds)})") for name in HYPOTHESES),
    )
    cells = tuple((Cell(evidence_name(row)), *(_cell(row, name) for name in HYPOTHESES)) for row in rows)
    table = Table(columns, cells, tuple(rows_of(row.evidence) for row in rows))
    return (Section(MATRIX, _sentences(rows), table, _notes(), figures=(matrix_figure(found, rows),)),)


def spread(row: Worth) -> float:
    """How telling a row is: how far apart its hypotheses lie, in decibans."""
    return max(row.cells.values()) - min(row.cells.values()) if row.cells else 0.0


def _sentences(rows: list[Worth]) -> tuple[str, ...]:
    rated = [(row, name, own) for row in rows for name, own in row.ratings.items()]
    if not rated:
        return ("The model filled the cells. Your own letters, under `ratings` of the case file, will stand beside them.",)
    against = [(row, name) for row, name, own in rated if disagrees(letter(row.cells[name]), own)]
    told = f"You rated {count(len(rated), 'cell')}; the model disagrees with {len(against) or 'none'}."
    return (told, *(f"Disagreement: {evidence_name(row)}, on whether {HYPOTHESIS[name]}." for row, name in against[:5]))


def _notes() -> tuple[str, ...]:
    return (
        "Decibans that the row adds to the hypothesis against the other three, from running the worlds again without it. "
        f"CC from +{CLEAR:g}, C from +{PLAIN:g}, N between, I from -{PLAIN:g}, II from -{CLEAR:g}. "
        "The most telling rows stand first.",
        "In every world exactly one of the four would follow the order, given now.",
    )


def _cell(row: Worth, name: str) -> Cell:
    model, own = letter(row.cells[name]), row.ratings.get(name)
    text = f"{model} ({decibans(row.cells[name])})"
    if own is None:
        return Cell(text, strong=model in ("CC", "II"))
    against = disagrees(model, own)
    return Cell(f"{text}; you: {own}{', disagree' if against else ''}", strong=against)
