"""The street by NumPy, as one writes it: an array of ranks a day."""

from __future__ import annotations

from functools import partial

import numpy as np
from street import STREET, outcomes, share_of_today
from worker import serve, walks


def walk(people: int, seed: int) -> list[float]:
    """One run."""
    chance = np.random.default_rng(seed)
    share, path = STREET.start, []
    for _ in range(STREET.days):
        out = chance.random(people) < share_of_today(share, chance.standard_normal())
        share = int(np.count_nonzero(out)) / people
        path.append(share)
    return path


if __name__ == "__main__":
    serve(walks(partial(outcomes, walk)), "numpy")
