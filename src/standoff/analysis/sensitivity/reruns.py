"""The same worlds lived again: grades of sources a step better or worse, assumptions left out, prior and likelihood scaled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.sensitivity.values import Scaled, Swing
from standoff.analysis.why.plan import DAYS_AGAIN, affordable
from standoff.analysis.why.retold import outlets, told_by
from standoff.case.values import Source
from standoff.engine.ensemble import Stage, make_stage
from standoff.inference.particle_filter import FilterState
from standoff.inference.pooling import jackknife_error, pooled
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised
from standoff.inference.twins import Anew, Twin
from standoff.model.echoes import Evidence
from standoff.model.learned_file import usual_priors
from standoff.model.priors import with_assumptions
from standoff.model.trail import trail_arrays

Floats = NDArray[np.float64]
Used = NDArray[np.bool_]

LADDER, UNJUDGED = "ABCDE", "F"
BETTER_THAN_UNJUDGED, WORSE_THAN_UNJUDGED = "ABC", "DE"
"""F, which nobody can judge, sees less and makes up more than C, and the other way about for D: it stands between them."""
MOST_SOURCES = 12
POWERS = (0.8, 1.25)
MARGIN_EDGES = np.linspace(-5.0, 5.0, 1001)
TAIL = 1.0 / 4000.0
"""Bins of margins, wide enough for worlds that all would refuse; and the share that the furthest of 4,000 draws stands for."""
EVERY_SOURCE = "every source"
SCALED_ON_THE_EVE = ("strength_sd", "group_sd", "force_sd", "cohesion_sd", "citizens_base_sd", "citizens_spread_sd")


class Answered(NamedTuple):
    """One block at the end: P(obeyed), a histogram of margins, log evidence."""

    obeyed: float
    margin: Floats
    log_evidence: float


def reader(posterior: Posterior, order: int) -> Callable[[FilterState], Answered]:
    """What to take from a block for an order."""
    return partial(_answered, posterior.stage, order)


def _answered(stage: Stage, order: int, state: FilterState) -> Answered:
    world, weight = stage.world(state.block.cells), normalised(state.weights.log_weight)
    margin = world.strength - world.root[order]
    held = np.clip(margin, MARGIN_EDGES[0], MARGIN_EDGES[-1])
    counts, _ = np.histogram(held, MARGIN_EDGES, weights=weight)
    return Answered(float(weight @ (margin > 0.0)), counts, state.weights.log_evidence)


class Run(NamedTuple):
    """All blocks of one run: P(obeyed) [B], histograms [B, bins], log weights [B]."""

    obeyed: Floats
    margin: Floats
    log_weight: Floats

    def p(self, used: Used) -> float:
        """P(obeyed) over the blocks used."""
        return float(pooled(self.obeyed[used], self.log_weight[used]))

    def distribution(self, used: Used) -> Floats:
        """The margin's histogram over the blocks used."""
        return pooled(self.margin[used], self.log_weight[used])


def run_of(posterior: Posterior, blocks: Sequence[Answered | None]) -> Run:
    """The blocks put together; one in which no world was left weighs nothing."""
    empty = Answered(0.5, np.zeros(MARGIN_EDGES.size - 1), -np.inf)
    told = [empty if block is None else block for block in blocks]
    evidence = np.array([block.log_evidence for block in told]) + posterior.log_ratio_of_blocks
    return Run(np.array([block.obeyed for block in told]), np.array([block.margin for block in told]), evidence)


# --- Grades of sources ------------------------------------------------------------------------------------


def graded_sources(posterior: Posterior) -> tuple[tuple[str, str], ...]:
    """Sources that are graded up and down, by key and name: every source at once, then those that told most rows."""
    voices = outlets(posterior)
    spoken = sorted(voices, key=lambda key: -len(told_by(posterior, key)))[:MOST_SOURCES]
    most = spoken[: len(affordable(posterior, [told_by(posterior, key) for key in spoken], None, DAYS_AGAIN // 2))]
    return ((EVERY_SOURCE, EVERY_SOURCE), *((key, voices[key]) for key in most))


def graded_twin(posterior: Posterior, key: str, step: int) -> Twin:
    """The same worlds, had a source (or every source) a letter so many steps worse."""
    rows = range(len(posterior.evidence)) if key == EVERY_SOURCE else told_by(posterior, key)
    told = [_regraded(posterior, item, key, step) if row in set(rows) else item for row, item in enumerate(posterior.evidence)]
    stage = posterior.stage
    return Twin(int(posterior.trail.day[min(rows)]), trail_arrays(told, posterior.case, stage.setting, stage.priors))


def _regraded(posterior: Posterior, item: Evidence, key: str, step: int) -> Evidence:
    ungraded = posterior.stage.priors.sections["sources"]["ungraded"]

    def graded(source: Source) -> Source:
        concerned = key in (EVERY_SOURCE, source.voice)
        return replace(source, grade=moved_grade(source, step, ungraded)) if concerned else source

    return replace(item, sources=tuple(graded(source) for source in item.sources))


def moved_grade(source: Source, step: int, ungraded: str) -> str:
    """A source's grade with its letter some steps worse; F, which nobody can judge, stands between C and D.

    >>> moved_grade(Source("x", None, "B2"), 1, "F"), moved_grade(Source("x"), -1, "F"), moved_grade(Source("x"), 1, "F")
    ('C2', 'C', 'D')
    """
    grade = source.grade or ungraded
    if grade[0] == "G":  # who deceives by design deceives
        return grade
    if grade[0] == UNJUDGED:
        beyond = WORSE_THAN_UNJUDGED if step > 0 else BETTER_THAN_UNJUDGED[::-1]
        return (beyond[min(abs(step), len(beyond)) - 1] if step else UNJUDGED) + grade[1:]
    place = LADDER.index(grade[0])
    return LADDER[min(max(place + step, 0), len(LADDER) - 1)] + grade[1:]


def swing_between(
    posterior: Posterior, name: str, kind: str, words: tuple[str, str], low: Run, high: Run
) -> Swing:
    """P(obeyed) in two runs of the same blocks, with the error of their difference."""
    everything = np.ones(len(low.obeyed), dtype=bool)

    def difference(used: Used) -> float:
        return high.p(used) - low.p(used)

    error = jackknife_error(difference, everything.size, posterior.runs)
    return Swing(name, kind, *words, low.p(everything), high.p(everything), error)


# --- Other priors -----------------------------------------------------------------------------------------


def without_assumption(posterior: Posterior, place: int) -> Anew:
    """The case without one of its assumptions: the package's own prior in its stead."""
    case = posterior.case
    held = tuple(one for other, one in enumerate(case.assumptions) if other != place)
    priors = with_assumptions(replace(usual_priors(case.id), learned=posterior.stage.priors.learned), held)
    stage = make_stage(replace(case, assumptions=held), priors, posterior.stage.seed)
    return Anew(stage, trail_arrays(posterior.evidence, case, stage.setting, priors), stage)


def scaled_prior(posterior: Posterior, power: float) -> Anew:
    """Every normal prior raised to a power: its standard deviation divided by the power's root.

    Coefficients are scaled where their numbers are standard normal (or the normal that was learned); worlds where they are
    drawn.
    """
    stage, narrower = posterior.stage, 1.0 / np.sqrt(power)
    spread = {name: getattr(stage.setting, name) * narrower for name in SCALED_ON_THE_EVE}
    eve = replace(stage, setting=stage.setting._replace(**spread))
    return Anew(stage, posterior.trail, eve, scale=float(narrower))


def scaled_likelihood(posterior: Posterior, power: float) -> Anew:
    """The likelihood of silence and rows raised to a power."""
    return Anew(posterior.stage, posterior.trail, posterior.stage, power=power)


def scaled_of(posterior: Posterior, what: str, known: Run, runs: Sequence[Run]) -> Scaled:
    """How far the margin's distribution moves per doubling of the power, and P(obeyed) with it, each with its error."""
    everything = np.ones(len(known.obeyed), dtype=bool)

    def distance(used: Used) -> float:
        pairs = zip(POWERS, runs, strict=True)
        steps = [jensen_shannon(known.distribution(used), run.distribution(used)) / abs(np.log2(power)) for power, run in pairs]
        return float(np.mean(steps))

    low, high = (run.p(everything) for run in runs)
    errors = [swing_between(posterior, what, what, ("", ""), known, run).error for run in runs]
    error = jackknife_error(distance, everything.size, posterior.runs)
    return Scaled(what, POWERS, (low, high), (errors[0], errors[1]), distance(everything), error)


def jensen_shannon(first: Floats, other: Floats) -> float:
    """Cumulative Jensen-Shannon distance of two histograms on the same bins, 0 to 1 (Nguyen & Vreeken 2015).

    As Kallioinen and others (2024) use it, so that their threshold holds: over the range of the draws only, since beyond it
    both distribution functions are alike and their area would water the distance down; normalised by the sum of the areas under
    both; the larger of that from below and that from above, so that a sign does not matter.
    """
    p, q = first / first.sum(), other / other.sum()
    held = np.flatnonzero(_inside(p) | _inside(q))
    p, q = (each[held[0] : held[-1] + 1] for each in (p, q))
    return max(_one_way(np.cumsum(p), np.cumsum(q)), _one_way(np.cumsum(p[::-1]), np.cumsum(q[::-1])))


def _inside(share: Floats) -> NDArray[np.bool_]:
    """Bins that the range of some thousand equally likely draws reaches; worlds of next to no weight do not widen it."""
    below, above = np.cumsum(share), np.cumsum(share[::-1])[::-1]
    inside: NDArray[np.bool_] = (below >= TAIL) & (above >= TAIL)
    return inside


def _one_way(p: Floats, q: Floats) -> float:
    middle = 0.5 * (p + q)
    apart = _against(p, middle) + _against(q, middle)  # the linear terms of the two directions cancel
    return float(np.sqrt(max(apart, 0.0) / (float(p.sum()) + float(q.sum()))))


def _against(p: Floats, middle: Floats) -> float:
    held = p > 0.0
    return float(np.sum(p[held] * np.log2(p[held] / middle[held])))
