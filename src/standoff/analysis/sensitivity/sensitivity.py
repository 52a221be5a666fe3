"""`sensitivity`: which coefficients, assumptions and grades drive the answer, and whether prior and evidence pull apart."""

from __future__ import annotations

from datetime import date
from os import PathLike

from standoff.analysis.about import about
from standoff.analysis.ask import checked_order
from standoff.analysis.estimates import over_draws
from standoff.analysis.sensitivity.indices import coefficient_indices, coefficient_swings, hidden_indices
from standoff.analysis.sensitivity.reruns import (
    POWERS,
    graded_sources,
    graded_twin,
    reader,
    run_of,
    scaled_likelihood,
    scaled_of,
    scaled_prior,
    swing_between,
    without_assumption,
)
from standoff.analysis.sensitivity.values import Scaled, Sensitivity, Swing
from standoff.analysis.why.retold import outlets
from standoff.case.library import load_case
from standoff.case.values import Case
from standoff.engine.executors import Progress, Workers, no_progress
from standoff.inference.posterior import Posterior, infer
from standoff.inference.twins import read_anew, read_twins
from standoff.model.priors import ORDERS, Priors


def sensitivity(
    case: Case | str | PathLike[str],
    *,
    as_of: date | None = None,
    order: str = "arrest_leader",
    worlds: int = 20_000,
    seed: int = 1,
    threads: Workers = None,
    progress: Progress | None = None,
    priors: Priors | None = None,
) -> Sensitivity:
    """Say what drives the answer on one order for a case as of a day.

    Args:
        case: a case, its name in the library, or the path of its file.
        as_of: last day taken in; by default the day the last row became public.
        order: the order it is about.
        worlds: how many worlds; more of them are more draws of the coefficients.
        seed: the same seed gives the same bits, for any number of threads.
        threads: by default one a core; or an executor, to whose workers blocks are sent.
        progress: called as blocks are done.
        priors: to begin from; by default those of the package and what it learned from other cases.

    Raises:
        CaseError: the case cannot be read.
        UsageError: an order, date, seed or number of worlds that is not allowed.
        InferenceError: a row that is impossible in every world, by name.
    """
    checked_order(order)
    known = case if isinstance(case, Case) else load_case(case)
    posterior = infer(known, as_of=as_of, worlds=worlds, seed=seed, threads=threads, progress=progress, priors=priors)
    return sensitivity_from(posterior, order=order, threads=threads, progress=progress)


def sensitivity_from(
    posterior: Posterior, *, order: str = "arrest_leader", threads: Workers = None, progress: Progress | None = None
) -> Sensitivity:
    """The same from a posterior already inferred."""
    focus, report = ORDERS.index(checked_order(order)), progress or no_progress
    indices = (*coefficient_indices(posterior, focus), *hidden_indices(posterior, focus))
    others, scaled = _anew(posterior, focus, threads, report)
    swings = (*coefficient_swings(posterior, focus), *_grades(posterior, focus, threads, report), *others)
    return Sensitivity(
        **about(posterior, order),
        draws=len(posterior.states),
        obeyed=over_draws(1.0 - posterior.refused()[:, focus], posterior.block_weight),
        indices=tuple(sorted(indices, key=lambda index: -index.share)),
        swings=tuple(sorted(swings, key=lambda swing: -swing.width)),
        sources_left_out=max(len(outlets(posterior)) + 1 - sum(swing.kind == "grade" for swing in swings), 0),
        prior=scaled[0],
        likelihood=scaled[1],
    )


def _grades(posterior: Posterior, order: int, threads: Workers, progress: Progress) -> tuple[Swing, ...]:
    """Each source a letter worse and a letter better."""
    if not posterior.evidence:
        return ()
    sources = graded_sources(posterior)
    twins = [graded_twin(posterior, key, step) for key, _ in sources for step in (1, -1)]
    what = f"living the worlds again with sources graded anew, {len(twins)} times"
    read = read_twins(posterior, twins, reader(posterior, order), threads=threads, progress=progress, what=what)
    runs = [run_of(posterior, blocks) for blocks in read]
    words = ("a letter worse", "a letter better")
    return tuple(
        swing_between(posterior, name, "grade", words, runs[2 * place], runs[2 * place + 1])
        for place, (_, name) in enumerate(sources)
    )


def _anew(
    posterior: Posterior, order: int, threads: Workers, progress: Progress
) -> tuple[tuple[Swing, ...], tuple[Scaled, Scaled]]:
    """Assumptions left out one at a time, and prior and likelihood scaled."""
    held, read = posterior.case.assumptions, reader(posterior, order)
    dropped = [without_assumption(posterior, place) for place in range(len(held))]
    scaled = [make(posterior, power) for make in (scaled_prior, scaled_likelihood) for power in POWERS]
    found = read_anew(posterior, [*dropped, *scaled], read, threads=threads, progress=progress)
    runs = [run_of(posterior, blocks) for blocks in found]
    known = run_of(posterior, [read(state) for state in posterior.states])
    swings = tuple(
        swing_between(posterior, one.name, "assumption", ("the package's prior", f"held at {one.value:g}"), run, known)
        for one, run in zip(held, runs, strict=False)
    )
    first = len(held)
    prior = scaled_of(posterior, "prior", known, runs[first : first + 2])
    return swings, (prior, scaled_of(posterior, "likelihood", known, runs[first + 2 :]))

