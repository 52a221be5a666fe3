"""Do ways of learning find the truth? Libraries invented under known coefficients, learned from, ways compared.

One set of draws of the coefficients serves every way, so that they differ in nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.history.fit import FURTHEST, NAMES, REACH
from standoff.analysis.history.learning import Heard, Lesson, heard, learned_places, lesson, log_scores, standard_numbers
from standoff.analysis.history.surrogate import Normal, design, posterior
from standoff.analysis.scoring import Z_90
from standoff.analysis.truth.invented import TOLD, invented
from standoff.case.values import Case, Outcome, OutcomeKind
from standoff.engine import sites
from standoff.engine.answers import live_on
from standoff.engine.draws import normals
from standoff.engine.ensemble import make_stage
from standoff.engine.executors import Progress, no_progress, run_blocks, thread_pool
from standoff.inference.resampling import normalised
from standoff.model.learned import Learned, Made
from standoff.model.outcomes import KINDS
from standoff.model.priors import Priors

Floats = NDArray[np.float64]

DAYS, MOST_DAYS, TRIES = 21, 400, 20
"""Days a case tells; days until its end is awaited; standoffs tried for each layout."""
ALL_BUT_NONE = 1e-6


class Way(NamedTuple):
    """A way of learning: how much trails and known ends count, and whether by surrogate or by weighing the draws."""

    name: str
    trail: float
    ends: float
    surrogate: bool


WAYS = (
    Way("surrogate, trails in full and ends", 1.0, 1.0, True),
    Way("surrogate, trails at .02 and ends", 0.02, 1.0, True),
    Way("surrogate, ends alone", 0.0, 1.0, True),
    Way("draws weighed, trails in full and ends", 1.0, 1.0, False),
    Way("draws weighed, trails at .02 and ends", 0.02, 1.0, False),
)


@dataclass(frozen=True)
class Recovered:
    """What each way made of one library: the truth [d], posteriors of all draws and of either half, draws that carry weight."""

    truth: Floats
    whole: dict[str, Normal]
    halves: dict[str, tuple[Normal, Normal]]
    effective: dict[str, float]


def true_numbers(seed: int) -> Floats:
    """The standard numbers behind a library's coefficients [d], from their prior."""
    return np.array([normals(seed, np.array([seed]), 0, sites.TRUE_COEFFICIENT + k)[0] for k in range(len(NAMES))])


def simulated_library(layouts: Sequence[Case], priors: Priors, seed: int, truth: Floats) -> tuple[Case, ...]:
    """A standoff for each layout, told for three weeks, with its end; a layout none of whose standoffs lasted is left out."""
    made = Made("", "", seed, 1, 1, "")
    identity = tuple(tuple(float(i == k) for k in range(truth.size)) for i in range(truth.size))
    learned = Learned(NAMES, tuple(truth), (ALL_BUT_NONE,) * truth.size, identity, {}, made)
    known = replace(priors, learned=learned)
    cases = (_simulated(each, known, seed + 1 + number) for number, each in enumerate(layouts))
    return tuple(case for case in cases if case is not None)


def _simulated(layout: Case, priors: Priors, seed: int) -> Case | None:
    stage = make_stage(replace(layout, events=(), outcome=None), priors, seed)
    for number in range(TRIES):
        made = invented(stage, number, DAYS)
        if made is None:
            continue
        last = stage.world(live_on(stage, made.block, DAYS - 1, MOST_DAYS))
        kind = int(last.outcome[TOLD])
        if kind >= 0:
            end, named = made.case.start + timedelta(days=DAYS), cast(OutcomeKind, KINDS[kind])
            return replace(made.case, id=layout.id, outcome=Outcome(end, named, kind > 0, "obeyed", "invented"))
    return None


def recover(
    cases: Sequence[Case], priors: Priors, truth: Floats, seed: int, draws: int, progress: Progress = no_progress
) -> Recovered:
    """Learn from a library by every way, from draws out of the prior."""
    lessons, places = [lesson(case, priors, seed) for case in cases], learned_places(NAMES)
    drawn = [standard_numbers(seed, k, places, np.zeros(places.size), 1.0) for k in range(draws)]
    with thread_pool(None) as pool:
        done = run_blocks(pool, lambda k: heard(lessons, k, drawn[k]), draws, progress, "learning from an invented library")
    standard = np.array(drawn)
    densities = {way.name: _densities(way, done, lessons) for way in WAYS}
    half = np.arange(draws) % 2 == 0
    whole = {way.name: _found(way, standard, densities[way.name]) for way in WAYS}
    halves = {
        way.name: (
            _found(way, standard[half], densities[way.name][half]),
            _found(way, standard[~half], densities[way.name][~half]),
        )
        for way in WAYS
    }
    effective = {way.name: float(1.0 / np.sum(normalised(densities[way.name]) ** 2)) for way in WAYS}
    return Recovered(truth, whole, halves, effective)


def _densities(way: Way, done: Sequence[Heard], lessons: Sequence[Lesson]) -> Floats:
    """Log density of the library at each draw [N]."""
    shares, kinds = np.array([each.shares for each in done]), np.array([each.kind for each in lessons])
    ends = log_scores(shares, kinds).mean(axis=-1)
    found: Floats = (way.ends * ends + way.trail * np.array([each.evidence for each in done])).sum(axis=1)
    return found


def _found(way: Way, standard: Floats, density: Floats) -> Normal:
    places = learned_places(NAMES)
    points = standard[:, places]
    if not way.surrogate:
        weight = normalised(density)
        mean = weight @ points
        spread = (points - mean).T @ ((points - mean) * weight[:, None])
        return Normal(mean, spread + ALL_BUT_NONE * np.eye(places.size))
    others = np.setdiff1d(np.arange(standard.shape[1]), places)
    centre = np.zeros(places.size)
    made = design(points, standard[:, others], centre, REACH)
    return posterior(made.surface(made.surfaces(density)), centre, FURTHEST)


class Quality(NamedTuple):
    """How a way did over libraries.

    `covered`: share of truths in its 90 % intervals; `error`: root mean square of its means about the truth, near 1 for the
    prior alone; `sd`: its mean; `apart`: how far the means of two halves of the draws lie apart, in its sd; `effective`:
    draws that would carry the weight if draws were weighed.
    """

    name: str
    covered: float
    error: float
    sd: float
    apart: float
    effective: float


def quality(way: Way, found: Sequence[Recovered]) -> Quality:
    """The quality of a way."""
    truth = np.array([each.truth for each in found])
    mean = np.array([each.whole[way.name].mean for each in found])
    sd = np.array([np.sqrt(np.diag(each.whole[way.name].covariance)) for each in found])
    apart = np.array([each.halves[way.name][0].mean - each.halves[way.name][1].mean for each in found])
    return Quality(
        way.name,
        float(np.mean(np.abs(truth - mean) <= Z_90 * sd)),
        float(np.sqrt(np.mean((truth - mean) ** 2))),
        float(sd.mean()),
        float(np.sqrt(np.mean((apart / sd) ** 2))),
        float(np.mean([each.effective[way.name] for each in found])),
    )
