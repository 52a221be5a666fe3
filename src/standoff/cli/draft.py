"""`standoff draft PAGE...`: rows of evidence proposed from pages of news; the analyst decides."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli.options import Json, Quiet

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    uncoded, and what tells of another time is kept apart. Rules, offline, in English.

    \b
    Examples:
      standoff draft page.html
      standoff draft page.txt --published 2019-01-30 --case my-case.yaml
      cat mail.eml | standoff draft - --json
    """  # noqa: D301 - the command line reads the control sign
    from standoff.cli.ask import parsed_day
    from standoff.intake.drafts.document import document

    day = None if published is None else parsed_day(published, "--published")
    known, path = _case(case)
    coder = _drafter(server, model, key_variable)
    readings = _read(pages, day, known, coder, quiet)
    if as_json:
        import json

        typer.echo(json.dumps(document(readings, coder.name), ensure_ascii=False, indent=2))
    else:
        typer.echo(_rows(readings, known), nl=False)
    _tell(readings)
    if known is not None and path is not None:
        _add(readings, known, path, dry_run)


def _case(name: str | None) -> tuple[Case | None, str | None]:
    """The case, and the file to write to; a case of the library is never written to."""
    from standoff.case.library import library_names, load_case

    if name is None:
        return None, None
    return load_case(name), None if name in library_names() else name


def _drafter(server: str | None, model: str, key_variable: str | None) -> Drafter:
    if server is None:
        from standoff.intake.drafters.rules import RulesDrafter

        return RulesDrafter()
    from standoff.intake.drafters.http import OpenAICompatibleDrafter

    return OpenAICompatibleDrafter(server, model, key_variable=key_variable)


def _read(pages: Sequence[str], day: date | None, case: Case | None, coder: Drafter, quiet: bool) -> list[Reading]:
    """Every page with what the coder made of it, progress shown."""
    from standoff.cli.progress import progress
    from standoff.intake.drafters.checked import checked
    from standoff.intake.drafts.document import Reading
    from standoff.intake.pages.reading import read_pages

    found: list[Reading] = []
    with progress(quiet) as report:
        for number, name in enumerate(pages):
            report(number, len(pages), "reading pages")
            for page in read_pages(name, published=day):
                found.append(Reading(page, checked(coder.draft(page, case), page, case)))
    return found


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
