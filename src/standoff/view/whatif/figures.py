"""Pictures of scenarios: paired differences, and the course of P(out) with and without."""

from __future__ import annotations

from typing import Any

from standoff.analysis.whatif.values import WhatIf
from standoff.analysis.words import percent
from standoff.view.document import Figure
from standoff.view.drawing import ABOVE, DAYS, QUIET, REFUSE, brief, spec
from standoff.view.phrases import ORDERS, day

LINES = (REFUSE, "#3a7fc2", "#4f9d8b", "#8a6fc0", "#c9a227", "#a3402e")


def difference_figure(found: WhatIf) -> Figure:
    """P(obeyed) of each order: scenario less baseline, day by day, with the interval of the difference."""
    rows = tuple(
        {
            "day": one.day.isoformat(),
            "scenario": answer.scenario.name,
            "difference": brief(one.obeyed[found.order].difference),
            "low": brief(one.obeyed[found.order].low),
            "high": brief(one.obeyed[found.order].high),
            "baseline": brief(one.obeyed[found.order].baseline),
            "obeyed": brief(one.obeyed[found.order].scenario),
        }
        for answer in found.scenarios
        for one in answer.days
    )
    largest = max(rows, key=lambda row: abs(float(str(row["difference"]))))
    ends = (percent(float(str(largest[name]))) for name in ("obeyed", "baseline"))
    told = f"One line a scenario from {day(found.as_of)}; nought means no difference. Furthest apart: '{largest['scenario']}'"
    told += f" on {largest['day']}, {' and not '.join(ends)}."
    return Figure(
        id="what-if-obeyed",
        title=f"P(an order to {ORDERS[found.order]} would be obeyed): scenario less baseline",
        alt=told,
        spec=_spec("difference", "difference", True),
        rows=rows,
        heads={
            "day": "day",
            "scenario": "scenario",
            "baseline": "as it was",
            "obeyed": "scenario's",
            "difference": "difference",
            "low": "90 % low",
            "high": "90 % high",
        },
        how="Lines are paired differences among worlds still undecided, with their 90 % Monte Carlo interval over independent "
        "runs that share their draws; before the first changed day the worlds are the same bits.",
    )


def course_figure(found: WhatIf) -> Figure:
    """P(the order-giver is out) by day, as it was and under each scenario."""
    first = found.scenarios[0]
    known = [{"day": one.day.isoformat(), "scenario": "as it was", "out": brief(one.out.baseline)} for one in first.days]
    changed = [
        {"day": one.day.isoformat(), "scenario": answer.scenario.name, "out": brief(one.out.scenario)}
        for answer in found.scenarios
        for one in answer.days
    ]
    rows = (*known, *changed)
    told = ", ".join(f"'{answer.scenario.name}' {percent(answer.days[-1].out.scenario)}" for answer in found.scenarios)
    return Figure(
        id="what-if-out",
        title=f"Share of worlds in which {found.order_giver} is out",
        alt=f"By {day(first.days[-1].day)}: as it was {percent(first.days[-1].out.baseline)}, {told}.",
        spec=_spec("out", "out so far", False),
        rows=rows,
        heads={"day": "day", "scenario": "scenario", "out": "out"},
        how="The same worlds followed forward with and without what a scenario changes, before any weighing by the record of "
        "past forecasts.",
    )


def _spec(what: str, title: str, band: bool) -> dict[str, Any]:
    scale = {"range": list(LINES) if band else [QUIET, *LINES]}
    colour = {"field": "scenario", "type": "nominal", "title": None, "sort": None, "scale": scale, "legend": ABOVE}
    up = {"type": "quantitative", "title": title, "axis": {"format": "+.0%" if band else ".0%"}}
    dash = {"field": "scenario", "type": "nominal", "sort": None, "title": None, "legend": ABOVE}
    line = {
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {"x": DAYS, "y": {"field": what, **up}, "color": colour, "strokeDash": dash},
    }
    plain = {**colour, "legend": None}  # the colours of a legend of the lines, which then tells colour and dash in one
    area = {
        "mark": {"type": "area", "opacity": 0.15},
        "encoding": {"x": DAYS, "y": {"field": "low", **up}, "y2": {"field": "high"}, "color": plain},
    }
    nought = {"mark": {"type": "rule", "color": QUIET}, "encoding": {"y": {"datum": 0, "type": "quantitative"}}}
    if not band:
        return spec(height=240, layer=[line])
    apart = {"color": "independent", "strokeDash": "independent"}
    return spec(height=240, layer=[area, nought, line], resolve={"scale": apart})
