"""From validated models to the frozen values that every layer above reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from standoff.case.parts import row_ids
from standoff.case.schema import (
    AssumptionModel,
    BackgroundModel,
    CaseModel,
    DraftedModel,
    EventModel,
    ForceModel,
    OutcomeModel,
    RatingModel,
    SourceModel,
)
from standoff.case.values import Assumption, Background, Case, Drafted, Event, Force, Outcome, Rating, Source


def build_case(model: CaseModel, *, lines: Sequence[int] = (), path: str = "") -> Case:
    """The frozen case of a validated model.

    Args:
        model: the validated file.
        lines: line of each row in the file, from 1; empty when it did not come from a file.
        path: where the file lies, "" when nowhere.
    """
    return Case(
        id=model.id,
        title=model.title,
        country=model.country,
        iso3=model.iso3,
        start=model.start,
        end=model.end,
        order_giver=model.order_giver,
        challenger=model.challenger,
        background=_background(model.background),
        forces=tuple(_force(force) for force in model.forces),
        events=_events(model.events, lines),
        outcome=None if model.outcome is None else _outcome(model.outcome),
        question=model.question,
        assumptions=tuple(_assumption(held) for held in model.assumptions),
        path=path,
        ratings=tuple(_rating(rating) for rating in model.ratings),
    )


def split_sources(text: str) -> tuple[Source, ...]:
    """The sources a row's `source` text names, parted by ";".

    Example:
        >>> [source.outlet for source in split_sources("Reuters; defence ministry")]
        ['Reuters', 'defence ministry']
    """
    outlets = [part.strip() for part in text.split(";")]
    return tuple(Source(outlet) for outlet in outlets if outlet) or (Source(text),)


def join_sources(sources: Sequence[Source]) -> str:
    """The `source` text for a row that only gives a list of sources."""
    return "; ".join(source.outlet for source in sources)


def _events(rows: Sequence[EventModel], lines: Sequence[int]) -> tuple[Event, ...]:
    ids = row_ids(tuple(rows))
    at: Mapping[int, int] = dict(enumerate(lines))
    return tuple(_event(row, str(ids[index]), at.get(index, 0)) for index, row in enumerate(rows))


def _event(row: EventModel, name: str, line: int) -> Event:
    listed = tuple(_source(source) for source in row.sources or ())
    text = row.source if row.source is not None else join_sources(listed)
    return Event(
        id=name,
        date=row.date,
        code=row.code,
        force=row.force,
        tier=row.tier,
        scope=row.scope,
        actor=row.actor,
        target=row.target,
        text=row.text,
        source=text,
        sided=row.sided,
        confidence=row.confidence,
        size=row.size,
        unit=row.unit,
        public=row.public or row.date,
        asserted_by=row.asserted_by,
        modality=row.modality,
        sources=listed or split_sources(text),
        status=row.status,
        note=row.note,
        line=line,
        bound=row.bound,
        drafted=None if row.drafted is None else _drafted(row.drafted),
        merged_into=row.merged_into,
    )


def _source(source: SourceModel) -> Source:
    return Source(**{name: getattr(source, name) for name in SourceModel.model_fields})


def _drafted(found: DraftedModel) -> Drafted:
    return Drafted(found.page, found.rule, found.start, found.end)


def _force(force: ForceModel) -> Force:
    return Force(name=force.name, kind=force.kind, size_k=force.size_k)


def _background(known: BackgroundModel) -> Background:
    return Background(**{name: getattr(known, name) for name in BackgroundModel.model_fields})


def _assumption(held: AssumptionModel) -> Assumption:
    return Assumption(name=held.name, value=held.value, reason=held.reason)


def _rating(given: RatingModel) -> Rating:
    names = ("obey", "refuse", "stand_aside", "overthrow")
    letters = {name: getattr(given, name) for name in names}
    return Rating(given.row, tuple((name, letter) for name, letter in letters.items() if letter is not None), given.reason)


def _outcome(end: OutcomeModel) -> Outcome:
    return Outcome(
        date=end.date,
        kind=end.kind,
        order_giver_out=end.order_giver_out,
        forces=end.forces,
        text=end.text,
    )
