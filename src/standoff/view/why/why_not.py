"""Why the order was not given: the order-giver's expected losses over time, and the readings that compete."""

from __future__ import annotations

from standoff.analysis.why.values import Explanation, Possible, Rivals
from standoff.analysis.words import percent
from standoff.view.document import Bar, Cell, Column, Section, Table
from standoff.view.phrases import ORDERS, REASONS, kinds_of_interval, listed
from standoff.view.why.figures import why_not_figure
from standoff.view.why.names import kind_words

OVER_TIME = "Why the order was not given, day by day"
EACH_ORDER = "Why not, order by order"
READINGS = {
    "army": "doubt about the army (refusal, and overthrow after it)",
    "abroad": "the deterrent abroad",
    "street": "the answer of the street",
}
HEADS = {"refusal": "refusal", "overthrow": "overthrow", "intervention": "foreign force", "backlash": "the street"}


def why_not_sections(found: Explanation) -> tuple[Section, ...]:
    """The losses over time for the order asked about, rival readings in words, and every order as of the day."""
    return (_over_time(found), _orders(found))


def _over_time(found: Explanation) -> Section:
    last = found.why_not[-1].orders[found.order]
    columns = (
        Column("reason"),
        Column("first day", "number"),
        Column("now", "number"),
        Column("", "bar"),
        Column("interval", "number"),
    )
    first = found.why_not[0].orders[found.order]
    scale = max(getattr(last, name).p for name in REASONS)
    rows = tuple(
        (
            Cell(REASONS[name]),
            Cell(f"{getattr(first, name).p:.2f}"),
            Cell(f"{getattr(last, name).p:.2f}"),
            Cell(bar=Bar(getattr(last, name).p, high=scale)),
            Cell(f"{getattr(last, name).low:.2f} to {getattr(last, name).high:.2f}"),
        )
        for name in REASONS
    )
    notes = (
        "Expected losses in units of the gain from being obeyed.",
        kinds_of_interval(*(getattr(last, name) for name in REASONS)),
    )
    return Section(OVER_TIME, _readings(found), Table(columns, rows), notes, figures=(why_not_figure(found),))


def _readings(found: Explanation) -> tuple[str, ...]:
    if found.rivals is None:
        return ()
    rivals = found.rivals
    losses, draws = (rivals.first_loss.p, rivals.second_loss.p), percent(rivals.first_leads)
    if equal(rivals):
        start = (
            f"{_capital(READINGS[rivals.second])} explains it about as well as {READINGS[rivals.first]}: an expected loss of "
            f"{losses[1]:.2f} beside {losses[0]:.2f}, and {draws} of the draws of the coefficients put the latter first."
        )
    else:
        start = (
            f"{_capital(READINGS[rivals.first])} explains it better than {READINGS[rivals.second]}: an expected loss of "
            f"{losses[0]:.2f} against {losses[1]:.2f}, in {draws} of the draws of the coefficients."
        )
    return (start, _apart(rivals))


def equal(rivals: Rivals) -> bool:
    """Whether the second reading explains the silence about as well: each lies within the interval of the other."""
    first, second = rivals.first_loss, rivals.second_loss
    return second.p >= first.low and first.p <= second.high


def _apart(rivals: Rivals) -> str:
    if not rivals.apart:
        return "No kind of event would tell the two apart."
    told = tuple(_teller(one, rivals) for one in rivals.apart)
    return f"What would tell them apart is {listed(told)}."


def _teller(one: Possible, rivals: Rivals) -> str:
    first, second = one.tells[rivals.first], one.tells[rivals.second]
    times = f"by a factor of {2 ** abs(first - second):.1f}"
    return f"{kind_words(one)} (likelier under {_which(first, second, rivals)}, {times}; chance {percent(one.chance)})"


def _which(first: float, second: float, rivals: Rivals) -> str:
    return READINGS[rivals.first if first > second else rivals.second].split(" (")[0]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _orders(found: Explanation) -> Section:
    columns = (
        Column("order"),
        *(Column(HEADS[name], "number") for name in REASONS),
        Column("own chance", "number"),
    )
    last = found.why_not[-1].orders
    rows = tuple(
        (
            Cell(ORDERS[order], strong=order == found.order),
            *(Cell(f"{getattr(part, name).p:.2f}") for name in REASONS),
            Cell(percent(part.own_chance.p)),
        )
        for order, part in last.items()
    )
    note = (
        "Each number is an expected loss of the order-giver, were he to give that order now; being obeyed is worth 1. Own "
        "chance: that of being obeyed, as he sees it."
    )
    return Section(EACH_ORDER, table=Table(columns, rows), notes=(note,))
