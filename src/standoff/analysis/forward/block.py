"""One block followed day by day: what is counted of it, so that the worlds themselves need not be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.engine.answers import live_on
from standoff.engine.ensemble import Block, Stage
from standoff.engine.news import MOST_REPORTS
from standoff.engine.notes import Notes, room_for
from standoff.model.outcomes import KINDS, SURVIVED

Floats = NDArray[np.float64]

MARGIN_EDGES = np.linspace(-4.0, 4.0, 401)
CROWD_EDGES = np.linspace(-7.0, 0.0, 281)
"""Bins of the histograms that quantiles are read from: a fiftieth of strength, a fortieth of a tenfold crowd."""
WINDOWS = ((1, 7), (8, 30))
"""Days after the as-of date, first and last, in which reports are noted."""


class Followed(NamedTuple):
    """What one block showed, evening by evening from the as-of date.

    Attributes:
        outcomes: shares of kinds so far, undecided last [D + 1, K + 1].
        refused: undecided worlds that would refuse the order, as a share of all [D + 1].
        margin: histogram of undecided worlds' margins, as shares of all worlds [D + 1, bins].
        crowd: the same of log10 crowds.
        heard: of worlds undecided at a window's end: shares of all by kind of event, reported or not, out at the end or not
            [windows, kinds, 2, 2].
        paths: margins of the worlds chosen [P, D + 1], NaN once ended.
        ends: how those ended [P], -1 undecided.
    """

    outcomes: Floats
    refused: Floats
    margin: Floats
    crowd: Floats
    heard: Floats
    paths: Floats
    ends: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Watch:
    """What to look at: the order, how many days, the kind of event of each report stream, which worlds to keep whole."""

    order: int
    days: int
    kinds: int
    of_stream: NDArray[np.int64]
    chosen: Sequence[int]


def follow_block(stage: Stage, block: Block, after: int, watch: Watch) -> Followed:
    """Let a block of equally weighted worlds live for some days after day `after`, and count."""
    heard = np.zeros((len(WINDOWS), watch.kinds, block.worlds.size), dtype=bool)
    open_then = np.zeros((len(WINDOWS), block.worlds.size), dtype=bool)
    evenings, paths = [_evening(stage, block, watch.order)], [_margins(stage, block, watch)]
    for day in range(1, watch.days + 1):
        notes = room_for(MOST_REPORTS * block.worlds.size) if day <= WINDOWS[-1][1] else None
        block = replace(block, cells=live_on(stage, block, after + day - 1, 1, notes))
        undecided = stage.world(block.cells).outcome < 0.0
        for place, (first, last) in enumerate(WINDOWS):
            if first <= day <= last and notes is not None:
                _hear(heard[place], notes, watch.of_stream)
            if day == last:
                open_then[place] = undecided
        evenings.append(_evening(stage, block, watch.order))
        paths.append(_margins(stage, block, watch))
    outcome = stage.world(block.cells).outcome.astype(np.int64)
    joint = _joint(heard, open_then, outcome > SURVIVED)
    outcomes, refused, margin, crowd = (np.array(column) for column in zip(*evenings, strict=True))
    whole = np.array(paths).T.reshape(len(watch.chosen), watch.days + 1)
    return Followed(outcomes, refused, margin, crowd, joint, whole, outcome[list(watch.chosen)])


def _evening(stage: Stage, block: Block, order: int) -> tuple[Floats, float, Floats, Floats]:
    """Shares of outcomes, share undecided that would refuse, histograms of margins and crowds."""
    world = stage.world(block.cells)
    undecided, worlds = world.outcome < 0.0, block.worlds.size
    kinds = np.where(undecided, len(KINDS), world.outcome).astype(np.int64)
    margin = (world.strength - world.root[order])[undecided]
    return (
        np.bincount(kinds, minlength=len(KINDS) + 1) / worlds,
        float(np.sum(margin <= 0.0)) / worlds,
        _histogram(margin, MARGIN_EDGES) / worlds,
        _histogram(world.crowd[undecided], CROWD_EDGES) / worlds,
    )


def _histogram(values: Floats, edges: Floats) -> Floats:
    """Counts by bin; what lies beyond the ends is counted in the last."""
    counts, _ = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
    return counts.astype(np.float64)


def _margins(stage: Stage, block: Block, watch: Watch) -> Floats:
    world, chosen = stage.world(block.cells), list(watch.chosen)
    margin = (world.strength - world.root[watch.order])[chosen]
    shown: Floats = np.where(world.outcome[chosen] < 0.0, margin, np.nan)
    return shown


def _hear(heard: NDArray[np.bool_], notes: Notes, of_stream: NDArray[np.int64]) -> None:
    """Mark what was reported in which world; there is room for all that a day can bring."""
    kept = int(notes.total[0])
    heard[of_stream[notes.stream[:kept]], notes.world[:kept]] = True


def _joint(heard: NDArray[np.bool_], undecided: NDArray[np.bool_], out: NDArray[np.bool_]) -> Floats:
    """Shares of worlds [windows, kinds, 2, 2]: reported or not, out or not, of those undecided at the window's end."""
    seen = (heard, ~heard)
    ends = (out, ~out)
    cells = [[(told & undecided[:, None] & end).mean(axis=2) for end in ends] for told in seen]
    return np.moveaxis(np.array(cells), (0, 1), (2, 3))
