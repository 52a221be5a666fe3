"""The command `standoff`: one sub-command a module, and one place where errors become exit codes.

Exit codes: 0 fine, 1 a finding (a check failed), 2 bad usage or input, 130 interrupted, 141 reader went away.
The modules listed here import nothing heavy at the top, so that `standoff --help` is quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from standoff._version import __version__
from standoff.cli import (
    ask,
    backtest,
    cases,
    check,
    draft,
    explain,
    fit,
    import_feed,
    merge,
    new,
    outlets,
    report,
    schema,
    score,
    sensitivity,
    serve,
    simulate,
    what_if,
)
from standoff.errors import StandoffError

# One line a command, in the order of the help.
COMMANDS: tuple[Callable[..., Any], ...] = (
    ask.ask,
    backtest.backtest,
    cases.cases,
    check.check,
    draft.draft,
    explain.explain,
    fit.fit,
    import_feed.import_,
    merge.merge,
    new.new,
    outlets.outlets,
    report.report,
    schema.schema,
    score.score,
    sensitivity.sensitivity,
    serve.serve,
    simulate.simulate,
    what_if.what_if,
    explain.why_not,
)

app = typer.Typer(
    name="standoff",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
for _command in COMMANDS:
    app.command(_command.__name__.rstrip("_").replace("_", "-"))(_command)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"standoff {__version__}")
        raise typer.Exit


@app.callback()
def _standoff(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Would the armed forces obey? Answered from dated, sourced public evidence.

    CASE is a name from the built-in library (`standoff cases`) or the path of a case file.

    \b
    Example:
      standoff check my-case.yaml
    """  # noqa: D301 - the command line reads the control sign


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: the words after `standoff`; those of the process when None.
    """
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_a_letter(stream)
    try:
        return _run(arguments)
    except StandoffError as error:
        sys.stderr.writelines(f"error: {line}\n" for line in str(error).splitlines())
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 130
    except BrokenPipeError:
        _drop_output()
        return 141


def _run(arguments: Sequence[str] | None) -> int:
    try:
        app(None if arguments is None else list(arguments), prog_name="standoff")
    except SystemExit as done:
        sys.stdout.flush()
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    return 0


def _never_fail_on_a_letter(stream: Any) -> None:
    """On a terminal that lacks a letter, show its number rather than stop."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Nobody reads any more: let the interpreter flush into nothing when it shuts down."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
