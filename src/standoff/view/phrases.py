"""The words of the page for what the program calls by codes: orders, outcomes, events, reasons, dates."""

from __future__ import annotations

import unicodedata
from datetime import date
from types import MappingProxyType

from standoff.analysis.answer import Estimate
from standoff.analysis.words import percent_range

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_JOINERS = "\u200c\u200d"  # letters of several scripts need them; they do no harm

ORDERS = MappingProxyType(
    {
        "arrest_leader": "arrest the leader",
        "mass_arrest": "make mass arrests",
        "clear_crowd": "clear the crowds",
        "shoot": "shoot at the crowd",
    }
)
OUTCOMES = MappingProxyType(
    {
        "survived": "order-giver survives",
        "forces_stood_aside": "forces stand aside",
        "forces_shifted": "forces change sides",
        "removed_by_forces": "removed by forces",
        "negotiated_exit": "negotiated exit",
        "foreign_removed": "foreign removal",
        "civil_war": "civil war",
        "undecided": "not yet decided",
    }
)
DONE_BY_FORCES = MappingProxyType(
    {
        "obeyed": "the forces obeyed",
        "split": "the forces split",
        "stood_aside": "the forces stood aside",
        "shifted": "the forces changed sides",
        "removed_order_giver": "the forces removed the order-giver",
    }
)
REASONS = MappingProxyType(
    {
        "refusal": "the forces would refuse",
        "overthrow": "refusal would end in overthrow",
        "intervention": "foreign force would follow",
        "backlash": "the street would answer",
    }
)
EVENTS = MappingProxyType(
    {
        "protest": "protest",
        "counter_protest": "rally for the order-giver",
        "strike": "strike",
        "claim_power": "claim to the office",
        "appeal_to_forces": "appeal to the forces",
        "secret_talks": "report of secret talks",
        "amnesty_offer": "offer of amnesty",
        "order_obeyed": "order obeyed",
        "kill_protesters": "protesters killed",
        "order_refused": "order refused",
        "challenger_arrested": "challenger arrested",
        "challenger_untouched": "challenger not touched",
        "mass_arrests": "mass arrests",
        "pledge_loyalty": "pledge of loyalty",
        "declare_neutral": "forces declare themselves neutral",
        "fraternise": "soldiers mix with the crowd",
        "officer_defects": "officers change sides",
        "unit_defects": "a unit changes sides",
        "mutiny": "mutiny",
        "coup_attempt": "attempt at a coup",
        "ultimatum": "ultimatum of the command",
        "elite_defects": "officials break away",
        "counterweight": "counterweight strengthened",
        "purge": "purge of commanders",
        "patronage": "favours for the forces",
        "emergency": "state of emergency",
        "blackout": "media or internet cut",
        "concession": "concession",
        "foreign_recognition": "foreign states back the challenger",
        "foreign_support": "foreign states back the order-giver",
        "sanctions": "sanctions",
        "intervention_threat": "threat of intervention",
        "intervention": "foreign force used",
        "economic_shock": "economic shock",
    }
)


def day(when: date) -> str:
    """A date as people write it, whatever the language of the machine: "30 January 2019"."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def event(code: str) -> str:
    """An event code in words; a code this table lacks is shown with spaces."""
    return EVENTS.get(code, code.replace("_", " "))


def command_to(order: str, challenger: str) -> str:
    """What the order tells the forces to do, to follow "an order to"."""
    if order == "arrest_leader":
        return f"arrest the leader of the challengers ({challenger})"
    return ORDERS[order]


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 row", "20,000 rows"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: tuple[str, ...]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def span(estimate: Estimate) -> str:
    """The interval of a probability, short, for a table."""
    return percent_range(estimate.low, estimate.high)


def span_words(estimate: Estimate) -> str:
    """The interval of a probability for a sentence, with its kind and mass."""
    return f"from {span(estimate)} ({estimate.interval})"


def kinds_of_interval(*estimates: Estimate) -> str:
    """The note under a table: of what kind and mass its intervals are."""
    kinds = tuple(dict.fromkeys(estimate.interval for estimate in estimates))
    return f"Intervals: {'; '.join(kinds)}." if kinds else ""


def visible(text: str) -> str:
    r"""Text that can only be read: white space made plain, control and direction signs shown as their numbers.

    Example:
        >>> print(visible("calm\x1b[31m"))
        calm\x1b[31m
    """
    return "".join(_shown(sign) for sign in " ".join(text.split()))


def _shown(sign: str) -> str:
    harmless = unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} or sign in _JOINERS
    return sign if harmless else sign.encode("unicode_escape").decode("ascii")
