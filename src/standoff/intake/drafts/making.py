"""From an event that fits a rule to a drafted row: date, actor, force, size, who says so, and the words it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from standoff.case.codes import EVENT_CODES
from standoff.case.values import Case, Confidence, Scope, Side, Tier
from standoff.intake.coding.actors import Actor
from standoff.intake.coding.cast import Cast, cast_of_case, cast_of_page
from standoff.intake.coding.forces import force_named, tier_of
from standoff.intake.coding.matching import Match
from standoff.intake.coding.roles import roles_of
from standoff.intake.coding.schemes import nearest_cameo, plover_root
from standoff.intake.drafts.once import UNDATED
from standoff.intake.drafts.passages import Passage
from standoff.intake.drafts.spoken import Spoken, spoken_of
from standoff.intake.drafts.telling import Asked, Teller, agency_behind, side_told, sides_in, sources_of
from standoff.intake.language.numbers import Number, numbers_in
from standoff.intake.language.quotes import quotations
from standoff.intake.outlets.table import OutletTable
from standoff.intake.tables.countries import Country, by_iso3, country_of
from standoff.intake.tables.tables import listed
from standoff.intake.values import Draft, Page, Span, Told

_LONGEST_TEXT = 400
_COUNTED = listed(
    "protest counter_protest strike kill_protesters mass_arrests officer_defects unit_defects mutiny elite_defects"
    " foreign_recognition order_refused"
)
_AT_LEAST = re.compile(r"\bat\s+(?:least|most)\b", re.IGNORECASE)
_NONE_OF = re.compile(r"(?:no|none|nobody|not one|not a single|neither|hardly any)\b", re.IGNORECASE)
_NO_BEFORE = re.compile(r"\b(?:no|not (?:one|a single)|none of (?:the|its|his)|neither)\s+(?:\w+\s+)?$", re.IGNORECASE)
_COUNTING = MappingProxyType(
    {
        "kill_protesters": re.compile(r"\b(?:kill(?:ing|ed|s)?|shot dead|leaving|death of)\s+$", re.IGNORECASE),
        "mass_arrests": re.compile(r"\b(?:(?:arrest|detain)(?:ing|ed|s)?|rounded up|jailed)\s+$", re.IGNORECASE),
    }
)
"""What stands before a number that counts what the code counts, where it is no part of a phrase that acts or suffers."""
_NOT_OF_THE_FORCES = listed("protest counter_protest sanctions foreign_recognition foreign_support economic_shock")


@dataclass(frozen=True, slots=True)
class Setting:
    """What all drafts of a page share.

    Attributes:
        page: the page.
        cast: whom it is about.
        spoken: what it quotes.
        agency: whose story it reprints, None where it does not say.
        asked: tells the side of a name in the case, None where there is no case.
        table: where outlets are looked up, the built-in one where it is None.
    """

    page: Page
    cast: Cast
    spoken: Spoken
    agency: str | None
    asked: Asked | None
    table: OutletTable | None = None


def setting_of(page: Page, case: Case | None, table: OutletTable | None = None) -> Setting:
    """What the drafts of a page share.

    Args:
        page: the page.
        case: whose people, forces and country to look for; read off the page when None.
        table: where outlets are looked up; the built-in table by default.
    """
    cast = cast_of_page(page.text) if case is None else cast_of_case(case)
    asked = None if case is None else sides_in(case, page, table)
    return Setting(page, cast, spoken_of(quotations(page.text)), agency_behind(page, table), asked, table)


def draft_of(match: Match, passage: Passage, teller: Teller, setting: Setting) -> Draft:
    """The drafted row of one event.

    Args:
        match: the event and the rule it fits.
        passage: the sentence it stands in.
        teller: who says so.
        setting: what the drafts of the page share.
    """
    page, code = setting.page, match.rule.code
    quote = passage.span.of(page.text)
    told = _told(match, passage, teller, page)
    first, last = _days(match, passage, teller, told)
    number = _number(match, page, passage)
    side, why_side = side_told(teller, setting.cast, setting.asked)
    force, tier = _force(match, setting)
    cameo = match.event.cameo or nearest_cameo(code)
    return Draft(
        code=code,
        date=first,
        date_last=last if last != first else None,
        public=_public(page, teller, passage),
        actor=_actor(match, teller, setting),
        target=_words([actor for actor in match.others if not teller.names(actor.start)], page),
        force=force,
        tier=tier,
        scope=_scope(quote, code, setting.cast),
        size=None if number is None else number.value,
        unit=None if number is None else _unit(number, code),
        bound="exact" if number is None else number.bound,
        modality=told,
        asserted_by=teller.speaker,
        via=teller.chain,
        sources=sources_of(page, teller, quote, setting.agency),
        sided=side,
        sided_why=why_side,
        confidence=_confidence(match, passage, told, side),
        cameo=cameo,
        plover=plover_root(cameo),
        text=_text(quote),
        quote=quote,
        span=passage.span,
        page=page.name,
        rule=match.rule.name,
        why=match.rule.why,
        notes=_notes(match, passage),
    )


def _told(match: Match, passage: Passage, teller: Teller, page: Page) -> Told:
    """How it is told, with what the sentence's place adds: another time, a question, a "No" to what was asked."""
    if passage.precedent:
        return "precedent"
    if match.event.led_by == "whether" and teller.answer == "no":
        return "denied"
    if passage.supposed:
        return "hypothetical"
    return "denied" if match.told == "done" and _nobody(match, page) else match.told


def _nobody(match: Match, page: Page) -> bool:
    """Whether those who would have done it are nobody: "no soldier", "none of the commanders"."""
    return any(
        _NONE_OF.match(page.text[actor.start : actor.end])
        or _NO_BEFORE.search(page.text[max(0, actor.start - 20) : actor.start])
        for actor in match.doers
    )


def _in_passing(match: Match) -> bool:
    """Whether a relative clause in the past only says who somebody is: "the deputy who declared himself president"."""
    event = match.event
    if event.led_by not in ("who", "which", "whom", "where"):
        return False
    low = event.clause.spoken[event.predicate.at].low
    return low not in (event.verb.partition(" ")[0], event.verb.partition(" ")[0] + "s") and "not" not in event.frames


def _days(match: Match, passage: Passage, teller: Teller, told: Told) -> tuple[date | None, date | None]:
    """First and last day of what happened; a thing said of another day than the page's is dated by that."""
    if _in_passing(match) and not passage.dated:
        return None, None
    said = passage.said if teller.on is None else teller.on
    if passage.when is None:
        return said, said
    if not passage.dated and said is not None and told != "precedent":
        return said, said
    return passage.when.first, passage.when.last


def _public(page: Page, teller: Teller, passage: Passage) -> date | None:
    """The day it became known: when the speaker said it, where the page tells, else when the page came out."""
    said = teller.on or passage.said
    return said if said is not None and (page.published is None or said <= page.published) else page.published


def _words(actors: Sequence[Actor], page: Page) -> str:
    """Actors as the page writes them, on one line."""
    return " and ".join(dict.fromkeys(" ".join(page.text[_start(actor, page) : actor.end].split()) for actor in actors))


def _start(actor: Actor, page: Page) -> int:
    """Where the words for an actor begin: "at" belongs to "at least 21 people"."""
    found = _AT_LEAST.search(page.text[max(0, actor.start - 4) : actor.start + 6])
    return actor.start if found is None else max(0, actor.start - 4) + found.start()


def _actor(match: Match, teller: Teller, setting: Setting) -> str:
    """Who did it; who leaves a challenger untouched is the ruler, where the sentence does not say."""
    if match.rule.code == "challenger_untouched":
        able = [actor for actor in match.doers if {"ruler", "forces"} & roles_of(actor, setting.cast)]
        return _words(able, setting.page) or setting.cast.ruler or "not named"
    return _words(match.doers, setting.page) or _unnamed(match, teller)


def _unnamed(match: Match, teller: Teller) -> str:
    """Who did it where the sentence names nobody: the speaker for "we", else that it is not said."""
    first_person = {word.low for word in match.event.clause.spoken} & {"we", "i", "our"}
    return teller.speaker if first_person and teller.speaker else "not named"


def _force(match: Match, setting: Setting) -> tuple[str, Tier]:
    """The force and tier that act, or are acted upon where the doer is not of the forces."""
    if match.rule.code in _NOT_OF_THE_FORCES:
        return "", "none"
    for actors in (match.doers, match.others):
        armed = [actor for actor in actors if {"forces", "paramilitary"} & roles_of(actor, setting.cast)]
        if armed:
            spoken = " ".join(actor.text for actor in armed)
            named = next((force for force in (force_named(actor.text, setting.cast.forces) for actor in armed) if force), "")
            return named, (_tier(spoken, match.rule.code) if actors is match.doers else "none")
    return "", "none"


def _tier(spoken: str, code: str) -> Tier:
    """Who acts; what a whole force declares, its command declares."""
    tier = tier_of(spoken)
    return "command" if tier == "unit" and code in ("pledge_loyalty", "declare_neutral", "ultimatum") else tier


def _scope(quote: str, code: str, cast: Cast) -> Scope:
    """Where it holds, where the sentence says so: the capital, abroad; else the country."""
    country: Country | None = by_iso3(cast.iso3) if cast.iso3 else None
    if country is not None and any(
        re.search(rf"\b(?:in|at|around|near) {re.escape(city)}\b", quote) for city in country.capital
    ):
        return "capital"
    if re.search(r"\b(?:in|at) (?:the )?(?:capital|presidential palace)\b", quote):
        return "capital"
    if re.search(r"\b(?:abroad|in exile|across the border)\b", quote) or (code == "elite_defects" and _is_abroad(quote, cast)):
        return "abroad"
    return "provincial" if re.search(r"\bin the (?:\w+ ){0,2}(?:province|state|town|city) of\b", quote) else "national"


def _is_abroad(quote: str, cast: Cast) -> bool:
    """Whether a sentence places something in another country."""
    places = re.findall(r"\b(?:in|to|at) (?:the )?([A-Z]\w+(?: [A-Z]\w+)?)", quote)
    found = [country for country in map(country_of, places) if country is not None]
    return any(country.iso3 != cast.iso3 for country in found)


def _number(match: Match, page: Page, passage: Passage) -> Number | None:
    """The number that counts what the code counts: the one that stands just before or in a phrase that acts or suffers."""
    if match.rule.code not in _COUNTED:
        return None
    text = passage.span.of(page.text)
    places = [Span(actor.start - passage.span.start, actor.end - passage.span.start) for actor in (*match.others, *match.doers)]
    counting = _COUNTING.get(match.rule.code)
    for number in numbers_in(text):
        if counting is not None and number.value > 0 and counting.search(text[: number.span.start]):
            return number
        near = any(place.start - 2 <= number.span.end and number.span.start <= place.end for place in places)
        if near and number.value > 0 and (number.unit or number.bound != "exact"):
            return number
    return None


def _unit(number: Number, code: str) -> str:
    """What a size is counted in: a unit the code knows, people for any sort of people."""
    known = EVENT_CODES[code].units
    return number.unit if number.unit in known else known[0]


def _confidence(match: Match, passage: Passage, told: Told, side: Side) -> Confidence:
    """Medium where somebody with no side tells a dated thing as done in the main clause, else low; only a person says high."""
    certain = passage.dated and passage.when is not None and passage.when.certain
    clear = told == "done" and match.event.main and certain and side == "neutral"
    return "medium" if clear else "low"


def _text(quote: str) -> str:
    """The sentence on one line, shortened at a word."""
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST_TEXT else line[:_LONGEST_TEXT].rsplit(" ", 1)[0] + " ..."


def _notes(match: Match, passage: Passage) -> tuple[str, ...]:
    notes: list[str] = []
    if _in_passing(match) and not passage.dated:
        return ("told in passing, of an earlier day that the sentence does not tell",)
    if not passage.dated:
        notes.append(UNDATED)
    if match.event.sources and match.doers != match.event.sources:
        notes.append("doer and other side changed places")
    return tuple(notes)
