"""Worlds followed forward from the as-of date with and without a scenario, one block at a time.

Both are begun from equally weighted worlds of their own filter, chosen with the same random number, and live with the same
draws. What the scenario does on a day is done in its evening, after that day's reports; what is learned then weighs the
worlds from that evening on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.outcomes import equally_weighted
from standoff.engine.answers import live_on
from standoff.engine.day import impose_rows
from standoff.engine.deeds import order_given
from standoff.engine.draws import checked_seed
from standoff.engine.ensemble import Block, Stage
from standoff.inference.particle_filter import FilterState
from standoff.inference.resampling import effective_sample_size, log_mean_exp, normalised
from standoff.inference.twins import Regime, rules_of
from standoff.model.outcomes import KINDS
from standoff.model.priors import ORDERS
from standoff.model.trail import Trail

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Order:
    """An order given on a day: which, what is reported where it is carried out, by whom, and what where it is refused."""

    day: int
    order: int
    code: int
    force: int
    refused: int


@dataclass(frozen=True, slots=True)
class Course:
    """What a scenario brings after the as-of date: rows by day, orders by day, and rules from a day on."""

    trail: Trail
    orders: tuple[Order, ...] = ()
    regimes: tuple[Regime, ...] = ()


@dataclass(frozen=True)
class Path:
    """One block, evening by evening from the as-of date [D + 1, ...].

    Attributes:
        obeyed: share of undecided worlds in which each order would be obeyed [D + 1, X].
        undecided: share of worlds still undecided [D + 1].
        outcomes: shares of kinds of outcome so far, undecided last [D + 1, K + 1].
        log_weight: what was learned since, as a log weight of the block [D + 1].
        given: of each order given: shares undecided, obeyed, settled, fallen [N, 4].
        least: smallest effective number of worlds at any step.
    """

    obeyed: Floats
    undecided: Floats
    outcomes: Floats
    log_weight: Floats
    given: Floats
    least: float


@dataclass
class _Followed:
    """The block as it goes along, and what was read of it."""

    stage: Stage
    block: Block
    log_weight: Floats
    obeyed: list[Floats] = field(default_factory=list)
    undecided: list[float] = field(default_factory=list)
    outcomes: list[Floats] = field(default_factory=list)
    learned: list[float] = field(default_factory=list)
    least: float = float("inf")

    def read(self) -> None:
        """Note this evening's shares."""
        world, weight = self.stage.world(self.block.cells), normalised(self.log_weight)
        open_weight = weight * (world.outcome < 0.0)
        total = float(open_weight.sum())
        obeys = (world.strength > world.root) @ open_weight
        self.obeyed.append(obeys / total if total > 0.0 else np.full(len(ORDERS), np.nan))
        self.undecided.append(total)
        kinds = np.where(world.outcome < 0.0, len(KINDS), world.outcome).astype(np.int64)
        self.outcomes.append(np.bincount(kinds, weights=weight, minlength=len(KINDS) + 1).astype(np.float64))
        self.learned.append(log_mean_exp(self.log_weight))
        self.least = min(self.least, effective_sample_size(self.log_weight))


def follow(stage: Stage, state: FilterState, days: int, course: Course | None = None) -> Path:
    """A block followed for so many days, with what a course brings; without one as it would go by itself."""
    block = equally_weighted(stage, state)
    followed = _Followed(stage, block, np.zeros(block.worlds.size))
    given: list[Floats] = []
    followed.read()
    for day in range(state.day + 1, state.day + 1 + days):
        held, block = rules_of(course.regimes if course else (), stage, followed.block, day)
        followed.block = replace(block, cells=live_on(held, block, day - 1, 1))
        if course is not None:
            _rows_of_day(followed, held, course.trail, day)
            given += [_give(followed, held, order) for order in course.orders if order.day == day]
        followed.read()
    return Path(
        np.array(followed.obeyed),
        np.array(followed.undecided),
        np.array(followed.outcomes),
        np.array(followed.learned),
        np.array(given).reshape(len(given), 4),
        followed.least,
    )


def _rows_of_day(followed: _Followed, stage: Stage, trail: Trail, day: int) -> None:
    """Impose the course's rows of a day, after the reports that the worlds drew for themselves."""
    rows = np.flatnonzero(trail.day == day)
    if not rows.size:
        return
    block, cells = followed.block, followed.block.cells.copy()
    log_weights = np.empty((rows.size + 1, block.worlds.size))
    log_weights[0] = followed.log_weight
    at = (int(rows[0]), int(rows[-1]) + 1, LATE_PLACE, checked_seed(stage.seed), block.worlds, day, log_weights)
    impose_rows(stage.world(cells), stage.setting, block.coefficients, trail, *at)
    followed.block, followed.log_weight = replace(block, cells=cells), log_weights[-1]


LATE_PLACE = 1000
"""Place in its day of the first row that a scenario brings: beyond the reports that worlds draw, so that no draw is shared."""


def _give(followed: _Followed, stage: Stage, order: Order) -> Floats:
    """Give an order in the evening, and count what became of it."""
    before, weight = stage.world(followed.block.cells), normalised(followed.log_weight)
    undecided = before.outcome < 0.0
    obeys = undecided & (before.strength > before.root[order.order])
    after = order_given(stage, followed.block, order.order, order.code, order.force, order.refused, order.day)
    ended = undecided & (stage.world(after.cells).outcome >= 0.0)
    followed.block = after
    parts = (undecided, obeys, obeys & ended, undecided & ~obeys & ended)
    return np.array([float(weight[part].sum()) for part in parts])


def empty_trail(trail: Trail, rows: Sequence[int] = ()) -> Trail:
    """Some rows of a trail; by default none."""
    kept = np.array(rows, dtype=np.int64)
    return Trail(**{name: getattr(trail, name)[kept] for name in Trail._fields})
