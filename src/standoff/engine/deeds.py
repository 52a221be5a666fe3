"""Orders given in a what-if: in each world the core decides whether the forces obey, and what follows is drawn there.

An order given is the decisive test that stage 6 otherwise brings by chance: obeyed, it may settle the standoff; refused, it may
bring the order-giver down.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine import sites
from standoff.engine.answers import shares_of_order
from standoff.engine.compile import device, kernel
from standoff.engine.draws import Seed, checked_seed, uniform
from standoff.engine.effects import cause, counted, hear, learn_test
from standoff.engine.endings import end, kind_of_failure
from standoff.engine.ensemble import Block, Stage
from standoff.engine.obedience import ARREST_LEADER, CLEAR_CROWD, SHOOT
from standoff.model.outcomes import SURVIVED
from standoff.model.setting import Setting
from standoff.model.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

OBEYED = -1
DECISIVE = (ARREST_LEADER, CLEAR_CROWD, SHOOT)


def order_given(stage: Stage, block: Block, order: int, code: int, force: int, refused: int, day: int) -> Block:
    """The block after an order was given in the evening of `day` in every undecided world.

    Args:
        stage: the case made ready.
        block: the worlds as they stand; left as they are.
        order: which order.
        code: what is reported where it was carried out.
        force: who carries it out, -1 for nobody in particular.
        refused: what is reported where it was refused.
        day: days since the start of the case.
    """
    cells, share = block.cells.copy(), shares_of_order(stage, block, order)
    settles = stage.setting.test_settles if order in DECISIVE else 0.0
    acts = (order, code, force, refused, settles, checked_seed(stage.seed), block.worlds, day)
    give_order(stage.world(cells), stage.setting, share, *acts)
    return Block(block.number, block.coefficients, block.beta, block.worlds, cells, block.standard, block.growth)


@kernel
def give_order(
    world: World,
    setting: Setting,
    share: Floats,
    order: int,
    code: int,
    force: int,
    refused: int,
    settles: float,
    seed: Seed,
    worlds: Integers,
    day: int,
) -> None:
    """Carry out the order or refuse it in each undecided world: news, what it teaches, and whether that is the end."""
    for i in range(worlds.size):
        if world.outcome[i] >= 0.0:
            continue
        lot = uniform(seed, worlds[i], day, sites.ORDER_GIVEN + order)
        if world.strength[i] > world.root[order, i]:
            all_hear(world, setting, code, force, i)
            learn_test(world, order, 1.0, 1.0, i)
            if lot < settles:
                end(world, SURVIVED, day, i)
        else:
            kind = kind_of_failure(world, setting, order, share, i)
            all_hear(world, setting, refused, force, i)
            learn_test(world, order, -1.0, 1.0, i)
            if lot < setting.fall[order]:
                end(world, kind, day, i)


@device
def all_hear(world: World, setting: Setting, code: int, force: int, i: int) -> None:
    """A thing done for all to see in world i."""
    hear(world, setting, code, 1.0, i)
    cause(world, setting, code, force, 1.0, i)
    world.echo[code, i] += counted(setting, code)
    world.reports[i] += counted(setting, code)


def failures_of_order(stage: Stage, block: Block, order: int) -> Integers:
    """What would become of an order given now in each world [W]: OBEYED, or the kind of fall its failure would be."""
    share, kinds = shares_of_order(stage, block, order), np.empty(block.worlds.size, dtype=np.int64)
    classify(stage.world(block.cells), stage.setting, order, share, kinds)
    return kinds


@kernel
def classify(world: World, setting: Setting, order: int, share: Floats, kinds: Integers) -> None:
    """Write each world's failure [W], OBEYED where strength exceeds the threshold."""
    for i in range(kinds.size):
        kinds[i] = OBEYED if world.strength[i] > world.root[order, i] else kind_of_failure(world, setting, order, share, i)
