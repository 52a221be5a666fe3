"""Options that several commands share, and how the values of a command line are checked and read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli.ask import LEAST_WORLDS, MOST_SEED, MOST_THREADS, MOST_WORLDS, check_order, check_range, loaded, parsed_day

if TYPE_CHECKING:
    from standoff.case.values import Case

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
