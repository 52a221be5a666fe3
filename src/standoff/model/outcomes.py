"""How a standoff ends: competing hazards a day (model paper section 5, "Outcome map")."""

from __future__ import annotations

from typing import get_args

from standoff.case.values import OutcomeKind
from standoff.model.maths import Array, exp, expit

KINDS: tuple[str, ...] = get_args(OutcomeKind)
UNDECIDED, SURVIVED, STOOD_ASIDE, SHIFTED, REMOVED, NEGOTIATED, FOREIGN, CIVIL_WAR = range(-1, 7)


def chance_in_day(hazard: Array) -> Array:
    """Chance that an event of that hazard a day happens within the day."""
    return 1.0 - exp(-hazard)


def test_hazard(calm: Array, per_crowd: Array, crowd: Array, pace: Array) -> Array:
    """Hazard of a decisive test, an order on which everything turns; crowds force the question."""
    return pace * (calm + per_crowd * crowd)


def fade_hazard(rate: Array, crowd: Array, margin: Array, pace: Array) -> Array:
    """Hazard that the standoff just fades: where he would be obeyed, and the street is quiet."""
    return pace * rate * exp(-crowd) * expit(margin / 0.1)


def negotiation_hazard(rate: Array, concession: Array, margin: Array, pace: Array) -> Array:
    """Hazard of a deal: as he concedes, and the more so the less he would be obeyed."""
    return pace * rate * (0.15 + concession) * expit(-margin / 0.1)


def foreign_hazard(rate: Array, intervention: Array, pace: Array) -> Array:
    """Hazard that foreign force removes him; none without intervention."""
    return pace * rate * intervention


def kind_of_fall(
    command_share: Array, troop_share: Array, command_chance: Array, defending: float, coup_stake: float, split: float
) -> int:
    """Which fall follows a decisive order that failed.

    Half of the command disobeying: officers remove him if their own P(falls) passes the coup stake, else they stand aside.
    Otherwise troops moved: civil war if defenders of weight above `split` fight on, else the forces shift.
    """
    if command_share >= 0.5:
        return REMOVED if command_chance > coup_stake else STOOD_ASIDE
    if troop_share >= 0.5:
        return CIVIL_WAR if defending > split else SHIFTED
    return STOOD_ASIDE
