"""The groups of a case: each force in two tiers, with headcount, coercive weight and prior stakes.

Headcount is not coercive weight. People are counted 1:1 wherever people are drawn; the weight a group has in the obedience
core is size to the power 0.7, times a weight per head by kind of force, times its relevance to the order, times the share of
its tier. Ordinary groups' weights add up to 1; defenders (paramilitaries, foreign troops) come on top, capped.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from standoff.case.values import Case, Force
from standoff.model.priors import ORDERS, Priors

TIERS = ("command", "troops")


@dataclass(frozen=True, slots=True)
class Group:
    """One tier of one force. `sign` is +1 for those who obey orders, -1 for defenders; weights in the order of ORDERS."""

    force: int
    name: str
    kind: str
    tier: str
    headcount: int
    sign: float
    stake_logit: float
    signal_precision: float
    kin: float
    cover: float
    hardship: float
    weights: tuple[float, ...]


def groups_of(case: Case, priors: Priors) -> tuple[Group, ...]:
    """The groups of a case, force by force, command before troops; what the case leaves out comes from its kind."""
    raw = _raw_weights(case, priors)
    defends = _defenders(case, priors)
    weights = _balanced(raw, defends, priors.value("world", "counterweight_cap"))
    return tuple(
        _group(index, force, tier, weights[index], bool(defends[index]), priors)
        for index, force in enumerate(case.forces)
        for tier in TIERS
    )


def size_k(force: Force, priors: Priors) -> float:
    """Thousands of people in a force: the case's number, or the default of its kind."""
    return force.size_k if force.size_k is not None else priors.kinds[force.kind].size_k


def headcount(force: Force, tier: str, priors: Priors) -> int:
    """Whole people in a tier of a force."""
    people = round(size_k(force, priors) * 1000)
    command = min(max(round(people * priors.value("world", "command_headcount")), 5), people)
    return command if tier == "command" else people - command


def _raw_weights(case: Case, priors: Priors) -> NDArray[np.float64]:
    """Weights [F, X] before balance: size^0.7 x weight per head x relevance."""
    exponent = priors.value("world", "size_exponent")
    rows = [
        [size_k(force, priors) ** exponent * kind.coercive_weight * relevant for relevant in kind.relevance]
        for force, kind in ((force, priors.kinds[force.kind]) for force in case.forces)
    ]
    raw: NDArray[np.float64] = np.array(rows, dtype=np.float64)
    return raw


def _defenders(case: Case, priors: Priors) -> NDArray[np.bool_]:
    """Which forces defend; where a case has no other force, those it has must obey orders like any army."""
    defends = np.array([priors.kinds[force.kind].defends for force in case.forces])
    return defends if not defends.all() else np.zeros_like(defends)


def _balanced(raw: NDArray[np.float64], defends: NDArray[np.bool_], cap: float) -> NDArray[np.float64]:
    """Ordinary forces add up to 1 for each order; defenders keep their proportion to them, together at most `cap`."""
    relative = raw / raw[~defends].sum(axis=0)
    total = relative[defends].sum(axis=0)
    relative[defends] *= np.minimum(1.0, cap / np.maximum(total, 1e-12))
    balanced: NDArray[np.float64] = relative
    return balanced


def _group(index: int, force: Force, tier: str, weights: NDArray[np.float64], defends: bool, priors: Priors) -> Group:
    kind = priors.kinds[force.kind]
    command = tier == "command"
    share = priors.value("world", "command_share")
    stake = kind.command_stake if command else kind.troop_stake
    if kind.defends and not defends:
        stake = 1.0 - stake  # who defends when P(survives) >= c disobeys when P(falls) > 1 - c
    return Group(
        force=index,
        name=force.name,
        kind=force.kind,
        tier=tier,
        headcount=headcount(force, tier, priors),
        sign=-1.0 if defends else 1.0,
        stake_logit=_logit(stake),
        signal_precision=_signal_precision(defends, tier, priors),
        kin=kind.kin_command if command else kind.kin_troops,
        cover=priors.value("world", "cover_of_command") if command else 1.0,
        hardship=priors.value("world", "hardship_of_command") if command else 1.0,
        weights=tuple(float(weight) * (share if command else 1.0 - share) for weight in weights),
    )


def _signal_precision(defends: bool, tier: str, priors: Priors) -> float:
    return float(priors.sections["signal_precision"]["paramilitary" if defends else tier])


def _logit(share: float) -> float:
    return log(share / (1.0 - share))


def coercive_shares(case: Case, priors: Priors) -> NDArray[np.float64]:
    """Share [F] of each force in all coercive weight: how its reports divide a code's base rate among forces."""
    total = _raw_weights(case, priors).mean(axis=1)
    shares: NDArray[np.float64] = total / total.sum()
    return shares


ORDER_INDEX = {name: index for index, name in enumerate(ORDERS)}
