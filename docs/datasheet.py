"""`make datasheet`: what the built-in library of cases is, how it came about, and what each column of its tables means."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pydantic import BaseModel

from standoff.case import schema
from standoff.case.codes import EVENT_CODES
from standoff.case.library import library_names, load_case
from standoff.case.tables import COLUMNS
from standoff.case.values import Case

PAGE = Path(__file__).resolve().parent / "datasheet.md"
MODELS: dict[str, tuple[type[BaseModel], ...]] = {
    "cases": (schema.CaseModel, schema.BackgroundModel),
    "forces": (schema.ForceModel,),
    "events": (schema.EventModel,),
    "sources": (schema.SourceModel,),
    "outcomes": (schema.OutcomeModel,),
}
KEYS = {"case": "id of the case", "event": "id of the event"}
HEAD = """# Datasheet of the library

After Gebru and others (2021). `make datasheet` counts it anew; `standoff cases --export csv` writes the tables.

## What it is

{cases} standoffs from {first} to {last}, in {countries} countries: stretches of days in which someone who held power, or
claimed it, had to rely on armed or security forces, and it was open whether they would obey. {events:,} dated rows say what the
public could know, day by day, from whom and on whose side; {forces} forces; and, apart from all that, how it ended: the
order-giver fell in {fell} of them.

## Why, and for whom

To test whether a forecast of obedience is worth anything, and to let analysts set a case before them beside others. The first
user is the model of this package, which reads background, forces and rows up to a day, and never the outcome.

## How it came about

The chronicles were coded one by one from public sources and from memory, in one format, by people who knew how they ended;
`confidence` says how sure the coder was of date and fact. Sources are named as outlets, without addresses or quotes; none
carries a grade.

## What to beware of

- **Hindsight.** The coders knew the ending. A row that mattered later is likelier to have been written down, and its words may
  lean. Forecasts scored on these cases are flattered by that, baselines and model alike.
- **Selection.** They are standoffs that somebody remembers, many of them turning points. How often order-givers fall here says
  nothing of how often they fall elsewhere.
- **Few.** {cases} cases bear a handful of coefficients, not more; intervals over cases are wide.
- **Memory.** Dates may be off by a day, sizes by a factor of two; organisers' and police counts differ by as much.
- **Media.** Where a case does not say how free the media were, `partial` stands for it.

## Not to be used for

Naming any person's loyalty, in the past or now; choosing whom to arrest, dismiss or harm; claims about a country from its case
alone.

## Upkeep and licence

The files live in `src/standoff/case/chronicles`, under the package's licence (Apache-2.0). Mend a case in its file, with a
reason in the commit; `standoff check` must pass.

"""


def page(cases: list[Case]) -> str:
    """The whole page in Markdown."""
    events = [event for case in cases for event in case.events]
    head = HEAD.format(
        cases=len(cases),
        first=min(case.start.year for case in cases),
        last=max(case.end.year for case in cases),
        countries=len({case.iso3 for case in cases}),
        events=len(events),
        forces=sum(len(case.forces) for case in cases),
        fell=sum(case.outcome.order_giver_out for case in cases if case.outcome),
    )
    return head + "\n".join([*_counts(cases), *_columns()]) + "\n"


def _counts(cases: list[Case]) -> list[str]:
    """How many rows of each code, cases of each ending, rows of each side and confidence."""
    events = [event for case in cases for event in case.events]
    ends = Counter(case.outcome.kind for case in cases if case.outcome)
    sides, sure = Counter(event.sided for event in events), Counter(event.confidence for event in events)
    rows = Counter(event.code for event in events)
    return [
        "## What is in it",
        "",
        f"- Endings: {_told(ends)}.",
        f"- Whose side the source of a row serves: {_told(sides)}.",
        f"- The coder's confidence: {_told(sure)}.",
        "",
        "| code | rows | meaning |",
        "| --- | --- | --- |",
        *(f"| `{code}` | {rows[code]} | {known.meaning} |" for code, known in EVENT_CODES.items()),
        "",
    ]


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"`{name}` {many}" for name, many in counts.most_common())


def _columns() -> list[str]:
    """What each column of each table means: the words of the schema."""
    lines = ["## Columns", ""]
    for table, names in COLUMNS.items():
        told = {name: field.description for model in MODELS[table] for name, field in model.model_fields.items()}
        lines += [f"### {table}.csv", "", *(f"- `{name}`: {told.get(name) or KEYS[name]}." for name in names), ""]
    return lines[:-1]


def main() -> None:
    """Write the page."""
    PAGE.write_text(page([load_case(name) for name in library_names()]), encoding="utf-8")


if __name__ == "__main__":
    main()
