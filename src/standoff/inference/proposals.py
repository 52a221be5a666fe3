"""Where few draws of the coefficients carry the evidence: more draws from where it lies, weighed for having been sought there.

A block's coefficients stand for standard normal numbers z [D]. Drawn from the prior N(0, I), and weighed by the block's
evidence, they are importance sampling of the coefficients; where the evidence is strong few of them carry it. Log evidence is
then nearly linear in a few of the z, and prior times exp(b.z) is N(b, I): further blocks are drawn from there (exponential
tilting). With n_r blocks of the shifts b_r, the prior's being b_0 = 0, every block is weighed by

    prior / mixture = 1 / sum_r (n_r / n) exp(b_r.z - |b_r|^2 / 2),

the balance heuristic (Veach & Guibas 1995; Owen & Zhou 2000), at most n / n_0; drawing in rounds, each looking at those before
it, is adaptive multiple importance sampling (Cornuet, Marin, Mira & Robert 2012).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.inference.resampling import log_sum_exp

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_SLOPES = 8
BLOCKS_A_SLOPE = 3
LONGEST_SHIFT = 4.0
"""Standard deviations of the prior; a slope that would lead further away is not trusted that far."""


def log_prior_ratio(standard: Floats, shifts: Floats, counts: Integers) -> Floats:
    """Log of prior over mixture for each block [B].

    Args:
        standard: [B, D] numbers behind the blocks' coefficients.
        shifts: [R, D] means of the rounds; the first, the prior's, is 0.
        counts: [R] blocks drawn in each round; they add up to B.
    """
    tilts = standard @ shifts.T - 0.5 * np.sum(shifts * shifts, axis=1)
    ratio: Floats = -log_sum_exp(tilts + np.log(counts / counts.sum()))
    return ratio


def evidence_shift(standard: Floats, log_evidence: Floats) -> Floats:
    """Slopes b [D] of log evidence by the standard numbers [B, D]: the mean of the next round's draws.

    Least squares on the few numbers that matter, chosen one by one as long as the extended information criterion falls (Chen &
    Chen 2008), so that a dozen blocks do not find slopes in thirty coefficients by chance.
    """
    z, y = standard - standard.mean(axis=0), log_evidence - log_evidence.mean()
    chosen: list[int] = []
    for _ in range(min(MOST_SLOPES, y.size // BLOCKS_A_SLOPE)):
        best = min((column for column in range(z.shape[1]) if column not in chosen), key=lambda j: _rest(z, y, [*chosen, j]))
        if not _worth_it(_rest(z, y, chosen), _rest(z, y, [*chosen, best]), *z.shape):
            break
        chosen.append(best)
    shift = np.zeros(z.shape[1])
    shift[chosen] = _slopes(z, y, chosen)
    return shift * min(1.0, LONGEST_SHIFT / max(float(np.linalg.norm(shift)), 1e-12))


def _slopes(z: Floats, y: Floats, chosen: list[int]) -> Floats:
    return np.asarray(np.linalg.lstsq(z[:, chosen], y, rcond=None)[0], dtype=np.float64)


def _rest(z: Floats, y: Floats, chosen: list[int]) -> float:
    """Sum of squares that the chosen columns leave unexplained."""
    return float(np.sum((y - z[:, chosen] @ _slopes(z, y, chosen)) ** 2))


def _worth_it(before: float, after: float, blocks: int, columns: int) -> bool:
    """Whether one more slope lowers the extended criterion: its fit pays for itself and for the columns it was chosen from."""
    return before > 0.0 and blocks * np.log(max(after / before, 1e-12)) + np.log(blocks) + 2.0 * np.log(columns) < 0.0
