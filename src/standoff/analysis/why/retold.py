"""What the worlds would be told otherwise: trails without some rows, or in which a source lied throughout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from standoff.case.values import Source
from standoff.inference.posterior import Posterior
from standoff.inference.twins import Twin
from standoff.model.echoes import Evidence
from standoff.model.trail import Trail, trail_arrays


def first_outlet(item: Evidence) -> str:
    """The source named first, to which a row is put down where rows are summed by source; the agency where it reprints one."""
    return _named(item.sources[0]) if item.sources else item.event.source


def outlets(posterior: Posterior) -> dict[str, str]:
    """Every outlet by its key, as it is first written, in the order of the evidence; who reprints an agency is its voice."""
    found: dict[str, str] = {}
    for item in posterior.evidence:
        for source in item.sources:
            found.setdefault(source.voice, _named(source))
    return found


def told_by(posterior: Posterior, key: str) -> tuple[int, ...]:
    """Rows that an outlet told, alone or with others."""
    rows = enumerate(posterior.evidence)
    return tuple(row for row, item in rows if key in {source.voice for source in item.sources})


def without_rows(posterior: Posterior, rows: Iterable[int]) -> Twin:
    """The same worlds, had these rows never been."""
    dropped = set(rows)
    kept = [item for row, item in enumerate(posterior.evidence) if row not in dropped]
    return Twin(int(posterior.trail.day[min(dropped)]), _arrays(posterior, kept))


def had_lied(posterior: Posterior, key: str) -> Twin:
    """The same worlds, had an outlet lied throughout and everybody known it.

    A row that nobody else told still stands in the papers, but tells nothing and has no effect; one that others told too
    rests on them alone.
    """
    rows = told_by(posterior, key)
    told = [_rest(item, key) if row in rows else item for row, item in enumerate(posterior.evidence)]
    alone = [row for row in rows if len(posterior.evidence[row].sources) == len(_own(posterior.evidence[row], key))]
    return Twin(int(posterior.trail.day[min(rows)]), _silenced(_arrays(posterior, told), alone))


def alone_in(posterior: Posterior, key: str) -> int:
    """How many rows nobody but this outlet told."""
    items = (posterior.evidence[row] for row in told_by(posterior, key))
    return sum(len(item.sources) == len(_own(item, key)) for item in items)


def _own(item: Evidence, key: str) -> list[str]:
    return [source.outlet for source in item.sources if source.voice == key]


def _named(source: Source) -> str:
    return source.agency or source.outlet


def _rest(item: Evidence, key: str) -> Evidence:
    """The row as the others told it; as it is where there are none."""
    others = tuple(source for source in item.sources if source.voice != key)
    return replace(item, sources=others) if others else item


def _silenced(trail: Trail, rows: Iterable[int]) -> Trail:
    nothing = dict.fromkeys(("weighed", "strength", "credibility", "test_share"), 0.0)
    changes: Mapping[str, float] = {**nothing, "crowd_log10": np.nan}
    columns = {name: getattr(trail, name).copy() for name in changes}
    for row in rows:
        for name, value in changes.items():
            columns[name][row] = value
    return trail._replace(**columns)


def _arrays(posterior: Posterior, evidence: list[Evidence]) -> Trail:
    stage = posterior.stage
    return trail_arrays(evidence, posterior.case, stage.setting, stage.priors)
