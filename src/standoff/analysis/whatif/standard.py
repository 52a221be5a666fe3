"""The scenarios that a report sets beside the baseline where the analyst names none: those the first page asks of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from standoff.case.scenario import Held, RowModel, Scenario, made_up
from standoff.inference.posterior import Posterior
from standoff.model.groups import size_k

GIVES = {
    "arrest_leader": "challenger_arrested",
    "mass_arrest": "mass_arrests",
    "clear_crowd": "order_obeyed",
    "shoot": "kill_protesters",
}
"""The event that shows each order given."""


def standard_scenarios(posterior: Posterior, order: str) -> tuple[Scenario, ...]:
    """The order given, no amnesty, no threat from abroad, half the largest counterweight, a general's defection confirmed."""
    return tuple(_standard(posterior, order))


def _standard(posterior: Posterior, order: str) -> Iterator[Scenario]:
    tomorrow = posterior.as_of + timedelta(days=1)
    given = RowModel.model_validate({"date": tomorrow.isoformat(), "code": GIVES[order]})
    yield Scenario("the order is given tomorrow", do=(made_up(given, "do-1"),))
    if any(item.event.code == "amnesty_offer" for item in posterior.evidence):
        yield Scenario("no amnesty had been offered", without=("amnesty_offer",))
    yield Scenario("no threat from abroad", assume=(Held("level.threat", 0.0),))
    guard = _largest_defender(posterior)
    if guard is not None:
        yield Scenario(f"half of {guard[0]}", assume=(Held(guard[0], 0.5 * guard[1]),))
    defects = {"date": tomorrow.isoformat(), "code": "officer_defects", "force": _largest(posterior), "tier": "command"}
    yield Scenario("a general's defection is confirmed", see=(made_up(RowModel.model_validate(defects), "see-1"),))


def _largest_defender(posterior: Posterior) -> tuple[str, float] | None:
    """The counterweight with most people, and how many thousands."""
    setting, priors = posterior.stage.setting, posterior.stage.priors
    defends = {int(force) for force, sign in zip(setting.force, setting.sign, strict=True) if sign < 0.0}
    sizes = [(force.name, size_k(force, priors)) for place, force in enumerate(posterior.case.forces) if place in defends]
    return max(sizes, key=lambda pair: pair[1], default=None)


def _largest(posterior: Posterior) -> str:
    """The force with most people among those that must obey."""
    setting, priors = posterior.stage.setting, posterior.stage.priors
    obeys = {int(force) for force, sign in zip(setting.force, setting.sign, strict=True) if sign > 0.0}
    forces = [force for place, force in enumerate(posterior.case.forces) if place in obeys]
    return max(forces, key=lambda force: size_k(force, priors)).name
