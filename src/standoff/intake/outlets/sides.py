"""Whose interest a source serves in a case: proposed from a small table and the case's own words, always with the reason.

Nothing here decides: a side is shown beside its reason, and the analyst sets `sided`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from standoff.case.values import Case, Side
from standoff.intake.outlets.side_words import OF_NEITHER, OF_THE_CHALLENGER, OF_THE_ORDER_GIVER, TELL_NOTHING
from standoff.intake.outlets.table import Outlet, OutletTable, outlet_of, plain_name
from standoff.intake.tables.countries import by_iso3, countries, country_of

_SUCCESSORS = {"SUN": "RUS", "YUG": "SRB", "CSK": "CZE", "DDR": "DEU", "BUR": "MMR"}
_KIND_WORDS = {
    "state_media": "state media",
    "official": "an office",
    "party": "a paper of the ruling party",
    "agency": "an agency",
}
_PARTED = re.compile(r"[,;/()]|\band\b|\bwith\b|\bunder\b|\bbacked by\b|\baround\b|\bthen\b|\bfrom\b|\bin\b", re.IGNORECASE)
_WITH_ARTICLE = ("United", "Soviet", "Czech", "Dominican", "Central", "Netherlands", "Philippines")
_OWNING = re.compile(r"['’]s?\b(?=\W|\Z)")
_WORD = re.compile(r"[^\W\d_]{3,}")


def side_of(outlet: Outlet | str, case: Case, table: OutletTable | None = None) -> tuple[Side, str]:
    """Whose interest a source serves in a case, and from what that was inferred, in words.

    In this order: the case's own names (its order-giver, its challenger, its forces), the table (state media and offices of
    the case's country or of a patron the case names; outlets against its government), plain words such as "police" or
    "protesters". What none of these knows is neutral, and the reason says so.

    Args:
        outlet: an outlet of the table, or the words a row gives for its source or for who asserts it.
        case: names, country and patron are read.
        table: where words are looked up; the built-in table by default.
    """
    words = outlet.name if isinstance(outlet, Outlet) else outlet
    found = outlet if isinstance(outlet, Outlet) else outlet_of(outlet, table)
    answers = (_by_names(words, case), _by_table(found, case), _by_words(words, case))
    known = next((answer for answer in answers if answer is not None), None)
    if known is not None:
        return known
    if found is not None:
        return "neutral", f"{found.name} is in the table of outlets and speaks for no side of this case{_noted(found)}"
    return "neutral", f"{words.strip()} is not in the table of outlets"


def _by_names(words: str, case: Case) -> tuple[Side, str] | None:
    orders, against = _names(words, case.order_giver, case), _names(words, case.challenger, case)
    if orders and against:
        return "mixed", f"named with both sides of the case: {orders}, {against}"
    if orders:
        return "order_giver", f"{orders} is the order-giver of the case, or of his circle"
    if against:
        return "challenger", f"{against} is the challenger of the case, or of that circle"
    plain = plain_name(words)
    force = next((force.name for force in case.forces if re.search(rf"\b{re.escape(plain_name(force.name))}\b", plain)), None)
    return None if force is None else ("order_giver", f"{force} is a force under the order-giver; look again if it is split")


def _names(words: str, who: str, case: Case) -> str:
    """The name of a side that the words hold: a telling word of it, or a whole part of it."""
    spoken = plain_name(_OWNING.sub("", words))
    said = set(_WORD.findall(spoken))
    common = TELL_NOTHING | _of_country(case)
    for part in _PARTED.split(who):
        plain = plain_name(part)
        telling = [word for word in _WORD.findall(plain) if word not in common]
        if said & set(telling[-2:]) or (len(plain.split()) > 1 and re.search(rf"\b{re.escape(plain)}\b", spoken)):
            return part.strip()
    return ""


def _of_country(case: Case) -> set[str]:
    country = by_iso3(case.iso3)
    names = (case.country, *((country.name, *country.demonyms, *country.aliases, *country.capital) if country else ()))
    return {word for name in names for word in _WORD.findall(plain_name(name))}


def _by_table(outlet: Outlet | None, case: Case) -> tuple[Side, str] | None:
    if outlet is None:
        return None
    noted = _noted(outlet)
    kind = _KIND_WORDS.get(outlet.kind, f"a {outlet.kind} owned or paid by the government")
    if outlet.speaks_for and _same(outlet.speaks_for, case.iso3):
        return "order_giver", f"{outlet.name}: {kind} of {_called(outlet.speaks_for)}{noted}"
    if outlet.speaks_for and any(_same(outlet.speaks_for, patron) for patron in _patrons(case)):
        return "order_giver", f"{outlet.name}: {kind} of {_called(outlet.speaks_for)}, named as patron{noted}"
    if outlet.opposes and _same(outlet.opposes, case.iso3):
        return "challenger", f"{outlet.name}: stands against the government of {_called(outlet.opposes)}{noted}"
    if outlet.speaks_for:
        return "neutral", f"{outlet.name}: {kind} of {_called(outlet.speaks_for)}, which is no party to this case{noted}"
    return None


_WORDS: tuple[tuple[Side, tuple[str, ...]], ...] = (
    ("order_giver", OF_THE_ORDER_GIVER),
    ("challenger", OF_THE_CHALLENGER),
    ("neutral", OF_NEITHER),
)


def _by_words(words: str, case: Case) -> tuple[Side, str] | None:
    plain = plain_name(words)
    abroad = _abroad(plain, case)
    if abroad and any(_same(abroad, patron) for patron in _patrons(case)):
        return "order_giver", f"of {_called(abroad)}, named as patron"
    if abroad:
        return "neutral", f"of {_called(abroad)}, which is no party to this case"
    for side, phrases in _WORDS:
        hit = next((phrase for phrase in phrases if re.search(rf"\b{re.escape(plain_name(phrase))}\b", plain)), None)
        if hit is not None:
            return side, f"by its words: {hit}"
    return None


def _abroad(plain: str, case: Case) -> str:
    """ISO letters of another country whose name or people the words name; "" where they name none, or the case's own too."""
    demonyms = _demonyms()
    words = plain.split()
    parts = (part for at, word in enumerate(words) for part in (" ".join(words[at : at + 2]), word))
    named = [demonyms[part] for part in parts if part in demonyms]
    return "" if any(_same(iso3, case.iso3) for iso3 in named) else next(iter(named), "")


@cache
def _demonyms() -> Mapping[str, str]:
    found = {plain_name(word): one.iso3 for one in reversed(countries()) for word in (*one.demonyms, one.name)}
    return MappingProxyType(found)


def _patrons(case: Case) -> Iterator[str]:
    """ISO letters of the states that the case names as patrons of the order-giver."""
    for part in _PARTED.split(case.background.foreign_patron):
        country = country_of(part.strip()) if part.strip() else None
        if country is not None:
            yield country.iso3


def _same(one: str, other: str) -> bool:
    return _SUCCESSORS.get(one, one) == _SUCCESSORS.get(other, other)


def _called(iso3: str) -> str:
    country = by_iso3(iso3)
    if country is None:
        return iso3
    return f"the {country.name}" if country.name.startswith(_WITH_ARTICLE) else country.name


def _noted(outlet: Outlet) -> str:
    own = "your table" if outlet.own else "the table"
    return f" ({own} notes: {outlet.note})" if outlet.note else ""
