"""Whose paper a text is written on: an office or an outlet named alone in one of its first lines."""

from __future__ import annotations

import re

from standoff.intake.outlets.table import outlet_of
from standoff.intake.tables.countries import country_of

_OFFICE = re.compile(
    r"(?:The )?(?:(?:Press (?:Service|Office)|Office|Embassy|General Staff|High Command|Ministry|Department) of (?:the )?"
    r"(?:National Defen[cs]e|Defen[cs]e|Interior|Internal Affairs|Foreign Affairs|Information|Justice|State Security"
    r"|President|Prime Minister|Armed Forces|Army)|(?:Presidency|Armed Forces|Government|Embassy))"
    r"(?: of (?:the )?(?:Republic of )?(?:the )?(?P<country>[A-Z][\w' -]+))?"
)
_FIRST_LINES, _LONGEST = 3, 100


def letterhead(text: str) -> str | None:
    r"""The office or outlet that stands alone in one of the first lines of a text; None where none does.

    Example:
        >>> letterhead("Ministry of Defence of the Republic of Belarus\nPress release\n\nThe forces are loyal.")
        'Ministry of Defence of the Republic of Belarus'
    """
    lines = [line.strip() for line in text[: 4 * _LONGEST].split("\n") if line.strip()][:_FIRST_LINES]
    for line in lines:
        if len(line) > _LONGEST:
            return None
        office = _OFFICE.fullmatch(line)
        if office and (office["country"] is None or country_of(office["country"]) is not None):
            return line
        if line[:1].isupper() and len(line.split()) > 1 and outlet_of(line) is not None:
            return line
    return None
