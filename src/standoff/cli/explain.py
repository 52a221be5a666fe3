"""`standoff explain CASE` and `standoff why-not CASE`: because of what, and why the order was not given."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli.options import AsOf, CaseName, Cluster, Json, Order, Quiet, Seed, Threads, Worlds, check_range, checked

if TYPE_CHECKING:
    from standoff.analysis.why.values import Explanation


def explain(
    case: CaseName,
    as_of: AsOf = None,
    order: Order = "arrest_leader",
    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="Sum rows by source, code, force or side.")] = "source",
    most: Annotated[
        int | None,
        typer.Option("--most", metavar="N", help="Live again without so many rows and sources; by default some seconds."),
    ] = None,
    worlds: Worlds = 20_000,
    seed: Seed = 1,
    threads: Threads = None,
    cluster: Cluster = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Explain what moved the answer, and what would.

    For each piece of evidence both Bayes factors, sequential and leave-one-out; what the answer hangs on; what it would be if
    a source had lied throughout; the evidence against four hypotheses; what kinds of event would change it.

    \b
    Examples:
      standoff explain venezuela-2019 --as-of 2019-01-30
      standoff explain ussr-1991 --order shoot --by side --worlds 4000 --json
    """  # noqa: D301 - the command line reads the control sign
    check_range("most", 0 if most is None else most, 0, 100_000)
    known, day = checked(case, as_of, order, worlds, seed, threads)
    from standoff.cli.at_work import at_work

    with at_work((cluster, threads), quiet) as (workers, report):
        from standoff.analysis.why.explain import explain as explanation_of

        found = explanation_of(
            known,
            as_of=day,
            order=order,
            by=by,
            most=most,
            worlds=worlds,
            seed=seed,
            threads=workers,
            progress=report,
        )
    _write(found, as_json, case, reasons_only=False)


def why_not(
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
    """Say why an order was not given: expected losses over time.

    Splits the order-giver's expected loss into refusal, overthrow, intervention and backlash, day by day; says which readings
    compete, and what would tell them apart.

    \b
    Examples:
      standoff why-not venezuela-2019 --as-of 2019-01-30
      standoff why-not ussr-1991 --order shoot --as-of 1991-08-20
    """  # noqa: D301 - the command line reads the control sign
    known, day = checked(case, as_of, order, worlds, seed, threads)
    from standoff.cli.at_work import at_work

    with at_work((cluster, threads), quiet) as (workers, report):
        from standoff.analysis.why.explain import why_not as reasons_of

        found = reasons_of(known, as_of=day, order=order, worlds=worlds, seed=seed, threads=workers, progress=report)
    _write(found, as_json, case, reasons_only=True)


def _write(found: Explanation, as_json: bool, case: str, *, reasons_only: bool) -> None:
    if as_json:
        from standoff.analysis.why.document import explanation_text

        sys.stdout.write(explanation_text(found))
        return
    from standoff.cli.terminal import print_document
    from standoff.view.why.page import explanation_page, why_not_page

    page = why_not_page if reasons_only else explanation_page
    print_document(page(found, case=case), sys.stdout)
