"""`infer`: worlds weighed by the public trail up to a day, kept so that later evidence can be added."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from standoff.case.values import Case, Event
from standoff.engine.compile import cache_is_cold
from standoff.engine.draws import checked_seed
from standoff.engine.ensemble import LANES, Stage, make_stage
from standoff.engine.executors import Progress, Workers, no_progress, thread_pool
from standoff.errors import CaseError, InferenceError, UsageError
from standoff.inference.blocks import Plan, Run, Start, Weighed, begun, plan_of, weigh_blocks
from standoff.inference.memory import Memory
from standoff.inference.particle_filter import DeadWorlds, FilterState, advance, begin
from standoff.inference.pooling import pooled, run_of_block
from standoff.inference.resampling import normalised
from standoff.model.echoes import Evidence, is_evidence
from standoff.model.learned_file import usual_priors
from standoff.model.priors import ORDERS, Priors, load_priors, with_assumptions
from standoff.model.trail import Trail, trail_of

if TYPE_CHECKING:
    import pandas
    import xarray

Floats = NDArray[np.float64]

WORLDS_PER_BLOCK = 400
LEAST_BLOCKS = 12
RUNS = 8
WEIGHING = "weighing worlds"
LEAST_WORLDS = 160
MOST_WORLDS = 10_000_000


@dataclass(frozen=True)
class Posterior:
    """Blocks of worlds after the trail up to `as_of`, beside the same worlds without evidence.

    Attributes:
        stage: the case laid out, with priors and seed.
        as_of: last day taken in.
        evidence: distinct events known by then; rows of `trail` in the same order.
        weighed: the blocks, with and without evidence.
    """

    stage: Stage
    as_of: date
    evidence: tuple[Evidence, ...]
    trail: Trail
    weighed: Weighed

    @property
    def case(self) -> Case:
        """The case, with all evidence that was added."""
        return self.stage.case

    @property
    def day(self) -> int:
        """Days from the case's start to the as-of date."""
        return (self.as_of - self.case.start).days

    @property
    def states(self) -> tuple[FilterState, ...]:
        """One filter state a block [B]: the planned blocks, then those drawn where the evidence lies."""
        return self.weighed.states

    @property
    def prior(self) -> tuple[FilterState, ...]:
        """The same blocks advanced by their dynamics alone [B]; they weigh `prior_weight`."""
        return self.weighed.prior

    @property
    def worlds(self) -> int:
        """Worlds in all planned blocks together, as they were asked for; where evidence called for more there are more."""
        return self.weighed.planned * self.weighed.plan.size

    @cached_property
    def log_evidence_of_blocks(self) -> Floats:
        """Log marginal likelihood of the trail in each block [B]."""
        return self.weighed.log_evidence

    @cached_property
    def log_ratio_of_blocks(self) -> Floats:
        """Log of prior over what each block's coefficients were drawn from [B]."""
        return self.weighed.log_ratio

    @cached_property
    def log_weight_of_blocks(self) -> Floats:
        """Log weight of each block given the trail [B]; the logarithm of their mean weight is the log evidence of the run."""
        return self.log_evidence_of_blocks + self.log_ratio_of_blocks

    @cached_property
    def block_weight(self) -> Floats:
        """Weight of each block's coefficients given the trail [B], adding up to 1."""
        return normalised(self.log_weight_of_blocks)

    @cached_property
    def prior_weight(self) -> Floats:
        """Weight of each block's coefficients without the trail [B], adding up to 1."""
        return normalised(self.log_ratio_of_blocks)

    @property
    def runs(self) -> int:
        """Independent runs the blocks are dealt into."""
        return min(RUNS, len(self.states) // 2)

    @property
    def run_of_block(self) -> NDArray[np.int64]:
        """The run each block belongs to [B]."""
        return run_of_block(len(self.states), self.runs)

    def refused(self) -> Floats:
        """P(each order would be refused today) in each block [B, X]."""
        return np.array([state.steps[-1].refused for state in self.states])

    def alone(self, block: int) -> Posterior:
        """One block by itself, as its block 0 and without its twin: small enough to be sent to a worker.

        For what looks at that block alone: what it weighs among the others is not known here.
        """
        return replace(self, weighed=Weighed(self.weighed.plan, (self.states[block],), ()))

    def chance_obeyed(self) -> dict[str, float]:
        """P(obeyed) of each order given the trail."""
        chance = 1.0 - pooled(self.refused(), self.log_weight_of_blocks)
        return dict(zip(ORDERS, map(float, chance), strict=True))

    def append(self, evidence: Event | Iterable[Event], *, until: date | None = None, threads: int | None = None) -> Posterior:
        """Take in further rows and go on to `until` (by default the day the last of them was public).

        Where the rows are new events on or after `as_of`, the run goes on from where it stands, to the same bits as one run
        over all of them; where they change what was weighed before (an earlier day, a second source), it is run again. Blocks
        that were drawn where earlier evidence lay stay, so that before and after share every draw; one run over all rows would
        draw them elsewhere, which moves the answer by its Monte Carlo error.

        Raises:
            CaseError: an unknown force or code, or a row dated before the case's start.
            UsageError: `until` lies before `as_of`, or it or a row after the end of the case.
        """
        rows = (evidence,) if isinstance(evidence, Event) else tuple(evidence)
        for row in rows:
            _check_row(row, self.case)
        to = checked_day(self.case, until or max([self.as_of, *(row.known_on for row in rows)]))
        if to < self.as_of:
            raise UsageError(f"until: {to} lies before {self.as_of}, the day this posterior stands at")
        case = replace(self.case, events=tuple(sorted((*self.case.events, *rows), key=lambda event: event.known_on)))
        stage = replace(self.stage, case=case)
        gathered, trail = trail_of(case, stage.setting, stage.priors, to)
        known = len(self.evidence)
        newer = all(item.known_on >= self.as_of for item in gathered[known:])
        goes_on, plan = newer and gathered[:known] == self.evidence, self.weighed.plan

        def start(block: int) -> FilterState:
            state = self.states[block]
            return state if goes_on else begin(stage, block, plan.size, state.block.standard)

        starts = (start, self.prior.__getitem__)
        return posterior_of(stage, to, (gathered, trail), plan, starts, threads, no_progress, WEIGHING)

    @cached_property
    def tree(self) -> xarray.DataTree:
        """Labelled arrays under ArviZ group names: posterior, prior, log_likelihood, sample_stats, observed_data."""
        from standoff.inference.labels import posterior_tree

        return posterior_tree(self)

    def to_dataframe(self) -> pandas.DataFrame:
        """One row a number: block, order, and P(obeyed) with and without evidence."""
        from standoff.inference.labels import posterior_frame

        return posterior_frame(self)


def infer(
    case: Case,
    *,
    as_of: date | None = None,
    worlds: int = 20_000,
    seed: int = 1,
    threads: Workers = None,
    progress: Progress | None = None,
    priors: Priors | None = None,
    layout: Callable[[Case, Priors, int], Stage] = make_stage,
    memory: Memory | None = None,
) -> Posterior:
    """Weigh worlds by what was public up to `as_of`.

    Args:
        case: a case; its outcome and every row that became public after `as_of` are not read.
        as_of: last day to take in; by default the day the last row became public.
        worlds: how many; rounded up to whole blocks.
        seed: 0 to 2^64 - 1; the same seed gives the same bits for any number of threads.
        threads: by default one a core; or an executor, to whose workers blocks are sent.
        progress: called as blocks are done.
        priors: to begin from; by default those of the package and what it learned from other cases. The case's assumptions
            come on top.
        layout: how the case is laid out under priors and a seed; another one leaves a mechanism out.
        memory: of earlier runs on nearly the same evidence, to go on from; the bits are those of a run without it. Stays in
            this process: not with an executor.

    Raises:
        UsageError: a date before the start or after the end of the case, or a number of worlds or seed out of range.
        InferenceError: a row that is impossible in every world, by name.
    """
    as_of = checked_day(case, as_of)
    checked_seed(seed)
    blocks, size = block_plan(worlds)
    priors = with_assumptions(priors or usual_priors(case.id), case.assumptions)
    stage = layout(case, priors, seed)
    what = f"compiling (the first run only, a minute or two), then {WEIGHING}" if cache_is_cold() else WEIGHING
    told = trail_of(case, stage.setting, stage.priors, as_of)
    plan = plan_of(stage, blocks, size)
    return posterior_of(stage, as_of, told, plan, None, threads, progress or no_progress, what, memory)


def posterior_of(
    stage: Stage,
    as_of: date,
    told: tuple[tuple[Evidence, ...], Trail],
    plan: Plan,
    starts: tuple[Start, Start | None] | None = None,
    threads: Workers = None,
    progress: Progress = no_progress,
    what: str = WEIGHING,
    memory: Memory | None = None,
) -> Posterior:
    """Blocks of a case laid out, with and without evidence, brought to the end of `as_of`.

    Args:
        stage: the case made ready, with its priors and seed.
        as_of: the last day.
        told: evidence known by then and its trail, as `trail_of` returns them.
        plan: blocks there are to begin with.
        starts: where they go on from with and without evidence; by default the eve of the first day.
        threads: by default one a core; or an executor.
        progress: called as blocks are done.
        what: what to say is going on.
        memory: of earlier runs, to go on from.

    Raises:
        InferenceError: a row that is impossible in every world, by name.
    """
    evidence, trail = told
    eve = partial(begun, stage, plan.size, None)
    last = (as_of - stage.case.start).days
    live = advance if memory is None else memory.onto(stage, trail, last, int(plan.counts.sum()) * plan.size)
    with thread_pool(threads) as pool:
        run = Run(stage, trail, last, pool, progress, what, live)
        try:
            return Posterior(stage, as_of, evidence, trail, weigh_blocks(run, plan, *(starts or (eve, None))))
        except DeadWorlds as dead:
            raise _named(dead, evidence) from None


def _named(dead: DeadWorlds, evidence: tuple[Evidence, ...]) -> InferenceError:
    event = evidence[dead.row].event
    where = f"line {event.line}, " if event.line else ""
    row = f"row {event.id} ({event.code}, {event.date})"
    return InferenceError(f"{where}{row} is impossible in every world: its likelihood is zero")


def block_plan(worlds: int) -> tuple[int, int]:
    """Blocks and worlds a block for at least `worlds` worlds: 400 a block, but no fewer than 12 blocks, of whole vectors."""
    if not LEAST_WORLDS <= worlds <= MOST_WORLDS:
        raise UsageError(f"worlds: {worlds} given; allowed: {LEAST_WORLDS} to {MOST_WORLDS}")
    blocks = max(-(-worlds // WORLDS_PER_BLOCK), LEAST_BLOCKS)
    return blocks, -(-worlds // (blocks * LANES)) * LANES


def checked_day(case: Case, as_of: date | None) -> date:
    """The as-of date, by default the day the last row became public (but not after the end)."""
    last = min(max((event.known_on for event in case.events if is_evidence(event)), default=case.start), case.end)
    day = as_of if as_of is not None else max(last, case.start)
    if not case.start <= day <= case.end:
        raise UsageError(f"as-of: {day} given; {case.id} runs from {case.start} to {case.end}")
    return day


def _check_row(row: Event, case: Case) -> None:
    names = [force.name for force in case.forces]
    if row.force and row.force not in names:
        raise CaseError(f"evidence {row.id}: force '{row.force}' is not one of {', '.join(names)}")
    if row.code not in load_priors().codes:
        raise CaseError(f"evidence {row.id}: '{row.code}' is not an event code")
    if row.known_on < case.start:
        raise CaseError(f"evidence {row.id}: {row.known_on} lies before the case's start, {case.start}")
