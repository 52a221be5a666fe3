"""Which force of a case some words name, and who acts within the forces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from standoff.case.values import Force, Tier
from standoff.intake.language.words import folded, words
from standoff.intake.tables.tables import rows, several

_TOO_COMMON = frozenset(("army", "police", "troops", "navy", "militia"))


def force_named(spoken: str, forces: Iterable[Force]) -> str:
    """The force that words name: by its own name, else the only one of the kind they name; "" where that leaves a doubt.

    "The armed forces", "the military" and "soldiers" name no single force.

    Args:
        spoken: a phrase, such as "27 guardsmen of the National Guard".
        forces: those of the case.
    """
    known = tuple(forces)
    low = f" {' '.join(word.low for word in words(spoken))} "
    named = {force.name for force in known if any(f" {name} " in low for name in force_names(force))}
    if named:
        return named.pop() if len(named) == 1 else ""
    kind = next((row["kind"] for row in rows("force_kinds") if any(f" {word} " in low for word in several(row["words"]))), "")
    fitting = [force.name for force in known if force.kind == kind]
    return fitting[0] if len(fitting) == 1 else ""


def force_names(force: Force) -> tuple[str, ...]:
    """Ways a page writes a force, in small letters: its name, and each of the names it joins ("SEBIN and DGCIM")."""
    parts = [folded(part).strip() for part in re.split(r" and | with |[,;()/]", force.name)]
    whole = " ".join(word.low for word in words(force.name))
    return tuple(dict.fromkeys(name for name in (whole, *parts) if len(name) > 3 and name not in _TOO_COMMON))


def tier_of(spoken: str) -> Tier:
    """Who acts within the forces, from the words of a phrase; "none" where it names no soldier.

    Example:
        >>> tier_of("27 guardsmen"), tier_of("the defence minister"), tier_of("an army battalion")
        ('troops', 'command', 'unit')
    """
    low = f" {folded(spoken)} "
    for row in rows("tiers"):
        if re.search(rf" (?:{'|'.join(several(row['words']))})s? ", low):
            return cast(Tier, row["tier"])
    return "none"
