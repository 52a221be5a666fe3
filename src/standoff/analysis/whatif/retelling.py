"""A scenario applied to a case: the rows as they would stand, what is done later, and why a scenario is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date

from pydantic import ValidationError

from standoff.case.problems import nearest
from standoff.case.scenario import MADE_UP, Change, Move, Scenario
from standoff.case.schema import EventModel
from standoff.case.values import Case, Event
from standoff.case.writer import event_row
from standoff.errors import UsageError
from standoff.model.echoes import evidence_by, is_evidence
from standoff.model.priors import Priors

FIXED = ("id", "line", "sources", "public", "source", "drafted", "merged_into")


@dataclass(frozen=True, slots=True)
class Retold:
    """A case's rows under a scenario: those known by the as-of date, and those that come after it.

    `deeds` are the ids of rows that are done rather than reported.
    """

    past: tuple[Event, ...]
    later: tuple[Event, ...]
    deeds: frozenset[str]


def retold(case: Case, scenario: Scenario, as_of: date, last: date, priors: Priors) -> Retold:
    """The rows of a case as a scenario has them.

    Args:
        case: rows that became public after `as_of` are not read.
        scenario: the changes.
        as_of: the day the question is asked.
        last: the last day that is followed.
        priors: to know which codes are orders.

    Raises:
        UsageError: a change that is not possible, and why.
    """
    known = {event.id: event for event in evidence_by(case.events, as_of)}
    rows = _without(known, scenario.without, case)
    for change in scenario.change:
        rows[change.row] = _changed(_row(rows, change.row, case, "change"), change, case)
    for move in scenario.move:
        rows[move.row] = _moved(_row(rows, move.row, case, "move"), move, case, as_of)
    added = (*scenario.do, *scenario.see)
    for event in added:
        _check_added(event, case, last)
    _check_orders(scenario.do, as_of, priors)
    told = (*rows.values(), *(event for event in added if event.known_on <= as_of))
    later = tuple(sorted((event for event in added if event.known_on > as_of), key=lambda event: event.known_on))
    past = tuple(sorted(told, key=lambda event: event.known_on))
    return Retold(past, later, frozenset(event.id for event in scenario.do))


def _without(known: dict[str, Event], names: Iterable[str], case: Case) -> dict[str, Event]:
    rows = dict(known)
    for name in names:
        named = [row for row, event in rows.items() if name in (row, event.code)]
        if not named:
            raise UsageError(_no_such_row(name, known, case, "without", codes=True))
        for row in named:
            del rows[row]
    return rows


def _row(rows: dict[str, Event], name: str, case: Case, verb: str) -> Event:
    if name not in rows:
        raise UsageError(_no_such_row(name, rows, case, verb))
    return rows[name]


def _no_such_row(name: str, known: dict[str, Event], case: Case, verb: str, codes: bool = False) -> str:
    later = next((event for event in case.events if event.id == name), None)
    if later is not None and is_evidence(later):
        return f"{verb}: row '{name}' became public on {later.known_on}, after the as-of date, or was left out already"
    if later is not None and later.merged_into is not None:
        return f"{verb}: row '{name}' is merged into '{later.merged_into}'"
    if later is not None:
        return f"{verb}: row '{name}' is no evidence ({later.status}, {later.modality})"
    allowed = [*known, *(sorted({event.code for event in known.values()}) if codes else ())]
    near = nearest(name, allowed)
    return f"{verb}: '{name}' is no row known by then" + (f"; did you mean '{near}'?" if near else "")


def _moved(event: Event, move: Move, case: Case, as_of: date) -> Event:
    if not case.start <= move.to <= as_of:
        raise UsageError(f"move: {event.id} to {move.to} given; allowed: {case.start} to {as_of} (the as-of date)")
    return replace(event, date=min(event.date, move.to), public=move.to)


def _changed(event: Event, change: Change, case: Case) -> Event:
    """The row with some fields told otherwise, held against the schema of a case file; `grade` is that of all its sources."""
    allowed = (*(name for name in EventModel.model_fields if name not in FIXED), "grade")
    for name, _ in change.fields:
        if name not in allowed:
            near = nearest(name, allowed)
            hint = f"; did you mean '{near}'?" if near else ""
            raise UsageError(f"change: '{name}' of {event.id} given; allowed: {', '.join(allowed)}{hint}")
    given = dict(change.fields)
    grade = given.pop("grade", None)
    told = {name: _plain(value) for name, value in {**event_row(event), **given}.items()}
    if grade is not None:
        told["sources"] = [{"outlet": source.outlet, "grade": grade} for source in event.sources]
    try:
        model = EventModel.model_validate(told)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise UsageError(f"change: {first['loc'][0] if first['loc'] else 'row'} of {event.id}: {first['msg']}") from None
    names = {field.name for field in fields(Event)} & given.keys()
    changed = replace(event, **{name: getattr(model, name) for name in names})
    if grade is not None:
        changed = replace(changed, sources=tuple(replace(source, grade=str(grade)) for source in event.sources))
    changed = replace(changed, public=max(changed.known_on, changed.date))
    _check_force(changed, case)
    if changed.known_on < case.start:
        raise UsageError(f"change: {event.id} to {changed.known_on} given; the case starts on {case.start}")
    return changed


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _check_added(event: Event, case: Case, last: date) -> None:
    if not case.start <= event.date <= last:
        raise UsageError(f"{event.code}: {event.date} given; allowed: {case.start} to {last} (the last day that is followed)")
    _check_force(event, case)


def _check_force(event: Event, case: Case) -> None:
    names = [force.name for force in case.forces]
    if event.force and event.force not in names:
        near = nearest(event.force, names)
        hint = f"; did you mean '{near}'?" if near else ""
        raise UsageError(f"{event.code}: force '{event.force}' given; allowed: {', '.join(names)}{hint}")
    sizes = {force.name: force.size_k for force in case.forces}
    size_k = sizes.get(event.force)
    if event.unit == "people" and event.size is not None and event.actor == MADE_UP and size_k and event.size > size_k * 1e3:
        raise UsageError(f"{event.code}: {event.size:,.0f} people of {event.force} given; it has {size_k * 1e3:,.0f}")


def _check_orders(deeds: Iterable[Event], as_of: date, priors: Priors) -> None:
    """An order given decides itself in each world, which past days, whose outcome is known, leave no room for."""
    for event in deeds:
        order = priors.codes[event.code].order
        if order is not None and event.known_on <= as_of:
            raise UsageError(
                f"do: {event.code} on {event.date} is an order ({order}), and that day is past: it was not given, or the trail "
                f"says how it went; ask from the day before it (--as-of), or use `see` for what is now learned of it"
            )
        if event.code == "challenger_untouched":
            raise UsageError("do: challenger_untouched is what does not happen; use `see`")
