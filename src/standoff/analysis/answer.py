"""The answer as frozen values: what `ask` returns, every face draws, and `standoff-answer/1` writes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import nan
from typing import Any, Literal

from standoff.case.values import Day
from standoff.model.outcomes import KINDS
from standoff.shown import Shown


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with an interval; `interval` says its kind and mass, for example "90 % over coefficient draws"."""

    p: float
    low: float
    high: float
    interval: str


NOT_FOLLOWED = Estimate(nan, nan, nan, "no world was followed forward")
"""In place of a number that only worlds followed forward can tell."""


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """One tier of one force facing the order: people in it, and the share of them that would disobey."""

    force: str
    kind: str
    tier: str
    headcount: int
    defends: bool
    disobey: Estimate
    prior_disobey: float


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What holds the order back, in units of the gain from its being obeyed; each with its interval."""

    refusal: Estimate
    overthrow: Estimate
    intervention: Estimate
    backlash: Estimate
    own_chance: Estimate
    """The order-giver's own chance of being obeyed, as the model infers it."""


@dataclass(frozen=True, slots=True)
class Equilibria:
    """Both extreme thresholds of an order where expectations alone may decide, and P(obeyed) under each."""

    lowest: float
    highest: float
    p_at_lowest: float
    p_at_highest: float
    share_of_worlds: float
    """Weighted share of worlds in which the root is not unique without the guard."""


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """Would one order be obeyed, by whom, and why it was not given."""

    order: str
    obeyed: Estimate
    prior_p: float
    groups: tuple[GroupAnswer, ...]
    why_not: WhyNot
    equilibria: Equilibria


@dataclass(frozen=True, slots=True)
class Horizon:
    """Shares of forward worlds by kind of outcome after some days; `days` is None for the end of the standoff.

    `shares` is in the order of `outcomes.KINDS` with "undecided" last; an outcome no world showed has share 0 and must be
    printed as "< 1 in `worlds`".
    """

    days: int | None
    shares: tuple[float, ...]
    worlds: int

    def by_kind(self) -> dict[str, float]:
        """Shares by name."""
        return dict(zip((*KINDS, "undecided"), self.shares, strict=True))


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """How the record of past forecasts moved P(the order-giver is out): from what the worlds alone say.

    `weight`: how far worlds and initiative are believed, 0 (nothing on record: the base rate) to 1; `initiative`: log of recent
    acts of the challenger's side at home over the order-giver's; `fell`: share of the `cases` in which the order-giver fell;
    `interval`: what so few cases leave open, 90 %, normal in log odds.
    """

    worlds_alone: Estimate
    interval: tuple[float, float]
    initiative: float
    weight: float
    cases: int
    fell: float


@dataclass(frozen=True, slots=True)
class EvidenceAnswer:
    """What one piece of evidence was worth: decibans for "the order would be refused", given all that came before it."""

    id: str
    date: date
    public: Day
    code: str
    force: str
    tier: str
    text: str
    source: str
    decibans: float
    echoes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From prior to posterior in decibans for "the focal order would be refused": the four parts add up exactly."""

    prior: float
    evidence: float
    silence: float
    dynamics: float
    posterior: float


@dataclass(frozen=True, slots=True)
class Checks:
    """How sure the machine is of its own arithmetic."""

    ess_min: float
    ess_min_at: str
    mc_error: float
    log_evidence: float
    log_evidence_error: float
    worlds_run: int
    blocks: int
    block_ess: float
    starts_left: float
    runs: int
    warnings: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """What was done where worlds or draws ran short, and what the model's approximations leave out, measured."""


Level = Literal["low", "moderate", "high"]
Carries = Literal["weakly", "fairly", "strongly"]
GroundName = Literal["interval", "pieces", "voices", "weight", "linchpin", "interest", "arithmetic"]


@dataclass(frozen=True, slots=True)
class Ground:
    """Something confidence rests on, what was measured of it, and how well that carries.

    Measures: width of the 90 % interval; pieces of evidence; voices that told them; their decibans without sign, summed; share
    of those in the largest piece; share told by one side's sources alone; Monte Carlo standard error of P(obeyed).
    """

    name: GroundName
    measure: float
    carries: Carries


@dataclass(frozen=True, slots=True)
class Confidence:
    """How good the grounds of the answer are, apart from how likely it is (see analysis/confidence.py)."""

    level: Level
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Answer(Shown):
    """The whole answer to `ask`.

    Where no world was followed forward (`ask.answer_now`), `outcomes` is empty and `order_giver_out` is `NOT_FOLLOWED`.
    """

    case: str
    title: str
    question: str
    order_giver: str
    challenger: str
    as_of: date
    start: date
    focus: str
    seed: int
    worlds: int
    version: str
    digest: str
    orders: tuple[OrderAnswer, ...]
    outcomes: tuple[Horizon, ...]
    order_giver_out: Estimate
    record: RecordAnswer | None
    evidence: tuple[EvidenceAnswer, ...]
    waterfall: Waterfall
    confidence: Confidence
    checks: Checks
    rows_known: int
    seconds: float

    def order(self, name: str) -> OrderAnswer:
        """The answer for one order by name."""
        return next(answer for answer in self.orders if answer.order == name)

    def to_json(self) -> dict[str, Any]:
        """The document `standoff-answer/1` as plain values (see analysis/document.py)."""
        from standoff.analysis.document import answer_document

        return answer_document(self)
