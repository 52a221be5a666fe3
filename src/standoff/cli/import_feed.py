"""`standoff import FEED...`: rows of event feeds as drafted rows of evidence."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from standoff.cli.options import Quiet
from standoff.errors import StandoffError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from standoff.case.values import Case, Event
    from standoff.cli.progress import Report
    from standoff.intake.feeds.importing import Choice, Outcome
    from standoff.intake.feeds.values import Rejected
    from standoff.intake.values import Draft

MOST_APPENDED = 20_000
"""Most rows written into a case file at once; also the most a case may have."""
REJECTS_HEAD = "file\tline\tcolumn\treason\trow\n"


def import_(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED", help="Files of a feed: plain, .gz, or .zip of one file.")],
    layout: Annotated[
        str,
        typer.Option("--format", metavar="NAME", help="gdelt1, gdelt2, icews, phoenix, acled, ucdp-ged, polecat, dedi or csv."),
    ] = "auto",
    country: Annotated[
        str | None, typer.Option("--country", metavar="NAME", help="Only of this country: a name, or letters such as VEN.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day on which it became public.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last such day.")] = None,
    case: Annotated[
        str | None,
        typer.Option("--case", metavar="FILE", help="Match its forces, keep to its country and days, write the rows into it."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="Stop after N drafted rows.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    rejects: Annotated[
        str | None, typer.Option("--rejects", metavar="FILE", help="Where rows that cannot be read go; FEED.rejected.tsv here.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Draft rows of evidence from event feeds: GDELT, ICEWS, Phoenix, ACLED, UCDP, POLECAT, DEDI, or a table of your own.

    The rows are drafts: no model reads them until you accept them. Codes of feeds say little, so that most rows of a feed
    become none; what became of every row is counted on standard error.

    Exit codes: 0 fine, 2 a file cannot be read, or not one of its rows.

    \b
    Examples (files are in the folder examples/intake of the sources):
      standoff import kestria.csv
      standoff import kestria.csv --format csv --case kestria-2031.yaml
    """  # noqa: D301 - the command line reads the control sign
    from standoff.cli.progress import progress
    from standoff.intake.feeds.importing import chosen
    from standoff.intake.feeds.layouts import layout_of

    if limit is not None and limit < 1:
        raise UsageError(f"--limit: {limit} given; allowed: a number from 1")
    if layout != "auto":
        layout_of(layout)
    known = None if case is None else _case(case)
    choice = chosen(country or _country_of(known), _day("--since", since), _day("--until", until), known)
    with ExitStack() as open_now:
        report = open_now.enter_context(progress(quiet or sys.stdout.isatty()))
        run = Run(feeds, layout, choice, limit, rejects or _rejects_name(feeds[0]), report, open_now)
        _deliver(run, case, as_json)
    run.tell()
    if run.counts["rejected"] and not run.counts["read"]:
        raise typer.Exit(2)


def _country_of(case: Case | None) -> str | None:
    """The country to keep to; None where there is no case, or its letters are those of no country."""
    from standoff.intake.tables.countries import by_iso3

    if case is None or by_iso3(case.iso3) is not None:
        return None if case is None else case.iso3
    typer.echo(f"note: {case.iso3} of {case.id} is no country of ISO 3166: rows of every country are taken", err=True)
    return None


class Run:
    """One run of the command: the drafts as they come, and what is counted and written aside meanwhile."""

    def __init__(
        self,
        feeds: list[str],
        layout: str,
        choice: Choice,
        limit: int | None,
        rejects: str,
        report: Report,
        open_now: ExitStack,
    ) -> None:
        self.feeds = feeds
        self.layouts: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.uncoded: Counter[str] = Counter()
        self.rejects = rejects
        self.case_rows = () if choice.case is None else choice.case.events
        self._layout, self._choice, self._limit = layout, choice, limit
        self._report, self._open_now = report, open_now
        self._aside: TextIO | None = None

    def drafts(self) -> Iterator[Draft]:
        """Every draft of every feed, to the limit."""
        from standoff.intake.feeds.importing import outcomes

        seen: set[bytes] = set()
        for feed in self.feeds:
            for outcome in outcomes(feed, self._layout, self._choice, report=self._report, seen=seen):
                for draft in self._taken(feed, outcome):
                    self.counts["drafted"] += 1
                    yield draft
                    if self.counts["drafted"] == self._limit:
                        self._say(f"note: stopped after {self._limit} drafted rows (--limit)")
                        return

    def _taken(self, feed: str, outcome: Outcome) -> tuple[Draft, ...]:
        from standoff.intake.feeds.values import Noted, Recognition, Rejected

        if isinstance(outcome, Recognition):
            self.layouts[feed] = outcome.layout
            self._say(f"{feed}: {outcome.layout} ({outcome.how})")
        elif isinstance(outcome, Noted):
            self._say(f"note: {outcome.text}")
        elif isinstance(outcome, Rejected):
            self._put_aside(feed, outcome)
        else:
            self.counts.update(["read", outcome.left or "coded"])
            if outcome.left == "uncoded":
                self.uncoded[outcome.label] += 1
            return outcome.drafts
        return ()

    def _put_aside(self, feed: str, row: Rejected) -> None:
        self.counts["rejected"] += 1
        if self._aside is None:
            self._aside = self._open_now.enter_context(_opened(self.rejects))
            self._aside.write(REJECTS_HEAD)
        self._aside.write("\t".join((feed, str(row.line), str(row.column), row.reason, _one_line(row.raw))) + "\n")

    def tallies(self) -> dict[str, object]:
        """What became of the rows, for a document."""
        named = ("read", "coded", "drafted", "duplicate", "elsewhere", "out of dates", "rejected")
        return {name.replace(" ", "_"): self.counts[name] for name in named} | {"uncoded": dict(self.uncoded.most_common())}

    def tell(self) -> None:
        """Say on standard error what became of the rows."""
        counts = self.counts
        left = ", ".join(f"{counts[name]:,} {words}" for name, words in _LEFT if counts[name])
        drafted = f"{counts['coded']:,} gave {counts['drafted']:,} draft{'s' if counts['drafted'] != 1 else ''}"
        self._say(f"{_rows(counts['read'])} read: {drafted}{', ' if left else ''}{left}")
        if self.uncoded:
            kinds = ", ".join(f"{label} {count:,}" for label, count in self.uncoded.most_common(12))
            self._say(f"no code fits: {kinds}{', ...' if len(self.uncoded) > 12 else ''}")
        if counts["rejected"]:
            self._say(f"{_rows(counts['rejected'])} could not be read; in {self.rejects} with line and reason")

    def _say(self, words: str) -> None:
        typer.echo(words, err=True)


_LEFT = (
    ("uncoded", "fit no code"),
    ("elsewhere", "are of other countries"),
    ("out of dates", "are out of the days asked for"),
    ("duplicate", "repeat an earlier row"),
)


def _deliver(run: Run, case: str | None, as_json: bool) -> None:
    if case is not None:
        _append(run, case)
    elif not as_json:
        _print_yaml(run.drafts())
    if as_json:
        _print_json(run, () if case is not None else run.drafts())


def _print_yaml(drafts: Iterable[Draft]) -> None:
    from standoff.case.writer import event_row
    from standoff.case.yaml_text import block_lines
    from standoff.intake.drafts.rows import draft_row

    for draft in drafts:
        sys.stdout.write("\n".join(block_lines(event_row(draft_row(draft)), "  ")) + "\n")


def _print_json(run: Run, drafts: Iterable[Draft]) -> None:
    """One document, its rows written as they come: a feed may have a million."""
    import json

    from standoff._version import __version__
    from standoff.cli.json_text import write_json
    from standoff.intake.drafts.rows import document_row

    head = {"schema": "standoff-drafts/1", "version": __version__, "source": run.feeds}
    write_json(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
    for number, draft in enumerate(drafts, start=1):
        write_json((",\n" if number > 1 else "\n") + json.dumps(document_row(draft, number), ensure_ascii=False))
    rejected = {"count": run.counts["rejected"], "file": run.rejects if run.counts["rejected"] else None}
    tail = {"layouts": run.layouts, "rejected": rejected, "tallies": run.tallies()}
    write_json("\n], " + json.dumps(tail, ensure_ascii=False)[1:] + "\n")


def _append(run: Run, case: str) -> None:
    from itertools import islice

    from standoff.case.writer import append_events
    from standoff.intake.drafts.rows import draft_row

    drafts = list(islice(run.drafts(), MOST_APPENDED + 1))
    if len(drafts) > MOST_APPENDED:
        raise StandoffError(
            f"{case}: more than {MOST_APPENDED:,} drafted rows, which no case may have; nothing was written: "
            "narrow --since, --until, or give --limit"
        )
    there = {_told(row) for row in run.case_rows}
    fresh = [row for row in map(draft_row, drafts) if _told(row) not in there]
    if fresh:
        append_events(case, fresh)
    if len(fresh) < len(drafts):
        typer.echo(f"note: {len(drafts) - len(fresh):,} drafted rows stand in {case} already", err=True)
    typer.echo(f"{len(fresh):,} drafted rows written into {case}; no model reads them until you accept them", err=True)


def _told(row: Event) -> tuple[object, ...]:
    """What makes two rows tell the same."""
    return (row.date, row.code, row.actor, row.target, row.text, row.source)


def _case(name: str) -> Case:
    from standoff.case.library import library_names
    from standoff.case.reader import read_case

    if name in library_names():
        raise UsageError(f"--case: {name} is of the library, which is not written to; give the path of a case file of your own")
    return read_case(name)


def _day(option: str, text: str | None) -> date | None:
    from datetime import datetime

    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(f"{option}: {text!r} is not a date; write it as YYYY-MM-DD, such as 2019-01-30") from None


def _rejects_name(feed: str) -> str:
    from pathlib import Path

    return f"{Path(feed).name}.rejected.tsv"


def _opened(path: str) -> TextIO:
    """A fresh file for rejected rows; one of an earlier run is replaced, a file of anything else never."""
    from pathlib import Path

    target = Path(path)
    try:
        if target.exists() and not target.read_bytes()[: len(REJECTS_HEAD)] == REJECTS_HEAD.encode():
            raise StandoffError(f"{path}: exists and holds no rejected rows; choose another name with --rejects")
        return target.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise StandoffError(
            f"{path}: rejected rows cannot be written there: {error.strerror or error}; see --rejects"
        ) from None


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _one_line(raw: str) -> str:
    marks = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": "\\0"}
    return raw.translate({ord(sign): words for sign, words in marks.items()})
