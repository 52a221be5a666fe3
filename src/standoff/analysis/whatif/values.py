"""What a scenario changes, as frozen values: what `what_if` returns, and `standoff-what-if/1` writes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standoff.analysis.about import About
from standoff.case.scenario import Scenario
from standoff.case.values import Day


@dataclass(frozen=True, slots=True)
class Paired:
    """A share with and without the scenario, and the difference, paired block by block.

    Attributes:
        baseline: without.
        scenario: with.
        low: lower end of the 90 % interval of the difference, Monte Carlo over independent runs that share their draws.
        high: its upper end.
        draw_low: lower end of the 90 % of differences over draws of the coefficients: what knowing them would change.
        draw_high: its upper end.
    """

    baseline: float
    scenario: float
    low: float
    high: float
    draw_low: float
    draw_high: float

    @property
    def difference(self) -> float:
        """Scenario less baseline."""
        return self.scenario - self.baseline


@dataclass(frozen=True, slots=True)
class DayPaired:
    """One evening: P(each order would be obeyed) in worlds still undecided, and shares of outcomes so far."""

    day: Day
    obeyed: Mapping[str, Paired]
    outcomes: Mapping[str, Paired]
    out: Paired
    """Share of worlds in which the order-giver is out."""


@dataclass(frozen=True, slots=True)
class OrderGiven:
    """What became of an order that the scenario gives, in shares of the worlds undecided that evening."""

    day: Day
    order: str
    undecided: float
    obeyed: float
    settled: float
    """Obeyed, and the standoff ends with it."""
    fell: float
    """Refused, and the order-giver falls with it."""


@dataclass(frozen=True, slots=True)
class ScenarioAnswer:
    """One scenario beside the baseline, day by day from the as-of date."""

    scenario: Scenario
    first_changed: Day
    days: tuple[DayPaired, ...]
    orders_given: tuple[OrderGiven, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIf(About):
    """Scenarios side by side on the same worlds."""

    ahead: int
    interval: str
    scenarios: tuple[ScenarioAnswer, ...]

    def scenario(self, name: str) -> ScenarioAnswer:
        """The scenario of that name."""
        return next(answer for answer in self.scenarios if answer.scenario.name == name)

    def to_json(self) -> dict[str, Any]:
        """The document `standoff-what-if/1` as plain values."""
        from standoff.analysis.whatif.document import what_if_document

        return what_if_document(self)
