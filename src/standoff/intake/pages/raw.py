"""What a reader of one kind of page hands on before the text is cleaned, dated and told by language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Day = date  # the name of the type where a field is called `date`

MAX_BYTES = 10_000_000
"""A page of more bytes is refused: no news page comes near it, and every reader stays quick below it."""

MAX_CHARACTERS = 400_000
"""Readable text beyond this is cut at the end of a line, with a note."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One page as its format tells it.

    Attributes:
        text: readable text, not yet cleaned or cut.
        title, outlet, url: as the page states them, None where it does not.
        day: the day of publication as the format states it; `day_by` is then "metadata" or "header", else "".
        part: what to add to the file's name, such as "#3" for the third item of a feed.
        notes: what a reader should know.
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    day: Day | None = None
    day_by: str = ""
    part: str = ""
    notes: tuple[str, ...] = ()


def http_address(value: str | None) -> str | None:
    """An address people can open, None for anything that is not http(s) without blanks."""
    given = (value or "").strip()
    good = given.lower().startswith(("http://", "https://")) and len(given) <= 2_000 and not any(map(str.isspace, given))
    return given if good else None


def one_line(value: str | None, longest: int = 500) -> str | None:
    """Words in one line, None where there are none."""
    words = " ".join((value or "")[: 4 * longest].split())
    return words[:longest].rstrip() or None
