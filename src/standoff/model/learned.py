"""What past standoffs taught of some coefficients.

Behind every coefficient stands a standard normal number (see `engine.ensemble.standard_draw`). `standoff fit` learns of a dozen
of them, jointly normal; of the others the priors are all there is. A case that was learned from is never forecast with what it
taught itself: for each of those, the mean that the other cases give is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Made:
    """Where learned coefficients come from: version, day, seed, draws, worlds a draw, digest of what was read."""

    standoff: str
    on: str
    seed: int
    draws: int
    worlds: int
    digest: str


@dataclass(frozen=True, slots=True)
class Record:
    """What became of past forecasts: log odds of a fall as `level` + `trust` x those of the worlds + `initiative` x its sign.

    Both signs count by how much is on record (see `analysis.record`).

    Attributes:
        mean: level, trust, initiative.
        sd: of each.
        without: for each case learned from, the mean that all others give.
        fell: those of them in which the order-giver fell.
    """

    mean: tuple[float, ...]
    sd: tuple[float, ...]
    without: Mapping[str, tuple[float, ...]]
    fell: tuple[str, ...]

    def forgetting(self, case: str) -> Record:
        """What the other cases say, where this is one of them."""
        if case not in self.without:
            return self
        others = {name: mean for name, mean in self.without.items() if name != case}
        fell = tuple(name for name in self.fell if name != case)
        return replace(self, mean=self.without[case], without=others, fell=fell)


RECORD_NAMES = ("level", "trust", "initiative")


@dataclass(frozen=True)
class Learned:
    """A normal distribution of some of the standard numbers behind the coefficients [d].

    Attributes:
        names: the coefficients.
        mean: standard deviations of each one's prior, from its middle.
        sd: in the same unit; 1 is the prior itself.
        correlation: [d, d].
        without: for each case learned from, the mean that all others give.
        made: where it comes from.
        record: what became of forecasts made with these coefficients; None where that was not learned.
    """

    names: tuple[str, ...]
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    correlation: tuple[tuple[float, ...], ...]
    without: Mapping[str, tuple[float, ...]]
    made: Made
    record: Record | None = None

    @cached_property
    def root(self) -> Floats:
        """Lower Cholesky factor of the covariance [d, d].

        Raises:
            numpy.linalg.LinAlgError: the correlations are none.
        """
        root: Floats = np.linalg.cholesky(np.array(self.correlation) * np.outer(self.sd, self.sd))
        return root

    def moved(self, standard: Floats, fields: Sequence[str]) -> Floats:
        """Standard normal numbers [D], the first for `fields` in order, as draws of what was learned; others stay."""
        drawn, places = standard.copy(), [fields.index(name) for name in self.names]
        drawn[places] = np.array(self.mean) + self.root @ standard[places]
        return drawn

    def forgetting(self, case: str) -> Learned:
        """What the other cases taught, where this is one of those learned from."""
        if case not in self.without:
            return self
        return replace(self, mean=self.without[case], record=self.record and self.record.forgetting(case))
