"""`standoff report CASE`: the whole answer as one HTML file, or one figure of it as a picture."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli.ask import chosen_priors
from standoff.cli.options import AsOf, CaseName, Cluster, Order, Quiet, Seed, Threads, Worlds, checked
from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.case.values import Case
    from standoff.cli.at_work import Where
    from standoff.model.priors import Priors
    from standoff.view.document import Document

FORMATS = ("png", "svg", "pdf")


def report(
    case: CaseName,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; by default <case>.html. A file there is replaced."),
    ] = None,
    as_of: AsOf = None,
    order: Order = "arrest_leader",
    figure: Annotated[
        str | None, typer.Option("--figure", metavar="ID", help="Only this figure, as a picture: timeline, waterfall, ...")
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="Of the picture: png, svg or pdf; by default as FILE ends.")
    ] = None,
    scenario: Annotated[
        list[Path], typer.Option("--scenario", metavar="FILE", help="A what-if to set beside the baseline; may be repeated.")
    ] = [],  # noqa: B006
    worlds: Worlds = 20_000,
    seed: Seed = 1,
    threads: Threads = None,
    cluster: Cluster = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the page as one JSON document, standoff-view/1.")] = False,
    prior_only: Annotated[bool, typer.Option("--prior-only", help="Use the priors alone, nothing learned.")] = False,
    coefficients: Annotated[
        Path | None, typer.Option("--coefficients", metavar="FILE", help="What `standoff fit` wrote; the package has its own.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write the whole answer as one HTML file that works without a network.

    The page holds the answer, its figures with their data, every piece of evidence with its sources, and the command that
    makes it again. Needs the extra `view`: pip install 'standoff[view]'.

    \b
    Examples:
      standoff report venezuela-2019 --as-of 2019-01-30 -o venezuela.html
      standoff report venezuela-2019 --as-of 2019-01-30 --figure waterfall -o waterfall.svg
      standoff report ussr-1991 --worlds 4000 --json
    """  # noqa: D301 - the command line reads the control sign
    drawn = _picture_format(figure, format, output, as_json)
    known, day = checked(case, as_of, order, worlds, seed, threads)
    target = None if as_json else _target(output, known.id, figure, drawn)
    priors = chosen_priors(known, prior_only, coefficients)
    document = _document(known, case, priors, day, order, scenario, figure, worlds, seed, (cluster, threads), quiet)
    if target is None:
        _print_json(document)
    else:
        _write(document, target, figure, drawn, quiet)


def _picture_format(figure: str | None, format: str | None, output: Path | None, as_json: bool) -> str:
    """The format of the picture, "" where the whole page is wanted.

    Raises:
        UsageError: options that do not go together, or a format there is not.
    """
    if figure is None:
        if format is not None:
            raise UsageError("--format: goes with --figure ID; the page itself is always HTML")
        return ""
    if as_json:
        raise UsageError("--json and --figure: both given; allowed: one of them")
    ending = output.suffix.lstrip(".").lower() if output is not None else ""
    chosen = format or ending or "svg"
    if chosen not in FORMATS:
        raise UsageError(f"--format: {chosen!r} given; allowed: {', '.join(FORMATS)}")
    return chosen


def _target(output: Path | None, case: str, figure: str | None, drawn: str) -> Path:
    """Where to write, asked before the work begins: a place that may not be written, or a missing library, costs no wait."""
    from standoff.publish.extra import needed
    from standoff.publish.files import writable

    needed("vl_convert")
    if figure is None:
        needed("jinja2")
    return writable(output or (f"{case}.html" if figure is None else f"{case}-{figure}.{drawn}"))


def _document(
    case: Case,
    name: str,
    priors: Priors,
    day: date | None,
    order: str,
    scenarios: list[Path],
    figure: str | None,
    worlds: int,
    seed: int,
    where: Where,
    quiet: bool,
) -> Document:
    from standoff.case.scenario import read_scenario
    from standoff.cli.at_work import at_work

    read = [read_scenario(file) for file in scenarios]
    with at_work(where, quiet) as (workers, told):
        from standoff.publish.build import document_of
        from standoff.view.report_page import OF_THE_ANSWER

        return document_of(
            case,
            name=name,
            as_of=day,
            order=order,
            scenarios=read,
            further=figure not in OF_THE_ANSWER,
            worlds=worlds,
            seed=seed,
            threads=workers,
            progress=told,
            priors=priors,
        )


def _write(document: Document, target: Path, figure: str | None, drawn: str, quiet: bool) -> None:
    from standoff.publish.drawing import figure_image, figure_named
    from standoff.publish.files import write
    from standoff.publish.page import page_html

    made = page_html(document).encode() if figure is None else figure_image(figure_named(document, figure), drawn)
    write(target, made)
    if not quiet:
        sys.stderr.write(f"wrote {target} ({len(made) / 1e6:.1f} MB)\n")


def _print_json(document: Document) -> None:
    from standoff.view.serialise import view_text

    sys.stdout.write(view_text(document))
