"""Whether a date is the day something was said: it hangs on a verb of saying, with only a hearer or a place between."""

from __future__ import annotations

import re

from standoff.intake.tables.tables import listed
from standoff.intake.values import Span

_REPORTING = listed(
    "said says told added wrote tweeted stated reported claimed insisted reiterated explained alleged noted argued"
)
_SAYING = _REPORTING | listed(
    "saying announced confirmed acknowledged admitted denied warned posted commented replied answered conceded stressed"
)
_BETWEEN = listed(
    "a an the his her its their here there again also late early earlier later and on in at to by through via from "
    "during over of with state local public foreign private rare televised written joint brief short live separate "
    "official social national opinion video online reporters journalists parliament lawmakers television radio tv "
    "media agency newspaper channel station news conference supporters followers viewers crowd rally congress court "
    "statement interview speech address briefing broadcast message article letter phone telephone email press capital "
    "report column programme program post tweet published aired issued released posted carried general assembly "
    "security council us him them me"
)
"""Small words that may stand between a verb of saying and its day; names may too."""
_TOKEN = re.compile(r"[\w.’'&-]+|[^\w\s]")
_STATEMENT = re.compile(
    r"\b(?:statement|interview|speech|tweet|article|letter|report|broadcast|message|address)"
    r"(?:\s(?:issued|published|released|broadcast|aired|posted))?(?:\s(?:by|on|in)\s(?:the\s)?(?:[A-Z][\w.’'-]{0,30}\s){1,5})?"
    r"(?:\s?(?:late|early)\s)?(?:\s?on\s)?\Z"
)
_BEGINS = re.compile(r"(?:\A|[.!?\n][\"”’']?\s+|\A[\"“])(?:(?:[Ll]ate |[Ee]arly )?[Oo]n\s)?\Z")
_TELLS = listed(", ; : was were is are has have had will would left fled that who which when and but")
_BACK = 200  # characters read before a date
_AHEAD = 60


def is_day_of_saying(text: str, span: Span) -> bool:
    """Whether the date at `span` only says when something was said.

    True after a verb of saying with no more than a hearer, a place or a kind of statement between ("told Sputnik on Wednesday",
    "said in a statement on Monday"), right before such a verb ("on Wednesday said that") or its subject ("On Monday, Vega
    said"), and for the date of a statement that is then quoted ("in a letter published on Monday, the ministry said").
    """
    if _hangs_on_saying(text[max(0, span.start - _BACK) : span.start]):
        return True
    after = [token.lower() for token in _TOKEN.findall(text[span.end : span.end + _AHEAD])]
    if next((token in _REPORTING for token in after if token not in {",", "also", "again"}), False):
        return True
    if _leads_to_saying(text[max(0, span.start - _BACK) : span.start], after):
        return True
    before = text[max(0, span.start - _BACK) : span.start].replace("\xa0", " ").replace("\n", " ")
    return bool(_STATEMENT.search(before)) and bool(_REPORTING.intersection(after))


def _leads_to_saying(before: str, after: list[str]) -> bool:
    """Whether a date at the beginning of its sentence leads to a subject and a verb of saying ("On Monday, Vega said")."""
    if not _BEGINS.search(before):
        return False
    words = after[1:] if after[:1] == [","] else after
    verb = next((at for at, token in enumerate(words[:9]) if token in _REPORTING), None)
    return verb is not None and not _TELLS.intersection(words[:verb])


def _hangs_on_saying(before: str) -> bool:
    """Whether the last words before a date lead back to a verb of saying over nothing but names and small words."""
    for token in reversed(_TOKEN.findall(before)):
        if token.lower() in _SAYING:
            return True
        if token.lower() not in _BETWEEN and not token[0].isupper() and token != ",":
            return False
        if token in {"It", "He", "She", "They", "I", "We", "The", "A"}:
            return False
    return False
