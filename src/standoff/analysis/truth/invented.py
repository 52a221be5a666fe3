"""Invented cases: what a world of the prior lived through, written down as its observers would have, in a case file.

The world and its coefficients are known, so that inference on the file can be held to the truth (simulation-based
calibration). Rows carry the grade, side and confidence of those who tell them (`model.sources.source_classes`) and the size
they tell; what no source saw is missing. Everything the likelihood reads of a row is in the file; what happened, and which
reports are true, is not.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from standoff.case.library import case_path
from standoff.case.reader import parse_case
from standoff.case.values import Case, Confidence, Event, Side, Source, Tier
from standoff.case.writer import event_row
from standoff.engine.answers import live_on
from standoff.engine.ensemble import LANES, Block, Stage, start_block
from standoff.engine.news import MOST_REPORTS
from standoff.engine.notes import Notes, room_for
from standoff.model.report_streams import stream_tiers
from standoff.model.sources import SourceClass, source_classes

Integers = NDArray[np.int64]

# Worlds are computed by the vector; the first of them is the one that is told.
WORLDS = LANES
TOLD = 0
USUAL_DIGIT = "2"  # of a grade: multiplies the rate of false reports by 1, so that the letter says all
OTHER_SIDE = {"order_giver": "challenger", "challenger": "order_giver"}


@dataclass(frozen=True, slots=True)
class Invented:
    """A case that never was, and the truth behind it.

    Attributes:
        case: what `text` says.
        text: the case file; it ends with the last day told and says nothing of an outcome.
        block: coefficients, and worlds as they stood at the end of that day; the case tells the first of them.
        notes: the reports of that world, from which the rows were written, in their order.
        days: how many days are told.
    """

    case: Case
    text: str
    block: Block
    notes: Notes
    days: int


def invented(stage: Stage, number: int, days: int) -> Invented | None:
    """The case of one draw of coefficients and one world, or None where its standoff was over within the days.

    A standoff that is over is no data: inference is told that it goes on. So the first world is taken or none, never the first
    that lasted, which would come from worlds of another kind. None, too, where a day brought the most reports that the engine
    draws: what it would have brought beyond them is cut off, and inference knows nothing of that. The file alone tells such a
    case, so that leaving it out leaves ranks uniform.

    Args:
        stage: a case of the library (its rows and outcome are not read), priors and seed.
        number: which draw; every number is another one.
        days: from the case's first.
    """
    block, notes = start_block(stage, number, WORLDS), room_for(WORLDS * MOST_REPORTS * days)
    lived = replace(block, cells=live_on(stage, block, -1, days, notes))
    if stage.world(lived.cells).outcome[TOLD] >= 0.0:
        return None
    kept = _of_world(notes, TOLD)
    if np.bincount(kept.day, minlength=1).max() >= MOST_REPORTS:
        return None
    text = case_text(stage.case, events_of(stage, kept), days)
    return Invented(parse_case(text, name=f"invented {number}"), text, lived, kept, days)


def _of_world(notes: Notes, world: int) -> Notes:
    """The notes of one world, in the order in which its reports came."""
    at = np.flatnonzero(notes.world[: int(notes.total[0])] == world)
    own = {name: getattr(notes, name)[at] for name in Notes._fields if name != "total"}
    return Notes(total=np.array([at.size]), **own)


def events_of(stage: Stage, notes: Notes) -> tuple[Event, ...]:
    """Rows for all reports in the notes.

    Each is a matter of its own told by an outlet of its own: two reports of one day and kind are two events to the day, and
    must not be merged as echoes of one.
    """
    tiers, classes = stream_tiers(stage.case, stage.priors), source_classes(stage.case.background.media, stage.priors)
    return tuple(_event(stage, notes, at, tiers, classes) for at in range(notes.day.size))


def _event(stage: Stage, notes: Notes, at: int, tiers: Sequence[str], classes: Sequence[SourceClass]) -> Event:
    stream, source = int(notes.stream[at]), classes[notes.source[at]]
    code = tuple(stage.priors.codes)[stage.setting.stream_code[stream]]
    force, outlet = int(stage.setting.stream_force[stream]), f"source {at}"
    size = size_told(float(notes.size_log10[at]), stage.setting.population)
    return Event(
        id=f"report-{at}",
        date=stage.case.start + timedelta(days=int(notes.day[at])),
        code=code,
        force=stage.case.forces[force].name if force >= 0 else "",
        tier=cast(Tier, tiers[stream]),
        scope="capital",  # the place that streams speak of; see `stream_test`
        actor="invented",
        target=f"matter {at}",
        text=f"What {outlet} told.",
        source=outlet,
        sided=_side(source.side, stage.priors.codes[code].serves),
        confidence=cast(Confidence, source.confidence),
        size=size,
        unit=None if size is None else "people",
        sources=(Source(outlet, grade=source.letter + USUAL_DIGIT),),
    )


def size_told(log10_share: float, population: int) -> float | None:
    """People in the street, from a log10 share of the population; None where the report does not say (NaN)."""
    return None if np.isnan(log10_share) else float(10.0**log10_share * population)


def _side(side: str, serves: str) -> Side:
    """Whose side a source is on whom the content serves ("agrees"), hurts ("against") or neither."""
    return cast(Side, {"agrees": serves, "against": OTHER_SIDE[serves], "neutral": "neutral"}[side])


def case_text(case: Case, rows: Sequence[Event], days: int) -> str:
    """A case file of so many days with the head of a library case and these rows.

    How the real case ended is left out, and the end is that of the telling.
    """
    end = case.start + timedelta(days=days - 1)
    tree = {**_head(case.id), "end": end, "events": [event_row(row) for row in rows]}
    out = io.StringIO()
    YAML(typ="safe", pure=True).dump(tree, out)
    return out.getvalue()


@cache
def _head(name: str) -> dict[str, Any]:
    """What a library file says of country, forces and background."""
    tree = YAML(typ="safe", pure=True).load(case_path(name).read_text(encoding="utf-8"))
    return {key: value for key, value in tree.items() if key not in ("events", "outcome")}
