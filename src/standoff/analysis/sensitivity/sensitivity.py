"""`sensitivity`: which coefficients, assumptions and source grades drive the answer."""

from __future__ import annotations

from datetime import date
from os import PathLike

from standoff._version import __version__
from standoff.analysis.ask import case_digest, checked_order
from standoff.analysis.checks import checks
from standoff.analysis.estimates import over_draws
from standoff.analysis.sensitivity.inputs import coefficient_inputs, effective_draws_of, hidden_inputs, spread_between
from standoff.analysis.sensitivity.power_scaling import POWERS, THRESHOLD, power_scaling
from standoff.analysis.sensitivity.tornado import assumption_bars, coefficient_bars, grade_bars
from standoff.analysis.sensitivity.values import Sensitivity
from standoff.analysis.why.told import read_order, told_of
from standoff.case.library import load_case
from standoff.case.values import Case
from standoff.engine.executors import Progress, no_progress
from standoff.errors import UsageError
from standoff.inference.posterior import Posterior, infer
from standoff.model.priors import ORDERS, Priors

OUTLETS = 12


def sensitivity(
    case: Case | str | PathLike[str],
    *,
    as_of: date | None = None,
    order: str = "arrest_leader",
    outlets: int = OUTLETS,
    worlds: int = 20_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    priors: Priors | None = None,
) -> Sensitivity:
    """Say what drives the answer on one order for a case as of a day.

    Args:
        case: a case, its name in the library, or the path of its file.
        as_of: last day taken in; by default the day the last row became public.
        order: the order it is about.
        outlets: so many sources, those that told most rows, are graded a letter better and a letter worse one by one.
        worlds: how many worlds; rounded up to whole blocks.
        seed: the same seed gives the same bits, for any number of threads.
        threads: by default one a core.
        progress: called as blocks are done.
        priors: to begin from; by default those of the package and what it learned from other cases.

    Raises:
        CaseError: the case cannot be read.
        UsageError: an order, date, seed or number that is not allowed.
        InferenceError: a row that is impossible in every world, by name.

    Example:
        >>> import standoff as so
        >>> found = so.sensitivity("ussr-1991", worlds=320, outlets=0)
        >>> found.part("likelihood").part
        'likelihood'
    """
    checked_order(order)
    checked_outlets(outlets)
    known = case if isinstance(case, Case) else load_case(case)
    posterior = infer(known, as_of=as_of, worlds=worlds, seed=seed, threads=threads, progress=progress, priors=priors)
    return sensitivity_from(posterior, order=order, outlets=outlets, threads=threads, progress=progress)


def sensitivity_from(
    posterior: Posterior,
    *,
    order: str = "arrest_leader",
    outlets: int = OUTLETS,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """The same from a posterior already inferred, laid out in the usual way."""
    focus, report = ORDERS.index(checked_order(order)), progress or no_progress
    known = told_of(posterior, [read_order(posterior.stage, state, focus) for state in posterior.states])
    graded, left = grade_bars(posterior, focus, known, checked_outlets(outlets), threads, report)
    assumed = assumption_bars(posterior, focus, known, threads, report)
    scaled, verdict = power_scaling(posterior, focus, known, threads, report)
    between, noise = spread_between(posterior, focus)
    case = posterior.case
    return Sensitivity(
        case=case.id,
        title=case.title,
        order_giver=case.order_giver,
        challenger=case.challenger,
        order=order,
        as_of=posterior.as_of,
        seed=posterior.stage.seed,
        worlds=posterior.worlds,
        version=__version__,
        digest=case_digest(posterior),
        obeyed=over_draws(1.0 - posterior.refused()[:, focus], posterior.block_weight),
        inputs=(*coefficient_inputs(posterior, focus), *hidden_inputs(posterior, focus, report)),
        draws=effective_draws_of(posterior),
        between=between,
        within_noise=noise,
        bars=(*assumed, *graded, *coefficient_bars(posterior, focus)),
        outlets=outlets,
        outlets_left=left,
        powers=POWERS,
        scaled=scaled,
        verdict=verdict,
        threshold=THRESHOLD,
        checks=checks(posterior, focus, (), ()),
    )


def checked_outlets(outlets: int) -> int:
    """The number of sources, if it is one.

    Raises:
        UsageError: it is negative.
    """
    if outlets < 0:
        raise UsageError(f"outlets: {outlets} given; allowed: 0 or more")
    return outlets
