"""What drives an answer, as frozen values: what `sensitivity` returns, and `standoff-sensitivity/1` writes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from standoff.analysis.answer import Checks, Estimate

InputKind = Literal["coefficient", "signal", "hidden"]
BarKind = Literal["assumption", "grade", "source", "coefficient", "signal"]
OF_ONE, OF_MANY = 2.0, 3.0
"""Standard errors beyond which a difference is told: of runs again, and of the many thirds of the same draws."""
Verdict = Literal["prior-data conflict", "strong prior or weak evidence", "none"]


@dataclass(frozen=True, slots=True)
class Index:
    """A first-order Sobol index from given samples: the share of an answer's variance that one input explains alone.

    Attributes:
        value: corrected for chance; may lie below 0 where the input explains less than noise would. NaN where too few samples
            carry the weight.
        error: standard error, by leaving out samples (jackknife).
        noise: the index that the largest of as many inputs without any effect would exceed once in twenty.
    """

    value: float
    error: float
    noise: float

    @property
    def told_apart(self) -> bool:
        """Whether it lies beyond what inputs without effect would show."""
        return self.value > self.noise


@dataclass(frozen=True, slots=True)
class Input:
    """One input and what it explains, before the evidence and after it.

    Coefficients and signal precisions explain P(obeyed) by draw; hidden quantities of a world explain whether that world
    obeys. The two kinds of index are shares of different variances.
    """

    kind: InputKind
    name: str
    prior: Index
    posterior: Index


@dataclass(frozen=True, slots=True)
class End:
    """The answer at one end of a bar.

    Attributes:
        what: what was changed, in a word or two: "B to A", "lowest third", "without".
        p: P(the order would be obeyed) there.
        difference: from the answer as it stands.
        error: Monte Carlo standard error of `difference`, from leaving out independent runs or draws; infinite where unknown.
    """

    what: str
    p: float
    difference: float
    error: float

    def beyond(self, errors: float) -> bool:
        """Whether the difference exceeds so many of its standard errors."""
        return abs(self.difference) > errors * self.error


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """One input moved down and up, everything else as it is; an end is None where there is nothing that way.

    `rows` are the pieces of evidence it touches, 0 where it is no matter of rows.
    """

    kind: BarKind
    name: str
    rows: int
    low: End | None
    high: End | None

    @property
    def ends(self) -> tuple[End, ...]:
        """Those ends there are."""
        return tuple(end for end in (self.low, self.high) if end is not None)

    @property
    def swing(self) -> float:
        """How far apart the lowest and the highest answer along the bar lie, the answer as it stands among them."""
        moves = [0.0, *(end.difference for end in self.ends)]
        return max(moves) - min(moves)

    @property
    def told_apart(self) -> bool:
        """Whether at least one end lies twice its Monte Carlo error beyond; three times where it rests on draws alone.

        Of forty coefficients without effect one or two would lie beyond twice the error in some end.
        """
        errors = OF_MANY if self.kind in ("coefficient", "signal") else OF_ONE
        return any(end.beyond(errors) for end in self.ends)


@dataclass(frozen=True, slots=True)
class Scaled:
    """One part of the model raised to a power (power-scaling).

    Attributes:
        part: prior, coefficients, hidden or likelihood.
        low, high: the answer at the power below 1 and above 1.
        distance: cumulative Jensen-Shannon distance of the margin's distribution, per doubling of the power.
        error: Monte Carlo standard error of `distance`.
    """

    part: str
    low: End | None
    high: End | None
    distance: float
    error: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What drives the answer on one order as of a day.

    Attributes:
        obeyed: P(the order would be obeyed), with its interval over draws of the coefficients.
        inputs: every coefficient and hidden quantity with its first-order indices; what an assumption holds fixed is left out.
        draws: effective draws of the coefficients without and with the evidence, which the indices rest on.
        between: share of all uncertainty about obedience that lies between draws of the coefficients; the rest is hidden in
            the worlds.
        within_noise: share of the spread over draws that is Monte Carlo noise within blocks, at least.
        bars: one-at-a-time changes: assumptions, grades, sources, coefficients.
        outlets: so many sources were to be graded otherwise one by one.
        outlets_left: sources whose grades were not moved one by one, since others told more rows.
        powers: the two powers of power-scaling.
        scaled: parts of the model raised to those powers.
        verdict: the diagnosis of Kallioinen et al. (2024).
    """

    case: str
    title: str
    order_giver: str
    challenger: str
    order: str
    as_of: date
    seed: int
    worlds: int
    version: str
    digest: str
    obeyed: Estimate
    inputs: tuple[Input, ...]
    draws: tuple[float, float]
    between: float
    within_noise: float
    bars: tuple[TornadoBar, ...]
    outlets: int
    outlets_left: int
    powers: tuple[float, float]
    scaled: tuple[Scaled, ...]
    verdict: Verdict
    threshold: float
    checks: Checks

    def tornado(self) -> tuple[TornadoBar, ...]:
        """The bars, those first along which the answer swings furthest."""
        return tuple(sorted(self.bars, key=lambda bar: -bar.swing))

    def part(self, name: str) -> Scaled:
        """One part of the model raised to powers, by its name."""
        return next(one for one in self.scaled if one.part == name)

    def to_json(self) -> Mapping[str, Any]:
        """The document `standoff-sensitivity/1` as plain values."""
        from standoff.analysis.sensitivity.document import sensitivity_document

        return sensitivity_document(self)
