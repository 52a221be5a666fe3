"""A page of plain text: the text itself; its headline is the first line that is no date line."""

from __future__ import annotations

from standoff.intake.pages.dateline import find_dateline
from standoff.intake.pages.raw import Raw, one_line

_LONGEST_TITLE = 200


def plain_page(text: str) -> Raw:
    r"""The page of a plain text.

    Args:
        text: the decoded text, lines parted by "\n".
    """
    return Raw(text, title=_title(text))


def _title(text: str) -> str | None:
    """The first line, where it stands alone and is short enough and not a date or an agency's first sentence."""
    lines = (line.strip() for line in text[:5_000].split("\n"))
    for line in [line for line in lines if line][:3]:
        found = find_dateline(line)
        if found.outlet is not None or len(line) > _LONGEST_TITLE or line.endswith((".", ";", ",")):
            return None
        if found.day is None:
            return one_line(line)
    return None
