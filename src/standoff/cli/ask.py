"""`standoff ask CASE`: would they obey, why was it not ordered, what comes next, what moved the answer."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli.options import LEAST_WORLDS, MOST_WORLDS, Cluster, Threads, checked

if TYPE_CHECKING:
    from standoff.analysis.answer import Answer
    from standoff.case.values import Case
    from standoff.cli.at_work import Where
    from standoff.model.priors import Priors

def ask(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case of the library, or the path of a case file.")],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Last day taken in, YYYY-MM-DD; by default that of the last row."),
    ] = None,
    order: Annotated[
        str,
        typer.Option("--order", metavar="ORDER", help="In detail: arrest_leader, mass_arrest, clear_crowd or shoot."),
    ] = "arrest_leader",
    worlds: Annotated[
        int, typer.Option("--worlds", metavar="N", help=f"How many worlds, {LEAST_WORLDS} to {MOST_WORLDS:,}.")
    ] = 20_000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same answer.")] = 1,
    threads: Threads = None,
    cluster: Cluster = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document, standoff-answer/1.")] = False,
    prior_only: Annotated[bool, typer.Option("--prior-only", help="Use the priors alone, nothing learned.")] = False,
    coefficients: Annotated[
        Path | None, typer.Option("--coefficients", metavar="FILE", help="What `standoff fit` wrote; the package has its own.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Ask whether the forces would obey, as of a day.

    Prints how likely each order is to be obeyed, by force and tier; what holds the order back; how the standoff may
    end; and the evidence, in decibans. The answer goes to standard output, progress to standard error.

    \b
    Examples:
      standoff ask venezuela-2019 --as-of 2019-01-30
      standoff ask ussr-1991 --as-of 1991-08-20 --order shoot --worlds 4000
      standoff ask venezuela-2019 --as-of 2019-01-30 --json
    """  # noqa: D301 - the command line reads the control sign
    known, day = checked(case, as_of, order, worlds, seed, threads)
    priors = chosen_priors(known, prior_only, coefficients)
    answer = _answered(known, priors, day, order, worlds, seed, (cluster, threads), quiet)
    _write_json(answer) if as_json else _write_page(answer, known, case)


def chosen_priors(case: Case, prior_only: bool, file: Path | None) -> Priors:
    """The priors with what was learned from other cases."""
    from standoff.cli.coefficients import chosen_coefficients
    from standoff.model.priors import load_priors

    learned = chosen_coefficients(prior_only, file)
    return replace(load_priors(), learned=learned and learned.forgetting(case.id))


def _answered(
    case: Case,
    priors: Priors,
    day: date | None,
    order: str,
    worlds: int,
    seed: int,
    where: Where,
    quiet: bool,
) -> Answer:
    from standoff.cli.at_work import at_work

    with at_work(where, quiet) as (workers, report):
        from standoff.analysis.ask import ask as answer_to

        return answer_to(
            case, as_of=day, order=order, worlds=worlds, seed=seed, threads=workers, progress=report, priors=priors
        )


def _write_json(answer: Answer) -> None:
    from standoff.analysis.document import answer_text

    sys.stdout.write(answer_text(answer))


def _write_page(answer: Answer, case: Case, name: str) -> None:
    from standoff.cli.terminal import print_document
    from standoff.view.answer_page import answer_page

    print_document(answer_page(answer, case=name, assumptions=case.assumptions), sys.stdout)
