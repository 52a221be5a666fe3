"""Taking off a draft what cannot stand on it, one matter a function: the row stays, a note says what went."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from standoff.case.codes import EVENT_CODES, INSIDE_THE_FORCES
from standoff.case.problems import nearest, quoted
from standoff.case.values import Confidence, Scope, Side, Source, Tier
from standoff.intake.pages.cleaning import clean
from standoff.intake.pages.raw import http_address, one_line
from standoff.intake.values import Bound, Draft, Page

_Mend = tuple[Draft, list[str]]
_CHOICES: tuple[tuple[str, Any, str], ...] = (
    ("tier", Tier, "none"),
    ("scope", Scope, "national"),
    ("sided", Side, "neutral"),
    ("confidence", Confidence, "low"),
    ("bound", Bound, "exact"),
)
_LONGEST = 1_000
_GRADE = re.compile(r"[A-G][1-6]")


def mended(draft: Draft, page: Page, forces: tuple[str, ...] | None) -> tuple[Draft, tuple[str, ...]]:
    """A draft without what cannot stand on it, and a note on each thing taken off; the notes stand on the draft too.

    Args:
        draft: one whose quote, code and modality are good.
        page: the page it was made from.
        forces: names of the case's forces, None where there is no case.
    """
    steps: tuple[Callable[[Draft], _Mend], ...] = (
        _words,
        _choices,
        _tier,
        _size,
        lambda found: _force(found, forces),
        lambda found: _days(found, page.published),
        lambda found: _sources(found, page),
    )
    notes: list[str] = []
    for step in steps:
        draft, told = step(draft)
        notes += told
    return replace(draft, notes=tuple(dict.fromkeys((*draft.notes, *notes)))), tuple(notes)


def _words(draft: Draft) -> _Mend:
    """Words of the coder's own in one line, without signs that cannot be seen."""
    plain: dict[str, Any] = {
        name: _line(getattr(draft, name)) for name in ("actor", "target", "force", "text", "why", "sided_why")
    }
    plain["text"] = plain["text"] or _line(draft.quote)
    asserted = _line(draft.asserted_by or "") or None
    via = tuple(name for name in map(_line, draft.via) if name)
    return replace(draft, **plain, asserted_by=asserted, via=via), []


def _line(words: str) -> str:
    return one_line(clean(words[: 4 * _LONGEST])[0], _LONGEST) or ""


def _choices(draft: Draft) -> _Mend:
    wrong = [(name, usual) for name, kind, usual in _CHOICES if getattr(draft, name) not in get_args(kind)]
    allowed = {name: ", ".join(get_args(kind)) for name, kind, _ in _CHOICES}
    notes = [f"{name} {quoted(getattr(draft, name))} became {usual!r}; allowed: {allowed[name]}" for name, usual in wrong]
    changes: dict[str, Any] = dict(wrong)
    return replace(draft, **changes), notes


def _tier(draft: Draft) -> _Mend:
    if draft.tier != "none" or draft.code not in INSIDE_THE_FORCES:
        return draft, []
    tier: Tier = "officers" if draft.code == "officer_defects" else "unit"
    return replace(draft, tier=tier), [f"tier 'none' became {tier!r}: the actor of {draft.code} is of the forces"]


def _size(draft: Draft) -> _Mend:
    size: object = draft.size
    if size is None:
        return replace(draft, unit=None, bound="exact"), []
    good = isinstance(size, (int, float)) and not isinstance(size, bool) and math.isfinite(size) and size > 0
    if not good:
        return replace(draft, size=None, unit=None, bound="exact"), [f"size {quoted(size)} taken off: it must be above 0"]
    unit = _line(draft.unit) if isinstance(draft.unit, str) else ""
    return replace(draft, unit=unit or EVENT_CODES[draft.code].units[0]), []


def _force(draft: Draft, forces: tuple[str, ...] | None) -> _Mend:
    if forces is None or draft.force in ("", *forces):
        return draft, []
    same = [name for name in forces if name.casefold() == draft.force.casefold()]
    if same:
        return replace(draft, force=same[0]), []
    near = nearest(draft.force, forces)
    hint = f"; did you mean {near!r}?" if near else ""
    return replace(draft, force=""), [f"force {quoted(draft.force)} is not one of the case's and was taken off{hint}"]


def _days(draft: Draft, published: date | None) -> _Mend:
    notes = []
    last, public = draft.date_last, draft.public or published
    if last is not None and (draft.date is None or last < draft.date):
        notes.append(f"last day {last} taken off: it is before the first")
        last = None
    elif last is not None and published is not None and last > published and draft.modality == "done":
        notes.append(f"last day {last} became {published}, when the page came out")
        last = published
    if public is not None and published is not None and public > published:
        notes.append(f"made public {public} became {published}, when the page came out")
        public = published
    return replace(draft, date_last=last, public=public), notes


def _sources(draft: Draft, page: Page) -> _Mend:
    """At least one source; none with an address or words that the page does not hold."""
    notes: list[str] = []
    sources = []
    for source in draft.sources:
        outlet = _line(source.outlet)[:200]
        if not outlet:
            continue
        sources.append(replace(source, outlet=outlet, **_of_page(source, draft, page, notes)))
    own = Source(_line(page.outlet or "") or page.name, url=http_address(page.url), quote=draft.quote)
    return replace(draft, sources=tuple(sources) or (own,)), notes


def _of_page(source: Source, draft: Draft, page: Page, notes: list[str]) -> dict[str, str | None]:
    """The parts of a source that must be the page's own."""
    url, grade, quote = source.url, source.grade, source.quote
    if url is not None and (http_address(url) is None or (url != page.url and url not in page.text)):
        notes.append(f"address {quoted(url)} taken off: the page does not hold it")
        url = None
    if grade is not None and not _GRADE.fullmatch(grade):
        notes.append(f"grade {quoted(grade)} taken off; allowed: A1 to G6")
        grade = None
    if quote is None or quote not in page.text:
        quote = draft.quote
    return {"url": url, "grade": grade, "quote": quote}
