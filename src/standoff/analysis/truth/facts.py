"""The model against what is known of coups and campaigns (model paper, section 2), before it has seen any evidence.

Each fact is measured on worlds lived from the prior and set beside its published interval. Nothing here is fitted: what lies
outside is shown as outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.truth.campaigns import Campaigns, Plan, campaigns
from standoff.analysis.truth.reactions import crowds_after
from standoff.case.values import Case
from standoff.engine.ensemble import make_stage, start_block
from standoff.engine.executors import Progress, no_progress
from standoff.model.outcomes import CIVIL_WAR, SHIFTED, STOOD_ASIDE, SURVIVED
from standoff.model.priors import COVARIATES, Priors
from standoff.model.setting import Setting

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

TROOPS, COMMAND = 0, 1
COUNTERWEIGHT = COVARIATES.index("counterweight")
LEAST_PEOPLE = 1000.0
FOLDS = 10
TENURES = (0.5, 2.0, 4.0, 7.5, 15.0, 25.0)


@dataclass(frozen=True, slots=True)
class Fact:
    """A stylised fact, its published interval [low, high], and ours with its Monte Carlo standard error.

    `required` facts must be inside; `note` says how ours was measured, or why it lies outside.
    """

    number: str
    statement: str
    source: str
    low: float
    high: float
    ours: float
    error: float
    required: bool
    note: str

    @property
    def inside(self) -> bool:
        """Whether ours lies in the published interval."""
        return self.low <= self.ours <= self.high


class Measured(NamedTuple):
    """A number and its Monte Carlo standard error."""

    value: float
    error: float


def measured(campaign: Campaigns, estimate: Callable[[Campaigns], float]) -> Measured:
    """An estimate on all campaigns, its error from leaving out one tenth of the blocks at a time (jackknife)."""
    fold = campaign.part % FOLDS
    left_out = np.array([estimate(_of(campaign, fold != one)) for one in range(FOLDS)])
    error = np.sqrt((FOLDS - 1) / FOLDS * np.sum((left_out - left_out.mean()) ** 2))
    return Measured(estimate(campaign), float(error))


def _of(campaign: Campaigns, chosen: Mask) -> Campaigns:
    return Campaigns._make(column[..., chosen] for column in campaign)


# --- What a coder of campaigns would say. ----------------------------------------------------------------------------------


def succeeded(campaign: Campaigns) -> Mask:
    """The order-giver was out at the end."""
    return np.asarray((campaign.outcome >= 0) & (campaign.outcome != SURVIVED))


def forces_defected(campaign: Campaigns) -> Mask:
    """Units, officers or a command went over publicly, or the forces refused at the end."""
    return campaign.defected | np.isin(campaign.outcome, [SHIFTED, STOOD_ASIDE, CIVIL_WAR])


def ended_campaigns(campaign: Campaigns) -> Campaigns:
    """Campaigns that NAVCO would list: ended, and at least 1,000 people in the street at their height."""
    return _of(campaign, (campaign.outcome >= 0) & (campaign.peak_people >= LEAST_PEOPLE))


def positive_ratio(campaign: Campaigns, mark: Mask) -> float:
    """P(mark | success) / P(mark | failure)."""
    won = succeeded(campaign)
    return float(mark[won].mean() / mark[~won].mean())


def negative_ratio(campaign: Campaigns, mark: Mask) -> float:
    """P(no mark | success) / P(no mark | failure)."""
    return positive_ratio(campaign, ~mark)


def success_share(campaign: Campaigns, low: float, high: float) -> float:
    """Success of campaigns whose largest crowd was a share of the population from `low` to under `high`."""
    share = 10.0**campaign.peak_log10
    return float(succeeded(campaign)[(share >= low) & (share < high)].mean())


def coup_success(campaign: Campaigns, tier: int) -> float:
    """Of plots by a tier, the share that would succeed."""
    return float(campaign.coups[tier].sum() / campaign.plots[tier].sum())


def yearly(number: Floats, campaign: Campaigns) -> float:
    """A count over all campaigns, a year."""
    return float(number.sum() / campaign.days.sum() * 365.0)


def purges_when_safe(campaign: Campaigns) -> float:
    """Purges a day where a plot is less likely than usual, over those where it is more likely."""
    rate = campaign.purges.sum(axis=1) / campaign.quiet_days.sum(axis=1)
    return float(rate[0] / rate[1])


# --- The table. ------------------------------------------------------------------------------------------------------------


def stylised_facts(
    cases: tuple[Case, ...], priors: Priors, blocks: int = 2, progress: Progress = no_progress
) -> tuple[Fact, ...]:
    """Measure every fact on worlds of these cases; about two minutes for the library at two blocks of 128 a case."""
    lived = campaigns(Plan(cases, blocks=blocks, size=128), priors, progress)
    return (
        *_of_plotters(lived),
        *_of_tenure(cases, priors, progress),
        *_of_campaigns(lived),
        *_of_counterweights(cases, priors, blocks, progress),
        *_of_ranks(cases, priors),
        *_of_arrests(cases, priors),
        _of_purges(lived),
    )


def _of_plotters(lived: Campaigns) -> tuple[Fact, ...]:
    everybody = measured(lived, lambda each: float(each.coups.sum() / each.plots.sum()))
    command = measured(lived, lambda each: coup_success(each, COMMAND))
    troops = measured(lived, lambda each: coup_success(each, TROOPS))
    how = "a plot wins where strength lies under its threshold; ours come from below more often than coders have it"
    return (
        Fact("1", "coup attempts that succeed", "Powell & Thyne 2011; 228 of 459", 0.45, 0.54, *everybody, False, how),
        Fact("2", "... by senior officers", "CAM v3.0; 146 of 191", 0.70, 0.82, *command, True, "plots of the command"),
        Fact("2", "... by combat officers", "CAM v3.0; 83 of 286", 0.24, 0.34, *troops, True, "plots from below the command"),
    )


def _of_tenure(cases: tuple[Case, ...], priors: Priors, progress: Progress) -> tuple[Fact, ...]:
    lived = []
    for years in TENURES:
        older = tuple(replace(case, background=replace(case.background, years_in_power=years)) for case in cases[::2])
        lived.append(campaigns(Plan(older, blocks=2, size=64, days=10), priors, progress))
    hazard = [yearly(each.coups, each) for each in lived]
    falls = float(np.mean(np.diff(hazard) < 0.0))
    first = measured(lived[0], lambda each: yearly(each.coups, each) / hazard[4])
    note = "the same cases with 0.5, 2, 4, 7.5, 15 and 25 years in power, ten days: share of steps at which the hazard falls"
    flat = "standoffs are already selected: a leader who is being challenged after twenty years is not a usual one"
    return (
        Fact("6", "coup hazard falls with tenure", "Svolik leaders 1946-2008", 1.0, 1.0, falls, 0.0, True, note),
        Fact("6", "... year 1 over years 10 to 20", "the same; .116 / .018", 4.0, 10.0, *first, False, flat),
    )


def _of_campaigns(lived: Campaigns) -> tuple[Fact, ...]:
    ended = ended_campaigns(lived)
    plus = measured(ended, lambda each: positive_ratio(each, forces_defected(each)))
    minus = measured(ended, lambda each: negative_ratio(each, forces_defected(each)))
    large = measured(ended, lambda each: positive_ratio(each, each.peak_log10 >= -2.0))
    gradient = np.diff([success_share(ended, *edges) for edges in ((0.0, 0.0025), (0.0025, 0.01), (0.01, 0.035), (0.035, 1.1))])
    rare = measured(ended, lambda each: float(forces_defected(each).mean()))
    most = measured(ended, lambda each: success_share(each, 0.035, 1.1))
    source, how = "NAVCO 1.2, nonviolent", "published +-30 per cent; ended campaigns of 1,000 people or more"
    note = "a unit, officers or a command went over, or the forces refused at the end"
    noisy = "in our worlds a crowd that large can pass: the largest of many noisy days, not a coder's settled figure"
    return (
        Fact("9", "likelihood ratio of defections", f"{source}; 40/52, 54/112", 1.74, 3.22, *plus, True, f"{how}; {note}"),
        Fact("9", "... of none", source, 0.48, 0.90, *minus, True, how),
        Fact("10", "campaigns with defections", f"{source}; 52 of 164", 0.25, 0.39, *rare, False, note),
        Fact("12", "likelihood ratio of 1 per cent in the street", source, 1.68, 3.12, *large, True, how),
        Fact("12", "smallest rise of success from one size of crowd to the next", source, 0.0, inf, float(gradient.min()), 0.0,
             True, "under .25, to 1, to 3.5, above 3.5 per cent"),
        Fact("12", "success with 3.5 per cent in the street", f"{source}; 16 of 16", 0.86, 1.0, *most, False, noisy),
    )  # fmt: skip


def _of_counterweights(cases: tuple[Case, ...], priors: Priors, blocks: int, progress: Progress) -> tuple[Fact, ...]:
    guarded = tuple(case for case in cases if any(priors.kinds[force.kind].defends for force in case.forces))
    pair = [campaigns(Plan(guarded, blocks, 128, 30, change=change), priors, progress) for change in (_unguarded, _guarded)]
    attempts = yearly(pair[1].plots, pair[1]) / yearly(pair[0].plots, pair[0])
    success = [float(each.coups.sum() / each.plots.sum()) for each in pair]
    note = "the same worlds of cases that have such forces, with them expanded and without them, thirty days"
    source = "De Bruin 2018, 2020; sign"
    return (
        Fact("14", "counterweights: coup success, rise", source, -inf, 0.0, success[1] - success[0], 0.0, True, note),
        Fact("14", "... attempts, ratio", source, 0.9, inf, attempts, 0.0, True, "no fewer than nine in ten"),
    )


def _unguarded(setting: Setting) -> Setting:
    return setting._replace(weight=np.where(setting.sign[:, None] < 0.0, 0.0, setting.weight))


def _guarded(setting: Setting) -> Setting:
    start = setting.start.copy()
    start[COUNTERWEIGHT] = 0.6
    return setting._replace(start=start)


def _of_ranks(cases: tuple[Case, ...], priors: Priors) -> tuple[Fact, ...]:
    gaps = []
    for number, case in enumerate(cases):
        stage = make_stage(case, priors, 20_011 + number)
        world, setting = stage.world(start_block(stage, 0, 64).cells), stage.setting
        ordinary, command = setting.sign > 0.0, setting.command > 0.0
        gaps.append(float(world.share[ordinary & ~command].mean() - world.share[ordinary & command].mean()))
    error = float(np.std(gaps) / np.sqrt(len(gaps)))
    note = "share that would disobey, troops less command, mean over cases and orders"
    source = "Grewal, Kilavuz & Kubinec 2019; sign"
    return (Fact("18", "hidden loyalty falls with rank downwards", source, 0.0, inf, float(np.mean(gaps)), error, True, note),)


def _of_arrests(cases: tuple[Case, ...], priors: Priors) -> tuple[Fact, ...]:
    leader = crowds_after("challenger_arrested", cases, priors)
    mass = crowds_after("mass_arrests", cases, priors)
    source, note = "Schulte & Steinert 2023; sign", "crowd of five days, tenfold steps, against the same worlds without it"
    return (
        Fact("27", "arrest of a leader: crowds grow", source, 0.05, inf, leader.mean, leader.error, True, note),
        Fact("27", "mass arrests: they do not", source, -0.05, 0.05, mass.mean, mass.error, True, note),
    )


def _of_purges(lived: Campaigns) -> Fact:
    ratio = measured(lived, purges_when_safe)
    note = "true purges a day, plots less likely than usual over more likely"
    return Fact("28", "purges come when coup risk is low", "Sudduth 2017, 2021; sign", 1.0, inf, *ratio, True, note)


