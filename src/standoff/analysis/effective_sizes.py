"""How many worlds, draws of the coefficients and starts carry an answer, where they were lost, and what was done about it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.inference.blocks import LEAST_WORLD_SHARE, effective_draws, least_size, needed_draws, too_few_draws
from standoff.inference.particle_filter import Step
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised

Floats = NDArray[np.float64]

BLOCK_THAT_MATTERS = 0.5
"""In units of a block's even share of the weight."""


def least_worlds(posterior: Posterior) -> tuple[float, str]:
    """Smallest effective sample size of any block at any step, as if all blocks were so thin, and the step it happened at."""
    step: Step = min((step for state in posterior.states for step in state.steps), key=lambda step: step.ess)
    return step.ess * posterior.weighed.planned, named_step(posterior, step)


def named_step(posterior: Posterior, step: Step) -> str:
    """The piece of evidence a step took in, or the day it is of."""
    if step.kind == "row":
        event = posterior.evidence[step.row].event
        return f"{event.date} {event.code}"
    return f"day {step.day}, {step.kind}"


def draws_lost_at(posterior: Posterior) -> str:
    """The step at which the effective number of planned draws of the coefficients fell most, by its logarithm."""
    planned = [state.steps for state in posterior.states[: posterior.weighed.planned]]
    evidence = np.array([[step.log_evidence for step in steps] for steps in planned])
    carrying = np.log([effective_draws(evidence[:, k]) for k in range(evidence.shape[1])])
    if carrying.size < 2:
        return named_step(posterior, planned[0][0])
    return named_step(posterior, planned[0][int(np.argmin(np.diff(carrying))) + 1])


def starts_left(posterior: Posterior) -> float:
    """Worlds of a block's eve that its present worlds descend from, mean over blocks by their weight.

    What does not move in a world (stakes by group, loyalty by force, citizens' thresholds) rests on so many values.
    """
    left = [np.unique(posterior.stage.world(state.block.cells).anchor).size for state in posterior.states]
    return float(posterior.block_weight @ np.array(left))


def shortage_warnings(posterior: Posterior) -> tuple[str, ...]:
    """What more worlds and further draws did not mend, with the piece of evidence it began at."""
    found, size = [], posterior.weighed.plan.size
    least, where = least_worlds(posterior)
    if least < LEAST_WORLD_SHARE * posterior.worlds:
        found.append(f"in one block only {least / posterior.worlds:.1%} of the worlds carried the weight after {where}")
    if too_few_draws(posterior.weighed):
        left, draws = effective_draws(posterior.log_weight_of_blocks), len(posterior.states)
        lost = draws_lost_at(posterior)
        found.append(f"the evidence rests on about {left:.1f} of {draws} coefficient draws, most of them lost with {lost}")
    if (starts := starts_left(posterior)) < LEAST_WORLD_SHARE * size:
        found.append(f"the worlds of a block descend from about {starts:.0f} of the {size} it began with")
    return tuple(f"{text}: ask for more worlds" for text in found)


def recovery_notes(posterior: Posterior) -> tuple[str, ...]:
    """What was done where worlds or draws had run short; nothing where they had not."""
    return (*_grown_note(posterior), *_rounds_note(posterior))


def _grown_note(posterior: Posterior) -> tuple[str, ...]:
    grown = [state for state in posterior.states if state.block.growth > 1]
    if not grown:
        return ()
    most, blocks = max(state.block.growth for state in grown), len(posterior.states)
    thinnest = min(grown, key=least_size)
    where = named_step(posterior, min(thinnest.steps, key=lambda step: step.ess))
    was = "block was" if len(grown) == 1 else "blocks were"
    return (
        f"{len(grown)} of {blocks} {was} begun anew with up to {most} times the worlds, since too few had carried the weight "
        f"(thinnest at {where})",
    )


def _rounds_note(posterior: Posterior) -> tuple[str, ...]:
    planned, blocks = posterior.weighed.planned, len(posterior.states)
    if blocks == planned:
        return ()
    before = effective_draws(posterior.log_evidence_of_blocks[:planned])
    after = effective_draws(posterior.log_weight_of_blocks)
    return (
        f"about {before:.1f} of {planned} coefficient draws carried the evidence (needed: {needed_draws(planned):.0f}), most "
        f"of the others lost with {draws_lost_at(posterior)}; {blocks - planned} more were drawn where it lies, and about "
        f"{after:.1f} of {blocks} now carry it",
    )


def is_thin(posterior: Posterior, log_weight: Floats, least: Floats) -> bool:
    """Whether a block that matters was at some step carried by fewer worlds than the filter itself would put up with."""
    matters = normalised(log_weight) > BLOCK_THAT_MATTERS / log_weight.size
    return bool(np.any(least[matters] < LEAST_WORLD_SHARE * posterior.weighed.plan.size))
