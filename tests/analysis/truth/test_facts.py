"""Stylised facts hold before any evidence is seen; and the tallies they are made of, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.analysis.truth import facts
from standoff.analysis.truth.campaigns import Campaigns, Plan, campaigns
from standoff.analysis.truth.reactions import crowds_after
from standoff.case.library import library_names, load_case
from standoff.model.outcomes import KINDS, NEGOTIATED, SHIFTED, SURVIVED
from standoff.model.priors import load_priors

pytestmark = [pytest.mark.xdist_group("facts"), pytest.mark.slow]  # its fixtures are dear: one worker makes them


@pytest.fixture(scope="module")
def table():
    cases = tuple(load_case(name) for name in library_names())
    return facts.stylised_facts(cases, load_priors(), blocks=1)


def test_required_facts_are_inside_their_published_intervals(table):
    outside = [f"{fact.number} {fact.statement}: {fact.ours}" for fact in table if fact.required and not fact.inside]
    assert outside == []


def test_the_facts_that_are_required_are_all_there(table):
    assert {fact.number for fact in table if fact.required} == {"2", "6", "9", "12", "14", "18", "27", "28"}


def test_every_fact_says_where_it_is_from_and_how_ours_was_measured(table):
    for fact in table:
        assert fact.source
        assert fact.note
        assert fact.low <= fact.high
        assert np.isfinite(fact.ours)
        assert fact.error >= 0.0


# --- Tallies. ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def four():
    """Four ended campaigns: two won, of which one by a shift of the forces and one with a defection, and two lost."""
    whole, none = np.ones((2, 4)), np.zeros((2, 4))
    return Campaigns(
        outcome=np.array([SHIFTED, NEGOTIATED, SURVIVED, SURVIVED]),
        days=np.array([10, 20, 30, 40]),
        part=np.arange(4),
        peak_log10=np.array([-1.0, -1.5, -2.5, -4.0]),
        peak_people=np.array([1e6, 3e5, 3e4, 500.0]),
        defected=np.array([False, True, True, False]),
        purges=np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0]]),
        quiet_days=10.0 * whole,
        plots=whole,
        coups=np.array([[1.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 0.0]]) + none,
    )


def test_likelihood_ratios_by_hand(four):
    assert facts.succeeded(four).tolist() == [True, True, False, False]
    assert facts.forces_defected(four).tolist() == [True, True, True, False]
    assert facts.positive_ratio(four, facts.forces_defected(four)) == 2.0
    assert facts.negative_ratio(four, facts.forces_defected(four)) == 0.0
    assert facts.ended_campaigns(four).days.tolist() == [10, 20, 30]


def test_shares_and_rates_by_hand(four):
    assert facts.success_share(four, 0.0, 0.005) == 0.0
    assert facts.success_share(four, 0.02, 0.2) == 1.0
    assert (facts.coup_success(four, facts.TROOPS), facts.coup_success(four, facts.COMMAND)) == (0.25, 0.75)
    assert facts.yearly(four.plots, four) == pytest.approx(8 / 100 * 365)
    assert facts.purges_when_safe(four) == 2.0


def test_the_error_is_that_of_a_mean(four):
    """Forty campaigns in ten parts: the jackknife of a mean is its standard error over the parts' means."""
    rng = np.random.default_rng(1)
    days = rng.integers(10, 90, 40)
    part = np.arange(40) % 10
    many = Campaigns._make(np.concatenate([column] * 10, axis=-1) for column in four)._replace(days=days, part=part)
    found = facts.measured(many, lambda each: float(each.days.mean()))
    means = [days[part == one].mean() for one in range(10)]
    assert found.value == days.mean()
    assert found.error == pytest.approx(np.std(means, ddof=1) / np.sqrt(10), rel=1e-9)


# --- Campaigns. -------------------------------------------------------------------------------------------------------------


def test_campaigns_are_the_same_for_the_same_seed_and_read_no_rows():
    case, priors = load_case("venezuela-2019"), load_priors()
    plan = Plan((case,), blocks=2, size=16, days=20, seed=3)
    first, again = campaigns(plan, priors), campaigns(plan, priors)
    for left, right in zip(first, again, strict=True):
        np.testing.assert_array_equal(left, right)
    other = campaigns(Plan((case,), blocks=2, size=16, days=20, seed=4), priors)
    assert not np.array_equal(first.peak_log10, other.peak_log10)
    assert np.all((first.days >= 1) & (first.days <= 20))
    assert np.all((first.outcome >= -1) & (first.outcome < len(KINDS)))
    assert np.all(first.days[first.outcome < 0] == 20)
    assert np.all(first.coups <= first.plots)
    assert np.all(first.quiet_days.sum(axis=0) == first.days)


def test_a_leaders_arrest_brings_people_out_in_every_country():
    cases, priors = tuple(load_case(name) for name in ("venezuela-2019", "ussr-1991", "egypt-2013")), load_priors()
    assert crowds_after("challenger_arrested", cases, priors).mean > 5 * abs(crowds_after("mass_arrests", cases, priors).mean)
