"""The street by mesa-frames: all citizens a column of a data frame, stepped at once."""

from __future__ import annotations

from functools import partial

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF
from street import STREET, outcomes, share_of_today
from worker import serve, walks


class Citizens(AgentSetPolars):
    """A column `out` for everybody."""

    def __init__(self, model: ModelDF, people: int) -> None:
        super().__init__(model)
        self.add(pl.DataFrame({"unique_id": np.arange(people), "out": np.zeros(people, dtype=bool)}))

    def step(self) -> None:
        """Ranks against the share of today's willing."""
        out = self.model.random.random(len(self)) < self.model.share
        self.agents = self.agents.with_columns(out=pl.Series(out))


class Town(ModelDF):
    """Citizens and today's share of the willing."""

    def __init__(self, people: int) -> None:
        super().__init__(seed=1)
        self.share = STREET.start
        self.citizens = Citizens(self, people)
        self.agents += self.citizens


TOWNS: dict[int, Town] = {}


def walk(people: int, seed: int) -> list[float]:
    """One run; the town is made once and given a new seed."""
    town = TOWNS.get(people) or TOWNS.setdefault(people, Town(people))
    town.reset_randomizer(seed)
    share, path = STREET.start, []
    for _ in range(STREET.days):
        town.share = share_of_today(share, town.random.standard_normal())
        town.agents.do("step")
        share = int(town.citizens.agents["out"].sum()) / people
        path.append(share)
    return path


if __name__ == "__main__":
    serve(walks(partial(outcomes, walk)), "mesa-frames", "polars")
