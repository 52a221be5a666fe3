"""The matrix of competing hypotheses: what each row says of each, beside the analyst's own letters.

Letters as in the analysis of competing hypotheses (Heuer 1999): CC and C consistent, N neutral, I and II inconsistent.
"""

from __future__ import annotations

from standoff.analysis.why.values import HYPOTHESES, Explanation, Worth
from standoff.analysis.words import decibans, percent
from standoff.view.document import Cell, Column, Figure, Section, Table
from standoff.view.drawing import OBEY, REFUSE, spec
from standoff.view.phrases import count, event

MATRIX = "The evidence against each hypothesis"
WORDS = {
    "obey": "they obey",
    "refuse": "they split or change sides",
    "stand_aside": "they stand aside",
    "overthrow": "officers remove him",
}
CLEAR, PLAIN = 3.0, 0.75
"""Decibans from which a row is very consistent (a factor of 2), and consistent (a factor of 1.2)."""
_SIGN = {"CC": 1, "C": 1, "N": 0, "I": -1, "II": -1}


def letter(value: float) -> str:
    """The letter of so many decibans.

    >>> letter(3.2), letter(1.0), letter(0.1), letter(-0.8), letter(-9.0)
    ('CC', 'C', 'N', 'I', 'II')
    """
    size = "" if abs(value) < PLAIN else "clear" if abs(value) >= CLEAR else "plain"
    consistent = value > 0
    return {"": "N", "plain": "C" if consistent else "I", "clear": "CC" if consistent else "II"}[size]


def disagrees(model: str, own: str) -> bool:
    """Whether one calls consistent what the other calls inconsistent, or one of them neutral what the other calls clear."""
    if own == "NA":
        return False
    apart = abs(_SIGN[model] - _SIGN[own])
    return apart == 2 or (apart == 1 and {model, own} & {"CC", "II"} != set())


def matrix_section(found: Explanation) -> tuple[Section, ...]:
    """Rows run again, the most telling first, against the four hypotheses."""
    rows = sorted((row for row in found.worth if row.cells), key=lambda row: -spread(row))
    if not rows:
        return ()
    columns = (
        Column("evidence"),
        *(Column(f"{WORDS[name]} ({percent(found.hypotheses[name], found.worlds)})") for name in HYPOTHESES),
    )
    table = Table(columns, tuple((Cell(_name(row)), *(_cell(row, name) for name in HYPOTHESES)) for row in rows))
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
    return (told, *(f"Disagreement: {_name(row)}, on whether {WORDS[name]}." for row, name in against[:5]))


def _notes() -> tuple[str, ...]:
    return (
        "Decibans that the row adds to the hypothesis against the other three, from running the worlds again without it. "
        f"CC from +{CLEAR:g}, C from +{PLAIN:g}, N between, I from -{PLAIN:g}, II from -{CLEAR:g}. "
        "The most telling rows stand first.",
        "In every world exactly one of the four would follow the order, given now.",
    )


def _name(row: Worth) -> str:
    when = row.evidence.public
    who = f" ({row.evidence.force})" if row.evidence.force else ""
    return f"{when.day} {when:%b}: {event(row.evidence.code)}{who}"


def _cell(row: Worth, name: str) -> Cell:
    model, own = letter(row.cells[name]), row.ratings.get(name)
    text = f"{model} ({decibans(row.cells[name])})"
    if own is None:
        return Cell(text, strong=model in ("CC", "II"))
    against = disagrees(model, own)
    return Cell(f"{text}; you: {own}{', disagree' if against else ''}", strong=against)


def matrix_figure(found: Explanation, rows: list[Worth]) -> Figure:
    """The cells as colours, with their letters."""
    cells = tuple(
        {
            "evidence": _name(row),
            "hypothesis": WORDS[name],
            "decibans": row.cells[name],
            "letter": letter(row.cells[name]),
            "own": row.ratings.get(name),
        }
        for row in rows[:14]
        for name in HYPOTHESES
    )
    first = rows[0]
    told = ", ".join(f"{letter(first.cells[name])} for '{WORDS[name]}'" for name in HYPOTHESES)
    return Figure(
        id="matrix",
        title="Evidence against hypotheses",
        alt=f"A grid of {min(len(rows), 14)} rows of evidence by four hypotheses. Most telling: {_name(first)}, {told}.",
        spec=_spec(),
        rows=cells,
        heads={"evidence": "evidence", "hypothesis": "hypothesis", "letter": "letter", "decibans": "decibans", "own": "yours"},
    )


def _spec() -> dict[str, object]:
    across = {
        "field": "hypothesis",
        "type": "nominal",
        "sort": list(WORDS.values()),
        "title": None,
        "axis": {"orient": "top", "labelAngle": 0, "labelLimit": 120},
    }
    down = {"field": "evidence", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 230}}
    shade = {
        "field": "decibans",
        "type": "quantitative",
        "title": "decibans",
        "scale": {"domain": [-4, 0, 4], "range": [REFUSE, "#f2f2f2", OBEY], "clamp": True},
    }
    both = {"x": across, "y": down}
    return spec(
        height={"step": 24},
        layer=[
            {"mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 2}, "encoding": {**both, "color": shade}},
            {"mark": {"type": "text", "color": "#16181d", "fontSize": 11}, "encoding": {**both, "text": {"field": "letter"}}},
        ],
    )
