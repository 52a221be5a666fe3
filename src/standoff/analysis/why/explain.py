"""`explain`: what moved the answer, why the order was not given, and what would change the answer.

Every leave-one-out number comes from running the same worlds again without the row, from the day it came: no weights are
undone, so that there is none to distrust. Rows beyond the `most` with the largest sequential factors are not run again, and
say so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import partial
from os import PathLike

import numpy as np

from standoff.analysis.about import about
from standoff.analysis.answer import EvidenceAnswer
from standoff.analysis.ask import checked_order
from standoff.analysis.checks import checks
from standoff.analysis.estimates import over_draws
from standoff.analysis.evidence import evidence_answers, odds_after_steps, waterfall
from standoff.analysis.why.plan import NOTHING_AGAIN, RunAgain, plan_of_runs
from standoff.analysis.why.possible import Ahead, look_ahead, possible_events
from standoff.analysis.why.reasons import DayOfBlock, read_days, rivals, why_not_days
from standoff.analysis.why.retold import alone_in, first_outlet, told_by
from standoff.analysis.why.told import Told, added, read_order, shift_between, told_of
from standoff.analysis.why.values import HYPOTHESES, Explanation, Group, Lie, Worth
from standoff.case.library import load_case
from standoff.case.values import Case
from standoff.engine.executors import Progress, Workers, no_progress, run_each, thread_pool
from standoff.errors import UsageError
from standoff.inference.posterior import Posterior, infer
from standoff.inference.twins import read_twins
from standoff.model.echoes import Evidence
from standoff.model.priors import ORDERS, Priors

GROUPINGS: dict[str, Callable[[Evidence], str]] = {
    "source": first_outlet,
    "code": lambda item: item.event.code,
    "force": lambda item: item.event.force,
    "side": lambda item: item.event.sided,
}
DAYS_AHEAD = 7


def explain(
    case: Case | str | PathLike[str],
    *,
    as_of: date | None = None,
    order: str = "arrest_leader",
    by: str = "source",
    most: int | None = None,
    worlds: int = 20_000,
    seed: int = 1,
    threads: Workers = None,
    progress: Progress | None = None,
    priors: Priors | None = None,
) -> Explanation:
    """Explain the answer on one order for a case as of a day.

    Args:
        case: a case, its name in the library, or the path of its file.
        as_of: last day taken in; by default the day the last row became public.
        order: the order it is about.
        by: how rows are summed: source, code, force or side.
        most: so many rows, those with the largest sequential factors, and so many sources are run again; by default as many as
            `plan.DAYS_AGAIN` affords, which is all of them in a standoff of some weeks.
        worlds: how many worlds; rounded up to whole blocks.
        seed: the same seed gives the same bits, for any number of threads.
        threads: by default one a core; or an executor, to whose workers blocks are sent.
        progress: called as blocks are done.
        priors: to begin from; by default those of the package and what it learned from other cases.

    Raises:
        CaseError: the case cannot be read.
        UsageError: an order, grouping, date, seed or number that is not allowed.
        InferenceError: a row that is impossible in every world, by name.
    """
    checked_order(order)
    checked_grouping(by)
    known = case if isinstance(case, Case) else load_case(case)
    posterior = infer(known, as_of=as_of, worlds=worlds, seed=seed, threads=threads, progress=progress, priors=priors)
    return explanation_from(posterior, order=order, by=by, most=most, threads=threads, progress=progress)


def explanation_from(
    posterior: Posterior,
    *,
    order: str = "arrest_leader",
    by: str = "source",
    most: int | None = None,
    again: bool = True,
    threads: Workers = None,
    progress: Progress | None = None,
) -> Explanation:
    """The same explanation from a posterior already inferred; where not `again` nothing is run again (see `why_not`)."""
    focus, report = ORDERS.index(checked_order(order)), progress or no_progress
    odds = odds_after_steps(posterior, focus)
    rows = evidence_answers(posterior, odds)
    plan = plan_of_runs(posterior, rows, GROUPINGS[checked_grouping(by)], most) if again else NOTHING_AGAIN
    told = _run_again(posterior, focus, rows, plan, threads, report)
    ahead, days = _around(posterior, focus, threads, report)
    possible = possible_events(posterior, ahead)
    refused = posterior.refused()[:, focus]
    return Explanation(
        **about(posterior, order),
        days_ahead=DAYS_AHEAD,
        refused=over_draws(refused, posterior.block_weight),
        waterfall=waterfall(posterior, odds),
        hypotheses={name: told.known.share(k) for k, name in enumerate(HYPOTHESES)},
        worth=told.worth,
        not_run_again=sum(row.without is None for row in told.worth),
        grouped_by=by,
        groups=told.groups,
        lies=told.lies,
        possible=possible,
        why_not=why_not_days(posterior, days),
        rivals=rivals(posterior, days, focus, possible),
        checks=checks(posterior, focus, (), ()),
    )


def why_not(
    case: Case | str | PathLike[str],
    *,
    as_of: date | None = None,
    order: str = "arrest_leader",
    worlds: int = 20_000,
    seed: int = 1,
    threads: Workers = None,
    progress: Progress | None = None,
    priors: Priors | None = None,
) -> Explanation:
    """Why an order was not given: an explanation of which only `why_not`, `rivals` and `possible` are filled in.

    Arguments and errors are those of `explain`; nothing is run again, so that it is quick.
    """
    checked_order(order)
    known = case if isinstance(case, Case) else load_case(case)
    posterior = infer(known, as_of=as_of, worlds=worlds, seed=seed, threads=threads, progress=progress, priors=priors)
    return explanation_from(posterior, order=order, again=False, threads=threads, progress=progress)


def checked_grouping(by: str) -> str:
    """The grouping, if it is one.

    Raises:
        UsageError: any other word, with the nearest.
    """
    if by in GROUPINGS:
        return by
    near = get_close_matches(by, GROUPINGS, 1)
    raise UsageError(f"by: '{by}' given; allowed: {', '.join(GROUPINGS)}" + (f"; did you mean '{near[0]}'?" if near else ""))


@dataclass(frozen=True)
class _Again:
    """What running again gave."""

    known: Told
    worth: tuple[Worth, ...]
    groups: tuple[Group, ...]
    lies: tuple[Lie, ...]


def _run_again(
    posterior: Posterior,
    focus: int,
    rows: tuple[EvidenceAnswer, ...],
    plan: RunAgain,
    threads: Workers,
    progress: Progress,
) -> _Again:
    known = told_of(posterior, [read_order(posterior.stage, state, focus) for state in posterior.states])
    twins = plan.twins(posterior)
    if not twins:
        worth = tuple(_worth(posterior, known, row, rows[row], None) for row in range(len(rows)))
        return _Again(known, worth, (), ())
    what = f"living the worlds again without a row or a source, {len(twins)} times"
    read = partial(read_order, posterior.stage, order=focus)
    readings = read_twins(posterior, twins, read, threads=threads, progress=progress, what=what)
    told = [told_of(posterior, blocks) for blocks in readings]
    singles = dict(zip(plan.rows, told, strict=False))
    groups = dict(zip(plan.groups_alone, told[len(plan.rows) :], strict=False))
    lies = told[len(plan.rows) + len(plan.groups_alone) :]
    alone = {name: singles.get(members[0]) for name, members in plan.groups.items() if len(members) == 1}
    found = {**dict.fromkeys(plan.groups), **alone, **groups}
    return _Again(
        known,
        tuple(_worth(posterior, known, row, rows[row], singles.get(row)) for row in range(len(rows))),
        tuple(_group(posterior, known, rows, name, members, found[name]) for name, members in plan.groups.items()),
        tuple(_lie(posterior, known, rows, *voice, run) for voice, run in zip(plan.sources.items(), lies, strict=True)),
    )


def _worth(posterior: Posterior, known: Told, row: int, answer: EvidenceAnswer, without: Told | None) -> Worth:
    event = posterior.evidence[row].event
    run = without is not None and without.possible
    cells = {name: added(posterior, known, without, k) for k, name in enumerate(HYPOTHESES)} if without and run else {}
    ratings = posterior.case.rated(event.id)
    return Worth(answer, event.sided, shift_between(posterior, known, without) if without else None, cells, ratings)


def _group(
    posterior: Posterior, known: Told, rows: tuple[EvidenceAnswer, ...], name: str, members: tuple[int, ...], run: Told | None
) -> Group:
    total = float(np.sum([rows[row].decibans for row in members]))
    without = None if run is None else shift_between(posterior, known, run)
    return Group(name, tuple(rows[row].id for row in members), total, without)


def _lie(posterior: Posterior, known: Told, rows: tuple[EvidenceAnswer, ...], key: str, name: str, run: Told) -> Lie:
    told = tuple(rows[row].id for row in told_by(posterior, key))
    return Lie(name, told, alone_in(posterior, key), shift_between(posterior, known, run))


def _around(
    posterior: Posterior, focus: int, threads: Workers, progress: Progress
) -> tuple[tuple[Ahead, ...], tuple[tuple[DayOfBlock, ...], ...]]:
    """What each block expects of the days to come, and what it said of every day so far."""
    tasks = [partial(_around_block, posterior.alone(block), focus) for block in range(len(posterior.states))]
    with thread_pool(threads) as pool:
        done = run_each(pool, tasks, progress, "looking back day by day, and ahead")
    return tuple(ahead for ahead, _ in done), tuple(days for _, days in done)


def _around_block(alone: Posterior, focus: int) -> tuple[Ahead, tuple[DayOfBlock, ...]]:
    """The same of one block, which is by itself."""
    return look_ahead(alone, alone.states[0], focus, DAYS_AHEAD), read_days(alone, 0)
