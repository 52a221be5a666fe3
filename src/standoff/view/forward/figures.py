"""Pictures of worlds that live on: competing ends, the spread of margins and crowds, single worlds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from standoff.analysis.forward.values import LEVELS, Simulation
from standoff.analysis.words import percent
from standoff.model.outcomes import KINDS
from standoff.view.document import Figure
from standoff.view.drawing import ABOVE, DAYS, KINDS_RANGE, OBEY, QUIET, REFUSE, brief, spec
from standoff.view.phrases import ORDERS, OUTCOMES, day

POINTS, POINTS_OF_A_PATH = 46, 24
"""Evenings that a picture shows of all worlds together, and of a single one."""
TENFOLD = {"values": [0, *(10**power for power in range(3, 10))], "labelExpr": "format(datum.value, '~s')"}
BELOW_NOUGHT = {
    "mark": {"type": "rule", "color": REFUSE, "strokeDash": [4, 3]},
    "encoding": {"y": {"datum": 0, "type": "quantitative"}},
}


def ends_figure(found: Simulation) -> Figure:
    """Cumulative incidence of each end, one upon the other."""
    kinds = (*KINDS, "undecided")
    rows = tuple(
        {
            "day": one.day.isoformat(),
            "outcome": OUTCOMES[kind],
            "place": place,
            "share": brief(one.outcomes[kind].p),
            "low": brief(one.outcomes[kind].low),
            "high": brief(one.outcomes[kind].high),
        }
        for one in _spaced(found.days)
        for place, kind in enumerate(kinds)
    )
    last = found.days[-1]
    told = ", ".join(f"{OUTCOMES[kind]} {percent(last.outcomes[kind].p, found.worlds)}" for kind in kinds)
    return Figure(
        id="ends",
        title="How the worlds end",
        alt=f"Shares of worlds by how they ended, from {day(found.as_of)} to {day(last.day)}. At the end: {told}.",
        spec=_ends_spec(kinds),
        rows=rows,
        heads={"day": "day", "outcome": "outcome", "share": "share of worlds", "low": "90 % low", "high": "90 % high"},
        how="Cumulative incidence of competing risks among worlds followed forward, each ending at most once; intervals in the "
        "table are Monte Carlo over independent runs.",
    )


def _ends_spec(kinds: tuple[str, ...]) -> dict[str, Any]:
    scale = {"domain": [OUTCOMES[kind] for kind in kinds], "range": list(KINDS_RANGE)}
    colour = {"field": "outcome", "type": "nominal", "title": None, "scale": scale, "legend": ABOVE}
    up: dict[str, Any] = {"field": "share", "type": "quantitative", "stack": "zero", "title": "share of worlds"}
    up |= {"axis": {"format": ".0%"}, "scale": {"domain": [0, 1]}}
    return spec(
        height=260,
        mark={"type": "area", "opacity": 0.9},
        encoding={"x": DAYS, "y": up, "color": colour, "order": {"field": "place", "type": "quantitative"}},
    )


def spread_figure(found: Simulation) -> Figure:
    """Quantiles of the margin among worlds still undecided, as a fan."""
    names = [f"q{round(100 * level)}" for level in LEVELS]
    rows = tuple(
        {"day": one.day.isoformat(), **dict(zip(names, map(brief, one.margin), strict=True)), "refused": brief(one.refused)}
        for one in _spaced(found.days)
        if one.outcomes["undecided"].p > 0.0
    )
    first, last = rows[0], rows[-1]
    return Figure(
        id="spread",
        title=f"Margin of an order to {ORDERS[found.order]} in worlds still undecided",
        alt=f"A fan around a median of {first['q50']:+.2f} on {first['day']} and {last['q50']:+.2f} on {last['day']}; nine "
        f"worlds in ten lie from {last['q5']:+.2f} to {last['q95']:+.2f} at the end. Below 0 the order would be refused.",
        spec=_fan("margin", BELOW_NOUGHT),
        rows=rows,
        heads={"day": "day", **dict(zip(names, ("5 %", "25 %", "median", "75 %", "95 %"), strict=True)), "refused": "refuse"},
        how="Hidden strength less the order's threshold. Darker: half of the worlds still undecided; lighter: nine in ten. As "
        "worlds end they leave the fan, so that it narrows by selection too.",
    )


def crowd_figure(found: Simulation) -> Figure:
    """Quantiles of the people in the street among worlds still undecided, as a fan."""
    names = [f"q{round(100 * level)}" for level in LEVELS]
    rows = tuple(
        {"day": one.day.isoformat(), **dict(zip(names, (float(round(people)) for people in one.crowd), strict=True))}
        for one in _spaced(found.days)
        if one.outcomes["undecided"].p > 0.0
    )
    first, last = rows[0], rows[-1]
    return Figure(
        id="crowd",
        title="People in the street in worlds still undecided",
        alt=f"A fan around a median of {about(first['q50'])} people on {first['day']} and {about(last['q50'])} on "
        f"{last['day']}; nine worlds in ten lie from {about(last['q5'])} to {about(last['q95'])} at the end.",
        spec=_fan("people", scale={"type": "symlog", "constant": 1000}, axis=TENFOLD),
        rows=rows,
        heads={"day": "day", **dict(zip(names, ("5 %", "25 %", "median", "75 %", "95 %"), strict=True))},
        how="The true crowd of an evening, which reports tell with error. Darker: half of the worlds still undecided; lighter: "
        "nine in ten. Above a thousand people the scale is a logarithm.",
    )


def about(people: float) -> str:
    """A number of people to two figures: nobody counts a crowd better.

    >>> about(279_636_342.0), about(31.4)
    ('280,000,000', '31')
    """
    return f"{float(f'{people:.1e}') if people >= 1.0 else 0.0:,.0f}"


def _fan(title: str, *layers: dict[str, Any], **up: Any) -> dict[str, Any]:
    """Five quantiles by day as two bands and a line, and whatever lies upon them."""
    up |= {"type": "quantitative", "title": title}

    def band(low: str, high: str, opacity: float) -> dict[str, Any]:
        return {
            "mark": {"type": "area", "opacity": opacity, "color": OBEY},
            "encoding": {"x": DAYS, "y": {"field": low, **up}, "y2": {"field": high}},
        }

    def line(field: str, width: float, opacity: float) -> dict[str, Any]:
        return {
            "mark": {"type": "line", "strokeWidth": width, "opacity": opacity, "color": OBEY},
            "encoding": {"x": DAYS, "y": {"field": field, **up}},
        }

    edges = [line("q5", 1, 0.8), line("q95", 1, 0.8)]  # so that the lighter band is seen on any paper
    return spec(height=220, layer=[band("q5", "q95", 0.16), band("q25", "q75", 0.28), *edges, line("q50", 2, 1), *layers])


def paths_figure(found: Simulation) -> Figure:
    """Single worlds, each until it ends, coloured by whether the order-giver then was out."""
    rows = tuple(
        {
            "day": found.days[place].day.isoformat(),
            "world": path.world,
            "margin": brief(path.margin[place], 3),
            "ends": _ends(path.outcome),
        }
        for path in found.paths
        for place in _spaced(range(len(path.margin)), POINTS_OF_A_PATH)
    )
    kinds = [_ends(path.outcome) for path in found.paths]
    told = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("he survives", "he is out", "undecided"))
    return Figure(
        id="paths",
        title=f"{len(found.paths)} of the worlds",
        alt=f"Lines of the margin of {len(found.paths)} worlds, each until it ends: {told}.",
        spec=_paths_spec(),
        rows=rows,
        heads={"world": "world", "day": "day", "margin": "margin", "ends": "how it ends"},
        how="Worlds chosen by their weight; a line stops where its world ends.",
    )


def _spaced(things: Sequence[Any], most: int = POINTS) -> list[Any]:
    """Evenly spaced ones of a row, at most so many and the last."""
    step = -(-len(things) // most)
    return [*things[:-1:step], things[-1]] if things else []


def _ends(outcome: str) -> str:
    return {"undecided": "undecided", "survived": "he survives"}.get(outcome, "he is out")


def _paths_spec() -> dict[str, Any]:
    scale = {"domain": ["he survives", "he is out", "undecided"], "range": [OBEY, REFUSE, QUIET]}
    colour = {"field": "ends", "type": "nominal", "title": None, "scale": scale, "legend": ABOVE}
    up = {"field": "margin", "type": "quantitative", "title": "margin"}
    line = {
        "mark": {"type": "line", "strokeWidth": 1, "opacity": 0.7},
        "encoding": {"x": DAYS, "y": up, "color": colour, "detail": {"field": "world", "type": "nominal"}},
    }
    return spec(height=220, layer=[line, BELOW_NOUGHT])
