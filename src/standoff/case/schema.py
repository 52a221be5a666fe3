"""The border of `standoff-case/1`: pydantic models that let in what the format allows and nothing else.

Every field carries a description, so that the JSON Schema made from the models explains itself in an editor.
Behind the border only the frozen values of `values.py` are used; `build_case` turns the one into the other.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from standoff.case.codes import EVENT_CODES
from standoff.case.values import Bound, Confidence, ForceKind, Modality, OutcomeKind, Scope, Side, Status, Tier

__all__ = ["EVENT_CODES", "SCHEMA", "CaseModel", "EventModel", "ForceModel", "as_day", "json_schema"]

SCHEMA = "standoff-case/1"

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def _parse_date(value: object) -> object:
    if not isinstance(value, str) or not _ISO_DATE.match(value):
        raise PydanticCustomError("iso_date", "is not a date; allowed: YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("iso_date", "is no day of the calendar; allowed: YYYY-MM-DD") from None


def as_day(value: object) -> date | None:
    """The date a value of a case file stands for, None where it is none."""
    try:
        day = _parse_date(value)
    except PydanticCustomError:
        return None
    return day if isinstance(day, date) else None


def _known_code(value: str) -> str:
    if value not in EVENT_CODES:
        raise PydanticCustomError("event_code", "is not an event code")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "is empty; a few words are needed")
    return value


_CODE_SCHEMA: dict[str, Any] = {
    "type": "string",
    "enum": list(EVENT_CODES),
    "markdownEnumDescriptions": [code.meaning for code in EVENT_CODES.values()],
}

Words = Annotated[str, AfterValidator(_not_blank), Field(min_length=1)]
Day = Annotated[
    date,
    BeforeValidator(_parse_date, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Code = Annotated[str, AfterValidator(_known_code), WithJsonSchema(_CODE_SCHEMA)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]

Letter = Literal["CC", "C", "N", "I", "II", "NA"]

_YesNo = Annotated[bool, Field(description="true or false")]


class Strict(BaseModel):
    """A mapping of a file: no other keys, no silent conversions, never changed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class SourceModel(Strict):
    """One source of a row."""

    outlet: Words = Field(description="who said so: newspaper, agency, state media, person")
    url: str | None = Field(None, description="where it can be read", pattern=r"^https?://\S+$")
    grade: str | None = Field(
        None,
        description="Admiralty grade: source A (reliable) to F (cannot be judged) or G (deceives by design), "
        "then information 1 (confirmed) to 6 (cannot be judged), as in B2; the letter alone will do",
        pattern=r"^[A-G][1-6]?$",
    )
    quote: Words | None = Field(None, description="the words quoted")
    agency: Words | None = Field(None, description="whose story it reprints; sources of one agency are one voice")
    merged_from: Words | None = Field(
        None, description="id of the merged row it came from; written by `standoff merge`, and by which it is undone"
    )


class DraftedModel(Strict):
    """Where the draft of a row came from."""

    page: Words = Field(description="file or address of the page")
    rule: Words = Field(description="name of the rule that proposed the row")
    start: int | None = Field(None, description="first character of the quote in the page's readable text, from 0", ge=0)
    end: int | None = Field(None, description="the character after the last of the quote", ge=1)


class EventModel(Strict):
    """One dated row of evidence: only what was public then, no hindsight."""

    date: Day = Field(description="the day it happened, YYYY-MM-DD")
    code: Code = Field(description="what happened: one of the event codes")
    force: str = Field("", description='name of one of the forces above, or "" where none applies')
    tier: Tier = Field(description="who acts within the forces: command, officers, unit, troops; none = not of the forces")
    scope: Scope = Field(description="where it holds: national, capital (the decisive place), provincial, abroad")
    actor: Words = Field(description="who did it, in words")
    target: str = Field("", description="to whom or against whom, in words")
    text: Words = Field(description="what happened, in a sentence or two")
    source: Words | None = Field(None, description='who said so, several parted by ";"; needed unless sources is given')
    sided: Side = Field(description="whose interest the source serves: order_giver, challenger, neutral, mixed")
    confidence: Confidence = Field(description="the coder's confidence in date and fact: high, medium, low")
    size: float | None = Field(None, description="how many, in unit; omit both where no number applies", gt=0)
    unit: Words | None = Field(None, description="what size counts, such as people, states, units")
    bound: Bound = Field("exact", description="what size is: exact, at_least (more than), at_most or about")
    id: str | None = Field(
        None,
        description="name of the row, unique in the case; made from date and code where left out",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$",
    )
    public: Day | None = Field(None, description="the day it became known, when later than date")
    asserted_by: Words | None = Field(None, description="who claims it, when it is a claim rather than a fact")
    modality: Modality = Field("done", description="done, denied, planned or hypothetical")
    sources: list[SourceModel] | None = Field(None, description="sources one by one, with address and grade", min_length=1)
    status: Status = Field("accepted", description="draft (not yet judged), accepted or retracted")
    note: Words | None = Field(None, description="the analyst's own remark; no model reads it")
    drafted: DraftedModel | None = Field(None, description="where a draft came from: page, rule, first and last character")
    merged_into: Words | None = Field(
        None, description="id of the row that tells the same event and carries this row's sources; this row counts no more"
    )

    @model_validator(mode="after")
    def _has_a_source(self) -> EventModel:
        if self.source is None and self.sources is None:
            raise PydanticCustomError("no_source", "has no source; give source (text) or sources (a list)")
        return self


class ForceModel(Strict):
    """One armed or security force."""

    name: Words = Field(description="name of the force, unique in the case; events refer to it")
    kind: ForceKind = Field(description="what kind of force it is; guard = praetorian")
    size_k: float | None = Field(None, description="headcount in thousands", gt=0, le=20_000)


class BackgroundModel(Strict):
    """What an observer could have written down the day before the start."""

    regime: Literal["personalist", "party", "military", "monarchy", "hybrid", "democracy"] = Field(description="kind of rule")
    years_in_power: float = Field(description="the order_giver's tenure at start, in years", ge=0, le=100)
    population_m: float = Field(description="population in millions", gt=0, le=2_000)
    gdp_growth_prev_year_pct: float = Field(
        0.0, description="growth of the economy the year before, in per cent", ge=-100, le=1_000
    )
    conscripts: _YesNo = Field(False, description="are rank and file mostly conscripts")
    foreign_patron: str = Field("", description='who backs the order_giver from abroad; "" if none')
    coups_last_10_years: int = Field(0, description="coup attempts in the ten years before", ge=0, le=100)
    trigger: Literal["election", "economy", "killing", "succession", "reform", "coup_plot", "other"] = Field(
        "other", description="what opened the standoff"
    )
    challenge: Literal["uprising", "coup", "institutional"] = Field(
        "uprising",
        description="who challenges at the start: uprising (crowds), coup (officers), institutional "
        "(another organ of state, a rival government)",
    )
    officer_corps: Literal["institutional", "party", "stacked", "kin", "mixed"] = Field(
        "mixed", description="what the hold on officers visibly rests on beforehand"
    )
    revolutionary_origin: _YesNo = Field(
        False, description="ruling party or army came to power by violent revolution or liberation war"
    )
    military_rule: _YesNo = Field(False, description="the army rules, or the order_giver is an officer who took power by arms")
    forces_in_business: _YesNo = Field(False, description="the forces own major businesses or hold the main rents")
    repressed_before: _YesNo = Field(
        False,
        description="within ten years the forces killed at least 50 civilians in the streets for this ruler or the last",
    )
    patron_presence: Literal["troops", "advisers", "aid", "words", "none"] = Field(
        "none", description="of a foreign patron in the country at start"
    )
    media: Literal["free", "partial", "closed"] = Field(
        "partial", description="how far the order_giver holds what people see and hear, at start"
    )
    election_stolen: _YesNo = Field(False, description="the standoff follows an election widely called fraudulent")
    ruler_leaving: _YesNo = Field(False, description="exit already announced, term-limited, gravely ill or over 80")
    rival_force: _YesNo = Field(
        False,
        description="a force apart from the army reports straight to the order_giver and is at least "
        "a quarter of its size or guards the capital",
    )
    note: str = Field("", description="one or two sentences of context known before start")


class AssumptionModel(Strict):
    """An analyst's override of one prior."""

    name: str = Field(description="name of the prior", pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=120)
    value: float = Field(description="the value to use instead")
    reason: Words = Field(description="why")


class RatingModel(Strict):
    """An analyst's own rating of one row against the hypotheses; no model reads it."""

    row: Words = Field(description="id of the row; <date>-<code>-<n> where the file gives none")
    obey: Letter | None = Field(None, description="the order would be obeyed: CC very consistent, C, N neutral, I, II, or NA")
    refuse: Letter | None = Field(None, description="it would be refused, and the forces split or change sides")
    stand_aside: Letter | None = Field(None, description="the forces would stand aside")
    overthrow: Letter | None = Field(None, description="officers would remove the order_giver")
    reason: str = Field("", description="why")


class OutcomeModel(Strict):
    """How it ended: for scoring only, hidden from every model."""

    date: Day = Field(description="the day it was settled, YYYY-MM-DD")
    kind: OutcomeKind = Field(description="how it ended")
    order_giver_out: bool = Field(description="true when the order_giver lost power")
    forces: Literal["obeyed", "split", "stood_aside", "shifted", "removed_order_giver"] = Field(
        description="what the forces did in the end"
    )
    text: str = Field("", description="the end in a sentence")


class CaseModel(Strict):
    """A case of standoff-case/1: a stretch of days in which it was open whether the forces would obey."""

    format: Literal["standoff-case/1"] = Field("standoff-case/1", alias="schema", description="format of this file")
    id: Slug = Field(description="name of the case: lower-case letters, digits and hyphens, as in country-year")
    title: Words = Field(description="title in a few words")
    country: Words = Field(description="country in words")
    iso3: str = Field(description="ISO 3166 code of the country, three capitals", pattern=r"^[A-Z]{3}$")
    start: Day = Field(description="the day the standoff opens, YYYY-MM-DD")
    end: Day = Field(description="the day it was settled or faded, YYYY-MM-DD")
    order_giver: Words = Field(description="whose orders the forces would have to obey")
    challenger: Words = Field(description="who challenges him")
    question: Words | None = Field(None, description="what the analyst wants to know, in a sentence")
    background: BackgroundModel = Field(description="what could be known the day before the start")
    forces: list[ForceModel] = Field(description="the forces, usually 2 to 7", min_length=1, max_length=50)
    events: list[EventModel] = Field(description="rows of evidence in date order", max_length=20_000)
    assumptions: list[AssumptionModel] = Field(default_factory=list, description="overrides of priors, each with a reason")
    ratings: list[RatingModel] = Field(default_factory=list, description="own ratings of rows; no model reads them")
    outcome: OutcomeModel | None = Field(None, description="how it ended; for scoring only")


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a case file, for editors and other programs.

    Example:
        >>> json_schema()["title"]
        'standoff-case/1'
    """
    made = CaseModel.model_json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA}
    return head | {key: value for key, value in made.items() if key != "title"}
