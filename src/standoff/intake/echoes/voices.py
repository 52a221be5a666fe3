"""Whose voices a merged row has: an agency's story in forty papers is one, and so are two names of one outlet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from standoff.case.values import Event, Source
from standoff.intake.echoes.likeness import REPRINT, jaccard, runs_of
from standoff.intake.outlets.credits import agency_of
from standoff.intake.outlets.table import OutletTable, outlet_of, plain_name


@dataclass(frozen=True, slots=True)
class Joined:
    """Sources after merging, the kept row's own first; and the echoes that only reprint another report."""

    sources: tuple[Source, ...]
    reprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Story:
    """Words already heard and the voice they are counted to."""

    runs: frozenset[int]
    voice: str


def joined_sources(kept: Event, echoes: Sequence[Event], table: OutletTable | None = None) -> Joined:
    """The kept row's sources and every voice that the echoes add, each once, marked with the row it came from.

    A source that credits an agency, or says nearly the words that another said before, is counted to that voice.

    Args:
        kept: the row that stays; its own sources are not touched.
        echoes: rows merged into it, in the order they became known.
        table: other names of one outlet; the built-in table by default.
    """
    heard: dict[str, str] = {}
    stories: list[_Story] = []
    found, reprints = list(kept.sources), dict[str, None]()
    for source in kept.sources:
        voice = source.agency or source.outlet
        for name in _names(_credited(source, table) or source.outlet, table):
            heard.setdefault(name, voice)
        stories.append(_Story(_runs(source, kept), voice))
    for echo, source in ((row, source) for row in echoes for source in row.sources):
        runs = _runs(source, echo)
        copied = next((story.voice for story in stories if jaccard(story.runs, runs) >= REPRINT), None)
        credited = _credited(source, table)
        names = _names(credited or source.outlet, table)
        known = next((heard[name] for name in names if name in heard), None)
        if copied is not None or (credited is not None and known is not None):
            reprints[echo.id] = None
        voice = copied or known or credited or source.outlet
        if all(one.voice != Source(voice).voice for one in found):
            found.append(replace(source, agency=None if voice == source.outlet else voice, merged_from=echo.id))
        heard = dict.fromkeys(names, voice) | heard
        stories.append(_Story(runs, voice))
    return Joined(tuple(found), tuple(reprints))


def _names(name: str, table: OutletTable | None) -> tuple[str, ...]:
    """Names by which a voice is known again: as written, and as the table has it."""
    outlet = outlet_of(name, table)
    return (plain_name(name),) if outlet is None else (plain_name(name), plain_name(outlet.name))


def _credited(source: Source, table: OutletTable | None) -> str | None:
    return source.agency or (agency_of(source.quote, table) if source.quote else None)


def _runs(source: Source, row: Event) -> frozenset[int]:
    """Runs of the words quoted; of the row's own text only in a draft, whose text is the page's and not the analyst's."""
    if source.quote is None and row.status != "draft" and row.drafted is None:
        return frozenset()
    return runs_of(source.quote or row.text)
