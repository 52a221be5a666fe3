"""Words for the inputs of the model: coefficients as a reader would say them, and the rest as they are called."""

from __future__ import annotations

from types import MappingProxyType

from standoff.analysis.sensitivity.values import Swing

KINDS = MappingProxyType(
    {"coefficient": "coefficient", "hidden": "hidden in each world", "grade": "grade of a source", "assumption": "assumption"}
)
COEFFICIENTS = MappingProxyType(
    {
        "patronage": "what favours hold the forces",
        "hardship": "what hardship loosens them",
        "surveillance": "what surveillance holds them",
        "patron": "what a foreign patron holds them",
        "threat": "what a foreign threat does to loyalty",
        "amnesty": "how far an amnesty pulls",
        "culpability": "how far guilt lends weight to an amnesty",
        "pivot": "how far guilt ties commanders to him",
        "moral_cost": "the moral cost of violence",
        "crowd_pressure": "how crowds weigh on the forces",
        "intervention_pressure": "how foreign force weighs on them",
        "rationality": "how keenly he weighs gain and loss",
        "loss_ratio": "what a refusal would cost him",
        "backlash": "what the street would cost him",
        "deterrence": "how far a foreign threat deters him",
        "strength_volatility": "how fast hidden strength drifts",
        "report_gain": "how much reports tell",
        "news_echo": "how news repeats itself",
        "order_giver_precision": "how much he knows of his own strength",
        "public_precision": "how much the public knows at first",
        "outcome_pace": "how fast standoffs end",
    }
)


def input_words(name: str) -> str:
    """An input in words, with its name in the priors where it is a coefficient.

    >>> input_words("amnesty")
    'how far an amnesty pulls (amnesty)'
    """
    words = COEFFICIENTS.get(name)
    return f"{words} ({name})" if words else name


def input_label(name: str) -> str:
    """The same for a narrow picture, its name first.

    >>> input_label("amnesty")
    'amnesty: how far an amnesty pulls'
    """
    words = COEFFICIENTS.get(name)
    return f"{name}: {words}" if words else name


def swing_label(swing: Swing) -> str:
    """What is changed, for a narrow picture."""
    return f"grade of {swing.name}" if swing.kind == "grade" else input_label(swing.name)


def swing_words(swing: Swing) -> str:
    """What is changed in words."""
    if swing.kind == "grade":
        return f"the grade of {swing.name}"
    return input_words(swing.name)
