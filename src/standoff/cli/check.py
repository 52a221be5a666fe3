"""`standoff check FILE...`: every problem of case files, at its line and column."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from standoff.case.problems import Problem
    from standoff.case.reader import Review


def check(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Case files, library names, or - for standard input."),
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when there are notes.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check case files: every problem as FILE:LINE:COLUMN, what was given, what is allowed.

    Exit codes: 0 all files are fine, 1 only notes (with --strict), 2 a file has problems or cannot be read.

    \b
    Examples:
      standoff check my-case.yaml
      standoff check --strict cases/*.yaml
      standoff check - < my-case.yaml
    """  # noqa: D301 - the command line reads the control sign
    reviews = {name: _review(name) for name in files}
    if as_json:
        _print_json(reviews)
    else:
        _print_words(reviews)
    if any(review.problems for review in reviews.values()):
        raise typer.Exit(2)
    if strict and any(review.notes for review in reviews.values()):
        raise typer.Exit(1)


def _review(name: str) -> Review:
    from standoff.case.library import case_path, library_names
    from standoff.case.reader import MAX_BYTES, review_bytes, review_file

    if name == "-":
        return review_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>")
    return review_file(case_path(name) if name in library_names() else name)


def _print_words(reviews: dict[str, Review]) -> None:
    for name, review in reviews.items():
        for problem in review.problems:
            typer.echo(f"error: {problem}", err=True)
        for note in review.notes:
            typer.echo(f"note: {note}", err=True)
        if review.case is not None:
            rows, forces = len(review.case.events), len(review.case.forces)
            typer.echo(f"{name}: fine ({review.case.id}: {rows} rows, {forces} forces)")
    wrong = sum(len(review.problems) for review in reviews.values())
    if wrong:
        typer.echo(f"{wrong} problem{'s' if wrong > 1 else ''} in all", err=True)


def _print_json(reviews: dict[str, Review]) -> None:
    import json

    files = [
        {
            "file": name,
            "ok": not review.problems,
            "problems": [_as_dict(problem) for problem in review.problems],
            "notes": [_as_dict(note) for note in review.notes],
        }
        for name, review in reviews.items()
    ]
    document = {"schema": "standoff-check/1", "ok": all(file["ok"] for file in files), "files": files}
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _as_dict(problem: Problem) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(problem) | {"message": problem.message}
