"""`standoff sensitivity CASE`: what drives the answer."""

from __future__ import annotations

import sys

from standoff.cli.options import AsOf, CaseName, Cluster, Json, Order, Quiet, Seed, Threads, Worlds, checked


def sensitivity(
    case: CaseName,
    as_of: AsOf = None,
    order: Order = "arrest_leader",
    worlds: Worlds = 20_000,
    seed: Seed = 1,
    threads: Threads = None,
    cluster: Cluster = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what drives the answer: coefficients, assumptions, grades of sources.

    A tornado of P(obeyed) with one thing low and high; Sobol indices from the worlds already run; and whether prior and
    evidence pull apart, by raising each to a power.

    \b
    Examples:
      standoff sensitivity venezuela-2019 --as-of 2019-01-30
      standoff sensitivity ussr-1991 --order shoot --worlds 4000 --json
    """  # noqa: D301 - the command line reads the control sign
    known, day = checked(case, as_of, order, worlds, seed, threads)
    from standoff.cli.at_work import at_work

    with at_work((cluster, threads), quiet) as (workers, report):
        from standoff.analysis.sensitivity.sensitivity import sensitivity as sensitivity_of

        found = sensitivity_of(known, as_of=day, order=order, worlds=worlds, seed=seed, threads=workers, progress=report)
    if as_json:
        from standoff.analysis.sensitivity.document import sensitivity_text

        sys.stdout.write(sensitivity_text(found))
        return
    from standoff.cli.terminal import print_document
    from standoff.view.sensitivity.page import sensitivity_page

    print_document(sensitivity_page(found, case=case), sys.stdout)
