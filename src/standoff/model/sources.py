"""How far a source carries: chance to see a thing, rate of making it up (model paper section 4, "Sources")."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from math import prod
from typing import NamedTuple

from standoff.case.values import Event, Source
from standoff.model.priors import Priors

LEAST_FABRICATION = 0.002


class Reliability(NamedTuple):
    """`detect`: P(reported | happened); `fabricate`: rate of false reports, in units of the code's base rate."""

    detect: float
    fabricate: float


def graded(source: Source, priors: Priors) -> Reliability:
    """Reliability of one source from its Admiralty grade; an ungraded source is the average one (F)."""
    table = priors.sections["sources"]
    grade = source.grade or table["ungraded"]
    letter = table["letters"][grade[0]]
    digit = table["digits"][grade[1]] if len(grade) > 1 else 1.0
    return Reliability(letter["detect"], letter["fabricate"] * digit)


class SourceClass(NamedTuple):
    """One kind of writer of the usual mix: its grade's letter, how the content stands to its side, its coder's confidence."""

    letter: str
    side: str
    confidence: str
    share: float
    reliability: Reliability


def source_classes(priors: Priors) -> tuple[SourceClass, ...]:
    """Everybody who writes about a standoff, with how often they do; shares add up to 1."""
    table, mix = priors.sections["sources"], priors.sections["sources"]["mix"]
    found = []
    for (letter, a), (side, b), (confidence, c) in product(*(mix[name].items() for name in ("letters", "sides", "confidence"))):
        told = corroborated([taking_side(Reliability(**table["letters"][letter]), side, priors)])
        thinned = Reliability(told.detect * table["confidence"][confidence], told.fabricate)
        found.append(SourceClass(letter, side, confidence, a * b * c, thinned))
    return tuple(found)


def sided(reliability: Reliability, event: Event, priors: Priors) -> Reliability:
    """The same source when the content serves its own side (says it anyway) or hurts it (says it only if true)."""
    if event.sided not in ("order_giver", "challenger"):
        return reliability
    return taking_side(reliability, "agrees" if event.sided == priors.codes[event.code].serves else "against", priors)


def taking_side(reliability: Reliability, side: str, priors: Priors) -> Reliability:
    """A source whose side the content serves ("agrees"), hurts ("against"), or neither ("neutral")."""
    if side == "neutral":
        return reliability
    factor = priors.sections["sources"][side]
    return Reliability(min(reliability.detect * factor["detect"], 0.99), reliability.fabricate * factor["fabricate"])


def corroborated(parts: Iterable[Reliability]) -> Reliability:
    """Several sources that do not copy each other: seen unless all miss it, made up only if all make it up.

    A source that never sees anything corroborates nothing, and a second one that makes up more than happens (a rate above 1)
    leaves the first as good as it was.
    """
    told = tuple(parts)
    known = tuple(part for part in told if part.detect > 0.0) or told
    detect = 1.0 - prod(1.0 - part.detect for part in known)
    fabricate = known[0].fabricate if len(known) == 1 else prod(min(part.fabricate, 1.0) for part in known)
    return Reliability(detect, max(fabricate, LEAST_FABRICATION))


def reliability_of(event: Event, sources: Iterable[Source], priors: Priors) -> Reliability:
    """Reliability of a row told by `sources`, after side and the coder's confidence, which thins what is seen."""
    seen = corroborated(sided(graded(source, priors), event, priors) for source in sources)
    return Reliability(seen.detect * priors.sections["sources"]["confidence"][event.confidence], seen.fabricate)
