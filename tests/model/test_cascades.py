"""Cascades of people who decide one after another (Bikhchandani, Hirshleifer & Welch 1992; model paper 1.9), by exact chances.

Each sees all earlier choices, has a private signal that is right with chance p, and marches if a bad regime is likelier than
not; who is indifferent flips a coin. Our model reduces to it where

- every marcher is a crowd of one moderate and no activist (`crowds.turnout_log_ratio` with always = 0 and moderates = 1): he
  moves public log odds by the chances with which he would have marched under a bad and under a good regime;
- his private signal is such a crowd of one too, which "marches" with chance p under a bad and 1 - p under a good regime;
- he chooses by the players' quantal response without lapses (`players.chance_of_ordering`, lapse = 0) in the limit of
  rationality, where a tie is expit(0) = 1/2, the coin.

The chances of all public log odds are carried forward one person at a time, under a bad regime; nothing is drawn.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from standoff.model.crowds import moderates_share, turnout_log_ratio
from standoff.model.maths import expit
from standoff.model.players import chance_of_ordering

RATIONAL = 1e4  # the least that is at stake in a cascade below is 0.0067; a tie is one to rounding
PEOPLE = 80  # (p - p^2)^40 is below 1e-24
PRECISIONS = (0.51, 0.6, 0.7, 0.9)


def told_by_one(came, bad, good):
    """Log odds that one person's marching (1) or staying (0) adds; certainty is held at one in 10^9, as in the engine."""
    bad, good = (float(moderates_share(chance, 0.0)) for chance in (bad, good))
    return float(turnout_log_ratio(came, 0.0, 1.0, bad, good))


def marches(public, signal, precision, rationality):
    """Chance that a person of a private signal (1: bad regime) marches: he weighs being right against being wrong."""
    bad = float(expit(public + told_by_one(signal, precision, 1.0 - precision)))
    return float(chance_of_ordering(bad, 1.0 - bad, rationality, 0.0))


def next_person(chances, precision, rationality=RATIONAL):
    """Chances of public log odds under a bad regime, one person later."""
    after = defaultdict(float)
    for public, chance in chances.items():
        stays, comes = (marches(public, signal, precision, rationality) for signal in (0, 1))
        bad, good = precision * comes + (1 - precision) * stays, (1 - precision) * comes + precision * stays
        for came, part in ((1, bad), (0, 1 - bad)):
            if part > 0.0:
                after[round(public + told_by_one(came, bad, good), 13)] += chance * part
    return after


def after_people(people, precision, rationality=RATIONAL):
    """Chances of public log odds under a bad regime after so many people, from even odds."""
    chances = {0.0: 1.0}
    for _ in range(people):
        chances = next_person(chances, precision, rationality)
    return chances


def in_cascades(chances, precision):
    """Chances of being in a cascade of marching, in one of staying, and in none: whether signals still move the choice."""
    marching = staying = 0.0
    for public, chance in chances.items():
        choices = {round(marches(public, signal, precision, RATIONAL), 6) for signal in (0, 1)}
        marching += chance * (choices == {1.0})
        staying += chance * (choices == {0.0})
    return marching, staying, 1.0 - marching - staying


@pytest.mark.parametrize(("precision", "correct"), [(0.51, 0.513332), (0.6, 0.631579), (0.7, 0.753165), (0.9, 0.939560)])
def test_1_9_bhw_chance_of_a_correct_cascade(precision, correct):
    """P(correct) = p (p + 1) / (2 (1 - p + p^2)): hardly better than one signal, however many march."""
    marching, staying, none = in_cascades(after_people(PEOPLE, precision), precision)
    assert marching == pytest.approx(correct, abs=1e-6)
    assert marching == pytest.approx(precision * (precision + 1) / (2 * (1 - precision + precision**2)), abs=1e-9)
    assert staying == pytest.approx(1.0 - correct, abs=1e-6)
    assert none == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("pairs", [1, 2, 3, 5])
def test_1_9_bhw_chance_of_no_cascade_after_pairs(precision, pairs):
    """P(no cascade after 2n) = (p - p^2)^n: all pairs so far took opposite choices."""
    none = in_cascades(after_people(2 * pairs, precision), precision)[2]
    assert none == pytest.approx((precision - precision**2) ** pairs, abs=1e-9)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_1_9_bhw_in_a_cascade_nothing_more_is_learnt(precision):
    """Who marches whatever he knows tells nothing: public log odds stand still, a little beyond one signal."""
    late = {odds: chance for odds, chance in after_people(PEOPLE, precision).items() if chance > 1e-9}
    assert next_person(late, precision) == pytest.approx(late, abs=1e-12)
    signal = np.log(precision / (1 - precision))
    assert signal < min(map(abs, late))
    assert max(map(abs, late)) < 2 * signal


def test_1_9_bhw_people_who_err_never_stop_telling_something():
    """With bounded rationality choices keep following signals a little, and a long queue ends up surer of the truth."""
    correct = []
    for people in (2, 6, 12):
        chances = after_people(people, 0.7, rationality=4.0)
        correct.append(sum(chance for odds, chance in chances.items() if odds > 0) + 0.5 * chances.get(0.0, 0.0))
    assert np.all(np.diff(correct) > 0.01)
    assert correct[-1] > in_cascades(after_people(PEOPLE, 0.7), 0.7)[0]
