"""What each piece of evidence was worth: sequential Bayes factors in decibans, which add up from prior to posterior."""

from __future__ import annotations

import numpy as np

from standoff.analysis.answer import EvidenceAnswer, Waterfall
from standoff.analysis.estimates import decibans
from standoff.inference.particle_filter import Step
from standoff.inference.pooling import pooled
from standoff.inference.posterior import Posterior


def odds_after_steps(posterior: Posterior, order: int) -> tuple[float, ...]:
    """Decibans for "the order would be refused today" after every step of the filter, the eve of the first day first."""
    return tuple(_odds(posterior, steps, order) for steps in zip(*(state.steps for state in posterior.states), strict=True))


def _odds(posterior: Posterior, steps: tuple[Step, ...], order: int) -> float:
    refused = np.array([step.refused[order] for step in steps])
    log_weight = np.array([step.log_evidence for step in steps]) + posterior.log_ratio_of_blocks
    return decibans(float(pooled(refused, log_weight)), posterior.worlds)


def evidence_answers(posterior: Posterior, odds: tuple[float, ...]) -> tuple[EvidenceAnswer, ...]:
    """Every distinct event in the order it became known, with what it added to the odds when it came."""
    moves = _moves(posterior, odds)
    worth = {step.row: move for step, move in moves if step.kind == "row"}
    return tuple(
        EvidenceAnswer(
            id=item.event.id,
            date=item.event.date,
            public=item.known_on,
            code=item.event.code,
            force=item.event.force,
            tier=item.event.tier,
            text=item.event.text,
            source="; ".join(source.outlet for source in item.sources) or item.event.source,
            decibans=worth[row],
            echoes=item.echoes,
        )
        for row, item in enumerate(posterior.evidence)
    )


def waterfall(posterior: Posterior, odds: tuple[float, ...]) -> Waterfall:
    """Prior odds plus evidence, silence and dynamics make the posterior odds, exactly."""
    moves = _moves(posterior, odds)

    def part(kind: str) -> float:
        return sum(move for step, move in moves if step.kind == kind)

    return Waterfall(odds[0], part("row"), part("silence"), part("dynamics"), odds[-1])


def _moves(posterior: Posterior, odds: tuple[float, ...]) -> list[tuple[Step, float]]:
    steps = posterior.states[0].steps
    return [(step, after - before) for step, before, after in zip(steps[1:], odds[:-1], odds[1:], strict=True)]
