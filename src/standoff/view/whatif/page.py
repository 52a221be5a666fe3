"""The page that `standoff what-if` prints: scenarios beside the baseline, differences with intervals."""

from __future__ import annotations

from standoff.analysis.whatif.values import DayPaired, OrderGiven, Paired, ScenarioAnswer, WhatIf
from standoff.analysis.words import percent
from standoff.view.document import Bar, Cell, Column, Document, Section, Table
from standoff.view.phrases import ORDERS, OUTCOMES, count, day
from standoff.view.repeat import repeat_section
from standoff.view.whatif.figures import course_figure, difference_figure
from standoff.view.whatif.words import scenario_words

SIDE_BY_SIDE = "Scenarios beside the baseline"
SCENARIO = "If: "
"""How the title of a scenario's own section begins."""


def what_if_sections(found: WhatIf) -> tuple[Section, ...]:
    """Side by side, then one section a scenario."""
    return (_side_by_side(found), *(_scenario(found, answer) for answer in found.scenarios))


def what_if_page(found: WhatIf, *, case: str = "") -> Document:
    """Scenarios as a page; `case` as the user named it, for the command that repeats it."""
    headline = " ".join(headline_of(found, answer) for answer in found.scenarios[:3])
    return Document(found.title, "What if?", headline, (), (*what_if_sections(found), _repeat(found, case)))


def headline_of(found: WhatIf, answer: ScenarioAnswer) -> str:
    """What a scenario does to P(out) after the days followed, in a sentence."""
    last = answer.days[-1]
    verb = _moves(last.out)
    now, then = (percent(p, found.worlds) for p in (last.out.scenario, last.out.baseline))
    return (
        f"'{answer.scenario.name}': within {count(found.ahead, 'day')} {found.order_giver} is out in {now} of the worlds, "
        f"{then} without it ({verb})."
    )


def _moves(pair: Paired) -> str:
    if pair.low <= 0.0 <= pair.high:
        return "no difference beyond the Monte Carlo error"
    return f"a difference of {points(pair.difference)}, {points(pair.low)} to {points(pair.high)}"


def points(value: float) -> str:
    """A difference of shares in percentage points.

    >>> points(0.052), points(-0.0004)
    ('+5.2 points', '0.0 points')
    """
    return f"{0.0 if abs(value) < 0.0005 else 100 * value:{'+' if abs(value) >= 0.0005 else ''}.1f} points"


def _side_by_side(found: WhatIf) -> Section:
    columns = (
        Column("scenario"),
        Column("obeyed", "number"),
        Column("difference", "number"),
        Column("", "bar", optional=True),
        Column("out", "number"),
        Column("difference", "number"),
    )
    scale = max([0.05, *(abs(_telling(found, answer).obeyed[found.order].difference) for answer in found.scenarios)])
    first = found.scenarios[0].days
    baseline = (
        Cell("as it was", strong=True),
        Cell(percent(first[0].obeyed[found.order].baseline)),
        Cell(""),
        Cell(bar=Bar(0.0, -scale, scale)),
        Cell(percent(first[-1].out.baseline, found.worlds)),
        Cell(""),
    )
    rows = (baseline, *(_row(found, answer, scale) for answer in found.scenarios))
    notes = (
        f"Obeyed: P(an order to {ORDERS[found.order]} would be obeyed), among worlds still undecided, on the evening after "
        f"the first changed day, or "
        "on the as-of date where the past is changed; the first line is of the as-of date. Differences are paired, with their "
        "90 % Monte Carlo interval over independent runs that share their draws. "
        f"Out: {found.order_giver} is out within {count(found.ahead, 'day')}.",
    )
    sentences = tuple(f"{answer.scenario.name}: {'; '.join(scenario_words(answer.scenario))}." for answer in found.scenarios)
    return Section(
        SIDE_BY_SIDE, sentences, Table(columns, rows), notes, figures=(difference_figure(found), course_figure(found))
    )


def _telling(found: WhatIf, answer: ScenarioAnswer) -> DayPaired:
    """The first evening on which the scenario shows in what the forces would do."""
    place = min(max((answer.first_changed - found.as_of).days + 1, 0), found.ahead)
    return answer.days[0 if answer.first_changed <= found.as_of else place]


def _row(found: WhatIf, answer: ScenarioAnswer, scale: float) -> tuple[Cell, ...]:
    obeyed, out = _telling(found, answer).obeyed[found.order], answer.days[-1].out
    return (
        Cell(answer.scenario.name),
        Cell(f"{percent(obeyed.scenario)}, not {percent(obeyed.baseline)}"),
        Cell(_interval(obeyed)),
        Cell(bar=Bar(obeyed.difference, -scale, scale)),
        Cell(percent(out.scenario, found.worlds)),
        Cell(_interval(out)),
    )


def _interval(pair: Paired) -> str:
    return f"{_short(pair.difference)} ({_short(pair.low)} to {_short(pair.high)})"


def _short(value: float) -> str:
    return points(value).removesuffix(" points")


def _scenario(found: WhatIf, answer: ScenarioAnswer) -> Section:
    """One scenario: every order on the telling evening, every outcome at the end of the days followed."""
    telling, last = _telling(found, answer), answer.days[-1]
    columns = (
        Column("what"),
        Column("as it was", "number"),
        Column("scenario", "number"),
        Column("difference, points", "number"),
        Column("over draws", "number", optional=True),
    )
    orders = tuple(_pair_row(f"{ORDERS[name]}: obeyed", pair, found.worlds) for name, pair in telling.obeyed.items())
    outcomes = tuple(_pair_row(f"{OUTCOMES[name]}, by then", pair, found.worlds) for name, pair in last.outcomes.items())
    sentences = (
        f"The worlds are the same bits before {day(answer.first_changed)}, the first day that changes.",
        *(_given(order) for order in answer.orders_given),
        *(_that_evening(found, answer, order) for order in answer.orders_given),
        f"Orders: on the evening of {day(telling.day)}. Outcomes: by {day(last.day)}.",
    )
    notes = (
        *(f"{note[0].upper()}{note[1:]}." for note in answer.notes),
        "Over draws: 90 % of the differences by draw of the coefficients.",
    )
    return Section(f"{SCENARIO}{answer.scenario.name}", sentences, Table(columns, (*orders, *outcomes)), notes)


def _given(order: OrderGiven) -> str:
    refused = 1.0 - order.obeyed
    fell = order.fell / refused if refused > 0.0 else 0.0
    settled = order.settled / order.obeyed if order.obeyed > 0.0 else 0.0
    return (
        f"Given on {day(order.day)}, the order to {ORDERS[order.order]} is obeyed in {percent(order.obeyed)} of the worlds "
        f"still undecided (in {percent(settled)} of these that ends the standoff) and refused in {percent(refused)} (in "
        f"{percent(fell)} of these the order-giver falls with it)."
    )


def _that_evening(found: WhatIf, answer: ScenarioAnswer, order: OrderGiven) -> str:
    out = answer.days[(order.day - found.as_of).days].out
    now, then = (percent(p, found.worlds) for p in (out.scenario, out.baseline))
    return f"That evening {found.order_giver} is out in {now} of all worlds, {then} without the order."


def _pair_row(name: str, pair: Paired, worlds: int) -> tuple[Cell, ...]:
    return (
        Cell(name),
        Cell(percent(pair.baseline, worlds)),
        Cell(percent(pair.scenario, worlds)),
        Cell(_interval(pair), strong=not pair.low <= 0.0 <= pair.high),
        Cell(f"{_short(pair.draw_low)} to {_short(pair.draw_high)}"),
    )


def _repeat(found: WhatIf, case: str) -> Section:
    note = "Keep the scenario with --save FILE, and replay it:"
    return repeat_section(found, "what-if", case, "--scenario", "FILE", "--days", str(found.ahead), note=note)
