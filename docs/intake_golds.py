"""Expected codings of sentences, as the sets under `shared/data/event-coding` hold them, in one shape whatever their scheme.

The sets and their fields are described in that folder's README. Nothing of them is part of the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standoff.intake.coding.schemes import penta, plover_root

OLD_WORDS = frozenset({"DEMAND", "DISAPPROVE", "FIGHT", "INVESTIGATE", "CONCEDE", "RETREAT"})
"""Words of PLOVER's draft of 2016 that its draft of 2021 gave up."""
_OF_OLD = {
    "02": "DEMAND",
    "09": "INVESTIGATE",
    "10": "DEMAND",
    "11": "DISAPPROVE",
    "17": "COERCE",
    "18": "ASSAULT",
    "19": "FIGHT",
    "20": "FIGHT",
}
_FIVE = (
    (1, "AGREE CONSULT SUPPORT"),
    (2, "COOPERATE AID YIELD CONCEDE RETREAT"),
    (3, "REQUEST DEMAND ACCUSE DISAPPROVE INVESTIGATE REJECT THREATEN"),
    (4, "PROTEST SANCTION MOBILIZE COERCE ASSAULT FIGHT"),
)
_PENTA_OF = {word: five for five, words in _FIVE for word in words.split()}


@dataclass(frozen=True, slots=True)
class Gold:
    """One sentence with what is expected of it.

    Attributes:
        set: name of the set; `text` the sentence.
        code: CAMEO code, "" where the scheme gives none.
        word: PLOVER word, or root of CAMEO; `five` the class of five; None where the scheme says nothing.
        sources, targets: actors, as words or as codes (`coded`); empty where none are given.
        either: each is source and target of the other.
        nothing: the right answer is no event.
    """

    set: str
    text: str
    code: str = ""
    word: str = ""
    five: int | None = None
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    coded: bool = False
    either: bool = False
    nothing: bool = False


def read_golds(path: Path) -> Iterator[Gold]:
    """The rows of one set that can be scored; what the set itself marks as an error or uncoded is left out."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for row in rows:
        if row.get("no_events"):
            yield Gold(row.get("set", path.stem), row["text"], nothing=True)
        elif row.get("events") and not (row.get("expected_error") or row.get("uncoded")):
            yield _gold(row, path.stem, row["events"][0])


def _gold(row: dict[str, Any], stem: str, event: dict[str, Any]) -> Gold:
    scheme, code = str(event.get("scheme", "")), str(event.get("code", event.get("class", "")))
    spans = [_actors(event, name) for name in ("source", "target")]
    coded = isinstance(event.get("source"), str) and scheme.startswith("CAMEO")
    told: dict[str, Any] = {"sources": spans[0], "targets": spans[1], "coded": coded, "either": bool(event.get("reciprocal"))}
    name = str(row.get("set", stem))
    if "test dictionary" in scheme:
        return Gold(name, row["text"], **told)
    if code in {"0", "1", "2", "3", "4"}:
        return Gold(name, row["text"], five=int(code), **told)
    if scheme.startswith("CAMEO") and code[:1].isdigit():
        return Gold(name, row["text"], code=code, word=str(code[:2]), five=penta(code), **told)
    return Gold(name, row["text"], word=code.upper(), five=_PENTA_OF.get(code.upper()), **told)


def _actors(event: dict[str, Any], name: str) -> tuple[str, ...]:
    """Actors in whichever of the three forms the set has them."""
    given = event.get(name) or event.get(f"{name}_spans") or event.get("reciprocal_spans") or ()
    if isinstance(given, str):
        return (given,)
    return tuple(part["actorText"] if isinstance(part, dict) else str(part) for part in given)


def word_of(cameo: str, wanted: Iterable[str]) -> str:
    """The root of a code of ours in the words that a set uses: CAMEO's two digits, PLOVER's draft of 2016, or that of 2021.

    Args:
        cameo: our code; "" where nothing was found.
        wanted: the words that occur in the set.
    """
    words = frozenset(wanted)
    if not cameo or cameo[:2] == "01":
        return cameo[:2] if words and all(word.isdigit() for word in words) else ""
    if words and all(word.isdigit() for word in words):
        return cameo[:2]
    if words & OLD_WORDS and cameo[:2] in _OF_OLD:
        return _OF_OLD[cameo[:2]]
    if words & OLD_WORDS and cameo in ("163", "0813", "0814"):
        return "SANCTION" if cameo == "163" else "CONCEDE"
    if cameo[:2] == "02":
        return "REQUEST"
    word = plover_root(cameo)
    return "YIELD" if word in ("CONCEDE", "RETREAT") and "YIELD" in words else word
