"""`standoff what-if CASE`: scenarios beside the baseline, on twin worlds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli.options import AsOf, CaseName, Cluster, Json, Order, Quiet, Seed, Threads, Worlds, check_range, checked
from standoff.cli.scenarios import scenario_from_words
from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.case.scenario import Scenario

Words = list[str]


def what_if(
    case: CaseName,
    do: Annotated[Words, typer.Option("--do", metavar="WORDS", help="What is done: 'DATE CODE [key=value ...]'.")] = [],  # noqa: B006
    see: Annotated[Words, typer.Option("--see", metavar="WORDS", help="What is learned, and weighed: the same words.")] = [],  # noqa: B006
    without: Annotated[Words, typer.Option("--without", metavar="ROW", help="Leave a row out, by id, or all of a code.")] = [],  # noqa: B006
    move: Annotated[Words, typer.Option("--move", metavar="WORDS", help="A row on another day: 'ROW DATE'.")] = [],  # noqa: B006
    change: Annotated[Words, typer.Option("--change", metavar="WORDS", help="A row told otherwise: 'ROW key=value ...'.")] = [],  # noqa: B006
    assume: Annotated[
        Words, typer.Option("--assume", metavar="WORDS", help="'NAME=NUMBER [since=DATE]': a prior, level.threat, a force.")
    ] = [],  # noqa: B006
    scenario: Annotated[
        list[Path], typer.Option("--scenario", metavar="FILE", help="A scenario file; several stand side by side.")
    ] = [],  # noqa: B006
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="What to call the scenario of this command line.")
    ] = "what if",
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Keep the scenario of this command line as a file.")
    ] = None,
    days: Annotated[int, typer.Option("--days", metavar="N", help="Days to follow after the as-of date, 1 to 365.")] = 30,
    as_of: AsOf = None,
    order: Order = "arrest_leader",
    worlds: Worlds = 20_000,
    seed: Seed = 1,
    threads: Threads = None,
    cluster: Cluster = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Change events or assumptions, and see what follows.

    Twin worlds share every draw and are bit-equal before the first changed day, so that the difference is the scenario's alone.
    An order that is done (challenger_arrested, mass_arrests, order_obeyed, kill_protesters) is given: in each world the forces
    decide whether they obey.

    \b
    Examples:
      standoff what-if venezuela-2019 --as-of 2019-01-30 --do '2019-02-01 challenger_arrested'
      standoff what-if venezuela-2019 --as-of 2019-01-30 --without amnesty_offer --save no-amnesty.yaml
      standoff what-if venezuela-2019 --as-of 2019-01-30 --assume 'level.threat=0 since=2019-02-01' --scenario no-amnesty.yaml
    """  # noqa: D301 - the command line reads the control sign
    check_range("days", days, 1, 365)
    scenarios = _scenarios(scenario_from_words(name, do, see, without, move, change, assume), scenario, save)
    known, day = checked(case, as_of, order, worlds, seed, threads)
    from standoff.cli.at_work import at_work

    with at_work((cluster, threads), quiet) as (workers, report):
        from standoff.analysis.whatif.what_if import what_if as answer_of

        found = answer_of(
            known,
            scenarios,
            as_of=day,
            order=order,
            days=days,
            worlds=worlds,
            seed=seed,
            threads=workers,
            progress=report,
        )
    if as_json:
        from standoff.analysis.whatif.document import what_if_text

        sys.stdout.write(what_if_text(found))
        return
    from standoff.cli.terminal import print_document
    from standoff.view.whatif.page import what_if_page

    print_document(what_if_page(found, case=case), sys.stdout)


def _scenarios(own: Scenario | None, files: list[Path], save: Path | None) -> list[Scenario]:
    """The scenario of the command line, if there is one, and those of files."""
    from standoff.case.atomic import write_file
    from standoff.case.scenario import read_scenario, scenario_text

    if save is not None:
        if own is None:
            raise UsageError("--save: no scenario on this command line to keep; add --do, --see, --without, --move or --assume")
        write_file(save, scenario_text(own).encode())
    told = [*([own] if own else []), *(read_scenario(file) for file in files)]
    if not told:
        raise UsageError(
            "no scenario given; add --do 'DATE CODE', --see, --without, --move, --change, --assume or --scenario FILE"
        )
    return told
