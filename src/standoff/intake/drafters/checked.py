"""The gate every proposal passes: what is not said on the page does not get through, and nothing held back goes unsaid.

What carries a row (its words on the page, code, modality, a day that can be) bars it when wrong. What adorns a row (force,
number, tier, side, source) is taken off when wrong, and the row stays for a person to judge. Either way a note says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import get_args

from standoff.case.codes import EVENT_CODES
from standoff.case.problems import nearest, quoted
from standoff.case.values import Case, Source
from standoff.intake.drafters.anchors import Searched, anchor
from standoff.intake.drafters.mending import mended
from standoff.intake.values import Draft, Drafted, Page, Span, Told, Uncoded

_FEWEST_SIGNS = 8
_WORDS = ("code", "actor", "text", "quote", "page", "rule", "target", "force", "bound", "modality", "sided_why", "why")
_DAYS = ("date", "public", "date_last")


@dataclass(frozen=True, slots=True)
class _Dropped:
    """A proposal held back, and why."""

    why: str


def checked(drafted: Drafted, page: Page, case: Case | None = None) -> Drafted:
    """What of a coder's proposals can stand: each quote is the page's own, each code and force known, each day possible.

    Args:
        drafted: what a coder proposed.
        page: the page it was given.
        case: the case it was given; without one, forces stay as named.

    Returns:
        The drafts that pass, anchored and mended, one of each code and place; `notes` lists what was dropped or taken off.
    """
    searched = Searched(page.text)
    forces = None if case is None else tuple(force.name for force in case.forces)
    drafts: list[Draft] = []
    notes = list(drafted.notes)
    for draft in drafted.drafts:
        found = _passed(draft, page, searched)
        if isinstance(found, _Dropped):
            notes.append(f"{page.name}: dropped {_named(draft)}: {found.why}")
            continue
        whole, told = mended(found, page, forces)
        drafts.append(whole)
        notes += [f"{page.name}: {_named(whole)}: {note}" for note in told]
    uncoded, lost = _uncoded(drafted.uncoded, page, searched)
    once, again = without_twice(drafts)
    notes += lost + [f"{page.name}: {_named(draft)}: proposed twice; the first is kept" for draft in again]
    return Drafted(once, uncoded, tuple(dict.fromkeys(notes)))


def without_twice(drafts: Iterable[Draft]) -> tuple[tuple[Draft, ...], tuple[Draft, ...]]:
    """The first draft of each code and span, and those left out."""
    first: dict[tuple[str, Span], Draft] = {}
    again: list[Draft] = []
    for draft in drafts:
        key = (draft.code, draft.span)
        if key in first:
            again.append(draft)
        else:
            first[key] = draft
    return tuple(first.values()), tuple(again)


def _passed(draft: Draft, page: Page, searched: Searched) -> Draft | _Dropped:
    """The draft with its quote as it stands on the page, or why it is dropped."""
    for bar in (_malformed, _unknown_code, _unknown_modality, _too_short):
        why = bar(draft)
        if why:
            return _Dropped(why)
    why = _impossible_day(draft, page.published)
    if why:
        return _Dropped(why)
    span = anchor(draft.quote, draft.span, searched)
    if span is None:
        return _Dropped("the quoted words do not stand on the page")
    return replace(draft, span=span, quote=span.of(page.text), page=page.name)


def _malformed(draft: Draft) -> str:
    wrong = [name for name in _WORDS if not isinstance(getattr(draft, name), str)]
    wrong += [name for name in _DAYS if not _is_day(getattr(draft, name))]
    asserted = draft.asserted_by is None or isinstance(draft.asserted_by, str)
    spanned = isinstance(draft.span, Span) and isinstance(draft.span.start, int) and isinstance(draft.span.end, int)
    sourced = all(isinstance(source, Source) and isinstance(source.outlet, str) for source in draft.sources)
    told = all(isinstance(speaker, str) for speaker in draft.via)
    pairs = (("asserted_by", asserted), ("span", spanned), ("sources", sourced), ("via", told))
    wrong += [name for name, fine in pairs if not fine]
    return f"not of the right type: {', '.join(wrong)}" if wrong else ""


def _is_day(value: object) -> bool:
    return value is None or (isinstance(value, date) and not isinstance(value, datetime))


def _unknown_code(draft: Draft) -> str:
    if draft.code in EVENT_CODES:
        return ""
    near = nearest(draft.code, EVENT_CODES)
    return f"{quoted(draft.code)} is not an event code" + (f"; did you mean {near!r}?" if near else "")


def _unknown_modality(draft: Draft) -> str:
    allowed = get_args(Told)
    return "" if draft.modality in allowed else f"modality {quoted(draft.modality)}; allowed: {', '.join(allowed)}"


def _too_short(draft: Draft) -> str:
    letters = sum(sign.isalnum() for sign in draft.quote[:1_000])
    return "" if letters >= _FEWEST_SIGNS else f"{quoted(draft.quote)} is too short to show anything"


def _impossible_day(draft: Draft, published: date | None) -> str:
    if draft.modality == "done" and published is not None and draft.date is not None and draft.date > published:
        return f"told as done on {draft.date}, after the page came out on {published}"
    return ""


def _uncoded(given: Iterable[Uncoded], page: Page, searched: Searched) -> tuple[tuple[Uncoded, ...], list[str]]:
    found: dict[Span, Uncoded] = {}
    notes: list[str] = []
    for left in given:
        span = anchor(left.quote, left.span, searched)
        if span is None:
            notes.append(f"{page.name}: dropped {quoted(left.quote)} from the uncoded: the words do not stand on the page")
        else:
            found.setdefault(span, replace(left, quote=span.of(page.text), span=span, page=page.name))
    return tuple(found.values()), notes


def _named(draft: Draft) -> str:
    """A draft as a note names it: its code and the first of its words."""
    return f"{str(draft.code)[:40]} {quoted(str(draft.quote)[:200])}"
