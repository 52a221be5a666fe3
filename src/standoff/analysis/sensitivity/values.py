"""What drives the answer, as frozen values: what `sensitivity` returns, and `standoff-sensitivity/1` writes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from standoff.analysis.about import About
from standoff.analysis.answer import Estimate

CONFLICT, STRONG_PRIOR, FINE = "prior-data conflict", "strong prior or weak evidence", "no conflict"


@dataclass(frozen=True, slots=True)
class Index:
    """First-order Sobol index: share of the variance of all worlds' margins that knowing one input alone would take away.

    Attributes:
        name: of the input.
        kind: "coefficient", shared by the worlds of a block, or "hidden", a quantity of each world.
        share: the index, corrected for bias; it may come out below 0 where there is nothing to find.
        error: standard error over independent runs.
        floor: what the largest of as many inputs of the kind stays under in 95 of 100 such ensembles, if none does anything.
    """

    name: str
    kind: str
    share: float
    error: float
    floor: float

    @property
    def told_apart(self) -> bool:
        """Whether it is larger than what chance makes of nothing."""
        return self.share > self.floor and self.share > 1.645 * self.error


@dataclass(frozen=True, slots=True)
class Swing:
    """P(the order would be obeyed) with one thing low and high.

    Attributes:
        name: what is changed.
        kind: "coefficient" (given data: its lowest and highest third), "grade", "assumption".
        low: what stands for low, in words.
        high: what stands for high.
        p_low: P(obeyed) then.
        p_high: P(obeyed) then.
        error: Monte Carlo standard error of their difference, paired.
    """

    name: str
    kind: str
    low: str
    high: str
    p_low: float
    p_high: float
    error: float

    @property
    def width(self) -> float:
        """How far apart they are."""
        return abs(self.p_high - self.p_low)


@dataclass(frozen=True, slots=True)
class Scaled:
    """Prior or likelihood raised to a power below and above 1 (Kallioinen and others 2024).

    Attributes:
        what: "prior" or "likelihood".
        powers: below and above 1.
        p: P(obeyed) under each.
        p_error: Monte Carlo standard errors of how far each lies from P(obeyed) at power 1, paired.
        distance: cumulative Jensen-Shannon distance of the margin's distribution per doubling of the power.
        error: its Monte Carlo standard error.
    """

    what: str
    powers: tuple[float, float]
    p: tuple[float, float]
    p_error: tuple[float, float]
    distance: float
    error: float

    @property
    def near(self) -> bool:
        """Whether Monte Carlo error leaves open on which side of `THRESHOLD` it lies."""
        return abs(self.distance - THRESHOLD) < 1.645 * self.error


@dataclass(frozen=True, slots=True)
class Sensitivity(About):
    """What drives the answer on one order."""

    draws: int
    obeyed: Estimate
    indices: tuple[Index, ...]
    swings: tuple[Swing, ...]
    sources_left_out: int
    prior: Scaled
    likelihood: Scaled

    @property
    def diagnosis(self) -> str:
        """What power-scaling says of prior and evidence."""
        if self.prior.distance < THRESHOLD:
            return FINE
        return CONFLICT if self.likelihood.distance >= THRESHOLD else STRONG_PRIOR

    def to_json(self) -> dict[str, Any]:
        """The document `standoff-sensitivity/1` as plain values."""
        from standoff.analysis.sensitivity.document import sensitivity_document

        return sensitivity_document(self)


THRESHOLD = 0.05
"""From this distance per doubling on a quantity is called sensitive (Kallioinen and others 2024)."""
