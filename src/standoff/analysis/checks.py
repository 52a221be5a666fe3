"""How sure the machine is of its own arithmetic, and what it warns of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.answer import Checks, Horizon, OrderAnswer
from standoff.analysis.effective_sizes import least_worlds, recovery_notes, shortage_warnings, starts_left
from standoff.analysis.survival import survival_notes
from standoff.inference.blocks import effective_draws
from standoff.inference.pooling import jackknife_error
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import log_mean_exp, normalised

LARGE_ERROR = 0.03
MANY_WORLDS = 0.05


def checks(posterior: Posterior, order: int, orders: Sequence[OrderAnswer], outcomes: Sequence[Horizon]) -> Checks:
    """Effective sample sizes, Monte Carlo error over independent runs, log evidence, warnings, notes."""
    least, where = least_worlds(posterior)
    error = monte_carlo_error(posterior, order)
    warnings = (
        *shortage_warnings(posterior),
        *([f"Monte Carlo error of P(obeyed) is {error:.3f}: ask for more worlds"] if error > LARGE_ERROR else []),
        *(warning for answer in orders if (warning := _equilibria_warning(answer))),
        *(_undecided_warning(outcomes[-1]) if outcomes else ()),
    )
    return Checks(
        ess_min=least,
        ess_min_at=where,
        mc_error=error,
        log_evidence=log_mean_exp(posterior.log_weight_of_blocks),
        log_evidence_error=evidence_error(posterior),
        worlds_run=sum(state.block.worlds.size for state in posterior.states),
        blocks=len(posterior.states),
        block_ess=effective_draws(posterior.log_weight_of_blocks),
        starts_left=starts_left(posterior),
        runs=posterior.runs,
        warnings=warnings,
        notes=(*recovery_notes(posterior), *survival_notes(posterior, order)),
    )


def with_outcomes(found: Checks, outcomes: Sequence[Horizon]) -> Checks:
    """The same checks and what the ends of the worlds warn of, once they were followed."""
    return replace(found, warnings=(*found.warnings, *_undecided_warning(outcomes[-1])))


def monte_carlo_error(posterior: Posterior, order: int) -> float:
    """Standard error of P(order obeyed) from leaving out one independent run at a time."""
    refused, log_weight = posterior.refused()[:, order], posterior.log_weight_of_blocks

    def estimate(used: NDArray[np.bool_]) -> float:
        return float(np.sum(normalised(log_weight[used]) * refused[used]))

    return jackknife_error(estimate, len(refused), posterior.runs)


def evidence_error(posterior: Posterior) -> float:
    """Standard error of the log evidence, in the same way."""
    log_weight = posterior.log_weight_of_blocks
    return jackknife_error(lambda used: log_mean_exp(log_weight[used]), len(log_weight), posterior.runs)


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
