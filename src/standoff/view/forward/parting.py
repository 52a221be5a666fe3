"""Where paths part: the sentence that names the event, its table, and bars of how often he is out with and without it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from standoff.analysis.forward.block import WINDOWS
from standoff.analysis.forward.values import Parting, Simulation
from standoff.analysis.words import percent
from standoff.view.document import Bar, Cell, Column, Figure, Section, Table
from standoff.view.drawing import ABOVE, OBEY, REFUSE, brief, spec
from standoff.view.figures.labels import MARK_DOWN, ROW, banded, label, names, numbers
from standoff.view.phrases import count, day, event

PARTING = "Where paths part"
MOST = 8
SEEN, NOT_SEEN = "reported", "not reported"


def parting_section(found: Simulation) -> Section:
    """The kinds of event whose report separates paths most."""
    shown = found.partings[:MOST]
    if not shown:
        return Section(PARTING, (_none(found),))
    columns = (
        *(Column("event"), Column("days", "number"), Column("chance", "number"), Column("out, if reported", "number")),
        *(Column("if not", "number"), Column("", "bar", optional=True), Column("millibits", "number")),
    )
    notes = ("Of worlds undecided at the end of each window. ± is the Monte Carlo standard error of the difference.",)
    table = Table(columns, tuple(_row(found, one) for one in shown))
    return Section(PARTING, (most_telling(found),), table, notes, figures=(parting_figure(found, shown),))


def _none(found: Simulation) -> str:
    """Why nothing is told."""
    least = WINDOWS[0][1] + 1
    if found.ahead < least:
        return f"Too few days were followed to say; with at least {least} it can be told (`--days`)."
    return "No kind of event tells the paths apart."


def most_telling(found: Simulation) -> str:
    """The event that separates paths most, in a sentence; one that chance alone might name is not named."""
    first, last = next((one for one in found.partings if one.told_apart), None), day(found.days[-1].day)
    if first is None:
        worlds = count(found.worlds, "world")
        return f"No event separates the paths by more than two Monte Carlo standard errors of these {worlds}; ask for more."
    seen, unseen = _shares(found, first)
    return (
        f"What separates them most is {parting_words(first)} in days {first.first} to {first.last}: reported in "
        f"{percent(first.chance)} of the worlds still undecided then, of which {found.order_giver} is out by {last} in "
        f"{seen}; of the others in {unseen}."
    )


def _shares(found: Simulation, one: Parting) -> tuple[str, str]:
    """How often he is out with a report and without; what no world showed is told by how many there were."""
    worlds = found.worlds * found.days[one.last].outcomes["undecided"].p
    many = (worlds * one.chance, worlds * (1.0 - one.chance))
    pairs = zip((one.out_if_seen, one.out_if_not), many, strict=True)
    seen, unseen = (percent(share, max(round(count_of), 1)) for share, count_of in pairs)
    return seen, unseen


def _row(found: Simulation, one: Parting) -> tuple[Cell, ...]:
    seen, unseen = _shares(found, one)
    return (
        *(Cell(parting_words(one), strong=one.told_apart), Cell(f"{one.first} to {one.last}"), Cell(percent(one.chance))),
        *(Cell(f"{seen} ± {100 * one.error:.0f}"), Cell(unseen), Cell(bar=Bar(one.out_if_seen))),
        Cell(f"{one.information:.1f}"),
    )


def parting_words(one: Parting) -> str:
    """The kind of event, with the tier of the forces where there is one."""
    return event(one.code) + (f" ({one.tier})" if one.tier != "none" else "")


def parting_figure(found: Simulation, shown: Sequence[Parting]) -> Figure:
    """P(out) with and without a report of each kind, joined by a line: the longer, the more the report separates."""
    rows = tuple(_drawn(place, one) for place, one in enumerate(shown))
    last = day(found.days[-1].day)
    pairs = zip(rows[:3], shown, strict=False)
    told = "; ".join(f"{row['label']}: {' against '.join(_shares(found, one))}" for row, one in pairs)
    return Figure(
        id="parting",
        title=f"Out by {last}, with and without a report",
        alt=f"Pairs of dots, the most telling event first. Share of worlds in which {found.order_giver} is out, reported "
        f"against not: {told}.",
        spec=_spec(len(rows)),
        rows=rows,
        heads={"label": "event", "chance": "reported", "seen": "out, if reported", "unseen": "out, if not", "error": "± (sd)"},
        how="Filled: worlds in which the event was reported within the days named; hollow: the others; all of them undecided "
        "at the end of those days. Numbers at the right: how many worlds report it.",
    )


def _drawn(place: int, one: Parting) -> dict[str, Any]:
    return {
        "row": place,
        "label": label(f"{parting_words(one)}, days {one.first} to {one.last}", 60),
        "shown": percent(one.chance),
        "chance": brief(one.chance),
        "seen": brief(one.out_if_seen),
        "unseen": brief(one.out_if_not),
        "error": brief(one.error),
        "towards": "out" if one.out_if_seen > one.out_if_not else "he stays",
    }


def _spec(rows: int) -> dict[str, Any]:
    along: dict[str, Any] = {"type": "quantitative", "title": "share of worlds in which he is out"}
    along |= {"axis": {"format": ".0%", "tickCount": 5}, "scale": {"domain": [0, 1]}}
    scale = {"domain": ["out", "he stays"], "range": [REFUSE, OBEY]}
    colour = {"field": "towards", "type": "nominal", "scale": scale, "legend": {**ABOVE, "title": "a report speaks for"}}
    line = {
        "mark": {"type": "rule", "strokeWidth": 3, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "unseen", **along}, "x2": {"field": "seen"}, "color": colour},
    }
    ends = [
        {
            "mark": {"type": "point", "size": 80, "opacity": 1, "yOffset": MARK_DOWN, **look},
            "encoding": {"x": {"field": field, **along}, "color": colour},
        }
        for field, look in (("unseen", {"filled": False, "fill": "#ffffff"}), ("seen", {"filled": True}))
    ]
    return spec(height=rows * ROW, layer=banded(line, *ends, names(), numbers()))
