"""The event codes of the field, and how they translate: CAMEO as text, its PLOVER word, its class of five.

CAMEO (Schrodt, "CAMEO: Conflict and Mediation Event Observations, Event and Actor Codebook", 1.1b3, 2012) has 20 roots; its
codes begin with the two digits of the root, and many files lose the zero in front. PLOVER (Open Event Data Alliance, draft 0.8,
2021) has 16 words; its own table says which CAMEO code becomes which, and has none for roots 01 and 02.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from types import MappingProxyType

from standoff.intake.tables.tables import rows

ROOTS: MappingProxyType[str, str] = MappingProxyType(
    {
        "01": "statement",
        "02": "appeal",
        "03": "intent to cooperate",
        "04": "meeting or talk",
        "05": "diplomatic cooperation",
        "06": "material cooperation",
        "07": "aid",
        "08": "yielding",
        "09": "investigation",
        "10": "demand",
        "11": "disapproval",
        "12": "rejection",
        "13": "threat",
        "14": "protest",
        "15": "show of force",
        "16": "reduced relations",
        "17": "coercion",
        "18": "assault",
        "19": "fight",
        "20": "mass violence",
    }
)
"""What the 20 roots of CAMEO are about, in our words."""

_PLOVER_ROOTS = MappingProxyType(
    {
        "03": "AGREE",
        "04": "CONSULT",
        "05": "SUPPORT",
        "06": "COOPERATE",
        "07": "AID",
        "08": "CONCEDE",
        "09": "ACCUSE",
        "10": "REQUEST",
        "11": "ACCUSE",
        "12": "REJECT",
        "13": "THREATEN",
        "14": "PROTEST",
        "15": "MOBILIZE",
        "16": "SANCTION",
        "17": "COERCE",
        "18": "ASSAULT",
        "19": "ASSAULT",
        "20": "ASSAULT",
    }
)

# Where PLOVER took a code out of its root.
_PLOVER_MOVED = MappingProxyType(
    {
        "0813": "RETREAT",
        "0814": "RETREAT",
        "084": "RETREAT",
        "085": "RETREAT",
        "086": "RETREAT",
        "087": "RETREAT",
        "163": "COERCE",
        "1712": "ASSAULT",
        "175": "ASSAULT",
        "191": "COERCE",
        "192": "COERCE",
    }
)

_CODE = re.compile(r"(?:0[1-9]|1[0-9]|20)[0-9]{0,2}\Z")
_DIGITS = re.compile(r"([0-9]{1,4})(?:\.0+)?\Z")  # a spreadsheet may have made 36.0 of 036


@lru_cache(maxsize=4096)
def cameo_text(code: str | int, root: str | int | None = None) -> str:
    """A CAMEO code as text with the zero in front that files lose; "" where it is no code of CAMEO.

    Args:
        code: as the file has it: "0841", "841", 36, "36.0".
        root: root code of the same row, with or without its zero; it tells 10 of root 1 ("010") from root 10.

    Example:
        >>> cameo_text(36), cameo_text("311"), cameo_text("10", "1"), cameo_text("13y")
        ('036', '0311', '010', '')
    """
    digits = _digits(code)
    if not digits:
        return ""
    wanted = _digits(root).zfill(2) if root is not None and _digits(root) else ""
    for text in (digits, "0" + digits):
        if _CODE.match(text) and (not wanted or text.startswith(wanted)):
            return text
    return ""


def plover_root(cameo: str) -> str:
    """The word of PLOVER for a CAMEO code; "" where there is none: PLOVER leaves out statements (01) and appeals (02).

    Example:
        >>> plover_root("141"), plover_root("163"), plover_root("010")
        ('PROTEST', 'COERCE', '')
    """
    code = cameo_text(cameo)
    for length in (4, 3):
        if code[:length] in _PLOVER_MOVED:
            return _PLOVER_MOVED[code[:length]]
    return _PLOVER_ROOTS.get(code[:2], "")


def penta(cameo: str) -> int | None:
    """The class of five of a CAMEO code, None where it is no code.

    0 statement, 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; investigation (09)
    counts as verbal and protest (14) as material conflict (Schrodt and Yonamine 2013).
    """
    code = cameo_text(cameo)
    if not code:
        return None
    return sum(int(code[:2]) > last for last in (2, 5, 8, 13))


def root_words(cameo: str) -> str:
    """The root of a CAMEO code with its words, for tallies: "14 protest"; "no code" where it is none."""
    root = cameo_text(cameo)[:2]
    return f"{root} {ROOTS[root]}" if root else "no code"


def _digits(code: str | int | None) -> str:
    found = _DIGITS.match(str(code).strip())
    return found[1] if found else ""


@cache
def case_codes() -> MappingProxyType[str, dict[str, str]]:
    """The codes of the case format in CAMEO and PLOVER (`codes.csv`): code to its row.

    A row has `cameo` (codes parted by ";", the nearest first), `plover` (the word of the first), `fit` (exact, near, none) and
    `note`.

    Example:
        >>> case_codes()["strike"]["cameo"]
        '143'
    """
    return MappingProxyType({row["code"]: row for row in rows("codes")})


def nearest_cameo(code: str) -> str:
    """The nearest CAMEO code of a code of the case format, "" where none comes near."""
    return case_codes()[code]["cameo"].partition(";")[0]
