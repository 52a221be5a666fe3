"""Pictures of an explanation: linchpins, the matrix, what would change the answer, the losses day by day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from standoff.analysis.why.values import HYPOTHESES, Explanation, Possible, Worth
from standoff.analysis.words import decibans, percent
from standoff.view.document import Figure
from standoff.view.drawing import ABOVE, DAYS, OBEY, QUIET, REFUSE, brief, spec
from standoff.view.figures.labels import MARK_DOWN, ROW, in_rows, label, names, numbers, tooltip
from standoff.view.phrases import ORDERS, REASONS, day
from standoff.view.pieces import in_figure, rows_of
from standoff.view.why.names import HEAD, HYPOTHESIS, evidence_name, kind_words, letter

COLOURS = {"refusal": REFUSE, "overthrow": "#a3402e", "intervention": "#8a6fc0", "backlash": "#4f9d8b"}
TOWARDS = {
    "field": "towards",
    "type": "nominal",
    "title": None,
    "scale": {"domain": ["refusal", "obedience"], "range": [REFUSE, OBEY]},
    "legend": {"orient": "top", "title": "towards"},
}
MOST_CELLS = 14
SHADES, LETTER = ("#e3a66b", "#f2f2f2", "#86b1e0"), "#16181d"
"""Cells of the matrix from inconsistent to consistent, light enough for its letters in any scheme."""


def linchpin_figure(found: Explanation, most: Sequence[Worth]) -> Figure:
    """Both factors of the rows that matter most: leave-one-out as a bar with its error, sequential as a hollow dot."""
    rows = tuple(_linchpin(place, row) for place, row in enumerate(most))
    heads = {"label": "evidence", "shown": "left out, decibans", "low": "90 % low", "high": "90 % high"}
    told = "; ".join(f"{row['label']} {decibans(float(row['left_out']))}" for row in rows[:4])
    return Figure(
        id="linchpins",
        title="What each row adds when all the others stand",
        alt=f"Bars of decibans for refusing to {ORDERS[found.order]}, the largest first: {told}.",
        spec=_linchpin_spec(len(rows)),
        rows=rows,
        heads={**heads, "sequential": "sequential, decibans"},
        how="Bars: decibans that the answer would lose without the row, from living the same worlds again without it; lines "
        "are their 90 % Monte Carlo interval. Hollow dots: what the row added when it came.",
    )


def _linchpin(place: int, row: Worth) -> dict[str, Any]:
    value, error = (row.without.decibans, row.without.error) if row.without else (0.0, 0.0)
    return {
        "row": place,
        "evidence": in_figure(rows_of(row.evidence)),
        "label": label(evidence_name(row), 60),
        "left_out": value,
        "low": value - 1.645 * error,
        "high": value + 1.645 * error,
        "shown": decibans(value),
        "sequential": row.evidence.decibans,
        "towards": "refusal" if value > 0 else "obedience",
    }


def _linchpin_spec(rows: int) -> dict[str, Any]:
    axis = {"tickCount": 7}
    along = {"type": "quantitative", "axis": axis, "title": "decibans: below 0 towards obedience, above 0 towards refusal"}
    bar = {
        "mark": {"type": "bar", "height": 12, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "left_out", **along}, "color": TOWARDS},
    }
    line = {
        "mark": {"type": "rule", "strokeWidth": 2, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "low", **along}, "x2": {"field": "high"}},
    }
    dot = {
        "mark": {"type": "point", "fill": "#ffffff", "stroke": "#5b5f66", "size": 60, "opacity": 1, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "sequential", **along}},
    }
    return spec(height=rows * ROW, encoding={"y": in_rows()}, layer=[bar, line, dot, names(), numbers()])


def matrix_figure(found: Explanation, rows: Sequence[Worth]) -> Figure:
    """The cells of the matrix as colours, with their letters; the most telling rows."""
    shown = rows[:MOST_CELLS]
    cells = tuple(_cell(place, row, name) for place, row in enumerate(shown) for name in HYPOTHESES)
    first = rows[0]
    told = ", ".join(f"{letter(first.cells[name])} for '{HYPOTHESIS[name]}'" for name in HYPOTHESES)
    return Figure(
        id="matrix",
        title="Evidence against hypotheses",
        alt=f"A grid of {len(shown)} rows of evidence by four hypotheses. Most telling: {evidence_name(first)}, {told}.",
        spec=_matrix_spec(len(shown)),
        rows=cells,
        heads={"label": "evidence", "hypothesis": "hypothesis", "letter": "letter", "decibans": "decibans", "own": "yours"},
        how="Blue speaks for a hypothesis, orange against it; letters as in the analysis of competing hypotheses. Decibans are "
        "those that the row adds to the hypothesis against the other three.",
    )


def _cell(place: int, row: Worth, name: str) -> dict[str, Any]:
    return {
        "row": place,
        "evidence": in_figure(rows_of(row.evidence)),
        "label": label(evidence_name(row), 60),
        "hypothesis": HYPOTHESIS[name],
        "head": HEAD[name],
        "first": name == HYPOTHESES[0],
        "decibans": row.cells[name],
        "letter": letter(row.cells[name]),
        "own": row.ratings.get(name, ""),
    }


def _matrix_spec(rows: int) -> dict[str, Any]:
    axis = {"orient": "top", "labelAngle": 0, "labelLimit": 150, "grid": False}
    across = {"field": "head", "type": "nominal", "sort": list(HEAD.values()), "title": None, "axis": axis}
    scale = {"domain": [-4, 0, 4], "range": list(SHADES), "clamp": True}
    shade = {"field": "decibans", "type": "quantitative", "title": "decibans", "scale": scale, "legend": {"orient": "bottom"}}
    box = {
        "mark": {"type": "rect", "height": 16, "yOffset": MARK_DOWN, "stroke": "#ffffff", "strokeWidth": 1},
        "encoding": {"x": across, "color": shade, "tooltip": tooltip({"label": "evidence", "hypothesis": "hypothesis"})},
    }
    once = [{"filter": "datum.first"}]
    words_in = {
        "mark": {"type": "text", "yOffset": MARK_DOWN, "color": LETTER, "fontSize": 11, "fontWeight": 600},
        "encoding": {"x": across, "text": {"field": "letter"}},
    }
    return spec(height=rows * ROW, encoding={"y": in_rows()}, layer=[box, words_in, {**names(room=0), "transform": once}])


def change_figure(found: Explanation, shown: Sequence[Possible]) -> Figure:
    """P(refused) if each event is seen and if it is not, the most telling first."""
    rows = tuple(_event_ahead(place, one, found) for place, one in enumerate(shown))
    heads = {
        "label": "event",
        "chance": f"chance in {found.days_ahead} days",
        "if_seen": "refused, if seen",
        "if_not": "if not seen",
    }
    told = " ".join(f"If {kind_words(one)} is seen: {percent(one.if_seen)}." for one in shown[:4])
    return Figure(
        id="would-change",
        title="How far each event would move the answer, if it came",
        alt=f"P(refused) is now {percent(found.refused.p)}. {told}",
        spec=_change_spec(len(rows)),
        rows=rows,
        heads={**heads, "millibits": "millibits"},
        how=f"Full dot: P(refused) if a report of it comes within {found.days_ahead} days, larger the likelier that is. "
        "Hollow dot: if none comes. The dashed line is the answer now.",
    )


def _event_ahead(place: int, one: Possible, found: Explanation) -> dict[str, Any]:
    return {
        "row": place,
        "label": f"{kind_words(one)}, chance {percent(one.chance)}",
        "chance": one.chance,
        "if_seen": one.if_seen,
        "if_not": one.if_not,
        "now": found.refused.p,
        "shown": percent(one.if_seen),
        "towards": "refusal" if one.if_seen > found.refused.p else "obedience",
        "millibits": one.information,
    }


def _change_spec(rows: int) -> dict[str, Any]:
    axis = {"format": ".0%", "tickCount": 5}
    share = {"type": "quantitative", "title": "P(refused)", "axis": axis, "scale": {"domain": [0, 1]}}
    size = {"field": "chance", "type": "quantitative", "scale": {"range": [40, 300]}, "legend": None}
    now = {
        "mark": {"type": "rule", "color": QUIET, "strokeDash": [4, 3]},
        "encoding": {"x": {"field": "now", "aggregate": "max", **share}},
    }
    line = {
        "mark": {"type": "rule", "strokeWidth": 2, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "if_not", **share}, "x2": {"field": "if_seen"}, "color": TOWARDS},
    }
    without = {
        "mark": {"type": "point", "filled": False, "color": QUIET, "size": 50, "strokeWidth": 2, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "if_not", **share}},
    }
    seen = {
        "mark": {"type": "point", "filled": True, "opacity": 1, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "if_seen", **share}, "color": TOWARDS, "size": size},
    }
    return spec(height=rows * ROW, encoding={"y": in_rows()}, layer=[now, line, without, seen, names(), numbers()])


def why_not_figure(found: Explanation) -> Figure:
    """The four losses day by day, one upon the other."""
    rows = tuple(
        {
            "day": each.day.isoformat(),
            "reason": REASONS[name],
            "place": place,
            "loss": brief(getattr(each.orders[found.order], name).p),
            "low": brief(getattr(each.orders[found.order], name).low),
            "high": brief(getattr(each.orders[found.order], name).high),
        }
        for each in found.why_not
        for place, name in enumerate(COLOURS)
    )
    last = found.why_not[-1]
    told = ", ".join(f"{REASONS[name]} {getattr(last.orders[found.order], name).p:.2f}" for name in COLOURS)
    span = f"from {day(found.why_not[0].day)} to {day(last.day)}"
    return Figure(
        id="why-not-over-time",
        title=f"What an order to {ORDERS[found.order]} would cost, day by day",
        alt=f"Four expected losses, one upon the other, {span}. On the last day: {told}.",
        spec=_why_not_spec(),
        rows=rows,
        heads={"day": "day", "reason": "reason", "loss": "expected loss", "low": "90 % low", "high": "90 % high"},
        how="Means over worlds of the order-giver's expected losses, were he to give the order that day, in units of the "
        "gain from being obeyed (the dashed line). The table has their intervals over draws of the coefficients.",
    )


def _why_not_spec() -> dict[str, Any]:
    words = [REASONS[name] for name in COLOURS]
    scale = {"domain": words, "range": list(COLOURS.values())}
    colour = {"field": "reason", "type": "nominal", "title": None, "scale": scale, "legend": ABOVE}
    loss = {"field": "loss", "type": "quantitative", "title": "expected loss", "stack": "zero"}
    area = {
        "mark": {"type": "area", "opacity": 0.85, "line": False},
        "encoding": {"x": DAYS, "y": loss, "color": colour, "order": {"field": "place", "type": "quantitative"}},
    }
    one = {"datum": 1, "type": "quantitative"}
    gain = {"mark": {"type": "rule", "strokeDash": [4, 3], "strokeWidth": 2}, "encoding": {"y": one}}
    return spec(height=240, layer=[area, gain])
