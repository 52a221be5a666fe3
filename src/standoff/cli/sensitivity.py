"""`standoff sensitivity CASE`: which coefficients, assumptions and source grades drive the answer."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from standoff.cli.ask import check_range
from standoff.cli.options import AsOf, CaseName, Json, Order, Quiet, Seed, Threads, Worlds, checked


def sensitivity(
    case: CaseName,
    as_of: AsOf = None,
    order: Order = "arrest_leader",
    outlets: Annotated[
        int,
        typer.Option("--outlets", metavar="N", help="Grade so many sources otherwise one by one, those with most rows."),
    ] = 12,
    worlds: Worlds = 20_000,
    seed: Seed = 1,
    threads: Threads = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what drives the answer: coefficients, assumptions, grades.

    A tornado of one change at a time; first-order Sobol indices from the draws at hand; prior and evidence raised to powers
    (power-scaling), with what that says of prior-data conflict and weak evidence.

    \b
    Examples:
      standoff sensitivity venezuela-2019 --as-of 2019-01-30
      standoff sensitivity ussr-1991 --order shoot --worlds 4000 --outlets 3 --json
    """  # noqa: D301 - the command line reads the control sign
    check_range("outlets", outlets, 0, 100_000)
    known, day = checked(case, as_of, order, worlds, seed, threads)
    from standoff.cli.progress import progress

    with progress(quiet) as report:
        from standoff.analysis.sensitivity.sensitivity import sensitivity as drivers_of

        found = drivers_of(
            known,
            as_of=day,
            order=order,
            outlets=outlets,
            worlds=worlds,
            seed=seed,
            threads=threads,
            progress=report,
        )
    if as_json:
        from standoff.analysis.sensitivity.document import sensitivity_text

        sys.stdout.write(sensitivity_text(found))
        return
    from standoff.cli.terminal import print_document
    from standoff.view.sensitivity.page import sensitivity_page

    print_document(sensitivity_page(found, case=case), sys.stdout)
