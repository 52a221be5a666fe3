"""`make learning`: measure ways of learning on libraries invented under known coefficients, and write the page.

Usage: python docs/learning.py
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import mean

import numpy as np

from standoff.analysis.history.backtest import Forecast, forecasts
from standoff.analysis.history.baselines import chance
from standoff.analysis.history.fit import NAMES, RATE, TRAIL_WEIGHT, Plan, learn_coefficients
from standoff.analysis.history.journal import Journal
from standoff.analysis.history.recovery import WAYS, Quality, quality, recover, simulated_library, true_numbers
from standoff.analysis.record import learn_record
from standoff.analysis.scoring import log_loss
from standoff.case.library import library_names, load_case
from standoff.case.values import Case
from standoff.cli.progress import progress
from standoff.engine.executors import Progress
from standoff.model.learned import Learned
from standoff.model.priors import load_priors

PAGE = Path(__file__).resolve().parent / "learning.md"
LIBRARIES, EVERY, DRAWS, SEED = 3, 4, 72, 100
CHOICES, FRACTIONS, WORLDS = ((1.0, 1.0), (1.0, TRAIL_WEIGHT), (RATE, TRAIL_WEIGHT)), (0.5, 0.75, 1.0), 160
TEXT = """# How the coefficients are learned, and why so

`standoff fit` has to learn {names} coefficients from standoffs whose likelihood is known with noise only, a run of the
filter each. Ways to do it were measured on libraries invented by the model under coefficients drawn from their priors:
{libraries} libraries of up to {cases} standoffs with the layouts of every fourth case, told for three weeks, their ends
known. Every way sees the same {draws} draws of the coefficients. Learning from one library took {seconds:.0f} s on this
machine.

{table}

*In intervals*: share of the {truths} true coefficients inside the 90 % interval. *Error*: root mean square of the means
about the truth, in prior sd; taking the prior itself had {prior:.2f}. *Apart*: how far the means of the two halves of the
draws lie apart, in sd of the posterior. *Draws left*: effective number of the {draws} draws, were they weighed by what they
say.

## What was chosen

- **A quadratic surrogate of the log density** (`analysis/history/surrogate.py`) and not draws weighed by it: where trails count
  in full, too few draws are left to carry a posterior of {names} dimensions. Where little is learned, either would do. A
  surrogate uses every draw, is linear in the cases, so that leaving one out costs nothing, and its intervals say their mass.
- **Not much is to be had.** Compare the errors with that of the prior itself: some twenty standoffs of three weeks hardly
  tell a dozen coefficients, even where the model is true. Trails in full move the means further than the noise of so few
  draws allows.
- **Particle Markov chains and SMC^2** were not run: one step costs what a draw costs here, so that the {draws} draws of
  this table would be {draws} steps of one chain, and each case left out would want a chain of its own.
- **Trails count by {weight:g} beside ends, and both by {rate:g} beside priors.** On the true
  library, by one round of draws, each case left out of what it is
  forecast with: Brier scores of the worlds alone at three fractions of the span, and the log loss at all of them together once
  the record is learned on top.

{true}

  Where a model is wrong about how rows come, its likelihood learns to describe rows, not ends (Grunwald 2012, on learning
  rates below 1). Learning makes the worlds' own forecasts claim less; once the record is on top there is little or nothing
  left for it to gain, and so priors are held strong. The choice rests on these few cases, and is no surer than they are.
- **The record on top** (`analysis/record.py`): whatever the coefficients, the ends that worlds come to claim too much.
  Three numbers, learned from forecasts of each case with what the others taught, say how far to trust them.

`make learning` writes this page.
"""


def table(found: list[Quality]) -> str:
    """One line a way."""
    heads = "| way | in intervals | error | mean sd | apart | draws left |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    return "\n".join([heads, *(_row(each) for each in found)])


def _row(each: Quality) -> str:
    numbers = f"{each.error:.2f} | {each.sd:.2f} | {each.apart:.2f} | {each.effective:.1f}"
    return f"| {each.name} | {100 * each.covered:.0f} % | {numbers} |"


def true_library(report: Progress) -> str:
    """Scores on the library by how much trails and ends count, and with nothing learned."""
    cases = tuple(load_case(name) for name in library_names())
    kept, rows = Journal(None), [_scored("nothing learned", cases, None, report)]
    for rate, weight in CHOICES:
        plan = Plan(cases, load_priors(), rounds=1, draws=DRAWS, trail_weight=weight, rate=rate)
        learned = learn_coefficients(plan, kept, None, report).learned(date.today())
        rows.append(_scored(f"ends by {rate:g}, trails by {rate * weight:g}", cases, learned, report))
    names = [*(f"{fraction:g}" for fraction in FRACTIONS), "log loss with record"]
    heads = ["| | " + " | ".join(names) + " |", "| --- |" + " ---: |" * len(names)]
    return "\n".join(f"  {line}" for line in [*heads, *rows])


def _scored(name: str, cases: Sequence[Case], learned: Learned | None, report: Progress) -> str:
    told = forecasts(cases, cases, FRACTIONS, WORLDS, learned=learned, progress=report)
    scores = [mean((each.p_worlds - each.out) ** 2 for each in told if each.fraction == fraction) for fraction in FRACTIONS]
    return f"| {name} | " + " | ".join(f"{score:.3f}" for score in [*scores, _with_record(told)]) + " |"


def _with_record(told: Sequence[Forecast]) -> float:
    """Log loss by a record learned from all other cases."""
    cases = list(dict.fromkeys(each.case for each in told))
    rows = {case: np.array([each.signs.row for each in told if each.case == case]) for case in cases}
    record = learn_record(rows, {each.case: each.out for each in told})
    said = [chance(float(np.array(record.without[each.case]) @ each.signs.row)) for each in told]
    return float(log_loss(np.array(said), np.array([float(each.out) for each in told])).mean())


def main() -> None:
    """Invent, learn, write."""
    layouts = [load_case(name) for name in library_names()[::EVERY]]
    priors, found, begun, sizes = load_priors(), [], time.monotonic(), []
    with progress() as report:
        for seed in range(SEED, SEED + LIBRARIES):
            truth = true_numbers(seed)
            cases = simulated_library(layouts, priors, seed, truth)
            sizes.append(len(cases))
            found.append(recover(cases, priors, truth, seed, DRAWS, report))
    told = [quality(way, found) for way in WAYS]
    prior = (sum(float(each.truth @ each.truth) for each in found) / (LIBRARIES * len(NAMES))) ** 0.5
    numbers: dict[str, float] = {"libraries": LIBRARIES, "cases": max(sizes), "draws": DRAWS, "names": len(NAMES)}
    numbers |= {"weight": TRAIL_WEIGHT, "rate": RATE, "truths": LIBRARIES * len(NAMES), "prior": prior}
    numbers |= {"seconds": (time.monotonic() - begun) / LIBRARIES}
    with progress() as report:
        true = true_library(report)
    page = TEXT.format(table=table(told), true=true, **numbers)
    PAGE.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
