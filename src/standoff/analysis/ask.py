"""`ask`: would they obey, why was it not ordered, what comes next, what moved the answer."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from os import PathLike

import numpy as np
from numpy.typing import NDArray

from standoff._version import __version__
from standoff.analysis.answer import NOT_FOLLOWED, Answer, Estimate, RecordAnswer
from standoff.analysis.checks import checks, with_outcomes
from standoff.analysis.confidence import confidence
from standoff.analysis.evidence import evidence_answers, odds_after_steps, waterfall
from standoff.analysis.orders import BlockReading, order_answer, read_block
from standoff.analysis.outcomes import horizons, order_giver_out, outcome_shares
from standoff.analysis.record import base_chance, record_interval, shift, signs_of
from standoff.case.library import load_case
from standoff.case.values import Case
from standoff.engine.executors import Progress, Workers, no_progress, run_blocks, run_tasks, thread_pool, threads_of
from standoff.errors import UsageError
from standoff.inference.posterior import Posterior, infer
from standoff.model.priors import ORDERS, Priors

Floats = NDArray[np.float64]

FOLLOWING = "following worlds forward"


def ask(
    case: Case | str | PathLike[str],
    *,
    as_of: date | None = None,
    order: str = "arrest_leader",
    worlds: int = 20_000,
    seed: int = 1,
    threads: Workers = None,
    progress: Progress | None = None,
    priors: Priors | None = None,
) -> Answer:
    """Answer the first page's question for a case as of a day.

    Args:
        case: a case, its name in the library, or the path of its file.
        as_of: last day taken in; by default the day the last row became public.
        order: the order on which evidence is scored and checks are made; every order is answered.
        worlds: how many worlds; rounded up to whole blocks.
        seed: the same seed gives the same bits, for any number of threads.
        threads: by default one a core; or an executor, to whose workers blocks of worlds are sent.
        progress: called as blocks are done.
        priors: to begin from; by default those of the package and what it learned from other cases.

    Raises:
        CaseError: the case cannot be read.
        UsageError: an order, date, seed or number of worlds that is not allowed.
        InferenceError: a row that is impossible in every world, by name.
    """
    checked_order(order)
    begun = time.perf_counter()
    known = case if isinstance(case, Case) else load_case(case)
    posterior = infer(known, as_of=as_of, worlds=worlds, seed=seed, threads=threads, progress=progress, priors=priors)
    answer = answer_from(posterior, order=order, threads=threads, progress=progress)
    return replace(answer, seconds=time.perf_counter() - begun)


def answer_from(
    posterior: Posterior, *, order: str = "arrest_leader", threads: Workers = None, progress: Progress | None = None
) -> Answer:
    """The same answer from a posterior already inferred (`seconds` then counts this part only)."""
    now = answer_now(posterior, order=order, threads=threads_of(threads), progress=progress)
    return with_ends(posterior, now, threads=threads, progress=progress)


def answer_now(
    posterior: Posterior, *, order: str = "arrest_leader", threads: int | None = None, progress: Progress | None = None
) -> Answer:
    """The answer as far as the as-of date tells it: no world is followed forward, so that it has no outcomes.

    `outcomes` is then empty, `order_giver_out` holds no numbers, and `record` is None; `with_ends` adds them.
    """
    begun, focus = time.perf_counter(), ORDERS.index(checked_order(order))

    def work(block: int) -> tuple[BlockReading, ...]:
        return tuple(read_block(posterior, block, index) for index in range(len(ORDERS)))

    with thread_pool(threads) as pool:
        done = run_blocks(pool, work, len(posterior.states), progress or no_progress, "reading the worlds")
    orders = tuple(order_answer(posterior, k, tuple(read[k] for read in done)) for k in range(len(ORDERS)))
    odds, case = odds_after_steps(posterior, focus), posterior.case
    evidence, checked = evidence_answers(posterior, odds), checks(posterior, focus, orders, ())
    return Answer(
        case=case.id,
        title=case.title,
        question=case.question or f"Would the forces obey {case.order_giver}?",
        order_giver=case.order_giver,
        challenger=case.challenger,
        as_of=posterior.as_of,
        start=case.start,
        focus=order,
        seed=posterior.stage.seed,
        worlds=posterior.worlds,
        version=__version__,
        digest=case_digest(posterior),
        orders=orders,
        outcomes=(),
        order_giver_out=NOT_FOLLOWED,
        record=None,
        evidence=evidence,
        waterfall=waterfall(posterior, odds),
        confidence=confidence(orders[focus].obeyed, evidence, posterior.evidence, checked.mc_error),
        checks=checked,
        rows_known=len(posterior.evidence),
        seconds=time.perf_counter() - begun,
    )


def with_ends(posterior: Posterior, now: Answer, *, threads: Workers = None, progress: Progress | None = None) -> Answer:
    """The answer of `answer_now` with how it ends: worlds followed forward, and what the record of forecasts says of them."""
    begun, say, total = time.perf_counter(), progress or no_progress, len(posterior.states)
    tasks = {block: partial(outcome_shares, posterior.stage, state) for block, state in enumerate(posterior.states)}
    say(0, total, FOLLOWING)
    with thread_pool(threads) as pool:
        done = run_tasks(pool, tasks, beat=lambda finished: say(finished, total, FOLLOWING))
    shares = np.array(list(done.values()))
    record, by = record_answer(posterior, order_giver_out(posterior, shares))
    outcomes = horizons(posterior, shares, by)
    return replace(
        now,
        outcomes=outcomes,
        order_giver_out=order_giver_out(posterior, shares, by),
        record=record,
        checks=with_outcomes(now.checks, outcomes),
        seconds=now.seconds + time.perf_counter() - begun,
    )


def record_answer(posterior: Posterior, alone: Estimate) -> tuple[RecordAnswer | None, float]:
    """What the record of past forecasts says of what the worlds alone say, and what it adds to the log odds of a fall."""
    learned = posterior.stage.priors.learned
    if learned is None or learned.record is None:
        return None, 0.0
    signs, record = signs_of(posterior.evidence, posterior.as_of, alone.p, posterior.stage.priors), learned.record
    shape = (signs.initiative, signs.weight, len(record.without), base_chance(record))
    return RecordAnswer(alone, record_interval(record, signs), *shape), shift(record, signs)


def checked_order(order: str) -> str:
    """The order, if it is one.

    Raises:
        UsageError: any other word, with the nearest.
    """
    if order in ORDERS:
        return order
    near = get_close_matches(order, ORDERS, 1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    raise UsageError(f"order: '{order}' given; allowed: {', '.join(ORDERS)}{hint}")


def case_digest(posterior: Posterior) -> str:
    """Digest of all that was read: background, forces, evidence known by the as-of date, and the priors with overrides."""
    case = posterior.case
    rows = [(replace(item.event, line=0), item.sources, item.echoes) for item in posterior.evidence]
    told = (case.id, case.start, case.background, case.forces, rows, posterior.stage.priors)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
