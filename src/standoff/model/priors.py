"""The priors file as frozen values, and the overrides a case's `assumptions` make.

`priors.yaml` is the one home of every number the model assumes; each entry there names its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML

from standoff.case.values import Assumption
from standoff.errors import CaseError

if TYPE_CHECKING:
    from standoff.model.learned import Learned

ORDERS = ("arrest_leader", "mass_arrest", "clear_crowd", "shoot")
COVARIATES = (
    "patronage",
    "hardship",
    "surveillance",
    "amnesty",
    "threat",
    "patron",
    "intervention",
    "counterweight",
    "blackout",
    "concession",
    "occasion",
    "elite",
    "outrage",
)


class Coefficients(NamedTuple):
    """One draw of the global coefficients; field names are the keys of `priors.yaml`, units stand there."""

    patronage: float
    hardship: float
    surveillance: float
    patron: float
    threat: float
    amnesty: float
    culpability: float
    pivot: float
    moral_cost: float
    crowd_pressure: float
    intervention_pressure: float
    rationality: float
    loss_ratio: float
    backlash: float
    deterrence: float
    strength_volatility: float
    report_gain: float
    news_echo: float
    order_giver_precision: float
    public_precision: float
    outcome_pace: float


@dataclass(frozen=True, slots=True)
class CoefficientPrior:
    """Prior of one coefficient. `family` is normal, half_normal or log_normal; `centre` is a mean or a median."""

    family: str
    centre: float
    spread: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class KindPrior:
    """Defaults of one kind of force; see the head of that section in `priors.yaml` for units."""

    defends: bool
    command_stake: float
    troop_stake: float
    kin_command: float
    kin_troops: float
    coercive_weight: float
    size_k: float
    reach: float
    relevance: tuple[float, ...]
    source: str


@dataclass(frozen=True, slots=True)
class CodePrior:
    """How one event code reports: its share of rows, Bayes factor by tier, the order it shows given, whom it serves."""

    rate: float
    factor: Mapping[str, float]
    serves: str
    order: str | None = None


@dataclass(frozen=True, slots=True)
class Priors:
    """All priors. `coefficients`, `kinds` and `codes` are parsed; the rest stays as the file's own mappings.

    `learned` is what past standoffs taught of the coefficients, on top of their priors; None is nothing.
    """

    coefficients: Mapping[str, CoefficientPrior]
    kinds: Mapping[str, KindPrior]
    codes: Mapping[str, CodePrior]
    sections: Mapping[str, Any]
    learned: Learned | None = None

    def value(self, section: str, name: str) -> float:
        """A single number, for example `value("world", "strength_sd")`."""
        return float(self.sections[section][name]["value"])


@cache
def load_priors() -> Priors:
    """Read the packaged `priors.yaml` once."""
    text = files("standoff.model").joinpath("priors.yaml").read_text(encoding="utf-8")
    tree = YAML(typ="safe", pure=True).load(text)
    return Priors(
        coefficients={name: CoefficientPrior(**row) for name, row in tree["coefficients"].items()},
        kinds={name: KindPrior(**{**row, "relevance": tuple(row["relevance"])}) for name, row in tree["kinds"].items()},
        codes={name: CodePrior(**row) for name, row in tree["codes"].items()},
        sections=tree,
    )


def assumption_names(priors: Priors) -> Iterator[str]:
    """Every name a case's `assumptions` may override: coefficients, then `section.name` of each single number."""
    yield from priors.coefficients
    for section in ("world", "crowds", "outcomes"):
        yield from (f"{section}.{name}" for name in priors.sections[section])


def with_assumptions(priors: Priors, assumptions: tuple[Assumption, ...]) -> Priors:
    """Priors with an analyst's overrides: a coefficient is then held at the value, a single number replaced.

    Raises:
        CaseError: a name that is no prior; the text gives the nearest.
    """
    for assumption in assumptions:
        priors = _override(priors, assumption)
    return priors


def _override(priors: Priors, assumption: Assumption) -> Priors:
    if assumption.name in priors.coefficients:
        held = replace(priors.coefficients[assumption.name], family="fixed", centre=assumption.value)
        return replace(priors, coefficients={**priors.coefficients, assumption.name: held})
    names = tuple(assumption_names(priors))
    if assumption.name not in names:
        near = get_close_matches(assumption.name, names, 1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; allowed: {', '.join(names)}"
        raise CaseError(f"assumptions: '{assumption.name}' is not a prior of the model{hint}")
    section, name = assumption.name.split(".")
    entry = {**priors.sections[section][name], "value": assumption.value}
    sections = {**priors.sections, section: {**priors.sections[section], name: entry}}
    return replace(priors, sections=sections)
