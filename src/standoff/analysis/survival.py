"""Learning from survival: could a refusal still be coordinated after a test of obedience that was passed?

The daily belief stays normal and knows no floor (see `model.survival`, which measures what that misses). Here the worlds as
they stand are asked what would follow if the latest passed test had been a full one and everybody knew its threshold: the floor
of a world is its threshold of the tested order as of that morning, and the public belief, which already holds as much of the
test as the day made of it, is truncated there. With the priors as they are private signals are so much poorer than the
critical precision that this is so in nearly every world: what it tells is how much the daily belief leaves open.
"""

from __future__ import annotations

import numpy as np

from standoff.analysis.estimates import world_weights
from standoff.analysis.words import percent
from standoff.engine.second_attack import second_attack_of_order
from standoff.inference.posterior import Posterior
from standoff.model.priors import ORDERS


def survival_notes(posterior: Posterior, order: int) -> tuple[str, ...]:
    """One sentence on the order asked about, naming the test; none where no test of obedience was passed."""
    row = latest_passed_test(posterior)
    if row < 0:
        return ()
    event = posterior.evidence[row].event
    silent = percent(share_without_further_attack(posterior, row, order), posterior.worlds)
    return (
        f"had the test of {event.date} ({event.code}), which the forces passed, been a full one with its threshold known to "
        f"all, refusing {ORDERS[order]} could no longer be coordinated in {silent} of the worlds (learning from survival)",
    )


def latest_passed_test(posterior: Posterior) -> int:
    """Place in the trail of the last row that showed the forces obeying, -1 for none."""
    trail = posterior.trail
    passed = np.flatnonzero((posterior.stage.setting.test[trail.code] > 0.0) & (trail.test_share > 0.0))
    return int(passed[-1]) if passed.size else -1


def share_without_further_attack(posterior: Posterior, row: int, order: int) -> float:
    """Weighted share of worlds in which no refusal of `order` could be coordinated, all knowing the threshold of that test."""
    stage = posterior.stage
    tested, possible = stage.setting.tested_order[posterior.trail.code[row]], 0.0
    for state, weight in zip(posterior.states, world_weights(posterior), strict=True):
        floor = stage.world(state.block.cells).root[tested]
        possible += float(np.sum(weight[np.isfinite(second_attack_of_order(stage, state.block, order, floor))]))
    return 1.0 - possible
