"""A case as the page needs it: its text and digest, its facts, its rows with what marks them, its days, its problems."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from standoff.case.codes import EVENT_CODES
from standoff.case.reader import Review
from standoff.case.values import Case, Event
from standoff.view.serialise import plain
from standoff.web.bench import Bench
from standoff.web.files.shelf import Entry
from standoff.web.refusals import problem_list

_FACTS = ("id", "title", "country", "iso3", "start", "end", "order_giver", "challenger", "question")


def case_page(bench: Bench, entry: Entry) -> dict[str, Any]:
    """The document of a case; of a file with problems, the text and the problems alone."""
    held = bench.text(entry)
    review = Review(None, held.problems) if held.problems else bench.review(held.text, held.digest, entry.spoken)
    undo, redo = (0, 0) if entry.library else bench.texts.steps(entry.path, held.digest)
    return {
        "name": entry.name,
        "spoken": entry.spoken,
        "path": None if entry.library else str(entry.path),
        "library": entry.library,
        "read_only": entry.library or bench.settings.read_only,
        "digest": held.digest,
        "text": held.text,
        "undo": undo,
        "redo": redo,
        "codes": codes(),
        "orders": orders(),
        **reviewed(review),
    }


def reviewed(review: Review) -> dict[str, Any]:
    """What reading a text found: facts, rows and days where it is good, and every problem and note."""
    told = [*problem_list(review.problems), *problem_list(review.notes, "note")]
    case = None if review.problems else review.case
    if case is None:
        return {"case": None, "rows": [], "days": [], "last_day": None, "problems": told}
    return {
        "case": facts(case),
        "rows": [row_data(row) for row in case.events],
        "days": [day.isoformat() for day in _days(case)],
        "last_day": last_day(case).isoformat(),
        "problems": told,
    }


def facts(case: Case) -> dict[str, Any]:
    """What the page shows of a case beside its rows; nothing of how it ended."""
    told = {name: plain(getattr(case, name)) for name in _FACTS}
    told["forces"] = [asdict(force) for force in case.forces]
    told["background"] = asdict(case.background)
    told["assumptions"] = [asdict(held) for held in case.assumptions]
    told["ratings"] = [{"row": one.row, **dict(one.letters), "reason": one.reason} for one in case.ratings]
    told["has_outcome"] = case.outcome is not None
    return told


def row_data(row: Event) -> dict[str, Any]:
    """A row with every key of the format, and whether it counts as evidence."""
    from standoff.model.echoes import is_evidence

    told: dict[str, Any] = plain(row)
    return {**told, "public": plain(row.known_on), "evidence": is_evidence(row)}


def last_day(case: Case) -> date:
    """The day an answer is as of where none is named."""
    from standoff.inference.posterior import checked_day

    return checked_day(case, None)


def codes() -> list[dict[str, Any]]:
    """The event codes, each with what it means and its usual units."""
    return [{"code": code, "meaning": one.meaning, "units": list(one.units)} for code, one in EVENT_CODES.items()]


def orders() -> list[dict[str, str]]:
    """The orders that can be asked about, in words."""
    from standoff.view.phrases import ORDERS

    return [{"order": order, "words": words} for order, words in ORDERS.items()]


def _days(case: Case) -> list[date]:
    return [case.start + timedelta(days=day) for day in range((case.end - case.start).days + 1)]
