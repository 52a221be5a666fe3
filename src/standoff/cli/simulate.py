"""`standoff simulate CASE`: worlds that live on."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from standoff.cli.options import AsOf, CaseName, Cluster, Json, Order, Quiet, Seed, Threads, Worlds, check_range, checked


def simulate(
    case: CaseName,
    as_of: AsOf = None,
    order: Order = "arrest_leader",
    days: Annotated[int, typer.Option("--days", metavar="N", help="How many days to follow, 1 to 365.")] = 90,
    source: Annotated[
        str, typer.Option("--from", metavar="WHAT", help="posterior: worlds weighed by the evidence; prior: nothing heard.")
    ] = "posterior",
    worlds: Worlds = 20_000,
    seed: Seed = 1,
    threads: Threads = None,
    cluster: Cluster = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Let worlds live on, and see how they end.

    Outcomes as competing risks day by day, the chance a day of each, how far paths spread, and which event separates them.

    \b
    Examples:
      standoff simulate venezuela-2019 --as-of 2019-01-30
      standoff simulate ussr-1991 --as-of 1991-08-20 --order shoot --days 10 --from prior --json
    """  # noqa: D301 - the command line reads the control sign
    check_range("days", days, 1, 365)
    known, day = checked(case, as_of, order, worlds, seed, threads)
    from standoff.cli.at_work import at_work

    with at_work((cluster, threads), quiet) as (workers, report):
        from standoff.analysis.forward.simulate import simulate as simulation_of

        found = simulation_of(
            known,
            as_of=day,
            order=order,
            days=days,
            source=source,
            worlds=worlds,
            seed=seed,
            threads=workers,
            progress=report,
        )
    if as_json:
        from standoff.analysis.forward.document import simulation_text

        sys.stdout.write(simulation_text(found))
        return
    from standoff.cli.terminal import print_document
    from standoff.view.forward.page import simulation_page

    print_document(simulation_page(found, case=case), sys.stdout)
