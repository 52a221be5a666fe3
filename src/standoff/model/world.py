"""The state of many worlds, one row of numbers a quantity, one column a world.

All quantities live in one float64 array `cells[row, world]`, so that resampling, saving and comparing worlds are single
operations; `World` names its rows. A view costs nothing: writing through a name writes the cells.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.model.priors import COVARIATES, ORDERS

Floats = NDArray[np.float64]


class World(NamedTuple):
    """Rows of `cells` by name.

    Shapes: [W] a number a world; [G, W] a group; [X, W] an order; [C, W] a covariate; [F, W] a force; [K, W] a code.
    """

    # Fixed for a world.
    anchor: Floats  # [W] strength it returns to
    base_logit: Floats  # [G, W] stake logit before covariates
    signal_noise: Floats  # [W] error of the order-giver's private signal, in its standard deviations
    threshold_mean: Floats  # [W] citizens' thresholds, log10 share
    threshold_sd: Floats  # [W]
    # Moving.
    strength: Floats  # [W] theta
    cohesion: Floats  # [W] logit common to all forces
    belief_mean: Floats  # [W] z
    belief_precision: Floats  # [W] alpha
    crowd: Floats  # [W] log10 share of the population in the street
    covariates: Floats  # [C, W] in [0, 1], in the order of priors.COVARIATES
    culpability: Floats  # [F, W] in [0, 1]
    echo: Floats  # [K, W] how much the last reports of a code bring on the next
    exposure: Floats  # [W] reports to expect so far at tempo 1, whoever is right
    reports: Floats  # [W] reports so far
    chance_seen: Floats  # [W] highest public chance of a fall so far: whose threshold it passed has left
    # Of the day.
    tempo: Floats  # [W] how fast the case is written down, as of the morning
    occasion: Floats  # [W] how far an arrest is to be expected, as of the morning
    visible: Floats  # [W] share of what happens that gets through a blackout to those who write, as of the morning
    root: Floats  # [X, W] theta*: the order is obeyed iff strength exceeds it
    chance_obeyed: Floats  # [X, W] as the order-giver sees it
    ordering: Floats  # [X, W] chance that he gives it when the occasion is there
    share: Floats  # [G, W] of a group that disobeys (defenders: defends), mean over orders
    disloyalty: Floats  # [G + 1, W] disloyalty index of each group; last row: of the margin
    # Of the forward direction.
    officials_out: Floats  # [W] people
    states_out: Floats  # [W] states that no longer recognise the order-giver
    members_out: Floats  # [G, W] people who crossed over
    outcome: Floats  # [W] -1 undecided, else index into outcomes.KINDS
    ended: Floats  # [W] day of the outcome, -1 while undecided


def row_counts(groups: int, forces: int, codes: int) -> dict[str, int]:
    """Rows of each field of `World`; 0 stands for a single row that is a vector over worlds."""
    several = {
        "base_logit": groups,
        "covariates": len(COVARIATES),
        "culpability": forces,
        "echo": codes,
        "root": len(ORDERS),
        "chance_obeyed": len(ORDERS),
        "ordering": len(ORDERS),
        "share": groups,
        "disloyalty": groups + 1,
        "members_out": groups,
    }
    return {name: several.get(name, 0) for name in World._fields}


def cell_rows(groups: int, forces: int, codes: int) -> int:
    """Rows that `cells` needs."""
    return sum(max(rows, 1) for rows in row_counts(groups, forces, codes).values())


def view(cells: Floats, groups: int, forces: int, codes: int) -> World:
    """Name the rows of `cells`, shape [cell_rows, W], without copying."""
    return World(*[cells[place] for place in _places(groups, forces, codes)])


@cache
def _places(groups: int, forces: int, codes: int) -> tuple[int | slice, ...]:
    """The row, or the rows, of each field."""
    counts = row_counts(groups, forces, codes).values()
    firsts = accumulate((max(rows, 1) for rows in counts), initial=0)
    return tuple(slice(first, first + rows) if rows else first for first, rows in zip(firsts, counts, strict=False))
