"""The walk filtered by the library `particles`: its bootstrap filter, systematic resampling below half the particles."""

from __future__ import annotations

import numpy as np
import particles
from particles import distributions as dists
from particles import state_space_models as ssm
from walk import COUNTS, MOST, SPREAD, STEP
from worker import serve


class Walk(ssm.StateSpaceModel):
    """A logit that walks, and a Poisson count a day."""

    def PX0(self):
        """The first day."""
        return dists.Normal(loc=0.0, scale=SPREAD)

    def PX(self, t, xp):
        """A step."""
        return dists.Normal(loc=xp, scale=STEP)

    def PY(self, t, xp, x):
        """What is seen."""
        return dists.Poisson(rate=MOST / (1.0 + np.exp(-x)))


def filtered(size: int, runs: int, seed: int) -> list[float]:
    """Log likelihoods of several runs."""
    found = []
    for run in range(runs):
        np.random.seed(1000 * seed + run)  # noqa: NPY002 - the library draws from NumPy's global stream
        model = ssm.Bootstrap(ssm=Walk(), data=np.array(COUNTS))
        smc = particles.SMC(fk=model, N=size, resampling="systematic", ESSrmin=0.5)
        smc.run()
        found.append(float(smc.logLt))
    return found


if __name__ == "__main__":
    serve({"run": filtered}, "particles", "numpy")
