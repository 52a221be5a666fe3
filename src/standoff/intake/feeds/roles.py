"""Who a party of a feed is, in our few roles: from the letters of CAMEO and PLOVER, the sectors of ICEWS, a bare name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from types import MappingProxyType

from standoff.intake.feeds.values import Role

_ARMY: frozenset[Role] = frozenset({"army", "forces", "state"})
_POLICE: frozenset[Role] = frozenset({"police", "forces", "state"})
_FORCES: frozenset[Role] = frozenset({"forces", "state"})
_GOVERNMENT: frozenset[Role] = frozenset({"government", "state"})
_COURT: frozenset[Role] = frozenset({"court", "state"})
_OPPOSITION: frozenset[Role] = frozenset({"opposition", "people"})
_CROWD: frozenset[Role] = frozenset({"crowd", "people"})
_ARMED: frozenset[Role] = frozenset({"armed"})
_ORGANISATION: frozenset[Role] = frozenset({"organisation"})
_OTHER: frozenset[Role] = frozenset({"other"})
_STATE: frozenset[Role] = frozenset({"state"})
_NONE: frozenset[Role] = frozenset()

# Letters of CAMEO's and PLOVER's agents and sectors.
_LETTERS: MappingProxyType[str, frozenset[Role]] = MappingProxyType(
    {
        **dict.fromkeys(("MIL",), _ARMY),
        **dict.fromkeys(("COP",), _POLICE),
        **dict.fromkeys(("SPY",), _FORCES),
        **dict.fromkeys(("GOV", "LEG"), _GOVERNMENT),
        **dict.fromkeys(("JUD",), _COURT),
        **dict.fromkeys(("OPP",), _OPPOSITION),
        **dict.fromkeys(("CVL", "LAB", "EDU", "REF", "AGR", "HLH", "MED", "JRN", "JUR", "LGL"), _CROWD),
        **dict.fromkeys(("REB", "INS", "SEP", "UAF", "RAD", "CRM", "PRE", "UNS"), _ARMED),
        **dict.fromkeys(("IGO", "IMG"), _ORGANISATION),
        **dict.fromkeys(("NGO", "NGM", "BUS", "MNC", "ELI", "SET", "REL", "PTY", "MOD", "ENV", "DEV", "HRI", "OTH"), _OTHER),
    }
)

_SECTORS: tuple[tuple[str, frozenset[Role]], ...] = (
    (r"insurgents|\brebel\b|separatists|radicals|organized violent|criminals|unidentified forces", _ARMED),
    (r"\bpolice\b", _POLICE),
    (r"intelligence ministry|military intelligence", _FORCES),
    (r"\bmilitary\b|\barmy\b|\bnavy\b|\bmarines\b|air force|border divisions|paramilitary", _ARMY),
    (r"intergovernmental|\bigos?\b|international government organization", _ORGANISATION),
    (r"out of government", _OPPOSITION),
    (r"protestors|popular opposition|\bdissident\b", _OPPOSITION),
    (r"legislative|executive|ministry|cabinet", _GOVERNMENT),
    (r"\bjudicial\b", _COURT),
    (r"\bgovernment\b", _GOVERNMENT),
    (r"general population|\bsocial\b|\blabor\b|education|activists|human rights ngos|\bmedia\b|\bnews\b", _CROWD),
)

_CIVIL_HEADS = re.compile(r"executive|ministry|cabinet|legislative", re.IGNORECASE)
_CROWD_NAMES = re.compile(
    r"protest|demonstrat|\bmob\b|\bcrowd|citizen|civilian|student|worker|people|resident|villager|women|\bmen\b|activist|employee|rioters",
    re.IGNORECASE,
)
_ARMY_NAMES = re.compile(
    r"\bmilitary|\barm(?:y|ies)\b|armed forces|soldier|troops|\bnavy\b|air force|defen[cs]e forces", re.IGNORECASE
)
_POLICE_NAMES = re.compile(r"\bpolice|gendarm|security forces|border guard", re.IGNORECASE)
_REBEL_NAMES = re.compile(r"\brebel|insurgent|militant|guerrilla|terrorist|militia", re.IGNORECASE)


def roles_of_letters(letters: Iterable[str], bare: bool) -> frozenset[Role]:
    """The roles of CAMEO or PLOVER agents, the first that says something; of a bare country where none is given.

    Args:
        letters: MIL, COP, GOV ... in order of weight.
        bare: whether the party is named by its country alone.
    """
    known = [_LETTERS[one] for one in letters if one in _LETTERS]
    if _ARMED in known:
        return _ARMED
    if known:
        return known[0]
    return _STATE if bare else _NONE


@lru_cache(maxsize=4096)
def roles_of_sectors(sectors: str, name: str, bare: bool) -> frozenset[Role]:
    """The roles of an actor of ICEWS by its sectors and name; of a bare country where it has no sectors.

    A minister who was an officer once is of the government, not of the forces.
    """
    for pattern, roles in _SECTORS:
        if re.search(pattern, sectors, re.IGNORECASE):
            return _GOVERNMENT if roles == _ARMY and _CIVIL_HEADS.search(sectors) else roles
    if sectors:
        return _OTHER
    return _STATE if bare else roles_of_name(name)


def roles_of_name(name: str) -> frozenset[Role]:
    """The roles a name itself tells: protesters, police, an army; none where it tells nothing."""
    for pattern, roles in ((_REBEL_NAMES, _ARMED), (_POLICE_NAMES, _POLICE), (_ARMY_NAMES, _ARMY), (_CROWD_NAMES, _CROWD)):
        if pattern.search(name):
            return roles
    return _GOVERNMENT if re.search(r"\bgovernment\b", name, re.IGNORECASE) else _NONE


def roles_of_inter(code: str) -> frozenset[Role]:
    """The roles behind ACLED's `inter`: a number from 1 to 8, or its words in later exports."""
    words = {"1": "state forces", "2": "rebel", "3": "political militia", "4": "identity militia", "5": "rioters"}
    words |= {"6": "protesters", "7": "civilians", "8": "external/other forces"}
    text = words.get(code.removesuffix(".0"), code).casefold()
    found = {"state forces": _FORCES, "rioters": _CROWD, "protesters": _CROWD, "civilians": _CROWD}
    if "external" in text or "other forces" in text:
        return _FORCES
    return found.get(text, _ARMED if re.search("rebel|militia", text) else _NONE)
