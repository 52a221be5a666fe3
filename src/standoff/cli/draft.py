"""`standoff draft PAGE...`: rows of evidence proposed from pages of news; the analyst decides."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli.options import Json, Quiet
from standoff.errors import StandoffError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from standoff.case.values import Case
    from standoff.intake.drafters.protocol import Drafter
    from standoff.intake.drafts.document import Reading


def draft(
    pages: Annotated[
        list[str], typer.Argument(metavar="PAGE", help="Saved pages, texts, mails or RSS files; - for standard input.")
    ],
    case: Annotated[
        str | None,
        typer.Option(
            "--case", metavar="CASE", help="A case file to match and add the rows to; a library case is only matched."
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="The day the pages came out, where they do not say so.")
    ] = None,
    outlets: Annotated[
        Path | None,
        typer.Option("--outlets", metavar="FILE", help="Your own outlets, over the built-in table."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be added to the case, and write nothing.")
    ] = False,
    server: Annotated[
        str | None,
        typer.Option(
            "--server", metavar="URL", help="Let a model server of your own propose the rows (OpenAI-compatible HTTP)."
        ),
    ] = None,
    model: Annotated[str, typer.Option("--model", metavar="NAME", help="Which model of that server.")] = "default",
    key_variable: Annotated[
        str | None, typer.Option("--key-variable", metavar="NAME", help="Environment variable that holds the server's key.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Propose rows of evidence from pages: who did what to whom, who says so, done, denied, planned or only supposed.

    Every row is a draft with the words it came from; no model reads it before you accept it. What fits no code is listed as
    uncoded, and what tells of another time is kept apart. Rules, offline, in English. A page that cannot be read is named, and
    the others are still drafted.

    Exit codes: 0 fine, 2 bad usage, or a page or case that cannot be read or written.

    \b
    Examples (files are in the folder examples/intake of the sources):
      standoff draft the-quiet-barracks.html
      standoff draft the-quiet-barracks.html --published 2031-03-12 --case kestria-2031.yaml --dry-run
      standoff draft - --json < the-quiet-barracks.html
      standoff draft the-quiet-barracks.html --outlets outlets-of-my-own.csv
    """  # noqa: D301 - the command line reads the control sign
    from standoff.cli.options import parsed_day

    day = None if published is None else parsed_day(published, "--published")
    known, path = _case(case)
    coder = _drafter(server, model, key_variable, outlets)
    found, unread = _read(pages, day, known, coder, quiet)
    try:
        if known is not None and path is not None:
            _add(found, known, path, dry_run)
    finally:  # what a case file would not take is still shown
        _show(found, known, coder.name, unread, as_json)
    if unread:
        raise typer.Exit(2)


def _case(name: str | None) -> tuple[Case | None, str | None]:
    """The case, and the file to write to; a case of the library is never written to."""
    from standoff.case.library import library_names, load_case

    if name is None:
        return None, None
    return load_case(name), None if name in library_names() else name


def _drafter(server: str | None, model: str, key_variable: str | None, own: Path | None) -> Drafter:
    if server is None:
        from standoff.intake.drafters.rules import RulesDrafter
        from standoff.intake.outlets.table import outlets

        return RulesDrafter(None if own is None else outlets(own))
    if own is not None:
        raise UsageError("--outlets and --server: both given; allowed: one of them, for a server names outlets itself")
    from standoff.intake.drafters.http import OpenAICompatibleDrafter

    return OpenAICompatibleDrafter(server, model, key_variable=key_variable)


def _read(
    pages: Sequence[str], day: date | None, case: Case | None, coder: Drafter, quiet: bool
) -> tuple[list[Reading], dict[str, str]]:
    """Every page with what the coder made of it, progress shown; and why the others could not be read."""
    from standoff.cli.progress import progress
    from standoff.intake.drafts.draft import readings

    found: list[Reading] = []
    unread: dict[str, str] = {}
    names = _each_once(pages)
    with progress(quiet) as report:
        for number, name in enumerate(names):
            report(number, len(names), "reading pages")
            try:
                found += readings(name, case, day, coder)
            except StandoffError as error:
                unread[name] = str(error)
    return found, unread


def _each_once(pages: Sequence[str]) -> tuple[str, ...]:
    """The pages named, a file named twice by its first name."""
    first: dict[str, str] = {}
    for name in pages:
        place = name if name == "-" else os.path.abspath(name)
        if place in first:
            _say(f"note: {name}: named before; it is read once")
        first.setdefault(place, name)
    return tuple(first.values())


def _show(found: Sequence[Reading], case: Case | None, coder: str, unread: Mapping[str, str], as_json: bool) -> None:
    """Rows or a document on standard output, everything else on standard error."""
    if as_json:
        from standoff.cli.json_text import print_json
        from standoff.intake.drafts.document import document

        print_json(document(found, coder, unread))
    else:
        typer.echo(_rows(found, case), nl=False)
    _tell(found)
    for why in unread.values():
        _say(f"error: {why}")


def _rows(readings: Sequence[Reading], case: Case | None) -> str:
    """The rows as a case file would hold them."""
    from standoff.case.writer import event_row
    from standoff.case.yaml_text import block_lines
    from standoff.intake.drafts.document import rows_of
    from standoff.intake.drafts.rows import draft_row

    forces = None if case is None else frozenset(force.name for force in case.forces)
    lines = [line for draft in rows_of(readings) for line in block_lines(event_row(draft_row(draft, forces)), "")]
    return "".join(f"{line}\n" for line in lines)


def _tell(readings: Sequence[Reading]) -> None:
    """On standard error: what was found on each page, what is kept apart, what stayed uncoded, and notes."""
    from standoff.intake.drafts.document import kept_apart, named_rows, rows_of
    from standoff.intake.echoes.proposals import propose

    for reading in readings:
        page = reading.page
        when = f"published {page.published} ({page.published_by})" if page.published else "no date of publication found"
        drafts, rest = len(reading.drafted.drafts), len(reading.drafted.uncoded)
        _say(f"{page.name}: {drafts} draft{'s' * (drafts != 1)}, {rest} sentence{'s' * (rest != 1)} uncoded; {when}")
        for note in (*page.notes, *reading.drafted.notes):
            _say(f"note: {note}")
    for apart in kept_apart(readings):
        _say(f"kept apart: {apart.code} {apart.date or ''} ({apart.modality}): {_short(apart.quote)}")
    for left in (left for reading in readings for left in reading.drafted.uncoded):
        _say(f"uncoded: {_short(left.quote)} [{left.why}]")
    for merge in propose(named_rows(rows_of(readings))):
        _say(f"one event? {merge.keep} and {', '.join(merge.echoes)}: {merge.why}")


def _add(readings: Sequence[Reading], case: Case, path: str, dry_run: bool) -> None:
    from standoff.intake.drafts.appending import append, sorted_out
    from standoff.intake.drafts.document import rows_of

    drafts = rows_of(readings)
    found = sorted_out(drafts, case) if dry_run else append(path, drafts, case)
    for draft, reason in found.outside:
        _say(f"not added: {draft.code}: {reason}: {_short(draft.quote)}")
    for draft in found.known:
        _say(f"already there: {draft.code}: {_short(draft.quote)}")
    rows = f"{len(found.rows)} {'row' if len(found.rows) == 1 else 'rows'}"
    _say(f"{path}: {rows} {'would be added' if dry_run else 'added'} with status: draft")


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= 100 else line[:97].rsplit(" ", 1)[0] + " ..."


def _say(line: str) -> None:
    print(line, file=sys.stderr)
