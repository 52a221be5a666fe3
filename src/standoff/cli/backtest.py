"""`standoff backtest [CASES...]`: forecasts of past standoffs, scored against what came and against rivals."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.analysis.history.track_record import TrackRecord
    from standoff.case.values import Case
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
    threads: Annotated[int | None, typer.Option("--threads", metavar="N", help="By default one a core.")] = None,
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
    some minutes.

    \b
    Examples:
      standoff backtest
      standoff backtest ussr-1991 china-1989 --fractions 0.5,1.0
      standoff backtest my-cases/ --json
    """  # noqa: D301 - the command line reads the control sign
    from standoff.cli.ask import check_range
    from standoff.cli.coefficients import chosen_coefficients

    check_range("worlds", worlds, LEAST_WORLDS, MOST_WORLDS)
    check_range("seed", seed, 0, 2**64 - 1)
    check_range("threads", 1 if threads is None else threads, 1, 1024)
    known, learned = chosen_cases(cases), chosen_coefficients(prior_only, coefficients)
    how = taught(learned, known, in_sample)
    used = replace(learned, without={}) if learned is not None and in_sample else learned
    record = _recorded(known, parsed_fractions(fractions), worlds, seed, threads, quiet, used)
    _write(record, worlds, seed, how, as_json)


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
    threads: int | None,
    quiet: bool,
    learned: Learned | None,
) -> TrackRecord:
    from standoff.cli.progress import progress

    with progress(quiet) as report:
        from standoff.analysis.history.track_record import backtest as recorded

        return recorded(
            cases,
            fractions=fractions,
            worlds=worlds,
            seed=seed,
            threads=threads,
            progress=report,
            learned=learned,
            prior_only=learned is None,
        )


def _write(record: TrackRecord, worlds: int, seed: int, how: str, as_json: bool) -> None:
    if as_json:
        from standoff.analysis.history.backtest_document import backtest_text

        sys.stdout.write(backtest_text(record, worlds, seed, how))
        return
    from standoff.cli.terminal import print_document
    from standoff.view.track_record_page import track_record_page

    print_document(track_record_page(record, worlds, seed, how), sys.stdout)
