"""A case made by hand, the makers of its rows, and games of the obedience core, for the tests of the model's formulas."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from standoff.case.library import load_case
from standoff.case.values import Background, Case, Event, Force, Source
from standoff.engine.answers import FAR_HIGH, FAR_LOW, fixed_point
from standoff.engine.obedience import FIRST_STEPS, solve_root
from standoff.model import core
from standoff.model.maths import logit, normal_cdf
from standoff.model.priors import load_priors

START = date(2031, 1, 1)
FORCES = (Force("Army", "army", 100.0), Force("Militia", "paramilitary", 15.0))


def _event(code="protest", day=2, **parts):
    """A row of 2031-01-`day`, told by Reuters (ungraded), that leans to no side."""
    named = parts.pop("sources", (Source("Reuters"),))
    values = {
        "id": f"{day}-{code}",
        "date": date(2031, 1, day),
        "force": "",
        "tier": "none",
        "scope": "national",
        "actor": "crowd",
        "target": "government",
        "text": f"{code} on day {day}",
        "source": "; ".join(source.outlet for source in named),
        "sided": "neutral",
        "confidence": "high",
    }
    return Event(**{**values, **parts}, code=code, sources=tuple(named))


def _case(forces=FORCES, events=(), **parts):
    background = Background("personalist", 4.0, 10.0, **parts.pop("background", {}))
    values = {
        "id": "ruritania-2031",
        "title": "Ruritania, a test",
        "country": "Ruritania",
        "iso3": "RUR",
        "start": START,
        "end": date(2031, 1, 31),
        "order_giver": "Rudolf V",
        "challenger": "Black Michael",
    }
    return Case(**{**values, **parts}, background=background, forces=tuple(forces), events=tuple(events))


@pytest.fixture(scope="session")
def make_event():
    return _event


@pytest.fixture(scope="session")
def make_case():
    return _case


@pytest.fixture(scope="session")
def priors():
    return load_priors()


class Game(NamedTuple):
    """Groups facing one order: weights, stake ratios, signal precisions, signs; public belief; pressure."""

    w: tuple
    c: tuple
    beta: tuple
    s: tuple
    alpha: float = 0.5
    z: float = 0.4
    b: float = 0.05

    def arrays(self):
        """Base and gain of each group's attack index, signs and weights, each [G, 1]."""
        w, c, beta, s = (np.array(part, dtype=float)[:, None] for part in (self.w, self.c, self.beta, self.s))
        base = core.attack_base(core.stake_quantile(logit(c)), s, self.alpha, beta, self.z)
        gain = core.attack_gain(s, self.alpha, beta) * np.ones_like(base)
        return base, gain, w, s

    @property
    def bound(self):
        return float(core.uniqueness_bound(self.alpha, sum(w / beta**0.5 for w, beta in zip(self.w, self.beta, strict=True))))

    def residual(self, theta):
        """Theta less pressure and missing obedience, and its derivative."""
        base, gain, w, s = self.arrays()
        index = core.attack_index(base, gain, np.atleast_1d(theta))
        mass = core.group_mass(s, w, index).sum(axis=0)
        return theta - self.b - mass, 1.0 - core.group_slope(s, w, gain, index).sum(axis=0)

    def root(self, route="kernel", start=0.5, steps=FIRST_STEPS):
        base, gain, w, s = self.arrays()
        root = np.array([start])
        if route == "kernel":
            solve_root(base, gain, w, s[:, 0].copy(), np.array([self.b]), steps, root)
            return float(root[0])
        for _ in range(steps):
            index = core.attack_index(base, gain, root)
            mass, slope = core.group_mass(s, w, index).sum(axis=0), core.group_slope(s, w, gain, index).sum(axis=0)
            root = core.newton_step(root, self.b, mass, slope)
        return float(root[0])

    def extremes(self):
        base, gain, w, s = self.arrays()
        return tuple(float(fixed_point(base, gain, w, s[:, 0].copy(), self.b, far, 0)) for far in (FAR_LOW, FAR_HIGH))

    def roots(self):
        """All equilibria: the residual is cut where its derivative changes sign, and each monotone piece is bisected.

        A scan for changes of sign of the residual alone would miss a middle root that lies on its grid.
        """
        grid = np.linspace(FAR_LOW, FAR_HIGH, 3501)
        slope = self.residual(grid)[1]
        changes = np.flatnonzero(slope[:-1] * slope[1:] < 0)
        turns = [bisected(lambda t: self.residual(t)[1], grid[i], grid[i + 1]) for i in changes]
        edges = [FAR_LOW, *turns, FAR_HIGH]
        ends = [float(self.residual(edge)[0][0]) for edge in edges]
        pieces = [(edges[i], edges[i + 1]) for i in range(len(edges) - 1) if ends[i] * ends[i + 1] < 0]
        return [bisected(lambda t: self.residual(t)[0], *piece) for piece in pieces]

    def index_at(self, theta):
        base, gain, _, _ = self.arrays()
        return core.attack_index(base, gain, theta)[:, 0]

    def shares(self, theta, at=None):
        """Group masses A_g at the root `theta`, or shares moved at a true strength `at`."""
        if at is None:
            return normal_cdf(self.index_at(theta))
        return core.share_moved(np.array(self.s), np.array(self.beta, dtype=float), self.index_at(theta), theta, at)


def bisected(function, low, high):
    rising = float(np.squeeze(function(high))) > 0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if (float(np.squeeze(function(middle))) > 0) == rising else (middle, high)
    return 0.5 * (low + high)


@pytest.fixture(scope="session")
def make_game():
    return Game


@pytest.fixture(scope="session")
def library():
    """Cases of the library, each read once."""
    return cache(load_case)
