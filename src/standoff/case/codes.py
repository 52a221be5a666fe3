"""The event codes a chronicle may use: what each means, and the units its size is naturally counted in."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class EventCode:
    """One kind of event.

    Attributes:
        meaning: one line, as in the chronicle format.
        units: what a `size` is usually counted in; other words are accepted, a misspelt one of these is not.
    """

    meaning: str
    units: tuple[str, ...] = ("people",)


_STATES = ("states", "people")
_FORMED = ("people", "units")

EVENT_CODES: MappingProxyType[str, EventCode] = MappingProxyType(
    {
        "protest": EventCode("crowd against the order_giver; size in people"),
        "counter_protest": EventCode("crowd for the order_giver; size in people"),
        "strike": EventCode("general or sector strike against the order_giver"),
        "claim_power": EventCode("challenger claims the office, forms a rival government, takes a building of state"),
        "appeal_to_forces": EventCode("public call on the forces to disobey or change sides"),
        "secret_talks": EventCode("report or claim of contacts between challenger and forces"),
        "amnesty_offer": EventCode("amnesty or guarantees offered to the forces"),
        "order_obeyed": EventCode("forces visibly carry out a contested order (clear a square, guard, arrest) without killing"),
        "kill_protesters": EventCode("forces or gunmen kill; size in people killed"),
        "order_refused": EventCode("unit or commander refuses or evades an order, in public report", _FORMED),
        "challenger_arrested": EventCode("the leader of the challengers is detained, exiled or killed"),
        "challenger_untouched": EventCode("the leader is notably NOT arrested where an arrest would be expected"),
        "mass_arrests": EventCode("many are arrested; size in people"),
        "pledge_loyalty": EventCode("high command or a force declares loyalty to the order_giver", _FORMED),
        "declare_neutral": EventCode(
            "high command or a force declares it will not use force, stays neutral, protects the people",
            _FORMED,
        ),
        "fraternise": EventCode("soldiers or police mix with, let pass or are embraced by the crowd", _FORMED),
        "officer_defects": EventCode("named or counted officers or soldiers change sides; size in people"),
        "unit_defects": EventCode("a formed unit changes sides; size in people or units", _FORMED),
        "mutiny": EventCode("armed disobedience inside a force; size in people", _FORMED),
        "coup_attempt": EventCode("officers move to seize power", _FORMED),
        "ultimatum": EventCode("the high command presses the order_giver to concede or go"),
        "elite_defects": EventCode("ministers, diplomats, deputies, ruling-party figures break; size in people"),
        "counterweight": EventCode(
            "the order_giver expands, arms, brings in or leans on paramilitaries, guards, militias, foreign advisers",
            _FORMED,
        ),
        "purge": EventCode("commanders dismissed, arrested or reshuffled"),
        "patronage": EventCode("pay, promotion, privileges for the forces"),
        "emergency": EventCode("state of emergency, martial law, curfew, decree"),
        "blackout": EventCode("media closed, internet cut"),
        "concession": EventCode("the order_giver yields something short of leaving"),
        "foreign_recognition": EventCode(
            "foreign states recognise or back the challenger; size in states where known", _STATES
        ),
        "foreign_support": EventCode("foreign states back the order_giver (words, money, advisers)", _STATES),
        "sanctions": EventCode("foreign sanctions or aid cut", _STATES),
        "intervention_threat": EventCode("a foreign state threatens or hints at force, or masses troops", _STATES),
        "intervention": EventCode("foreign force is used", _STATES),
        "economic_shock": EventCode("prices, shortages, unpaid wages, blackout of power, loss of revenue"),
    }
)
"""Every code of `standoff-case/1`, in the order of the format."""

KNOWN_UNITS: tuple[str, ...] = ("people", "states", "units", "regions", "parties")
"""Units the library uses more than once; a word very close to one of them is taken for a slip."""

INSIDE_THE_FORCES = frozenset({"mutiny", "officer_defects", "unit_defects"})
"""Codes whose actor is of the forces by definition, so that `tier: none` contradicts them."""

OUTSIDE_THE_FORCES = frozenset(
    {
        "protest",
        "counter_protest",
        "sanctions",
        "foreign_recognition",
        "foreign_support",
        "economic_shock",
    }
)
"""Codes whose actor is hardly ever of the forces, so that a tier other than none deserves a second look."""

CROWDS = frozenset({"protest", "counter_protest", "strike"})
"""Codes whose people are a crowd and cannot outnumber the population."""
