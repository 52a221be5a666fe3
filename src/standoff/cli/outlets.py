"""`standoff outlets`: for whom an outlet speaks, the grade a table suggests, and what the model makes of such a grade."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from standoff.case.values import Case
    from standoff.intake.outlets.table import OutletTable
    from standoff.view.document import Document, Section


def outlets(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME|URL]...", help="Outlets to look up; the whole table where none is given."),
    ] = None,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="Say whose side they serve in this case.")] = None,
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="Your own table (CSV of the same columns), over the built-in."),
    ] = None,
    grade: Annotated[
        str | None,
        typer.Option("--grade", metavar="GRADE", help="Read a grade, such as b-2 or 'usually reliable', for all of them."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Tell what is known of outlets: kind, side in a case, suggested grade, and what the model makes of it.

    The table is a start to be edited and no verdict; nothing is set by it. A grade becomes a rate of seeing what happened
    (detect) and of reports made up (fabricate), as model/priors.yaml has them.

    Exit codes: 0 fine, 2 bad usage or a table or case that cannot be read.

    \b
    Examples (the file is in the folder examples/intake of the sources):
      standoff outlets Sputnik https://www.reuters.com/world --case venezuela-2019
      standoff outlets --grade B2
      standoff outlets "Notes from a Hillside" --table outlets-of-my-own.csv --json
    """  # noqa: D301 - the command line reads the control sign
    from standoff.case.library import load_case
    from standoff.intake.outlets.grades import grade_of
    from standoff.intake.outlets.table import outlets as table_of

    known = table_of(table)
    within = None if case is None else load_case(case)
    given = None if grade is None else grade_of(grade)
    told = [_told(name, known, within, given) for name in names or ()]
    if as_json:
        _print_json(told, known, given, bool(names))
    else:
        from standoff.cli.terminal import print_document

        print_document(_page(told, known, within, given), sys.stdout)


def _told(name: str, table: OutletTable, case: Case | None, grade: str | None) -> dict[str, Any]:
    """All that is known of one outlet, as a mapping of plain values."""
    from standoff.intake.outlets.grades import suggested
    from standoff.intake.outlets.sides import side_of

    outlet = table.of(name)
    side, side_why = side_of(name if outlet is None else outlet, case, table) if case is not None else (None, "no case given")
    letter, grade_why = (grade, "as given") if grade is not None else suggested(outlet)
    known = {} if outlet is None else _plain(outlet)
    return {"given": name, "known": outlet is not None, **known, "side": side, "side_why": side_why} | {
        "grade": letter,
        "grade_why": grade_why,
        **_rates(letter),
    }


def _plain(outlet: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return {key: value for key, value in asdict(outlet).items() if key != "grade"}


def _rates(grade: str | None) -> dict[str, Any]:
    """What the model makes of a grade: chance to see a thing, rate of making it up, and from where."""
    from standoff.case.values import Source
    from standoff.model.priors import load_priors
    from standoff.model.sources import graded

    priors = load_priors()
    found = graded(Source("somebody", grade=grade), priors)
    ungraded = priors.sections["sources"]["ungraded"]
    why = f"grade {grade}" if grade is not None else f"no grade: read as {ungraded}, the average source"
    return {"detect": found.detect, "fabricate": found.fabricate, "rates_why": f"{why}; model/priors.yaml, sources"}


def _page(told: Sequence[dict[str, Any]], table: OutletTable, case: Case | None, grade: str | None) -> Document:
    from standoff.view.document import Document

    known = sum(one["known"] for one in told)
    headline = f"{known} of {len(told)} in the table." if told else f"{len(table)} outlets in the table."
    sections = (_looked_up(told, case),) if told else (_whole(table),) if grade is None else ()
    return Document(
        title="Outlets",
        question="Who publishes it, for whom does he speak, and how far does he carry?",
        headline=headline,
        summary=("A hand-written table to start from and to edit, no verdict; sides and grades are proposals.",),
        sections=(*sections, _grades(grade)),
    )


def _looked_up(told: Sequence[dict[str, Any]], case: Case | None) -> Section:
    from standoff.view.document import Cell, Column, Section, Table

    columns = (
        Column("given"),
        Column("outlet"),
        Column("side"),
        Column("grade"),
        Column("detect", "number"),
        Column("made up", "number"),
    )
    rows = tuple(
        (
            Cell(one["given"]),
            Cell(f"{one['name']}, {one['kind']}" if one["known"] else "not in the table"),
            Cell(one["side"] or "-"),
            Cell(one["grade"] or "-"),
            Cell(f"{one['detect']:.2f}"),
            Cell(f"{one['fabricate']:.3f}"),
        )
        for one in told
    )
    reasons = [_reason(one["given"], one["side_why"]) for one in told if case is not None]
    reasons += [_reason(one["given"], one["grade_why"]) for one in told]
    title = "Looked up" if case is None else f"Looked up for {case.id}"
    return Section(title, (), Table(columns, rows), tuple(reasons))


def _reason(given: str, why: str) -> str:
    return f"{why}." if why.startswith(given) else f"{given}: {why}."


def _whole(table: OutletTable) -> Section:
    from standoff.view.document import Cell, Column, Section, Table

    columns = (
        *(Column("outlet"), Column("kind"), Column("seat"), Column("speaks for"), Column("against"), Column("grade")),
        Column("note", optional=True),
    )
    rows = tuple(
        tuple(
            Cell(text)
            for text in (
                one.name,
                one.kind,
                one.country,
                one.speaks_for,
                one.opposes,
                one.grade,
                one.note + " (yours)" * one.own,
            )
        )
        for one in table
    )
    return Section("The table", (), Table(columns, rows))


def _grades(grade: str | None) -> Section:
    """What each letter, and each digit after it, becomes."""
    from standoff.intake.outlets.grades import DIGITS, LETTERS, grade_words
    from standoff.view.document import Cell, Column, Section, Table

    shown = [*LETTERS, *(f"B{digit}" for digit in DIGITS)] if grade is None else [grade]
    columns = (Column("grade"), Column("means"), Column("detect", "number"), Column("made up", "number"))
    rates = {one: _rates(one) for one in shown}
    rows = tuple(
        (Cell(one), Cell(grade_words(one)), Cell(f"{rates[one]['detect']:.2f}"), Cell(f"{rates[one]['fabricate']:.3f}"))
        for one in shown
    )
    notes = (
        "detect: chance that the source reports what happened. made up: rate of false reports, in units of how often such "
        "reports come at all. A digit multiplies what is made up, whatever the letter; 6 adds nothing.",
    )
    return Section("What a grade becomes in the model", (), Table(columns, rows), notes)


def _print_json(told: Sequence[dict[str, Any]], table: OutletTable, grade: str | None, looked_up: bool) -> None:
    from standoff.cli.json_text import print_json
    from standoff.intake.outlets.grades import DIGITS, LETTERS

    shown = [*LETTERS, *(letter + digit for letter in LETTERS for digit in DIGITS)] if grade is None else [grade]
    grades = {one: {key: value for key, value in _rates(one).items() if key != "rates_why"} for one in shown}
    listed = told if looked_up else [_plain(one) | {"grade": one.grade or None} for one in table]
    document = {"schema": "standoff-outlets/1", "outlets": listed, "grades": grades}
    print_json(document)
