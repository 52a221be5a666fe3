"""Report streams of a case as arrays: a code from a tier of a force, how often it comes, what it shows, and who writes.

Both directions of the day read the same streams: their intensities are weighed as silence, a public row is one of them, and
forward worlds draw from them.
"""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.case.values import Case
from standoff.model.groups import coercive_shares
from standoff.model.priors import ORDERS, CodePrior, Priors
from standoff.model.reports import REFERENCE_CHOICE, slope_of_factor
from standoff.model.sources import SERVED, source_classes

Floats = NDArray[np.float64]

# How much of a row's actors are command, by tier; the rest are troops.
COMMAND_SHARE_OF_TIER = {"command": 1.0, "officers": 0.7, "unit": 0.35, "troops": 0.0, "none": 0.35}
# A force's conduct speaks half for itself and half for the whole, the more for the whole the further its kind reaches.
COMMON_SHARE = 0.5
ARREST, UNTOUCHED, PROTEST = "challenger_arrested", "challenger_untouched", "protest"


def stream_arrays(case: Case, priors: Priors) -> dict[str, Any]:
    """The stream, code and source arrays of `Setting`, by their names there."""
    total = sum(code.rate for code in priors.codes.values())
    shares = coercive_shares(case, priors)
    rows = []
    for index, (name, code) in enumerate(priors.codes.items()):
        rate = priors.value("world", "tempo") * code.rate / total
        if name == ARREST:  # it could not go unnoticed: its rate hangs on the occasion, not on how fast the case is written
            rate = priors.value("world", "arrest_rate") * REFERENCE_CHOICE
        for tier, factor in code.factor.items():
            rows += _streams_of(index, code, tier, factor, rate / len(code.factor), shares, case, priors)
    columns = list(zip(*rows, strict=True))
    names = ("code", "force", "rate", "slope", "common", "command", "troops", "mix", "order", "withheld", "test")
    kinds = (np.int64, np.int64, float, float, float, np.int64, np.int64, float, np.int64, float, float)
    pairs = zip(names, columns, kinds, strict=True)
    streams = {f"stream_{name}": np.array(column, dtype=kind) for name, column, kind in pairs}
    codes = np.arange(len(priors.codes) + 1)
    rates = np.bincount(streams["stream_code"], weights=streams["stream_rate"], minlength=len(priors.codes))
    arrest = tuple(priors.codes).index(ARREST)
    rates[arrest] = 0.0
    first = np.searchsorted(streams["stream_code"], codes)
    named = {"arrest_code": arrest, "protest_code": tuple(priors.codes).index(PROTEST)}
    sources = _source_arrays(arrest, case.background.media, priors)
    return {**streams, **sources, "code_stream": first, "code_rate": rates, **named}


def stream_tiers(case: Case, priors: Priors) -> tuple[str, ...]:
    """The tier that each stream speaks of, in the order of the arrays."""
    tiers: list[str] = []
    for code in priors.codes.values():
        for tier in code.factor:
            tiers += [tier] * (1 if tier == "none" else len(case.forces))
    return tuple(tiers)


def _source_arrays(arrest: int, media: str, priors: Priors) -> dict[str, Any]:
    """Who writes, and how the usual source, the average of all, sees and makes up reports of each code."""
    classes = source_classes(media, priors)
    share = np.array([each.share for each in classes]).T.copy()
    detect, fabricate = np.array([each.reliability for each in classes]).T.copy()
    serves = np.array([SERVED.index(code.serves) for code in priors.codes.values()])
    seen, made_up = ((share * part).sum(axis=1)[serves] for part in (detect, fabricate))
    seen[arrest] = 1.0
    own = {"source_share": share, "source_detect": detect, "source_fabricate": fabricate}
    return {**own, "code_serves": serves, "code_detect": seen, "code_fabricate": made_up}


def untouched_days(code: int, priors: Priors) -> float:
    """Days over which a report of this code says that the leader was not arrested."""
    return priors.value("world", "untouched_days") if tuple(priors.codes)[code] == UNTOUCHED else 0.0


def _streams_of(
    index: int, code: CodePrior, tier: str, factor: float, rate: float, shares: Floats, case: Case, priors: Priors
) -> list[tuple[float, ...]]:
    order = ORDERS.index(code.order) if code.order else -1
    slope = float(slope_of_factor(log(factor)))
    withheld, test = untouched_days(index, priors), float(priors.sections["tests"]["capital"])
    if tier == "none":
        return [(index, -1, rate, slope, 1.0, 0, 0, 0.0, order, withheld, test)]
    streams: list[tuple[float, ...]] = []
    for force, share in enumerate(shares):
        reach = priors.kinds[case.forces[force].kind].reach
        mix = COMMAND_SHARE_OF_TIER[tier]
        groups = (2 * force, 2 * force + 1)
        own = (index, force, rate * share, slope * reach, COMMON_SHARE * reach)
        streams.append((*own, *groups, mix, order, withheld, test * reach))
    return streams
