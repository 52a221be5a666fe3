"""`standoff backtest [CASES...]`: forecasts of past standoffs, scored against what came and against rivals."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli.options import Cluster, Threads
from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.analysis.history.track_record import TrackRecord
    from standoff.case.values import Case
    from standoff.cli.at_work import Where
    from standoff.model.learned import Learned

LEAST_WORLDS, MOST_WORLDS = 160, 1_000_000
ALL_FRACTIONS = "0.25,0.5,0.75,0.9,1.0"


def backtest(
    cases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CASES]...", help="Cases of the library, files, or folders of them; by default the library."),
    ] = None,
    fractions: Annotated[
        str, typer.Option("--fractions", metavar="LIST", help="Fractions of each case's span, up to 1: the day before its end.")
    ] = ALL_FRACTIONS,
    worlds: Annotated[
        int, typer.Option("--worlds", metavar="N", help=f"Worlds a forecast, {LEAST_WORLDS} to {MOST_WORLDS:,}.")
    ] = 960,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same record.")] = 1,
    threads: Threads = None,
    cluster: Cluster = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Write standoff-backtest/1 there, too; FILE.part keeps the work done."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document, standoff-backtest/1.")] = False,
    prior_only: Annotated[bool, typer.Option("--prior-only", help="Use the priors alone, nothing learned.")] = False,
    coefficients: Annotated[
        Path | None, typer.Option("--coefficients", metavar="FILE", help="What `standoff fit` wrote; the package has its own.")
    ] = None,
    in_sample: Annotated[
        bool, typer.Option("--in-sample", help="Forecast cases with what they taught themselves, too.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Forecast past standoffs day by day, outcome hidden, and score the forecasts.

    A case that the coefficients were learned from is forecast with what all other cases taught (leave-one-out). Rivals (base
    rate, logit on codes, product of Bayes factors) learn from the library less the case they forecast. The whole library takes
    some minutes; with --to a run that is stopped goes on where it was when it is started again with the same words.

    \b
    Examples:
      standoff backtest
      standoff backtest ussr-1991 china-1989 --fractions 0.5,1.0
      standoff backtest my-cases/ --json
      standoff backtest --to record.json --cluster local
    """  # noqa: D301 - the command line reads the control sign
    from standoff.cli.coefficients import chosen_coefficients
    from standoff.cli.options import check_range

    check_range("worlds", worlds, LEAST_WORLDS, MOST_WORLDS)
    check_range("seed", seed, 0, 2**64 - 1)
    check_range("threads", 1 if threads is None else threads, 1, 1024)
    known, learned = chosen_cases(cases), chosen_coefficients(prior_only, coefficients)
    how = taught(learned, known, in_sample)
    used = replace(learned, without={}) if learned is not None and in_sample else learned
    if to is not None:
        check_place(to)
    at = parsed_fractions(fractions)
    record = _recorded(known, at, worlds, seed, (cluster, threads), quiet, used, to and journal_of(to))
    _write(record, worlds, seed, how, as_json, to)


def journal_of(to: Path) -> Path:
    """The file that keeps the work done until there is a result."""
    return to.with_name(to.name + ".part")


def check_place(to: Path) -> None:
    """Refuse a place where the result could not be written, before the work is done rather than after it.

    Raises:
        UsageError: a folder, or a file that is read-only.
    """
    if to.is_dir():
        raise UsageError(f"--to: {to} is a folder; allowed: the name of a file, such as {to / 'result'}")
    if to.exists() and not to.stat().st_mode & 0o222:
        raise UsageError(f"--to: {to} is read-only; choose another name")


def taught(learned: Learned | None, cases: list[Case], in_sample: bool) -> str:
    """How the coefficients of the forecasts were learned, in one word."""
    if learned is None:
        return "prior"
    if not any(case.id in learned.without for case in cases):
        return "unseen"
    return "in-sample" if in_sample else "leave-one-out"


def parsed_fractions(text: str) -> tuple[float, ...]:
    """Fractions of a span, in the order given, each once.

    Raises:
        UsageError: what is no number above 0 and at most 1.
    """
    try:
        found = tuple(dict.fromkeys(float(part) for part in text.split(",")))
    except ValueError:
        raise UsageError(f"--fractions: {text!r} given; allowed: numbers above 0, at most 1, such as {ALL_FRACTIONS}") from None
    for fraction in found:
        if not 0.0 < fraction <= 1.0:
            raise UsageError(f"--fractions: {fraction:g} given; allowed: above 0, at most 1")
    return found


def chosen_cases(names: list[str] | None) -> list[Case]:
    """The cases named, in order; those of a folder by their file names.

    Raises:
        CaseError: a case that cannot be read.
        UsageError: a folder without case files.
    """
    from standoff.case.library import library_names, load_case

    found: list[Case] = []
    for name in names or library_names():
        folder = Path(name)
        if not folder.is_dir():
            found.append(load_case(name))
            continue
        files = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
        if not files:
            raise UsageError(f"{name}: a folder without case files (*.yaml)")
        found += [load_case(path) for path in files]
    return found


def _recorded(
    cases: list[Case],
    fractions: tuple[float, ...],
    worlds: int,
    seed: int,
    where: Where,
    quiet: bool,
    learned: Learned | None,
    journal: Path | None,
) -> TrackRecord:
    from standoff.cli.at_work import at_work

    with at_work(where, quiet) as (workers, report):
        from standoff.analysis.history.track_record import backtest as recorded

        return recorded(
            cases,
            fractions=fractions,
            worlds=worlds,
            seed=seed,
            threads=workers,
            progress=report,
            learned=learned,
            prior_only=learned is None,
            journal=journal,
        )


def _write(record: TrackRecord, worlds: int, seed: int, how: str, as_json: bool, to: Path | None) -> None:
    """The file first, then the work is done and its journal may go."""
    if to is not None:
        from standoff.analysis.history.backtest_document import backtest_text
        from standoff.case.atomic import write_file

        write_file(to, backtest_text(record, worlds, seed, how).encode("utf-8"))
        journal_of(to).unlink(missing_ok=True)
    _print(record, worlds, seed, how, as_json)


def _print(record: TrackRecord, worlds: int, seed: int, how: str, as_json: bool) -> None:
    if as_json:
        from standoff.analysis.history.backtest_document import backtest_text

        sys.stdout.write(backtest_text(record, worlds, seed, how))
        return
    from standoff.cli.terminal import print_document
    from standoff.view.track_record_page import track_record_page

    print_document(track_record_page(record, worlds, seed, how), sys.stdout)
