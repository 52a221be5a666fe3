"""Where paths part: the kinds of event whose report within a window tells most of whether the order-giver will be out.

Only worlds still undecided at the end of the window are compared, so that those that ended early, and had less time to bring
any report, do not make every event look like good news for him.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.forward.block import WINDOWS, Followed
from standoff.analysis.forward.values import Parting
from standoff.analysis.why.possible import kinds_of_event, mutual_information
from standoff.inference.pooling import jackknife_error
from standoff.inference.posterior import Posterior
from standoff.inference.resampling import normalised

Floats = NDArray[np.float64]

LEAST_CHANCE = 0.002
"""Below this share of worlds a report is too rare to say what follows it."""


def partings(posterior: Posterior, blocks: tuple[Followed, ...], log_weight: Floats) -> tuple[Parting, ...]:
    """Kinds of event by how much they tell, the most telling first."""
    heard = np.array([block.heard for block in blocks])
    kinds, _ = kinds_of_event(posterior)
    pooled = np.tensordot(normalised(log_weight), heard, axes=1)
    found = []
    for place, window in enumerate(WINDOWS):
        for number, kind in enumerate(kinds):
            joint = pooled[place, number]
            if joint[0].sum() < LEAST_CHANCE * joint.sum() or joint.sum() <= 0.0 or joint[1].sum() <= 0.0:
                continue
            error = _error(posterior, heard[:, place, number], log_weight)
            found.append(_parting(kind, window, joint / joint.sum(), error))
    return tuple(sorted(found, key=lambda one: -one.information))


def _parting(kind: tuple[str, str], window: tuple[int, int], joint: Floats, error: float) -> Parting:
    return Parting(
        code=kind[0],
        tier=kind[1],
        first=window[0],
        last=window[1],
        chance=float(joint[0].sum()),
        out_if_seen=float(joint[0, 0] / joint[0].sum()),
        out_if_not=float(joint[1, 0] / joint[1].sum()),
        information=1e3 * mutual_information(joint),
        error=error,
    )


def _error(posterior: Posterior, joint: Floats, log_weight: Floats) -> float:
    """Standard error of the difference that the report makes, over independent runs."""

    def difference(used: NDArray[np.bool_]) -> float:
        cells = np.tensordot(normalised(log_weight[used]), joint[used], axes=1)
        seen, unseen = (max(float(row.sum()), 1e-300) for row in cells)
        return float(cells[0, 0] / seen - cells[1, 0] / unseen)

    return jackknife_error(difference, len(joint), posterior.runs)
