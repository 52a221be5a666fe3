"""`standoff score CASE`: the post-mortem of a standoff that is over."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli.backtest import ALL_FRACTIONS, parsed_fractions

if TYPE_CHECKING:
    from standoff.analysis.history.post_mortem import PostMortem

def score(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case with an outcome: of the library, or a path.")],
    order: Annotated[
        str,
        typer.Option("--order", metavar="ORDER", help="Rows are scored on: arrest_leader, mass_arrest, clear_crowd, shoot."),
    ] = "clear_crowd",
    fractions: Annotated[
        str, typer.Option("--fractions", metavar="LIST", help="Days by fractions of the span, up to 1: the day before its end.")
    ] = ALL_FRACTIONS,
    worlds: Annotated[int, typer.Option("--worlds", metavar="N", help="Worlds a belief.")] = 4000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same post-mortem.")] = 1,
    threads: Annotated[int | None, typer.Option("--threads", metavar="N", help="By default one a core.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document, standoff-score/1.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Hold what was believed of a standoff against how it ended.

    Says what was believed when, with scores; which evidence moved the odds away from what the forces then did, and which
    towards it. No belief reads the outcome.

    \b
    Examples:
      standoff score romania-1989
      standoff score ussr-1991 --order shoot --fractions 0.5,1.0 --json
    """  # noqa: D301 - the command line reads the control sign
    from standoff.cli.options import LEAST_WORLDS, MOST_WORLDS, check_order, check_range

    check_order(order)
    check_range("worlds", worlds, LEAST_WORLDS, MOST_WORLDS)
    check_range("seed", seed, 0, 2**64 - 1)
    check_range("threads", 1 if threads is None else threads, 1, 1024)
    _write(_found(case, order, parsed_fractions(fractions), worlds, seed, threads, quiet), as_json)


def _found(
    name: str, order: str, fractions: tuple[float, ...], worlds: int, seed: int, threads: int | None, quiet: bool
) -> PostMortem:
    from standoff.case.library import library_names, load_case
    from standoff.cli.progress import progress

    case = load_case(name)
    with progress(quiet) as report:
        from standoff.analysis.history.post_mortem import post_mortem

        library = [load_case(each) for each in library_names()]
        return post_mortem(
            case,
            library,
            order=order,
            fractions=fractions,
            worlds=worlds,
            seed=seed,
            threads=threads,
            progress=report,
        )


def _write(found: PostMortem, as_json: bool) -> None:
    if as_json:
        from standoff.analysis.history.post_mortem_document import post_mortem_text

        sys.stdout.write(post_mortem_text(found))
        return
    from standoff.cli.terminal import print_document
    from standoff.view.post_mortem_page import post_mortem_page

    print_document(post_mortem_page(found), sys.stdout)
