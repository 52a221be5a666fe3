"""Credits to agencies: whose story a paper prints, so that forty reprints of it count as one voice."""

from __future__ import annotations

import re
from functools import lru_cache

from standoff.intake.outlets.table import OutletTable, outlets, plain_name

UNNAMED = "agencies"
"""What stands for "with agencies": some agency's story, it does not say whose. Two such stories count as one voice."""

_LONGEST = 2_000  # credits stand in the first or last words of a piece
_SHORT = 4  # letters of a name that must be in capitals: "AP", not "ap"
_AFTER = r"(?=\s*(?:[)\]/;,.–—|]|-|$|\band\b|\bcontributed\b))"
_CREDITING = (
    r"[Ss]ource|[Ff]uente|[Cc]on informaci[oó]n de|[Aa]vec|[Cc]redit|[Vv]ia|[Ww]ith|[Ff]rom|[Bb]y"
    r"|[Cc]opyright(?:\s+\d{4})?|©(?:\s*\d{4})?"
)
_SIGNED = re.compile(r"\b[Rr]eporting by [A-Z]|\b[Ee]diting by [A-Z]\w+ [A-Z]")
_WITH_AGENCIES = re.compile(
    r"\b(?:with|from|by|and)\s+(?:news |wire |press |the )?agencies\b|\(agencies\)|^\s*agencies\s*$"
    r"|\bwire (?:services|reports)\b",
    re.IGNORECASE | re.MULTILINE,
)


def agency_of(text: str, table: OutletTable | None = None) -> str | None:
    """The agency that a line or a piece credits, by its name in the table; None where it credits none.

    A credit is a name in brackets ("(Reuters)"), after a dash at the end or before one at the start ("- AFP", "AP -"), a line
    of its own, "Reporting by" (as Reuters signs), "Source: EFE", "with AFP", "AP contributed", "© AFP". "With agencies" gives
    `UNNAMED`. A name in a sentence ("told Reuters") is no credit.

    Args:
        text: a line, a quote or a whole piece; of a long one its beginning and end are looked at.
        table: whose agencies and state media are known; the built-in table by default.

    Example:
        >>> agency_of("CARACAS, Jan 30 (Reuters) - Troops"), agency_of("She told Reuters so."), agency_of("El País / AFP")
        ('Reuters', None, 'AFP')
    """
    looked_at = text if len(text) <= 2 * _LONGEST else f"{text[:_LONGEST]}\n{text[-_LONGEST:]}"
    known = outlets() if table is None else table
    names, credit = _credits(known)
    for found in credit.finditer(looked_at):
        given = next(part for part in found.groups() if part)
        name = names[plain_name(given)]
        if len(given) > _SHORT or given == given.upper() or given == name:
            return name
    if _SIGNED.search(looked_at):
        return "Reuters"
    return UNNAMED if _WITH_AGENCIES.search(looked_at) else None


@lru_cache(maxsize=8)
def _credits(table: OutletTable) -> tuple[dict[str, str], re.Pattern[str]]:
    """Names of agencies and state media by how they are written, and the pattern of all credits to any of them."""
    known = [outlet for outlet in table if outlet.kind in ("agency", "state_media")]
    agencies = tuple((alias, outlet.name) for outlet in known for alias in (outlet.name, *outlet.aliases))
    written = sorted({alias for alias, _ in agencies}, key=len, reverse=True)
    name = f"((?:{'|'.join(map(re.escape, written))}))"
    shapes = (
        rf"[(\[/]\s*{name}{_AFTER}",
        rf"(?:^|[.…\"”'’]\s+|\s)[-–—]+\s*{name}\s*[.)]?\s*$",
        rf"^(?:[A-ZÀ-Þ][\w'’., -]{{0,60}}[,(–—-]\s*)?{name}\s*[)]?\s*[-–—]",
        rf"^\s*(?:By\s+)?(?:The\s+)?{name}\s*$",
        rf"\b(?:{_CREDITING})\s*:?\s+(?:[Tt]he\s+)?{name}{_AFTER}",
        rf"©\s*(?:\d{{4}}\s*)?{name}",
        rf"\b{name}\s+contributed\b",
    )
    return {plain_name(alias): full for alias, full in agencies}, re.compile("|".join(shapes), re.MULTILINE)
