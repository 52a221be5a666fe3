"""Which coefficients a command uses: those that the package learned, those of a file, or the priors alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.model.learned import Learned


def chosen_coefficients(prior_only: bool, file: Path | None) -> Learned | None:
    """What was learned: by the package, or as a file says; None is nothing.

    Raises:
        UsageError: both options given.
        CaseError: a file that cannot be read.
    """
    from standoff.model.learned_file import read_learned, shipped

    if prior_only and file is not None:
        raise UsageError("--prior-only and --coefficients: both given; allowed: one of them")
    return None if prior_only else shipped() if file is None else read_learned(file)
