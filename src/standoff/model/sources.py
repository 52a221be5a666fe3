"""How far a source carries: chance to see a thing, rate of making it up (model paper section 4, "Sources").

What a report means depends on whose it is and under what media it was written. Sources on the order-giver's side make up more
of what serves him where his lies are cheap (Edmond 2013, model paper 1.5), and there they seldom write of what hurts him (Baum
& Zhukov 2015, fact 37): his media's good news tells less, their silence about bad news tells less, and bad news that they admit
tells more than it would elsewhere. Free media are the reference, under which both sides' sources follow the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from math import prod, sqrt
from typing import NamedTuple

from standoff.case.values import Event, Source
from standoff.model.priors import Priors

LEAST_FABRICATION = 0.002
SERVED = ("order_giver", "challenger")
"""Whom the content of a code may serve, in the order of the arrays of who writes."""


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
    """One kind of writer of the usual mix: its grade's letter, how the content stands to its side, its coder's confidence.

    `share` and `reliability` are of content that serves the order-giver, then of content that serves the challenger (`SERVED`).
    """

    letter: str
    side: str
    confidence: str
    share: tuple[float, ...]
    reliability: tuple[Reliability, ...]


def source_classes(media: str, priors: Priors) -> tuple[SourceClass, ...]:
    """Everybody who writes about a standoff under such media, with how often they do; shares of a content add up to 1."""
    table, mix = priors.sections["sources"], priors.sections["sources"]["mix"]
    kinds = tuple(product(mix["letters"], mix["sides"], mix["confidence"]))
    shares = [_shares(kinds, serves, media, priors) for serves in SERVED]
    found = []
    for place, (letter, side, confidence) in enumerate(kinds):
        plain, thins = Reliability(**table["letters"][letter]), table["confidence"][confidence]
        told = (corroborated([taking_side(plain, side, serves, media, priors)]) for serves in SERVED)
        thinned = tuple(Reliability(seen.detect * thins, seen.fabricate) for seen in told)
        found.append(SourceClass(letter, side, confidence, tuple(share[place] for share in shares), thinned))
    return tuple(found)


def _shares(kinds: Iterable[tuple[str, str, str]], serves: str, media: str, priors: Priors) -> list[float]:
    """How often each kind of writer is the one who writes of such content: his own side seldom of what hurts him."""
    mix, admits = priors.sections["sources"]["mix"], priors.sections["media"][media]["admits"]
    weights = []
    for letter, side, confidence in kinds:
        told = admits if side == "against" and his_own(side, serves) else 1.0
        weights.append(mix["letters"][letter] * mix["sides"][side] * mix["confidence"][confidence] * told)
    return [weight / sum(weights) for weight in weights]


def sided(reliability: Reliability, event: Event, media: str, priors: Priors) -> Reliability:
    """The same source when the content serves its own side (says it anyway) or hurts it (says it only if true)."""
    if event.sided not in SERVED:
        return reliability
    serves = priors.codes[event.code].serves
    return taking_side(reliability, "agrees" if event.sided == serves else "against", serves, media, priors)


def his_own(side: str, serves: str) -> bool:
    """Whether a source is on the order-giver's side, from how content that serves somebody stands to it."""
    return side != "neutral" and (side == "agrees") == (serves == "order_giver")


def taking_side(reliability: Reliability, side: str, serves: str, media: str, priors: Priors) -> Reliability:
    """A source whose side the content serves ("agrees"), hurts ("against"), or neither ("neutral"); `serves` says whose.

    Where lies are cheap the order-giver's side makes up as much more of what serves him as it makes up less of what hurts him.
    """
    if side == "neutral":
        return reliability
    factor, table = priors.sections["sources"][side], priors.sections["media"]
    ease = sqrt(table["free"]["cost"] / table[media]["cost"]) if his_own(side, serves) else 1.0
    lies = factor["fabricate"] * (ease if side == "agrees" else 1.0 / ease)
    return Reliability(min(reliability.detect * factor["detect"], 0.99), reliability.fabricate * lies)


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


def reliability_of(event: Event, sources: Iterable[Source], media: str, priors: Priors) -> Reliability:
    """Reliability of a row told by `sources` under such media; the coder's confidence thins what is seen."""
    seen = corroborated(sided(graded(source, priors), event, media, priors) for source in sources)
    return Reliability(seen.detect * priors.sections["sources"]["confidence"][event.confidence], seen.fabricate)
