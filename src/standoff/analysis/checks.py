"""How sure the machine is of its own arithmetic, and what it warns of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.answer import Checks, Horizon, OrderAnswer
from standoff.analysis.survival import survival_notes
from standoff.inference.particle_filter import Step
from standoff.inference.pooling import jackknife_error
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import log_mean_exp, normalised

LEAST_ESS_SHARE = 0.05
LEAST_BLOCK_ESS = 5.0
LARGE_ERROR = 0.03
MANY_WORLDS = 0.05


def checks(posterior: Posterior, order: int, orders: Sequence[OrderAnswer], outcomes: Sequence[Horizon]) -> Checks:
    """Effective sample sizes, Monte Carlo error over independent runs, log evidence, warnings, notes."""
    least, where = _least_ess(posterior)
    error = monte_carlo_error(posterior, order)
    block_ess = float(1.0 / np.sum(posterior.block_weight**2))
    warnings = (
        *_ess_warnings(posterior, least, where, block_ess),
        *([f"Monte Carlo error of P(obeyed) is {error:.3f}: ask for more worlds"] if error > LARGE_ERROR else []),
        *(warning for answer in orders if (warning := _equilibria_warning(answer))),
        *_undecided_warning(outcomes[-1]),
    )
    return Checks(
        ess_min=least,
        ess_min_at=where,
        mc_error=error,
        log_evidence=log_mean_exp(posterior.log_evidence_of_blocks),
        log_evidence_error=_evidence_error(posterior),
        blocks=len(posterior.states),
        block_ess=block_ess,
        runs=posterior.runs,
        warnings=warnings,
        notes=survival_notes(posterior, order),
    )


def monte_carlo_error(posterior: Posterior, order: int) -> float:
    """Standard error of P(order obeyed) from leaving out one independent run at a time."""
    refused, evidence = posterior.refused()[:, order], posterior.log_evidence_of_blocks

    def estimate(used: NDArray[np.bool_]) -> float:
        return float(np.sum(normalised(evidence[used]) * refused[used]))

    return jackknife_error(estimate, len(refused), posterior.runs)


def _evidence_error(posterior: Posterior) -> float:
    evidence = posterior.log_evidence_of_blocks
    return jackknife_error(lambda used: log_mean_exp(evidence[used]), len(evidence), posterior.runs)


def _least_ess(posterior: Posterior) -> tuple[float, str]:
    """Smallest effective sample size of any block, in worlds of the whole, and the step it happened at."""
    size = posterior.states[0].block.worlds.size
    step: Step = min((step for state in posterior.states for step in state.steps), key=lambda step: step.ess)
    name = posterior.evidence[step.row].event if step.kind == "row" else None
    where = f"{name.date} {name.code}" if name else f"day {step.day}, {step.kind}"
    return step.ess / size * posterior.worlds, where


def _ess_warnings(posterior: Posterior, least: float, where: str, block_ess: float) -> list[str]:
    found = []
    if least < LEAST_ESS_SHARE * posterior.worlds:
        share = least / posterior.worlds
        found.append(f"in one block only {share:.1%} of the worlds carried the weight after {where}: ask for more worlds")
    if block_ess < LEAST_BLOCK_ESS:
        draws = len(posterior.states)
        found.append(f"the evidence rests on about {block_ess:.1f} of {draws} coefficient draws: ask for more worlds")
    return found


def _equilibria_warning(answer: OrderAnswer) -> str:
    """Said where expectations alone decide in a good part of the worlds."""
    found = answer.equilibria
    if found.share_of_worlds < MANY_WORLDS:
        return ""
    return (
        f"{answer.order}: in {found.share_of_worlds:.0%} of the worlds expectations alone decide (more than one equilibrium); "
        f"P(obeyed) would be {found.p_at_lowest:.0%} if all expect obedience, {found.p_at_highest:.0%} if all expect refusal"
    )


def _undecided_warning(at_end: Horizon) -> list[str]:
    undecided = at_end.shares[-1]
    if undecided < MANY_WORLDS:
        return []
    return [f"{undecided:.0%} of the worlds were still undecided when they stopped being followed"]
