"""The three models of `agreement.py` by the library `particles` (Chopin & Papaspiliopoulos 2020), as JSON on stdout.

Run by its own interpreter, since the library wants an older NumPy than Standoff does; it must not import Standoff.
Arguments: worlds, runs.
"""

from __future__ import annotations

import json
import sys

import numpy as np
import particles
from particles import distributions as dists
from particles import kalman
from particles import state_space_models as ssm
from scipy.stats import norm

STEPS = (1.0, 2.0, 3.0, 2.0, 1.0)
COUNTS = (0, 0, 1, 3, 2, 0)
STAY, RATE = np.array([[0.95, 0.05], [0.10, 0.90]]), np.array([0.2, 1.5])
ROWS = (0, 0, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0)
BASE, DETECT, FABRICATE, SLOPE, WALK = 0.25, 0.6, 0.2, 1.2, 0.05


class Switching(ssm.StateSpaceModel):
    """Two hidden states that persist, and a Poisson count a day whose rate hangs on the state."""

    def PX0(self):
        return dists.Categorical(p=np.array([0.5, 0.5]))

    def PX(self, t, xp):
        return dists.Categorical(p=STAY[xp])

    def PY(self, t, xp, x):
        return dists.Poisson(rate=RATE[x])


class Standing(ssm.StateSpaceModel):
    """A margin of obedience that walks, and rows whose intensity is tilted by the disloyalty it stands for."""

    def PX0(self):
        return dists.Normal(loc=0.1, scale=np.hypot(0.3, WALK))

    def PX(self, t, xp):
        return dists.Normal(loc=xp, scale=WALK)

    def PY(self, t, xp, x):
        index = 2.0 * norm.cdf(-x / 0.2) - 1.0
        return dists.Poisson(rate=BASE * (DETECT * np.exp(SLOPE * index) + FABRICATE))


def last(model, data, read, worlds, runs):
    """Log evidence and the filtered mean of `read` at the end, for each of many independent runs."""
    found = []
    for run in range(runs):
        np.random.seed(1000 + run)  # noqa: NPY002 - the library draws from NumPy's global stream
        smc = particles.SMC(fk=ssm.Bootstrap(ssm=model, data=data), N=worlds, resampling="systematic", ESSrmin=0.5)
        smc.run()
        found.append((float(smc.logLt), float(np.average(read(smc.X), weights=smc.W))))
    return found


def main():
    worlds, runs = int(sys.argv[1]), int(sys.argv[2])
    linear = kalman.LinearGauss(rho=1.0, sigmaX=1.0, sigmaY=1.0, sigma0=2.0**0.5)
    exact = kalman.Kalman(ssm=linear, data=np.array(STEPS))
    exact.filter()
    told = {
        "linear": last(linear, np.array(STEPS), lambda x: x, worlds, runs),
        "switching": last(Switching(), np.array(COUNTS), lambda x: x == 1, worlds, runs),
        "standing": last(Standing(), np.array(ROWS), lambda x: x < 0.0, worlds, runs),
        "kalman": [float(np.sum(exact.logpyt)), float(np.squeeze(exact.filt[-1].mean)), float(np.squeeze(exact.filt[-1].cov))],
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
