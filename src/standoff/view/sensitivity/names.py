"""Words for what moves an answer: coefficients, hidden quantities, parts of the model."""

from __future__ import annotations

from types import MappingProxyType

from standoff.analysis.sensitivity.values import Input, TornadoBar
from standoff.view.phrases import count

COEFFICIENTS = MappingProxyType(
    {
        "patronage": "pull of patronage",
        "hardship": "weight of hardship",
        "surveillance": "weight of surveillance",
        "patron": "weight of the foreign patron",
        "threat": "weight of the threat from abroad",
        "amnesty": "pull of an amnesty",
        "culpability": "how guilt adds to an amnesty's pull",
        "pivot": "how guilt turns commanders",
        "moral_cost": "moral cost of orders",
        "crowd_pressure": "pressure of crowds on the forces",
        "intervention_pressure": "pressure of an intervention",
        "rationality": "how closely orders follow gain",
        "loss_ratio": "loss when an order fails",
        "backlash": "backlash of the street",
        "deterrence": "deterrence from abroad",
        "strength_volatility": "how fast strength moves",
        "report_gain": "how much reports tell",
        "news_echo": "how news brings news",
        "order_giver_precision": "how well the order-giver sees",
        "public_precision": "how sure the public is at the start",
        "outcome_pace": "pace of endings",
    }
)
HIDDEN = MappingProxyType(
    {
        "strength_today": "the order-giver's strength today",
        "strength_at_start": "the strength the order-giver returns to",
        "cohesion": "cohesion of all forces",
        "group_stakes": "what the forces have to lose",
        "citizens_thresholds": "how large a crowd citizens wait for",
    }
)
PARTS = MappingProxyType(
    {
        "prior": "the whole prior",
        "coefficients": "prior of the coefficients",
        "hidden": "prior of the worlds' start",
        "likelihood": "the evidence",
    }
)


def input_words(one: Input) -> str:
    """An input as a reader calls it."""
    return _words(one.kind, one.name)


def bar_words(bar: TornadoBar) -> str:
    """What a bar of the tornado moves; names of sources and assumptions are the case's."""
    if bar.kind == "grade":
        usual = {"every source": "every source", "ungraded": "sources without a grade"}
        return f"{usual.get(bar.name, f'sources graded {bar.name}')} ({count(bar.rows, 'row')})"
    if bar.kind == "source":
        return f"grade of {bar.name} ({count(bar.rows, 'row')})"
    if bar.kind == "assumption":
        return f"assumption {bar.name}"
    return _words(bar.kind, bar.name)


def _words(kind: str, name: str) -> str:
    if kind == "signal":
        return f"how well {name} see"
    table = HIDDEN if kind == "hidden" else COEFFICIENTS
    return table.get(name, name.replace("_", " "))
