"""Which part a phrase plays: the ruler, the challenger, the forces, the crowd, officials, foreigners."""

from __future__ import annotations

from collections.abc import Iterable

from standoff.intake.coding.actors import Actor
from standoff.intake.coding.cast import Cast
from standoff.intake.coding.forces import tier_of
from standoff.intake.language.words import folded
from standoff.intake.tables.tables import listed

ROLES = (
    "ruler",
    "challenger",
    "leader",
    "command",
    "forces",
    "paramilitary",
    "crowd",
    "officials",
    "foreign",
    "foreign_forces",
    "other",
)
"""Every part: `leader` is the challengers' own head, `command` that of the forces, `foreign_forces` those of other states."""

_OPPOSING = (
    "opposition",
    "opponent",
    "protester",
    "protestor",
    "demonstrator",
    "dissident",
    "anti-government",
    "rebel",
    "activist",
)
_LEADING = ("opposition leader", "interim president", "self-proclaimed", "self-declared")
_LOYAL = ("pro-government", "pro-regime", "government supporters", "loyalist", "regime supporters")
_OFFICIAL = (
    "diplomat",
    "minister",
    "deputy",
    "deputies",
    "judge",
    "prosecutor",
    "governor",
    "ambassador",
    "consul",
    "official",
    "lawmaker",
    "attache",
    "senator",
    "attorney general",
    "vice president",
    "mayor",
    "legislator",
    "congressman",
    "supreme court",
)
_RULING = ("government", "regime", "authorities", "president", "presidency", "administration", "junta", "the state")
_CROWD = frozenset(("CVL", "EDU", "LAB", "OPP", "AGR", "HLH", "REF", "JRN", "REL"))


def roles_of(actor: Actor, cast: Cast) -> frozenset[str]:
    """The parts a phrase plays; what follows "of" in it only tells whose it is.

    Args:
        actor: the phrase.
        cast: who plays which part in the case or page.
    """
    head = _head_of(actor.text) if actor.sectors else actor.text
    low = f" {folded(head)} "
    named = frozenset(name.role for name in cast.names if any(f" {word}" in low for word in name.spoken))
    abroad = bool(actor.countries) and cast.iso3 != "" and cast.iso3 not in actor.countries
    roles: set[str] = set(_roles(actor, low, abroad))
    if named:
        roles = (roles - {"officials", "crowd", "ruler", "challenger", "foreign"}) | named
    if "challenger" in named or any(word in low for word in _LEADING):
        roles |= {"challenger", "leader"}
    return frozenset(roles or {"other"})


_PARTS = listed(
    "members dozens hundreds thousands scores tens some most many several group groups part elements majority number half all"
    " one two three millions bands waves"
)


def _head_of(text: str) -> str:
    """What stands before "of", unless that only says how many: "members of the presidential guard"."""
    parts = text.split(" of ")
    while len(parts) > 1 and folded(parts[0]).split()[-1:] and folded(parts[0]).split()[-1] in _PARTS:
        parts = parts[1:]
    return parts[0]


def _roles(actor: Actor, low: str, abroad: bool) -> Iterable[str]:
    armed = bool({"MIL", "COP", "SPY"} & set(actor.sectors))
    if abroad or (actor.names and "IGO" in actor.sectors):
        yield "foreign_forces" if armed else "foreign"
        if armed or "diplomat" not in low:
            return
    if "UAF" in actor.sectors:
        yield "paramilitary"
        if armed:
            yield "forces"
    elif any(f" {word}{end}" in low for word in _OPPOSING for end in (" ", "s ", "-")):
        yield "challenger"
        yield "crowd"
    elif armed or (tier_of(low) != "none" and "GOV" in actor.sectors and "minister" in low):
        yield "forces"
        if tier_of(low) == "command":
            yield "command"
    elif any(word in low for word in _OFFICIAL) and not any(word in low for word in ("president ", "prime minister")):
        yield "officials"
    elif any(word in low for word in _LOYAL):
        yield "ruler"
        yield "crowd"
    elif any(word in low for word in _RULING):
        yield "ruler"
    elif _CROWD & set(actor.sectors):
        yield "crowd"
    elif "LEG" in actor.sectors or "JUD" in actor.sectors:
        yield "officials"
