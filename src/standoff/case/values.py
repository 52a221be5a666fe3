"""The frozen values a case file becomes: what every layer above reads.

Nothing here validates; `schema.py` does that at the border. Dates are `datetime.date`, sizes are floats in
the unit the row names, headcounts are whole people. A value that the file leaves out is None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

Day = date  # the name of the type where a field is called `date`
ForceKind = Literal[
    "army",
    "navy",
    "air_force",
    "gendarmerie",
    "police",
    "guard",
    "intelligence",
    "paramilitary",
    "foreign_troops",
]
Tier = Literal["command", "officers", "unit", "troops", "none"]
Scope = Literal["national", "capital", "provincial", "abroad"]
Side = Literal["order_giver", "challenger", "neutral", "mixed"]
Confidence = Literal["high", "medium", "low"]
Modality = Literal["done", "denied", "planned", "hypothetical"]
Status = Literal["draft", "accepted", "retracted"]
Bound = Literal["exact", "at_least", "at_most", "about"]
OutcomeKind = Literal[
    "survived",
    "forces_stood_aside",
    "forces_shifted",
    "removed_by_forces",
    "negotiated_exit",
    "foreign_removed",
    "civil_war",
]


def _shown(value: Any, late: dict[str, object]) -> str:
    """As a dataclass shows itself, without fields of `late` at their default: a digest of what has none of them stays."""
    told = {one.name: getattr(value, one.name) for one in fields(value)}
    kept = (f"{name}={given!r}" for name, given in told.items() if name not in late or given != late[name])
    return f"{type(value).__qualname__}({', '.join(kept)})"


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: an outlet, and if known its address, Admiralty grade (A1 to G6) and the words quoted.

    `agency` is whose story the outlet reprints: sources of one agency are one voice. `merged_from` is the id of the row that
    this source came from when that row was merged into this one.
    """

    outlet: str
    url: str | None = None
    grade: str | None = None
    quote: str | None = None
    agency: str | None = None
    merged_from: str | None = None

    @property
    def voice(self) -> str:
        """Whose voice it is: the agency's where one is named, else the outlet's; capitals and spaces do not count."""
        return " ".join((self.agency or self.outlet).casefold().split())

    def __repr__(self) -> str:
        return _shown(self, {"agency": None, "merged_from": None})


@dataclass(frozen=True, slots=True)
class Drafted:
    """Where a draft came from: name of the page, name of the rule, and the characters of the page's readable text."""

    page: str
    rule: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One dated row of evidence.

    Attributes:
        id: unique in the case; `<date>-<code>-<n>` where the file gives none (n counts equal date and code
            from 1).
        date: the day it happened.
        public: the day it became known; equals `date` unless the file says otherwise.
        code: one of `schema.EVENT_CODES`.
        force: name of one of the case's forces, or "".
        size: number in `unit`; both None where no number applies.
        bound: what `size` is: the number itself, a lower or upper bound, or about that many.
        sources: at least one; made from the row's `source` text (split at ";") where no list is given.
        drafted: where the draft came from, None for a row written by hand.
        merged_into: id of the row that tells the same event and carries this row's sources; this row then counts no more.
        line: line in the file the row starts on, 0 when it did not come from a file.
    """

    id: str
    date: date
    code: str
    force: str
    tier: Tier
    scope: Scope
    actor: str
    target: str
    text: str
    source: str
    sided: Side
    confidence: Confidence
    size: float | None = None
    unit: str | None = None
    public: Day | None = None
    asserted_by: str | None = None
    modality: Modality = "done"
    sources: tuple[Source, ...] = ()
    status: Status = "accepted"
    note: str | None = None
    line: int = 0
    bound: Bound = "exact"
    drafted: Drafted | None = None
    merged_into: str | None = None

    def __repr__(self) -> str:
        return _shown(self, {"bound": "exact", "drafted": None, "merged_into": None})

    @property
    def known_on(self) -> Day:
        """The day the public could know it: `public`, or `date` where the file gives none."""
        return self.public if self.public is not None else self.date


@dataclass(frozen=True, slots=True)
class Force:
    """One armed or security force; `size_k` in thousands, None where the file leaves it out."""

    name: str
    kind: ForceKind
    size_k: float | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """What an observer could have written down the day before the start (FORMAT of the chronicle)."""

    regime: str
    years_in_power: float
    population_m: float
    gdp_growth_prev_year_pct: float = 0.0
    conscripts: bool = False
    foreign_patron: str = ""
    coups_last_10_years: int = 0
    trigger: str = "other"
    challenge: str = "uprising"
    officer_corps: str = "mixed"
    revolutionary_origin: bool = False
    military_rule: bool = False
    forces_in_business: bool = False
    repressed_before: bool = False
    patron_presence: str = "none"
    media: str = "partial"
    election_stolen: bool = False
    ruler_leaving: bool = False
    rival_force: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assumption:
    """An analyst's override of one prior, with the reason."""

    name: str
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Rating:
    """An analyst's own judgement of one row against hypotheses; no model reads it.

    `letters` are pairs of a hypothesis (obey, refuse, stand_aside, overthrow) and CC, C, N, I, II or NA: from very consistent
    over neutral to very inconsistent, or not applicable (Heuer 1999, analysis of competing hypotheses).
    """

    row: str
    letters: tuple[tuple[str, str], ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended. For scoring only: no model reads it."""

    date: date
    kind: OutcomeKind
    order_giver_out: bool
    forces: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One standoff: background, forces, dated evidence, and (for scoring only) the outcome."""

    id: str
    title: str
    country: str
    iso3: str
    start: date
    end: date
    order_giver: str
    challenger: str
    background: Background
    forces: tuple[Force, ...]
    events: tuple[Event, ...]
    outcome: Outcome | None = None
    question: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    path: str = field(default="", compare=False)
    ratings: tuple[Rating, ...] = field(default=(), repr=False)  # no digest hangs on what no model reads

    def rated(self, row: str) -> dict[str, str]:
        """The analyst's letters for a row by hypothesis; empty where none were given."""
        return {name: letter for rating in self.ratings if rating.row == row for name, letter in rating.letters}
