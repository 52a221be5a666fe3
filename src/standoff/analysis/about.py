"""What every analysis of a posterior is about: case, order, day, and how to make it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from standoff._version import __version__
from standoff.analysis.ask import case_digest
from standoff.inference.posterior import Posterior
from standoff.shown import Shown


@dataclass(frozen=True, slots=True)
class About(Shown):
    """The head of a result.

    Attributes:
        case: id of the case.
        title: its title.
        order_giver: whose orders they are.
        challenger: who challenges him.
        order: the order asked about.
        as_of: last day taken in.
        seed: of every draw.
        worlds: planned.
        version: of the package.
        digest: of all that was read.
    """

    case: str
    title: str
    order_giver: str
    challenger: str
    order: str
    as_of: date
    seed: int
    worlds: int
    version: str
    digest: str


def about(posterior: Posterior, order: str) -> dict[str, Any]:
    """The head of a result from a posterior, as the arguments of `About`."""
    case = posterior.case
    return {
        "case": case.id,
        "title": case.title,
        "order_giver": case.order_giver,
        "challenger": case.challenger,
        "order": order,
        "as_of": posterior.as_of,
        "seed": posterior.stage.seed,
        "worlds": posterior.worlds,
        "version": __version__,
        "digest": case_digest(posterior),
    }


def about_document(found: About) -> dict[str, Any]:
    """The head of a result as plain JSON values."""
    return {
        "case": found.case,
        "title": found.title,
        "order": found.order,
        "as_of": found.as_of.isoformat(),
        "seed": int(found.seed),
        "worlds": int(found.worlds),
        "version": found.version,
        "digest": found.digest,
    }
