"""The page that `make calibration` writes: words and tables. Every number in it comes from the runs or from their designs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rank_figures import ECDF_MASS

from standoff.analysis.truth.calibration import COEFFICIENTS, DRAWS, FAMILIES, Design, Ranks, quantity_names
from standoff.analysis.truth.uniformity import Verdict, band, band_level, coverage, holm
from standoff.engine.news import MOST_REPORTS

LEVEL = 0.01  # of the verdict on the whole page, and of a wrong model being caught

WORDS = """# Is the truth one of the draws? Simulation-based calibration

`make calibration` writes this page and its figures; every number below comes from that run, to the same digits for any number
of threads or processes. The method is that of Talts et al. (2018), with bands after Säilynoja, Bürkner & Vehtari (2022) and a
quantity that reads the data after Modrák et al. (2023).

**The pipeline {verdict}.** Of {total} rank distributions ({quantities} quantities in each of {n_runs} runs, {datasets} invented
standoffs in all), {outside} leave their {mass} band, where {expected} are to be expected by chance if all is right. The
smallest p-value, adjusted for all of them (Holm 1979), is {least} ({whose}); below {level} the command fails.

## What was done

1. Coefficients and one world are drawn from the prior of a country: its background and forces are read, its events are not.
2. The world lives forward day by day. What its sources see or make up becomes a row of a case file in the format of the
   library, with date, code, force, tier, the source's grade and side, the coder's confidence and, for protests that tell it,
   the size. What no source sees is missing. What really happened, and which rows are true, is not in the file.
3. The file is read like any other, checks included, and the particle filter runs over it with a seed of its own: {blocks} draws
   of the coefficients with {size} worlds each.
4. The truth is ranked among {draws} draws of that posterior, ties by lot. If generator, file, reader and filter are one model,
   every rank is equally likely, in every run and for every quantity.

Ranked are the hidden state on the last day (strength, cohesion, crowd, public belief, the shares of the first force's command
and troops that would disobey, the chance that an arrest of the leader is ordered), for each order the margin by which it would
be obeyed and whether it would, {n_coefficients} of the coefficients, and *trail explained*: the log likelihood of the whole
trail had a world stood all along as it does on the last day. The likelihood itself is not ranked: the filter estimates it with
noise, and the noise of the truth's own estimate has another law than that of the draws, so that its ranks would not be uniform
even where all is well; any function of data, state and coefficients that is computed without further chance may be ranked.

A standoff that ends within the days is no data, since inference is told that it goes on. Such draws are left out, and no other
world is taken in their place. So are those whose file has a day of {most} reports, the most that the engine draws: this is seen
from the data alone, and a choice by the data alone leaves ranks uniform.

## Runs

{runs}

The last column says how far the draws of the coefficients are from being one: where it is small, few of them carry the weight,
and the posterior of that dataset is coarse. It is part of what was tested.

## All event codes

A cell holds the excursion, its p, and the p of chi-square. The *excursion* is the furthest point of the ranks' distribution
function from the uniform one, the edge of the simultaneous {mass} band being 1; above 0 the posterior lies too high, below 0
too low; bold is outside. *Its p* is the chance of going as far at any step, exact; *chi-square* is of the ranks in equal bins.
No p is adjusted here for the number of cells.

{verdicts}

![Ranks, Venezuela 2019, 14 days](calibration/all.svg)

![Ranks, Soviet Union 1991, 14 days](calibration/soviet.svg)

![Ranks, Venezuela 2019, 40 days](calibration/long.svg)

## One family of event codes at a time

In these runs only the codes of one family are ever reported, as often as all codes are otherwise, and inference knows it. What
one family tells wrongly cannot be made up for by another. Venezuela 2019, 14 days; excursions.

{families}

![Ranks by family](calibration/families.svg)

{codes}

## Would it have been caught?

The same {wrong_datasets} datasets, made by the right model, read by wrong ones. *Caught*: the smallest p-value, adjusted for
the run's quantities, is below {level}. {caught} of {of_wrong} wrong models are caught. Not caught with so few datasets:
{missed}.

{wrong}

![Ranks under wrong models](calibration/wrong.svg)

## What this does not show

- That the model is right about the world. It shows that inference gives back what the model put in: were the priors those of
  the world, {mass} intervals would hold the truth {mass} of the time.
- Errors that are small. The band of the first run is {width} wide to either side in probability, that of a family
  {family_width}; a bias of less will not be seen. The ones above that were not caught are such errors, or bear on worlds that
  14 days seldom reach.
- Rows that the generator does not write: events denied or planned, rows that become public later than they happened, several
  sources of one event and their echoes, places other than the capital, numbers of defectors, tiers or forces that a code has
  no stream for. What they weigh is tested formula by formula, not here.
- The usual number of worlds. The filter is tested as it runs with {blocks} x {size} of them; `standoff ask` takes more.
"""


class Run(NamedTuple):
    """One calibration: its name in file names, its title on the page, how it was run, what came of it."""

    name: str
    title: str
    design: Design
    found: Ranks
    verdicts: tuple[Verdict, ...]

    @property
    def datasets(self) -> int:
        """Datasets that were ranked."""
        return int(self.found.rank.shape[0])

    @property
    def outside(self) -> int:
        """Quantities outside their band."""
        return sum(not each.inside for each in self.verdicts)

    @property
    def least(self) -> float:
        """Smallest p-value, adjusted for the run's quantities."""
        return float(holm([each.p for each in self.verdicts]).min())

    @property
    def worst(self) -> Verdict:
        """The quantity with the smallest p-value, of those the one that goes furthest."""
        return min(self.verdicts, key=lambda each: (each.p, -abs(each.excursion)))

    @property
    def is_family(self) -> bool:
        """Whether it is one of a single family of codes."""
        return self.design.family is not None


# --- Tables. -----------------------------------------------------------------------------------------------------------------


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


def chance(p: float) -> str:
    """A p-value in print."""
    return "< 0.0001" if p < 1e-4 else f"{p:.4f}"


def excursion(verdict: Verdict) -> str:
    """How far the distribution function went, the edge of its band being 1; bold where it left it."""
    return f"{verdict.excursion:+.2f}" if verdict.inside else f"**{verdict.excursion:+.2f}**"


def runs_table(runs: Sequence[Run]) -> str:
    """What was run: reports are those of a dataset, coefficient draws those that carry weight there."""
    head = ["run", "standoffs drawn", "lasted and ranked", "reports: median, most"]
    head.append(f"effective coefficient draws of {runs[0].design.blocks}: median, least")
    rows = []
    for run in runs:
        reports, ess = run.found.rows, run.found.block_ess
        cells = [run.title, f"{run.design.datasets:,}", f"{run.datasets:,}", f"{np.median(reports):.0f}, {reports.max()}"]
        rows.append([*cells, f"{np.median(ess):.0f}, {ess.min():.0f}"])
    return table(head, rows)


def verdict_table(runs: Sequence[Run]) -> str:
    """Every quantity in some runs."""
    rows = []
    for k, name in enumerate(quantity_names()):
        each = [run.verdicts[k] for run in runs]
        rows.append([name, *(f"{excursion(v)}; {chance(v.p)}; {chance(v.chi_square)}" for v in each)])
    return table(["quantity", *(run.title for run in runs)], rows)


def family_table(runs: Sequence[Run]) -> str:
    """Excursion of every quantity, a family a column."""
    rows = [[name, *(excursion(run.verdicts[k]) for run in runs)] for k, name in enumerate(quantity_names())]
    last = ["*smallest p, adjusted within the family*", *(chance(run.least) for run in runs)]
    return table(["quantity", *(run.title for run in runs)], [*rows, last])


def wrong_table(runs: Sequence[Run]) -> str:
    """What came of the right model, first, and of every wrong one."""
    rows = []
    for k, run in enumerate(runs):
        caught = "yes" if run.least < LEVEL else "no" if k == 0 else "**no**"
        sign = f"{run.worst.name}: {run.worst.excursion:+.2f}"
        rows.append([run.title, caught, chance(run.least), f"{run.outside} of {len(run.verdicts)}", sign])
    return table(["inference", "caught", "smallest adjusted p", "quantities outside", "clearest sign, excursion"], rows)


# --- The page. ---------------------------------------------------------------------------------------------------------------


def overall(runs: Sequence[Run]) -> tuple[float, str]:
    """Smallest p-value over all runs and quantities after Holm, and whose it is."""
    every = [(run.title, each) for run in runs for each in run.verdicts]
    adjusted = holm([each.p for _, each in every])
    title, verdict = every[int(adjusted.argmin())]
    return float(adjusted.min()), f"{verdict.name} in {title}"


def expected_outside(run: Run) -> float:
    """Verdicts of a run outside their band to be expected where all is well."""
    inside = coverage(run.datasets, DRAWS, band_level(run.datasets, DRAWS, ECDF_MASS))
    return len(run.verdicts) * (1.0 - inside)


def half_width(run: Run) -> float:
    """Half the width of a run's band at its widest."""
    _, low, high = band(run.datasets, DRAWS, ECDF_MASS)
    return float(np.max(high - low)) / 2.0


def page(runs: Sequence[Run], wrong: Sequence[Run]) -> str:
    """The page in Markdown, from runs of the right model and, the right model first, of wrong ones."""
    families, main = [run for run in runs if run.is_family], [run for run in runs if not run.is_family]
    (least, whose), missed = overall(runs), [run.title for run in wrong[1:] if run.least >= LEVEL]
    design = main[0].design
    return WORDS.format(
        verdict="passes" if least >= LEVEL else "FAILS",
        least=chance(least),
        whose=whose,
        level=LEVEL,
        mass=f"{ECDF_MASS:.0%}",
        total=sum(len(run.verdicts) for run in runs),
        outside=sum(run.outside for run in runs),
        expected=f"{sum(map(expected_outside, runs)):.1f}",
        datasets=f"{sum(run.datasets for run in runs):,}",
        quantities=len(quantity_names()),
        n_runs=len(runs),
        blocks=design.blocks,
        size=design.size,
        most=MOST_REPORTS,
        draws=DRAWS,
        n_coefficients=len(COEFFICIENTS),
        runs=runs_table(runs),
        verdicts=verdict_table(main),
        families=family_table(families),
        codes="\n".join(f"- *{name}*: {', '.join(f'`{code}`' for code in codes)}." for name, codes in FAMILIES.items()),
        wrong=wrong_table(wrong),
        wrong_datasets=wrong[0].datasets,
        caught=len(wrong) - 1 - len(missed),
        of_wrong=len(wrong) - 1,
        missed="; ".join(missed) if missed else "none",
        width=f"{half_width(main[0]):.3f}",
        family_width=f"{max(map(half_width, families)):.3f}",
    )
