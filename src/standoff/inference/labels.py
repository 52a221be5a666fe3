"""A posterior as labelled arrays (ArviZ group names) and as a tidy table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from standoff.inference.resampling import systematic
from standoff.model.priors import ORDERS, Coefficients

if TYPE_CHECKING:
    import pandas
    import xarray

    from standoff.inference.particle_filter import FilterState
    from standoff.inference.posterior import Posterior

Floats = NDArray[np.float64]


def posterior_tree(posterior: Posterior) -> xarray.DataTree:
    """Groups `posterior`, `prior`, `log_likelihood`, `sample_stats`, `observed_data`.

    `chain` is a block (one draw of the coefficients, an independent filter), `draw` an equal-weight world of it.
    Weigh chains by `sample_stats.block_weight` (those of `prior` by `prior_weight`): they are coefficient draws, not
    repeats of one answer.
    """
    import xarray

    return xarray.DataTree.from_dict(
        {
            "posterior": _worlds(posterior, posterior.states, resampled=True),
            "prior": _worlds(posterior, posterior.prior, resampled=False),
            "log_likelihood": _log_likelihood(posterior),
            "sample_stats": _stats(posterior),
            "observed_data": _observed(posterior),
        }
    )


def _worlds(posterior: Posterior, states: tuple[FilterState, ...], *, resampled: bool) -> xarray.Dataset:
    """Strength, thresholds, margins and group shares of equal-weight worlds, and the blocks' coefficients."""
    import xarray

    parts = [_world_arrays(posterior, state, resampled) for state in states]
    fields: dict[str, Any] = {
        "strength": (("chain", "draw"), np.stack([part["strength"] for part in parts])),
        "threshold": (("chain", "draw", "order"), np.stack([part["threshold"] for part in parts])),
        "margin": (("chain", "draw", "order"), np.stack([part["strength"][:, None] - part["threshold"] for part in parts])),
        "disobey": (("chain", "draw", "group"), np.stack([part["share"] for part in parts])),
    }
    for name in Coefficients._fields:
        values = [getattr(state.block.coefficients, name) for state in states]
        fields[f"coefficient_{name}"] = (("chain",), np.array(values))
    return xarray.Dataset(fields, coords={"order": list(ORDERS), "group": group_labels(posterior), **_block_coords(posterior)})


def _world_arrays(posterior: Posterior, state: FilterState, resampled: bool) -> dict[str, Floats]:
    world = posterior.stage.world(state.block.cells)
    size = posterior.weighed.plan.size
    chosen = systematic(state.weights.log_weight, 0.5, size) if resampled else np.arange(size)
    arrays = {"strength": world.strength, "threshold": world.root, "share": world.share}
    return {name: np.ascontiguousarray(values[..., chosen].T) for name, values in arrays.items()}


def group_labels(posterior: Posterior) -> list[str]:
    """Names of the groups: force and tier."""
    setting, forces = posterior.stage.setting, posterior.case.forces
    tiers = ("troops", "command")
    pairs = zip(setting.force, setting.command, strict=True)
    return [f"{forces[int(force)].name} / {tiers[int(command)]}" for force, command in pairs]


def _block_coords(posterior: Posterior) -> dict[str, Any]:
    return {"chain": [state.block.number for state in posterior.states]}


def _log_likelihood(posterior: Posterior) -> xarray.Dataset:
    """Log predictive density of each row of evidence given all before it, by block."""
    import xarray

    rows = np.array([_row_increments(state) for state in posterior.states])
    ids = [item.event.id for item in posterior.evidence]
    shape = (len(posterior.states), len(ids))
    return xarray.Dataset(
        {"report": (("chain", "evidence"), rows.reshape(shape))}, coords={"evidence": ids, **_block_coords(posterior)}
    )


def _row_increments(state: FilterState) -> list[float]:
    pairs = zip(state.steps[:-1], state.steps[1:], strict=True)
    return [after.log_evidence - before.log_evidence for before, after in pairs if after.kind == "row"]


def _stats(posterior: Posterior) -> xarray.Dataset:
    import xarray

    fields: dict[str, Any] = {
        "log_evidence": (("chain",), posterior.log_evidence_of_blocks),
        "block_weight": (("chain",), posterior.block_weight),
        "prior_weight": (("chain",), posterior.prior_weight),
        "run": (("chain",), posterior.run_of_block),
        "ess_min": (("chain",), np.array([min(step.ess for step in state.steps) for state in posterior.states])),
    }
    return xarray.Dataset(fields, coords=_block_coords(posterior))


def _observed(posterior: Posterior) -> xarray.Dataset:
    import xarray

    events = [item.event for item in posterior.evidence]
    fields = {
        "code": (("evidence",), [event.code for event in events]),
        "date": (("evidence",), np.array([event.known_on for event in events], dtype="datetime64[ns]")),
        "force": (("evidence",), [event.force for event in events]),
        "tier": (("evidence",), [event.tier for event in events]),
    }
    return xarray.Dataset(fields, coords={"evidence": [event.id for event in events]})


def posterior_frame(posterior: Posterior) -> pandas.DataFrame:
    """One row a number: block, its weight given the trail and without it, order, P(obeyed) given the trail and without it."""
    import pandas

    weights = zip(posterior.block_weight, posterior.prior_weight, strict=True)
    rows = [
        {
            "block": state.block.number,
            "weight": float(weight),
            "prior_weight": float(prior_weight),
            "order": order,
            "obeyed": float(1.0 - state.steps[-1].refused[k]),
            "prior_obeyed": float(1.0 - prior_refused(posterior, prior)[k]),
        }
        for state, prior, (weight, prior_weight) in zip(posterior.states, posterior.prior, weights, strict=True)
        for k, order in enumerate(ORDERS)
    ]
    return pandas.DataFrame(rows)


def prior_refused(posterior: Posterior, state: FilterState) -> Floats:
    """Share of a prior block's worlds in which each order would be refused [X]."""
    world = posterior.stage.world(state.block.cells)
    share: Floats = (world.strength <= world.root).mean(axis=1)
    return share
