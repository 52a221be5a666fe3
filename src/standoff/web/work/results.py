"""A document as the result of a job: the JSON of `standoff-view/1` with what the page shows beside it."""

from __future__ import annotations

import json
import shlex
from typing import Any

from standoff._version import __version__
from standoff.analysis.about import about
from standoff.analysis.checks import monte_carlo_error
from standoff.analysis.document import number
from standoff.analysis.effective_sizes import least_worlds
from standoff.analysis.history.post_mortem import PostMortem
from standoff.inference.blocks import effective_draws
from standoff.inference.posterior import Posterior
from standoff.model.priors import ORDERS
from standoff.view.document import Document
from standoff.view.repeat import REPEAT
from standoff.view.serialise import view_document
from standoff.web.work.tabs import tabs_of


def result_text(document: Document, kind: str, facts: dict[str, Any], *, rough: bool) -> str:
    """The result as JSON text in ASCII; `command` is one line to type, where a document has the words of it."""
    told = view_document(document)
    tabs = tabs_of((section.title for section in document.sections), kind)
    command = " ".join(document.command or _repeating(document))
    return json.dumps({**told, "rough": rough, **facts, "tabs": tabs, "command": command}, allow_nan=False)


def _repeating(document: Document) -> tuple[str, ...]:
    """The command of the section that says how to make the page again; () where there is none."""
    return next((section.command for section in document.sections if section.title == REPEAT), ())


def facts_of(posterior: Posterior, order: str) -> dict[str, Any]:
    """What the badge of a run shows.

    `ess` is the effective number of draws of the coefficients, of `blocks`; `ess_min` that of worlds at the thinnest step;
    `mc_error` the standard error of P(the order is obeyed), as a share.
    """
    head = about(posterior, order)
    return {
        "worlds": int(head["worlds"]),
        "seed": int(head["seed"]),
        "as_of": head["as_of"].isoformat(),
        "order": order,
        "digest": head["digest"],
        "version": head["version"],
        "ess": number(effective_draws(posterior.log_weight_of_blocks)),
        "ess_min": number(least_worlds(posterior)[0]),
        "blocks": len(posterior.states),
        "mc_error": number(monte_carlo_error(posterior, ORDERS.index(order))),
    }


def facts_of_record(found: PostMortem) -> dict[str, Any]:
    """The same of a post-mortem, which rests on several runs and so has no one effective size."""
    return {
        "worlds": int(found.worlds),
        "seed": int(found.seed),
        "as_of": found.beliefs[-1].as_of.isoformat(),
        "order": found.order,
        "digest": None,
        "version": __version__,
        "ess": None,
        "ess_min": None,
        "blocks": None,
        "mc_error": None,
    }


def score_command(found: PostMortem, name: str) -> tuple[str, ...]:
    """The words to type that make a post-mortem again, each safe for a shell."""
    return (
        *("standoff", "score", shlex.quote(name or found.case)),
        *(f"--order {found.order}", f"--worlds {found.worlds}", f"--seed {found.seed}"),
    )
