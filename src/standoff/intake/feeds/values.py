"""What a row of any feed becomes before it is coded, and what is said of rows that are not.

A `Record` speaks no layout's language: parties have roles in our words, countries are ISO 3166-1 letters, days are dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from standoff.case.values import Source
from standoff.intake.values import Draft

Role = Literal[
    "army",
    "police",
    "forces",
    "government",
    "court",
    "opposition",
    "crowd",
    "people",
    "armed",
    "state",
    "organisation",
    "other",
]
"""Who a party is: `forces` with `army` or `police` where told; `people` with `crowd` or `opposition`; `armed` for rebels, bands
and the unidentified; `state` for a government, a court, forces or a bare country; `organisation` of states."""
Left = Literal["", "uncoded", "duplicate", "elsewhere", "out of dates"]
"""Why a row that was read gave no draft; "" where it gave one."""


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or a target.

    Attributes:
        name: as the feed has it, "" where it names nobody.
        country: ISO 3166-1, "" where unknown.
        roles: every role that holds, the general ones with the special.
    """

    name: str = ""
    country: str = ""
    roles: frozenset[Role] = frozenset()


NOBODY = Party()


@dataclass(frozen=True, slots=True)
class Record:
    """One event of a feed.

    Attributes:
        line: line of the file the row starts on, from 1.
        key: what makes the event the same as another row's: its number in the feed, else a digest of the row.
        scheme: whose codes `event` is in: cameo, acled, ucdp, plover, or standoff (already a code of a case file).
        cameo, plover: the code in those schemes, "" where the feed does not use them.
        first, last: days it happened on, equal where the feed is sure.
        public: the day it became known, None where the feed tells only when it happened.
        place: in words; `city` is the part that may be a capital; `country` its ISO letters.
        quote: the words the row carries, never empty.
        text: a sentence of the row, "" where it has only codes.
        size, unit: a number the row tells of the crowd, of arrests; `deaths` of people killed, None where not told.
        firm: whether the row itself is well attested; one that is not is never more than of low confidence.
        label: the event in the feed's words, for tallies.
    """

    line: int
    key: str
    scheme: str
    event: str
    first: date
    last: date
    actor: Party
    target: Party
    quote: str
    sources: tuple[Source, ...]
    public: date | None = None
    cameo: str = ""
    plover: str = ""
    place: str = ""
    city: str = ""
    country: str = ""
    text: str = ""
    size: float | None = None
    unit: str | None = None
    bound: Literal["exact", "at_least", "at_most", "about"] = "exact"
    deaths: float | None = None
    firm: bool = True
    label: str = ""
    notes: tuple[str, ...] = ()


class UnreadableError(Exception):
    """A row cannot be read; raised by the layouts, turned into `Rejected` by the importer and never seen outside.

    Attributes:
        column: name of the column, "" where it is the whole row.
    """

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be read.

    Attributes:
        line: line of the file it starts on, from 1.
        column: which field, from 1; 0 where it is the whole row.
        reason: what was found and what is allowed.
        raw: the row as it stands, at most 2,000 characters of it.
    """

    line: int
    column: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a file is laid out as, and how that was told."""

    layout: str
    how: str


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row that was read: its drafts, or why there are none, and its kind for tallies."""

    line: int
    label: str
    drafts: tuple[Draft, ...] = ()
    left: Left = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something a reader of the whole file should know: its encoding, a file cut short."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row taken apart: its fields in order, and by name where the layout has names.

    `fault` tells why it cannot be taken apart; the fields are then empty.
    """

    line: int
    raw: str
    fields: tuple[str, ...] = ()
    fault: str = ""
    names: tuple[str, ...] = field(default=(), repr=False)
