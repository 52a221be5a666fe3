"""An explanation as frozen values: what `explain` returns, and `standoff-explanation/1` writes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standoff.analysis.about import About
from standoff.analysis.answer import Checks, Estimate, EvidenceAnswer, Waterfall, WhyNot
from standoff.case.values import Day

HYPOTHESES = ("obey", "refuse", "stand_aside", "overthrow")
"""What the forces would do if the order were given today; exactly one is so in every world."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What one change does to the answer, from running the same worlds again.

    Attributes:
        p: P(the order would be refused) after the change.
        decibans: what the unchanged run has more, for "the order would be refused".
        error: Monte Carlo standard error of `decibans`, from leaving out one independent run at a time; draws are shared.
        thin: at some step so few worlds carried the weight of a block that matters that the error may be too small.
    """

    p: float
    decibans: float
    error: float
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Worth:
    """One piece of evidence: its sequential and its leave-one-out Bayes factor, and what it says of each hypothesis.

    Attributes:
        evidence: the row, with its sequential decibans, which add up.
        sided: whose interest its source serves.
        without: the answer had the row never been; None where no world was left or the row was not among those run again.
        cells: decibans that the row adds to each hypothesis against the others, leave-one-out; empty where `without` is None.
        ratings: the analyst's own letters for hypotheses, as far as given.
    """

    evidence: EvidenceAnswer
    sided: str
    without: Shift | None
    cells: Mapping[str, float]
    ratings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that share a source, code, force or side: the sum of their sequential decibans, and the answer without them."""

    name: str
    rows: tuple[str, ...]
    sequential: float
    without: Shift | None


@dataclass(frozen=True, slots=True)
class Lie:
    """The answer if a source lied throughout: what only it told tells nothing, what others told too rests on them alone."""

    source: str
    rows: tuple[str, ...]
    alone: int
    """Rows that nobody else told."""
    if_lied: Shift | None


@dataclass(frozen=True, slots=True)
class Possible:
    """A kind of event that may be reported in the days to come.

    Attributes:
        code: what happens.
        tier: of which tier of the forces; "none" where they take no part.
        times_seen: rows of that code and tier so far.
        chance: P(reported within the days), at the rates of the day after the as-of date.
        if_seen: P(the order would be refused | reported).
        if_not: P(the order would be refused | not reported).
        decibans: what its report would add.
        error: Monte Carlo standard error of `decibans`.
        information: expected information about "the order would be refused", in millibits.
        tells: log2 of how much likelier it is where each reason holds the order back than where the others do.
    """

    code: str
    tier: str
    times_seen: int
    chance: float
    if_seen: float
    if_not: float
    decibans: float
    error: float
    information: float
    tells: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class WhyNotDay:
    """The order-giver's expected loss for each order on one day."""

    day: Day
    orders: Mapping[str, WhyNot]


@dataclass(frozen=True, slots=True)
class Rivals:
    """The two readings of why the order is not given that weigh most, and what would tell them apart."""

    first: str
    second: str
    first_loss: Estimate
    second_loss: Estimate
    first_leads: float
    """Weight of the draws of the coefficients under which the first weighs more than the second."""
    apart: tuple[Possible, ...]


@dataclass(frozen=True, slots=True)
class Explanation(About):
    """Everything that moved the answer on one order, and what would move it."""

    days_ahead: int
    refused: Estimate
    waterfall: Waterfall
    hypotheses: Mapping[str, float]
    worth: tuple[Worth, ...]
    not_run_again: int
    grouped_by: str
    groups: tuple[Group, ...]
    lies: tuple[Lie, ...]
    possible: tuple[Possible, ...]
    why_not: tuple[WhyNotDay, ...]
    rivals: Rivals | None
    checks: Checks

    def linchpins(self) -> tuple[Worth, ...]:
        """Rows run again, those first whose absence would move the answer most."""
        run = [row for row in self.worth if row.without is not None]
        return tuple(sorted(run, key=lambda row: -abs(row.without.decibans if row.without else 0.0)))

    def to_json(self) -> dict[str, Any]:
        """The document `standoff-explanation/1` as plain values."""
        from standoff.analysis.why.document import explanation_document

        return explanation_document(self)
