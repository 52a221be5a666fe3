"""Short names of what an explanation tells of: rows of evidence, kinds of event, hypotheses, letters of the matrix."""

from __future__ import annotations

from types import MappingProxyType

from standoff.analysis.why.values import Possible, Worth
from standoff.view.phrases import event

HYPOTHESIS = MappingProxyType(
    {
        "obey": "they obey",
        "refuse": "they split or change sides",
        "stand_aside": "they stand aside",
        "overthrow": "officers remove him",
    }
)
HEAD = MappingProxyType({"obey": "obey", "refuse": "split", "stand_aside": "stand aside", "overthrow": "remove him"})
"""The same, for the head of a narrow column."""
CLEAR, PLAIN = 3.0, 0.75
"""Decibans from which a row is very consistent (a factor of 2), and consistent (a factor of 1.2)."""
_SIGN = {"CC": 1, "C": 1, "N": 0, "I": -1, "II": -1}


def letter(value: float) -> str:
    """The letter of so many decibans, as in the analysis of competing hypotheses (Heuer 1999).

    >>> letter(3.2), letter(1.0), letter(0.1), letter(-0.8), letter(-9.0)
    ('CC', 'C', 'N', 'I', 'II')
    """
    if abs(value) < PLAIN:
        return "N"
    return ("C" if value > 0 else "I") * (2 if abs(value) >= CLEAR else 1)


def disagrees(model: str, own: str) -> bool:
    """Whether one calls consistent what the other calls inconsistent, or one of them neutral what the other calls clear."""
    if own == "NA":
        return False
    apart = abs(_SIGN[model] - _SIGN[own])
    return apart == 2 or (apart == 1 and {model, own} & {"CC", "II"} != set())


def evidence_what(row: Worth) -> str:
    """A row in words: what happened, and whose it was where the row says."""
    tier = "" if row.evidence.tier == "none" else row.evidence.tier
    who = ", ".join(filter(None, (row.evidence.force, tier)))
    return f"{event(row.evidence.code)} ({who})" if who else event(row.evidence.code)


def evidence_name(row: Worth) -> str:
    """The same with its day, for where rows of many days stand together: "23 Jan: protest"."""
    when = row.evidence.public
    return f"{when.day} {_MONTHS[when.month - 1]}: {evidence_what(row)}"


def kind_words(ahead: Possible) -> str:
    """A kind of event in words: "mutiny (troops)"."""
    return event(ahead.code) + (f" ({ahead.tier})" if ahead.tier != "none" else "")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
