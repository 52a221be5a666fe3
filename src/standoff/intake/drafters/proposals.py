"""From the text of a model's answer to drafts: read defensively, since anything may stand there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from standoff.case.problems import quoted
from standoff.case.values import Confidence, Scope, Side, Source, Tier
from standoff.errors import StandoffError
from standoff.intake.values import Bound, Draft, Drafted, Page, Span, Told, Uncoded

MOST_EVENTS = 200
"""Events read of one answer; a stretch of a page holds a tenth of that."""

_FENCE = re.compile(r"```[a-zA-Z]*\s*\n?")
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS = ("code", "quote", "actor", "target", "force", "text", "why")
_CHOICES = {"tier": "none", "scope": "national", "modality": "done", "sided": "neutral", "bound": "exact", "confidence": "low"}
_KNOWN = frozenset((*_WORDS, *_CHOICES, "date", "date_last", "asserted_by", "outlet", "size", "unit"))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer belongs: the page, the stretch of it that was sent, and the coder's name."""

    page: Page
    part: Span
    coder: str


def drafted_from(answer: str, page: Page, part: Span, coder: str) -> Drafted:
    """What an answer proposes for a stretch of a page, not yet checked against it.

    Args:
        answer: the model's words.
        page: the page.
        part: the stretch that was sent.
        coder: name of the coder, for `rule`.

    Raises:
        StandoffError: the answer holds no JSON object of the shape asked for; the text says what it holds.
    """
    events, uncoded = _lists(_json_of(answer))
    place = _Place(page, part, coder)
    notes: list[str] = []
    if len(events) > MOST_EVENTS or len(uncoded) > MOST_EVENTS:
        notes.append(
            f"{page.name}: the answer lists {len(events):,} events, {len(uncoded):,} uncoded; the first {MOST_EVENTS} are read"
        )
    events, uncoded = events[:MOST_EVENTS], uncoded[:MOST_EVENTS]
    drafts = [_draft(one, place) for one in events if isinstance(one, dict)]
    left = [_left(one, place) for one in uncoded if isinstance(one, dict)]
    others = sum(not isinstance(one, dict) for one in (*events, *uncoded))
    if others:
        notes.append(f"{page.name}: {others} entries of the answer are no objects and were dropped")
    unknown = sorted({str(key)[:40] for one in events if isinstance(one, dict) for key in one if key not in _KNOWN})
    if unknown:
        notes.append(f"{page.name}: keys of the answer that mean nothing here: {', '.join(unknown[:10])}")
    return Drafted(tuple(drafts), tuple(left), tuple(notes))


def _json_of(answer: str) -> object:
    """The first JSON object or list of an answer, whatever stands around it."""
    text = _FENCE.sub("", _THOUGHT.sub("", answer))
    decoder = json.JSONDecoder()
    opened = ""
    for start in _openings(text):
        try:
            found, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            opened = opened or text[start : start + 40]
            continue
        if _fits(found, text[:start]):
            return found
    if opened:
        raise StandoffError(
            f"the answer of the model server holds JSON that breaks off or is not well formed: {quoted(opened)}"
        )
    raise StandoffError(f"the answer of the model server is not JSON of the shape asked for: {quoted(answer[:60])}")


def _openings(text: str, most: int = 20) -> Iterator[int]:
    """Places where JSON could begin; a few are enough, since it should be all there is."""
    found = re.finditer(r"[{\[]", text)
    return (match.start() for _, match in zip(range(most), found, strict=False))


def _fits(found: object, before: str) -> bool:
    """Whether this is the answer: an object with its keys, or a list of objects that stands in no object that breaks off."""
    if isinstance(found, dict):
        return bool(found.keys() & {"events", "uncoded"})
    return isinstance(found, list) and "{" not in before and all(isinstance(one, dict) for one in found)


def _lists(found: object) -> tuple[list[Any], list[Any]]:
    if isinstance(found, list):
        return found, []
    given = cast("Mapping[str, Any]", found)
    events, uncoded = given.get("events") or [], given.get("uncoded") or []
    if not isinstance(events, list) or not isinstance(uncoded, list):
        raise StandoffError('the answer of the model server has the wrong shape: "events" and "uncoded" must be lists')
    return events, uncoded


def _draft(given: Mapping[str, Any], place: _Place) -> Draft:
    words = {name: _text(given.get(name)) for name in _WORDS}
    choices = {name: _text(given.get(name)) or usual for name, usual in _CHOICES.items()}
    first, no_first = _day(given, "date")
    last, no_last = _day(given, "date_last")
    size, no_size = _number(given.get("size"))
    outlet = _text(given.get("outlet"))
    return Draft(
        code=words["code"],
        date=first,
        date_last=last if first else None,
        public=place.page.published,
        actor=words["actor"],
        text=words["text"],
        quote=words["quote"],
        span=_guess(words["quote"], place),
        page=place.page.name,
        rule=place.coder,
        target=words["target"],
        force=words["force"],
        tier=cast(Tier, choices["tier"]),
        scope=cast(Scope, choices["scope"]),
        size=size,
        unit=_text(given.get("unit")) or None,
        bound=cast(Bound, choices["bound"]),
        modality=cast(Told, choices["modality"]),
        asserted_by=_text(given.get("asserted_by")) or None,
        sources=(Source(outlet, quote=words["quote"]),) if outlet else (),
        sided=cast(Side, choices["sided"]),
        confidence=cast(Confidence, choices["confidence"]),
        why=words["why"],
        notes=tuple(note for note in (no_first, no_last, no_size) if note),
    )


def _left(given: Mapping[str, Any], place: _Place) -> Uncoded:
    quote = _text(given.get("quote"))
    return Uncoded(quote, _guess(quote, place), place.page.name, _text(given.get("why"))[:300])


def _guess(quote: str, place: _Place) -> Span:
    """Where the quote stands within the stretch sent, else the stretch's start: the gate looks for the nearest place."""
    start = place.page.text.find(quote, place.part.start, place.part.end) if quote else -1
    return Span(start, start + len(quote)) if start >= 0 else Span(place.part.start, place.part.start)


def _text(value: object) -> str:
    return value[:5_000] if isinstance(value, str) else ""


def _day(given: Mapping[str, Any], key: str) -> tuple[date | None, str]:
    value = given.get(key)
    if value in (None, ""):
        return None, ""
    try:
        if isinstance(value, str) and _ISO.fullmatch(value):
            return date.fromisoformat(value), ""
    except ValueError:
        pass
    return None, f"{key} {quoted(value)} is no day; allowed: YYYY-MM-DD"


def _number(value: object) -> tuple[float | None, str]:
    if value is None:
        return None, ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return float(value), ""
        except OverflowError:
            pass
    return None, f"size {quoted(value)} is no number"
