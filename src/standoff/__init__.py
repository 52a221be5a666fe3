"""Standoff: would the armed forces obey? Answered from dated, sourced public evidence.

Importing this package is cheap: each name is loaded from its layer on first use.

Example:
    >>> import standoff as so
    >>> so.load_case("venezuela-2019").order_giver
    'Nicolás Maduro'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from standoff._version import __version__

if TYPE_CHECKING:
    from standoff.analysis.answer import Answer
    from standoff.analysis.ask import ask
    from standoff.analysis.forward.simulate import simulate
    from standoff.analysis.history.track_record import backtest
    from standoff.analysis.sensitivity.sensitivity import sensitivity
    from standoff.analysis.whatif.what_if import what_if
    from standoff.analysis.why.explain import explain, why_not
    from standoff.case.library import library_names, load_case
    from standoff.case.scenario import Scenario, read_scenario
    from standoff.case.values import Case, Event, Force
    from standoff.errors import StandoffError
    from standoff.inference.posterior import Posterior, infer
    from standoff.intake.drafts.draft import draft
    from standoff.publish.build import report

_HOMES = {
    "Answer": "standoff.analysis.answer",
    "ask": "standoff.analysis.ask",
    "explain": "standoff.analysis.why.explain",
    "why_not": "standoff.analysis.why.explain",
    "sensitivity": "standoff.analysis.sensitivity.sensitivity",
    "simulate": "standoff.analysis.forward.simulate",
    "what_if": "standoff.analysis.whatif.what_if",
    "Scenario": "standoff.case.scenario",
    "read_scenario": "standoff.case.scenario",
    "backtest": "standoff.analysis.history.track_record",
    "library_names": "standoff.case.library",
    "load_case": "standoff.case.library",
    "Case": "standoff.case.values",
    "Event": "standoff.case.values",
    "Force": "standoff.case.values",
    "StandoffError": "standoff.errors",
    "Posterior": "standoff.inference.posterior",
    "infer": "standoff.inference.posterior",
    "draft": "standoff.intake.drafts.draft",
    "report": "standoff.publish.build",
}

__all__ = [
    "Answer",
    "Case",
    "Event",
    "Force",
    "Posterior",
    "Scenario",
    "StandoffError",
    "__version__",
    "ask",
    "backtest",
    "draft",
    "explain",
    "infer",
    "library_names",
    "load_case",
    "read_scenario",
    "report",
    "sensitivity",
    "simulate",
    "what_if",
    "why_not",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'standoff' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
