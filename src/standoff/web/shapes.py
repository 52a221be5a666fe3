"""What answers hold, as models for the description of the addresses; documents of analyses have a schema of their own."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """An answer; it may hold further keys."""

    model_config = ConfigDict(extra="allow")


class Problem(Shape):
    """Something to say of a case file, at its line."""

    file: str
    line: int = Field(description="from 1; 0 for the file as a whole")
    column: int
    where: str
    what: str
    allowed: list[str]
    nearest: str | None
    message: str
    severity: str = Field(description="error, or note")


class Fault(Shape):
    """Why something was refused."""

    code: str
    message: str
    problems: list[Problem] | None = None


class Refused(Shape):
    """A refusal; of a conflict (409) also `current` (text, digest) and `diff`."""

    error: Fault


class About(Shape):
    """The workbench itself."""

    version: str
    folder: str
    read_only: bool
    rough_worlds: int
    full_worlds: int


class Card(Shape):
    """One case on the home page."""

    name: str
    title: str | None
    country: str | None
    iso3: str | None
    start: str | None
    end: str | None
    library: bool
    path: str | None
    spoken: str
    digest: str
    rows: int
    drafts: int
    problems: int
    reading: bool = Field(False, description="still being read: rows are a guess, problems not yet known")
    order_giver: str | None
    challenger: str | None


class Assumable(Shape):
    """A prior that an analyst may override."""

    name: str
    section: str
    value: float
    family: str
    spread: float | None
    unit: str
    source: str


class Assumptions(Shape):
    """Every prior that may be overridden."""

    assumptions: list[Assumable]


class Cards(Shape):
    """Every case there is."""

    cases: list[Card]


class CasePage(Shape):
    """A case: text, facts, rows, days, problems."""

    name: str
    path: str | None
    digest: str
    library: bool
    text: str
    case: dict[str, Any] | None
    rows: list[dict[str, Any]]
    days: list[str]
    last_day: str | None
    problems: list[Problem]
    codes: list[dict[str, Any]]
    orders: list[dict[str, str]]
    undo: int
    redo: int


class Made(Shape):
    """A case that was made."""

    name: str
    path: str
    digest: str


class SavedCase(Shape):
    """A text as it now stands in the file."""

    digest: str
    text: str
    undo: int
    redo: int


class Checked(Shape):
    """What there is to say of a text."""

    ok: bool
    problems: list[Problem]


class Edited(Shape):
    """A text with edits made."""

    text: str
    digest: str = Field(description="of the file: the new one where it was saved, else the one the client saw")
    diff: str
    saved: bool
    problems: list[Problem]


class Drafts(Shape):
    """standoff-drafts/1, with `text` in each of `pages`."""

    pages: list[dict[str, Any]]
    rows: list[dict[str, Any]]


class JobTaken(Shape):
    """A job that was begun, or found."""

    job: str
    key: str
    cached: bool


class JobState(Shape):
    """A job as it stands."""

    state: str
    progress: dict[str, Any] | None
    result: dict[str, Any] | None
    error: Any


class Gone(Shape):
    """A job that was given up."""

    cancelled: bool


class ScenarioFile(Shape):
    """A scenario of the folder."""

    name: str
    title: str
    text: str
    digest: str
    problems: list[Problem]


class Scenarios(Shape):
    """Scenarios of the folder."""

    scenarios: list[ScenarioFile]


class Outlet(Shape):
    """What is known of an outlet; nothing is set by it."""

    given: str
    known: bool
    side: str | None
    side_why: str
    grade: str | None
    grade_why: str
