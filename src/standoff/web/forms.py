"""What requests may hold: pydantic models that let in what the contract allows and nothing else."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from standoff.case.reader import MAX_BYTES
from standoff.case.schema import Day
from standoff.case.values import ForceKind
from standoff.web.work.wanted import Kind

LEAST_WORLDS, MOST_WORLDS = 160, 200_000
MOST_EDITS, MOST_SCENARIOS = 500, 12

Slug = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64, description="lower-case letters, digits, hyphens")
]
Words = Annotated[str, Field(min_length=1, max_length=2_000)]
Order = Literal["arrest_leader", "mass_arrest", "clear_crowd", "shoot"]
CaseText = Annotated[str, Field(max_length=MAX_BYTES, description="the text of a case file")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the file as the client saw it")]
RowId = Annotated[str, Field(min_length=1, max_length=120, description="id of a row, its own or <date>-<code>-<n>")]


class Form(BaseModel):
    """A body or a query: no other keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class NoQuery(Form):
    """No keys at all."""


class AddEdit(Form):
    """A new row."""

    op: Literal["add"]
    row: dict[str, Any] = Field(description="keys of a row of standoff-case/1")


class ChangeEdit(Form):
    """Values of a row told anew; null takes an optional key out."""

    op: Literal["change"]
    id: RowId
    values: dict[str, Any] = Field(description="keys of a row and their new values", min_length=1)


class RemoveEdit(Form):
    """A row taken out of the file."""

    op: Literal["remove"]
    id: RowId


class AssumeEdit(Form):
    """A prior held at a value."""

    op: Literal["assume"]
    name: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=120)]
    value: Annotated[float, Field(strict=True)]
    reason: Words


class UnassumeEdit(Form):
    """A prior left to the model again."""

    op: Literal["unassume"]
    name: Annotated[str, Field(min_length=1, max_length=120)]


class SetEdit(Form):
    """A fact of the case told anew: title, question, start, background.media, forces, ...; null takes an optional one out."""

    op: Literal["set"]
    key: Annotated[str, Field(min_length=1, max_length=80)]
    value: Any = Field(description="the new value")


Edit = AddEdit | ChangeEdit | RemoveEdit | AssumeEdit | UnassumeEdit | SetEdit


class Edits(Form):
    """Edits of the file whose digest the client saw: all of them, or none."""

    digest: Digest
    edits: list[Annotated[Edit, Field(discriminator="op")]] = Field(min_length=1, max_length=MOST_EDITS)
    save: Annotated[bool, Field(strict=True)] = False


class SavedText(Form):
    """A text to put in the place of the one the client saw."""

    text: CaseText
    digest: Digest


class CheckedText(Form):
    """A text to look at."""

    text: CaseText


class Seen(Form):
    """What the client saw."""

    digest: Digest


class NewForce(Form):
    """A force of a new case."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
    kind: ForceKind
    size_k: Annotated[float, Field(gt=0, le=20_000, strict=True, description="headcount in thousands")] | None = None


class NewCase(Form):
    """The facts of a new case; what else a case file holds is filled in later."""

    name: Slug
    title: Words
    country: Words
    iso3: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    start: Day
    end: Day
    order_giver: Words
    challenger: Words
    question: Words | None = None
    forces: list[NewForce] = Field(min_length=1, max_length=50)
    population_m: Annotated[float, Field(gt=0, le=2_000, strict=True)]
    years_in_power: Annotated[float, Field(ge=0, le=100, strict=True)]
    regime: Literal["personalist", "party", "military", "monarchy", "hybrid", "democracy"]


class CopyName(Form):
    """The name of a copy."""

    name: Slug


class DraftText(Form):
    """A page pasted as text or HTML."""

    text: Annotated[str, Field(min_length=1, max_length=2_500_000)]
    name: Annotated[str, Field(min_length=1, max_length=200, description="what to call the page")] = "pasted page"
    published: Day | None = None
    case: Annotated[str, Field(min_length=1, max_length=200, description="name of the case it is read for")] | None = None


class NewJob(Form):
    """What to compute."""

    kind: Kind
    case: Annotated[str, Field(min_length=1, max_length=200)]
    text: CaseText | None = Field(None, description="the text as it stands on the page, where it is not saved")
    as_of: Day | None = None
    order: Order | None = None
    worlds: Annotated[int, Field(ge=LEAST_WORLDS, le=MOST_WORLDS, strict=True)] | None = None
    seed: Annotated[int, Field(ge=0, le=2**53 - 1, strict=True)] = 1
    scenarios: list[Annotated[str, Field(max_length=100_000)]] = Field(default_factory=list, max_length=MOST_SCENARIOS)
    client: Annotated[str, Field(min_length=1, max_length=200, description="window and panel; a newer job takes its place")]


class NewScenario(Form):
    """A scenario to keep beside the cases."""

    name: Slug
    text: Annotated[str, Field(min_length=1, max_length=200_000, description="standoff-scenario/1 as YAML")]
    case: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    digest: Digest | None = Field(None, description="of the scenario it is to replace; none for a new one")


class ScenarioQuery(Form):
    """For which case."""

    case: Annotated[str, Field(max_length=200)] | None = None


class ReportQuery(Form):
    """Which report."""

    case: Annotated[str, Field(min_length=1, max_length=200)]
    as_of: Day | None = None
    order: Order = "arrest_leader"


class RecordQuery(Form):
    """Whose track record."""

    case: Annotated[str, Field(min_length=1, max_length=200)]


class OutletQuery(Form):
    """Which outlet, in which case."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    case: Annotated[str, Field(min_length=1, max_length=200)] | None = None
