"""The page that `standoff simulate` prints, and its sections for the report."""

from __future__ import annotations

from standoff.analysis.answer import Estimate
from standoff.analysis.forward.values import SimulatedDay, Simulation
from standoff.analysis.words import judgement, percent
from standoff.model.outcomes import KINDS
from standoff.view.document import Cell, Column, Document, Section, Table
from standoff.view.forward.figures import about, crowd_figure, ends_figure, paths_figure, spread_figure
from standoff.view.forward.parting import parting_section
from standoff.view.phrases import ORDERS, OUTCOMES, count, day, kinds_of_interval, span
from standoff.view.repeat import repeat_section

HOW_IT_ENDS = "How it ends, day by day"
SPREAD = "How far paths spread"
HAZARDS = "When: the chance a day of each end"
FROM = {"posterior": "given what was public by then", "prior": "had nothing at all been heard"}


def simulation_sections(found: Simulation) -> tuple[Section, ...]:
    """Ends, hazards, spread, and where paths part."""
    return (_ends(found), _hazards(found), _spread(found), parting_section(found))


def simulation_page(found: Simulation, *, case: str = "") -> Document:
    """A simulation as a page; `case` as the user named it, for the command that repeats it."""
    last = found.days[-1]
    start = judgement(last.out.p if found.weighed_out is None else found.weighed_out, found.worlds)
    headline = f"From {day(found.as_of)}, {start} that {found.order_giver} is out by {day(last.day)}, {FROM[found.source]}."
    question = f"What follows in the next {count(found.ahead, 'day')}?"
    again = repeat_section(found, "simulate", case, "--days", str(found.ahead), "--from", found.source)
    return Document(found.title, question, headline, _weighed(found), (*simulation_sections(found), again))


def _weighed(found: Simulation) -> tuple[str, ...]:
    if found.weighed_out is None:
        return ()
    alone = percent(found.days[-1].out.p, found.worlds)
    return (
        f"The worlds alone say {alone}; the number above weighs them by what became of past forecasts, as `standoff ask` does. "
        "All that follows is of the worlds alone.",
    )


def _shown_days(found: Simulation) -> list[SimulatedDay]:
    """The evenings of a table: after a week, a month and so on, and the last."""
    wanted = [place for place in (7, 30, 90, 180) if place < found.ahead]
    return [found.days[place] for place in (*wanted, found.ahead)]


def _ends(found: Simulation) -> Section:
    shown = _shown_days(found)
    heads = (Column(f"by {day(one.day).rsplit(' ', 1)[0]}", "number") for one in shown)
    rows = tuple(_end_row(found, kind, shown) for kind in (*KINDS, "undecided"))
    note = "The interval is of the last day; a dash where no world, or every one, ended so."
    notes = (f"{kinds_of_interval(shown[-1].out)} {note}",)
    sentences = (f"Shares of {found.worlds:,} worlds that have ended so (competing risks: a world ends once).",)
    table = Table((Column("outcome"), *heads, Column("interval", "number")), rows)
    return Section(HOW_IT_ENDS, sentences, table, notes, figures=(ends_figure(found),))


def _end_row(found: Simulation, kind: str, shown: list[SimulatedDay]) -> tuple[Cell, ...]:
    last = shown[-1].outcomes[kind]
    cells = (Cell(percent(one.outcomes[kind].p, found.worlds)) for one in shown)
    return Cell(OUTCOMES[kind]), *cells, Cell(_interval(last))


def _interval(share: Estimate) -> str:
    """The interval of a share; runs that all showed nothing, or nothing else, say nothing of it."""
    return span(share) if 0.0 < share.p < 1.0 else "-"


def _hazards(found: Simulation) -> Section:
    weeks = [found.weeks[place] for place in (0, 1, 3, 7, 12, 25) if place < len(found.weeks)]
    heads = (Column(f"from {day(week.first).rsplit(' ', 1)[0]}", "number") for week in weeks)
    rows = tuple((Cell(OUTCOMES[kind]), *(Cell(_hazard(week.hazards[kind])) for week in weeks)) for kind in KINDS)
    note = "Mean over a week, among worlds undecided as it began, per cent a day; a dash where no world ended so in that week."
    return Section(HAZARDS, table=Table((Column("end"), *heads), rows), notes=(note,))


def _hazard(value: float) -> str:
    return "-" if not value > 0.0 else f"{100 * value:.2f} %"


def _spread(found: Simulation) -> Section:
    open_days = [one for one in found.days if one.outcomes["undecided"].p > 0.0]
    last = open_days[-1]
    undecided = max(round(found.worlds * last.outcomes["undecided"].p), 1)
    refuse = percent(last.refused, undecided)
    people = f"{about(last.crowd[0])} to {about(last.crowd[-1])}"
    sentences = (
        f"Margin: hidden strength less the threshold of an order to {ORDERS[found.order]}; below 0 it would be refused. On "
        f"{day(last.day)} it lies between {last.margin[0]:+.2f} and {last.margin[-1]:+.2f} in 90 % of the worlds still "
        f"undecided, and {refuse} of them would refuse. In the street are {people} people (90 % of them).",
    )
    return Section(SPREAD, sentences, figures=(spread_figure(found), crowd_figure(found), paths_figure(found)))
