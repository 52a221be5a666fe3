"""`report`: from a case to one HTML file that holds the answer, its figures and every source."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from os import PathLike
from pathlib import Path

from standoff.analysis.ask import answer_from, checked_order
from standoff.analysis.document import libraries
from standoff.analysis.timeline import timeline
from standoff.case.library import load_case
from standoff.case.scenario import Scenario
from standoff.case.values import Case
from standoff.engine.executors import Progress, Workers
from standoff.inference.posterior import infer
from standoff.model.priors import Priors
from standoff.publish.drawing import drawn_by
from standoff.publish.files import writable, write
from standoff.publish.further import Wanted, further_sections
from standoff.publish.page import page_html
from standoff.view.document import Document
from standoff.view.report_page import Parts, report_document


def report(
    case: Case | str | PathLike[str],
    path: str | PathLike[str] | None = None,
    *,
    as_of: date | None = None,
    order: str = "arrest_leader",
    scenarios: Sequence[Scenario] = (),
    worlds: int = 20_000,
    seed: int = 1,
    threads: Workers = None,
    progress: Progress | None = None,
    priors: Priors | None = None,
) -> Path:
    """Write the report on a case as of a day: one HTML file that needs no network.

    Args:
        case: a case, its name in the library, or the path of its file.
        path: where to; by default `<case>.html` in the present folder. A file there is replaced whole or not at all.
        as_of: last day taken in; by default the day the last row became public.
        order: the order that is told in detail.
        scenarios: to set beside the baseline; by default the standard ones (see `analysis.whatif.standard`).
        worlds: how many worlds; rounded up to whole blocks.
        seed: the same seed gives the same page.
        threads: by default one a core; or an executor, to whose workers the work is sent.
        progress: called as blocks are done.
        priors: to begin from; by default those of the package and what it learned from other cases.

    Returns:
        Where the page was written.

    Raises:
        CaseError: the case cannot be read.
        UsageError: an argument that is not allowed, a place that cannot be written, or the extra `view` is missing.
        InferenceError: a row that is impossible in every world, by name.
    """
    known = case if isinstance(case, Case) else load_case(case)
    target = writable(path if path is not None else f"{known.id}.html")
    document = document_of(
        known,
        name="" if isinstance(case, Case) else os.fspath(case),
        as_of=as_of,
        order=order,
        scenarios=scenarios,
        worlds=worlds,
        seed=seed,
        threads=threads,
        progress=progress,
        priors=priors,
    )
    write(target, page_html(document).encode())
    return target


def document_of(
    case: Case,
    *,
    name: str = "",
    as_of: date | None = None,
    order: str = "arrest_leader",
    scenarios: Sequence[Scenario] = (),
    further: bool = True,
    worlds: int = 20_000,
    seed: int = 1,
    threads: Workers = None,
    progress: Progress | None = None,
    priors: Priors | None = None,
) -> Document:
    """The document of the report; arguments as `report` takes them, `name` as the user calls the case.

    Where not `further`, the sections that run worlds again are left out.
    """
    checked_order(order)
    posterior = infer(case, as_of=as_of, worlds=worlds, seed=seed, threads=threads, progress=progress, priors=priors)
    answer = answer_from(posterior, order=order, threads=threads, progress=progress)
    line = timeline(posterior, order=order, threads=threads, progress=progress)
    parts = Parts(answer, line, case, posterior.evidence, name, {**libraries(), **drawn_by()})
    wanted = Wanted(order, scenarios, threads, progress)
    return report_document(parts, further_sections(posterior, wanted) if further else ())
