"""From a record and the rules that fit it to drafted rows."""

from __future__ import annotations

from dataclasses import replace

from standoff.case.codes import CROWDS, OUTSIDE_THE_FORCES
from standoff.case.values import Case, Confidence, ForceKind, Scope, Side, Source, Tier
from standoff.intake.coding.forces import force_named, tier_of
from standoff.intake.feeds.rules import Rule, rules_for
from standoff.intake.feeds.values import Party, Record
from standoff.intake.outlets.credits import agency_of
from standoff.intake.outlets.sides import side_of
from standoff.intake.outlets.table import plain_name
from standoff.intake.tables.countries import by_iso3
from standoff.intake.values import Bound, Draft, Span

MOST_OF_A_TEXT = 500
"""Characters of a row's sentence that go into the draft's text; the quote keeps all."""
DATE_ONLY = "the feed tells only when it happened, not when it was public"


def drafts_of(record: Record, layout: str, home: str, case: Case | None, page: str) -> tuple[Draft, ...]:
    """What the rules make of a record: no draft, one, or two where a row tells of a deed and the answer to it.

    Args:
        record: the event.
        layout: name of the layout, for the name of the rule.
        home: ISO letters of the country the standoff is in, "" where none was named.
        case: whose forces and challenger are meant, None where there is no case.
        page: file and line of the row.
    """
    return tuple(_draft(record, rule, layout, home, case, page) for rule in rules_for(record, home, case))


def _draft(record: Record, rule: Rule, layout: str, home: str, case: Case | None, page: str) -> Draft:
    actor, target = (record.target, record.actor) if rule.swap else (record.actor, record.target)
    size, unit, bound = _size(record, rule.code)
    side, why_side = _side(record, case)
    notes = record.notes if record.public else (*record.notes, DATE_ONLY)
    return Draft(
        code=rule.code,
        date=record.first,
        date_last=record.last if record.last > record.first else None,
        public=record.public or record.last,
        actor=actor.name or "unnamed",
        target=target.name,
        text=_text(record, rule, actor, target),
        quote=record.quote,
        span=Span(0, len(record.quote)),
        page=page,
        rule=f"{layout} {record.event} {_kind(record.actor)}>{_kind(record.target)}",
        force=_force(actor, target, case, rule.code),
        tier=_tier(actor, rule.code),
        scope=_scope(record, home),
        size=size,
        unit=unit,
        bound=bound,
        modality=rule.modality,
        sources=tuple(map(_credited, record.sources)),
        sided=side,
        sided_why=why_side,
        confidence=_confidence(record, rule),
        cameo=record.cameo,
        plover=record.plover,
        why=f"{rule.reason[:1].upper()}{rule.reason[1:]}.",
        notes=notes,
    )


def _text(record: Record, rule: Rule, actor: Party, target: Party) -> str:
    if record.text:
        cut = record.text[:MOST_OF_A_TEXT]
        return cut if cut == record.text else f"{cut.rsplit(' ', 1)[0]} ..."
    name = actor.name or "Somebody"
    if rule.reads.endswith("."):  # the deed takes no object
        told = f"{name} {rule.reads[:-1]}" + (f" (named as target: {target.name})" if target.name else "")
    else:
        told = f"{name} {rule.reads} {target.name or 'nobody named'}"
    return f"{told}; {record.place}." if record.place else f"{told}."


def _kind(party: Party) -> str:
    """The roles of a party in one word, the special before the general."""
    for role in (
        "army",
        "police",
        "forces",
        "government",
        "court",
        "opposition",
        "crowd",
        "armed",
        "organisation",
        "state",
        "other",
    ):
        if role in party.roles:
            return role
    return "unknown" if party.name else "nobody"


def _credited(source: Source) -> Source:
    """A source with the agency that its name or its words credit ("The Post / Reuters"): its reprints are then one voice."""
    agency = source.agency or agency_of(source.outlet) or (agency_of(source.quote) if source.quote else None)
    return source if agency is None or plain_name(agency) == plain_name(source.outlet) else replace(source, agency=agency)


def _side(record: Record, case: Case | None) -> tuple[Side, str]:
    """Whose interest the sources serve, by the table of outlets: that of the first which has a side in the case."""
    if case is None or not record.sources:
        return "neutral", "the feed does not say whose interest its sources serve"
    told = [side_of(source.outlet, case) for source in record.sources]
    return next((side for side in told if side[0] != "neutral"), told[0])


def _confidence(record: Record, rule: Rule) -> Confidence:
    return rule.confidence if record.firm else "low"


def _size(record: Record, code: str) -> tuple[float | None, str | None, Bound]:
    """The number that belongs to the code: the dead of a killing, the crowd of a protest, what a plain table says."""
    if code == "kill_protesters" and record.deaths:
        return record.deaths, "people", "exact"
    if record.size is not None and (code in CROWDS or record.scheme == "standoff"):
        return record.size, record.unit, record.bound
    return None, None, "exact"


def _scope(record: Record, home: str) -> Scope:
    if home and record.country and record.country != home:
        return "abroad"
    country = by_iso3(home or record.country)
    if record.city and country and record.city.casefold() in {name.casefold() for name in country.capital}:
        return "capital"
    return "provincial" if record.city else "national"


def _tier(actor: Party, code: str) -> Tier:
    if "forces" not in actor.roles or code in OUTSIDE_THE_FORCES or "government" in actor.roles:
        return "none"
    return "unit" if (tier := tier_of(actor.name)) == "none" else tier


def _force(actor: Party, target: Party, case: Case | None, code: str) -> str:
    """The force that acts or is acted on: one of the case where that can be told; the feed's words where there is no case."""
    party = actor if "forces" in actor.roles else target
    if "forces" not in party.roles or code in OUTSIDE_THE_FORCES:
        return ""
    return party.name if case is None else force_in(case, party)


def force_in(case: Case, party: Party) -> str:
    """The force of a case that a party is: by its name, else the only one of its kind; "" where that leaves a doubt.

    A party known to be of another country is none of the case's, save its foreign troops.
    """
    if party.country not in ("", case.iso3):
        return _only(case, "foreign_troops")
    if named := force_named(party.name, case.forces):
        return named
    if "police" in party.roles:
        return _only(case, "police")
    return _only(case, "army") if "army" in party.roles else ""


def _only(case: Case, kind: ForceKind) -> str:
    found = [force.name for force in case.forces if force.kind == kind]
    return found[0] if len(found) == 1 else ""
