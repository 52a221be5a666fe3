"""A scenario in words: what it changes, one sentence a change."""

from __future__ import annotations

from standoff.case.scenario import Held, Scenario
from standoff.case.values import Event
from standoff.model.priors import assumption_names, load_priors
from standoff.view.phrases import ORDERS, day, event

LEVEL = "level."


def scenario_words(scenario: Scenario) -> tuple[str, ...]:
    """What a scenario changes."""
    return (
        *(_done(one) for one in scenario.do),
        *(f"learned on {day(one.date)}: {_what(one)}" for one in scenario.see),
        *(f"without {_row(name)}" for name in scenario.without),
        *(f"{move.row} public on {day(move.to)}" for move in scenario.move),
        *(
            f"{change.row} told with {', '.join(f'{key} {value}' for key, value in change.fields)}"
            for change in scenario.change
        ),
        *(_held(held) for held in scenario.assume),
    )


def _done(one: Event) -> str:
    order = load_priors().codes[one.code].order
    if order is not None:
        return f"on {day(one.date)} the order is given to {ORDERS[order]}"
    return f"done on {day(one.date)}: {_what(one)}"


def _what(one: Event) -> str:
    who = ", ".join(filter(None, (one.force, "" if one.tier == "none" else one.tier)))
    return event(one.code) + (f" ({who})" if who else "")


def _row(name: str) -> str:
    return event(name) if name in load_priors().codes else f"row {name}"


def _held(held: Held) -> str:
    since = f" from {day(held.since)} on" if held.since else ""
    why = f" ({held.reason})" if held.reason else ""
    if held.name.startswith(LEVEL):
        return f"the level of {held.name.removeprefix(LEVEL)} held at {held.value:g}{since}{why}"
    known = held.name in assumption_names(load_priors())
    return f"{held.name} {'held at' if known else 'of'} {held.value:g}{'' if known else ' thousand people'}{since}{why}"
