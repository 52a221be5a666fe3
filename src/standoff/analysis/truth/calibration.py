"""Simulation-based calibration of the whole pipeline (Talts et al. 2018): is the truth one of the draws?

Coefficients and a world are drawn from the prior, its reports are written out as a case file, the file is read and inferred
from, and the truth's rank among draws of the posterior is taken. If generator, file, reader and filter are one model, ranks are
uniform.

What is ranked: the hidden state, what it implies for orders, coefficients, and one quantity that reads the data as well (Modrak
et al. 2023): how well a world, as it stands on the last day, explains the whole trail (`trail_explained`). The log likelihood
itself is not ranked: the filter's is an estimate whose noise has its own law given the truth (that of a filter conditioned on
the true path), so that ranking estimates against each other would not be uniform even where all is well. Any function of data,
state and coefficients that is computed without further chance is, and tests the data's part in the posterior.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.truth.invented import TOLD, Invented, invented
from standoff.case.values import Case
from standoff.engine import sites
from standoff.engine.draws import uniforms
from standoff.engine.ensemble import Block, Stage, make_stage
from standoff.engine.executors import Progress, no_progress, run_blocks, thread_pool
from standoff.engine.news import row_tilt
from standoff.engine.obedience import ARREST_LEADER
from standoff.engine.streams import expect_reports
from standoff.errors import InferenceError
from standoff.inference.blocks import Run, effective_draws, plan_of, weigh_blocks
from standoff.inference.particle_filter import FilterState, begin
from standoff.inference.resampling import normalised
from standoff.model.maths import log
from standoff.model.priors import ORDERS, Priors
from standoff.model.reports import chance_true, report_intensity, silence_log_factor, size_factor, sized_log_factor
from standoff.model.setting import Setting, code_index
from standoff.model.trail import Trail, trail_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FAMILIES = {
    "tests of obedience": ("order_obeyed", "order_refused", "kill_protesters", "mass_arrests", "challenger_arrested"),
    "words of the forces": ("pledge_loyalty", "declare_neutral", "ultimatum", "purge", "patronage", "counterweight"),
    "defection": ("officer_defects", "unit_defects", "mutiny", "fraternise", "coup_attempt"),
    "the street": ("protest", "strike", "counter_protest"),
    "politics and abroad": (
        "claim_power", "appeal_to_forces", "secret_talks", "amnesty_offer", "challenger_untouched", "elite_defects",
        "emergency", "blackout", "concession", "foreign_recognition", "foreign_support", "sanctions", "intervention_threat",
        "intervention", "economic_shock",
    ),
}  # fmt: skip
COEFFICIENTS: tuple[str, ...] = ("report_gain", "news_echo", "strength_volatility", "public_precision", "outcome_pace")
COEFFICIENTS += ("rationality", "loss_ratio")
STATE = ("strength", "cohesion", "crowd", "public belief", "command disobeying", "troops disobeying", "choice of arrest")
TRAIL = "trail explained"
DRAWS = 15  # ranks go from 0 to DRAWS: 16 values, which 2, 4, 8 and 16 bins divide
SAME = 9  # decimals to which two worlds are the same; a size in people comes back from the file with another last bit


@dataclass(frozen=True, slots=True)
class Design:
    """How a calibration is run: datasets of so many days of one library case, each with a seed and blocks of its own.

    `family` is a key of `FAMILIES`, or None for all event codes. Seeds `seed` to `seed + datasets` are used.
    """

    case: Case
    datasets: int = 500
    days: int = 14
    blocks: int = 48
    size: int = 24
    seed: int = 1
    family: str | None = None


class Ranks(NamedTuple):
    """Ranks of the truth among DRAWS posterior draws, one row a dataset; `names` of the quantities are the columns."""

    names: tuple[str, ...]
    rank: Integers  # [N, Q] 0 to DRAWS
    rows: Integers  # [N] reports in each dataset
    block_ess: Floats  # [N] effective number of coefficient draws


class Inferred(NamedTuple):
    """Blocks of worlds at the end of the last day, the log evidence of each [B], and prior over what it was drawn from [B]."""

    states: tuple[FilterState, ...]
    log_evidence: Floats
    log_ratio: Floats


def same_stage(stage: Stage) -> Stage:
    """Inference by the model that made the data."""
    return stage


def same_weights(log_evidence: Floats) -> Floats:
    """Coefficient draws weighed by their evidence."""
    return log_evidence


class Change(NamedTuple):
    """What is wrong with inference, to see whether it is caught; by default nothing. Module functions, for other processes."""

    stage: Callable[[Stage], Stage] = same_stage
    blocks: Callable[[Floats], Floats] = same_weights


UNCHANGED = Change()


def ranks(
    design: Design, priors: Priors, pool: Executor, progress: Progress = no_progress, change: Change = UNCHANGED
) -> Ranks:
    """Ranks for every dataset whose standoff was not over; the same bits for any pool of threads or processes.

    Raises:
        InferenceError: no standoff lasted that long.
    """
    work = partial(_ranked, design, priors, change)
    done = [each for each in run_blocks(pool, work, design.datasets, progress, "ranking truths") if each is not None]
    if not done:
        raise InferenceError(f"none of {design.datasets} invented standoffs lasted {design.days} days")
    rank, rows, ess = zip(*done, strict=True)
    return Ranks(quantity_names(), np.array(rank), np.array(rows), np.array(ess))


def _ranked(design: Design, priors: Priors, change: Change, number: int) -> tuple[Integers, int, float] | None:
    """One dataset: invent, write, read, infer, rank."""
    own = replace(design.case, events=())
    made = invented(of_family(make_stage(own, priors, design.seed), design.family), number, design.days)
    if made is None:
        return None
    stage = of_family(change.stage(make_stage(made.case, priors, design.seed + 1 + number)), design.family)
    found = inferred(stage, made, design.blocks, design.size)
    log_weight = change.blocks(found.log_evidence) + found.log_ratio
    trail = _trail(stage, made)
    truth = quantities(stage, trail, made.block, made.days)[:, TOLD]
    drawn = _drawn(stage, trail, found.states, _picked(found.states, normalised(log_weight), design.seed, number), made.days)
    return _rank(truth, drawn, design.seed, number), trail.code.size, effective_draws(log_weight)


def inferred(stage: Stage, made: Invented, blocks: int, size: int) -> Inferred:
    """What `infer` does with the invented case, shortages mended and all, in this thread alone."""
    with thread_pool(1) as pool:
        run = Run(stage, _trail(stage, made), made.days - 1, pool, no_progress, "")
        weighed = weigh_blocks(run, plan_of(stage, blocks, size), lambda block: begin(stage, block, size))
    return Inferred(weighed.states, weighed.log_evidence, weighed.log_ratio)


def _trail(stage: Stage, made: Invented) -> Trail:
    return trail_of(made.case, stage.setting, stage.priors, made.case.end)[1]


# --- From a posterior to a rank. ------------------------------------------------------------------------------------------


def _picked(states: tuple[FilterState, ...], weight: Floats, seed: int, number: int) -> list[tuple[int, int]]:
    """Block and world of each posterior draw, by the blocks' weights and those of their worlds, systematically.

    Steps along the ladder of weights keep draws apart: no block gives two unless it has more than one part in DRAWS. Drawn with
    replacement, a few coefficients would come twice, and the truth would seem to lie outside all of them too often.
    """
    own = [share * normalised(state.weights.log_weight) for share, state in zip(weight, states, strict=True)]
    ladder = np.cumsum(np.concatenate(own))
    lot = uniforms(seed, [number], 0, sites.CALIBRATION)[0]
    at = np.searchsorted(ladder / ladder[-1], (np.arange(DRAWS) + lot) / DRAWS, side="right")
    at, first = np.minimum(at, ladder.size - 1), np.concatenate([[0], np.cumsum([each.size for each in own])])
    block = np.searchsorted(first, at, side="right") - 1
    return [(int(b), int(each - first[b])) for b, each in zip(block, at, strict=True)]


def _drawn(
    stage: Stage, trail: Trail, states: tuple[FilterState, ...], picked: list[tuple[int, int]], days: int
) -> Floats:
    """Quantities of the posterior draws [Q, DRAWS]."""
    of_block = {b: quantities(stage, trail, states[b].block, days) for b in {b for b, _ in picked}}
    return np.array([of_block[b][:, i] for b, i in picked]).T


def _rank(truth: Floats, drawn: Floats, seed: int, number: int) -> Integers:
    """How many draws lie below the truth, ties by lot."""
    apart = np.round(drawn - truth[:, None], SAME)
    below, ties = (apart < 0.0).sum(axis=1), (apart == 0.0).sum(axis=1)
    lot = uniforms(seed, np.arange(truth.size) + 1000 * number, 0, sites.CALIBRATION + 1)
    rank: Integers = below + np.floor(lot * (ties + 1)).astype(np.int64)
    return rank


# --- What is ranked. ------------------------------------------------------------------------------------------------------


def quantity_names() -> tuple[str, ...]:
    """The quantities in the order of `quantities`."""
    margins, obeyed = (f"margin of {order}" for order in ORDERS), (f"{order} obeyed" for order in ORDERS)
    return (*STATE, *margins, *obeyed, TRAIL, *COEFFICIENTS)


def quantities(stage: Stage, trail: Trail, block: Block, days: int) -> Floats:
    """What is ranked, in each world of a block [Q, W]; disobedience is that of the first force named."""
    world = stage.world(block.cells)
    margin = world.strength - world.root
    own = [np.full(block.worlds.size, getattr(block.coefficients, name)) for name in COEFFICIENTS]
    state = [world.strength, world.cohesion, world.crowd, world.belief_mean, *world.share[:2], world.ordering[ARREST_LEADER]]
    return np.array([*state, *margin, *(margin > 0.0), trail_explained(stage, trail, block, days), *own])


def trail_explained(stage: Stage, trail: Trail, block: Block, days: int) -> Floats:
    """Log likelihood of the whole trail [W] had each world stood all along as it does now, and without echoes.

    A function of data, coefficients and the last state only. Rows weigh by their tilt through their source and by the size they
    tell; silence by what the last morning expects.
    """
    world, setting, tilted = stage.world(block.cells), stage.setting, np.empty(block.worlds.size)
    expected = np.empty((stage.shape[2] + 1, block.worlds.size))
    expect_reports(world, stage.setting, block.coefficients, tilted[None], expected)
    explained = np.asarray(silence_log_factor(expected[-1], float(days)))
    for row in range(trail.code.size):
        row_tilt(world, stage.setting, block.coefficients, trail, row, tilted)
        source, size = (trail.detect[row], trail.fabricate[row], 0.0), trail.crowd_log10[row]
        explained = explained + log(report_intensity(tilted, *source))
        if np.isfinite(size):
            factor = size_factor(size, world.crowd, setting.size_noise, setting.made_up_size, setting.made_up_spread)
            explained = explained + sized_log_factor(chance_true(tilted, *source), factor)
    return explained


# --- One family of event codes. -------------------------------------------------------------------------------------------


def of_family(stage: Stage, family: str | None) -> Stage:
    """The stage with only the codes of one family ever reported, in the data and in inference; None leaves it as it is."""
    if family is None:
        return stage
    index = code_index(stage.priors)
    kept = np.isin(np.arange(len(index)), [index[code] for code in FAMILIES[family]])
    return replace(stage, setting=_silenced(stage.setting, kept))


def _silenced(setting: Setting, kept: NDArray[np.bool_]) -> Setting:
    """Other codes' streams stop; those kept take up the tempo, so that there is something to learn from.

    The arrest keeps its rate, which hangs on the occasion and not on the tempo.
    """
    louder = setting.code_rate.sum() / max(setting.code_rate[kept].sum(), 1e-12)
    arrest = np.arange(kept.size) == setting.arrest_code
    factor = np.where(kept, np.where(arrest, 1.0, louder), 0.0)
    return setting._replace(stream_rate=setting.stream_rate * factor[setting.stream_code], code_rate=setting.code_rate * factor)
