"""Options that several commands share, and how the values of a command line are checked and read."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.case.values import Case

LEAST_WORLDS, MOST_WORLDS = 160, 10_000_000
MOST_SEED, MOST_THREADS = 2**64 - 1, 1024

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case of the library, or the path of a case file.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Last day taken in, YYYY-MM-DD; by default that of the last row.")
]
Order = Annotated[
    str, typer.Option("--order", metavar="ORDER", help="Which order: arrest_leader, mass_arrest, clear_crowd or shoot.")
]
Worlds = Annotated[int, typer.Option("--worlds", metavar="N", help=f"How many worlds, {LEAST_WORLDS} to {MOST_WORLDS:,}.")]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same answer.")]
Threads = Annotated[int | None, typer.Option("--threads", metavar="N", help="By default one a core; the answer is the same.")]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Send the work to a Dask scheduler, such as tcp://127.0.0.1:8786, or to processes here: local; the same bits.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document in place of the page.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]


def checked(case: str, as_of: str | None, order: str, worlds: int, seed: int, threads: int | None) -> tuple[Case, date | None]:
    """The case and the day of a command line, everything else being in range.

    Raises:
        UsageError: an option that is not allowed, by name.
        CaseError: the case cannot be read.
    """
    check_order(order)
    check_range("worlds", worlds, LEAST_WORLDS, MOST_WORLDS)
    check_range("seed", seed, 0, MOST_SEED)
    check_range("threads", 1 if threads is None else threads, 1, MOST_THREADS)
    day = None if as_of is None else parsed_day(as_of)
    return loaded(case, day), day


def check_order(order: str) -> None:
    """Refuse a word that is no order.

    Raises:
        UsageError: with the nearest.
    """
    from standoff.case.problems import nearest
    from standoff.model.priors import ORDERS

    if order not in ORDERS:
        near = nearest(order, ORDERS)
        hint = f"; did you mean {near!r}?" if near else ""
        raise UsageError(f"--order: {order!r} is not an order; allowed: {', '.join(ORDERS)}{hint}")


def check_range(name: str, value: int, least: int, most: int) -> None:
    """Refuse a number of an option that is not allowed.

    Raises:
        UsageError: it lies outside.
    """
    if not least <= value <= most:
        raise UsageError(f"--{name}: {value} given; allowed: {least:,} to {most:,}")


def parsed_day(text: str, option: str = "--as-of") -> date:
    """The day an option names.

    Raises:
        UsageError: it is no date.
    """
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(f"{option}: {text!r} is not a date; write it as YYYY-MM-DD, such as 2019-01-30") from None


def loaded(name: str, day: date | None) -> Case:
    """The case, if the day lies within it.

    Raises:
        CaseError: it cannot be read.
        UsageError: the day lies outside.
    """
    from standoff.case.library import load_case

    case = load_case(name)
    if day is not None and not case.start <= day <= case.end:
        raise UsageError(f"--as-of: {day} given; allowed for {case.id}: {case.start} to {case.end}")
    return case
