"""How much confidence the answer deserves, apart from how likely it is: low, moderate or high, with the grounds.

ICD 203 keeps the two apart: a likelihood says how probable something is, a confidence how good the information and the
reasoning behind it are. Seven grounds are measured and each carries strongly, fairly or weakly; the level follows by a rule.
Where the lines are drawn is a convention, written down below so that it can be argued with; it was not fitted to outcomes. The
form of the model is not among the grounds: a wrong model may be confident.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from standoff.analysis.answer import Carries, Confidence, Estimate, EvidenceAnswer, Ground, GroundName, Level
from standoff.model.echoes import Evidence

_MOST_WEAK, _MOST_FAIR = 1, 2
"""Weak grounds that moderate confidence bears, and fair ones that high confidence bears."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a measure begins to carry fairly, and where strongly; of some less is better."""

    fair: float
    strong: float

    def carries(self, measure: float) -> Carries:
        less = self.strong < self.fair
        reached = [measure <= line if less else measure >= line for line in (self.fair, self.strong)]
        return "strongly" if reached[1] else "fairly" if reached[0] else "weakly"


_LINES: dict[GroundName, _Line] = {
    "interval": _Line(0.4, 0.2),
    "pieces": _Line(8, 20),
    "voices": _Line(4, 10),
    "weight": _Line(3.0, 10.0),
    "linchpin": _Line(0.5, 0.25),
    "interest": _Line(0.6, 0.25),
    "arithmetic": _Line(0.03, 0.01),
}


def confidence(obeyed: Estimate, evidence: Sequence[EvidenceAnswer], told: Sequence[Evidence], error: float) -> Confidence:
    """The level and its grounds.

    Args:
        obeyed: P(the focal order is obeyed) with its interval over draws of the coefficients.
        evidence: what each piece was worth.
        told: the same pieces, in the same order, with their sources.
        error: Monte Carlo standard error of P(obeyed).
    """
    measures = _measures(obeyed, evidence, told, error)
    grounds = tuple(Ground(name, float(measure), _LINES[name].carries(measure)) for name, measure in measures)
    return Confidence(_level(grounds), grounds)


def _level(grounds: Sequence[Ground]) -> Level:
    """Low where the interval is wide or several grounds are weak; high where none is weak and the interval is narrow."""
    of = {ground.name: ground.carries for ground in grounds}
    weak = sum(carries == "weakly" for carries in of.values())
    fair = sum(carries == "fairly" for carries in of.values())
    if of["interval"] == "weakly" or weak > _MOST_WEAK:
        return "low"
    return "high" if of["interval"] == "strongly" and not weak and fair <= _MOST_FAIR else "moderate"


def _measures(
    obeyed: Estimate, evidence: Sequence[EvidenceAnswer], told: Sequence[Evidence], error: float
) -> Iterator[tuple[GroundName, float]]:
    weights = [abs(row.decibans) for row in evidence]
    total = sum(weights)
    partial = sum(weight for weight, piece in zip(weights, told, strict=True) if _is_partial(piece))
    yield "interval", obeyed.high - obeyed.low
    yield "pieces", len(told)
    yield "voices", len({source.voice for piece in told for source in piece.sources})
    yield "weight", total
    yield "linchpin", max(weights) / total if total else 1.0
    yield "interest", partial / total if total else 0.0
    yield "arithmetic", error


def _is_partial(piece: Evidence) -> bool:
    """Whether only one side's sources tell it."""
    return piece.event.sided in ("order_giver", "challenger")
