"""CAMEO folds will, refusal, demand and threat into its codes; here a bare act and the frames around it become such a code.

Standoff itself keeps them apart: the act has its code, the frames become a modality (`modality_of`).
"""

from __future__ import annotations

from types import MappingProxyType

from standoff.intake.values import Told

_INTENT = MappingProxyType(
    {
        "06": "031", "061": "0311", "062": "0312", "063": "0313", "064": "0314", "05": "032", "07": "033", "071": "0331",
        "072": "0332", "073": "0333", "074": "0334", "083": "034", "0831": "0341", "0832": "0342", "0833": "0343", "08": "035",
        "081": "0351", "0811": "0351", "0812": "0351", "0813": "0351", "0814": "0351", "082": "0352", "084": "0353", "0841": "0353",
        "0842": "0353", "085": "0354", "086": "0355", "0861": "0355", "0862": "0355", "0863": "0355", "087": "0356", "0871": "0356",
        "0872": "0356", "0873": "0356", "0874": "0356", "04": "036", "045": "039", "02": "030", "03": "030",
    }
)  # fmt: skip
_THREAT = MappingProxyType(
    {
        "14": "133", "15": "138", "16": "1313", "162": "1311", "1621": "1311", "1622": "1311", "1623": "1311", "163": "1312", "164": "134",
        "165": "135", "166": "136", "1661": "136", "1662": "136", "1663": "136", "17": "132", "1721": "1321", "1722": "1322", "1723": "1323",
        "1724": "1324", "175": "137", "18": "1383", "19": "1384", "191": "1381", "192": "1382", "20": "1385", "204": "1385", "139": "139",
    }
)  # fmt: skip
_DEMAND = MappingProxyType(
    {
        "06": "101", "061": "1011", "062": "1012", "063": "1013", "064": "1014", "05": "102", "07": "103", "071": "1031", "072": "1032",
        "073": "1033", "074": "1034", "083": "104", "08": "105", "081": "1051", "082": "1052", "084": "1053", "0841": "1053", "0842": "1053",
        "085": "1054", "086": "1055", "087": "1056", "0871": "1056", "0872": "1056", "0873": "1056", "0874": "1056", "04": "106", "045": "108",
        "057": "107",
    }
)  # fmt: skip
_REFUSAL = MappingProxyType(
    {
        "06": "121", "061": "1211", "062": "1212", "063": "1213", "064": "1214", "07": "122", "071": "1221", "072": "1222", "073": "1223",
        "074": "1224", "083": "123", "08": "124", "081": "1241", "082": "1242", "084": "1243", "0841": "1243", "085": "1244", "086": "1245",
        "087": "1246", "0871": "1246", "04": "125", "045": "126", "057": "127",
    }
)  # fmt: skip
_HOSTILE = frozenset(("13", "14", "15", "16", "17", "18", "19", "20"))


def composed(code: str, frames: tuple[str, ...]) -> str:
    """The CAMEO code of an act within its frames, the outermost first; "" where CAMEO has none (a plain negation).

    Example:
        >>> composed("072", ("intend",)), composed("046", ("refuse",)), composed("190", ("threaten",)), composed("173", ("not",))
        ('0332', '125', '1384', '')
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
        return _found(_DEMAND, code, "100")
    if frame == "urge":
        return "02" + _found(_DEMAND, code, "100")[2:]
    if frame == "order":
        return code if code[:2] in _HOSTILE | {"08"} else _found(_DEMAND, code, "100")
    if frame in ("refuse", "deny"):
        return _found(_REFUSAL, code, "120")
    if frame == "threaten":
        return _found(_THREAT, code, "130")
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
        return code if root in ("03", "08") else _found(_INTENT, code, "030")
    if root in ("14", "16", "17", "18", "19", "20"):
        return _found(_THREAT, code, "130") if frame != "prepare" else "150"
    if root in ("04", "05", "06", "07", "08", "02", ""):
        return _found(_INTENT, code, "030") if code or frame != "possible" else "014"
    return code


def _found(table: MappingProxyType[str, str], code: str, default: str) -> str:
    """The entry of a code or of the code it belongs to."""
    for length in range(len(code), 1, -1):
        if code[:length] in table:
            return table[code[:length]]
    return default


def modality_of(frames: tuple[str, ...], led_by: str = "") -> Told:
    """How an act within such frames is told: done only where nothing stands around it."""
    if led_by in ("if", "unless", "whether", "lest") or "possible" in frames or "threaten" in frames:
        return "hypothetical"
    if {"not", "refuse", "deny", "fail", "prevent"} & set(frames):
        return "denied"
    if {"demand", "must", "urge"} & set(frames):
        return "hypothetical"
    if {"intend", "prepare", "order"} & set(frames):
        return "planned"
    return "done"
