"""Where paths part: the kinds of event whose report within a window tells most of whether the order-giver will be out.

Only worlds still undecided at the end of the window are compared, so that those that ended early, and had less time to bring
any report, do not make every event look like good news for him. A window that ends with the last day followed tells nothing:
none of those worlds has ended.
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
    effective = _effective_worlds(posterior, log_weight)
    found, last = [], len(blocks[0].outcomes) - 1
    for place, window in enumerate(WINDOWS):
        if window[1] >= last:
            continue
        for number, kind in enumerate(kinds):
            joint = pooled[place, number]
            if joint[0].sum() < LEAST_CHANCE * joint.sum() or joint.sum() <= 0.0 or joint[1].sum() <= 0.0:
                continue
            error = max(_error(posterior, heard[:, place, number], log_weight), least_error(effective * joint))
            found.append(_parting(kind, window, joint / joint.sum(), error, effective * joint.sum()))
    return tuple(sorted(found, key=lambda one: -one.information))


def _effective_worlds(posterior: Posterior, log_weight: Floats) -> float:
    """Equally weighted worlds that would tell a share as well: 1 / sum of w^2 / W over blocks of weight w and W worlds."""
    sizes = np.array([state.block.worlds.size for state in posterior.states])
    return float(1.0 / np.sum(normalised(log_weight) ** 2 / sizes))


def least_error(worlds: Floats) -> float:
    """Standard error of the difference of two shares from counts of worlds [2, 2] alone: reported or not, out or not.

    Runs left out one by one say nothing of a cell in which no world is; one more of each kind is counted so that it is not
    taken for sure (Agresti & Caffo 2000).
    """
    many = worlds.sum(axis=1) + 2.0
    share = (worlds[:, 0] + 1.0) / many
    return float(np.sqrt(np.sum(share * (1.0 - share) / many)))


def _parting(kind: tuple[str, str], window: tuple[int, int], joint: Floats, error: float, worlds: float) -> Parting:
    by_chance = 0.5 / (worlds * np.log(2.0))  # bits that so many worlds show of two events that are independent (Miller 1955)
    return Parting(
        code=kind[0],
        tier=kind[1],
        first=window[0],
        last=window[1],
        chance=float(joint[0].sum()),
        out_if_seen=float(joint[0, 0] / joint[0].sum()),
        out_if_not=float(joint[1, 0] / joint[1].sum()),
        information=1e3 * max(mutual_information(joint) - float(by_chance), 0.0),
        error=error,
    )


def _error(posterior: Posterior, joint: Floats, log_weight: Floats) -> float:
    """Standard error of the difference that the report makes, over independent runs."""

    def difference(used: NDArray[np.bool_]) -> float:
        cells = np.tensordot(normalised(log_weight[used]), joint[used], axes=1)
        seen, unseen = (max(float(row.sum()), 1e-300) for row in cells)
        return float(cells[0, 0] / seen - cells[1, 0] / unseen)

    return jackknife_error(difference, len(joint), posterior.runs)
