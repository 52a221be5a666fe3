"""`what_if`: scenarios beside the baseline on twin worlds, bit-equal before the first day that a scenario changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from os import PathLike

import numpy as np

from standoff.analysis.about import about
from standoff.analysis.ask import checked_order
from standoff.analysis.effective_sizes import is_thin
from standoff.analysis.estimates import OVER_RUNS
from standoff.analysis.whatif.pairing import OUT, Side, paired_obeyed, paired_outcome, side_of
from standoff.analysis.whatif.paths import Course, Order, Path, empty_trail, follow
from standoff.analysis.whatif.retelling import Retold, retold
from standoff.analysis.whatif.rules import regimes_of
from standoff.analysis.whatif.values import DayPaired, OrderGiven, ScenarioAnswer, WhatIf
from standoff.case.library import load_case
from standoff.case.scenario import Scenario, read_scenario
from standoff.case.values import Case, Event
from standoff.engine.executors import Progress, Workers, no_progress, run_each, thread_pool
from standoff.errors import UsageError
from standoff.inference.blocks import least_size
from standoff.inference.particle_filter import DeadWorlds, FilterState
from standoff.inference.posterior import Posterior, infer
from standoff.inference.resampling import normalised
from standoff.inference.twins import Regime, Twin, days_of_block, lived
from standoff.model.echoes import Evidence, gather
from standoff.model.outcomes import KINDS
from standoff.model.priors import ORDERS, Priors
from standoff.model.setting import code_index
from standoff.model.trail import trail_arrays

MOST_AHEAD, MOST_SCENARIOS, DAYS = 365, 12, 30


def what_if(
    case: Case | str | PathLike[str],
    scenarios: Scenario | str | PathLike[str] | Sequence[Scenario | str | PathLike[str]],
    *,
    as_of: date | None = None,
    order: str = "arrest_leader",
    days: int = DAYS,
    worlds: int = 20_000,
    seed: int = 1,
    threads: Workers = None,
    progress: Progress | None = None,
    priors: Priors | None = None,
) -> WhatIf:
    """Set scenarios beside the baseline, on worlds that share every draw.

    Args:
        case: a case, its name in the library, or the path of its file.
        scenarios: one or several, as values or as paths of their files.
        as_of: the day the question is asked; by default the day the last row became public.
        order: the order it is about; every order is answered.
        days: how many days to follow after it.
        worlds: how many worlds; rounded up to whole blocks.
        seed: the same seed gives the same bits, for any number of threads.
        threads: by default one a core; or an executor, to whose workers blocks are sent.
        progress: called as blocks are done.
        priors: to begin from; by default those of the package and what it learned from other cases.

    Raises:
        CaseError: the case or a scenario cannot be read.
        UsageError: a change that is not possible, with the reason; or a number that is not allowed.
        InferenceError: a row that is impossible in every world, by name.
    """
    checked_order(order)
    known = case if isinstance(case, Case) else load_case(case)
    listed = [scenarios] if isinstance(scenarios, Scenario | str | PathLike) else list(scenarios)
    told = [each if isinstance(each, Scenario) else read_scenario(each) for each in listed]
    posterior = infer(known, as_of=as_of, worlds=worlds, seed=seed, threads=threads, progress=progress, priors=priors)
    return what_if_from(posterior, told, order=order, days=days, threads=threads, progress=progress)


def what_if_from(
    posterior: Posterior,
    scenarios: Sequence[Scenario],
    *,
    order: str = "arrest_leader",
    days: int = DAYS,
    threads: Workers = None,
    progress: Progress | None = None,
) -> WhatIf:
    """The same from a posterior already inferred."""
    checked_order(order)
    _check(scenarios, days)
    applied = [_applied(posterior, scenario, days) for scenario in scenarios]
    baseline, sides = _followed(posterior, applied, days, threads, progress or no_progress)
    answers = (_answer(posterior, baseline, each, side, paths) for each, (side, paths) in zip(applied, sides, strict=True))
    return WhatIf(
        **about(posterior, order),
        ahead=days,
        interval=OVER_RUNS,
        scenarios=tuple(answers),
    )


def _check(scenarios: Sequence[Scenario], days: int) -> None:
    if not 1 <= days <= MOST_AHEAD:
        raise UsageError(f"days: {days} given; allowed: 1 to {MOST_AHEAD}")
    if not 1 <= len(scenarios) <= MOST_SCENARIOS:
        raise UsageError(f"scenarios: {len(scenarios)} given; allowed: 1 to {MOST_SCENARIOS}")
    names = [scenario.name for scenario in scenarios]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"scenarios: the name '{twice[0]}' is given twice; each needs its own")


@dataclass(frozen=True)
class _Applied:
    """A scenario ready to be lived: its past (None where nothing before the as-of date changes), and its course."""

    scenario: Scenario
    twin: Twin | None
    course: Course
    first: int


def _applied(posterior: Posterior, scenario: Scenario, days: int) -> _Applied:
    """Lay a scenario out.

    Raises:
        UsageError: a change that is not possible, or none at all.
    """
    stage, as_of = posterior.stage, posterior.as_of
    last = as_of + timedelta(days=days)
    rows = retold(stage.case, scenario, as_of, last, stage.priors)
    regimes = regimes_of(stage, scenario.assume, as_of, last)
    evidence = gather(rows.past, as_of)
    trail = trail_arrays(evidence, stage.case, stage.setting, stage.priors, rows.deeds)
    course = _course(posterior, rows, regimes)
    changed = _changed_days(posterior, evidence, rows) + [regime.day for regime in regimes]
    later = [*course.trail.day.tolist(), *(order.day for order in course.orders)]
    if not changed and not later:
        raise UsageError(f"scenario '{scenario.name}': changes nothing that was known by {as_of} or happens by {last}")
    past = [day for day in changed if day <= posterior.day]
    twin = Twin(min(past), trail, regimes) if past else None
    return _Applied(scenario, twin, course, min(changed + later))


def _changed_days(posterior: Posterior, evidence: tuple[Evidence, ...], rows: Retold) -> list[int]:
    """Days of the rows that stand on one side only, or are done rather than reported."""
    here, there = posterior.evidence, evidence
    apart = [item for item in here if item not in there] + [item for item in there if item not in here]
    return [(item.known_on - posterior.case.start).days for item in apart]


def _course(posterior: Posterior, rows: Retold, regimes: tuple[Regime, ...]) -> Course:
    """What comes after the as-of date: orders given, and rows done or learned."""
    stage = posterior.stage
    orders = tuple(_order(posterior, event) for event in rows.later if _is_order(posterior, event, rows))
    told = [Evidence(event, event.sources) for event in rows.later if not _is_order(posterior, event, rows)]
    trail = trail_arrays(told, stage.case, stage.setting, stage.priors, rows.deeds) if told else empty_trail(posterior.trail)
    return Course(trail, orders, regimes)


def _is_order(posterior: Posterior, event: Event, rows: Retold) -> bool:
    return event.id in rows.deeds and posterior.stage.priors.codes[event.code].order is not None


def _order(posterior: Posterior, event: Event) -> Order:
    codes, forces = code_index(posterior.stage.priors), [force.name for force in posterior.case.forces]
    order = posterior.stage.priors.codes[event.code].order
    day = (event.known_on - posterior.case.start).days
    force = forces.index(event.force) if event.force else -1
    return Order(day, ORDERS.index(str(order)), codes[event.code], force, codes["order_refused"])


Blocks = tuple[Side, tuple[Path, ...]]


def _followed(
    posterior: Posterior, applied: Sequence[_Applied], days: int, threads: Workers, progress: Progress
) -> tuple[Side, list[Blocks]]:
    """Baseline and scenarios, all blocks followed for so many days."""
    tasks = [partial(_block_followed, posterior.alone(block), applied, days) for block in range(len(posterior.states))]
    what = f"following {len(applied)} twin{'s' if len(applied) > 1 else ''} of each world"
    with thread_pool(threads) as pool:
        done = run_each(pool, tasks, progress, what)
    baseline = side_of(posterior.log_weight_of_blocks, [base for base, _ in done])
    sides = []
    for place, each in enumerate(applied):
        evidence = np.array([block[place][0] for _, block in done])
        if not np.isfinite(evidence).any():
            raise UsageError(f"scenario '{each.scenario.name}': what it tells is impossible in every world")
        paths = tuple(block[place][1] for _, block in done)
        sides.append((side_of(evidence + posterior.log_ratio_of_blocks, paths), paths))
    return baseline, sides


def _block_followed(alone: Posterior, applied: Sequence[_Applied], days: int) -> tuple[Path, list[tuple[float, Path]]]:
    """Baseline and scenarios of one block, which is by itself."""
    base = follow(alone.stage, alone.states[0], days)
    eves = days_of_block(alone, 0, (each.twin.first - 1 for each in applied if each.twin))
    return base, [_scenario_path(alone, each, eves, days, base) for each in applied]


def _scenario_path(
    alone: Posterior, applied: _Applied, eves: dict[int, FilterState], days: int, base: Path
) -> tuple[float, Path]:
    """Log evidence of a block under a scenario, and its path; -inf where none of its worlds allows what is told."""
    state = alone.states[0]
    if applied.twin is not None:
        try:
            state = lived(alone, applied.twin, eves[applied.twin.first - 1], alone.day)
        except DeadWorlds:
            return -np.inf, base
    path = follow(alone.stage, state, days, applied.course)
    return state.weights.log_evidence, replace(path, least=min(path.least, least_size(state)))


def _answer(posterior: Posterior, baseline: Side, applied: _Applied, side: Side, paths: tuple[Path, ...]) -> ScenarioAnswer:
    start, runs = posterior.case.start, posterior.runs
    ahead = range(baseline.undecided.shape[1])
    return ScenarioAnswer(
        scenario=applied.scenario,
        first_changed=start + timedelta(days=applied.first),
        days=tuple(_day(baseline, side, k, posterior.as_of + timedelta(days=k), runs) for k in ahead),
        orders_given=_orders_given(posterior, applied, side, paths),
        notes=_notes(posterior, applied, is_thin(posterior, side.log_weight[:, -1], np.array([path.least for path in paths]))),
    )


def _day(baseline: Side, side: Side, k: int, day: date, runs: int) -> DayPaired:
    kinds = (*KINDS, "undecided")
    return DayPaired(
        day,
        {name: paired_obeyed(baseline, side, k, x, runs) for x, name in enumerate(ORDERS)},
        {name: paired_outcome(baseline, side, k, kind, runs) for kind, name in enumerate(kinds)},
        paired_outcome(baseline, side, k, OUT, runs),
    )


def _orders_given(posterior: Posterior, applied: _Applied, side: Side, paths: tuple[Path, ...]) -> tuple[OrderGiven, ...]:
    """What became of each order that the scenario gives, over all blocks."""
    found = []
    for place, order in enumerate(applied.course.orders):
        weight = normalised(side.log_weight[:, order.day - posterior.day])
        undecided, *rest = (float(part) for part in weight @ np.array([path.given[place] for path in paths]))
        shares = [part / undecided if undecided > 0.0 else float("nan") for part in rest]
        found.append(OrderGiven(posterior.case.start + timedelta(days=order.day), ORDERS[order.order], undecided, *shares))
    return tuple(found)


def _notes(posterior: Posterior, applied: _Applied, thin: bool) -> tuple[str, ...]:
    """What a reader must know to read the numbers."""
    first = applied.twin.first if applied.twin is not None else posterior.day
    after = sum(int(day > first) for day in posterior.trail.day)
    taken = f"the {after} rows that became public after the first changed day were taken as they were, and weighed anew"
    few = "at some step few worlds carried the weight, so that the intervals may be too narrow: ask for more worlds"
    return (*([taken] if after else []), *([few] if thin else []))
