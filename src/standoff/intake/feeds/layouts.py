"""Which layouts there are, and how a file tells its own."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from standoff.case.problems import nearest
from standoff.errors import StandoffError, UsageError
from standoff.intake.feeds import acled, dedi, gdelt, icews, phoenix, plain, polecat, ucdp
from standoff.intake.feeds.fields import Cells, name_of
from standoff.intake.feeds.reading import Line, lines_of, open_feed
from standoff.intake.feeds.splitting import json_rows, quoted_rows, tab_rows
from standoff.intake.feeds.values import Recognition, Record, Row

LOOKED_AT = 20
"""Lines that are looked at to tell a layout."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout of feeds.

    Attributes:
        name: as `--format` takes it.
        title: for people.
        form: how rows are parted.
        marks: names of columns that must be there; empty where the layout has no header.
        widths: numbers of fields a row may have; empty where the header sets it.
        columns: names of the fields by number of them, where the layout has no header.
        record: reads one row.
    """

    name: str
    title: str
    form: Literal["tab", "quoted", "json"]
    record: Callable[[Cells, int], Record]
    marks: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()


LAYOUTS: tuple[Layout, ...] = (
    Layout("gdelt1", "GDELT 1.0 events", "tab", gdelt.record, widths=(57, 58), columns=gdelt.COLUMNS_1),
    Layout("gdelt2", "GDELT 2.0 events", "tab", gdelt.record, widths=(61,), columns=gdelt.COLUMNS_2),
    Layout("polecat", "POLECAT", "tab", polecat.record, marks=polecat.MARKS),
    Layout("icews", "ICEWS", "tab", icews.record, marks=icews.MARKS),
    Layout("phoenix", "Phoenix", "quoted", phoenix.record, marks=phoenix.MARKS),
    Layout("acled", "ACLED", "quoted", acled.record, marks=acled.MARKS),
    Layout("ucdp-ged", "UCDP georeferenced events", "quoted", ucdp.record, marks=ucdp.MARKS),
    Layout("dedi", "DEDI or ICEWS as JSON", "json", dedi.record, marks=dedi.MARKS),
    Layout("csv", "a table of one's own", "quoted", plain.record, marks=plain.MARKS),
)
NAMES: tuple[str, ...] = tuple(layout.name for layout in LAYOUTS)


_ALSO_CALLED = {"ucdp": "ucdp-ged", "gdelt": "gdelt2"}


def layout_of(name: str) -> Layout:
    """The layout of a name.

    Raises:
        UsageError: no such layout.
    """
    wanted = _ALSO_CALLED.get(name, name)
    for layout in LAYOUTS:
        if layout.name == wanted:
            return layout
    near = nearest(name, ("auto", *NAMES))
    hint = f"; did you mean {near!r}?" if near else ""
    raise UsageError(f"--format is {name!r}; allowed: auto, {', '.join(NAMES)}{hint}")


def recognise(path: str | os.PathLike[str]) -> Recognition:
    """What a file is laid out as, by its first lines.

    Raises:
        StandoffError: the file cannot be read, is empty or binary, or is laid out as nothing known.
    """
    with open_feed(path) as feed:
        head = list(itertools.islice(lines_of(feed, lambda _: None), LOOKED_AT))
    return recognised(head, os.fspath(path))


def recognised(head: list[Line], name: str) -> Recognition:
    """What the first lines of a file tell of its layout.

    Raises:
        StandoffError: nothing known.
    """
    usable = [line for line in head if not line.fault and line.text.strip()]
    if not head or (not usable and not any(line.fault for line in head)):
        raise StandoffError(f"{name}: is empty; a feed has at least one row")
    if not usable or sum(1 for line in head if "NUL" in line.fault) * 2 > len(head):
        raise StandoffError(
            f"{name}:{head[0].number}: looks like a binary file ({head[0].fault or 'NUL bytes'}); a feed is text"
        )
    found = _by_braces(usable) or _by_header(usable[0].text) or _by_width(usable)
    if found is None:
        raise StandoffError(f"{name}:1: {_seen(usable[0].text)}; known layouts: {', '.join(NAMES)}; see --format")
    if found.layout == "gdelt2-mentions":
        raise StandoffError(f"{name}: {found.how}: mentions name no event; import the file of events (export) instead")
    return found


def _by_braces(lines: list[Line]) -> Recognition | None:
    if lines[0].text.lstrip()[:1] not in ("{", "["):
        return None
    keys = {mark for line in lines for mark in dedi.MARKS if f'"{mark}"' in line.text}
    shown = ", ".join(sorted(keys)) or "none of its known keys in the first lines"
    return Recognition("dedi", f"JSON objects with {shown}")


def _by_header(line: str) -> Recognition | None:
    for layout in LAYOUTS:
        if layout.marks and layout.form != "json" and not missing(layout, _names(line, layout)):
            return Recognition(layout.name, f"a header with {', '.join(layout.marks)}")
    if _names(line, LAYOUTS[0])[:2] == list(gdelt.COLUMNS_1[:2]):
        width = len(_names(line, LAYOUTS[0]))
        return Recognition("gdelt2" if width == len(gdelt.COLUMNS_2) else "gdelt1", f"GDELT's names in a header of {width}")
    return None


def _by_width(lines: list[Line]) -> Recognition | None:
    for line in lines:
        fields = line.text.split("\t")
        if not fields[0].isdigit():
            continue
        if len(fields) == gdelt.MENTIONS and fields[1].isdigit() and len(fields[1]) == 14:
            return Recognition("gdelt2-mentions", f"rows of {gdelt.MENTIONS} fields with two times of 14 digits")
        for layout in LAYOUTS:
            if len(fields) in layout.widths and fields[1].isdigit() and len(fields[1]) == 8:
                return Recognition(
                    layout.name, f"line {line.number} has {len(fields)} fields parted by tabs and a day in the second"
                )
    return None


def _seen(line: str) -> str:
    tabs, commas = line.count("\t") + 1, line.count(",") + 1
    return f"the first line is of no known layout ({tabs} fields by tabs, {commas} by commas: {line[:60]!r})"


def missing(layout: Layout, names: Iterable[str]) -> list[str]:
    """Columns a layout needs that a header lacks."""
    known = set(names)
    lacking = [mark for mark in layout.marks if mark not in known]
    if layout.name == "csv" and not known & set(plain.CODES):
        lacking.append("code or cameo")
    return lacking


def _names(line: str, layout: Layout) -> list[str]:
    return [name_of(column.strip('"')) for column in line.split(_mark(line, layout))]


def _mark(line: str, layout: Layout) -> str:
    """What parts the fields of a header: in quoted tables the most frequent of comma, semicolon and tab."""
    return "\t" if layout.form == "tab" else max(",;\t", key=line.count)


def rows_of(lines: Iterable[Line], layout: Layout, name: str) -> Iterator[Row]:
    """The rows of a file with the names of their fields; a row of another number of fields comes out with that as its fault.

    Raises:
        StandoffError: the header lacks columns the layout needs.
    """
    if layout.form == "json":
        yield from json_rows(lines)
        return
    rows = _parted(iter(lines), layout)
    first = next(rows, None)
    if first is None:
        raise StandoffError(f"{name}: is empty; a feed has at least one row")
    names = tuple(name_of(column) for column in first.fields)
    if layout.columns and names[:2] != layout.columns[:2]:
        yield _named(first, layout.columns, layout.widths)
        names, widths = layout.columns, layout.widths
    else:
        _needs(layout, names, name)
        widths = (len(names),)
    for row in rows:
        yield _named(row, names, widths)


def _parted(lines: Iterator[Line], layout: Layout) -> Iterator[Row]:
    if layout.form == "tab":
        return tab_rows(lines)
    first = next(lines, Line(0, ""))
    return quoted_rows(itertools.chain((first,), lines), _mark(first.text, layout))


def _needs(layout: Layout, names: tuple[str, ...], name: str) -> None:
    lacking = missing(layout, names)
    if lacking:
        raise StandoffError(f"{name}:1: is not laid out as {layout.name}: the header lacks {', '.join(lacking)}")


def _named(row: Row, names: tuple[str, ...], widths: tuple[int, ...]) -> Row:
    fault = row.fault
    if not fault and len(row.fields) not in widths:
        allowed = " or ".join(str(width) for width in widths)
        fault = f"has {len(row.fields)} fields; {allowed} are allowed"
    return Row(row.line, row.raw, row.fields, fault, names)
