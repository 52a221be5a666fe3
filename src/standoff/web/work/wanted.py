"""What a job is asked to compute, and the key under which equal wishes share one run."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from standoff._version import __version__
from standoff.case.values import Case

Kind = Literal["answer", "why", "forward", "what_if", "sensitivity", "record", "report"]
KINDS: tuple[Kind, ...] = ("answer", "why", "forward", "what_if", "sensitivity", "record", "report")
DEFAULT_ORDER, DEFAULT_SEED = "arrest_leader", 1
RECORD_ORDER, RECORD_WORLDS = "clear_crowd", 4000
"""What `standoff score` takes where nothing is said."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish for one document.

    Attributes:
        kind: which analysis.
        text: the case file's text, saved or not.
        name: the case as a command line would name it (a name of the library, or the path of the file); it stands in the
            commands that repeat the result, and before problems of the text.
        as_of: last day taken in; by default the day the last row became public. The record takes its own days.
        order: the order asked about; "" is what the command line takes.
        worlds: how many; None is what the server was started with (of the record, what `standoff score` takes).
        seed: of every draw.
        scenarios: texts of `standoff-scenario/1` for "what_if" and "report"; none given are the standard ones.
        case: what the text says, where that was read already; it saves the time to read it again and changes nothing.
    """

    kind: Kind
    text: str
    name: str = ""
    as_of: date | None = None
    order: str = ""
    worlds: int | None = None
    seed: int = DEFAULT_SEED
    scenarios: tuple[str, ...] = ()
    case: Case | None = field(default=None, compare=False, repr=False)

    @property
    def asked_order(self) -> str:
        """The order, or what the command line takes where none is given."""
        return self.order or (RECORD_ORDER if self.kind == "record" else DEFAULT_ORDER)

    def asked_worlds(self, full: int) -> int:
        """Worlds asked for, or what the server was started with."""
        return self.worlds if self.worlds is not None else RECORD_WORLDS if self.kind == "record" else full


def key_of(wanted: Wanted, full: int) -> str:
    """SHA-256 of all that the document of a wish depends on, the version among it; `full` worlds where none are given."""
    told = (
        *(wanted.kind, wanted.text, wanted.name, wanted.as_of and wanted.as_of.isoformat(), wanted.asked_order),
        *(wanted.asked_worlds(full), wanted.seed, wanted.scenarios, __version__),
    )
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
