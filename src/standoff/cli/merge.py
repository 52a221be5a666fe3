"""`standoff merge CASE`: reports of one event, proposed as one row with several sources; merged only when told, and undone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from standoff.case.values import Case, Event
    from standoff.case.writer import RowEdit
    from standoff.intake.echoes.conflicts import Conflict
    from standoff.intake.echoes.proposals import Merge
    from standoff.view.document import Document, Section

    _Seen: TypeAlias = tuple[list[Merge], Sequence[Conflict]]

_LONGEST_WORDS = 160


def merge(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The path of a case file; to look only, a name of the library.")],
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="Only proposals that keep or merge these rows; all where none is given."),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write the merges shown into the file.")] = False,
    undo: Annotated[
        list[str] | None,
        typer.Option("--undo", metavar="ID", help="Take back the merge of this row, or all merges into it; may be repeated."),
    ] = None,
    include_accepted: Annotated[
        bool, typer.Option("--include-accepted", help="Let accepted rows be merged too, not only drafts.")
    ] = False,
    table: Annotated[
        str | None, typer.Option("--table", metavar="FILE", help="Your own outlets, over the built-in table.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Propose to merge rows that tell one event into one row with several sources.

    Shows each proposal with its reasons, and reports at odds, which stay side by side. Nothing is changed without --apply;
    merged rows stay in the file with `merged_into`, count no more, and --undo takes a merge back to the letter. An agency's
    story in forty papers adds one voice.

    Exit codes: 0 fine, 2 bad usage or a file that cannot be read or written.

    \b
    Examples (the file is that of the examples of `standoff import`, after these):
      standoff merge ussr-1991 --include-accepted
      standoff merge kestria-2031.yaml
      standoff merge kestria-2031.yaml --apply 2031-03-14-protest-1
      standoff merge kestria-2031.yaml --undo 2031-03-14-protest-1
    """  # noqa: D301 - the command line reads the control sign
    if apply and undo:
        raise UsageError("--apply and --undo: both given; allowed: one of them")
    if undo:
        _take_back(case, [*undo, *(ids or ())], table, as_json)
    else:
        _propose(case, ids or (), apply, include_accepted, table, as_json)


def _propose(name: str, ids: Sequence[str], apply: bool, include_accepted: bool, table: str | None, as_json: bool) -> None:
    from standoff.case.library import load_case

    def seen(case: Case) -> _Seen:
        from standoff.intake.echoes.conflicts import conflicts
        from standoff.intake.echoes.proposals import propose

        proposed = propose(case.events, include_accepted=include_accepted, table=_outlets(table))
        echoes = {row for found in proposed for row in found.echoes}
        return _asked(proposed, ids, case), conflicts(row for row in case.events if row.id not in echoes)

    if apply:
        case, (shown, odds) = _applied(name, seen)
    else:
        case = load_case(name)
        shown, odds = seen(case)
    if as_json:
        _print_json(name, case, applied=apply, proposals=shown, odds=odds)
    else:
        from standoff.cli.terminal import print_document

        print_document(_page(case, shown, odds, apply), sys.stdout)
        _say_what_next(name, case, shown, apply, include_accepted)


def _applied(name: str, seen: Callable[[Case], _Seen]) -> tuple[Case, _Seen]:
    """Merge what is seen in a file; the case as it was, and what was seen."""
    from standoff.case.writer import edit_case
    from standoff.intake.echoes.applying import apply
    from standoff.intake.echoes.row_edits import row_edits

    found: list[tuple[Case, _Seen]] = []

    def plan(case: Case) -> Sequence[RowEdit]:
        found.append((case, seen(case)))
        return row_edits(case.events, apply(case.events, found[0][1][0]))

    _check_own(name)
    edit_case(name, plan)
    return found[0]


def _take_back(name: str, ids: Sequence[str], table: str | None, as_json: bool) -> None:
    from standoff.case.writer import edit_case
    from standoff.intake.echoes.applying import undo
    from standoff.intake.echoes.row_edits import row_edits

    back: list[str] = []

    def plan(case: Case) -> Sequence[RowEdit]:
        after = undo(case.events, ids, _outlets(table))
        back.extend(was.id for was, now in zip(case.events, after, strict=True) if was.merged_into != now.merged_into)
        return row_edits(case.events, after)

    _check_own(name)
    case = edit_case(name, plan)
    if as_json:
        _print_json(name, case, undone=back)
    else:
        typer.echo(f"{name}: {_rows(len(back))} no longer merged: {', '.join(back)}")


def _outlets(table: str | None) -> Any:
    from pathlib import Path

    from standoff.intake.outlets.table import outlets

    return outlets(None if table is None else Path(table))


def _check_own(name: str) -> None:
    from standoff.case.library import library_names

    if name in library_names():
        raise UsageError(f"{name}: a case of the library is not changed; copy its file and give the path of the copy")


def _asked(proposed: Sequence[Merge], ids: Sequence[str], case: Case) -> list[Merge]:
    """The proposals that keep or merge the rows named; all of them where none is named."""
    from standoff.case.problems import nearest

    by_row = {row: found for found in proposed for row in (found.keep, *found.echoes)}
    for name in ids:
        if name not in by_row:
            known = name in {row.id for row in case.events}
            near = None if known else nearest(name, by_row)
            hint = f"; did you mean {near!r}?" if near else ""
            what = (
                "is in no proposal (a draft that tells the same as another row would be)" if known else "is no row of the case"
            )
            raise UsageError(f"{name!r} {what}{hint}")
    wanted = {id(by_row[name]) for name in ids}
    return [found for found in proposed if not ids or id(found) in wanted]


def _page(case: Case, proposals: Sequence[Merge], odds: Sequence[Conflict], applied: bool) -> Document:
    from standoff.view.document import Document

    rows = {row.id: row for row in case.events}
    echoes = sum(len(found.echoes) for found in proposals)
    done = "were merged" if applied else "would be merged"
    headline = (
        f"{_rows(echoes)} {done} into {len(proposals)}, each of which tells the same."
        if proposals
        else "No rows are proposed to be merged."
    )
    sections = [_merge_section(rows, proposals)] if proposals else []
    sections += [_conflict_section(rows, odds)] if odds else []
    return Document(
        title=f"Echoes in {case.title}",
        question="Which rows tell one event, and how many voices tell it?",
        headline=headline,
        summary=("What is told as done and what is denied is never merged.",),
        sections=tuple(sections),
    )


def _merge_section(rows: Mapping[str, Event], proposals: Sequence[Merge]) -> Section:
    from standoff.view.document import Cell, Column, Section, Table

    cells = []
    for found in proposals:
        kept, marks = rows[found.keep], {source.merged_from for source in found.sources}
        voices = "; ".join(_voice(source) for source in found.sources)
        told = f"{kept.actor}: {_short(kept.text)}"
        cells.append((Cell(found.keep, strong=True), Cell(told), Cell(voices), Cell("")))
        for echo, why in zip(found.echoes, found.reasons, strict=True):
            voice = "adds a voice" if echo in marks else "reprint" if echo in found.reprints else "heard already"
            said = f"{rows[echo].actor}: {_short(rows[echo].text)}"
            cells.append((Cell(f"+ {echo}"), Cell(said), Cell(f"{rows[echo].source}: {voice}"), Cell(why)))
    columns = (Column("row"), Column("what it tells"), Column("voices"), Column("why the same"))
    notes = tuple(f"{found.keep}: {note}." for found in proposals for note in found.notes)
    return Section("Rows that tell one event", (), Table(columns, tuple(cells)), notes)


def _voice(source: Any) -> str:
    return source.outlet if source.agency is None else f"{source.outlet} (for {source.agency})"


def _conflict_section(rows: Mapping[str, Event], odds: Sequence[Conflict]) -> Section:
    from standoff.view.document import Cell, Column, Section, Table

    columns = (Column("one"), Column("the other"), Column("why"))
    told = {name: Cell(f"{name} ({row.source}): {_short(row.text)}") for name, row in rows.items()}
    cells = tuple((told[found.one], told[found.other], Cell(found.why)) for found in odds)
    return Section("Reports at odds, which stay side by side", (), Table(columns, cells))


def _say_what_next(name: str, case: Case, shown: Sequence[Merge], applied: bool, include_accepted: bool) -> None:
    merged = sum(row.merged_into is not None for row in case.events)
    if applied and shown:
        typer.echo(f"written to {name}; to take one back: standoff merge {name} --undo {shown[0].echoes[0]}", err=True)
    elif shown:
        typer.echo(f"nothing was changed; to merge: standoff merge {name} --apply", err=True)
    elif not include_accepted and not any(row.status == "draft" for row in case.events):
        typer.echo("the case has no drafts; accepted rows are looked at with --include-accepted", err=True)
    if merged:
        typer.echo(f"{_rows(merged)} of the case merged before", err=True)


def _print_json(name: str, case: Case, **told: Any) -> None:
    from dataclasses import asdict

    from standoff.cli.json_text import print_json

    if "proposals" in told:
        told["proposals"] = [asdict(found) for found in told["proposals"]]
        told["conflicts"] = [asdict(found) for found in told.pop("odds")]
    document = {"schema": "standoff-merge/1", "file": name, "case": case.id, **told}
    print_json(document)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_WORDS else f"{text[:_LONGEST_WORDS].rsplit(' ', 1)[0]} ..."


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"
