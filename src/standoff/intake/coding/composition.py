"""CAMEO folds will, refusal, demand and threat into its codes; here a bare act and the frames around it become such a code.

Standoff itself keeps them apart: the act has its code, the frames become a modality (`modality_of`).
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from standoff.intake.tables.tables import rows
from standoff.intake.values import Told

Column = Literal["intent", "threat", "demand", "refusal"]
_HOSTILE = frozenset(("13", "14", "15", "16", "17", "18", "19", "20"))


def composed(code: str, frames: tuple[str, ...]) -> str:
    """The CAMEO code of an act within its frames, the outermost first; "" where CAMEO has none (a plain negation).

    Example:
        >>> composed("072", ("intend",)), composed("046", ("refuse",)), composed("190", ("threaten",))
        ('0332', '125', '1384')
    """
    for frame in reversed(_joined(frames)):
        code = _framed(code, frame)
    return code


def _joined(frames: tuple[str, ...]) -> tuple[str, ...]:
    """Will and not together are a refusal ("will not accept"); must not is still a demand."""
    if "not" in frames and "intend" in frames:
        return ("refuse", *(frame for frame in frames if frame not in ("not", "intend")))
    if "must" in frames and {"intend", "accept"} & set(frames[:1]):
        return tuple(frame for frame in frames if frame != "must")
    return frames


def _framed(code: str, frame: str) -> str:
    if frame in ("intend", "possible", "accept", "prepare"):
        return _meant(code, frame)
    if frame in ("demand", "must"):
        return _found("demand", code, "100")
    if frame == "urge":
        return "02" + _found("demand", code, "100")[2:]
    if frame == "order":
        return code if code[:2] in _HOSTILE | {"08"} else _found("demand", code, "100")
    if frame in ("refuse", "deny"):
        return _found("refusal", code, "120")
    if frame == "threaten":
        return _found("threat", code, "130")
    if frame == "prevent":
        return "172" if code[:2] not in ("14",) else "1721"
    if frame == "allow":
        return "081" if code[:2] not in ("08",) else code
    if frame == "fail":
        return "120" if code[:2] in ("03", "05") else ""
    return ""


def _meant(code: str, frame: str) -> str:
    """What is intended: cooperation becomes an agreement, hostility a threat, a refusal or demand stays what it is."""
    root = code[:2]
    if frame == "accept":
        return code if root in ("03", "08") else _found("intent", code, "030")
    if root in ("14", "16", "17", "18", "19", "20"):
        return _found("threat", code, "130") if frame != "prepare" else "150"
    if root in ("04", "05", "06", "07", "08", "02", ""):
        return _found("intent", code, "030") if code or frame != "possible" else "014"
    return code


def _found(column: Column, code: str, default: str) -> str:
    """The entry of a code, or of the code it belongs to, in one column of `composition.csv`."""
    for length in range(len(code), 1, -1):
        found = _table().get(code[:length], {}).get(column)
        if found:
            return found
    return default


@cache
def _table() -> dict[str, dict[str, str]]:
    return {row["act"]: row for row in rows("composition")}


def modality_of(frames: tuple[str, ...], led_by: str = "") -> Told:
    """How an act within such frames is told: done only where nothing stands around it.

    "disclaim" is that a speaker says it did not happen ("denied that ...").
    """
    if led_by in ("if", "unless", "whether", "lest") or "possible" in frames or "threaten" in frames:
        return "hypothetical"
    if {"not", "refuse", "deny", "fail", "prevent", "disclaim"} & set(frames):
        return "denied"
    if {"demand", "must", "urge"} & set(frames):
        return "hypothetical"
    if {"intend", "prepare", "order"} & set(frames):
        return "planned"
    return "done"
