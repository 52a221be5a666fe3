"""Reading pages: a file or standard input becomes clean text with a date, an outlet and a language, or an error."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from standoff.errors import StandoffError
from standoff.intake.pages.cleaning import clean, cut, tidy, without_unseen
from standoff.intake.pages.dateline import Dateline, find_dateline
from standoff.intake.pages.decoding import decode
from standoff.intake.pages.feeds import feed_pages
from standoff.intake.pages.html import html_page
from standoff.intake.pages.kinds import kind_of, refuse_unreadable
from standoff.intake.pages.languages import language_of
from standoff.intake.pages.letterhead import letterhead
from standoff.intake.pages.mail import mail_pages
from standoff.intake.pages.plain import plain_page
from standoff.intake.pages.raw import MAX_BYTES, Raw
from standoff.intake.pages.stated import day_or_none
from standoff.intake.values import Page

STANDARD_INPUT = "<stdin>"


def read_page(source: str | os.PathLike[str], *, published: date | None = None) -> Page:
    """The page in a file of text, HTML or mail, or in a feed of one item.

    Args:
        source: the file, or "-" for standard input.
        published: the day it came out, where the caller knows it; it wins over what the page says.

    Raises:
        StandoffError: the file cannot be read, is no page (packed, an image, over 10 MB, empty), or holds several.
    """
    return _only(read_pages(source, published=published))


def read_pages(
    source: str | os.PathLike[str], *, published: date | None = None, within: tuple[date, date] | None = None
) -> tuple[Page, ...]:
    """Every page in a file: the items of a feed, the messages of a mailbox, else the one page.

    Args:
        source: as for `read_page`, as is `published`.
        published: see there.
        within: first and last day between which a page is expected to be of, those of a case: an agency's line that leaves out
            the year is given it where only one fits.

    Raises:
        StandoffError: the file cannot be read or is no page.
    """
    data, name = _bytes_of(source)
    return pages_in(data, name, published=published, within=within)


def read_bytes(data: bytes, name: str, *, published: date | None = None) -> Page:
    """The page in some bytes; `name` stands for the file in messages and rows.

    Raises:
        StandoffError: the bytes are no page, or hold several.
    """
    return _only(pages_in(data, name, published=published))


def pages_in(
    data: bytes, name: str, *, published: date | None = None, within: tuple[date, date] | None = None
) -> tuple[Page, ...]:
    """Every page in some bytes, at least one; `name` stands for the file, `name#2` for its second page; else as `read_pages`.

    Raises:
        StandoffError: the bytes are no page.
    """
    refuse_unreadable(data, name)
    kind = kind_of(data, name)
    if kind == "mail":
        return tuple(_finished(raw, name, published, within) for raw in mail_pages(data, name))
    decoded, notes = decode(data)
    text, more = without_unseen(decoded)
    raws = feed_pages(text, name) if kind == "feed" else (html_page(text) if kind == "html" else plain_page(text),)
    first = replace(raws[0], notes=notes + more + raws[0].notes)
    return tuple(_finished(raw, name, published, within) for raw in (first, *raws[1:]))


def _only(pages: tuple[Page, ...]) -> Page:
    if len(pages) > 1:
        file = pages[0].name.rpartition("#")[0]
        raise StandoffError(f"{file}: holds {len(pages)} pages (a feed or a mailbox), not one; read_pages gives them all")
    return pages[0]


def _bytes_of(source: str | os.PathLike[str]) -> tuple[bytes, str]:
    if source == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1), STANDARD_INPUT
    name = os.fsdecode(source)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1), name
    except OSError as error:
        raise StandoffError(f"{name}: cannot be read: {(error.strerror or 'unknown reason').lower()}") from error
    except ValueError as error:  # a NUL in the file's name
        raise StandoffError(f"{name!r}: cannot be read: no such file") from error


def _finished(raw: Raw, name: str, published: date | None, within: tuple[date, date] | None) -> Page:
    """A page cleaned, cut, dated and told by language."""
    short, cut_notes = cut(raw.text)
    text, clean_notes = clean(tidy(short))
    text = tidy(text)
    line = find_dateline(text)
    day, by, day_notes = _published(raw, line, published, within)
    notes = [*raw.notes, *cut_notes, *clean_notes, *line.notes, *day_notes, *_about_outlet(raw, line)]
    if not text:
        notes.append("no readable text was found")
    return Page(
        name=name + raw.part,
        text=text,
        title=_cleaned(raw.title),
        outlet=_cleaned(raw.outlet) or line.outlet or letterhead(text),
        url=raw.url,
        published=day,
        published_by=by,
        language=language_of(text),
        notes=tuple(dict.fromkeys(notes)),
    )


def _published(
    raw: Raw, line: Dateline, published: date | None, within: tuple[date, date] | None
) -> tuple[date | None, str, list[str]]:
    """The day of publication, how it is known, and notes where the page's own words are at odds with it."""
    day, by = (published, "option") if published else (raw.day, raw.day_by)
    told = line.day
    if told is None and line.yearless and day is not None:
        told = _nearest_year(line.yearless, day)
    if day is None:
        if told is not None:
            return told, "dateline", []
        fitting = _only_day_within(line.yearless, within) if line.yearless and within else None
        if fitting is not None:
            return (
                fitting,
                "dateline",
                [f"the date line leaves out the year; {fitting.year} is the only one that the case spans"],
            )
        asked = "the date line leaves out the year; give --published YYYY-MM-DD"
        return None, "", [asked] if line.yearless else []
    notes = []
    if published and raw.day not in (None, published):
        notes.append(f"the page's {raw.day_by} says {raw.day}; {published} as given is used")
    # A day apart is the difference between the clocks of a reporter and of a server.
    if told is not None and abs((told - day).days) > 1:
        notes.append(f"the date line says {told}; {day} ({by}) is used")
    return day, by, notes


def _nearest_year(yearless: tuple[int, int], day: date) -> date | None:
    days = [found for year in (day.year - 1, day.year, day.year + 1) if (found := day_or_none(year, *yearless))]
    return min(days, key=lambda found: abs((found - day).days), default=None)


def _only_day_within(yearless: tuple[int, int], within: tuple[date, date]) -> date | None:
    first, last = within
    days = [found for year in range(first.year, last.year + 1) if (found := day_or_none(year, *yearless))]
    fitting = [day for day in days if first <= day <= last]
    return fitting[0] if len(fitting) == 1 else None


def _about_outlet(raw: Raw, line: Dateline) -> list[str]:
    other = raw.outlet and line.outlet and line.outlet.casefold() not in raw.outlet.casefold()
    return [f"the text begins as one of {line.outlet}"] if other else []


def _cleaned(words: str | None) -> str | None:
    return clean(words)[0].strip() or None if words else None
