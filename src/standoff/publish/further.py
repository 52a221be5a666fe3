"""What other analyses have to say of the same worlds, as sections of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.analysis.forward.simulate import simulation_from
from standoff.analysis.sensitivity.sensitivity import sensitivity_from
from standoff.analysis.whatif.standard import standard_scenarios
from standoff.analysis.whatif.what_if import what_if_from
from standoff.analysis.why.explain import explanation_from
from standoff.case.scenario import Scenario
from standoff.engine.executors import Progress, Workers
from standoff.inference.posterior import Posterior
from standoff.view.document import Section
from standoff.view.forward.page import simulation_sections
from standoff.view.sensitivity.page import sensitivity_sections
from standoff.view.whatif.page import what_if_sections
from standoff.view.why.page import explanation_sections
from standoff.view.why.why_not import why_not_sections


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the further sections are to be about, and how to make them.

    `scenarios` are set beside the baseline; where there are none, the standard ones are.
    """

    order: str
    scenarios: Sequence[Scenario] = ()
    threads: Workers = None
    progress: Progress | None = None


def further_sections(posterior: Posterior, wanted: Wanted) -> tuple[Section, ...]:
    """Sections between the answer and its evidence, in the order of the page."""
    makers = (explained, lived_on, scenarios_of, driven_by)
    return tuple(section for maker in makers for section in maker(posterior, wanted))


def explained(posterior: Posterior, wanted: Wanted) -> tuple[Section, ...]:
    """Why not over time, what each row was worth, and what would change the answer."""
    found = explanation_from(posterior, order=wanted.order, threads=wanted.threads, progress=wanted.progress)
    return (*why_not_sections(found), *explanation_sections(found))


def lived_on(posterior: Posterior, wanted: Wanted) -> tuple[Section, ...]:
    """Worlds followed forward: how they end, how they spread, where they part."""
    return simulation_sections(
        simulation_from(posterior, order=wanted.order, threads=wanted.threads, progress=wanted.progress)
    )


def driven_by(posterior: Posterior, wanted: Wanted) -> tuple[Section, ...]:
    """What drives the answer, and whether prior and evidence pull apart."""
    return sensitivity_sections(
        sensitivity_from(posterior, order=wanted.order, threads=wanted.threads, progress=wanted.progress)
    )


def scenarios_of(posterior: Posterior, wanted: Wanted) -> tuple[Section, ...]:
    """Scenarios on twin worlds."""
    scenarios = wanted.scenarios or standard_scenarios(posterior, wanted.order)
    return what_if_sections(
        what_if_from(posterior, scenarios, order=wanted.order, threads=wanted.threads, progress=wanted.progress)
    )
