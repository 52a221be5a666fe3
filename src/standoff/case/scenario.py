"""Scenarios: what to change in a case from a day on, as frozen values and as a small YAML file that can be kept and replayed.

A scenario says what is done (`do`: it happens, and tells nothing), what is learned (`see`: it is weighed as evidence), which
rows are left out, moved or changed, and which assumptions hold from a day on. What it means for a case is for
`analysis.whatif` to say.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from standoff.case.complaints import repeated_keys, schema_problems
from standoff.case.problems import CaseFileError
from standoff.case.reader import decode, read_bytes, tree_of
from standoff.case.schema import Code, Day, Strict, Words
from standoff.case.values import Day as DayType
from standoff.case.values import Event, Modality, Scope, Side, Source, Tier
from standoff.case.yaml_text import flow_text, scalar_text

SCHEMA = "standoff-scenario/1"
MADE_UP = "what-if"
"""The source of rows that a scenario adds."""


@dataclass(frozen=True, slots=True)
class Move:
    """A row that became public on another day."""

    row: str
    to: DayType


@dataclass(frozen=True, slots=True)
class Change:
    """A row told otherwise: names of fields and their new values, as a case file would give them."""

    row: str
    fields: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """An assumption from a day on (None: from the as-of date): a prior, a covariate, or a force and its thousands of people."""

    name: str
    value: float
    since: DayType | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes under one name; rows left out are named by id, or by code for all of that code."""

    name: str
    do: tuple[Event, ...] = ()
    see: tuple[Event, ...] = ()
    without: tuple[str, ...] = ()
    move: tuple[Move, ...] = ()
    change: tuple[Change, ...] = ()
    assume: tuple[Held, ...] = ()
    note: str = ""


class RowModel(Strict):
    """One thing done or learned in a scenario."""

    date: Day = Field(description="the day, YYYY-MM-DD")
    code: Code = Field(description="what happens: one of the event codes")
    force: str = Field("", description='name of one of the forces of the case, or ""')
    tier: Tier | None = Field(None, description="who acts within the forces; by default unit with a force, else none")
    scope: Scope = Field("capital", description="where it holds")
    sided: Side = Field("neutral", description="of what is learned: whose interest the source serves")
    grade: str = Field("A1", description="of what is learned: Admiralty grade of the source", pattern=r"^[A-G][1-6]?$")
    modality: Modality = Field("done", description="of what is learned: done, denied, planned")
    size: float | None = Field(None, description="how many, in unit", gt=0)
    unit: Words | None = Field(None, description="what size counts")
    text: Words | None = Field(None, description="what happens, in words")


class MoveModel(Strict):
    """A row and the day it became public instead."""

    row: Words = Field(description="id of the row")
    to: Day = Field(description="the new day, YYYY-MM-DD")


class ChangeModel(Strict):
    """A row and the fields that are told otherwise."""

    row: Words = Field(description="id of the row")
    set: dict[Annotated[str, Field(max_length=80)], Any] = Field(description="fields of the row and their values")


class HeldModel(Strict):
    """An assumption from a day on."""

    name: Words = Field(description="a prior of the model, a covariate such as threat, or the name of a force")
    value: float = Field(description="its value; of a force, thousands of people")
    since: Day | None = Field(None, description="the first day it holds; by default the as-of date")
    reason: str = Field("", description="why")


class ScenarioModel(Strict):
    """A file of standoff-scenario/1."""

    format: Literal["standoff-scenario/1"] = Field("standoff-scenario/1", alias="schema", description="format of this file")
    name: Words = Field(description="what to call it", max_length=120)
    note: str = Field("", description="remark; no model reads it")
    do: list[RowModel] = Field(default_factory=list, description="what is done, and tells nothing")
    see: list[RowModel] = Field(default_factory=list, description="what is learned, and weighed as evidence")
    without: list[Words] = Field(default_factory=list, description="rows left out, by id or by code")
    move: list[MoveModel] = Field(default_factory=list, description="rows that became public on another day")
    change: list[ChangeModel] = Field(default_factory=list, description="rows told otherwise")
    assume: list[HeldModel] = Field(default_factory=list, description="assumptions from a day on")


def read_scenario(path: str | os.PathLike[str]) -> Scenario:
    """The scenario in a YAML file.

    Raises:
        CaseFileError: the file cannot be read or has problems, all of them at their lines.
    """
    name = os.fspath(path)
    return parse_scenario(decode(read_bytes(path), name), name)


def parse_scenario(text: str, name: str = "<text>") -> Scenario:
    """The scenario in a YAML text; `name` stands for the file in messages.

    Raises:
        CaseFileError: the text has problems.
    """
    root = tree_of(text, name)
    problems = list(repeated_keys(root, name))
    try:
        model = ScenarioModel.model_validate(root.plain())
    except ValidationError as error:
        raise CaseFileError([*problems, *schema_problems(error, root, name, ScenarioModel)]) from None
    if problems:
        raise CaseFileError(problems)
    return built(model)


def built(model: ScenarioModel) -> Scenario:
    """The frozen scenario of a validated model."""
    return Scenario(
        name=model.name,
        do=tuple(made_up(row, f"do-{number}-{row.code}") for number, row in enumerate(model.do, 1)),
        see=tuple(made_up(row, f"see-{number}-{row.code}") for number, row in enumerate(model.see, 1)),
        without=tuple(model.without),
        move=tuple(Move(move.row, move.to) for move in model.move),
        change=tuple(Change(change.row, tuple(change.set.items())) for change in model.change),
        assume=tuple(Held(held.name, held.value, held.since, held.reason) for held in model.assume),
        note=model.note,
    )


def made_up(row: RowModel, name: str) -> Event:
    """The event that a row of a scenario stands for, under an id of its own."""
    tier: Tier = row.tier if row.tier is not None else "unit" if row.force else "none"
    return Event(
        id=name,
        date=row.date,
        code=row.code,
        force=row.force,
        tier=tier,
        scope=row.scope,
        actor=MADE_UP,
        target="",
        text=row.text or f"{MADE_UP}: {row.code}",
        source=MADE_UP,
        sided=row.sided,
        confidence="high",
        size=row.size,
        unit=row.unit,
        public=row.date,
        modality=row.modality,
        sources=(Source(MADE_UP, None, row.grade),),
    )


def scenario_text(scenario: Scenario) -> str:
    """The scenario as the text of a file that `read_scenario` reads back to an equal one."""
    lines = [f"schema: {SCHEMA}", f"name: {scalar_text(scenario.name)}"]
    lines += [f"note: {scalar_text(scenario.note)}"] if scenario.note else []
    for key in ("do", "see"):
        lines += _listed(key, [_row(event) for event in getattr(scenario, key)])
    lines += _listed("without", list(scenario.without))
    lines += _listed("move", [{"row": move.row, "to": move.to} for move in scenario.move])
    lines += _listed("change", [{"row": change.row, "set": dict(change.fields)} for change in scenario.change])
    lines += _listed("assume", [_held(held) for held in scenario.assume])
    return "\n".join(lines) + "\n"


def _listed(key: str, rows: list[Any]) -> list[str]:
    return [f"{key}:", *(f"- {flow_text(row)}" for row in rows)] if rows else []


def _row(event: Event) -> dict[str, object]:
    told: dict[str, object] = {"date": event.date, "code": event.code, "force": event.force, "tier": event.tier}
    told |= {"scope": event.scope, "sided": event.sided, "grade": event.sources[0].grade, "modality": event.modality}
    told |= {} if event.size is None else {"size": event.size}
    told |= {} if event.unit is None else {"unit": event.unit}
    return told | {"text": event.text}


def _held(held: Held) -> dict[str, object]:
    told: dict[str, object] = {"name": held.name, "value": held.value}
    told |= {} if held.since is None else {"since": held.since}
    return told | ({"reason": held.reason} if held.reason else {})
