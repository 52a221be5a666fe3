"""CAMEO codes of acts: what a verb means together with the nouns about it ("launched" + "an offensive")."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING

from standoff.intake.language.lexicon import Entry
from standoff.intake.tables.tables import rows

if TYPE_CHECKING:
    from standoff.intake.coding.clauses import Clause

_COLUMNS = MappingProxyType(
    {"do": "do", "end": "end", "give": "give", "host": "do", "violate": "violate", "try": "do", "weak": "do"}
)
_ARMED = frozenset(("MIL", "COP"))


def act_code(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    """CAMEO code of an act and the kind of the noun that decided it; ("", "") where the verb tells nothing by itself.

    Args:
        verb: entry of the verb.
        nouns: kinds of the event nouns about it, nearest first.
        clause: the clause, for what its sense hangs on besides.
    """
    special = _SPECIAL.get(verb.kind)
    if special is not None:
        return special(verb, nouns, clause)
    column = _COLUMNS.get(verb.kind)
    if column is None:
        return verb.code, nouns[0] if nouns else ""
    if column == "do" and "ending" in nouns:
        column, nouns = "end", nouns[nouns.index("ending") + 1 :]
    for kind in nouns:
        code = _kinds().get(kind, {}).get(column, "")
        if code:
            return code, kind
    return verb.code, ""


def _kinds() -> dict[str, dict[str, str]]:
    return {row["kind"]: row for row in rows("kinds")}


def _sectors(clause: Clause) -> frozenset[str]:
    return frozenset(hit.entry.kind for hit in clause.hits if hit.entry.sort in ("agent", "organisation"))


def _kill(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    lows = {word.low for word in clause.spoken}
    for kind in ("bombing", "airstrike", "shelling", "clash"):
        if kind in _all_nouns(clause):
            return {"bombing": "183", "airstrike": "195", "shelling": "194", "clash": "193"}[kind], kind
    if lows & {"aircraft", "helicopter", "helicopters", "gunships", "planes", "jets", "drone", "predator"}:
        return "195", ""
    if lows & {"bomber", "bombers"}:
        return "183", ""
    return (verb.code if _sectors(clause) & (_ARMED | {"REB", "UAF"}) or verb.code != "190" else "180"), ""


def _all_nouns(clause: Clause) -> frozenset[str]:
    return frozenset(hit.entry.kind for hit in clause.hits if hit.entry.sort == "noun")


def _fire(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    if "teargas" in nouns:
        return "175", "teargas"
    if "shelling" in nouns:
        return "194", "shelling"
    if "arms" in nouns:
        return "194", "arms"
    after = _sectors(clause)
    return ("", "") if after and not after & _ARMED else ("193", "")


def _seize(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    for kind in nouns:
        if kind in ("territory", "power"):
            return "192", kind
        if kind in ("prisoners",):
            return "181", kind
    return "1711", nouns[0] if nouns else ""


def _occupy(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    return ("144" if _sectors(clause) & {"CVL", "OPP", "EDU", "LAB"} else "192"), nouns[0] if nouns else ""


def _expel(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    for kind, code in (("diplomats", "161"), ("inspectors", "1662"), ("peacekeepers", "1661")):
        if kind in nouns:
            return code, kind
    return ("1663" if _sectors(clause) & {"NGO", "IGO"} else "174"), ""


def _ban(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    for kind, code in (("party", "1722"), ("protest", "1721"), ("press", "1721"), ("tradenoun", "163"), ("arms", "163")):
        if kind in nouns:
            return code, kind
    return "172", ""


def _deploy(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    for kind, code in (("peacekeepers", "074"), ("inspectors", "090"), ("troops", "154"), ("arms", "154")):
        if kind in nouns or kind in _all_nouns(clause):
            return code, kind
    return ("154", "") if verb.key == "deploy" or _sectors(clause) & _ARMED else (verb.code, "")


def _arrive(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    found = _all_nouns(clause)
    for kind, code in (("peacekeepers", "074"), ("relief", "073"), ("inspectors", "0862")):
        if kind in found:
            return code, kind
    return ("042", "") if _sectors(clause) & {"GOV", "LEG", "IGO"} else ("", "")


def _withdraw(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    found = nouns + tuple(_all_nouns(clause))
    table = {"peacekeepers": "1661", "inspectors": "1662", "diplomats": "161", "aid": "162", "talks": "164", "support": "161"}
    for kind in found:
        if kind in table:
            return table[kind], kind
    if verb.key == "evacuate" and "relief" in found:
        return "073", "relief"
    return (verb.code or "0874"), "troops" if "troops" in found else ""


def _charge(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    return ("173" if _sectors(clause) & {"COP", "JUD"} else verb.code), ""


def _block(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    for kind, code in (("proposal", "129"), ("press", "1721"), ("aid", "162"), ("relief", "1623")):
        if kind in nouns:
            return code, kind
    return ("191" if _sectors(clause) & _ARMED else "144"), nouns[0] if nouns else ""


def _strike(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    if "agreement" in nouns:
        return "057", "agreement"
    lows = {word.low for word in clause.spoken}
    if lows & {"aircraft", "jets", "planes", "missile", "missiles", "drone", "warplanes"}:
        return "195", ""
    return ("143" if _sectors(clause) & {"LAB", "EDU", "CVL"} else "190"), ""


def _capture(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    if "territory" in nouns or "building" in nouns:
        return "192", "territory"
    return "192" if verb.key != "capture" or not _sectors(clause) & {"CVL", "GOV", "JRN"} else "173", ""


def _release(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    if "statement" in nouns or "investigation" in nouns[:1] or "money" in nouns[:1]:
        return ("071", "money") if "money" in nouns[:1] else ("010", "statement")
    return ("0842" if "property" in nouns else "0841"), nouns[0] if nouns else ""


def _return(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    if "talks" in nouns:
        return "046", "talks"
    for kind, code in (
        ("property", "0842"),
        ("arms", "0842"),
        ("prisoners", "0841"),
        ("refugee", "0863"),
        ("suspects", "0841"),
    ):
        if kind in nouns:
            return code, kind
    return "", ""


def _handover(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    table = {
        "suspects": "063",
        "prisoners": "0841",
        "relief": "073",
        "aid": "070",
        "power": "083",
        "arms": "0842",
        "money": "071",
    }
    for kind in nouns:
        if kind in table:
            return table[kind], kind
    return "063", ""


def _receive(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    for kind, code in (
        ("inspectors", "0862"),
        ("peacekeepers", "0861"),
        ("aid", ""),
        ("money", ""),
        ("arms", ""),
        ("relief", ""),
    ):
        if kind in nouns:
            return code, kind
    return ("043", "") if _sectors(clause) & {"GOV", "LEG", "IGO", "MIL"} else ("", "")


def _close(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    for kind, code in (
        ("border", "191"),
        ("passage", "191"),
        ("press", "1721"),
        ("ties", "161"),
        ("party", "1722"),
        ("investigation", "080"),
    ):
        if kind in nouns:
            return code, kind
    return "", ""


def _call(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    for kind, code in (("strike", "143"), ("protest", "141"), ("boycott", "143"), ("reform", "083")):
        if kind in nouns[:1]:
            return code, kind
    return "", ""


def _blow_up(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    return ("1712", "building") if "building" in nouns and "bombing" not in nouns else ("183", "bombing")


def _veto(verb: Entry, nouns: tuple[str, ...], clause: Clause) -> tuple[str, str]:
    return "129", ""


_SPECIAL: MappingProxyType[str, Callable[[Entry, tuple[str, ...], Clause], tuple[str, str]]] = MappingProxyType(
    {
        "kill": _kill,
        "fire": _fire,
        "seize": _seize,
        "occupy": _occupy,
        "expel": _expel,
        "ban": _ban,
        "deploy": _deploy,
        "arrive": _arrive,
        "withdraw": _withdraw,
        "charge": _charge,
        "block": _block,
        "strikeverb": _strike,
        "capture": _capture,
        "release": _release,
        "return": _return,
        "handover": _handover,
        "receive": _receive,
        "close": _close,
        "call": _call,
        "blowup": _blow_up,
        "veto": _veto,
    }
)
