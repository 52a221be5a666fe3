"""The street by AgentPy: an AgentList that steps, each agent by a method of his own."""

from __future__ import annotations

import random
from functools import partial

import agentpy as ap
from street import STREET, outcomes, share_of_today
from worker import serve, walks


class Citizen(ap.Agent):
    """One who turns out or does not."""

    def setup(self) -> None:
        """Nobody is out yet."""
        self.out = False

    def step(self, draw, share: float) -> None:
        """His rank against the share of today's willing."""
        self.out = draw() < share


class Town(ap.Model):
    """Citizens in AgentPy's own list."""

    def setup(self) -> None:
        """Make them."""
        self.citizens = ap.AgentList(self, self.p.people, Citizen)


TOWNS: dict[int, Town] = {}


def town_of(people: int) -> Town:
    """Made once, so that making agents is not timed."""
    if people not in TOWNS:
        TOWNS[people] = Town({"people": people})
        TOWNS[people].sim_setup(steps=0)
    return TOWNS[people]


def walk(people: int, seed: int) -> list[float]:
    """One run."""
    town, chance = town_of(people), random.Random(seed)
    share, path = STREET.start, []
    for _ in range(STREET.days):
        town.citizens.step(chance.random, share_of_today(share, chance.gauss(0.0, 1.0)))
        share = sum(town.citizens.out) / people
        path.append(share)
    return path


if __name__ == "__main__":
    serve(walks(partial(outcomes, walk)), "agentpy")
