"""`standoff fit [CASES...]`: learn the coefficients from past standoffs, and write them down."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli.options import Cluster, Threads

if TYPE_CHECKING:
    from standoff.analysis.history.fit import Fitted, Plan
    from standoff.case.values import Case
    from standoff.cli.at_work import Where

LEAST_DRAWS, MOST_DRAWS = 8, 10_000


def fit(
    cases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CASES]...", help="Cases of the library, files, or folders of them; by default the library."),
    ] = None,
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="Where to write what was learned; FILE.part keeps the work done.")
    ] = Path("coefficients.yaml"),
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            metavar="N",
            help=f"Draws of the coefficients a round, {LEAST_DRAWS} to {MOST_DRAWS:,}; by default as many as for the package.",
        ),
    ] = None,
    rounds: Annotated[
        int | None, typer.Option("--rounds", metavar="N", help="Rounds, 1 to 20; by default as many as for the package.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed learns the same.")] = 1,
    threads: Threads = None,
    cluster: Cluster = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Learn the coefficients from past standoffs: from their trails, and from how they ended.

    A run that is stopped, in whatever way, goes on where it was when it is started again with the same words. The library takes
    about a quarter of an hour on two cores. `standoff ask --coefficients FILE` uses what was learned; the package ships what
    its own library taught.

    \b
    Examples:
      standoff fit --to coefficients.yaml
      standoff fit ussr-1991 spain-1981 romania-1989 --draws 8 --rounds 1 --to trial.yaml
      standoff fit --cluster tcp://10.0.0.1:8786 --to coefficients.yaml
    """  # noqa: D301 - the command line reads the control sign
    from standoff.cli.backtest import check_place, chosen_cases
    from standoff.cli.options import check_range

    check_range("draws", LEAST_DRAWS if draws is None else draws, LEAST_DRAWS, MOST_DRAWS)
    check_range("rounds", 1 if rounds is None else rounds, 1, 20)
    check_range("seed", seed, 0, 2**64 - 1)
    check_range("threads", 1 if threads is None else threads, 1, 1024)
    check_place(to)
    found = _fitted(_plan(chosen_cases(cases), draws, rounds, seed), to, (cluster, threads), quiet)
    _write(found, to)


def _fitted(plan: Plan, to: Path, where: Where, quiet: bool) -> Fitted:
    from standoff.cli.at_work import at_work
    from standoff.cli.backtest import journal_of

    with at_work(where, quiet) as (workers, report):
        from standoff.analysis.history.fit import fit as learn

        return learn(plan, workers, journal_of(to), report)


def _plan(cases: list[Case], draws: int | None, rounds: int | None, seed: int) -> Plan:
    from standoff.analysis.history.fit import DRAWS, ROUNDS, Plan
    from standoff.model.priors import load_priors

    return Plan(tuple(cases), load_priors(), seed=seed, draws=draws or DRAWS, rounds=rounds or ROUNDS)


def _write(found: Fitted, to: Path) -> None:
    """The file first, then the work is done and its journal may go."""
    from standoff.case.atomic import write_file
    from standoff.cli.backtest import journal_of
    from standoff.cli.terminal import print_document
    from standoff.model.learned_file import learned_text
    from standoff.view.fit_page import fit_page

    learned = found.learned(found.begun)
    write_file(to, learned_text(learned).encode("utf-8"))
    journal_of(to).unlink(missing_ok=True)
    print_document(fit_page(learned, str(to)), sys.stdout)
