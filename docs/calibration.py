"""`make calibration`: rank the truth in hundreds of invented standoffs, and write the page and figures that show it.

Every run has seeds of its own, so that no two share a dataset; only the wrong models read the same ones, to be compared.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from calibration_page import LEVEL, Run, overall, page
from rank_figures import ECDF_MASS, full_figure, grid_figure

from standoff.analysis.truth.calibration import DRAWS, FAMILIES, TRAIL, UNCHANGED, Change, Design, quantity_names, ranks
from standoff.analysis.truth.uniformity import verdicts
from standoff.analysis.truth.wrong_models import WRONG_MODELS
from standoff.case.library import load_case
from standoff.cli.progress import Report, progress
from standoff.model.priors import load_priors

DOCS = Path(__file__).resolve().parent
PAGE, FIGURES = DOCS / "calibration.md", DOCS / "calibration"
SHOWN = ("strength", "crowd", "margin of clear_crowd", TRAIL, "report_gain", "news_echo")
SEEDS = 1_000_000  # a run's seeds; further than any run has datasets
WRONG_SEED = 100 * SEEDS
RIGHT = "the right model"

Runner = Callable[[str, str, Design, Change], Run]


def designs() -> dict[str, tuple[str, Design]]:
    """The right model's runs by name: what each is called, and its design."""
    venezuela, soviet = load_case("venezuela-2019"), load_case("ussr-1991")
    found = {
        "all": ("Venezuela 2019, 14 days", Design(venezuela, 1500)),
        "soviet": ("Soviet Union 1991, 14 days", Design(soviet, 750)),
        "long": ("Venezuela 2019, 40 days", Design(venezuela, 600, days=40)),
        **{f"family-{k + 1}": (name, Design(venezuela, 450, family=name)) for k, name in enumerate(FAMILIES)},
    }
    return {name: (title, replace(own, seed=SEEDS * (k + 1))) for k, (name, (title, own)) in enumerate(found.items())}


def fewer(design: Design, share: float) -> Design:
    """The same with a share of the datasets, but enough for something to last."""
    return replace(design, datasets=max(round(share * design.datasets), 16))


def runner(pool: Executor, report: Report, share: float) -> Runner:
    """What makes a run of a design."""
    priors = load_priors()

    def run(name: str, title: str, design: Design, change: Change) -> Run:
        used = fewer(design, share)
        found = ranks(used, priors, pool, lambda done, total, _: report(done, total, f"ranking truths: {title}"), change)
        return Run(name, title, used, found, verdicts(found.names, found.rank, DRAWS, ECDF_MASS))

    return run


def right_runs(run: Runner) -> tuple[Run, ...]:
    """Runs of the model as it is."""
    return tuple(run(name, title, design, UNCHANGED) for name, (title, design) in designs().items())


def wrong_runs(run: Runner) -> tuple[Run, ...]:
    """The right model, then every wrong one, on the same datasets."""
    design = Design(load_case("venezuela-2019"), 600, seed=WRONG_SEED)
    models = {RIGHT: UNCHANGED, **WRONG_MODELS}
    return tuple(run(f"wrong-{k}", title, design, change) for k, (title, change) in enumerate(models.items()))


def figures(right: Sequence[Run], wrong: Sequence[Run]) -> dict[str, str]:
    """Figures by file name."""
    names = quantity_names()
    places = [(name, names.index(name)) for name in SHOWN]
    made = {
        f"{run.name}.svg": full_figure(f"{run.title}, all event codes: {run.datasets:,} datasets", names, run.found.rank, DRAWS)
        for run in right
        if not run.is_family
    }
    families = [(f"{run.title} ({run.datasets})", run.found.rank) for run in right if run.is_family]
    made["families.svg"] = grid_figure("One family of event codes at a time (datasets in brackets)", families, places, DRAWS)
    mistaken = f"Wrong on purpose: {wrong[0].datasets} datasets, read by each of these"
    made["wrong.svg"] = grid_figure(mistaken, [(run.title, run.found.rank) for run in wrong], places, DRAWS)
    return made


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def main() -> int:
    """Run, write, print; 1 if ranks are not uniform.

    An argument is the share of the datasets to run, for a trial: the page is then printed and not written.
    """
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    # Processes and not threads: between one day and the next the filter is Python, which threads would run in turn.
    with progress() as report, ProcessPoolExecutor(cores(), mp_context=get_context("spawn")) as pool:
        run = runner(pool, report, share)
        right, wrong = right_runs(run), wrong_runs(run)
    written = page(right, wrong)
    if share == 1.0:
        FIGURES.mkdir(exist_ok=True)
        PAGE.write_text(written, encoding="utf-8")
        for name, figure in figures(right, wrong).items():
            (FIGURES / name).write_text(figure, encoding="utf-8")
    print(written)
    return int(overall(right)[0] < LEVEL)


if __name__ == "__main__":
    sys.exit(main())
