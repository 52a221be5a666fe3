"""`simulate`: forward from the prior or the posterior, outcomes as competing risks, the spread of paths, where they part."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from os import PathLike

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.about import about
from standoff.analysis.answer import Estimate
from standoff.analysis.ask import checked_order, record_answer
from standoff.analysis.estimates import OVER_RUNS
from standoff.analysis.forward.block import CROWD_EDGES, MARGIN_EDGES, Followed, Watch, follow_block
from standoff.analysis.forward.parting import partings
from standoff.analysis.forward.values import LEVELS, SamplePath, SimulatedDay, Simulation, Week
from standoff.analysis.outcomes import equally_weighted, order_giver_out, outcome_shares
from standoff.analysis.record import tilted
from standoff.analysis.why.possible import kinds_of_event
from standoff.case.library import load_case
from standoff.case.values import Case
from standoff.engine import sites
from standoff.engine.draws import uniforms
from standoff.engine.ensemble import Stage
from standoff.engine.executors import Progress, Workers, no_progress, run_each, thread_pool
from standoff.errors import UsageError
from standoff.inference.particle_filter import FilterState
from standoff.inference.pooling import jackknife_error, student_quantile
from standoff.inference.posterior import Posterior, infer
from standoff.inference.resampling import normalised, systematic
from standoff.model.outcomes import KINDS, SURVIVED
from standoff.model.priors import ORDERS, Priors

Floats = NDArray[np.float64]

SOURCES = ("posterior", "prior")
MOST_AHEAD, DAYS, PATHS = 365, 90, 30


def simulate(
    case: Case | str | PathLike[str],
    *,
    as_of: date | None = None,
    order: str = "arrest_leader",
    days: int = DAYS,
    source: str = "posterior",
    worlds: int = 20_000,
    seed: int = 1,
    threads: Workers = None,
    progress: Progress | None = None,
    priors: Priors | None = None,
) -> Simulation:
    """Let worlds live on from a day.

    Args:
        case: a case, its name in the library, or the path of its file.
        as_of: the day they start from; by default the day the last row became public.
        order: whose margin is followed.
        days: how many days.
        source: "posterior", worlds weighed by what was public by then; or "prior", the same worlds when nothing was heard.
        worlds: how many; rounded up to whole blocks.
        seed: the same seed gives the same bits, for any number of threads.
        threads: by default one a core; or an executor, to whose workers blocks are sent.
        progress: called as blocks are done.
        priors: to begin from; by default those of the package and what it learned from other cases.

    Raises:
        CaseError: the case cannot be read.
        UsageError: an order, source, date, seed or number that is not allowed.
        InferenceError: a row that is impossible in every world, by name.
    """
    checked_order(order)
    _check(days, source)
    known = case if isinstance(case, Case) else load_case(case)
    posterior = infer(known, as_of=as_of, worlds=worlds, seed=seed, threads=threads, progress=progress, priors=priors)
    return simulation_from(posterior, order=order, days=days, source=source, threads=threads, progress=progress)


def _check(days: int, source: str) -> None:
    if not 1 <= days <= MOST_AHEAD:
        raise UsageError(f"days: {days} given; allowed: 1 to {MOST_AHEAD}")
    if source not in SOURCES:
        raise UsageError(f"from: '{source}' given; allowed: {', '.join(SOURCES)}")


def simulation_from(
    posterior: Posterior,
    *,
    order: str = "arrest_leader",
    days: int = DAYS,
    source: str = "posterior",
    threads: Workers = None,
    progress: Progress | None = None,
) -> Simulation:
    """The same from a posterior already inferred."""
    _check(days, source)
    focus, report = ORDERS.index(checked_order(order)), progress or no_progress
    log_weight = posterior.log_weight_of_blocks if source == "posterior" else posterior.log_ratio_of_blocks
    blocks, chosen = _followed(posterior, focus, days, source, normalised(log_weight), threads, report)
    evenings = _evenings(posterior, blocks, log_weight, days)
    return Simulation(
        **about(posterior, order),
        source=source,
        ahead=days,
        days=evenings,
        weeks=_weeks(evenings),
        paths=_paths(posterior, blocks, chosen),
        partings=partings(posterior, blocks, log_weight),
        weighed_out=_weighed_out(posterior, blocks, log_weight, threads, report) if source == "posterior" else None,
    )


def _followed(
    posterior: Posterior, order: int, days: int, source: str, weight: Floats, threads: Workers, progress: Progress
) -> tuple[tuple[Followed, ...], list[list[int]]]:
    """Every block followed, and which of its worlds were kept whole."""
    states = posterior.states if source == "posterior" else posterior.prior
    kinds, of_stream = kinds_of_event(posterior)
    chosen = _chosen(posterior, weight)
    watches = [Watch(order, days, len(kinds), of_stream, worlds) for worlds in chosen]
    places = zip(states, watches, strict=True)
    tasks = [partial(_block_followed, posterior.stage, state, posterior.day, watch) for state, watch in places]
    with thread_pool(threads) as pool:
        done = run_each(pool, tasks, progress, f"letting worlds live on for {days} days")
    return done, chosen


def _block_followed(stage: Stage, state: FilterState, day: int, watch: Watch) -> Followed:
    return follow_block(stage, equally_weighted(stage, state), day, watch)


def _chosen(posterior: Posterior, weight: Floats) -> list[list[int]]:
    """Worlds to keep whole, by block: as many of a block as its weight asks for, spread over its worlds by one draw."""
    u = float(uniforms(posterior.stage.seed, np.array([0]), posterior.day, sites.SAMPLE_PATHS)[0])
    of_block = systematic(np.log(np.maximum(weight, 1e-300)), u, PATHS)
    counts = np.bincount(of_block, minlength=weight.size)
    sizes = [state.block.worlds.size for state in posterior.states]
    return [[int((k + u) * size / count) for k in range(count)] for count, size in zip(counts, sizes, strict=True)]


def _evenings(
    posterior: Posterior, blocks: tuple[Followed, ...], log_weight: Floats, days: int
) -> tuple[SimulatedDay, ...]:
    weight = normalised(log_weight)
    refused = weight @ np.array([block.refused for block in blocks])
    margin = np.tensordot(weight, np.array([block.margin for block in blocks]), axes=1)
    crowd = np.tensordot(weight, np.array([block.crowd for block in blocks]), axes=1)
    outcomes = np.array([block.outcomes for block in blocks])
    people = posterior.stage.setting.population
    return tuple(
        SimulatedDay(
            day=posterior.as_of + timedelta(days=day),
            outcomes={
                kind: _estimate(posterior, log_weight, outcomes[:, day, k]) for k, kind in enumerate((*KINDS, "undecided"))
            },
            out=_estimate(posterior, log_weight, _out(outcomes[:, day])),
            refused=float(refused[day] / margin[day].sum()) if margin[day].sum() > 0.0 else float("nan"),
            margin=_quantiles(margin[day], MARGIN_EDGES),
            crowd=tuple(people * 10.0**level for level in _quantiles(crowd[day], CROWD_EDGES)),
        )
        for day in range(days + 1)
    )


def _out(outcomes: Floats) -> Floats:
    """Share in which he is out, of shares by kind in the last axis."""
    total: Floats = outcomes[..., : len(KINDS)].sum(axis=-1) - outcomes[..., SURVIVED]
    return total


def _estimate(posterior: Posterior, log_weight: Floats, values: Floats) -> Estimate:
    """Pooled share with its Monte Carlo interval over independent runs."""

    def estimate(used: NDArray[np.bool_]) -> float:
        return float(np.sum(normalised(log_weight[used]) * values[used]))

    p = estimate(np.ones(values.size, dtype=bool))
    error = student_quantile(posterior.runs) * jackknife_error(estimate, values.size, posterior.runs)
    return Estimate(p, max(p - error, 0.0), min(p + error, 1.0), OVER_RUNS)


def _quantiles(histogram: Floats, edges: Floats) -> tuple[float, ...]:
    """Quantiles at `LEVELS` of a histogram, linear within a bin; NaN where it is empty."""
    total = histogram.sum()
    if total <= 0.0:
        return (float("nan"),) * len(LEVELS)
    ladder = np.concatenate(([0.0], np.cumsum(histogram) / total))
    bins = np.searchsorted(ladder, LEVELS, side="left") - 1  # the bin in which each level is reached; it is not empty
    within = (np.array(LEVELS) - ladder[bins]) / (ladder[bins + 1] - ladder[bins])
    return tuple(float(value) for value in edges[bins] + within * (edges[bins + 1] - edges[bins]))


def _weeks(days: tuple[SimulatedDay, ...]) -> tuple[Week, ...]:
    """Mean hazards a day by week: what ended so in the week over what was undecided as it began."""
    found = []
    for first in range(0, len(days) - 1, 7):
        start, end = days[first], days[min(first + 7, len(days) - 1)]
        span, still = (end.day - start.day).days, start.outcomes["undecided"].p
        moved = {kind: end.outcomes[kind].p - start.outcomes[kind].p for kind in KINDS}
        hazards = {kind: step / still / span if still > 0.0 else float("nan") for kind, step in moved.items()}
        found.append(Week(start.day + timedelta(days=1), end.day, still, hazards))
    return tuple(found)


def _paths(posterior: Posterior, blocks: tuple[Followed, ...], chosen: list[list[int]]) -> tuple[SamplePath, ...]:
    return tuple(
        SamplePath(
            int(state.block.worlds[world]),
            tuple(float(value) for value in margin[np.isfinite(margin)]),
            "undecided" if end < 0 else KINDS[int(end)],
        )
        for block, state, worlds in zip(blocks, posterior.states, chosen, strict=True)
        for world, margin, end in zip(worlds, block.paths, block.ends, strict=True)
    )


def _weighed_out(
    posterior: Posterior, blocks: tuple[Followed, ...], log_weight: Floats, threads: Workers, progress: Progress
) -> float | None:
    """P(out by the last day) as `ask` says it: worlds still undecided then are weighed by how they end."""
    if posterior.stage.priors.learned is None or posterior.stage.priors.learned.record is None:
        return None
    tasks = [partial(outcome_shares, posterior.stage, state) for state in posterior.states]
    with thread_pool(threads) as pool:
        shares = np.array(run_each(pool, tasks, progress, "following worlds to their end"))
    _, by = record_answer(posterior, order_giver_out(posterior, shares))
    weight = normalised(log_weight)
    last = weight @ np.array([block.outcomes[-1] for block in blocks])
    longest = int(posterior.stage.priors.value("outcomes", "longest_days"))
    at_end = last if len(blocks[0].outcomes) > longest else weight @ shares[:, -1]  # `ask` follows worlds no further
    return float(_out(tilted(np.array([last, at_end]), by)[0]))
