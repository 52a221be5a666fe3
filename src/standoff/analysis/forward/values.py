"""Worlds that live on, as frozen values: what `simulate` returns, and `standoff-simulation/1` writes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standoff.analysis.about import About
from standoff.analysis.answer import Estimate
from standoff.case.values import Day

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles that a fan shows."""


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """One evening.

    Attributes:
        day: which.
        outcomes: share of worlds that ended so by then (cumulative incidence of competing risks), "undecided" last.
        out: share in which the order-giver is out.
        refused: share of undecided worlds in which the order would be refused; NaN where none is undecided.
        margin: quantiles over undecided worlds of strength less the order's threshold, at `LEVELS`.
        crowd: the same of people in the street.
    """

    day: Day
    outcomes: Mapping[str, Estimate]
    out: Estimate
    refused: float
    margin: tuple[float, ...]
    crowd: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Chance a day of each end in a week, among worlds undecided when it began."""

    first: Day
    last: Day
    undecided: float
    hazards: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SamplePath:
    """One world: its margin evening by evening until it ended, and how that was ("undecided" where it did not)."""

    world: int
    margin: tuple[float, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Parting:
    """A kind of event at which paths part: worlds still undecided at the end of a window, with and without a report of it.

    Attributes:
        code: what happens.
        tier: of which tier of the forces.
        first: first day of the window, from 1.
        last: its last day.
        chance: share of those worlds in which it was reported within the window.
        out_if_seen: P(the order-giver is out by the last day followed | reported).
        out_if_not: the same where it was not.
        information: mutual information between the two, in millibits, less what chance alone would show.
        error: Monte Carlo standard error of `out_if_seen` less `out_if_not`.
    """

    code: str
    tier: str
    first: int
    last: int
    chance: float
    out_if_seen: float
    out_if_not: float
    information: float
    error: float

    @property
    def told_apart(self) -> bool:
        """Whether the report makes a difference of more than two Monte Carlo standard errors."""
        return abs(self.out_if_seen - self.out_if_not) > 2.0 * self.error


@dataclass(frozen=True, slots=True)
class Simulation(About):
    """Worlds followed for some days.

    `weighed_out` is P(out by the last day) after weighing by the record of past forecasts, as `ask` does; None from the prior,
    or where nothing was learned.
    """

    source: str
    ahead: int
    days: tuple[SimulatedDay, ...]
    weeks: tuple[Week, ...]
    paths: tuple[SamplePath, ...]
    partings: tuple[Parting, ...]
    weighed_out: float | None

    def to_json(self) -> dict[str, Any]:
        """The document `standoff-simulation/1` as plain values."""
        from standoff.analysis.forward.document import simulation_document

        return simulation_document(self)
