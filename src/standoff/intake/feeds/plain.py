"""A table of one's own: CSV with a header, by the names below; every other column is passed over.

Needed are `date` and one of `code` (of a case file) and `cameo`. Others: `public`, `actor`, `target`, `text`, `quote`,
`source` or `outlet`, `url`, `country`, `actor_country`, `target_country`, `place` or `city`, `size`, `unit`, `deaths`, `id`.
Days are written YYYY-MM-DD: where day and month could be taken for each other, nothing is guessed.
"""

from __future__ import annotations

from standoff.case.codes import EVENT_CODES
from standoff.case.values import Source
from standoff.intake.coding.schemes import cameo_text, plover_root, root_words
from standoff.intake.feeds.fields import Cells, cell, count_of, day_of, digest, iso3, maybe_day, outlet_of, web_address
from standoff.intake.feeds.roles import roles_of_name
from standoff.intake.feeds.values import NOBODY, Party, Record, UnreadableError

MARKS = ("date",)
"""Column that is needed; with it one of `code` and `cameo`."""
CODES = ("code", "cameo")


def record(row: Cells, line: int) -> Record:
    """A row of a plain table.

    Raises:
        UnreadableError: no day, no code, or one that neither scheme has.
    """
    happened = day_of(row, "date")
    scheme, event = _event(row)
    actor, target = _party(row, "actor"), _party(row, "target")
    told = cell(row, "quote") or cell(row, "text") or " ".join(part for part in (actor.name, event, target.name) if part)
    outlet, size = cell(row, "source") or cell(row, "outlet"), count_of(row, "size")
    city = cell(row, "city") or cell(row, "place")
    return Record(
        line=line,
        key=cell(row, "id") or digest(*row.values()),
        scheme=scheme,
        event=event,
        cameo=event if scheme == "cameo" else cameo_text(cell(row, "cameo")),
        plover=plover_root(cell(row, "cameo")),
        first=happened,
        last=happened,
        public=maybe_day(row, "public"),
        actor=actor,
        target=target,
        place=city or cell(row, "country"),
        city=city,
        country=iso3(cell(row, "country")),
        quote=told,
        text=cell(row, "text"),
        sources=(Source(outlet=outlet_of(outlet) or "unnamed", url=web_address(cell(row, "url")), quote=told),),
        size=size or None,
        unit=(cell(row, "unit") or "people") if size else None,
        deaths=count_of(row, "deaths"),
        firm=bool(outlet),
        label=root_words(event) if scheme == "cameo" else event,
    )


def _event(row: Cells) -> tuple[str, str]:
    code, cameo = cell(row, "code"), cell(row, "cameo")
    if code in EVENT_CODES:
        return "standoff", code
    if text := cameo_text(cameo or code):
        return "cameo", text
    column = "code" if code else "cameo"
    raise UnreadableError(column, f"{column} is {(code or cameo)[:40]!r}, no code of a case file and none of CAMEO")


def _party(row: Cells, who: str) -> Party:
    name = cell(row, who)
    country = iso3(cell(row, f"{who} country")) or iso3(name)
    if not name and not country:
        return NOBODY
    return Party(name or country, country, roles_of_name(name) or (frozenset({"state"}) if country else frozenset()))
