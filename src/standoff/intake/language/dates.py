"""Dates as news tells them: found, resolved against the dateline, and told apart from the day something was said.

What depends on the dateline stays out where none is known. A word that may be a date ("may", "march", "sun") is one only in the
company of a day, a year or a preposition that makes it one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from standoff.errors import StandoffError
from standoff.intake.language.date_readings import Setting
from standoff.intake.language.date_rules import RULES, Rule
from standoff.intake.language.date_words import CLAUSE_END, FUTURE
from standoff.intake.language.days import EARLIEST, LATEST, Stretch
from standoff.intake.language.saying import is_day_of_saying
from standoff.intake.values import Span, When

_OTHER_TONGUE = re.compile(
    r"(?<![\w-])\d{1,2}(?:\.|º|er)?\s(?:de\s|d['’])?"
    r"(?:(?:ene|feb|mar|abr|may|jun|jul|ago|set|sep|oct|nov|dic|jan|fév|fev|avr|mai|jui|aoû|aou|okt|dez|déc|dec|mär|gen|apr|mag|giu|lug|ott"
    r"|abril|out|maio)[^\W\d_]{0,9})\.?\s(?:de\s|del\s)?(?:1[89]\d\d|20\d\d)(?!\w)",
    re.IGNORECASE,
)
"""A whole date with a month's name that the English rules do not know: day, month, year."""
_TONGUES = ["es", "fr", "de", "pt", "it"]
_SINCE = re.compile(r"\b(?:[Ss]ince|[Ss]tarting|[Bb]eginning)\s{1,3}(?:late\s|early\s)?(?:on\s{1,3}|the\s{1,3})?\Z")
_LOOK_BACK = 120  # characters before a date read for words of the future


def dates_in(text: str, published: date | None) -> tuple[When, ...]:
    """Every date expression of a text in its order, none overlapping another.

    Args:
        text: a sentence or a page.
        published: the dateline; None leaves everything out that needs one.

    Returns:
        Dates with their spans; a preposition belongs to the span where the expression needs it ("in 1991", "since 10 January").

    Raises:
        StandoffError: the text holds a date in another language's words and the library `dateparser` is missing.
    """
    published = published if published and EARLIEST <= published.year < LATEST else None
    found: list[When] = []
    before: Stretch | None = None
    for rule, match in _candidates(text):
        stretch = rule.resolve(match, Setting(published, _is_future(text, match.start()), before))
        if stretch is None:
            continue
        when = _since(text, When(stretch[0], stretch[1], Span(match.start(), match.end()), rule.name), published)
        found.append(when)
        before = (when.first, when.last)
    return tuple(_with_other_tongues(text, found))


def _candidates(text: str) -> list[tuple[Rule, re.Match[str]]]:
    """The matches of all rules that stay when the longest at each place has won, in the order of the text."""
    matches = [
        (match.start(), -match.end(), order) for order, rule in enumerate(RULES) for match in rule.pattern.finditer(text)
    ]
    kept: list[tuple[Rule, re.Match[str]]] = []
    end = 0
    for start, _, order in sorted(matches):
        match = RULES[order].pattern.match(text, start) if start >= end else None
        if match:
            kept.append((RULES[order], match))
            end = match.end()
    return kept


def _is_future(text: str, start: int) -> bool:
    """Whether the words before a date, back to the beginning of their clause, put it in the future."""
    words = text[max(0, start - _LOOK_BACK) : start]
    ends = [end.end() for end in CLAUSE_END.finditer(words)]
    return bool(FUTURE.search(words, ends[-1] if ends else 0))


def _since(text: str, when: When, published: date | None) -> When:
    """A date after "since" reaches to the dateline."""
    words = text[max(0, when.span.start - 24) : when.span.start]
    ahead = _SINCE.search(words)
    told = when.span.of(text).lower().startswith("since")
    if not ahead and not told:
        return when
    start = when.span.start - (len(ahead.group()) if ahead else 0)
    last = published if published and published >= when.first else when.last
    return replace(when, last=last, span=Span(start, when.span.end), rule=f"since, {when.rule}")


def _with_other_tongues(text: str, found: list[When]) -> list[When]:
    """The dates found and, between them, whole dates in other languages."""
    taken = {position for when in found for position in (when.span.start, when.span.end - 1)}
    more: list[When] = []
    read: dict[str, date | None] = {}  # the library is slow: each wording once
    for match in _OTHER_TONGUE.finditer(text):
        if taken.intersection(range(match.start(), match.end())):
            continue
        if match.group() not in read:
            read[match.group()] = _parsed(match.group())
        if day := read[match.group()]:
            more.append(When(day, day, Span(match.start(), match.end()), "date in another language"))
    return sorted([*found, *more], key=lambda when: when.span.start)


def _parsed(words: str) -> date | None:
    """A whole date in another language by the library `dateparser`; None where it finds none."""
    try:
        import dateparser
    except ImportError:
        raise StandoffError(f'cannot read the date "{words}": pip install "standoff[intake]"') from None
    parsed = dateparser.parse(words, languages=_TONGUES, settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY"})
    return parsed.date() if parsed else None


def said_on(text: str, published: date | None) -> When | None:
    """The day on which something was said, where the sentence tells it ("..., Tarre told Sputnik on Wednesday")."""
    return next((when for when in dates_in(text, published) if is_day_of_saying(text, when.span)), None)


def happened(text: str, published: date | None, default: When) -> When:
    """The date of a sentence's main event.

    Args:
        text: one sentence.
        published: the dateline, None where unknown.
        default: what to give where the sentence tells no date of its own: the dateline or the date of the sentence before.

    Returns:
        The first date that is not only the day of saying; `default` where there is none.
    """
    return next((when for when in dates_in(text, published) if not is_day_of_saying(text, when.span)), default)
