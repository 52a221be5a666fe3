"""How much confidence the answer deserves, in words: the level, then what carries it and what does not."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.analysis.answer import Answer, Ground
from standoff.analysis.words import percent
from standoff.view.document import Highlight
from standoff.view.phrases import count

_HOW_WELL = ("weakly", "fairly", "strongly")  # what holds it down comes first


def confidence_highlight(answer: Answer) -> Highlight:
    """The level by itself, as ICD 203 wants it, with the grounds that carry weakly, fairly and strongly under it."""
    words = (*ground_sentences(answer.confidence.grounds), "The form of the model is not among these grounds.")
    return Highlight("Confidence in this judgement", answer.confidence.level, words)


def ground_sentences(grounds: Sequence[Ground]) -> tuple[str, ...]:
    """What was measured, by how well it carries."""
    sorted_by = {how: [_measured(ground) for ground in grounds if ground.carries == how] for how in _HOW_WELL}
    return tuple(f"{how.capitalize()} grounded: {'; '.join(told)}." for how, told in sorted_by.items() if told)


def _measured(ground: Ground) -> str:
    measure = ground.measure
    match ground.name:
        case "interval":
            return f"an interval of {100 * measure:.0f} points"
        case "pieces":
            return count(round(measure), "piece of evidence", "pieces of evidence")
        case "voices":
            return count(round(measure), "voice")
        case "weight":
            return f"{measure:.1f} decibans of evidence, either way"
        case "linchpin":
            return f"{percent(measure)} of that in the largest piece"
        case "interest":
            return f"{percent(measure)} of it told by one side's sources alone"
        case "arithmetic":
            return f"a Monte Carlo error of {100 * measure:.1f} points"
