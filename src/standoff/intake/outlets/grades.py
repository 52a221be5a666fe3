"""Admiralty grades as people write them, and the grade a table suggests: always with the reason, never set in silence.

What a grade becomes (how often the source sees a thing, how often it makes one up) is the model's to say: `model/priors.yaml`,
as section 4 of the model paper recommends; `standoff outlets` prints it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from standoff.case.problems import nearest, quoted
from standoff.errors import UsageError
from standoff.intake.outlets.table import Outlet

LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "A": "reliable",
        "B": "usually reliable",
        "C": "fairly reliable",
        "D": "not usually reliable",
        "E": "unreliable",
        "F": "cannot be judged",
        "G": "deceives by design",
    }
)
"""What each letter says of the source (NATO AJP-2.1; G is an addition of MISP)."""

DIGITS: Mapping[str, str] = MappingProxyType(
    {
        "1": "confirmed",
        "2": "probably true",
        "3": "possibly true",
        "4": "doubtful",
        "5": "improbable",
        "6": "cannot be judged",
    }
)
"""What each digit says of the information."""

_OTHER_LETTERS = {
    "completely reliable": "A",
    "mostly reliable": "B",
    "sometimes reliable": "C",
    "usually unreliable": "D",
    "not reliable": "E",
    "reliability cannot be judged": "F",
    "reliability unknown": "F",
    "unknown": "F",
    "deceptive": "G",
    "deliberately deceptive": "G",
}
_OTHER_DIGITS = {
    "confirmed by other sources": "1",
    "likely true": "2",
    "doubtfully true": "4",
    "improbable report": "5",
    "misinformation": "5",
    "truth cannot be judged": "6",
}
_SHORT = re.compile(r"([A-Ga-g])[\s/.,:-]*([1-6])?\Z")
_ALLOWED = (
    "allowed: a letter A (reliable) to G (deceives by design), then a digit 1 (confirmed) to 6 (cannot be judged) or nothing, "
    "as in B2, b-2, B/2, or in words, as in usually reliable / probably true"
)


def grade_of(text: str) -> str:
    """The grade as a case file has it, from how people write it.

    Args:
        text: "B2", "b-2", "B/2", "B 2", "B", or words: "usually reliable / probably true", "reliable", "confirmed". Words
            for the information alone leave the source as one that cannot be judged (F).

    Raises:
        UsageError: anything else, with the nearest.

    Example:
        >>> grade_of("b-2"), grade_of("Usually reliable / probably true"), grade_of("confirmed")
        ('B2', 'B2', 'F1')
    """
    plain = " ".join(text.split())
    short = _SHORT.match(plain)
    if short:
        return f"{short[1].upper()}{short[2] or ''}"
    words = [part.strip() for part in re.split(r"[/;,|]|\s-\s|\band\b", plain.casefold()) if part.strip()]
    found = _from_words(words)
    if found is None:
        near = nearest(plain, [*_all_letters(), *_all_digits()])
        raise UsageError(f"grade: {quoted(text)} given; {_ALLOWED}" + (f"; did you mean {near!r}?" if near else ""))
    return found


def _from_words(words: list[str]) -> str | None:
    """The grade of one or two phrases: of the source first, then of the information."""
    letters, digits = _all_letters(), _all_digits()
    if len(words) == 1:
        letter = letters.get(words[0])
        return letter if letter is not None else f"F{digits[words[0]]}" if words[0] in digits else None
    if len(words) != 2:
        return None
    letter = letters.get(words[0]) or _letter(words[0])
    digit = digits.get(words[1]) or (words[1] if words[1] in DIGITS else None)
    return f"{letter}{digit}" if letter and digit else None


def _letter(word: str) -> str | None:
    return word.upper() if word.upper() in LETTERS else None


def _all_letters() -> dict[str, str]:
    return {words: letter for letter, words in LETTERS.items()} | _OTHER_LETTERS


def _all_digits() -> dict[str, str]:
    return {words: digit for digit, words in DIGITS.items()} | _OTHER_DIGITS


def grade_words(grade: str) -> str:
    """What a grade says, in words.

    Example:
        >>> grade_words("B2"), grade_words("C")
        ('usually reliable, probably true', 'fairly reliable')
    """
    parts = (LETTERS[grade[0]], *(DIGITS[digit] for digit in grade[1:]))
    return ", ".join(parts)


def suggested(outlet: Outlet | None) -> tuple[str | None, str]:
    """The grade the table suggests for an outlet and why; None where it suggests none. Nothing is set by it."""
    if outlet is None:
        return None, "not in the table of outlets; an ungraded source is read as F, which cannot be judged"
    whose = "your table" if outlet.own else "the built-in table"
    if not outlet.grade:
        return None, f"{outlet.name}: {whose} suggests no grade; an ungraded source is read as F, which cannot be judged"
    return outlet.grade, f"{outlet.name}: {whose} suggests {outlet.grade} ({grade_words(outlet.grade)})"
