"""The street by Mesa: `lists`, `agentset` (its own way), or `thresholds` (lists, a threshold drawn in place of a rank)."""

from __future__ import annotations

import sys
from functools import partial

import mesa
from street import STREET, outcomes, share_of_today, threshold_of_today
from worker import serve, walks


class Citizen(mesa.Agent):
    """One who turns out or does not; `out` is remembered, as a model with more to say would."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.out = False

    def step(self) -> None:
        """His rank against the share of today's willing."""
        self.out = self.random.random() < self.model.share

    def quick(self, draw, share: float) -> bool:
        """The same with everything handed in, which is as fast as a method of an agent gets."""
        out = self.out = draw() < share
        return out

    def weigh(self, draw, level: float) -> bool:
        """The same by a threshold of his own."""
        out = self.out = draw(STREET.threshold_mean, STREET.threshold_sd) < level
        return out


class Town(mesa.Model):
    """Citizens and today's share of the willing."""

    def __init__(self, people: int, seed: int) -> None:
        super().__init__(seed=seed)
        self.share = STREET.start
        self.citizens = [Citizen(self) for _ in range(people)]


def by_lists(town: Town, share: float) -> int:
    """A plain list and a method each."""
    draw = town.random.random
    return sum([citizen.quick(draw, share) for citizen in town.citizens])


def by_thresholds(town: Town, share: float) -> int:
    """The same, thresholds in place of ranks."""
    draw, level = town.random.gauss, threshold_of_today(share)
    return sum([citizen.weigh(draw, level) for citizen in town.citizens])


def by_agentset(town: Town, share: float) -> int:
    """Mesa's own way: an AgentSet does and is asked."""
    town.share = share
    town.agents.do("step")
    return sum(town.agents.get("out"))


WAYS = {"lists": by_lists, "thresholds": by_thresholds, "agentset": by_agentset}
DAY = WAYS[sys.argv[1]]
TOWNS: dict[int, Town] = {}


def walk(people: int, seed: int) -> list[float]:
    """One run; the town is made once and given a new seed, so that making agents is not timed."""
    town = TOWNS.get(people) or TOWNS.setdefault(people, Town(people, seed))
    town.random.seed(seed)
    share, path = STREET.start, []
    for _ in range(STREET.days):
        share = DAY(town, share_of_today(share, town.random.gauss(0.0, 1.0))) / people
        path.append(share)
    return path


if __name__ == "__main__":
    serve(walks(partial(outcomes, walk)), "mesa")
